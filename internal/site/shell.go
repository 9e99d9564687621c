package site

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"griot/internal/address"
	"griot/internal/advert"
	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/page"
	"griot/internal/site/theme"
	"griot/internal/standing"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// head is what a page says of itself to machines.
type head struct {
	title       string // without the newspaper's name
	description string
	path        string // its canonical path, with its query
	feed        string // the path of its list, whose feeds it announces; "" announces none
	robots      string
	og          theme.OpenGraph
	jsonld      []any
	alternates  []theme.Alternate
}

// shell fills everything around a page's own matter.
func (f *frame) shell(ctx context.Context, h head) (theme.Shell, error) {
	s := theme.Shell{
		Lang: f.lang, Dir: text.Direction(f.lang), Words: f.loc, Title: f.loc.T("frame.title", f.typo(f.lang, h.title), f.paper.Title),
		Description: f.typo(f.lang, h.description), Canonical: f.abs(h.path), Alternates: h.alternates, Robots: h.robots, OG: h.og,
		Manifest: "/manifest.webmanifest", OpenSearch: "/opensearch.xml", Name: f.paper.Title, Home: f.home(f.lang), Search: "/recherche/",
		Tagline: f.typo(f.paper.Language, f.paper.Tagline),
		Today:   theme.Moment{Text: f.loc.DateWeekday(f.now), Machine: f.now.Format("2006-01-02")},
	}
	if h.title == "" {
		s.Title = f.paper.Title + " : " + f.paper.Tagline
	}
	f.completeOG(&s, h)
	s.Feeds = f.feeds(h)
	if s.Robots == "" {
		s.Robots = "max-image-preview:large" // and index, follow, which go without saying
	}
	var err error
	if s.JSONLD, err = f.graph(h.jsonld); err != nil {
		return s, err
	}
	if err := f.menus(ctx, &s, h.path); err != nil {
		return s, err
	}
	if s.Ticker, err = f.ticker(ctx); err != nil {
		return s, err
	}
	if s.Ads, err = f.ads(ctx); err != nil {
		return s, err
	}
	s.Footer, err = f.footer(ctx)
	return s, err
}

// home is the front page of a language.
func (f *frame) home(lang string) string {
	if lang == f.paper.Language {
		return "/"
	}
	return "/" + lang + "/"
}

func (f *frame) completeOG(s *theme.Shell, h head) {
	if s.OG.Type == "" {
		s.OG.Type = "website"
	}
	if s.OG.Title == "" {
		s.OG.Title = f.typo(f.lang, h.title)
	}
	s.OG.SiteName = f.paper.Title
	s.OG.Locale = ogLocale(f.lang)
}

// ogLocale is a language as Facebook writes it, with the territory it expects.
func ogLocale(lang string) string {
	if l, ok := map[string]string{"fr": "fr_FR", "en": "en_GB", "pt": "pt_PT", "ar": "ar_AR", "sw": "sw_KE"}[lang]; ok {
		return l
	}
	return lang
}

func (f *frame) feeds(h head) []theme.Feed {
	path := h.feed
	if path == "" {
		path = f.home(f.lang)
	}
	name := f.paper.Title
	if h.feed != "" && h.title != "" {
		name = f.loc.T("frame.title", h.title, f.paper.Title)
	}
	return []theme.Feed{
		{Type: "application/rss+xml", Title: name, Href: path + "feed.xml"},
		{Type: "application/atom+xml", Title: name + " (Atom)", Href: path + "atom.xml"},
		{Type: "application/feed+json", Title: name + " (JSON)", Href: path + "feed.json"},
	}
}

func (f *frame) menus(ctx context.Context, s *theme.Shell, current string) (err error) {
	if s.Top, err = f.menu(ctx, taxonomy.TopMenu, current); err != nil {
		return err
	}
	if s.Main, err = f.menu(ctx, taxonomy.MainMenu, current); err != nil {
		return err
	}
	s.Countries = f.countriesPanel(current)
	s.Languages, err = f.languages(ctx)
	return err
}

func (f *frame) menu(ctx context.Context, name, current string) ([]theme.MenuItem, error) {
	trees, err := taxonomy.Menu(ctx, f.site.DB, name)
	if err != nil {
		return nil, err
	}
	return f.entries(ctx, trees, current)
}

