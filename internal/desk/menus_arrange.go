package desk

import (
	"slices"
	"strconv"
	"strings"

	"griot/internal/fault"
	"griot/internal/settle"
	"griot/internal/taxonomy"
)

// arrange does what a button of the form of a menu asks: "up k3", "down k3", "in k3", "out k3", "remove k3", "place k3 k1 2", "add".
func (v *Visit) arrange(view *menuView, do string) error {
	if _, err := settle.Nest(view.lines); err != nil {
		return err
	}
	words := strings.Fields(do)
	if words[0] == "add" {
		return v.addEntry(view)
	}
	if len(words) < 2 || view.at(words[1]) < 0 {
		return fault.Wrap(fault.Invalid, settle.MenuUnknown, "there is no such entry")
	}
	key, before := words[1], slices.Clone(view.lines)
	switch words[0] {
	case "up":
		view.swap(key, view.sibling(key, -1))
	case "down":
		view.swap(key, view.sibling(key, 1))
	case "in":
		if before := view.sibling(key, -1); before != "" {
			view.lines[view.at(key)].Above = before
		}
	case "out":
		if above := view.at(view.lines[view.at(key)].Above); above >= 0 {
			view.lines[view.at(key)].Above = view.lines[above].Above
		}
	case "remove":
		view.lines = slices.DeleteFunc(view.lines, func(l settle.Line) bool { return view.within(before, l.Key, key) })
	case "place":
		view.place(words[1:])
	default:
		return fault.Wrap(fault.Invalid, settle.MenuUnknown, "a menu is not changed by %.20q", words[0])
	}
	if view.deepest() > settle.Depth(view.Name) && view.deepest() > deepestOf(before) {
		view.lines = before
		return fault.Wrap(fault.Invalid, settle.MenuDeep, "readers see no entries so deep in this menu")
	}
	return nil
}

func (view *menuView) at(key string) int {
	return slices.IndexFunc(view.lines, func(l settle.Line) bool { return l.Key == key })
}

// sibling is the key of the line so many places after one, below the same; "" where there is none.
func (view *menuView) sibling(key string, by int) string {
	var beside []string
	for i := range view.lines {
		if view.lines[i].Above == view.lines[view.at(key)].Above {
			beside = append(beside, view.lines[i].Key)
		}
	}
	if i := slices.Index(beside, key) + by; i >= 0 && i < len(beside) {
		return beside[i]
	}
	return ""
}

func (view *menuView) swap(a, b string) {
	if i, j := view.at(a), view.at(b); j >= 0 {
		view.lines[i], view.lines[j] = view.lines[j], view.lines[i]
	}
}

// within reports whether a line is another or stands below it.
func (view *menuView) within(lines []settle.Line, key, under string) bool {
	for key != "" && key != under {
		i := slices.IndexFunc(lines, func(l settle.Line) bool { return l.Key == key })
		if i < 0 {
			return false
		}
		key = lines[i].Above
	}
	return key == under
}

// place lays a line, with all below it, behind the one over it on the screen: at a level. Words are the keys of both and the level; "-" is the top.
func (view *menuView) place(words []string) {
	if len(words) < 3 {
		return
	}
	key, after := words[0], view.at(words[1])
	if after >= 0 && view.within(view.lines, words[1], key) {
		return // below itself it stays where it is
	}
	above := ""
	if after >= 0 && words[2] != "1" {
		above = view.lines[after].Key
		if view.lines[after].Above != "" {
			above = view.lines[after].Above
		}
	}
	moved := view.lines[view.at(key)]
	moved.Above = above
	view.lines = slices.Delete(view.lines, view.at(key), view.at(key)+1)
	view.lines = slices.Insert(view.lines, view.at(words[1])+1, moved) // at the very top where there is none
}

func (view *menuView) deepest() int { return deepestOf(view.lines) }

func deepestOf(lines []settle.Line) int {
	trees, err := settle.Nest(lines)
	if err != nil {
		return 0
	}
	var deep func(trees []taxonomy.MenuTree) int
	deep = func(trees []taxonomy.MenuTree) (most int) {
		for i := range trees {
			most = max(most, 1+deep(trees[i].Children))
		}
		return most
	}
	return deep(trees)
}

// addEntry puts an entry at the end: what was chosen of the lists, else an address.
func (v *Visit) addEntry(view *menuView) error {
	line := settle.Line{Key: view.freeKey()}
	to := v.Value("add")
	if to == "" {
		to = v.Value("add_address")
	}
	line.Kind, line.Target, line.URL = v.parseTo(to)
	line.Label = strings.Join(strings.Fields(v.Value("add_label")), " ")
	if len(view.lines) >= settle.MaxMenuItems {
		return fault.Wrap(fault.Invalid, settle.MenuMany, "a menu has at most %d entries", settle.MaxMenuItems)
	}
	if err := settle.CheckItem(&line.MenuItem); err != nil {
		return err
	}
	view.lines = append(view.lines, line)
	view.Added = line.Key
	return nil
}

func (view *menuView) freeKey() string {
	for n := len(view.lines) + 1; ; n++ {
		if key := "k" + strconv.Itoa(n); view.at(key) < 0 {
			return key
		}
	}
}
