// Package search finds published articles by their words, on the engine's own full-text index. Words are folded in Go before they are kept or looked
// for, so that accents and case are optional and both engines find the same. The index is written by the transaction that publishes.
package search

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/text"
)

// Document is what the index knows of an article.
type Document struct {
	Article    int64
	Title      string
	Standfirst string // with the names of people and places
	Body       string // plain text
}

// maxBodyBytes bounds what of a text is indexed: PostgreSQL takes no tsvector over 1 MB.
const maxBodyBytes = 400_000

// Put indexes an article, or indexes it again.
func Put(ctx context.Context, tx *db.Tx, d Document) error {
	if err := Remove(ctx, tx, d.Article); err != nil {
		return err
	}
	// Two texts: FTS5 ranks by column, tsvector by weight.
	insert := "INSERT INTO search_text (rowid, title, standfirst, body) VALUES ($1, $2, $3, $4)"
	if tx.Engine() == db.Postgres {
		insert = `INSERT INTO search_text (rowid, words) VALUES ($1, setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'B') || setweight(to_tsvector('simple', $4), 'D'))`
	}
	body := d.Body
	if len(body) > maxBodyBytes {
		body = strings.ToValidUTF8(body[:maxBodyBytes], "")
	}
	if _, err := tx.Exec(ctx, insert, d.Article, words(d.Title), words(d.Standfirst), words(body)); err != nil {
		return fmt.Errorf("index article %d: %w", d.Article, err)
	}
	return nil
}

// Remove takes an article out of the index.
func Remove(ctx context.Context, tx *db.Tx, article int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM search_text WHERE rowid = $1", article)
	return err
}

// maxWordBytes bounds a word, which is cut: PostgreSQL passes over those of 2 kB and more, SQLite does not.
const maxWordBytes = 200

func words(s string) string { return strings.Join(tokens(s), " ") }

func tokens(s string) []string {
	list := text.Tokens(s)
	for i, t := range list {
		if len(t) > maxWordBytes {
			list[i] = strings.ToValidUTF8(t[:maxWordBytes], "")
		}
	}
	return list
}

// Query is what a reader looks for. Zero fields do not narrow.
type Query struct {
	Words    string
	Country  int64
	Section  int64
	Author   int64
	From, To time.Time // of first publication; To is the first instant after
}

// maxWords bounds the words that are looked for; the others are ignored.
const maxWords = 12

// Empty reports whether there is nothing to look for.
func (q Query) Empty() bool {
	return len(text.Tokens(q.Words)) == 0 && q.Country == 0 && q.Section == 0 && q.Author == 0 && q.From.IsZero() && q.To.IsZero()
}

// Find gives the numbers of the articles that hold every word, the best first, and how many there are in all. Without words the newest come first.
func Find(ctx context.Context, q db.Querier, query Query, limit, offset int) (ids []int64, total int, err error) {
	s := statement(q.Engine(), query)
	if err := q.QueryRow(ctx, "SELECT COUNT(*) "+s.from, s.args...).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("search: %w", err)
	}
	if total == 0 {
		return nil, 0, nil
	}
	n := len(s.args)
	page := fmt.Sprintf("SELECT a.id %s ORDER BY %s LIMIT $%d OFFSET $%d", s.from, s.order, n+1, n+2)
	ids, err = db.All(ctx, q, func(rows *sql.Rows) (id int64, err error) { err = rows.Scan(&id); return id, err },
		page, append(s.args, limit, offset)...)
	if err != nil {
		return nil, 0, fmt.Errorf("search: %w", err)
	}
	return ids, total, nil
}

type sqlText struct {
	from, order string
	args        []any
}

// bind adds a parameter and gives its number as written in SQL.
func (s *sqlText) bind(v any) string {
	s.args = append(s.args, v)
	return fmt.Sprintf("$%d", len(s.args))
}

func statement(engine db.Engine, q Query) sqlText {
	s := sqlText{order: "a.first_published_at DESC, a.id DESC"}
	s.from = "FROM article a"
	where := []string{"a.status = 'published'"}
	if wanted := tokens(q.Words); len(wanted) > 0 {
		s.from += " JOIN search_text t ON t.rowid = a.id"
		where = append(where, s.match(engine, wanted[:min(len(wanted), maxWords)]))
	}
	for _, list := range []struct {
		name string
		id   int64
	}{{"country", q.Country}, {"section", q.Section}, {"author", q.Author}} {
		if list.id != 0 {
			label := fmt.Sprintf("%s:%d", list.name, list.id)
			where = append(where, "EXISTS (SELECT 1 FROM listing l WHERE l.list = "+s.bind(label)+" AND l.at = a.first_published_at AND l.article_id = a.id)")
		}
	}
	if !q.From.IsZero() {
		where = append(where, "a.first_published_at >= "+s.bind(db.Millis(q.From)))
	}
	if !q.To.IsZero() {
		where = append(where, "a.first_published_at < "+s.bind(db.Millis(q.To)))
	}
	s.from += " WHERE " + strings.Join(where, " AND ")
	return s
}

// match differs between the engines as their indexes do. Tokens hold letters and digits only, so quoting is enough.
func (s *sqlText) match(engine db.Engine, wanted []string) string {
	if engine == db.Postgres {
		p := s.bind(strings.Join(wanted, " "))
		s.order = "ts_rank(t.words, plainto_tsquery('simple', " + p + ")) DESC, " + s.order
		return "t.words @@ plainto_tsquery('simple', " + p + ")"
	}
	s.order = "bm25(search_text, 10.0, 4.0, 1.0), " + s.order
	return "search_text MATCH " + s.bind(`"`+strings.Join(wanted, `" "`)+`"`)
}
