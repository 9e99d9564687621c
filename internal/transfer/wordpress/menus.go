package wordpress

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"griot/internal/db"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// entry is one entry of a menu.
type entry struct {
	item   *item
	menu   string // slug
	parent int64
	tree   taxonomy.MenuTree
	why    Reason // it is left out
}

// maxEntries bounds the menu entries that are read: they are the one thing that is held whole. More are left out.
const maxEntries = 5_000

// takeMenus makes the newspaper's main menu of the site's: the one whose name says so, else the largest. A newsroom that has one keeps it.
func (im *importer) takeMenus(ctx context.Context) error {
	im.meter.begin(StageMenus, 1)
	list, already, more, err := im.entries(ctx)
	if err != nil || len(list)+already == 0 {
		return err
	}
	return im.transact(ctx, func(tx *db.Tx, acc *Account) error {
		tally := acc.item(typeMenuItem)
		tally.Already += already
		if more > 0 {
			tally.LeftOut[OtherMenu] += more
		}
		stands, err := taxonomy.Menu(ctx, tx, taxonomy.MainMenu)
		if err != nil {
			return err
		}
		main := mainMenu(list)
		var chosen []*entry
		for _, e := range list {
			switch {
			case len(stands) > 0:
				e.why = MenuStands
			case e.menu != main:
				e.why = OtherMenu
			default:
				if e.why, err = im.leads(ctx, tx, e); err != nil {
					return err
				}
			}
			if e.why == "" {
				chosen = append(chosen, e)
				continue
			}
			tally.leave(e.why)
			acc.LeftOut.add(Entry{Kind: typeMenuItem, ID: e.item.id, Title: e.label(), From: e.menu, Reason: e.why})
		}
		return im.setMenu(ctx, tx, acc, chosen)
	})
}

// entries reads the menu entries that this run met, in the order of their menus; already counts those that became one before, more those
// past the bound.
func (im *importer) entries(ctx context.Context) (list []*entry, already, more int, err error) {
	for after := int64(-1 << 63); ; {
		records, err := ofType(ctx, im.DB, im.source, im.run, typeMenuItem, after, batchItems)
		if err != nil || len(records) == 0 {
			slices.SortStableFunc(list, func(a, b *entry) int { return cmp.Compare(a.item.order, b.item.order) })
			return list, already, more, err
		}
		for _, r := range records {
			after = r.id
			if r.became != asNothing {
				already++
				continue
			}
			if len(list) == maxEntries {
				more++
				continue
			}
			it, err := kept(ctx, im.DB, im.source, r.id)
			if err != nil {
				return nil, 0, 0, err
			}
			e := &entry{item: it, parent: number(it.get("_menu_item_menu_item_parent"))}
			for _, t := range it.terms {
				if t.taxonomy == navMenu {
					e.menu = t.slug
				}
			}
			list = append(list, e)
		}
	}
}

// mainMenu is the slug of the menu that becomes the main one.
func mainMenu(list []*entry) (main string) {
	size := map[string]int{}
	for _, e := range list {
		size[e.menu]++
	}
	best := -1
	for _, e := range list { // in order, so that the answer is always the same
		score := size[e.menu]
		for _, word := range []string{"principal", "primary", "main", "header", "navigation", "rubriques"} {
			if strings.Contains(e.menu, word) {
				score += maxEntries
			}
		}
		if score > best || score == best && e.menu < main {
			best, main = score, e.menu
		}
	}
	return main
}

func (e *entry) label() string { return text.CleanLine(e.item.title) }

// setMenu puts entries below each other; one whose parent did not come, or that stands in a circle, stands at the top.
func (im *importer) setMenu(ctx context.Context, tx *db.Tx, acc *Account, chosen []*entry) error {
	if len(chosen) == 0 {
		return nil
	}
	at := map[int64]*entry{}
	for _, e := range chosen {
		at[e.item.id] = e
	}
	children := map[int64][]*entry{}
	for _, e := range chosen {
		if !rooted(at, e) {
			e.parent = 0
		}
		children[e.parent] = append(children[e.parent], e)
	}
	if err := taxonomy.SetMenu(ctx, tx, im.Now(), taxonomy.MainMenu, trees(children, 0)); err != nil {
		return err
	}
	for _, e := range chosen {
		acc.item(typeMenuItem).Imported++
		acc.made(MadeMenu, 1)
		if err := became(ctx, tx, im.source, e.item.id, asMenu, 0, 0, 0); err != nil {
			return err
		}
	}
	return nil
}

// rooted reports whether an entry's parents lead to the top, by no more steps than menus are shown deep.
func rooted(at map[int64]*entry, e *entry) bool {
	for range maxNested {
		if e.parent == 0 {
			return true
		}
		if e = at[e.parent]; e == nil {
			return false
		}
	}
	return false
}

func trees(children map[int64][]*entry, of int64) (list []taxonomy.MenuTree) {
	for _, e := range children[of] {
		t := e.tree
		t.Children = trees(children, e.item.id)
		list = append(list, t)
	}
	return list
}
