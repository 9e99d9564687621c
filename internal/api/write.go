package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/text"
)

// Repeatable is the field by which a request may be sent twice.
type Repeatable struct {
	Key string `header:"Idempotency-Key" doc:"Any text of your own, at most 200 bytes: the same request with the same key is done once, and answered alike for a day."`
}

// addArticle writes an article.
func (a *API) addArticle(ctx context.Context, in *struct {
	Repeatable
	RawBody []byte
	Body    Sent
}) (*answer, error) {
	return a.once(ctx, func(tx *db.Tx, c *caller) (*answer, error) {
		out, err := a.save(ctx, tx, c, &article.Article{Status: article.Draft, Comments: true}, &in.Body, in.RawBody)
		if err != nil {
			return nil, err
		}
		out.Status = http.StatusCreated
		return out, nil
	})
}

// changeArticle changes an article, in the state in which it is or to another.
func (a *API) changeArticle(ctx context.Context, in *struct {
	Repeatable
	ID      int64  `path:"id" minimum:"1"`
	Match   string `header:"If-Match" doc:"The ETag of the article that was changed: where it has changed since, nothing happens (412)."`
	RawBody []byte
	Body    Sent
}) (*answer, error) {
	return a.once(ctx, func(tx *db.Tx, c *caller) (*answer, error) {
		it, err := visible(ctx, tx, c, article.ID(in.ID))
		if err != nil {
			return nil, err
		}
		if err := unchanged(in.Match, it); err != nil {
			return nil, err
		}
		return a.save(ctx, tx, c, it, &in.Body, in.RawBody)
	})
}

// save brings what was sent into an article, by the one door that there is for people.
func (a *API) save(ctx context.Context, tx *db.Tx, c *caller, it *article.Article, sent *Sent, raw []byte) (*answer, error) {
	if err := noNulls(raw); err != nil {
		return nil, err
	}
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return nil, err
	}
	note, err := sent.note()
	if err != nil {
		return nil, err
	}
	now := a.Now()
	s := &taking{Sent: sent, tx: tx, now: now, paper: paper, sort: a.Locales.For(paper.Language), by: c.Actor}
	if err := s.into(ctx, it); err != nil {
		return nil, err
	}
	if err := article.Save(ctx, tx, paper, now, it, article.Change{By: c.Actor, Note: note, Minor: sent.Minor, Confirm: sent.Confirm}); err != nil {
		return nil, err
	}
	return a.answer(ctx, tx, paper, it.ID)
}

// noNulls refuses null, which says neither that something stays as it is nor what it becomes.
func noNulls(raw []byte) error {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return fault.Wrap(fault.Invalid, err, "the body is no JSON object")
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if string(fields[name]) == "null" {
			return fault.New(fault.Invalid, "%s is null: leave it out to keep it as it is, or send it empty", name)
		}
	}
	return nil
}

// answer is an article as it is now.
func (a *API) answer(ctx context.Context, q db.Querier, paper *masthead.Newspaper, id article.ID) (*answer, error) {
	it, err := article.ByID(ctx, q, id)
	if err != nil {
		return nil, err
	}
	told, err := a.tell(ctx, q, paper, it)
	if err != nil {
		return nil, err
	}
	return &answer{Status: http.StatusOK, ETag: etagOf(it.Changed), Body: *told}, nil
}

// withdrawArticle takes an article from readers. Withdrawing it again changes nothing.
func (a *API) withdrawArticle(ctx context.Context, in *struct {
	ID     int64  `path:"id" minimum:"1"`
	Match  string `header:"If-Match"`
	Reason string `query:"reason" maxLength:"2000" doc:"Why; readers see it where the article stood."`
}) (*struct{}, error) {
	c := callerOf(ctx)
	err := a.DB.Transact(ctx, func(tx *db.Tx) error {
		it, err := visible(ctx, tx, c, article.ID(in.ID))
		if err != nil {
			return err
		}
		if it.Status == article.Withdrawn && (in.Reason == "" || text.CleanLine(in.Reason) == it.Reason) {
			return nil
		}
		if err := unchanged(in.Match, it); err != nil {
			return err
		}
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		it.Status, it.Reason = article.Withdrawn, in.Reason
		return article.Save(ctx, tx, paper, a.Now(), it, article.Change{By: c.Actor})
	})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}

// visible is an article that the caller may see; for others it is as if it were not.
func visible(ctx context.Context, q db.Querier, c *caller, id article.ID) (*article.Article, error) {
	it, err := article.ByID(ctx, q, id)
	if err != nil {
		return nil, err
	}
	own, err := article.Owns(ctx, q, c.ID, it)
	if err == nil && !article.MaySee(c.Role, it.Status, own) {
		err = fault.New(fault.NotFound, "no such article")
	}
	return it, err
}

// unchanged refuses what was based on an article that has changed since (RFC 9110 §13.1.1).
func unchanged(match string, it *article.Article) error {
	if match == "" || strings.TrimSpace(match) == "*" {
		return nil
	}
	for tag := range strings.SplitSeq(match, ",") {
		if strings.TrimSpace(tag) == etagOf(it.Changed) {
			return nil
		}
	}
	return &huma.ErrorModel{Status: http.StatusPreconditionFailed, Detail: "this article has changed since: read it again, and bring your change into it"}
}
