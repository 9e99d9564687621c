package site

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/address"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

const maxQueryRunes = 200

// sortByDate is the value of tri that puts the newest first.
const sortByDate = "date"

// searchParameters are those of a search, in the order in which its address has them (docs/contract.md).
func searchParameters() []string {
	return []string{"q", "pays", "rubrique", "auteur", "genre", "langue", "du", "au", "tri", "exact", "page"}
}

// asked is a search as its address says it, with what its filters name.
type asked struct {
	search.Query
	given    url.Values
	country  string // slugs and codes, as the form shows them again
	section  string
	author   string
	from, to string
	sort     string
	page     string
	problem  string
	unknown  bool // a filter names nothing
}

// asked reads the parameters. A filter that names nothing is said to the reader and finds nothing.
func (f *frame) asked(ctx context.Context, q url.Values) (*asked, error) {
	a := &asked{given: q, country: q.Get("pays"), section: q.Get("rubrique"), author: q.Get("auteur"), from: q.Get("du"), to: q.Get("au"), page: q.Get("page")}
	a.Words = text.CleanLine(q.Get("q"))
	if utf8.RuneCountInString(a.Words) > maxQueryRunes {
		a.Words = string([]rune(a.Words)[:maxQueryRunes])
	}
	a.Language, a.Now, a.Zone = f.lang, f.now, f.paper.Location()
	a.Kind, a.In = q.Get("genre"), q.Get("langue")
	a.Exact, a.Newest = q.Get("exact") == "1", q.Get("tri") == sortByDate
	if a.Newest {
		a.sort = sortByDate
	}
	if err := f.readPlaces(ctx, a); err != nil {
		return nil, err
	}
	if err := f.readAuthor(ctx, a); err != nil {
		return nil, err
	}
	f.readPeriod(a)
	if a.Kind != "" && f.kinds[a.Kind] == nil || a.In != "" && f.filed[languageLabel(a.In)] == 0 {
		a.unknown = true
	}
	if a.unknown || !a.From.IsZero() && !a.To.IsZero() && !a.From.Before(a.To) {
		a.problem = f.loc.T("error.invalid_text")
	}
	return a, nil
}

func (f *frame) readPlaces(ctx context.Context, a *asked) error {
	for i := range f.countries {
		if f.countries[i].Slug == a.country {
			a.Country = int64(f.countries[i].ID)
		}
	}
	s := f.sectionCalled(a.section)
	if s == nil && a.section != "" {
		var err error
		if s, err = f.sectionOnceCalled(ctx, a.section); err != nil {
			return err
		}
		if s != nil {
			a.section = s.Slug
		}
	}
	if s != nil {
		a.Sections = f.within(s.ID)
	}
	a.unknown = a.unknown || a.country != "" && a.Country == 0 || a.section != "" && a.Sections == nil
	return nil
}

// sectionOnceCalled is the rubric to which an address leads that it, or one that was merged into it, had before; nil where there is none.
func (f *frame) sectionOnceCalled(ctx context.Context, name string) (*taxonomy.Section, error) {
	a, err := address.Find(ctx, f.site.DB, "/"+name+"/")
	if err != nil || a.Kind != address.Redirect {
		return nil, ignore(err, fault.NotFound)
	}
	return f.sectionCalled(strings.Trim(a.Location, "/")), nil
}

// sectionCalled is the rubric with a slug or a path; nil where there is none.
func (f *frame) sectionCalled(name string) *taxonomy.Section {
	for i := range f.sections {
		if s := &f.sections[i]; s.Slug == name || strings.Trim(s.Path, "/") == name {
			return s
		}
	}
	return nil
}

// within is a rubric with those under it, and those that were merged into one of them: the index knows articles by these numbers.
func (f *frame) within(id taxonomy.SectionID) (ids []int64) {
	for i := range f.sections {
		if s := &f.sections[i]; f.under(s.ID, id) {
			ids = append(ids, int64(s.ID))
			for _, merged := range s.Merged {
				ids = append(ids, int64(merged))
			}
		}
	}
	return ids
}

// maxDepth bounds how deep rubrics lie under each other.
const maxDepth = 8

func (f *frame) under(id, above taxonomy.SectionID) bool {
	for range maxDepth {
		if id == above {
			return true
		}
		s := f.section[id]
		if s == nil {
			return false
		}
		id = s.Parent
	}
	return false
}

func (f *frame) readAuthor(ctx context.Context, a *asked) error {
	if a.author == "" {
		return nil
	}
	b, err := staff.BylineBySlug(ctx, f.site.DB, a.author)
	if fault.Is(err, fault.NotFound) {
		a.unknown = true
		return nil
	}
	if err != nil {
		return err
	}
	a.Author = int64(b.ID)
	return nil
}

func (f *frame) readPeriod(a *asked) {
	var bad [2]bool
	a.From, a.from, bad[0] = f.day(a.from)
	a.To, a.to, bad[1] = f.day(a.to)
	a.unknown = a.unknown || bad[0] || bad[1]
	if !a.To.IsZero() {
		a.To = a.To.AddDate(0, 0, 1)
	}
}

// day reads a date as the form sends it.
func (f *frame) day(s string) (t time.Time, kept string, bad bool) {
	if s == "" {
		return time.Time{}, "", false
	}
	t, err := time.ParseInLocation("2006-01-02", s, f.paper.Location())
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return time.Time{}, "", true
	}
	return t, s, false
}

// filtered reports whether a filter is set.
func (a *asked) filtered() bool {
	return slices.ContainsFunc([]string{"pays", "rubrique", "auteur", "genre", "langue", "du", "au"}, func(name string) bool { return a.given.Get(name) != "" })
}

// with is the address of the same search with other values, from its first page on: pairs of a parameter and its value, "" for none.
func (a *asked) with(pairs ...string) string {
	q := url.Values{}
	for name := range a.given {
		q.Set(name, a.given.Get(name))
	}
	q.Del("page")
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	u, sep := "/recherche/", "?"
	for _, name := range searchParameters() {
		if v := q.Get(name); v != "" {
			u += sep + name + "=" + url.QueryEscape(v)
			sep = "&"
		}
	}
	return u
}

// pageParameter is the number of a page as its address has it: the first has none.
func pageParameter(n int) string {
	if n <= 1 {
		return ""
	}
	return strconv.Itoa(n)
}

// languageName is a language in its own words; its code when the catalogues do not have it.
func (f *frame) languageName(code string) string {
	if slices.Contains(locale.Languages(), code) {
		return f.site.Locales.For(code).Name()
	}
	return code
}
