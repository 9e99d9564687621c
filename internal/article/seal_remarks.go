package article

import (
	"context"
	"database/sql"
	"errors"

	"griot/internal/db"
	"griot/internal/text"
)

// unquote takes out of the remarks on an article what they quote of words that stand in it no more, once something was sealed: a quotation may begin or end amid a passage, or be of a version. What stood
// around a passage goes in any case, and so does its mark in a shared document that is made anew.
func unquote(ctx context.Context, tx *db.Tx, id ID) error {
	if _, err := tx.Exec(ctx, "UPDATE remark SET before = '', after = '', anchor = '' WHERE article_id = $1", id); err != nil {
		return err
	}
	type quoted struct {
		id    int64
		quote string
	}
	list, err := db.All(ctx, tx, func(rows *sql.Rows) (q quoted, err error) { err = rows.Scan(&q.id, &q.quote); return q, err }, "SELECT id, quote FROM remark WHERE article_id = $1 AND quote <> ''", id)
	if err != nil || len(list) == 0 {
		return err
	}
	a, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	texts := []string{a.Title, a.Standfirst, text.Plain(a.Body)}
	var title, standfirst, body string
	err = tx.QueryRow(ctx, "SELECT title, standfirst, body FROM manuscript WHERE article_id = $1", id).Scan(&title, &standfirst, &body)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	texts = append(texts, title, standfirst, text.Plain(body))
	for _, q := range list {
		if stands(q.quote, texts) {
			continue
		}
		if _, err := tx.Exec(ctx, "UPDATE remark SET quote = '' WHERE id = $1", q.id); err != nil {
			return err
		}
	}
	return nil
}

// stands reports whether the words of a quotation are in one of some texts.
func stands(quote string, texts []string) bool {
	s := newStriking("", quote)
	for _, t := range texts {
		if len(s.find(t)) > 0 {
			return true
		}
	}
	return false
}
