package desk

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/reply"
	"griot/internal/staff"
)

// replyRoutes are the queue of rights of reply.
func (d *Desk) replyRoutes() []Route {
	return []Route{
		{Name: "replies", Pattern: "GET /desk/replies/{$}", May: staff.KeepReplies, Serve: d.replies},
		{Name: "reply enter", Pattern: "POST /desk/replies/{$}", May: staff.KeepReplies, MaxBody: 256 << 10, Serve: d.enterReply},
		{Name: "reply", Pattern: "GET /desk/replies/{id}/{$}", May: staff.KeepReplies, Serve: d.reply},
		{Name: "reply accept", Pattern: "POST /desk/replies/{id}/accept", May: staff.KeepReplies, Serve: d.acceptReply},
		{Name: "reply publish", Pattern: "POST /desk/replies/{id}/publish", May: staff.KeepReplies, Serve: d.publishReply},
		{Name: "reply refuse", Pattern: "POST /desk/replies/{id}/refuse", May: staff.RefuseReply, Serve: d.refuseReply},
		{Name: "reply remove", Pattern: "POST /desk/replies/{id}/remove", May: staff.RefuseReply, Serve: d.removeReply},
	}
}

const (
	repliesWaiting = 200 // shown at once: who has more has other worries
	repliesClosed  = 30
)

const reasonAnswered staff.Reason = "answered"

// repliesView is ui/replies.html.
type repliesView struct {
	Waiting []replyLine
	Closed  []replyLine
	Older   reply.ID // the last of Closed, where there are more
	Asked   *reply.Request
	About   string // the article of a new request, as it was given
	At      string // when it was received, as an hour field has it
	Open    bool
	Term    int // days of the newspaper's setting
}

// replyLine is a request in the queue.
type replyLine struct {
	reply.Request
	Left    string // how much time there is, in words
	Overdue bool
}

func (d *Desk) replies(v *Visit) error {
	ctx := v.R.Context()
	view := repliesView{Asked: v.askedReply(), About: v.Value("article"), At: v.Value("received"), Open: v.R.Method == "POST" || v.Value("article") != "", Term: v.Paper.ReplyWithin()}
	if view.At == "" {
		view.At = v.hourText(v.Now)
	}
	waiting, err := reply.Waiting(ctx, d.DB, repliesWaiting)
	if err != nil {
		return err
	}
	before, err := v.closedBefore(ctx)
	if err != nil {
		return err
	}
	closed, err := reply.Closed(ctx, d.DB, before, repliesClosed+1)
	if err != nil {
		return err
	}
	if len(closed) > repliesClosed {
		closed = closed[:repliesClosed]
		view.Older = closed[repliesClosed-1].ID
	}
	view.Waiting, view.Closed = v.replyLines(waiting), v.replyLines(closed)
	return v.Page("replies", v.T("replies.title"), view)
}

// closedBefore is the request from which the list of those that are done goes on; nil for the newest.
func (v *Visit) closedBefore(ctx context.Context) (*reply.Request, error) {
	n, err := number(v.Value("before"))
	if err != nil || n == 0 {
		return nil, err
	}
	return reply.ByID(ctx, v.desk.DB, reply.ID(n))
}

func (v *Visit) replyLines(list []reply.Request) []replyLine {
	lines := make([]replyLine, len(list))
	for i := range list {
		lines[i] = replyLine{list[i], v.daysLeft(&list[i]), list[i].Late(v.Now)}
	}
	return lines
}

// daysLeft is how much time a request has, in words.
func (v *Visit) daysLeft(r *reply.Request) string {
	n := r.Days(v.Now, v.Paper.Location())
	switch {
	case !r.Closed.IsZero():
		return ""
	case n < 0:
		return v.Loc.Plural("replies.days_late", -n)
	case r.Late(v.Now):
		return v.T("replies.late_today")
	case n == 0:
		return v.T("replies.today", v.Loc.Time(r.Due.In(v.Paper.Location())))
	}
	return v.Loc.Plural("replies.days_left", n)
}

// askedReply is a request as the form says it.
func (v *Visit) askedReply() *reply.Request {
	return &reply.Request{Name: v.Value("name"), Contact: v.Value("contact"), Wording: v.Value("wording")}
}

