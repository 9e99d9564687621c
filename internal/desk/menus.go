package desk

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/settle"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const menusPath = "/desk/menus/"

// maxMenuForm takes as many entries as a menu may have, as forms write them.
const maxMenuForm = 1 << 20

// menuRoutes are the room in which the menus of every page are changed.
func (d *Desk) menuRoutes() []Route {
	return []Route{
		{Name: "menus", Pattern: "GET /desk/menus/{$}", May: staff.KeepMenus, Serve: d.menus},
		{Name: "menu", Pattern: "GET /desk/menus/{menu}/{$}", May: staff.KeepMenus, Serve: d.menu},
		{Name: "menu change", Pattern: "POST /desk/menus/{menu}/{$}", May: staff.KeepMenus, MaxBody: maxMenuForm, Serve: d.changeMenu},
	}
}

// menusView is ui/menus.html.
type menusView struct{ Menus []menuDoor }

type menuDoor struct {
	Name, Path string
	Seen       []seenEntry // as readers have it
}

func (d *Desk) menus(v *Visit) error {
	var view menusView
	p, err := v.menuTargets()
	if err != nil {
		return err
	}
	for _, name := range []string{taxonomy.MainMenu, taxonomy.TopMenu} {
		trees, err := taxonomy.Menu(v.R.Context(), d.DB, name)
		if err != nil {
			return err
		}
		seen, err := v.seenMenu(p, name, trees)
		if err != nil {
			return err
		}
		view.Menus = append(view.Menus, menuDoor{name, menusPath + name + "/", seen})
	}
	return v.Page("menus", v.T("menus.title"), view)
}

// menuName is the menu of the request's path.
func (v *Visit) menuName() (string, error) {
	name := v.R.PathValue("menu")
	if settle.Depth(name) == 0 {
		return "", fault.New(fault.NotFound, "there is no such menu")
	}
	return name, nil
}

func (d *Desk) menu(v *Visit) error {
	name, err := v.menuName()
	if err != nil {
		return err
	}
	trees, err := taxonomy.Menu(v.R.Context(), d.DB, name)
	if err != nil {
		return err
	}
	return v.menuPage(&menuView{Name: name, Seen: settle.MenuMark(trees), lines: linesOfMenu(trees)})
}

// changeMenu saves the menu of a form, whole; every other button changes only the form.
func (d *Desk) changeMenu(v *Visit) error {
	name, err := v.menuName()
	if err != nil {
		return err
	}
	view := &menuView{Name: name, Seen: v.Value("seen"), lines: v.sentMenu()}
	if do := v.Value("do"); do != "" && do != "save" {
		if err := v.arrange(view, do); err != nil {
			if !v.Explain(err) {
				return err
			}
		} else {
			v.notice = v.T("menus.unsaved")
		}
		return v.menuPage(view)
	}
	trees, err := settle.Nest(view.lines)
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error {
			return settle.Menu(v.R.Context(), tx, v.Now, v.Actor(), name, view.Seen, trees)
		})
	}
	if err == nil {
		return v.Done(menusPath+name+"/", "menu_settled")
	}
	if !v.Explain(err) {
		return err
	}
	if fault.Is(err, fault.Conflict) {
		if err := v.outrunMenu(view); err != nil {
			return err
		}
	}
	return v.menuPage(view)
}

// outrunMenu shows beside the form what the menu has become; saved again, the form takes its place.
func (v *Visit) outrunMenu(view *menuView) error {
	trees, err := taxonomy.Menu(v.R.Context(), v.desk.DB, view.Name)
	if err != nil {
		return err
	}
	p, err := v.menuTargets()
	if err != nil {
		return err
	}
	view.Seen = settle.MenuMark(trees)
	view.Theirs, err = v.seenMenu(p, view.Name, trees)
	return err
}

// linesOfMenu lays a tree flat, each entry before those below it.
func linesOfMenu(trees []taxonomy.MenuTree) (lines []settle.Line) {
	var lay func(trees []taxonomy.MenuTree, above string)
	lay = func(trees []taxonomy.MenuTree, above string) {
		for i := range trees {
			key := "k" + strconv.Itoa(len(lines)+1)
			lines = append(lines, settle.Line{MenuItem: trees[i].MenuItem, Key: key, Above: above})
			lay(trees[i].Children, key)
		}
	}
	lay(trees, "")
	return lines
}

// sentMenu are the lines of a form. What is too much is counted by settle.Nest, so that it is told.
func (v *Visit) sentMenu() (lines []settle.Line) {
	keys, aboves, labels, tos := v.Values("key"), v.Values("above"), v.Values("label"), v.Values("to")
	for i, key := range keys[:min(len(keys), settle.MaxMenuItems+1)] {
		line := settle.Line{Key: key}
		if i < len(aboves) {
			line.Above = aboves[i]
		}
		if i < len(tos) {
			line.Kind, line.Target, line.URL = v.parseTo(tos[i])
		}
		if i < len(labels) {
			line.Label = strings.Join(strings.Fields(labels[i]), " ")
		}
		lines = append(lines, line)
	}
	return lines
}

// parseTo reads where an entry leads, as forms have it: "section:3", "countries", or an address. An address of this site is kept as its path.
func (v *Visit) parseTo(to string) (kind taxonomy.MenuKind, target int64, address string) {
	word, number, _ := strings.Cut(to, ":")
	switch k := taxonomy.MenuKind(word); k {
	case taxonomy.ToSection, taxonomy.ToCountry, taxonomy.ToStanding:
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			return k, n, ""
		}
	case taxonomy.ToCountries, taxonomy.ToNothing:
		if number == "" {
			return k, 0, ""
		}
	}
	if rest, own := strings.CutPrefix(to, v.desk.Origin()); own && strings.HasPrefix(rest, "/") {
		to = rest
	}
	return taxonomy.ToURL, 0, to
}

// writtenTo is the other way round.
func writtenTo(m *taxonomy.MenuItem) string {
	switch m.Kind {
	case taxonomy.ToURL:
		return m.URL
	case taxonomy.ToCountries, taxonomy.ToNothing:
		return string(m.Kind)
	}
	return string(m.Kind) + ":" + strconv.FormatInt(m.Target, 10)
}

// stands reports whether an address of a menu is a page.
func (v *Visit) stands(ctx context.Context, address string) (bool, error) {
	if v.desk.Stands == nil {
		return true, nil
	}
	if u, err := url.Parse(address); err == nil && u.Host == "" {
		address = u.Path
	}
	return v.desk.Stands(ctx, address)
}
