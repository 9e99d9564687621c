package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/staff"
)

const reasonIdea staff.Reason = "idea"

// planningRoutes are the planning of a day and of a week.
func (d *Desk) planningRoutes() []Route {
	return []Route{
		{Name: "planning", Pattern: "GET /desk/planning/{$}", May: staff.WriteArticle, Serve: d.planning},
		{Name: "planning idea", Pattern: "POST /desk/planning/{$}", May: staff.TakeArticle, Serve: d.addIdea},
	}
}

const (
	plannedADay = 150 // articles of each reason on the planning of a day
	plannedWeek = 300 // likewise of a week
	plannedLate = 30  // that are late, or free
)

// planningView is ui/planning.html.
type planningView struct {
	At       planAt
	Earlier  string // addresses of the same planning elsewhere
	Later    string
	Today    string
	Holds    bool // it shows today
	Spans    []way
	Groups   []way
	Whose    []way
	Late     *planGroup // what is late and what is free, where the planning shows today; nil: nothing
	Free     *planGroup
	Plan     []planGroup
	More     bool
	Idea     *ideaForm // nil for who plans nothing
	Dispatch *assignForm
}

// HasOut reports whether what has appeared stands under a heading of its own: what is free comes before it.
func (p *planningView) HasOut() bool {
	return slices.ContainsFunc(p.Plan, func(g planGroup) bool { return g.ID == "out" })
}

// Order says how the planning is put in order.
func (p *planningView) Order() string { return here(p.Groups) }

// Who says whose articles are shown.
func (p *planningView) Who() string { return here(p.Whose) }

func here(ways []way) string {
	for _, w := range ways {
		if w.Here {
			return strings.ToLower(w.Text)
		}
	}
	return ""
}

// way is a link of a row of which one is here.
type way struct {
	Text, Path string
	Here       bool
}

// planGroup is articles under a heading.
type planGroup struct {
	ID    string
	Title string
	Lines []planLine
}

// planLine is an article on the planning.
type planLine struct {
	article.Planned
	Hour    string // when, as short as the place allows
	Short   bool   // it is the hour alone
	Rubric  string
	Places  []string
	Overdue bool
	Take    bool   // it is free, and whoever looks may take it
	Move    string // address that opens its form; "": it is not theirs to move
	Open    bool   // its form is open
	BaseDue int64  // the due hour as the form that takes it sends it back
	DueText string
}

// ideaForm is the form for a new idea, with what was refused.
type ideaForm struct {
	Title     string
	Sections  []choice
	Countries []choice
	Near      int
	People    []choice
	Due       string
	Sent      bool
}

func (d *Desk) planning(v *Visit) error {
	ctx, at := v.R.Context(), v.planAt()
	s, err := v.shelf(ctx)
	if err != nil {
		return err
	}
	view := &planningView{At: at, Earlier: at.move(-1).Address(), Later: at.move(1).Address(), Today: at.on(v.Now).Address(), Holds: at.holds(v.Now)}
	v.ways(view)
	if err := v.fillPlan(ctx, view, &s); err != nil {
		return err
	}
	if v.May(staff.TakeArticle) {
		if view.Idea, err = v.ideaForm(ctx, s); err != nil {
			return err
		}
	}
	return v.Page("planning", v.planTitle(at), view)
}

// ways are the rows of links above the planning.
func (v *Visit) ways(view *planningView) {
	at := view.At
	for _, span := range []string{"day", "week"} {
		to := at
		to.Span = span
		view.Spans = append(view.Spans, way{v.T("planning." + span), to.Address(), span == at.Span})
	}
	for _, by := range []string{"", "section", "country"} {
		to := at
		to.By = by
		view.Groups = append(view.Groups, way{v.T("planning.by_" + orHour(by)), to.Address(), by == at.By})
	}
	for _, mine := range []bool{false, true} {
		to := at
		to.Mine = mine
		view.Whose = append(view.Whose, way{v.T(map[bool]string{false: "planning.all", true: "planning.mine"}[mine]), to.Address(), mine == at.Mine})
	}
}

