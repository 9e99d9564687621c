package edge

// A kept page need not lie there uncompressed: hardly a reader asks for it so, and it weighs more than all its other forms together.

// slim lets go of the uncompressed form once there is another, unless somebody asked for it.
func (e *entry) slim() {
	slot := &e.forms[identity]
	if e.plain.Load() || e.compressed() == identity {
		return
	}
	if slot.TryLock() { // else it is being made, for somebody who asked
		defer slot.Unlock()
		if !e.plain.Load() {
			slot.form.Store(nil)
		}
	}
}

// compressed is an encoding that the entry has a form in, the quickest to expand first; identity when it has none.
func (e *entry) compressed() encoding {
	for _, enc := range [...]encoding{zstandard, gzipped, brotlied} {
		if e.forms[enc].form.Load() != nil {
			return enc
		}
	}
	return identity
}

// plain gives the page as it was made. A compressed form is never let go, so there is always one to expand.
func (e *Edge) plain(ent *entry) []byte {
	if f := ent.forms[identity].form.Load(); f != nil {
		return f.body
	}
	enc := ent.compressed()
	return e.press.expand(ent.forms[enc].form.Load().body, enc, ent.size)
}
