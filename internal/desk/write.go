package desk

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// The longest bodies that pages of the desk take: of a text, and of a picture with its words.
const (
	MaxBody   = 8 << 20
	MaxUpload = 40 << 20
)

// Why the pages of articles refused something.
const (
	reasonForm       staff.Reason = "form"
	reasonClash      staff.Reason = "clash"
	reasonChoice     staff.Reason = "choice"
	reasonTag        staff.Reason = "tag"
	reasonOriginal   staff.Reason = "original"
	reasonHour       staff.Reason = "hour"
	reasonNoSuchHour staff.Reason = "no_such_hour"
	reasonPast       staff.Reason = "past"
	reasonPicture    staff.Reason = "picture"
	reasonFocal      staff.Reason = "focal"
	reasonWhy        staff.Reason = "why"
	reasonSealed     staff.Reason = "sealed"
	reasonOlder      staff.Reason = "older"
)

// writingRoutes are the pages for writing. What the editor exchanges lies below the article's own page.
func (d *Desk) writingRoutes() []Route {
	return []Route{
		{Name: "articles", Pattern: "GET /desk/articles/{$}", May: staff.WriteArticle, Serve: d.articles},
		{Name: "article begin", Pattern: "POST /desk/articles/new", May: staff.WriteArticle, Serve: d.beginArticle},
		{Name: "write", Pattern: "GET /desk/articles/{id}/{$}", May: staff.WriteArticle, Serve: d.write},
		{Name: "article save", Pattern: "POST /desk/articles/{id}/{$}", May: staff.WriteArticle, MaxBody: MaxBody, Serve: d.saveArticle},
		{Name: "article hero", Pattern: "GET /desk/articles/{id}/hero", May: staff.WriteArticle, Serve: d.hero},
		{Name: "article hero save", Pattern: "POST /desk/articles/{id}/hero", May: staff.WriteArticle, MaxBody: MaxUpload, Serve: d.saveHero},
		{Name: "article focal", Pattern: "POST /desk/articles/{id}/focal", May: staff.WriteArticle, Serve: d.setFocal},
		{Name: "article revisions", Pattern: "GET /desk/articles/{id}/revisions", May: staff.WriteArticle, Serve: d.revisions},
		{Name: "article restore", Pattern: "POST /desk/articles/{id}/revisions", May: staff.WriteArticle, Serve: d.restore},
		{Name: "media add", Pattern: "POST /desk/media/{$}", May: staff.WriteArticle, MaxBody: MaxUpload, Serve: d.addMedia},
		{Name: "write pull", Pattern: "GET /desk/articles/{id}/updates", May: staff.WriteArticle, Serve: d.pull},
		{Name: "write push", Pattern: "POST /desk/articles/{id}/updates", May: staff.WriteArticle, MaxBody: MaxBody, Serve: d.push},
		{Name: "write whole", Pattern: "POST /desk/articles/{id}/whole", May: staff.WriteArticle, MaxBody: MaxBody, Serve: d.pushWhole},
		{Name: "write text", Pattern: "POST /desk/articles/{id}/text", May: staff.WriteArticle, MaxBody: MaxBody, Serve: d.tell},
		{Name: "write merge", Pattern: "POST /desk/articles/{id}/merge", May: staff.WriteArticle, MaxBody: MaxBody, Serve: d.merge},
		{Name: "write cursor", Pattern: "POST /desk/articles/{id}/cursor", May: staff.WriteArticle, Serve: d.point},
		{Name: "write clean", Pattern: "POST /desk/articles/{id}/clean", May: staff.WriteArticle, Serve: d.clean},
		{Name: "write pictures", Pattern: "POST /desk/articles/{id}/pictures", May: staff.WriteArticle, Serve: d.pictures},
		{Name: "write links", Pattern: "GET /desk/articles/{id}/links", May: staff.WriteArticle, Serve: d.links},
		{Name: "desk worker", Pattern: "GET /desk/worker.js", May: Anybody, Serve: d.worker},
		{Name: "desk picture", Pattern: "GET /desk/pictures/{id}", May: staff.WriteArticle, Serve: d.picture},
	}
}

func (d *Desk) beginArticle(v *Visit) error {
	var id article.ID
	err := v.Transact(func(tx *db.Tx) error {
		ctx := v.R.Context()
		own, err := staff.OwnByline(ctx, tx, v.Now, v.desk.Locales.For(v.Paper.Language), v.Who.ID)
		if err != nil {
			return err
		}
		a := &article.Article{Status: article.Draft, Language: v.Paper.Language, Bylines: []staff.BylineID{own}, Comments: true}
		if err := takeCountries(v, tx, a, v.Value("country")); err != nil {
			return err
		}
		err = article.Save(ctx, tx, v.Paper, v.Now, a, article.Change{By: v.Actor()})
		id = a.ID
		return err
	})
	if err != nil {
		return err
	}
	v.Redirect(articlePath(id))
	return nil
}

// seeing is the article of a request, if whoever asks may see it, and whether it is their own.
func (v *Visit) seeing(q db.Querier) (a *article.Article, own bool, err error) {
	id, err := v.Number("id")
	if err != nil {
		return nil, false, err
	}
	if a, err = article.ByID(v.R.Context(), q, article.ID(id)); err != nil {
		return nil, false, err
	}
	own, err = article.Owns(v.R.Context(), q, v.Who.ID, a)
	if err == nil && !article.MaySee(v.Who.Role, a.Status, own) {
		err = fault.Wrap(fault.Forbidden, article.MayNotChange, "this article is not yours to see")
	}
	return a, own, err
}

// writing is the article of a request, if whoever asks may change it as it stands.
func (v *Visit) writing(q db.Querier) (*article.Article, error) {
	a, own, err := v.seeing(q)
	if err == nil && !article.May(v.Who.Role, a.Status, a.Status, own) {
		err = fault.Wrap(fault.Forbidden, article.MayNotChange, "this article is not yours to change")
	}
	return a, err
}

// sent reads what a script sent.
func sent[T any](v *Visit) (body T, err error) {
	err = json.NewDecoder(v.R.Body).Decode(&body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return body, fault.Wrap(fault.TooLarge, err, "this is more than %d kB", large.Limit>>10)
	case err != nil:
		return body, fault.Wrap(fault.Invalid, err, "this cannot be read")
	}
	return body, nil
}

// answer sends a script what it asked for.
func (v *Visit) answer(body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "application/json")
	return v.send(b)
}

// number reads a number of an address; "" is 0.
func number(s string) (n int64, err error) {
	if json.Unmarshal([]byte(cmp.Or(s, "0")), &n) != nil || n < 0 {
		return 0, fault.New(fault.Invalid, "%.20q is no number", s)
	}
	return n, nil
}
