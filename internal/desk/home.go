package desk

import (
	"cmp"
	"slices"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/staff"
)

func (d *Desk) homeRoutes() []Route {
	return []Route{
		{Name: "desk", Pattern: "GET /desk/{$}", May: staff.EnterDesk, Serve: d.home},
	}
}

const (
	newsShown = 10 // articles on the first page
	beatLists = 40 // rubrics and countries of a beat that it looks into: who works on more works on everything
)

// homeView is ui/home.html.
type homeView struct {
	Today  string
	Doors  []entry // what the person may open
	News   []article.Card
	OnBeat bool // News is of what the person works on
	Write  bool // News leads to where it is written
	Tasks  []homeTask
	Groups []articleGroup // what waits for them

	Coverage *coverageView // which countries went without an article; nil: it is not for them
}

// homeTask is something that waits for the person, in a line.
type homeTask struct {
	Text, Path string
	Late       bool
}

func (d *Desk) home(v *Visit) (err error) {
	view := homeView{Today: v.Loc.DateWeekday(v.Now.In(v.Paper.Location())), Write: v.May(staff.WriteArticle)}
	for _, e := range v.nav() {
		if !e.Here {
			view.Doors = append(view.Doors, e)
		}
	}
	if err := v.waiting(&view); err != nil {
		return err
	}
	if view.Write {
		if view.Coverage, err = v.coverage(); err != nil {
			return err
		}
	}
	lists, err := v.beat()
	if err != nil {
		return err
	}
	view.OnBeat = len(lists) > 0
	if !view.OnBeat {
		lists = []page.Label{page.Language(v.Paper.Language)}
	}
	if view.News, err = v.newest(lists); err != nil {
		return err
	}
	return v.Page("home", v.T("home.title"), &view)
}

// beat is the lists of what somebody works on.
func (v *Visit) beat() (lists []page.Label, err error) {
	b, err := staff.BeatOf(v.R.Context(), v.desk.DB, v.Who.ID)
	for _, id := range b.Sections {
		lists = append(lists, page.Section(id))
	}
	for _, id := range b.Countries {
		lists = append(lists, page.Country(id))
	}
	return lists[:min(len(lists), beatLists)], err
}

// newest are the newest articles of several lists, each once.
func (v *Visit) newest(lists []page.Label) ([]article.Card, error) {
	ctx := v.R.Context()
	var ids []article.ID
	for _, list := range lists {
		some, err := article.In(ctx, v.desk.DB, list, newsShown, 0)
		if err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	slices.Sort(ids)
	cards, err := article.Cards(ctx, v.desk.DB, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(cards, func(a, b article.Card) int { return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.ID, a.ID)) })
	return cards[:min(len(cards), newsShown)], nil
}
