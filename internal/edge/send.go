package edge

import (
	"maps"
	"net/http"
)

// noter is a ResponseWriter that wants to know, for its log line and its metrics, which route answered and where the answer came
// from: hit, made, stale, failed, moved or volatile. The server's is one.
type noter interface{ Note(route, outcome string) }

// send answers with an entry. Nothing of the request but its method, its Accept-Encoding and its conditions matters here.
func (e *Edge) send(w http.ResponseWriter, r *http.Request, ent *entry, how outcome) {
	if n, ok := w.(noter); ok {
		n.Note(ent.route, string(how))
	}
	e.countRead(r, ent)
	enc := negotiate(r.Header["Accept-Encoding"])
	if ent.plainOnly {
		enc = identity
	}
	switch tag, verdict := ent.judge(r.Header, enc); verdict {
	case unchanged:
		e.count.unchanged.Add(1)
		e.sendUnchanged(w, ent, how, tag)
	case mismatched:
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(http.StatusPreconditionFailed)
	default:
		e.sendForm(w, r, ent, how, enc)
	}
}

func (e *Edge) sendForm(w http.ResponseWriter, r *http.Request, ent *entry, how outcome, enc encoding) {
	f := e.form(ent, enc)
	h := w.Header()
	maps.Copy(h, ent.header)
	e.limitCDN(h, ent, how)
	h["Content-Length"] = f.length
	if f.encoding != nil {
		h["Content-Encoding"] = f.encoding
	}
	if ent.status == http.StatusOK {
		h["Etag"] = f.tag
	}
	w.WriteHeader(ent.status)
	if r.Method != http.MethodHead {
		w.Write(f.body) // an error means that the reader has left
	}
}

// sendUnchanged sends what a cache needs to go on using what it has (RFC 9110 §15.4.5), and no more: on a slow line the head is the whole
// answer.
func (e *Edge) sendUnchanged(w http.ResponseWriter, ent *entry, how outcome, tag string) {
	h := w.Header()
	for _, name := range [...]string{"Cache-Control", "Vary", cdnControlKey} {
		if v, ok := ent.header[name]; ok {
			h[name] = v
		}
	}
	e.limitCDN(h, ent, how)
	h["Etag"] = []string{tag}
	w.WriteHeader(http.StatusNotModified)
}

// limitCDN keeps a CDN from sending a page for longer than it is true.
func (e *Edge) limitCDN(h http.Header, ent *entry, how outcome) {
	if _, sends := h[cdnControlKey]; !sends || !ent.keeps {
		return
	}
	if how == stale {
		h[cdnControlKey] = []string{cdnNever}
	} else if !ent.until.IsZero() {
		if left := ent.until.Sub(e.cfg.Now()); left < cdnAge+cdnGrace {
			h[cdnControlKey] = []string{cdnUntil(left)}
		}
	}
}

type verdict int

const (
	wanted     verdict = iota // send the page
	unchanged                 // 304: the reader has it, under the tag given
	mismatched                // 412
)

// judge weighs the conditions in the order of RFC 9110 §13.2.2. Conditions on dates do not apply: pages have no Last-Modified. Nor do ranges.
func (ent *entry) judge(h http.Header, enc encoding) (tag string, v verdict) {
	if ent.status != http.StatusOK {
		return "", wanted
	}
	if lines, ok := h["If-Match"]; ok {
		if _, match := matching(lines, ent.hash, enc, false); !match {
			return "", mismatched
		}
	}
	lines, ok := h["If-None-Match"]
	if !ok {
		return "", wanted
	}
	tag, match := matching(lines, ent.hash, enc, true)
	if !match {
		return "", wanted
	}
	if tag == "" {
		tag = ent.currentTag(enc)
	}
	return tag, unchanged
}

func (ent *entry) currentTag(enc encoding) string {
	if f := ent.forms[enc].form.Load(); f != nil {
		return f.tag[0]
	}
	return tagOf(ent.hash, enc, quick)
}
