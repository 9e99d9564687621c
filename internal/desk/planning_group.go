package desk

import (
	"fmt"
	"slices"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/staff"
)

// planLines puts articles on the planning into words.
func (v *Visit) planLines(at planAt, list []article.Planned, s *shelf) []planLine {
	lines := make([]planLine, len(list))
	for i, p := range list {
		l := planLine{Planned: p, Rubric: textOf(s.sections, idText(p.Section)), Overdue: p.Late(v.Now)}
		l.Hour, l.Short = v.planHour(at, p.At)
		for _, c := range p.Countries {
			l.Places = append(l.Places, textOf(s.countries, idText(c)))
		}
		l.Take = p.Line.Planned && p.Answers == 0 && v.mayPlan(&p.Line, false)
		l.BaseDue, l.DueText = db.Millis(p.Due), v.hourText(p.Due)
		if v.mayPlan(&p.Line, false) && (v.May(staff.Assign) || p.Answers == v.Who.ID) {
			l.Move = at.Address() + "&move=" + idText(p.ID) + "#article-" + idText(p.ID)
		}
		lines[i] = l
	}
	return lines
}

// planHour is when something is: the hour alone where the heading names the day.
func (v *Visit) planHour(at planAt, t time.Time) (hour string, short bool) {
	if short = t.IsZero() || at.holds(t) && (at.Span == "day" || at.By == ""); short {
		return v.Loc.Time(t.In(v.Paper.Location())), true
	}
	return v.when(t), false
}

// textOf is what a list calls a value; "" for what is not in it.
func textOf(list []choice, value string) string {
	if i := slices.IndexFunc(list, func(c choice) bool { return c.Value == value }); i >= 0 {
		return list[i].Text
	}
	return ""
}

// planGroup is articles under a heading; nil when there are none.
func (v *Visit) planGroup(id, title string, at planAt, list []article.Planned, s *shelf) *planGroup {
	if len(list) == 0 {
		return nil
	}
	return &planGroup{id, title, v.planLines(at, list, s)}
}

// planGroups puts lines under headings: rubrics or countries in the order of the newspaper, what is filed under none last; else days, each of them, so that a week shows where it is empty.
func (v *Visit) planGroups(at planAt, lines []planLine, s *shelf) []planGroup {
	switch at.By {
	case "section":
		return filed(lines, s.sections, v.T("planning.no_section"), func(l *planLine) []string { return []string{idText(l.Section)} })
	case "country":
		return filed(lines, s.countries, v.T("planning.no_country"), func(l *planLine) []string {
			if len(l.Countries) == 0 {
				return []string{""}
			}
			values := make([]string, len(l.Countries))
			for i, c := range l.Countries {
				values[i] = idText(c)
			}
			return values
		})
	}
	return v.dated(at, lines)
}

// filed puts lines under what they are filed under; one that is filed under several countries stands under each.
func filed(lines []planLine, order []choice, none string, under func(l *planLine) []string) (groups []planGroup) {
	by := map[string][]planLine{}
	for i := range lines {
		for _, value := range under(&lines[i]) {
			by[value] = append(by[value], lines[i])
		}
	}
	for _, c := range append(slices.Clone(order), choice{Text: none}) {
		if list := by[c.Value]; len(list) > 0 {
			groups = append(groups, planGroup{"filed-" + c.Value, c.Text, list})
		}
	}
	return groups
}

// dated puts lines under their days. Of a single day, what is still to come stands before what has appeared.
func (v *Visit) dated(at planAt, lines []planLine) (groups []planGroup) {
	if at.Span == "day" {
		coming, out := planGroup{ID: "coming"}, planGroup{ID: "out", Title: v.T("planning.out")}
		for _, l := range lines {
			g := &coming
			if l.Why == article.IsPublished {
				g = &out
			}
			g.Lines = append(g.Lines, l)
		}
		if len(out.Lines) == 0 {
			return []planGroup{coming}
		}
		return []planGroup{coming, out}
	}
	for i := range 7 {
		y, m, d := at.From.Date()
		from, to := midnight(y, m, d+i, at.From.Location()), midnight(y, m, d+i+1, at.From.Location())
		g := planGroup{ID: fmt.Sprintf("day-%d", i+1), Title: v.Loc.DateWeekdayShort(from, v.Now)}
		for _, l := range lines {
			if !l.At.Before(from) && l.At.Before(to) {
				g.Lines = append(g.Lines, l)
			}
		}
		groups = append(groups, g)
	}
	return groups
}
