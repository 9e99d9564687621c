package main

import (
	"context"
	"fmt"
	"time"

	"griot/internal/app"
)

// The promise for every kind of page, and how many of each are made.
const (
	makeMedian  = 3 * time.Millisecond
	makeSlowest = 15 * time.Millisecond // the 99th percentile
	makes       = 500
)

// kind is a kind of page and where to find many of it.
type kind struct {
	name      string
	promised  bool
	yardstick string // what others need, as the issue tells it
	find      func(*pressroom, context.Context) ([]string, error)
}

func kinds() []kind {
	return []kind{
		{"article", true, "measured elsewhere: WordPress 57 ms, Ghost on MySQL 19 ms", (*pressroom).articles},
		{"rubric", true, "WordPress 56 ms, Ghost 39 ms", (*pressroom).rubrics},
		{"front page", true, "WordPress 70 ms, Ghost 45 ms", func(*pressroom, context.Context) ([]string, error) { return []string{"/"}, nil }},
		{"deepest list page", false, "", (*pressroom).deepest},
		{"country", false, "", (*pressroom).countries},
		{"tag", false, "", (*pressroom).tags},
		{"search", false, "", (*pressroom).searches},
	}
}

// pages times the making of pages among the articles of the archive on each engine.
func (b *bench) pages(ctx context.Context) ([]row, error) {
	rows, err := b.pagesOnSQLite(ctx)
	if err != nil {
		return rows, err
	}
	if b.postgres == "" {
		return append(rows, unmeasured("pages made on PostgreSQL", "no server: prefix the command with tools/with-postgres")), nil
	}
	more, err := b.pagesOnPostgres(ctx)
	return append(rows, more...), err
}

func (b *bench) pagesOnSQLite(ctx context.Context) ([]row, error) {
	dir, err := b.archive(ctx)
	if err != nil {
		return nil, err
	}
	n, err := app.Open(ctx, settings(dir, ""))
	if err != nil {
		return nil, err
	}
	defer func() { _ = n.Close() }()
	return b.pagesOf(ctx, n, "SQLite")
}

func (b *bench) pagesOnPostgres(ctx context.Context) ([]row, error) {
	url, drop, err := newDatabase(ctx, b.postgres)
	if err != nil {
		return nil, err
	}
	defer drop()
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(b.log, "bench: making the archive of %d articles on PostgreSQL …\n", b.articles)
	n, _, err := app.OpenDemo(ctx, settings(dir, url), app.DemoOptions{Articles: b.articles})
	if err != nil {
		return nil, err
	}
	defer func() { _ = n.Close() }()
	return b.pagesOf(ctx, n, "PostgreSQL")
}

func (b *bench) pagesOf(ctx context.Context, n *app.Newsroom, engine string) (rows []row, err error) {
	room, err := newPressroom(n)
	if err != nil {
		return nil, err
	}
	for _, k := range kinds() {
		paths, err := k.find(room, ctx)
		if err != nil {
			return rows, err
		}
		var s spread
		err = b.profiled(engine+"-"+k.name, func() (err error) { s, err = room.time(ctx, paths); return err })
		if err != nil {
			return rows, err
		}
		rows = append(rows, k.rows(fmt.Sprintf("%s made at %s articles, %s", k.name, thousands(int64(b.articles)), engine), s, paths)...)
	}
	return rows, nil
}

func (k *kind) rows(what string, s spread, paths []string) []row {
	note := fmt.Sprintf("%d made of %d addresses", len(s), len(paths))
	if len(paths) == 1 {
		note = fmt.Sprintf("%d made of %s", len(s), paths[0])
	}
	quickest := "the quickest tenth " + span(s.at(0.1)) // on a machine that others use, nearer to the truth than the median
	if !k.promised {
		return []row{tell(what+": median", span(s.median()), note+"; 99th percentile "+span(s.at(0.99))+"; "+quickest)}
	}
	return []row{
		promise(what+": median", s.median(), makeMedian, span, quickest+"; "+k.yardstick),
		promise(what+": 99th percentile", s.at(0.99), makeSlowest, span, note),
	}
}
