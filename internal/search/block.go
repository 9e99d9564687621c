package search

// blockBytes is how large a block of entries grows before the next begins. An entry of a common word may be larger, and has a block of its own.
const blockBytes = 4 << 10

// entry is a key with what a segment holds under it.
type entry struct {
	key  string
	data []byte
}

// binder binds sorted entries into blocks. Keys share their beginnings with the key before.
type binder struct {
	write  func(number int, entries []byte) error
	block  packer
	last   string
	firsts []string // the first key of each block
	err    error
}

func (b *binder) add(key string, data []byte) {
	if b.err != nil || len(data) == 0 {
		return
	}
	if len(b.block.b) > 0 && len(b.block.b)+len(data) > blockBytes {
		b.end()
	}
	if len(b.block.b) == 0 {
		b.firsts = append(b.firsts, key)
		b.last = ""
	}
	same := 0
	for same < len(key) && same < len(b.last) && key[same] == b.last[same] {
		same++
	}
	b.block.number(uint64(same)) //nolint:gosec // no less than 0
	b.block.text(key[same:])
	b.block.number(uint64(len(data)))
	b.block.b = append(b.block.b, data...)
	b.last = key
}

// end closes the block under way.
func (b *binder) end() {
	if b.err == nil && len(b.block.b) > 0 {
		b.err = b.write(len(b.firsts)-1, b.block.b)
		b.block.b = nil // whoever wrote may keep it
	}
}

// entries goes through a block until found says to stop.
func entries(block []byte, found func(e entry) (more bool)) error {
	u := unpacker{b: block}
	var key []byte
	for len(u.b) > 0 {
		same := u.number()
		rest := u.bytes(u.count())
		data := u.bytes(u.count())
		if u.err != nil || same > uint64(len(key)) {
			return errDamaged
		}
		key = append(key[:same], rest...)
		if !found(entry{string(key), data}) {
			return nil
		}
	}
	return nil
}
