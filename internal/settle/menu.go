package settle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Why a menu was refused.
const (
	MenuLoop    staff.Reason = "menu_loop"
	MenuDeep    staff.Reason = "menu_deep"
	MenuMany    staff.Reason = "menu_many"
	MenuLabel   staff.Reason = "menu_label"
	MenuNoLabel staff.Reason = "menu_no_label"
	MenuAddress staff.Reason = "menu_address"
	MenuTarget  staff.Reason = "menu_target"
	MenuOutrun  staff.Reason = "menu_outrun"
	MenuUnknown staff.Reason = "menu_unknown"
)

// Bounds of a menu: what is longer is read by nobody, and stands on every page.
const (
	MaxMenuItems  = 100
	MaxLabelRunes = 80
	maxMenuURL    = 1000 // bytes
)

// Depth is how many levels of a menu readers see: the line over the wordmark has one, the rubrics open to a second. 0 is no menu.
func Depth(menu string) int {
	return map[string]int{taxonomy.TopMenu: 1, taxonomy.MainMenu: 2}[menu]
}

// Line is an entry of a menu on its way, outside the tree: below the line whose key is Above, or at the top where that is empty.
type Line struct {
	taxonomy.MenuItem
	Key, Above string
}

// Nest makes a tree of lines, in their order. Lines below each other, or below a line that is not there, are fault.Invalid.
func Nest(lines []Line) ([]taxonomy.MenuTree, error) {
	if len(lines) > MaxMenuItems {
		return nil, fault.Wrap(fault.Invalid, MenuMany, "a menu has at most %d entries", MaxMenuItems)
	}
	above := map[string]string{}
	for i := range lines {
		if _, twice := above[lines[i].Key]; twice || lines[i].Key == "" {
			return nil, fault.Wrap(fault.Invalid, MenuUnknown, "two entries of the menu have the key %.40q", lines[i].Key)
		}
		above[lines[i].Key] = lines[i].Above
	}
	for key := range above {
		up, steps := above[key], 0
		for ; up != ""; up, steps = above[up], steps+1 {
			if _, known := above[up]; !known {
				return nil, fault.Wrap(fault.Invalid, MenuUnknown, "an entry stands below %.40q, which is not in the menu", up)
			}
			if steps == len(lines) || up == key {
				return nil, fault.Wrap(fault.Invalid, MenuLoop, "an entry of the menu stands below itself")
			}
		}
	}
	return nest(lines, ""), nil
}

func nest(lines []Line, above string) (trees []taxonomy.MenuTree) {
	for i := range lines {
		if lines[i].Above == above {
			trees = append(trees, taxonomy.MenuTree{MenuItem: lines[i].MenuItem, Children: nest(lines, lines[i].Key)})
		}
	}
	return trees
}

// MenuMark is a short sign of what a menu says, by which whoever changes it remembers what they saw.
func MenuMark(trees []taxonomy.MenuTree) string {
	data, _ := json.Marshal(outline(trees)) // it holds texts and numbers
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// told is an entry as the audit log and marks have it: without the numbers of rows, which change at each save.
type told struct {
	Label  string `json:"label,omitempty"`
	Kind   string `json:"kind"`
	Target int64  `json:"target,omitempty"`
	URL    string `json:"url,omitempty"`
	Below  []told `json:"below,omitempty"`
}

func outline(trees []taxonomy.MenuTree) []told {
	list := make([]told, len(trees))
	for i := range trees {
		m := &trees[i]
		list[i] = told{m.Label, string(m.Kind), m.Target, m.URL, outline(m.Children)}
	}
	return list
}

// Menu replaces a menu whole. seen is the MenuMark of what somebody began from; a menu that is another by now is fault.Conflict. "" takes it as it is.
func Menu(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, menu, seen string, trees []taxonomy.MenuTree) error {
	depth := Depth(menu)
	if depth == 0 {
		return fault.New(fault.NotFound, "there is no menu %.40q: one of %s, %s", menu, taxonomy.TopMenu, taxonomy.MainMenu)
	}
	if err := checkMenu(trees, depth); err != nil {
		return err
	}
	before, err := taxonomy.Menu(ctx, tx, menu)
	if err != nil {
		return err
	}
	was := MenuMark(before)
	if was == MenuMark(trees) {
		return nil
	}
	if seen != "" && seen != was {
		return fault.Wrap(fault.Conflict, MenuOutrun, "somebody else changed this menu meanwhile")
	}
	if err := taxonomy.SetMenu(ctx, tx, now, menu, trees); err != nil {
		return err
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "menu.settle", Subject: "menu:" + menu, Before: outline(before), After: outline(trees)})
}

func count(trees []taxonomy.MenuTree) int {
	n := len(trees)
	for i := range trees {
		n += count(trees[i].Children)
	}
	return n
}

func checkMenu(trees []taxonomy.MenuTree, depth int) error {
	if count(trees) > MaxMenuItems {
		return fault.Wrap(fault.Invalid, MenuMany, "a menu has at most %d entries", MaxMenuItems)
	}
	return checkLevel(trees, depth)
}

func checkLevel(trees []taxonomy.MenuTree, depth int) error {
	for i := range trees {
		if depth == 0 {
			return fault.Wrap(fault.Invalid, MenuDeep, "readers see no entries so deep in this menu")
		}
		if err := CheckItem(&trees[i].MenuItem); err != nil {
			return err
		}
		if err := checkLevel(trees[i].Children, depth-1); err != nil {
			return err
		}
	}
	return nil
}

// CheckItem is fault.Invalid for what no entry of a menu can be.
func CheckItem(m *taxonomy.MenuItem) error {
	if utf8.RuneCountInString(m.Label) > MaxLabelRunes || !utf8.ValidString(m.Label) || strings.ContainsFunc(m.Label, unicode.IsControl) {
		return fault.Wrap(fault.Invalid, MenuLabel, "an entry's text has at most %d letters and no line break", MaxLabelRunes)
	}
	switch m.Kind {
	case taxonomy.ToSection, taxonomy.ToCountry, taxonomy.ToStanding:
		if m.Target < 1 || m.URL != "" {
			return fault.Wrap(fault.Invalid, MenuTarget, "an entry to a %s names its number and no address", m.Kind)
		}
	case taxonomy.ToURL:
		if m.Label == "" {
			return fault.Wrap(fault.Invalid, MenuNoLabel, "an entry that leads to an address needs a text")
		}
		if !leadsTo(m.URL) {
			return fault.Wrap(fault.Invalid, MenuAddress, "an address begins with / on this site, with https:// elsewhere, unlike %.80q", m.URL)
		}
	case taxonomy.ToCountries, taxonomy.ToNothing:
		if m.Target != 0 || m.URL != "" {
			return fault.Wrap(fault.Invalid, MenuTarget, "an entry of this kind has no target")
		}
	default:
		return fault.Wrap(fault.Invalid, MenuTarget, "%.40q is no kind of entry", m.Kind)
	}
	return nil
}

// leadsTo reports whether a menu may lead to an address: a path of this site, or a page elsewhere. Browsers take a backslash for a stroke.
func leadsTo(address string) bool {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxMenuURL || !utf8.ValidString(address) || strings.ContainsFunc(address, func(r rune) bool { return unicode.IsControl(r) || r == '\\' || r == ' ' }) {
		return false
	}
	if strings.HasPrefix(address, "/") {
		return !strings.HasPrefix(address, "//")
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}
