package site

import (
	"context"
	"slices"
	"strings"
	"time"

	"griot/internal/address"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/site/theme"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

// entry is a menu entry whose page exists. Its text is the newsroom's own label, or the name of what it leads to.
type entry struct {
	label     string // for pages in the newspaper's own language; may be empty
	section   *taxonomy.Section
	country   *taxonomy.Country
	countries bool   // the list of all of them
	text      string // of anything else
	href      string
	below     []entry
}

// readMenus turns both menus' data into entries: one whose page does not exist, or is still to be built, is left out with all below it.
func (s *Site) readMenus(ctx context.Context, sh *shared, _ time.Time) error {
	sh.menus = map[string][]entry{}
	for _, name := range []string{taxonomy.TopMenu, taxonomy.MainMenu} {
		trees, err := taxonomy.Menu(ctx, s.DB, name)
		if err != nil {
			return err
		}
		if sh.menus[name], err = s.entries(ctx, sh, trees); err != nil {
			return err
		}
		if name == taxonomy.TopMenu {
			sh.menus[name] = slices.DeleteFunc(sh.menus[name], func(e entry) bool { return e.countries })
		}
		sh.mark(sh.menus[name])
	}
	return nil
}

func (s *Site) entries(ctx context.Context, sh *shared, trees []taxonomy.MenuTree) (list []entry, err error) {
	for i := range trees {
		e, ok, err := s.entry(ctx, sh, &trees[i].MenuItem)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if e.below, err = s.entries(ctx, sh, trees[i].Children); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

func (s *Site) entry(ctx context.Context, sh *shared, m *taxonomy.MenuItem) (e entry, ok bool, err error) {
	e.label = m.Label
	switch m.Kind {
	case taxonomy.ToSection:
		if e.section = sh.section[taxonomy.SectionID(m.Target)]; e.section == nil {
			return e, false, nil
		}
		e.href = e.section.Path
	case taxonomy.ToCountry:
		if e.country = sh.country[taxonomy.CountryID(m.Target)]; e.country == nil || e.country.Hidden {
			return e, false, nil
		}
		e.href = e.country.Path()
	case taxonomy.ToStanding:
		p, err := standing.ByID(ctx, s.DB, standing.ID(m.Target))
		if err != nil {
			return e, false, ignore(err, fault.NotFound)
		}
		e.text, e.href = p.Title, p.Path
	case taxonomy.ToURL:
		e.text, e.href = m.Label, m.URL
		ok, err := s.Stands(ctx, m.URL)
		return e, ok && e.text != "", err
	case taxonomy.ToCountries: // readMenus takes it out where the list of countries has its own place
		e.countries, e.href = true, "/pays/"
	default: // the rest leads nowhere
		return e, false, nil
	}
	return e, true, nil
}

// Stands reports whether an address of a menu leads somewhere: one elsewhere is taken at its word, one here must be a page.
func (s *Site) Stands(ctx context.Context, url string) (bool, error) {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return true, nil
	}
	if at, ok := s.Routes().Find(url, ""); ok && !strings.Contains(at.Route.Pattern, "*") {
		return true, nil // one of the pages that are always there
	}
	a, err := address.Find(ctx, s.DB, url)
	return err == nil && a.Kind != address.Gone, ignore(err, fault.NotFound)
}

func ignore(err error, kind fault.Kind) error {
	if fault.Is(err, kind) {
		return nil
	}
	return err
}

// menu is a menu as a page shows it.
func (f *frame) menu(entries []entry, current string) (list []theme.MenuItem) {
	for i := range entries {
		e := &entries[i]
		it := theme.MenuItem{Text: e.text, Href: e.href, Current: e.href == current, Children: f.menu(e.below, current)}
		switch {
		case e.section != nil:
			it.Text, it.Hue = e.section.NameIn(f.lang), e.section.Hue
		case e.countries:
			it.Text = f.loc.T("frame.countries")
		case e.country != nil:
			it.Text = f.countryName(e.country.Code, e.country.Name)
		}
		if e.label != "" && f.lang == f.paper.Language {
			it.Text = e.label
		}
		list = append(list, it)
	}
	return list
}

func (f *frame) countriesPanel(current string) theme.Countries {
	p := theme.Countries{Title: f.loc.T("frame.countries"), Href: "/pays/"}
	for _, c := range f.shownCountries() {
		l := theme.Link{Text: f.countryName(c.Code, c.Name), Href: c.Path(), Current: c.Path() == current}
		if c.Region == string(locale.America) || c.Region == string(locale.Europe) {
			p.World = append(p.World, l)
		} else {
			p.Continent = append(p.Continent, l) // Liban stands among the newspaper's own 55, though it is not counted with the continent
		}
	}
	return p
}

// shownCountries are the countries that lists of countries show, the highlighted ones first.
func (f *frame) shownCountries() []*taxonomy.Country {
	var first, others []*taxonomy.Country
	for i := range f.countries {
		switch c := &f.countries[i]; {
		case c.Hidden:
		case c.Highlight:
			first = append(first, c)
		default:
			others = append(others, c)
		}
	}
	return append(first, others...)
}

// languages are those in which there is something to read.
func (f *frame) languages() (list []theme.Link) {
	for _, lang := range f.paper.Languages {
		if lang == f.paper.Language || f.filed[page.Language(lang)] > 0 {
			list = append(list, theme.Link{Text: f.site.Locales.For(lang).Name(), Href: f.home(lang), Current: lang == f.lang, Lang: lang})
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}
