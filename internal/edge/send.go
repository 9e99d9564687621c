package edge

import (
	"maps"
	"net/http"

	"griot/internal/edge/dictionary"
)

// noter is a ResponseWriter that wants to know, for its log line and its metrics, which route answered and where the answer came
// from: hit, made, former, stale, failed, moved or volatile. The server's is one.
type noter interface{ Note(route, outcome string) }

// send answers with an entry. Nothing of the request but its method, its Accept-Encoding and its conditions matters here.
func (e *Edge) send(w http.ResponseWriter, r *http.Request, ent *entry, how outcome) {
	if n, ok := w.(noter); ok {
		n.Note(ent.route, string(how))
	}
	e.countRead(r, ent)
	enc := ent.encodingFor(r.Header["Accept-Encoding"])
	f := e.dictionaryOf(ent, r.Header, enc)
	switch tag, verdict := ent.judge(r.Header, enc, f); verdict {
	case unchanged:
		e.count.unchanged.Add(1)
		e.sendUnchanged(w, ent, how, tag, f)
	case mismatched:
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(http.StatusPreconditionFailed)
	default:
		if f == nil {
			f = e.form(ent, enc)
		}
		e.sendForm(w, r, ent, how, f)
	}
}

// encodingFor chooses by the lines of Accept-Encoding.
func (ent *entry) encodingFor(accept []string) encoding {
	if ent.plainOnly {
		return identity
	}
	return negotiate(accept)
}

func (e *Edge) sendForm(w http.ResponseWriter, r *http.Request, ent *entry, how outcome, f *form) {
	e.fields(w.Header(), ent, f, how)
	w.WriteHeader(ent.status)
	if r.Method != http.MethodHead {
		w.Write(f.body) // an error means that the reader has left
	}
}

// fields sets every field of an answer with a form.
func (e *Edge) fields(h http.Header, ent *entry, f *form, how outcome) {
	maps.Copy(h, ent.header)
	e.limitCDN(h, ent, how)
	h["Content-Length"] = f.length
	if f.encoding != nil {
		h["Content-Encoding"] = f.encoding
	}
	if how == stale {
		h["Cache-Status"] = staleStatus
	}
	if tags := h["Cache-Tag"]; e.cfg.Purged && ent.keeps {
		h["Cache-Tag"], h["Surrogate-Key"] = keyed(tags)
	}
	e.dictionaryFields(h, ent, f)
	if ent.status == http.StatusOK {
		h["Etag"] = f.tag
	}
}

// staleStatus tells operators that a page is out of date because it cannot be made (RFC 9211).
var staleStatus = []string{"griot; hit; detail=stale"}

// sendUnchanged sends what a cache needs to go on using what it has (RFC 9110 §15.4.5), and no more: on a slow line the head is the whole
// answer.
func (e *Edge) sendUnchanged(w http.ResponseWriter, ent *entry, how outcome, tag string, f *form) {
	h := w.Header()
	for _, name := range [...]string{"Cache-Control", "Vary", cdnControlKey} {
		if v, ok := ent.header[name]; ok {
			h[name] = v
		}
	}
	e.limitCDN(h, ent, how)
	h["Etag"] = []string{tag}
	if f != nil || e.link(ent) != "" {
		h["Vary"] = varyDictionary
	}
	w.WriteHeader(http.StatusNotModified)
}

// limitCDN keeps a CDN from sending a page for longer than it is true.
func (e *Edge) limitCDN(h http.Header, ent *entry, how outcome) {
	if _, sends := h[cdnControlKey]; sends && ent.keeps {
		if limit := e.cdnLimit(ent, how); limit != "" {
			h[cdnControlKey] = []string{limit}
		}
	}
}

// cdnLimit is what a CDN may do with a page that is out of date or about to be; "" when it is neither.
func (e *Edge) cdnLimit(ent *entry, how outcome) string {
	if how == stale || how == former {
		return cdnNever
	}
	if ent.until.IsZero() {
		return ""
	}
	if left := ent.until.Sub(e.cfg.Now()); left < cdnAge+cdnGrace {
		return cdnUntil(left)
	}
	return ""
}

type verdict int

const (
	wanted     verdict = iota // send the page
	unchanged                 // 304: the reader has it, under the tag given
	mismatched                // 412
)

// judge weighs the conditions in the order of RFC 9110 §13.2.2. Conditions on dates do not apply: pages have no Last-Modified. Nor do ranges. A reader may have
// the form in an encoding, or f, which needs a dictionary; nil is none.
func (ent *entry) judge(h http.Header, enc encoding, f *form) (tag string, v verdict) {
	if ent.status != http.StatusOK {
		return "", wanted
	}
	if lines, ok := h["If-Match"]; ok {
		if _, match := matching(lines, ent.tags(enc, f), false); !match {
			return "", mismatched
		}
	}
	lines, ok := h["If-None-Match"]
	if !ok {
		return "", wanted
	}
	tag, match := matching(lines, ent.tags(enc, f), true)
	if !match {
		return "", wanted
	}
	if tag == "" && f != nil {
		tag = f.tag[0]
	}
	if tag == "" {
		tag = ent.currentTag(enc)
	}
	return tag, unchanged
}

// tags are those of all that a reader may have who needs nothing new: the page in this encoding, compressed quickly or strongly, or in the form given.
func (ent *entry) tags(enc encoding, f *form) []string {
	tags := []string{tagOf(ent.hash, enc, strong), tagOf(ent.hash, enc, quick)}
	if f != nil {
		tags = append(tags, dictionaryTag(ent.hash, f, dictionary.Strong), dictionaryTag(ent.hash, f, dictionary.Quick))
	}
	return tags
}

func (ent *entry) currentTag(enc encoding) string {
	if f := ent.forms[enc].form.Load(); f != nil {
		return f.tag[0]
	}
	return tagOf(ent.hash, enc, quick)
}