// entries turns a menu's data into what is shown: an entry whose page does not exist is left out with all below it.
func (f *frame) entries(ctx context.Context, trees []taxonomy.MenuTree, current string) (list []theme.MenuItem, err error) {
	for _, t := range trees {
		it, ok, err := f.entry(ctx, &t.MenuItem)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		it.Current = it.Href == current
		if it.Children, err = f.entries(ctx, t.Children, current); err != nil {
			return nil, err
		}
		list = append(list, it)
	}
	return list, nil
}

func (f *frame) entry(ctx context.Context, m *taxonomy.MenuItem) (it theme.MenuItem, ok bool, err error) {
	switch m.Kind {
	case taxonomy.ToSection:
		s := f.section[taxonomy.SectionID(m.Target)]
		if s == nil {
			return it, false, nil
		}
		it = theme.MenuItem{Text: s.NameIn(f.lang), Href: s.Path, Hue: s.Hue}
	case taxonomy.ToCountry:
		c := f.country[taxonomy.CountryID(m.Target)]
		if c == nil {
			return it, false, nil
		}
		it = theme.MenuItem{Text: f.countryName(c.Code, c.Name), Href: c.Path()}
	case taxonomy.ToStanding:
		p, err := standing.ByID(ctx, f.site.DB, standing.ID(m.Target))
		if err != nil {
			return it, false, ignore(err, fault.NotFound)
		}
		it = theme.MenuItem{Text: p.Title, Href: p.Path}
	case taxonomy.ToURL:
		if ok, err := f.exists(ctx, m.URL); !ok {
			return it, false, err
		}
		it = theme.MenuItem{Text: m.Label, Href: m.URL}
	default: // the list of countries has its own place; the rest leads nowhere
		return it, false, nil
	}
	if m.Label != "" && f.lang == f.paper.Language {
		it.Text = m.Label
	}
	return it, it.Text != "", nil
}

// exists reports whether an address of a menu leads somewhere: one elsewhere is taken at its word, one here must be a page.
func (f *frame) exists(ctx context.Context, url string) (bool, error) {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return true, nil
	}
	if at, ok := f.site.Routes().Find(url, ""); ok && !strings.Contains(at.Route.Pattern, "*") {
		return true, nil // one of the pages that are always there
	}
	a, err := address.Find(ctx, f.site.DB, url)
	return err == nil && a.Kind != address.Gone, ignore(err, fault.NotFound)
}

func ignore(err error, kind fault.Kind) error {
	if fault.Is(err, kind) {
		return nil
	}
	return err
}

func (f *frame) countriesPanel(current string) theme.Countries {
	p := theme.Countries{Title: f.loc.T("frame.countries"), Href: "/pays/"}
	for i := range f.countries {
		c := &f.countries[i]
		l := theme.Link{Text: f.countryName(c.Code, c.Name), Href: c.Path(), Current: c.Path() == current}
		if c.Region == "america" || c.Region == "europe" {
			p.World = append(p.World, l)
		} else {
			p.Continent = append(p.Continent, l) // Liban stands among the newspaper's own 55, though it is not counted with the continent
		}
	}
	return p
}

// languages are those in which there is something to read.
func (f *frame) languages(ctx context.Context) (list []theme.Link, err error) {
	counts, err := article.Counts(ctx, f.site.DB, "language:")
	if err != nil {
		return nil, err
	}
	for _, lang := range f.paper.Languages {
		if lang != f.paper.Language && counts[page.Language(lang)] == 0 {
			continue
		}
		l := theme.Link{Text: f.site.Locales.For(lang).Name(), Href: f.home(lang), Current: lang == f.lang, Lang: lang}
		list = append(list, l)
	}
	if len(list) < 2 {
		return nil, nil
	}
	return list, nil
}

// ticker is the breaking line: what was pushed, completed to six by the newest articles. Hours stand for today, dates for before.
func (f *frame) ticker(ctx context.Context) (items []theme.TickerItem, err error) {
	pushed, err := frontpage.Running(ctx, f.site.DB, f.now, f.lang)
	if err != nil {
		return nil, err
	}
	var shown []string
	for i := range pushed {
		b := &pushed[i]
		at := b.Pushed.In(f.paper.Location())
		items = append(items, theme.TickerItem{Title: f.typo(b.Language, b.Text), Href: b.URL, Time: theme.Moment{Text: f.loc.Ticker(at, f.now), Machine: f.loc.Machine(at)}})
		shown = append(shown, b.URL)
		f.stopsAt(b.Expires)
	}
	for i := range f.newest {
		c := &f.newest[i]
		if len(items) == frontpage.TickerLength || slices.Contains(shown, c.Path) {
			continue
		}
		at := c.Published.In(f.paper.Location())
		items = append(items, theme.TickerItem{Title: f.typo(c.Language, c.Heading()), Href: c.Path, Time: theme.Moment{Text: f.loc.Ticker(at, f.now), Machine: f.loc.Machine(at)}})
	}
	return items, nil
}