func orHour(by string) string {
	if by == "" {
		return "hour"
	}
	return by
}

// fillPlan reads the planning and puts it in order.
func (v *Visit) fillPlan(ctx context.Context, view *planningView, s *shelf) (err error) {
	at := view.At
	ask := article.Days{From: at.From, To: at.To, For: v.Actor(), Limit: plannedADay}
	if at.Span == "week" {
		ask.Limit = plannedWeek
	}
	if at.Mine {
		ask.Answers = v.Who.ID
	}
	list, more, err := article.Planning(ctx, v.desk.DB, ask)
	if err != nil {
		return err
	}
	view.More = more
	if view.Holds {
		if list, err = v.fillToday(ctx, view, ask, list, s); err != nil {
			return err
		}
	}
	view.Plan = v.planGroups(at, v.planLines(at, list, s), s)
	return v.openForm(ctx, view)
}

// fillToday adds to a planning that shows today what is late, which stands there and nowhere else, and what is free.
func (v *Visit) fillToday(ctx context.Context, view *planningView, ask article.Days, list []article.Planned, s *shelf) ([]article.Planned, error) {
	ask.Limit = plannedLate
	late, err := article.Late(ctx, v.desk.DB, v.Now, ask)
	if err != nil {
		return nil, err
	}
	list = without(list, late)
	view.Late = v.planGroup("late", v.T("planning.late"), view.At, late, s)
	if view.At.Mine {
		return list, nil
	}
	free, err := article.Free(ctx, v.desk.DB, ask)
	if err != nil {
		return nil, err
	}
	view.Free = v.planGroup("free", v.T("planning.free"), view.At, without(without(free, list), late), s)
	return list, nil
}

// without leaves out of a list what stands in another.
func without(list, others []article.Planned) []article.Planned {
	return slices.DeleteFunc(list, func(p article.Planned) bool {
		return slices.ContainsFunc(others, func(o article.Planned) bool { return o.ID == p.ID })
	})
}

// openForm opens the form of the article that the address names, if it stands on the planning and is theirs to move.
func (v *Visit) openForm(ctx context.Context, view *planningView) error {
	groups := slices.Clone(view.Plan)
	for _, g := range []*planGroup{view.Late, view.Free} {
		if g != nil {
			groups = append(groups, *g)
		}
	}
	for _, g := range groups {
		for i := range g.Lines {
			l := &g.Lines[i]
			if idText(l.ID) != v.Value("move") || l.Move == "" || view.Dispatch != nil {
				continue
			}
			form, err := v.assignForm(ctx, &article.Article{}, &l.Line, false)
			if err != nil {
				return err
			}
			form.Back, l.Open, view.Dispatch = view.At.Address(), true, form
		}
	}
	return nil
}

func (v *Visit) ideaForm(ctx context.Context, s shelf) (*ideaForm, error) {
	who := v.Who.ID
	sent := v.R.Method != "GET" && v.R.Method != "HEAD"
	if sent || v.May(staff.Assign) {
		n, _ := strconv.ParseInt(v.Value("who"), 10, 64)
		who = staff.AccountID(n)
	}
	f := &ideaForm{Title: v.Value("title"), Due: v.Value("due"), Sent: sent, Sections: chosen(s.sections, v.Value("section"))}
	f.Countries, f.Near = first(s.countries, joined(v.Values("country")), s.near)
	var err error
	f.People, err = v.writers(ctx, who)
	return f, err
}

func joined(values []string) string { return strings.Join(values, " ") }

// planTitle is the day or the days that a planning shows.
func (v *Visit) planTitle(at planAt) string {
	if at.Span == "week" {
		return v.T("planning.title_week", v.Loc.DateShort(at.From, v.Now), v.Loc.DateShort(at.To.Add(-time.Hour), v.Now))
	}
	return v.T("planning.title_day", v.Loc.DateWeekdayShort(at.From, v.Now))
}
