package desk

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/manuscript"
	"griot/internal/notice"
	"griot/internal/remark"
	"griot/internal/staff"
)

// remarkRoutes are the remarks on an article's text. The editor fetches and sends them by the same addresses, and asks for the list alone.
func (d *Desk) remarkRoutes() []Route {
	return []Route{
		{Name: "article remarks", Pattern: "GET /desk/articles/{id}/remarks", May: staff.WriteArticle, Serve: d.remarks},
		{Name: "article remark list", Pattern: "GET /desk/articles/{id}/remarks/list", May: staff.WriteArticle, Serve: d.remarkList},
		{Name: "article remark add", Pattern: "POST /desk/articles/{id}/remarks", May: staff.WriteArticle, Serve: d.addRemark},
		{Name: "article remark answer", Pattern: "POST /desk/articles/{id}/remarks/{remark}/answer", May: staff.WriteArticle, Serve: d.answerRemark},
		{Name: "article remark resolve", Pattern: "POST /desk/articles/{id}/remarks/{remark}/resolve", May: staff.WriteArticle, Serve: d.resolveRemark},
		{Name: "article remark takeback", Pattern: "POST /desk/articles/{id}/remarks/{remark}/takeback", May: staff.WriteArticle, Serve: d.takeBackRemark},
		{Name: "article remark reopen", Pattern: "POST /desk/articles/{id}/remarks/{remark}/reopen", May: staff.WriteArticle, Serve: d.reopenRemark},
	}
}

// remarksView is ui/remarks.html, and the list beside a text.
type remarksView struct {
	Article    *article.Article
	Open       []remarkLine // in the order of their passages; those whose passage has changed last
	Resolved   []remarkLine // the newest first
	Colleagues []remark.Colleague
	Base       string // address of the remarks
	Sent       map[string]string
}

// remarkLine is a remark on a page.
type remarkLine struct {
	remark.Remark
	Base  string
	Moved bool   // its passage is not in the text any more
	Said  string // an answer to it that was refused, to be put right
}

// Lead is the remark's own address.
func (l remarkLine) Lead() string { return l.Base + "/" + strconv.FormatInt(int64(l.ID), 10) }

func (d *Desk) remarks(v *Visit) error {
	view, err := d.remarksOf(v)
	if err != nil {
		return err
	}
	if err := v.seen(view.Article.ID, notice.InRemarks); err != nil {
		return err
	}
	if view.Colleagues, err = remark.ForRemarks(v.R.Context(), d.DB, view.Article); err != nil {
		return err
	}
	for _, name := range []string{"quote", "text"} {
		view.Sent[name] = v.Value(name)
	}
	return v.Page("remarks", v.T("remarks.title"), view)
}

// remarkList is the list without its page, for the editor.
func (d *Desk) remarkList(v *Visit) error {
	view, err := d.remarksOf(v)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := d.sheets["remarks"].ExecuteTemplate(&b, "remark-lines", &Sheet{Visit: v, V: view}); err != nil {
		return fmt.Errorf("list of remarks: %w", err)
	}
	v.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	return v.send(b.Bytes())
}

// remarksOf reads the remarks on the article of a request.
func (d *Desk) remarksOf(v *Visit) (view *remarksView, err error) {
	err = v.Transact(func(tx *db.Tx) error {
		a, _, err := v.seeing(tx)
		if err != nil {
			return err
		}
		m, err := manuscript.Open(v.R.Context(), tx, v.Now, a)
		if err != nil {
			return err
		}
		view, err = v.remarksOn(tx, a, m.Text)
		return err
	})
	return view, err
}

// remarksOn are the remarks on an article whose text is known.
func (v *Visit) remarksOn(q db.Querier, a *article.Article, t manuscript.Text) (*remarksView, error) {
	list, err := remark.On(v.R.Context(), q, v.Actor(), a)
	if err != nil {
		return nil, err
	}
	view := &remarksView{Article: a, Base: articlePath(a.ID) + "remarks", Sent: map[string]string{}}
	at := remark.Places(list, t)
	for _, r := range list {
		line := remarkLine{Remark: r, Base: view.Base, Moved: at[r.ID] < 0}
		if v.R.PathValue("remark") == strconv.FormatInt(int64(r.ID), 10) {
			line.Said = v.Value("answer")
		}
		if r.Resolved.IsZero() {
			view.Open = append(view.Open, line)
		} else {
			view.Resolved = append(view.Resolved, line)
		}
	}
	slices.SortStableFunc(view.Open, func(a, b remarkLine) int { // those that have no place any more come last
		return cmp.Compare(uint(at[a.ID]), uint(at[b.ID])) //nolint:gosec // -1 is the largest
	})
	slices.Reverse(view.Resolved)
	return view, nil
}

// onRemarks does something to the remarks of an article, and leads to them.
func (d *Desk) onRemarks(v *Visit, done string, act func(tx *db.Tx, a *article.Article) error) error {
	var a *article.Article
	err := v.Transact(func(tx *db.Tx) (err error) {
		if a, _, err = v.seeing(tx); err != nil {
			return err
		}
		return act(tx, a)
	})
	if a == nil {
		return err
	}
	return v.again(err, articlePath(a.ID)+"remarks", done, d.remarks)
}

// onRemark is onRemarks for one of them, which the address names.
func (d *Desk) onRemark(v *Visit, done string, act func(tx *db.Tx, a *article.Article, id remark.ID) error) error {
	id, err := v.Number("remark")
	if err != nil {
		return err
	}
	return d.onRemarks(v, done, func(tx *db.Tx, a *article.Article) error { return act(tx, a, remark.ID(id)) })
}

func (d *Desk) addRemark(v *Visit) error {
	p := remark.Passage{Quote: v.Value("quote"), Before: v.Value("before"), After: v.Value("after"), Anchor: v.Value("anchor")}
	return d.onRemarks(v, "remark_added", func(tx *db.Tx, a *article.Article) error {
		_, err := remark.Add(v.R.Context(), tx, v.Now, v.Actor(), a, v.Value("text"), p)
		return err
	})
}

func (d *Desk) answerRemark(v *Visit) error {
	return d.onRemark(v, "remark_answered", func(tx *db.Tx, a *article.Article, id remark.ID) error {
		return remark.Answer(v.R.Context(), tx, v.Now, v.Actor(), a, id, v.Value("answer"))
	})
}

func (d *Desk) resolveRemark(v *Visit) error {
	return d.onRemark(v, "remark_resolved", func(tx *db.Tx, a *article.Article, id remark.ID) error {
		return remark.Resolve(v.R.Context(), tx, v.Now, v.Actor(), a, id)
	})
}

func (d *Desk) reopenRemark(v *Visit) error {
	return d.onRemark(v, "remark_reopened", func(tx *db.Tx, a *article.Article, id remark.ID) error {
		return remark.Reopen(v.R.Context(), tx, v.Actor(), a, id)
	})
}

func (d *Desk) takeBackRemark(v *Visit) error {
	return d.onRemark(v, "remark_taken", func(tx *db.Tx, a *article.Article, id remark.ID) error {
		return remark.TakeBack(v.R.Context(), tx, v.Now, v.Actor(), a, id)
	})
}
