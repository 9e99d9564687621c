package site

import (
	"context"
	"errors"
	"io"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/page"
	"griot/internal/site/theme"
	"griot/internal/taxonomy"
)

const (
	mostReadShown = 5
	mostReadDays  = 7
	quietDay      = 3 // fewer countries than this today, and the strip shows the week
)

// Front is the front page of the newspaper's own language at "/", and of another at "/xx/", where there is anything in it.
func (s *Site) Front(ctx context.Context, at page.Address) (*page.Page, error) {
	if len(at.Query) > 0 {
		return s.oldQuery(ctx, at.Query)
	}
	lang := strings.Trim(at.Path, "/")
	f, err := s.frame(ctx, lang)
	if err != nil {
		return nil, err
	}
	if lang == f.paper.Language {
		return redirect("/"), nil
	}
	if lang != "" && (f.lang != lang || len(f.newest) == 0) {
		return nil, fault.New(fault.NotFound, "there is nothing in this language yet")
	}
	front, err := frontpage.Current(ctx, s.DB, f.lang)
	if err != nil {
		return nil, err
	}
	return f.front(ctx, front.Pins.Running(f.now))
}

// front makes the front page with what is pinned on it.
func (f *frame) front(ctx context.Context, pins frontpage.Pins) (*page.Page, error) {
	f.shows(page.Front, page.Language(f.lang))
	v := &theme.FrontView{}
	if err := f.compose(ctx, v, pins); err != nil {
		return nil, err
	}
	h := head{description: f.paper.Description, path: f.home(f.lang), front: true, jsonld: []any{f.organization(), f.website()}}
	if f.lang != f.paper.Language {
		h.title = f.loc.Name()
		h.description = f.loc.T("list.title", f.paper.Title) + " · " + f.loc.Name()
	}
	h.alternates = f.frontAlternates()
	var err error
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	return f.finish(func(w io.Writer) error { return f.look.Front(w, v) })
}

// oldQuery leads the addresses that WordPress gave to everything before permalinks, /?p=12 and its like, to where they were imported.
func (s *Site) oldQuery(ctx context.Context, q url.Values) (*page.Page, error) {
	for _, name := range []string{"p", "page_id", "attachment_id", "cat", "tag", "author", "feed"} {
		v := q.Get(name)
		if v == "" {
			continue
		}
		if name == "feed" {
			return redirect("/feed.xml"), nil
		}
		a, err := address.Find(ctx, s.DB, "/?"+name+"="+v)
		if err != nil {
			return nil, err
		}
		return led(redirect(a.Location), nil)
	}
	return redirect("/"), nil
}

func (f *frame) frontAlternates() (list []theme.Alternate) {
	langs := f.languages()
	if len(langs) == 0 {
		return nil
	}
	for _, l := range langs {
		list = append(list, theme.Alternate{Lang: l.Lang, Href: f.abs(l.Href)})
	}
	return append(list, theme.Alternate{Lang: "x-default", Href: f.abs("/")})
}

// compose fills the front page.
func (f *frame) compose(ctx context.Context, v *theme.FrontView, pins frontpage.Pins) error {
	var places theme.Places
	wait := f.site.aside(func() (err error) { places, err = f.places(ctx); return err })
	err := f.arrange(ctx, v, pins)
	err = errors.Join(err, wait())
	v.Places = places
	return err
}

// arrange fills the front page's slots: with what is pinned, and by the rule of package frontpage.
func (f *frame) arrange(ctx context.Context, v *theme.FrontView, pins frontpage.Pins) error {
	stock, read, err := f.stock(ctx, pins)
	if err != nil {
		return err
	}
	if len(stock.Newest) == 0 {
		v.Unfinished = f.loc.T("front.empty")
		return nil
	}
	var related []article.Card
	c := frontpage.Compose(f.now, stock.Pins, stock.Newest, stock.Rubrics, f.paid, func(lead *article.Card) []article.ID {
		var found []article.ID
		found, err = frontpage.Related(ctx, f.site.DB, lead, len(pins))
		return found
	})
	if err == nil {
		related, err = f.cards(ctx, c.Beside)
	}
	if err != nil {
		return err
	}
	f.stopsAt(c.Until)
	f.fillLead(v, &c, related)
	f.fillBands(v, &c)
	v.MostRead = f.mostReadLinks(read)
	return nil
}

// stock reads all that the front page may show, and what is read most, in as few questions as it takes: what each costs is mostly its asking.
func (f *frame) stock(ctx context.Context, pins frontpage.Pins) (s frontpage.Stock, mostRead []article.ID, err error) {
	w := frontpage.Wanted{Language: f.lang, Own: f.lang == f.paper.Language, Rubrics: frontpage.Bands(f.sections), Pins: pins}
	for _, id := range w.Rubrics {
		if w.Own {
			f.shows(page.Section(int64(id)))
		}
	}
	for _, pin := range pins { // even while it is withdrawn: it may come back
		f.shows(page.Article(int64(pin.Article)))
	}
	if mostRead, err = f.mostReadIDs(ctx, page.Language(f.lang)); err != nil {
		return s, nil, err
	}
	s, err = frontpage.Gather(ctx, f.site.DB, w, func(ids []article.ID) (map[article.ID]*article.Card, error) {
		_, err := f.cards(ctx, append(ids, mostRead...))
		return f.known, err
	})
	return s, mostRead, err
}

// cards gives the cards of articles in their order. What this page has read before is not read again.
func (f *frame) cards(ctx context.Context, wanted []article.ID) ([]article.Card, error) {
	read, err := f.unknown(ctx, wanted)
	if err != nil {
		return nil, err
	}
	f.knows(read)
	return f.knownOf(wanted), nil
}

