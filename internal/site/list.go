package site

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/preview"
	"griot/internal/site/theme"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// perPage is the number of entries on a page of a list.
const perPage = 20

// list is what the four kinds of list differ in.
type list struct {
	label page.Label
	path  string
	title string
	show  showing
	crumb string           // the address of what the list stands under; "" is the front page alone
	known *preview.Picture // by which it is known where it is shared
}

func (s *Site) section(ctx context.Context, at page.Address, id int64) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	sec := f.section[taxonomy.SectionID(id)]
	if sec == nil {
		return nil, fault.New(fault.NotFound, "no such rubric")
	}
	if int64(sec.ID) != id { // merged since its address was looked up
		return redirect(sec.Path), nil
	}
	v := &theme.ListView{Kind: f.loc.T("list.rubric"), Heading: sec.NameIn(f.lang), Hue: sec.Hue, Description: f.typo(f.lang, sec.Description),
		MostReadTitle: f.loc.T("front.most_read_of", sec.NameIn(f.lang)), Near: f.subsections(sec)}
	return f.listPage(ctx, at, v, list{label: page.Section(id), path: sec.Path, title: sec.NameIn(f.lang), known: f.terms().Section(sec), show: showing{country: true, standfirst: true, byline: true, hour: true}})
}

// subsections are the rubrics under one, or beside it.
func (f *frame) subsections(sec *taxonomy.Section) []theme.LinkGroup {
	g := theme.LinkGroup{Title: sec.NameIn(f.lang)}
	for i := range f.sections {
		if o := &f.sections[i]; o.Parent == sec.ID || sec.Parent != 0 && (o.ID == sec.Parent || o.Parent == sec.Parent) && o.ID != sec.ID {
			g.Links = append(g.Links, theme.Link{Text: o.NameIn(f.lang), Href: o.Path})
		}
	}
	if len(g.Links) == 0 {
		return nil
	}
	return []theme.LinkGroup{g}
}

func (s *Site) country(ctx context.Context, at page.Address, id int64) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	c := f.country[taxonomy.CountryID(id)]
	if c == nil {
		return nil, fault.New(fault.NotFound, "no such country")
	}
	name := f.countryName(c.Code, c.Name)
	v := &theme.ListView{Kind: f.loc.Region(locale.Region(c.Region)), Heading: name, MostReadTitle: f.loc.T("front.most_read_in", f.loc.CountryIn(c.Code)), Near: f.neighbours(c), Chips: f.chips(c)}
	return f.listPage(ctx, at, v, list{label: page.Country(id), path: c.Path(), title: name, known: f.terms().Country(c), crumb: "/pays/", show: showing{section: true, standfirst: true, byline: true, hour: true}})
}

// chips narrow a country's list to a rubric, by the search.
func (f *frame) chips(c *taxonomy.Country) []theme.Link {
	chips := []theme.Link{{Text: f.loc.T("list.all"), Href: c.Path(), Current: true}}
	for i := range f.sections {
		if s := &f.sections[i]; s.Parent == 0 {
			chips = append(chips, theme.Link{Text: s.NameIn(f.lang), Href: "/recherche/?pays=" + c.Slug + "&rubrique=" + s.Slug})
		}
	}
	return chips
}

func (f *frame) neighbours(c *taxonomy.Country) (groups []theme.LinkGroup) {
	bySlug := map[string]*taxonomy.Country{}
	for i := range f.countries {
		bySlug[f.countries[i].Code] = &f.countries[i]
	}
	near, _ := locale.CountryByCode(c.Code) // a country of the newsroom's own has no neighbours we know of
	g := theme.LinkGroup{Title: f.loc.T("list.neighbours")}
	for _, code := range near.Neighbours {
		if n := bySlug[code]; n != nil && !n.Hidden {
			g.Links = append(g.Links, theme.Link{Text: f.countryName(n.Code, n.Name), Href: n.Path()})
		}
	}
	if len(g.Links) > 0 {
		groups = append(groups, g)
	}
	return groups
}

func (s *Site) tag(ctx context.Context, at page.Address, id int64) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	t, err := taxonomy.TagByID(ctx, s.DB, taxonomy.TagID(id))
	if err != nil {
		return nil, err
	}
	if int64(t.ID) != id { // merged since its address was looked up
		return redirect(t.Path()), nil
	}
	v := &theme.ListView{Kind: f.loc.T("list.tag"), Heading: f.typo(f.lang, t.Name), MostReadTitle: f.loc.T("front.most_read_of", t.Name)}
	return f.listPage(ctx, at, v, list{label: page.Tag(id), path: t.Path(), title: t.Name, known: f.terms().Tag(t), show: showing{section: true, country: true, standfirst: true, byline: true, hour: true}})
}

func (s *Site) author(ctx context.Context, at page.Address, id int64) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	b, err := staff.BylineByID(ctx, s.DB, staff.BylineID(id))
	if err != nil {
		return nil, err
	}
	v := &theme.ListView{Kind: or(f.typo(f.lang, b.Role), f.loc.T("list.author")), Heading: b.Name, Description: f.typo(f.lang, b.Bio)}
	if v.Portrait, err = f.portrait(ctx, b); err != nil {
		return nil, err
	}
	return f.listPage(ctx, at, v, list{label: page.Author(id), path: b.Path(), title: b.Name, known: f.terms().Author(b), crumb: "/auteurs/", show: showing{section: true, country: true, standfirst: true, hour: true}})
}

