package edge

import (
	"context"
	"net/http"
	"strings"
	"time"

	"griot/internal/edge/dictionary"
	"griot/internal/page"
)

const (
	gatherEvery = 15 * time.Second
	gatherAgain = 24 * time.Hour // what pages have in common changes slowly where the theme does not
	fewSamples  = 9              // pages that a dictionary is made of at first, and one to judge it by
	manySamples = 25             // and once there are so many
)

// dictionaryForm is a page compressed with a dictionary; form is nil when that was not worth while.
type dictionaryForm struct {
	with *dictionary.Dictionary
	form *form
}

// dictionaryOf gives the form for a reader who has a dictionary of ours (RFC 9842); nil for all others. One is kept with each page.
func (e *Edge) dictionaryOf(ent *entry, h http.Header, enc encoding) *form {
	lines := h["Available-Dictionary"]
	if e.cfg.Dictionaries == nil || len(lines) != 1 || !ent.kept || ent.plainOnly || ent.status != http.StatusOK || !accepts(h["Accept-Encoding"], "dcz") {
		return nil
	}
	d := e.cfg.Dictionaries.Known(lines[0])
	if d == nil {
		return nil
	}
	if made := ent.dictionary.Load(); made != nil && made.with == d {
		return made.form
	}
	made := &dictionaryForm{with: d}
	if body := d.Compress(e.plain(ent)); len(body) < len(e.form(ent, enc).body) {
		made.form = newForm(body, ent.hash, identity, strong)
		made.form.encoding, made.form.tag, made.form.dictionary = []string{"dcz"}, []string{`"` + ent.hash + "-dcz-" + d.Name() + `"`}, d.Name()
	}
	ent.dictionary.Store(made)
	e.store.reweigh(ent)
	return made.form
}

// accepts reports whether the lines of Accept-Encoding name a coding, and not to refuse it.
func accepts(lines []string, coding string) bool {
	for _, line := range lines {
		for part := range strings.SplitSeq(line, ",") {
			token, parameters, _ := strings.Cut(part, ";")
			if strings.EqualFold(strings.TrimSpace(token), coding) {
				return quality(parameters) > 0
			}
		}
	}
	return false
}

// link tells a browser which dictionary to fetch when it has nothing else to do; "" where there is none.
func (e *Edge) link(ent *entry) string {
	if e.cfg.Dictionaries == nil || ent.kind == "" {
		return ""
	}
	if d := e.cfg.Dictionaries.Current(ent.kind, ent.language()); d != nil {
		return d.Link()
	}
	return ""
}

var varyDictionary = []string{"Accept-Encoding, Available-Dictionary"}

// dictionaryFields are those of an answer that depends on the reader's dictionary, or may once there is one.
func (e *Edge) dictionaryFields(h http.Header, ent *entry, f *form) {
	link := e.link(ent)
	if f.dictionary == "" && link == "" {
		return
	}
	h["Vary"] = varyDictionary
	if f.dictionary != "" && h[cdnControlKey] != nil {
		h[cdnControlKey] = []string{cdnNever} // not every CDN heeds this Vary
	}
	if link != "" && (f.dictionary == "" || !strings.Contains(link, f.dictionary)) {
		h["Link"] = append(h["Link"][:len(h["Link"]):len(h["Link"])], link)
	}
}

func (e *entry) language() string { return e.header.Get("Content-Language") }

// sort is pages of a kind and language, which have a dictionary of their own.
type sort struct{ kind, language string }

// gathered remembers when a dictionary was last offered for a sort of page.
type gathered struct {
	at    time.Time
	theme uint64
	pages int
}

// lasts reports whether nothing suggests that a dictionary made now would be better.
func (g gathered) lasts(now time.Time, theme uint64, pages int) bool {
	return g.theme == theme && now.Sub(g.at) < gatherAgain && (g.pages >= pages || pages < manySamples)
}

// gatherAll makes dictionaries until ctx ends: soon after the start, when the theme has changed, and once a day.
func (e *Edge) gatherAll(ctx context.Context) {
	if e.cfg.Dictionaries == nil {
		return
	}
	tick := time.NewTicker(gatherEvery)
	defer tick.Stop()
	last := map[sort]gathered{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			e.gather(ctx, last)
		}
	}
}

func (e *Edge) gather(ctx context.Context, last map[sort]gathered) {
	now, theme := e.cfg.Now(), e.store.generations[generationOf(page.Theme)].Load()
	for what, list := range e.store.sample(now) {
		if was, ok := last[what]; len(list) < fewSamples || ok && was.lasts(now, theme, len(list)) {
			continue
		}
		last[what] = gathered{now, theme, len(list)}
		var pages [][]byte
		for _, ent := range list {
			pages = append(pages, e.plain(ent))
		}
		if _, err := e.cfg.Dictionaries.Offer(ctx, what.kind, what.language, pages); err != nil && ctx.Err() == nil {
			e.cfg.Log.WarnContext(ctx, "a compression dictionary could not be kept", "error", err)
		}
	}
}

// sample gives some current pages of each sort.
func (s *store) sample(now time.Time) map[sort][]*entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[sort][]*entry{}
	for ent := range s.index[page.All] {
		what := sort{ent.kind, ent.language()}
		if ent.kind != "" && ent.status == http.StatusOK && len(found[what]) < manySamples && s.current(ent, now) {
			found[what] = append(found[what], ent)
		}
	}
	return found
}