func (d *Desk) enterReply(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) (err error) {
		r := v.askedReply()
		if r.Article, err = v.answered(tx, v.Value("article")); err != nil {
			return err
		}
		if r.Received, err = v.hour(v.Value("received")); err != nil {
			return err
		}
		return reply.Receive(v.R.Context(), tx, v.Paper, v.Now, v.Actor(), r)
	})
	return v.again(err, "/desk/replies/", "reply_entered", d.replies)
}

// answered finds the article that somebody means by its number or by its address, public or the desk's.
func (v *Visit) answered(q db.Querier, given string) (article.ID, error) {
	unknown := fault.Wrap(fault.Invalid, reasonAnswered, "no article has this number or address")
	if u, err := url.Parse(given); err == nil && strings.Contains(given, "/") {
		given = u.Path
	}
	given = strings.TrimPrefix(strings.TrimSuffix(given, "/"), "/desk/articles/")
	if n, err := strconv.ParseInt(given, 10, 64); err == nil && n > 0 {
		return article.ID(n), nil
	}
	if !strings.HasPrefix(given, "/") {
		return 0, unknown
	}
	at, err := address.Find(v.R.Context(), q, given+"/")
	if fault.Is(err, fault.NotFound) || err == nil && at.Kind != address.Article {
		return 0, unknown
	}
	if err != nil {
		return 0, err
	}
	return article.ID(at.Target), nil
}

// replyView is ui/reply.html.
type replyView struct {
	replyLine
	Words   []string // paragraphs of the wording
	Heading string   // over the reply, once published
	Why     string   // that was refused
	Online  bool     // the reply is before readers
	By      string   // who entered it; ""
	Chief   bool     // whoever looks may refuse and remove it
}

// one request, and what can be done with it.
func (d *Desk) reply(v *Visit) error {
	ctx := v.R.Context()
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	r, err := reply.ByID(ctx, d.DB, reply.ID(id))
	if err != nil {
		return err
	}
	view := replyView{replyLine: v.replyLines([]reply.Request{*r})[0], Words: strings.Split(r.Wording, "\n\n"), Heading: v.Value("heading"), Why: v.Value("reason"), Chief: v.May(staff.RefuseReply)}
	if view.Heading == "" {
		view.Heading = v.desk.Locales.Desk(v.Paper.Language).T("replies.heading", r.Name)
	}
	if r.Reply != 0 {
		a, err := article.ByID(ctx, d.DB, r.Reply)
		if err != nil {
			return err
		}
		view.Online = a.Public()
	}
	if r.Entered != 0 {
		p, err := staff.AnyMember(ctx, d.DB, r.Entered)
		if err != nil {
			return err
		}
		view.By = p.Name
	}
	return v.Page("reply", v.T("replies.of", r.Name), view)
}

// bring does something with a request, and shows its page again where it was refused.
func (d *Desk) bring(v *Visit, done, to string, act func(tx *db.Tx, id reply.ID) error) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error { return act(tx, reply.ID(id)) })
	if to == "" {
		to = "/desk/replies/" + strconv.FormatInt(id, 10) + "/"
	}
	return v.again(err, to, done, d.reply)
}

func (d *Desk) acceptReply(v *Visit) error {
	return d.bring(v, "reply_accepted", "", func(tx *db.Tx, id reply.ID) error { return reply.Accept(v.R.Context(), tx, v.Now, v.Actor(), id) })
}

func (d *Desk) publishReply(v *Visit) error {
	return d.bring(v, "reply_published", "", func(tx *db.Tx, id reply.ID) error {
		_, err := reply.Publish(v.R.Context(), tx, v.Paper, v.Now, v.Actor(), id, v.Value("heading"))
		return err
	})
}

func (d *Desk) refuseReply(v *Visit) error {
	return d.bring(v, "reply_refused", "", func(tx *db.Tx, id reply.ID) error {
		return reply.Refuse(v.R.Context(), tx, v.Now, v.Actor(), id, v.Value("reason"))
	})
}

func (d *Desk) removeReply(v *Visit) error {
	return d.bring(v, "reply_removed", "/desk/replies/", func(tx *db.Tx, id reply.ID) error {
		return reply.Remove(v.R.Context(), tx, v.Now, v.Actor(), id, v.Value("reason"))
	})
}
