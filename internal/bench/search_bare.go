package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"griot/internal/app"
	"griot/internal/db"
	"griot/internal/judged"
	"griot/internal/text"
)

// bareMost is the largest archive that an engine's own full text is given: beyond it filling takes minutes, and the answers tell nothing new.
const bareMost = 20_000

// bare is an engine's own full text as it comes, without a word of ours: title, standfirst and plain body in a database of its own.
type bare struct {
	db    *db.DB
	table string // makes the table
	fill  string // adds an article: its slug and three texts
	index string // what is made once all are in
	ask   string // the slugs of the best recalledAt, for a question
	write func(string) string
}

// bareSQLite is FTS5 with its own tokenizer, which leaves accents out, in the order of bm25.
func bareSQLite(d *db.DB) *bare {
	return &bare{db: d,
		table: "CREATE VIRTUAL TABLE bare USING fts5(slug UNINDEXED, title, standfirst, body, tokenize = 'unicode61 remove_diacritics 2')",
		fill:  "INSERT INTO bare (slug, title, standfirst, body) VALUES ($1, $2, $3, $4)",
		index: "INSERT INTO bare (bare) VALUES ('optimize')",
		ask:   "SELECT slug FROM bare WHERE bare MATCH $1 ORDER BY bm25(bare), rowid LIMIT $2",
		write: matchText,
	}
}

// barePostgres is tsvector with the configuration that suits every language, in the order of ts_rank. It keeps accents: leaving them out needs an extension.
func barePostgres(d *db.DB) *bare {
	return &bare{db: d,
		table: "CREATE TABLE bare (id BIGSERIAL, slug TEXT, words TSVECTOR)",
		fill:  "INSERT INTO bare (slug, words) VALUES ($1, to_tsvector('simple', $2 || ' ' || $3 || ' ' || $4))",
		index: "CREATE INDEX bare_words ON bare USING gin (words)",
		ask: `SELECT slug FROM bare, websearch_to_tsquery('simple', $1) AS asked WHERE words @@ asked
ORDER BY ts_rank(words, asked) DESC, id LIMIT $2`,
		write: func(question string) string { return question },
	}
}

// matchText is a question in the language of FTS5: every word or phrase must be there, and none after a minus. Quotes keep the rest from being operators.
func matchText(question string) string {
	var wanted, unwanted []string
	for rest := strings.TrimSpace(question); rest != ""; rest = strings.TrimSpace(rest) {
		list := &wanted
		if word, minus := strings.CutPrefix(rest, "-"); minus {
			list, rest = &unwanted, word
		}
		var word string
		if phrase, quoted := strings.CutPrefix(rest, `"`); quoted {
			word, rest, _ = strings.Cut(phrase, `"`)
		} else {
			word, rest, _ = strings.Cut(rest, " ")
		}
		*list = append(*list, `"`+strings.ReplaceAll(word, `"`, "")+`"`)
	}
	match := "(" + strings.Join(wanted, " AND ") + ")"
	for _, word := range unwanted {
		match += " NOT " + word
	}
	return match
}

// load gives it every published article of a newsroom.
func (b *bare) load(ctx context.Context, n *app.Newsroom) error {
	rows, err := n.DB.Query(ctx, "SELECT slug, title, standfirst, body FROM article WHERE status = 'published' ORDER BY id")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	return b.db.Transact(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, b.table); err != nil {
			return err
		}
		for rows.Next() {
			var slug, title, standfirst, body string
			if err := rows.Scan(&slug, &title, &standfirst, &body); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, b.fill, slug, title, standfirst, text.Plain(body)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, b.index)
		return errors.Join(err, rows.Err())
	})
}

func (b *bare) search(ctx context.Context, q judged.Query) ([]string, error) {
	return db.All(ctx, b.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, b.ask, b.write(q.Text), recalledAt(q))
}

// bareRows is how well each engine's own full text answers the same questions.
func (b *bench) bareRows(ctx context.Context, n *app.Newsroom, what string, queries []judged.Query) (rows []row, err error) {
	var articles int
	if err := n.DB.QueryRow(ctx, "SELECT COUNT(*) FROM article WHERE status = 'published'").Scan(&articles); err != nil {
		return nil, err
	}
	what = "search, " + what + ": "
	if articles > bareMost {
		return []row{unmeasured(what+"bare engines", fmt.Sprintf("only up to %s articles", thousands(bareMost)))}, nil
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	lite, err := judgeBare(ctx, n, filepath.Join(dir, "bare.db"), bareSQLite, queries)
	if err != nil {
		return nil, err
	}
	rows = append(rows, tellQuality(what+"FTS5 bare", lite))
	if b.postgres == "" {
		return append(rows, unmeasured(what+"PostgreSQL bare", "no server: prefix the command with tools/with-postgres")), nil
	}
	address, drop, err := newDatabase(ctx, b.postgres)
	if err != nil {
		return rows, err
	}
	defer drop()
	post, err := judgeBare(ctx, n, address, barePostgres, queries)
	if err != nil {
		return rows, err
	}
	return append(rows, tellQuality(what+"PostgreSQL bare", post)), nil
}

func judgeBare(ctx context.Context, n *app.Newsroom, location string, engine func(*db.DB) *bare, queries []judged.Query) (r quality, err error) {
	d, err := db.Open(ctx, location)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	e := engine(d)
	if err := e.load(ctx, n); err != nil {
		return r, err
	}
	return judge(ctx, queries, e.search)
}

// tellQuality is a row of what ours is compared with.
func tellQuality(what string, r quality) row {
	note := fmt.Sprintf("nDCG@10 of %d judged queries", r.queries)
	if r.demands > 0 {
		note += fmt.Sprintf("; recall of slips and inflections %.3f of %d", r.recall, r.demands)
	}
	return tell(what, fmt.Sprintf("%.3f", r.ndcg), note)
}
