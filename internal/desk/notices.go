package desk

import (
	"net/http"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/notice"
	"griot/internal/staff"
)

// noticeRoutes are what colleagues did that concerns whoever asks.
func (d *Desk) noticeRoutes() []Route {
	return []Route{
		{Name: "desk notices", Pattern: "GET /desk/notices/{$}", May: staff.EnterDesk, Serve: d.notices},
		{Name: "desk notice", Pattern: "GET /desk/notices/{id}/{$}", May: staff.EnterDesk, Serve: d.openNotice},
		{Name: "desk notices read", Pattern: "POST /desk/notices/read", May: staff.EnterDesk, Serve: d.readNotices},
		{Name: "desk digest", Pattern: "POST /desk/account/digest", May: staff.EnterDesk, Serve: d.changeRhythm},
	}
}

const noticesShown = 50

// noticesView is ui/notices.html.
type noticesView struct {
	Notices []noticeLine
	Newest  notice.ID // that is shown
	Unread  bool      // one of them is
	Next    notice.ID // from which the next page goes on; 0: there is none
}

// noticeLine is a notice on the page.
type noticeLine struct {
	notice.Notice
	Said string // what happened
	Open bool   // whoever asks may see the article
}

func (d *Desk) notices(v *Visit) error {
	before, err := number(v.Value("before"))
	if err != nil {
		return err
	}
	ctx := v.R.Context()
	list, err := notice.List(ctx, d.DB, v.Who.ID, notice.ID(before), noticesShown+1)
	if err != nil {
		return err
	}
	view := noticesView{}
	if len(list) > noticesShown {
		list = list[:noticesShown]
		view.Next = list[noticesShown-1].ID
	}
	for _, n := range list {
		open, err := article.Sees(ctx, d.DB, v.Who, article.ID(n.Article))
		if err != nil {
			return err
		}
		view.Notices = append(view.Notices, noticeLine{n, v.Loc.Plural("notice."+string(n.What), n.Times), open})
		view.Unread = view.Unread || n.Read.IsZero()
		view.Newest = max(view.Newest, n.ID)
	}
	return v.Page("notices", v.T("notices.title"), view)
}

// openNotice leads to what a notice tells of, which is read by that. Somebody who may see it no longer stays with their notices.
func (d *Desk) openNotice(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	var n *notice.Notice
	err = v.Transact(func(tx *db.Tx) (err error) {
		n, err = notice.Open(v.R.Context(), tx, v.Now, v.Who.ID, notice.ID(id))
		return err
	})
	if err != nil {
		return err
	}
	to := "/desk/notices/"
	open, err := article.Sees(v.R.Context(), d.DB, v.Who, article.ID(n.Article))
	if open {
		to = articlePath(article.ID(n.Article)) + string(n.Place)
	}
	if n.What == notice.ReplyDue && v.May(staff.KeepReplies) {
		to = "/desk/replies/"
	}
	v.Redirect(to)
	return err
}

// seen marks as read what whoever asks was told of that stands on a page of an article, which they have opened directly.
func (v *Visit) seen(id article.ID, place notice.Place) error {
	if v.R.Method != http.MethodGet {
		return nil
	}
	return notice.Seen(v.R.Context(), v.desk.DB, v.Now, v.Who.ID, int64(id), place)
}

// readNotices marks as read what was on the page, and nothing that came since.
func (d *Desk) readNotices(v *Visit) error {
	upto, err := number(v.Value("upto"))
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		return notice.ReadAll(v.R.Context(), tx, v.Now, v.Who.ID, notice.ID(upto))
	})
	return v.again(err, "/desk/notices/", "notices_read", d.notices)
}

func (d *Desk) changeRhythm(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) error {
		return notice.SetRhythm(v.R.Context(), tx, v.Now, v.Who.ID, notice.Rhythm(v.Value("rhythm")))
	})
	return v.again(err, "/desk/account/", "rhythm_changed", d.account)
}

// rhythms are the choices of how often somebody is written to.
func (v *Visit) rhythms() (list []choice, err error) {
	chosen, err := notice.RhythmOf(v.R.Context(), v.desk.DB, v.Who.ID)
	for _, r := range notice.Rhythms() {
		list = append(list, choice{string(r), v.T("notices.rhythm_" + string(r)), r == chosen})
	}
	return list, err
}

// unread is how many notices somebody has not read, as the head of each page says it; "" for none, and where it cannot be known: the page is worth more than the number.
func (v *Visit) unread() (few, told string) {
	n, err := notice.Unread(v.R.Context(), v.desk.DB, v.Who.ID)
	switch {
	case err != nil || n == 0:
		return "", ""
	case n == notice.MaxCounted:
		return strconv.Itoa(n-1) + "+", v.T("notices.many", v.Loc.Plural("notices.unread", n-1))
	}
	return v.Loc.Number(int64(n)), v.Loc.Plural("notices.unread", n)
}