func (f *frame) portrait(ctx context.Context, b *staff.Byline) (*theme.Picture, error) {
	if b.Portrait == 0 {
		return nil, nil
	}
	m, err := media.ByID(ctx, f.site.DB, media.ID(b.Portrait))
	if err != nil || m.State != media.Ready {
		return nil, ignore(err, fault.NotFound)
	}
	return picture(m), nil
}

// listPage fills what every list has: its entries by day, its count, its pages.
func (f *frame) listPage(ctx context.Context, at page.Address, v *theme.ListView, l list) (*page.Page, error) {
	e, err := f.entries(ctx, l.label, at.Query.Get("page"))
	if err != nil {
		return nil, err
	}
	n, total, cards := e.page, e.pages, e.cards
	if n == 1 && at.Query.Has("page") {
		return redirect(l.path), nil
	}
	f.shows(l.label)
	f.showsCards(cards...)
	v.Days = f.days(cards, l.show)
	v.Pages = theme.Pages(n, total, func(p int) string { return pagePath(l.path, p) })
	if e.count == 0 {
		v.Empty = f.loc.T("list.empty")
	} else {
		v.Count, v.Feed = f.loc.Plural("list.articles_since", e.count, e.since.In(f.paper.Location()).Year()), l.path+"feed.xml"
	}
	v.MostRead = f.mostReadLinks(e.most)
	h := f.listHead(v, l, cards, n, total)
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	return f.finish(func(w io.Writer) error { return f.look.List(w, v) })
}

// entries are what a page of a list shows.
type entries struct {
	count       int // of the whole list
	since       time.Time
	page, pages int
	cards       []article.Card // of this page
	most        []article.ID   // read most of the whole list
}

// entries reads a page of a list. What is read most is found meanwhile, and the cards of both are read at once.
func (f *frame) entries(ctx context.Context, list page.Label, number string) (e entries, err error) {
	wait := f.site.aside(func() (err error) { e.most, err = f.mostReadIDs(ctx, list); return err })
	ids, err := f.entryIDs(ctx, &e, list, number)
	if err := errors.Join(err, wait()); err != nil {
		return e, err
	}
	_, err = f.cards(ctx, slices.Concat(ids, e.most))
	e.cards = f.knownOf(ids)
	return e, err
}

func (f *frame) entryIDs(ctx context.Context, e *entries, list page.Label, number string) (ids []article.ID, err error) {
	if e.count, e.since, err = article.Count(ctx, f.site.DB, list); err != nil {
		return nil, err
	}
	if e.page, e.pages, err = pageNumber(number, e.count); err != nil {
		return nil, err
	}
	return article.In(ctx, f.site.DB, list, perPage, (e.page-1)*perPage)
}

func (f *frame) listHead(v *theme.ListView, l list, cards []article.Card, n, total int) head {
	h := head{title: f.loc.T("list.title", l.title), description: or(v.Description, f.loc.T("list.title", l.title)+"."), path: pagePath(l.path, n), feed: l.path}
	if n > 1 {
		h.title = f.loc.T("list.title_page", l.title, n, total)
		h.description = h.title
	}
	if len(cards) == 0 {
		h.robots = "noindex, follow"
	}
	h.og.Image = f.sharedAs(l.known, v.Heading)
	trail := []theme.Link{{Text: f.loc.T("frame.home"), Href: "/"}}
	switch l.crumb {
	case "/pays/":
		trail = append(trail, theme.Link{Text: f.loc.T("frame.countries"), Href: l.crumb})
	case "/auteurs/":
		trail = append(trail, theme.Link{Text: f.loc.T("authors.title"), Href: l.crumb})
	}
	h.jsonld = []any{f.crumbs(append(trail, theme.Link{Text: v.Heading, Href: l.path})), f.itemList(h.title, h.path, cards, (n-1)*perPage+1)}
	return h
}

func pagePath(path string, n int) string {
	if n <= 1 {
		return path
	}
	return path + "?page=" + strconv.Itoa(n)
}

// pageNumber reads the number of a page; one that no list has, or that is no number, is fault.NotFound.
func pageNumber(s string, count int) (n, total int, err error) {
	total = max(1, (count+perPage-1)/perPage)
	if s == "" {
		return 1, total, nil
	}
	n, err = strconv.Atoi(s)
	if err != nil || n < 1 || n > total || strconv.Itoa(n) != s {
		return 0, 0, fault.New(fault.NotFound, "this list has no such page")
	}
	return n, total, nil
}

// days groups entries under the day of their publication.
func (f *frame) days(cards []article.Card, show showing) (days []theme.Day) {
	var last time.Time
	for i := range cards {
		at := cards[i].Published.In(f.paper.Location())
		if day := midnight(at); len(days) == 0 || !day.Equal(last) {
			last = day
			days = append(days, theme.Day{Title: theme.Moment{Text: f.loc.DateWeekdayShort(at, f.now), Machine: at.Format("2006-01-02")}})
		}
		d := &days[len(days)-1]
		d.Entries = append(d.Entries, f.item(&cards[i], show))
	}
	return days
}
