package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// assignmentRoutes are the page on which an article gets somebody who answers for it and a due hour. The planning and the article's own page send the same form.
func (d *Desk) assignmentRoutes() []Route {
	return []Route{
		{Name: "article assignment", Pattern: "GET /desk/articles/{id}/assignment", May: staff.TakeArticle, Serve: d.assignment},
		{Name: "article assign", Pattern: "POST /desk/articles/{id}/assignment", May: staff.TakeArticle, Serve: d.assign},
	}
}

// assignmentView is ui/assignment.html.
type assignmentView struct {
	Article *article.Article
	Form    *assignForm // nil: it is not awaited, or not theirs to plan
	Line    article.Line
	Late    bool
}

// assignForm is the template "assign-form": who answers for an article, and by when, with what was so when it was shown.
type assignForm struct {
	Article article.ID
	Title   string
	People  []choice // who may be chosen; "0" is nobody yet
	Due     string   // as an hour field has it
	Base    article.Assignment
	Back    string // where to go afterwards
}

// BaseDue is the due hour that was shown, in milliseconds, so that an hour which the clock shows twice stays what it was.
func (f *assignForm) BaseDue() int64 { return db.Millis(f.Base.Due) }

func (d *Desk) assignment(v *Visit) error {
	ctx := v.R.Context()
	a, own, err := v.seeing(d.DB)
	if err != nil {
		return err
	}
	lines, err := article.Lines(ctx, d.DB, []article.ID{a.ID})
	if err != nil {
		return err
	}
	view := assignmentView{Article: a, Line: lines[0], Late: lines[0].Late(v.Now)}
	if view.Form, err = v.assignForm(ctx, a, &lines[0], own); err != nil {
		return err
	}
	return v.Page("assignment", v.T("assignment.title"), view)
}

// assignForm is the form of an article for whoever asks; nil where they may change nothing.
func (v *Visit) assignForm(ctx context.Context, a *article.Article, l *article.Line, own bool) (*assignForm, error) {
	if !v.mayPlan(l, own) {
		return nil, nil //nolint:nilnil // no form is a form of this page
	}
	f := &assignForm{Article: l.ID, Title: l.Title, Due: v.hourText(l.Due), Base: article.Assignment{Account: l.Answers, Due: l.Due}, Back: OwnPath(v.Value("back"))}
	chosen := l.Answers
	if !l.Planned { // whoever began it is whom one would ask
		chosen = a.Creator
	}
	if v.R.Form.Has("who") { // what was refused
		f.Due = v.Value("due")
		who, _ := strconv.ParseInt(v.Value("who"), 10, 64)
		chosen = staff.AccountID(who)
	}
	var err error
	f.People, err = v.writers(ctx, chosen)
	return f, err
}

// mayPlan reports whether somebody may change anything of an article's assignment.
func (v *Visit) mayPlan(l *article.Line, own bool) bool {
	if l.Status == article.Published || l.Status == article.Withdrawn || !v.May(staff.TakeArticle) {
		return false
	}
	return v.May(staff.Assign) || own || l.Answers == v.Who.ID || l.Planned && l.Answers == 0
}

// planWay is what an article's page says of who answers for it; nil where there is nothing to say.
type planWay struct {
	Text string
	Late bool
	Open bool // whoever looks may change it
}

// planOf says who answers for an article, and by when.
func (v *Visit) planOf(ctx context.Context, q db.Querier, a *article.Article, own bool) (*planWay, error) {
	lines, err := article.Lines(ctx, q, []article.ID{a.ID})
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	l := &lines[0]
	way := &planWay{Text: v.T("assignment.title"), Late: l.Late(v.Now), Open: v.mayPlan(l, own)}
	if l.Planned {
		way.Text = v.T("assignment.is_free")
		if l.Answers != 0 {
			way.Text = v.T("assignment.by", l.Answerer)
		}
		if !l.Due.IsZero() {
			way.Text = v.T("assignment.until", way.Text, v.when(l.Due))
		}
	}
	if a.Public() || !way.Open && !l.Planned {
		return nil, nil //nolint:nilnil // there is nothing to say
	}
	return way, nil
}

// when is an hour as people at the desk read it.
func (v *Visit) when(t time.Time) string {
	zone := v.Paper.Location()
	return v.Loc.DateTimeShort(t.In(zone), v.Now.In(zone))
}

