package scrub

import "bytes"

// words by which what is dropped says what it is, in lower case.
var words = []struct {
	trace Trace
	any   []string
}{
	{Place, []string{"location", "gps", "\xa9xyz", "loci", "iso6709", "latitude", "geo"}},
	{Device, []string{"\xa9mak", "\xa9mod", "make", "model", "serial", "camera", "device", "manu", "modl", "firm"}},
	{Software, []string{"\xa9too", "\xa9swr", "\xa9enc", "software", "encoder", "encoded", "tsse", "tenc", "lavf", "lavc", "lame", "hdlr"}},
	{Person, []string{"\xa9art", "\xa9aut", "author", "artist", "tpe1", "tcom", "owner", "creator", "cprt", "\xa9cpy", "copyright"}},
	{Hour, []string{"\xa9day", "creationdate", "tdrc", "tyer", "date", "time"}},
	{Image, []string{"apic", "covr", "thmb", "jfif", "exif", "image/"}},
}

// Guess says what some bytes tell, by the words in them; Words when they tell nothing that is known.
func Guess(data []byte) (list []Trace) {
	low := bytes.ToLower(data)
	for _, w := range words {
		for _, word := range w.any {
			if bytes.Contains(low, []byte(word)) {
				list = append(list, w.trace)
				break
			}
		}
	}
	if len(list) == 0 {
		return []Trace{Words}
	}
	return list
}
