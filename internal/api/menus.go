package api

import (
	"context"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/settle"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// MenuEntry is an entry of a menu, as it is sent and told.
type MenuEntry struct {
	Label string      `json:"label,omitempty" doc:"At most 80 characters. Absent: the name of what it leads to, in the reader's language."`
	Kind  string      `json:"kind" enum:"section,country,standing,countries,url,none" doc:"What it leads to."`
	ID    int64       `json:"id,omitempty" minimum:"0" doc:"Number of the section, the country or the standing page."`
	URL   string      `json:"url,omitempty" doc:"Of an entry of the kind url: a path of this newspaper, or https://…"`
	Below []MenuEntry `json:"entries,omitempty" doc:"Of the main menu alone, one level deep."`
}

type menuAnswer struct {
	ETag string `header:"ETag"`
	Body struct {
		Menu    string      `json:"menu"`
		Entries []MenuEntry `json:"entries" nullable:"false" doc:"In their order. What leads to nothing is shown to nobody."`
	}
}

func tellEntries(trees []taxonomy.MenuTree) []MenuEntry {
	list := make([]MenuEntry, len(trees))
	for i := range trees {
		m := &trees[i]
		list[i] = MenuEntry{Label: m.Label, Kind: string(m.Kind), ID: m.Target, URL: m.URL}
		if len(m.Children) > 0 {
			list[i].Below = tellEntries(m.Children)
		}
	}
	return list
}

func sentEntries(list []MenuEntry) []taxonomy.MenuTree {
	trees := make([]taxonomy.MenuTree, len(list))
	for i, e := range list {
		trees[i] = taxonomy.MenuTree{MenuItem: taxonomy.MenuItem{Label: e.Label, Kind: taxonomy.MenuKind(e.Kind), Target: e.ID, URL: e.URL}, Children: sentEntries(e.Below)}
	}
	return trees
}

// read tells of a menu as it is.
func (o *menuAnswer) read(ctx context.Context, q db.Querier, menu string) error {
	if settle.Depth(menu) == 0 {
		return fault.New(fault.NotFound, "there is no menu %.40q: one of %s, %s", menu, taxonomy.TopMenu, taxonomy.MainMenu)
	}
	trees, err := taxonomy.Menu(ctx, q, menu)
	if err != nil {
		return err
	}
	o.ETag = `"` + settle.MenuMark(trees) + `"`
	o.Body.Menu, o.Body.Entries = menu, tellEntries(trees)
	return nil
}

// getMenu tells of a menu.
func (a *API) getMenu(ctx context.Context, in *struct {
	Menu string `path:"menu" doc:"main, the rubrics, or top, the line over the wordmark."`
}) (*menuAnswer, error) {
	out := &menuAnswer{}
	err := a.inPaper(ctx, staff.KeepMenus, "", func(tx *db.Tx, _ *masthead.Newspaper, _ string) error { return out.read(ctx, tx, in.Menu) })
	if err != nil {
		return nil, err
	}
	return out, nil
}

// putMenu replaces a menu.
func (a *API) putMenu(ctx context.Context, in *struct {
	Menu  string `path:"menu" doc:"main, the rubrics, or top, the line over the wordmark."`
	Match string `header:"If-Match" doc:"The ETag of the menu that was changed: where somebody changed it since, nothing happens (412)."`
	Body  struct {
		Entries []MenuEntry `json:"entries" nullable:"false" maxItems:"100" doc:"All of them, in their order."`
	}
}) (*menuAnswer, error) {
	out := &menuAnswer{}
	err := a.inPaper(ctx, staff.KeepMenus, "", func(tx *db.Tx, _ *masthead.Newspaper, _ string) error {
		if err := out.read(ctx, tx, in.Menu); err != nil {
			return err
		}
		if err := matches(in.Match, out.ETag, "the menu was changed since: read it, and bring your change into it"); err != nil {
			return err
		}
		if err := settle.Menu(ctx, tx, a.Now(), callerOf(ctx).Actor, in.Menu, "", sentEntries(in.Body.Entries)); err != nil {
			return err
		}
		return out.read(ctx, tx, in.Menu)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