// writers are who can answer for an article, as far as whoever asks may choose: nobody yet first. Who is chosen stands among them.
func (v *Visit) writers(ctx context.Context, chosen staff.AccountID) ([]choice, error) {
	list := []choice{{"0", v.T("assignment.free"), chosen == 0}}
	people, err := staff.People(ctx, v.desk.DB)
	for i := range people {
		p := &people[i]
		may := p.Ended.IsZero() && staff.May(p.Role, staff.WriteArticle) && (v.May(staff.Assign) || p.ID == v.Who.ID)
		if may || p.ID == chosen {
			list = append(list, choice{idText(p.ID), p.Name, p.ID == chosen})
		}
	}
	return list, err
}

func (d *Desk) assign(v *Visit) error {
	base, to, err := v.sentAssignment()
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error {
			a, _, err := v.seeing(tx)
			if err != nil {
				return err
			}
			if err := article.Assign(v.R.Context(), tx, v.Now, v.Actor(), a.ID, base, to); err != nil {
				return err
			}
			return v.signs(tx, a.ID, to.Account)
		})
	}
	back := OwnPath(v.Value("back"))
	if back == "/desk/" {
		back = v.R.URL.Path
	}
	return v.again(err, back, "assigned", d.assignment)
}

// sentAssignment reads what the form says, and what it said when it was shown.
func (v *Visit) sentAssignment() (base, to article.Assignment, err error) {
	who, err := number(v.Value("who"))
	if err != nil {
		return base, to, unknownChoice()
	}
	before, err := number(v.Value("base_who"))
	if err != nil {
		return base, to, fault.Wrap(fault.Invalid, reasonForm, "this form cannot be read")
	}
	due, err := number(v.Value("base_due"))
	if err != nil {
		return base, to, fault.Wrap(fault.Invalid, reasonForm, "this form cannot be read")
	}
	base = article.Assignment{Account: staff.AccountID(before), Due: db.Time(due)}
	to = article.Assignment{Account: staff.AccountID(who), Due: base.Due}
	if value := v.Value("due"); value != v.hourText(base.Due) {
		to.Due, err = v.hour(value)
	}
	return base, to, err
}

// signs puts the byline of who answers for an article under it, where it has none yet and whoever asks may change it.
func (v *Visit) signs(tx *db.Tx, id article.ID, who staff.AccountID) error {
	ctx := v.R.Context()
	a, err := article.ByID(ctx, tx, id)
	if err != nil || who == 0 || len(a.Bylines) > 0 {
		return err
	}
	own, err := article.Owns(ctx, tx, v.Who.ID, a)
	if err != nil || !article.May(v.Who.Role, a.Status, a.Status, own) {
		return err
	}
	if err := v.signedBy(tx, a, who); err != nil {
		return err
	}
	return article.Save(ctx, tx, v.Paper, v.Now, a, article.Change{By: v.Actor()})
}

func (v *Visit) signedBy(tx *db.Tx, a *article.Article, who staff.AccountID) error {
	byline, err := staff.OwnByline(v.R.Context(), tx, v.Now, v.desk.Locales.For(v.Paper.Language), who)
	a.Bylines = []staff.BylineID{byline}
	return err
}

// addIdea adds an article that is only an idea yet: a title, where it is filed, who answers for it, and by when.
func (d *Desk) addIdea(v *Visit) error {
	var due time.Time
	_, to, err := v.sentAssignment()
	if err == nil {
		due, err = to.Due, d.addsIdea(v, to)
	}
	if err != nil {
		return v.again(err, "", "", d.planning)
	}
	return v.Done(v.planAt().on(due).Address(), "idea_added")
}

func (d *Desk) addsIdea(v *Visit, to article.Assignment) error {
	return v.Transact(func(tx *db.Tx) error {
		ctx := v.R.Context()
		a := &article.Article{Status: article.Draft, Language: v.Paper.Language, Title: v.Value("title"), Comments: true}
		if a.Title == "" {
			return fault.Wrap(fault.Invalid, reasonIdea, "an idea needs a title")
		}
		if err := takeSection(v, tx, a, v.Value("section")); err != nil {
			return err
		}
		countries := slices.DeleteFunc(v.Values("country"), func(s string) bool { return s == "" })
		if err := takeCountries(v, tx, a, joined(countries)); err != nil {
			return err
		}
		if to.Account != 0 {
			if err := absent(v.signedBy(tx, a, to.Account)); err != nil {
				return err
			}
		}
		if err := article.Save(ctx, tx, v.Paper, v.Now, a, article.Change{By: v.Actor()}); err != nil {
			return err
		}
		return article.Assign(ctx, tx, v.Now, v.Actor(), a.ID, article.Assignment{}, to)
	})
}
