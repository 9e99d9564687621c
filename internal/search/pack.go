package search

import (
	"encoding/binary"
	"errors"
)

// errDamaged is what reading bytes that this package did not write, or not so, ends in.
var errDamaged = errors.New("the search index is damaged: run griot reindex")

// packer writes numbers and texts one after the other.
type packer struct{ b []byte }

func (p *packer) number(n uint64) { p.b = binary.AppendUvarint(p.b, n) }

func (p *packer) signed(n int64) { p.b = binary.AppendVarint(p.b, n) }

func (p *packer) text(s string) {
	p.number(uint64(len(s)))
	p.b = append(p.b, s...)
}

func (p *packer) numbers(list []int64) {
	p.number(uint64(len(list)))
	for _, n := range list {
		p.signed(n)
	}
}

// unpacker reads what a packer wrote. After the first failure it gives zeros; err says that there was one.
type unpacker struct {
	b   []byte
	err error
}

func (u *unpacker) fail() {
	u.b, u.err = nil, errDamaged
}

func (u *unpacker) number() uint64 {
	if len(u.b) > 0 && u.b[0] < 0x80 { // nearly always
		n := u.b[0]
		u.b = u.b[1:]
		return uint64(n)
	}
	n, size := binary.Uvarint(u.b)
	if size <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[size:]
	return n
}

// count is a number of things of which each takes a byte at least; so no more are made room for than there can be.
func (u *unpacker) count() int {
	n := u.number()
	if n > uint64(len(u.b)) {
		u.fail()
		return 0
	}
	return int(n) //nolint:gosec // no larger than a slice
}

func (u *unpacker) signed() int64 {
	n, size := binary.Varint(u.b)
	if size <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[size:]
	return n
}

func (u *unpacker) bytes(n int) []byte {
	if n < 0 || n > len(u.b) {
		u.fail()
		return nil
	}
	b := u.b[:n:n]
	u.b = u.b[n:]
	return b
}

func (u *unpacker) byte() byte {
	if b := u.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (u *unpacker) text() string { return string(u.bytes(u.count())) }

func (u *unpacker) numbers() []int64 {
	n := u.count()
	if n == 0 {
		return nil
	}
	list := make([]int64, n)
	for i := range list {
		list[i] = u.signed()
	}
	return list
}
