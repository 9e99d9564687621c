package desk

import (
	"slices"

	"griot/internal/fault"
	"griot/internal/settle"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

// menuView is ui/menu.html.
type menuView struct {
	Name    string
	Seen    string // the mark of the menu that the form began from
	Lines   []*menuLine
	Readers []seenEntry // what readers would see
	Theirs  []seenEntry // what somebody else made of the menu meanwhile
	Choices []choiceGroup
	Deep    bool // entries may stand below others
	Most    int  // letters of an entry's text
	Added   string

	lines []settle.Line
}

// menuLine is an entry in the form.
type menuLine struct {
	settle.Line
	Level    int // counted from one
	To       string
	Name     string // of what it leads to
	Kind     string // the key of what that is
	Dead     string // why readers do not see it; "" where they do
	Up, Down bool   // it can be moved there
	In, Out  bool
}

// choiceGroup are things of a kind to which an entry may lead.
type choiceGroup struct {
	Key     string
	Choices []choice
}

// seenEntry is an entry as readers see it.
type seenEntry struct {
	Text  string
	Below []seenEntry
}

// menuTargets are what a menu may lead to.
type menuTargets struct {
	sections  []taxonomy.Section
	countries []taxonomy.Country
	pages     []standing.Link
}

func (v *Visit) menuTargets() (p menuTargets, err error) {
	ctx, q := v.R.Context(), v.desk.DB
	if p.sections, err = taxonomy.Sections(ctx, q); err != nil {
		return p, err
	}
	if p.countries, err = taxonomy.Countries(ctx, q); err != nil {
		return p, err
	}
	p.pages, err = standing.Links(ctx, q, v.Paper.Language)
	return p, err
}

// leads says what an entry leads to, by name, and why readers do not see it.
func (v *Visit) leads(p menuTargets, menu string, m *taxonomy.MenuItem) (name, dead string, err error) {
	switch m.Kind {
	case taxonomy.ToSection:
		if i := slices.IndexFunc(p.sections, func(s taxonomy.Section) bool { return int64(s.ID) == m.Target }); i >= 0 {
			return p.sections[i].Name, "", nil
		}
	case taxonomy.ToCountry:
		if i := slices.IndexFunc(p.countries, func(c taxonomy.Country) bool { return int64(c.ID) == m.Target }); i >= 0 {
			if p.countries[i].Hidden {
				dead = v.T("menus.dead_hidden")
			}
			return countryName(v.Loc, &p.countries[i]), dead, nil
		}
	case taxonomy.ToStanding:
		if i := slices.IndexFunc(p.pages, func(l standing.Link) bool { return int64(l.ID) == m.Target }); i >= 0 {
			return p.pages[i].Title, "", nil
		}
	case taxonomy.ToCountries:
		if menu == taxonomy.TopMenu {
			dead = v.T("menus.dead_countries")
		}
		return v.T("menus.countries"), dead, nil
	case taxonomy.ToURL:
		ok, err := v.stands(v.R.Context(), m.URL)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", "", err
		}
		if !ok {
			dead = v.T("menus.dead")
		}
		return m.URL, dead, nil
	}
	return v.T("menus.gone"), v.T("menus.dead"), nil
}

// seenMenu is a menu as readers see it: what leads nowhere is left out, with all below it.
func (v *Visit) seenMenu(p menuTargets, menu string, trees []taxonomy.MenuTree) (list []seenEntry, err error) {
	for i := range trees {
		name, dead, err := v.leads(p, menu, &trees[i].MenuItem)
		if err != nil {
			return nil, err
		}
		if dead != "" {
			continue
		}
		if trees[i].Label != "" {
			name = trees[i].Label
		}
		below, err := v.seenMenu(p, menu, trees[i].Children)
		if err != nil {
			return nil, err
		}
		list = append(list, seenEntry{name, below})
	}
	return list, nil
}

// menuPage shows the form of a menu, and beside it what readers would see.
func (v *Visit) menuPage(view *menuView) error {
	p, err := v.menuTargets()
	if err != nil {
		return err
	}
	view.Most, view.Deep = settle.MaxLabelRunes, settle.Depth(view.Name) > 1
	trees, err := settle.Nest(view.lines)
	if err != nil { // lines that make no tree are shown as they came, so that somebody can mend them
		for i := range view.lines {
			if err := v.showLine(view, p, view.lines[i], 1); err != nil {
				return err
			}
		}
	} else {
		if err := v.showTree(view, p, "", 1); err != nil {
			return err
		}
		if view.Readers, err = v.seenMenu(p, view.Name, trees); err != nil {
			return err
		}
	}
	view.Choices = v.menuChoices(p, view.Name)
	return v.Page("menu", v.T("menus."+view.Name), view)
}

// showTree lays the lines below one flat, in their order.
func (v *Visit) showTree(view *menuView, p menuTargets, above string, level int) error {
	var last *menuLine
	first := true
	for i := range view.lines {
		if view.lines[i].Above != above {
			continue
		}
		if err := v.showLine(view, p, view.lines[i], level); err != nil {
			return err
		}
		line := view.Lines[len(view.Lines)-1]
		line.Up, line.In, line.Out = !first, !first && level < settle.Depth(view.Name), level > 1
		if last != nil {
			last.Down = true
		}
		last, first = line, false
		if err := v.showTree(view, p, line.Key, level+1); err != nil {
			return err
		}
	}
	return nil
}

func (v *Visit) showLine(view *menuView, p menuTargets, l settle.Line, level int) (err error) {
	line := &menuLine{Line: l, Level: level, To: writtenTo(&l.MenuItem), Kind: "menus.to_" + string(l.MenuItem.Kind)}
	if line.Name, line.Dead, err = v.leads(p, view.Name, &l.MenuItem); err != nil {
		return err
	}
	view.Lines = append(view.Lines, line)
	return nil
}

// menuChoices are what an entry may be made to lead to, beside addresses.
func (v *Visit) menuChoices(p menuTargets, menu string) []choiceGroup {
	item := func(kind taxonomy.MenuKind, id int64, name string) choice {
		return choice{Value: writtenTo(&taxonomy.MenuItem{Kind: kind, Target: id}), Text: name}
	}
	sections, pages, countries := choiceGroup{Key: "menus.sections"}, choiceGroup{Key: "menus.pages"}, choiceGroup{Key: "menus.countries_each"}
	for i := range p.sections {
		sections.Choices = append(sections.Choices, item(taxonomy.ToSection, int64(p.sections[i].ID), p.sections[i].Name))
	}
	for _, l := range p.pages {
		pages.Choices = append(pages.Choices, item(taxonomy.ToStanding, int64(l.ID), l.Title))
	}
	if menu != taxonomy.TopMenu { // where the list of countries has its own place
		countries.Choices = append(countries.Choices, item(taxonomy.ToCountries, 0, v.T("menus.countries")))
	}
	for i := range p.countries {
		countries.Choices = append(countries.Choices, item(taxonomy.ToCountry, int64(p.countries[i].ID), countryName(v.Loc, &p.countries[i])))
	}
	return slices.DeleteFunc([]choiceGroup{sections, pages, countries}, func(g choiceGroup) bool { return len(g.Choices) == 0 })
}