// unknown reads the cards of those articles that this page has not read.
func (f *frame) unknown(ctx context.Context, wanted []article.ID) ([]article.Card, error) {
	missing := slices.DeleteFunc(slices.Clone(wanted), func(id article.ID) bool { return f.known[id] != nil })
	slices.Sort(missing)
	return article.Cards(ctx, f.site.DB, slices.Compact(missing))
}

// knownOf gives the cards of those articles that this page has read.
func (f *frame) knownOf(wanted []article.ID) []article.Card {
	list := make([]article.Card, 0, len(wanted))
	for _, id := range wanted {
		if c := f.known[id]; c != nil {
			list = append(list, *c)
		}
	}
	return list
}

func (f *frame) knows(cards []article.Card) {
	for i := range cards {
		f.known[cards[i].ID] = &cards[i]
	}
}

func (f *frame) fillLead(v *theme.FrontView, c *frontpage.Composition, related []article.Card) {
	if c.Lead == nil {
		return
	}
	f.showsCards(*c.Lead)
	f.showsCards(related...)
	f.showsCards(c.Seconds...)
	it := f.item(c.Lead, showing{section: true, country: true, standfirst: true, byline: true})
	if it.Picture != nil {
		it.Picture.Alt = f.typo(c.Lead.Language, c.Lead.Alt)
	}
	it.Reading, it.Pinned = f.reading(c.Lead), "" // where it stands says it
	if c.Lead.Dateline != "" {
		it.Byline += f.loc.T("article.dateline", c.Lead.Dateline)
	}
	v.Lead = &theme.Lead{Item: it, Related: f.links(related)}
	v.Seconds = f.items(c.Seconds, showing{section: true, country: true})
}

// fillBands sets the bands: the first with a picture goes beside the most read, every fourth after it has a row of its own, the others stand in pairs.
func (f *frame) fillBands(v *theme.FrontView, c *frontpage.Composition) {
	sinceDuo := -1
	for _, b := range c.Bands {
		s := f.section[b.Section]
		f.showsCards(b.Stories...)
		band := theme.Band{Layout: theme.Half, Title: s.NameIn(f.lang), Href: s.Path, Hue: s.Hue, All: f.loc.T("front.whole_rubric")}
		if f.lang != f.paper.Language {
			band.Href, band.All = "", "" // the rubric's page is in the newspaper's own language
		}
		if b.Stories[0].Hero != nil && len(b.Stories) > 2 && (sinceDuo < 0 || sinceDuo >= 4) {
			band.Layout, sinceDuo = theme.Duo, 0
		} else if sinceDuo >= 0 {
			sinceDuo++
		}
		wide := band.Layout == theme.Duo
		band.Lead = f.item(&b.Stories[0], showing{country: true, standfirst: true, byline: wide})
		band.Others = f.items(b.Stories[1:], showing{country: true, standfirst: wide})
		for i := range band.Others {
			band.Others[i].Picture = nil
		}
		v.Bands = append(v.Bands, band)
	}
}

func (f *frame) mostReadIDs(ctx context.Context, list page.Label) ([]article.ID, error) {
	since := f.now.AddDate(0, 0, -mostReadDays)
	found, err := f.site.mostRead.get(f.now, string(list), func() ([]int64, error) {
		ranking, err := f.site.ranking.get(f.now, mostReadDays, func() (audience.Ranking, error) { return audience.Rank(ctx, f.site.DB, since, f.now, mostReadShown) })
		if err != nil {
			return nil, err
		}
		return audience.MostRead(ctx, f.site.DB, ranking, string(list), since, mostReadShown)
	})
	ids := make([]article.ID, len(found))
	for i, id := range found {
		ids[i] = article.ID(id)
	}
	f.knows(f.popular.among(ids))
	return ids, err
}

// places is the strip of the countries of the day, or of the week when the day is still short. Only the continent is counted.
func (f *frame) places(ctx context.Context) (p theme.Places, err error) {
	if f.lang != f.paper.Language {
		return p, nil
	}
	dawn := midnight(f.now)
	week, today, err := f.continent(ctx, dawn.AddDate(0, 0, -6), dawn)
	key, counts := "front.today", today
	if len(today) < quietDay {
		key, counts = "front.week", week
	}
	if err != nil || len(counts) == 0 {
		return p, err
	}
	sort.SliceStable(counts, func(i, j int) bool { return counts[i].n > counts[j].n })
	p = theme.Places{Title: f.loc.Plural(key, len(counts)), All: f.loc.T("front.all_countries")}
	for _, c := range counts {
		p.Links = append(p.Links, theme.Place{Link: theme.Link{Text: c.country.Name, Href: c.country.Path()}, Count: f.loc.Number(int64(c.n))})
	}
	return p, nil
}

type countryCount struct {
	country *taxonomy.Country
	n       int
}

// continent counts the articles since a time, and those of them since a later one.
func (f *frame) continent(ctx context.Context, since, later time.Time) (all, some []countryCount, err error) {
	counts, err := article.CountriesSince(ctx, f.site.DB, page.Language(f.lang), since, later)
	for i := range f.countries {
		c := &f.countries[i]
		n := counts[c.ID]
		if !c.Continent || n.All == 0 {
			continue
		}
		all = append(all, countryCount{c, n.All})
		if n.Later > 0 {
			some = append(some, countryCount{c, n.Later})
		}
	}
	return all, some, err
}
