package desk

import (
	"context"
	"slices"
	"time"

	"griot/internal/article"
	"griot/internal/staff"
)

const (
	bulkNamed  = 50 // of the articles of an act that its page names
	bulkListed = 30 // acts on a page
)

// bulkView is ui/bulk.html.
type bulkView struct {
	Act       *article.BulkAct
	Said      string // what is to become of the articles, or became; "": nobody has said yet
	Forecast  *article.Forecast
	Left      []bulkLeft // that are or would be left alone
	Stays     []bulkLeft // that were not put back
	Fields    []choice   // of the form that begins the act
	Chosen    []articleLine
	More      int // articles that Chosen does not name
	Progress  *article.Progress
	Through   int // articles that have been seen to, of Of
	Of        int
	Until     time.Time // when it can be undone no more
	Undoable  bool
	Mine      bool // whoever asks may begin it
	Sections  []choice
	Countries []choice
	Authors   []choice
	What      article.What
	Tag       string
	Why       string
}

// Busy reports whether the background is at it.
func (view *bulkView) Busy() bool {
	return view.Act.State == article.BulkRunning || view.Act.State == article.BulkUndoing
}

// bulkLeft are articles that are left as they are, for a reason in words.
type bulkLeft struct {
	Text  string
	N     int
	Lines []article.Line // some of them
}

// bulkAct shows an act: before it begins, what may become of the articles and what that would change; then how far it is; then what it did.
func (d *Desk) bulkAct(v *Visit) error {
	ctx := v.R.Context()
	a, err := v.askedAct()
	if err != nil {
		return err
	}
	view := &bulkView{Act: a, Mine: a.By == v.Who.ID, Undoable: a.Undoable(v.Now), Until: a.Begun.Add(article.UndoFor)}
	if a.State == article.BulkGathered {
		err = v.foresee(ctx, view)
	} else {
		err = v.told(ctx, view)
	}
	if err != nil {
		return err
	}
	title := map[bool]string{true: "bulk.title", false: "bulk.title_begun"}[a.State == article.BulkGathered]
	return v.Page("bulk", v.Loc.Plural(title, a.Articles), view)
}

// foresee fills the page of articles that were chosen: what may become of them, and where somebody has said it, what that would change.
func (v *Visit) foresee(ctx context.Context, view *bulkView) error {
	view.What, view.Tag, view.Why, view.Fields = article.What(v.Value("what")), v.Value("tag"), v.Value("reason"), v.bulkQuery()
	if err := v.bulkChoices(ctx, view); err != nil {
		return err
	}
	ids, err := view.Act.Chosen(ctx, v.desk.DB, bulkNamed)
	if err != nil {
		return err
	}
	if view.Chosen, err = v.namedLines(ctx, view, ids); err != nil {
		return err
	}
	view.More = view.Act.Articles - len(view.Chosen)
	if view.What == "" || v.problem != "" {
		return nil
	}
	b, err := v.askedBulk(ctx, v.desk.DB)
	if err == nil {
		view.Forecast, err = view.Act.Foresee(ctx, v.desk.DB, v.Actor(), b)
	}
	switch {
	case err == nil:
	case !v.Explain(err):
		return err
	default:
		return nil
	}
	if view.Left, err = v.bulkLeft(ctx, view.Forecast.Left); err != nil {
		return err
	}
	view.Said, err = v.bulkSaid(ctx, &b)
	return err
}

func (v *Visit) namedLines(ctx context.Context, view *bulkView, ids []article.ID) ([]articleLine, error) {
	lines, err := article.Lines(ctx, v.desk.DB, ids)
	list := make([]articleLine, len(lines))
	for i, l := range lines {
		list[i] = articleLine{Line: l, Rubric: textOf(view.Sections, idText(l.Section))}
	}
	return list, err
}

// bulkChoices are what articles may be filed under.
func (v *Visit) bulkChoices(ctx context.Context, view *bulkView) error {
	s, err := v.shelf(ctx)
	if err != nil {
		return err
	}
	view.Sections, view.Countries = chosen(s.sections, v.Value("section")), chosen(s.countries, v.Value("country"))
	bylines, err := staff.Bylines(ctx, v.desk.DB)
	for _, b := range bylines {
		view.Authors = append(view.Authors, choice{Value: idText(b.ID), Text: b.Name})
	}
	return err
}

// told fills the page of an act that was begun.
func (v *Visit) told(ctx context.Context, view *bulkView) (err error) {
	if view.Said, err = v.bulkSaid(ctx, &view.Act.Bulk); err != nil {
		return err
	}
	p, err := view.Act.Progress(ctx, v.desk.DB)
	if err != nil {
		return err
	}
	view.Progress, view.Of = p, view.Act.Articles
	view.Through = view.Of - p.Waits
	if view.Act.State == article.BulkUndoing {
		view.Of = p.Done + p.Undone
		for _, l := range p.Stays {
			view.Of += l.N
		}
		view.Through = view.Of - p.Done
	}
	if view.Left, err = v.bulkLeft(ctx, p.Left); err != nil {
		return err
	}
	view.Stays, err = v.bulkLeft(ctx, p.Stays)
	return err
}

// bulkLeft puts into words why articles are left as they are.
func (v *Visit) bulkLeft(ctx context.Context, list []article.LeftOut) (said []bulkLeft, err error) {
	known := []staff.Reason{article.MayNotChange, article.MayNotMove, article.NoSuchMove, article.TooManyTerms, article.ReplyStands, article.UnderEmbargo, article.TermGone, article.ChangedSince, article.HourPast}
	for _, l := range list {
		key := "bulk.left_other"
		if slices.Contains(known, l.Why) {
			key = "bulk.left_" + string(l.Why)
		}
		lines, err := article.Lines(ctx, v.desk.DB, l.Some)
		if err != nil {
			return nil, err
		}
		said = append(said, bulkLeft{Text: v.T(key), N: l.N, Lines: lines})
	}
	return said, nil
}

// bulksView is ui/bulks.html.
type bulksView struct {
	Acts []bulkLine
	Next article.BulkID // before which the next page begins; 0: there is none
}

// bulkLine is an act in the list.
type bulkLine struct {
	article.BulkAct
	Said string
}

// bulkActs lists the acts that were begun.
func (d *Desk) bulkActs(v *Visit) error {
	before, err := number(v.Value("before"))
	if err != nil {
		return err
	}
	ctx := v.R.Context()
	list, err := article.BulkActs(ctx, d.DB, v.Actor(), article.BulkID(before), bulkListed+1)
	if err != nil {
		return err
	}
	view := &bulksView{}
	if len(list) > bulkListed {
		list = list[:bulkListed]
		view.Next = list[bulkListed-1].ID
	}
	for _, a := range list {
		said, err := v.bulkSaid(ctx, &a.Bulk)
		if err != nil {
			return err
		}
		view.Acts = append(view.Acts, bulkLine{a, said})
	}
	return v.Page("bulks", v.T("bulk.acts"), view)
}
