package edge

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"griot/internal/page"
)

// entry is a page made ready for sending. All but the atomic fields and forms is fixed once it is made; kept is set before
// anyone else sees it.
type entry struct {
	key    string
	at     page.Address // where it is made again
	route  string
	status int
	size   int    // bytes of the page as it was made
	hash   string // of the page's content: the part that the tags of all its forms share
	header http.Header
	reads  int64
	until  time.Time

	plainOnly bool // is not compressed

	made    stamp
	bears   [everywhere]bool
	indexed []page.Label
	keeps   bool // may be kept at all
	kept    bool // was

	dropped atomic.Bool
	plain   atomic.Bool   // somebody asked for it without compression
	retry   atomic.Int64  // a stale copy is sent without trying to make the page until then; Unix nanoseconds
	since   atomic.Int64  // when one of its labels changed and it was queued to be remade; Unix nanoseconds, 0 when it was not
	warmth  atomic.Uint32 // how often it was asked for, up to warmest
	forms   [encodings]slot

	kind       string // of page, for which there is a dictionary; "" for none
	dictionary atomic.Pointer[dictionaryForm]
}

// slot holds an entry's form in one encoding. Its lock is held while the form is first made.
type slot struct {
	sync.Mutex
	form   atomic.Pointer[form]
	wished atomic.Bool // waits for strong compression, or had it
}

// form is the body in one encoding, with the fields that go with it. Its slices are shared by every answer and have no room
// to grow, so that a handler around the edge that adds to a field copies it.
type form struct {
	body       []byte
	tag        []string
	encoding   []string
	length     []string
	dictionary string                  // the name of the one that it needs; "" for none
	head       atomic.Pointer[written] // all fields, once that was asked for
}

// name is the encoding as Content-Encoding says.
func (f *form) name() string {
	if f.encoding == nil {
		return ""
	}
	return f.encoding[0]
}

const (
	overhead  = 1 << 10 // what an entry costs beside its bytes, roughly
	labelCost = 96      // what a place in the index costs, roughly
)

// newEntry makes a page ready. It keeps the page's body and does not copy it.
func newEntry(key, route string, p *page.Page, made stamp) *entry {
	e := &entry{key: key, route: route, status: p.Status, size: len(p.Body), reads: p.Reads, until: p.Until, made: made}
	if e.status == 0 {
		e.status = http.StatusOK
	}
	if e.status < 200 || e.status > 599 {
		e.status = http.StatusInternalServerError
	}
	e.bears, e.indexed = bearing(p.Labels)
	e.keeps = !p.Volatile && lasting(e.status)
	e.hash = contentHash(p)
	e.header = fieldsOf(p, e.status, e.keeps)
	e.plainOnly = !compressible(p.ContentType, len(p.Body))
	e.forms[identity].form.Store(newForm(p.Body, e.hash, identity, strong))
	return e
}

// lasting statuses stay true until a label says otherwise. An unknown address may become known without anything having borne its
// label.
func lasting(status int) bool {
	switch status {
	case http.StatusOK, http.StatusMovedPermanently, http.StatusPermanentRedirect, http.StatusGone:
		return true
	}
	return false
}

func (e *entry) weight() uint32 {
	n := overhead + len(e.key) + labelCost*len(e.indexed)
	for i := range e.forms {
		if f := e.forms[i].form.Load(); f != nil {
			n += len(f.body)
		}
	}
	if d := e.dictionary.Load(); d != nil && d.form != nil {
		n += len(d.form.body)
	}
	return uint32(min(n, 1<<31))
}

// rest lets a stale copy be sent for a while without asking the maker, which has just failed and may be slow to fail again.
func (e *entry) rest(until time.Time) { e.retry.Store(until.UnixNano()) }

func (e *entry) resting(now time.Time) bool { return now.UnixNano() < e.retry.Load() }
