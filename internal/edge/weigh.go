package edge

import (
	"context"
	"net/http"

	"griot/internal/fault"
	"griot/internal/page"
)

// Page is what a reader of a public address would get, uncompressed, or the error for which there is no page. Nobody is counted as its reader.
func (e *Edge) Page(ctx context.Context, path, query string) (*page.Page, error) {
	ent, err := e.lookUp(ctx, path, query)
	if err != nil {
		return nil, err
	}
	return &page.Page{Status: ent.status, Location: ent.header.Get("Location"), Body: e.plain(ent)}, nil
}

// Weight is what the page at a public address costs this reader, in bytes of its body as it is sent. It is compressed strongly first, so that the size stays true for as long as the page
// is kept; one page at a time, whoever asks, so that weighing takes one processor at the most. ok is false for what is not kept, and when r's context ends first.
func (e *Edge) Weight(r *http.Request, path, query string) (size int64, ok bool) {
	ent, err := e.lookUp(r.Context(), path, query)
	if err != nil || !ent.kept || ent.status != http.StatusOK {
		return 0, false
	}
	enc := negotiate(r.Header["Accept-Encoding"])
	if ent.plainOnly {
		enc = identity
	}
	if !e.settle(r.Context(), ent, enc) {
		return 0, false
	}
	return int64(len(e.form(ent, enc).body)), true
}

// settle sees to it that a form is the one that stays, and reports whether it is.
func (e *Edge) settle(ctx context.Context, ent *entry, enc encoding) bool {
	settled := func() bool {
		return enc == identity || ent.size > maxStrong || e.form(ent, enc).tag[0] == tagOf(ent.hash, enc, strong)
	}
	if settled() {
		return true
	}
	select {
	case e.scales <- struct{}{}:
		defer func() { <-e.scales }()
	case <-ctx.Done():
		return false
	}
	if !settled() { // nobody has done it meanwhile
		ent.forms[enc].wished.Store(true)
		e.strengthen(wish{entry: ent, encoding: enc})
	}
	return true
}

// Send answers with a page that is no address of the table's.
func (e *Edge) Send(w http.ResponseWriter, r *http.Request, route string, p *page.Page) {
	e.send(w, r, newEntry("", route, p, stamp{}), volatile)
}

func (e *Edge) lookUp(ctx context.Context, path, query string) (*entry, error) {
	path, err := readable(path)
	if err != nil {
		return nil, err
	}
	at, ok := e.cfg.Table.Find(path, query)
	if !ok {
		return nil, fault.New(fault.NotFound, "there is no page at this address")
	}
	ent, _ := e.find(ctx, at)
	switch {
	case ent == nil:
		return nil, fault.Wrap(fault.Unavailable, ctx.Err(), "this page took too long to make")
	case ent.status == http.StatusNotFound:
		return nil, fault.New(fault.NotFound, "there is no page at this address")
	case ent.status == http.StatusGone:
		return nil, fault.New(fault.Gone, "%s", "")
	case ent.status >= http.StatusBadRequest:
		return nil, fault.New(fault.Unavailable, "this page could not be made")
	}
	return ent, nil
}
