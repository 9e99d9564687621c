package desk

import (
	"context"

	"griot/internal/article"
	"griot/internal/reply"
	"griot/internal/staff"
)

const (
	waitingShown = 5 // articles of each kind on the first page
	daysAhead    = 7 // of what appears
)

// waiting fills the first page with what waits for the person: what is late, what they are to read, what they write, what appears next, and the rights of reply.
func (v *Visit) waiting(view *homeView) error {
	ctx := v.R.Context()
	if v.May(staff.KeepReplies) {
		if err := v.repliesWaiting(ctx, view); err != nil {
			return err
		}
	}
	if err := v.pagesWaiting(view); err != nil {
		return err
	}
	if !view.Write {
		return nil
	}
	s, err := v.shelf(ctx)
	if err != nil {
		return err
	}
	list := articlesView{Sections: s.sections}
	if err := v.waitingByHour(ctx, &list); err != nil {
		return err
	}
	for _, status := range []article.Status{article.Review, article.Draft} {
		mine := status == article.Draft || !v.May(staff.Assign) // editors read everybody's
		ids, err := v.seek(ctx, article.Sought{For: v.Actor(), Status: status, Limit: waitingShown}, mine)
		if err != nil {
			return err
		}
		if err := v.group(ctx, &list, "home."+string(status), ids); err != nil {
			return err
		}
	}
	view.Groups = list.Groups
	return nil
}

// waitingByHour adds what is late, of everybody's for who assigns, and what appears in the next days.
func (v *Visit) waitingByHour(ctx context.Context, list *articlesView) error {
	ask := article.Days{From: v.Now, To: v.Now.AddDate(0, 0, daysAhead), For: v.Actor(), Limit: waitingShown}
	if !v.May(staff.Assign) {
		ask.Answers = v.Who.ID
	}
	late, err := article.Late(ctx, v.desk.DB, v.Now, ask)
	if err != nil {
		return err
	}
	ask.Answers = 0
	coming, err := article.Coming(ctx, v.desk.DB, ask)
	if err != nil {
		return err
	}
	if err := v.groupLines(ctx, list, "home.late", linesOf(late)); err != nil {
		return err
	}
	return v.groupLines(ctx, list, "home.scheduled", linesOf(coming))
}

func linesOf(list []article.Planned) []article.Line {
	lines := make([]article.Line, len(list))
	for i := range list {
		lines[i] = list[i].Line
	}
	return lines
}

// repliesWaiting says in a line how many rights of reply wait, and how urgent the first is.
func (v *Visit) repliesWaiting(ctx context.Context, view *homeView) error {
	n, err := reply.CountWaiting(ctx, v.desk.DB)
	if err != nil || n == 0 {
		return err
	}
	first, err := reply.Waiting(ctx, v.desk.DB, 1)
	if err != nil || len(first) == 0 {
		return err
	}
	text := v.Loc.Plural("home.replies", n) + " " + v.daysLeft(&first[0])
	view.Tasks = append(view.Tasks, homeTask{text, "/desk/replies/", first[0].Late(v.Now)})
	return nil
}
