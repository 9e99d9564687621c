package article

import (
	"context"
	"database/sql"
	"fmt"

	"griot/internal/db"
	"griot/internal/search"
	"griot/internal/text"
)

// index has the article found by its words, in the transaction that publishes it.
func index(ctx context.Context, tx *db.Tx, a *Article) error {
	names, err := names(ctx, tx, a)
	if err != nil {
		return err
	}
	d := document(a)
	d.Article, d.At, d.Kind, d.Section, d.Names = int64(a.ID), a.FirstPublished, a.Kind, int64(a.Section), append(names, a.Dateline, a.Agencies)
	if a.prepared != nil {
		d.Text = a.prepared.words
	}
	for _, id := range a.Countries {
		d.Countries = append(d.Countries, int64(id))
	}
	for _, id := range a.Bylines {
		d.Authors = append(d.Authors, int64(id))
	}
	return search.Put(ctx, tx, d)
}

// document is an article's texts as the index reads them.
func document(a *Article) search.Document {
	d := search.Document{Language: a.Language, Title: a.Title, Short: a.Short, Standfirst: a.Standfirst, Body: a.Hero.Caption}
	if a.prepared != nil && a.prepared.body == a.Body {
		d.Body = a.prepared.plain + " " + d.Body
	} else {
		d.Body = text.Plain(a.Body) + " " + d.Body
	}
	return d
}

// names are the names by which readers may look for the article: its countries, tags and authors.
func names(ctx context.Context, tx *db.Tx, a *Article) ([]string, error) {
	const query = `SELECT t.name FROM article_country l JOIN country t ON t.id = l.country_id WHERE l.article_id = $1
UNION ALL SELECT t.name FROM article_tag l JOIN tag t ON t.id = l.tag_id WHERE l.article_id = $1
UNION ALL SELECT t.name FROM article_byline l JOIN byline t ON t.id = l.byline_id WHERE l.article_id = $1`
	return db.All(ctx, tx, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query, a.ID)
}

// Bodies gives the texts of articles, in which a search shows what it found.
func Bodies(ctx context.Context, q db.Querier, ids []ID) (map[ID]string, error) {
	bodies := map[ID]string{}
	if len(ids) == 0 {
		return bodies, nil
	}
	in, args := inList(ids)
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id ID
		var body string
		err := rows.Scan(&id, &body)
		bodies[id] = body
		return struct{}{}, err
	}, "SELECT id, body FROM article WHERE status = 'published' AND id IN ("+in+")", args...)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	return bodies, nil
}
