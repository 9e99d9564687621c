package manuscript

import (
	"context"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// Tell keeps what a document says, as a browser that has all its updates up to a number reads it. It is not taken from a browser that knows less than the one before, nor
// while an outside change waits to be written in.
func Tell(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, id article.ID, seq int64, t Text) (taken bool, err error) {
	m, err := load(ctx, tx, id)
	if err != nil {
		return false, err
	}
	if seq < m.Shown || seq > m.Seq || m.Outside != nil {
		return false, nil
	}
	if m.Text, err = t.Clean(); err != nil {
		return false, err
	}
	m.Shown = seq
	return true, m.write(ctx, tx, now, by)
}

// Form takes a text from the plain form in, which began with base: whatever has changed since stays, and what was changed on both sides stays twice. clashes counts these.
func Form(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, a *article.Article, base, mine Text) (m *Manuscript, clashes int, err error) {
	if m, err = Open(ctx, tx, now, a); err != nil {
		return nil, 0, err
	}
	if mine, err = mine.Clean(); err != nil {
		return nil, 0, err
	}
	if base, err = base.Clean(); err != nil {
		return nil, 0, err
	}
	merged, clashes := Merge(base, mine, m.Text)
	if merged, err = merged.Clean(); err != nil {
		return nil, 0, err
	}
	return m, clashes, m.change(ctx, tx, now, by, merged)
}

// Save gives the manuscript's text to its article, by the article's own rules.
func Save(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, a *article.Article, c article.Change) error {
	m, err := Open(ctx, tx, now, a)
	if err != nil {
		return err
	}
	if a.FirstPublished.IsZero() && a.Title == "" && a.Slug == article.Unnamed {
		a.Slug = "" // now there may be a title to make one of
	}
	a.Title, a.Standfirst, a.Body = m.Text.Title, m.Text.Standfirst, m.Text.Body
	if err := article.Save(ctx, tx, paper, now, a, c); err != nil {
		return err
	}
	return m.know(ctx, tx, textOf(a))
}
