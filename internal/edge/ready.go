package edge

import (
	"bytes"
	"net/http"

	"griot/internal/page"
)

// Ready is a kept page as it goes over the wire, for a listener that answers hits by itself (hit).
type Ready struct {
	Head     []byte // the header fields, a line each, without what belongs to the connection: Date, X-Request-Id
	Body     []byte
	Route    string
	From     string // where it came from: hit, former or stale
	Encoding string // as Content-Encoding says; "" for none

	entry *entry
}

// maxReady is the size in bytes above which a page is not given ready.
const maxReady = 1 << 20

// Ready gives what ServeHTTP would answer to an unconditional GET with at most one line of Accept-Encoding, if that is a page that is at hand. path is decoded.
// What it gives counts as answered, except as read: see Read.
func (e *Edge) Ready(path, rawQuery string, accept []string) (r Ready, ok bool) {
	if readable, err := readable(path); err != nil || e.tidy(readable) != path {
		return r, false
	}
	key := keyOf(page.Address{Path: path})
	if rawQuery != "" {
		at, ok := e.cfg.Table.Find(path, rawQuery)
		if !ok {
			return r, false
		}
		key = keyOf(at)
	}
	ent, how := e.kept(key)
	if how == "" || ent.status != http.StatusOK || ent.size > maxReady {
		return r, false
	}
	e.count.kept(how)
	f := e.form(ent, ent.encodingFor(accept))
	return Ready{Head: e.head(ent, f, how), Body: f.body, Route: ent.route, From: string(how), Encoding: f.name(), entry: ent}, true
}

// Read counts a person who reads what Ready gave.
func (e *Edge) Read(r Ready) { e.reads.add(r.entry.reads, 1) }

// Counts reports whether it matters who reads.
func (r *Ready) Counts() bool { return r.entry.reads != 0 }

// written is the fields of an answer as net/http would write them. They change with what a CDN may do, with the dictionary that is
// offered and with where they came from.
type written struct {
	cdn, link string
	how       outcome
	lines     []byte
}

// head gives the fields, written once for as long as they stay the same.
func (e *Edge) head(ent *entry, f *form, how outcome) []byte {
	cdn, link := e.cdnLimit(ent, how), e.link(ent)
	if head := f.head.Load(); head != nil && head.cdn == cdn && head.link == link && head.how == how {
		return head.lines
	}
	h := http.Header{}
	e.fields(h, ent, f, how)
	var b bytes.Buffer
	_ = h.Write(&b) // to memory
	head := &written{cdn, link, how, bytes.Clone(b.Bytes())}
	f.head.Store(head)
	return head.lines
}

func (c *counters) kept(how outcome) {
	switch how {
	case hit:
		c.hits.Add(1)
	case former:
		c.former.Add(1)
	case stale:
		c.stale.Add(1)
	}
}
