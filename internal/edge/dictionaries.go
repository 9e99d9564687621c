package edge

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
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
	with   *dictionary.Dictionary
	coding dictionary.Coding
	form   *form
	wished atomic.Bool // waits for strong compression, or had it
}

// dictionaryOf gives the form for a reader who has a dictionary of ours (RFC 9842); nil for all others. One is kept with each page.
func (e *Edge) dictionaryOf(ent *entry, h http.Header, enc encoding) *form {
	lines := h["Available-Dictionary"]
	if e.cfg.Dictionaries == nil || len(lines) != 1 || !ent.kept || ent.plainOnly || ent.status != http.StatusOK {
		return nil
	}
	coding, d := codingOf(h["Accept-Encoding"]), e.cfg.Dictionaries.Known(lines[0])
	if coding == "" || d == nil {
		return nil
	}
	if made := ent.dictionary.Load(); made != nil && made.with == d && made.coding == coding {
		e.wishDictionary(ent, made)
		return made.form
	}
	made := &dictionaryForm{with: d, coding: coding}
	if body := d.Compress(e.plain(ent), coding, dictionary.Quick); len(body) < len(e.form(ent, enc).body) {
		made.form = newDictionaryForm(body, ent.hash, made, dictionary.Quick)
	}
	ent.dictionary.Store(made)
	e.store.reweigh(ent)
	return made.form
}

// codingOf is the coding for a reader; "" for none of those that need a dictionary.
func codingOf(accept []string) dictionary.Coding {
	for _, coding := range [...]dictionary.Coding{dictionary.Brotli, dictionary.Zstandard} {
		if accepts(accept, string(coding)) {
			return coding
		}
	}
	return ""
}

func newDictionaryForm(body []byte, hash string, d *dictionaryForm, effort dictionary.Effort) *form {
	f := newForm(body, hash, identity, strong)
	f.encoding, f.dictionary = []string{string(d.coding)}, d.with.Name()
	f.tag = []string{dictionaryTag(hash, f, effort)}
	return f
}

// nameInTag is how much of a dictionary's name stands in entity tags: enough to tell the few that are honoured from each other, and each byte is sent with every answer.
const nameInTag = 6

// dictionaryTag is the entity tag of a form that needs a dictionary.
func dictionaryTag(hash string, f *form, effort dictionary.Effort) string {
	tag := `"` + hash + "-" + f.encoding[0] + "-" + f.dictionary[:nameInTag]
	if effort == dictionary.Quick {
		tag += "-q"
	}
	return tag + `"`
}

// wishDictionary asks for strong compression of what was asked for twice. Zstandard has but one.
func (e *Edge) wishDictionary(ent *entry, d *dictionaryForm) {
	if d.coding == dictionary.Zstandard || d.form == nil || ent.size > maxStrong || d.wished.Load() || !d.wished.CompareAndSwap(false, true) {
		return
	}
	select {
	case e.waiting <- wish{entry: ent, dictionary: d}:
	default:
		d.wished.Store(false)
	}
}

// strengthenDictionary does what was wished for, unless another form has taken its place.
func (e *Edge) strengthenDictionary(ent *entry, quick *dictionaryForm) {
	body := quick.with.Compress(e.plain(ent), quick.coding, dictionary.Strong)
	if len(body) >= len(quick.form.body) {
		return
	}
	made := &dictionaryForm{with: quick.with, coding: quick.coding}
	made.form = newDictionaryForm(body, ent.hash, made, dictionary.Strong)
	made.wished.Store(true)
	if ent.dictionary.CompareAndSwap(quick, made) {
		e.count.strengthened.Add(1)
		e.store.reweigh(ent)
	}
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
	if f.dictionary != "" && h[cdnControlKey] != nil { // not every CDN heeds this Vary; and what is not kept needs no tags to be purged by
		h[cdnControlKey] = []string{cdnNever}
		delete(h, "Cache-Tag")
		delete(h, "Surrogate-Key")
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
