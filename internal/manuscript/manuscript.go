// Package manuscript is what is being written: for each article a shared document that any number of people change at once, on and off the line, and of which nothing is
// ever overwritten.
//
// The document is a row of updates, made and understood by browsers alone (Yjs); applied in any order and any number of times they give the same document. The server
// numbers, keeps and relays them. Beside them stands the text: what the document says, cleaned, as the browser that knew it best told it. Whatever changes an article past
// the document, a plain form or a program, is merged into the text at once and into the document by the next browser that opens it.
package manuscript

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/text"
)

// Text is what a manuscript says to readers: two lines of plain text and cleaned HTML.
type Text struct {
	Title      string `json:"title"`
	Standfirst string `json:"standfirst"`
	Body       string `json:"body"`
}

// Manuscript is one article's.
type Manuscript struct {
	Article article.ID
	Seq     int64 // of the newest update, 0 before the first
	Whole   int64 // up to which one update stands for all
	Text    Text
	Shown   int64 // the newest update that Text shows
	Outside *Outside

	known Text
}

// Outside is a change that was made past the document and waits for a browser to write it in.
type Outside struct {
	Number int64 `json:"id"`
	Base   Text  `json:"base"`   // what the manuscript said before
	Theirs Text  `json:"theirs"` // what it is to say
}

// Clean gives a text as it is kept. Its error is fault.TooLarge.
func (t Text) Clean() (Text, error) {
	body, err := text.Clean(t.Body)
	return Text{Title: text.CleanLine(t.Title), Standfirst: text.CleanLine(t.Standfirst), Body: body}, err
}

func textOf(a *article.Article) Text { return Text{a.Title, a.Standfirst, a.Body} }

// Open gives the manuscript of an article, which begins with the first to ask. What changed the article since the manuscript knew it is merged in.
func Open(ctx context.Context, tx *db.Tx, now time.Time, a *article.Article) (*Manuscript, error) {
	m, err := load(ctx, tx, a.ID)
	if fault.Is(err, fault.NotFound) {
		return begin(ctx, tx, now, a)
	}
	if err != nil || m.known == textOf(a) {
		return m, err
	}
	merged, _ := Merge(m.known, m.Text, textOf(a))
	if merged, err = merged.Clean(); err != nil {
		return nil, err
	}
	if err := m.change(ctx, tx, now, 0, merged); err != nil {
		return nil, err
	}
	return m, m.know(ctx, tx, textOf(a))
}

func begin(ctx context.Context, tx *db.Tx, now time.Time, a *article.Article) (*Manuscript, error) {
	m := &Manuscript{Article: a.ID, Text: textOf(a), known: textOf(a)}
	const insert = `INSERT INTO manuscript (article_id, seq, whole_seq, title, standfirst, body, text_seq, told_at, told_by, outsides, known_title, known_standfirst, known_body)
VALUES ($1, 0, 0, $2, $3, $4, 0, $5, 0, 0, $2, $3, $4)`
	_, err := tx.Exec(ctx, insert, a.ID, a.Title, a.Standfirst, a.Body, db.Millis(now))
	return m, err
}

// load reads a manuscript; its error is fault.NotFound before the first writing.
func load(ctx context.Context, q db.Querier, id article.ID) (*Manuscript, error) {
	m := &Manuscript{Article: id}
	const query = `SELECT seq, whole_seq, title, standfirst, body, text_seq, known_title, known_standfirst, known_body FROM manuscript WHERE article_id = $1`
	err := q.QueryRow(ctx, query, id).Scan(&m.Seq, &m.Whole, &m.Text.Title, &m.Text.Standfirst, &m.Text.Body, &m.Shown, &m.known.Title, &m.known.Standfirst, &m.known.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "article %d has no manuscript", id)
	}
	if err != nil {
		return nil, fmt.Errorf("manuscript of article %d: %w", id, err)
	}
	var o Outside
	const outside = `SELECT number, base_title, base_standfirst, base_body, title, standfirst, body FROM manuscript_outside WHERE article_id = $1`
	err = q.QueryRow(ctx, outside, id).Scan(&o.Number, &o.Base.Title, &o.Base.Standfirst, &o.Base.Body, &o.Theirs.Title, &o.Theirs.Standfirst, &o.Theirs.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	m.Outside = &o
	return m, err
}

// change makes the manuscript say something else than its document: if there is one, a browser has to write it in.
func (m *Manuscript) change(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, to Text) error {
	if to == m.Text {
		return nil
	}
	if m.Seq > 0 {
		if err := m.leave(ctx, tx, to); err != nil {
			return err
		}
	}
	m.Text = to
	return m.write(ctx, tx, now, by)
}

// leave notes a change for a browser. One that is still waiting grows by it.
func (m *Manuscript) leave(ctx context.Context, tx *db.Tx, to Text) error {
	o := Outside{Base: m.Text, Theirs: to}
	if m.Outside != nil {
		o.Base = m.Outside.Base
	}
	if err := tx.QueryRow(ctx, "UPDATE manuscript SET outsides = outsides + 1 WHERE article_id = $1 RETURNING outsides", m.Article).Scan(&o.Number); err != nil {
		return err
	}
	m.Outside = &o
	const upsert = `INSERT INTO manuscript_outside (article_id, number, base_title, base_standfirst, base_body, title, standfirst, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (article_id) DO UPDATE SET number = $2, title = $6, standfirst = $7, body = $8`
	if _, err := tx.Exec(ctx, upsert, m.Article, o.Number, o.Base.Title, o.Base.Standfirst, o.Base.Body, to.Title, to.Standfirst, to.Body); err != nil {
		return err
	}
	return wake(ctx, tx)
}

func (m *Manuscript) write(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID) error {
	const update = "UPDATE manuscript SET title = $2, standfirst = $3, body = $4, text_seq = $5, told_at = $6, told_by = $7 WHERE article_id = $1"
	_, err := tx.Exec(ctx, update, m.Article, m.Text.Title, m.Text.Standfirst, m.Text.Body, m.Shown, db.Millis(now), by)
	return err
}

func (m *Manuscript) know(ctx context.Context, tx *db.Tx, t Text) error {
	m.known = t
	_, err := tx.Exec(ctx, "UPDATE manuscript SET known_title = $2, known_standfirst = $3, known_body = $4 WHERE article_id = $1", m.Article, t.Title, t.Standfirst, t.Body)
	return err
}

// wake tells the other servers that there is something to relay; those of this process wake by themselves.
func wake(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, "SELECT pg_notify($1, '')", db.Channel)
	return err
}