// The sizes in which each slot stands, from the narrowest screen up.
var slotSizes = map[advert.Slot][]struct{ minWidth, width, height int }{
	advert.Top:    {{0, 320, 100}, {48, 728, 90}, {64, 970, 250}},
	advert.Text:   {{0, 300, 250}},
	advert.Column: {{0, 300, 600}},
	advert.List:   {{0, 320, 100}, {48, 728, 90}},
}

func (f *frame) ads(ctx context.Context) (ads theme.Ads, err error) {
	running, until, err := advert.Running(ctx, f.site.DB, f.now)
	if err != nil {
		return ads, err
	}
	f.stopsAt(until)
	return theme.Ads{Haut: ad(running[advert.Top]), Texte: ad(running[advert.Text]), Colonne: ad(running[advert.Column]), Liste: ad(running[advert.List])}, nil
}

func ad(a *advert.Advert) *theme.Ad {
	if a == nil {
		return nil
	}
	shown := &theme.Ad{Advertiser: a.Advertiser, Href: a.URL, Alt: a.Alt}
	for _, size := range slotSizes[a.Slot] {
		for _, p := range a.Pictures {
			if p.Width != size.width || p.Height != size.height {
				continue
			}
			if shown.Src == "" {
				shown.Src, shown.Width, shown.Height = p.File, p.Width, p.Height
			} else {
				shown.Wider = append(shown.Wider, theme.AdSource{MinWidth: size.minWidth, Src: p.File, Width: p.Width, Height: p.Height})
			}
		}
	}
	if shown.Src == "" {
		return nil
	}
	slices.Reverse(shown.Wider)
	return shown
}

// footerRecent is how many recent articles the footer shows, with their pictures.
const footerRecent = 4

func (f *frame) footer(ctx context.Context) (theme.Footer, error) {
	foot := theme.Footer{About: f.typo(f.paper.Language, f.paper.About), Closing: f.loc.T("footer.rights", strconv.Itoa(f.now.Year())+" "+f.paper.Copyright)}
	for i := range f.newest {
		if len(foot.Recent) < footerRecent && f.newest[i].Hero != nil {
			foot.Recent = append(foot.Recent, f.item(&f.newest[i], showing{short: true}))
		}
	}
	pages, err := standing.Links(ctx, f.site.DB, f.paper.Language)
	if err != nil {
		return foot, err
	}
	journal := theme.LinkGroup{Title: f.loc.T("footer.journal")}
	for _, p := range pages {
		l := theme.Link{Text: f.pageName(&p), Href: p.Path}
		switch p.Place {
		case "paper":
			journal.Links = append(journal.Links, l)
		case "legal":
			foot.Legal = append(foot.Legal, l)
		}
	}
	journal.Links = append(journal.Links, theme.Link{Text: f.loc.T("corrections.title"), Href: "/corrections/"}, theme.Link{Text: f.loc.T("list.feed"), Href: "/feed.xml"})
	if f.paper.Webmail != "" {
		journal.Links = append(journal.Links, theme.Link{Text: f.loc.T("footer.webmail"), Href: f.paper.Webmail})
	}
	foot.Lists = []theme.LinkGroup{journal}
	for _, c := range f.paper.Channels {
		foot.Follow = append(foot.Follow, theme.Link{Text: c.Name, Href: c.URL})
	}
	return foot, nil
}

// pageName is a standing page's name in the page's language, where the catalogue knows the page.
func (f *frame) pageName(p *standing.Link) string {
	key, ok := map[string]string{"a-propos": "about", "equipe": "team", "contact": "contact", "publicite": "advertising", "mentions-legales": "legal",
		"confidentialite": "privacy", "cookies": "cookies", "droit-de-reponse": "reply", "charte": "charter", "accessibilite": "accessibility",
		"conditions": "terms"}[p.Slug]
	if ok && f.lang != f.paper.Language {
		return f.loc.T("standing." + key)
	}
	return f.typo(f.paper.Language, p.Title)
}
