package desk

import "griot/internal/fault"

// worker is the script by which the page of an article opens without a network. Its address is in the folder of all that it may answer for, and stays, so that browsers find a newer one.
func (d *Desk) worker(v *Visit) error {
	path, err := d.assets.path("worker.js")
	if err != nil {
		return fault.Wrap(fault.NotFound, err, "there is no such page")
	}
	v.W.Header().Set("Content-Type", d.assets.files[path].mime)
	return v.send(d.assets.files[path].content)
}
