package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"griot/internal/app"
)

// The promise for every kind of page, and how many of each are made: in an archive that grows it may cost half as much again as in a small one.
const (
	makeMedian  = 3 * time.Millisecond
	makeSlowest = 15 * time.Millisecond // the 99th percentile
	makes       = 500
	makeSlices  = 10 // in which both archives take turns
	few         = 1_000
	fewRatio    = 1.5
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
		{"country", true, "", (*pressroom).countries},
		{"tag", true, "", (*pressroom).tags},
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
	small, err := b.folder()
	if err != nil {
		return nil, err
	}
	return b.pagesOf(ctx, n, settings(small, ""), "SQLite", filepath.Join(dir, "griot.db"))
}

func (b *bench) pagesOnPostgres(ctx context.Context) ([]row, error) {
	n, err := b.archiveOnPostgres(ctx)
	if err != nil {
		return nil, err
	}
	url, drop, err := newDatabase(ctx, b.postgres)
	if err != nil {
		return nil, err
	}
	defer drop()
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	return b.pagesOf(ctx, n, settings(dir, url), "PostgreSQL")
}

// pagesOf makes the pages of a newsroom, and those of one with few articles in turn with them. Its files are read before each kind, so that they lie in the system's memory: what is told is
// what a page costs, not a disk.
func (b *bench) pagesOf(ctx context.Context, n *app.Newsroom, small app.Settings, engine string, files ...string) (rows []row, err error) {
	sparse, _, err := app.OpenDemo(ctx, small, app.DemoOptions{Articles: few})
	if err != nil {
		return nil, err
	}
	defer func() { _ = sparse.Close() }()
	for _, k := range kinds() {
		for _, name := range files {
			if err := readInto(io.Discard, name); err != nil {
				return rows, err
			}
		}
		large, err := k.rounds(ctx, n)
		if err != nil {
			return rows, err
		}
		little, err := k.rounds(ctx, sparse)
		if err != nil {
			return rows, err
		}
		if err := b.profiled(engine+"-"+k.name, func() error { return inTurn(ctx, large, little) }); err != nil {
			return rows, err
		}
		what := fmt.Sprintf("%s made at %s articles, %s", k.name, thousands(int64(b.articles)), engine)
		rows = append(rows, k.rows(what, large)...)
		if k.promised && b.articles > few {
			note := fmt.Sprintf("median there %s; %d slices in turn", span(little.took.median()), makeSlices)
			rows = append(rows, promise(what+": over 1,000", large.took.over(little.took), fewRatio, precisely, note))
		}
	}
	return rows, nil
}

// rounds is a kind of page of one newsroom, made some at a time.
type rounds struct {
	room      *pressroom
	addresses int
	waiting   []string // to be made, in the order of no meaning in which they will be
	took      spread
}

func (k *kind) rounds(ctx context.Context, n *app.Newsroom) (*rounds, error) {
	room, err := newPressroom(n)
	if err != nil {
		return nil, err
	}
	paths, err := k.find(room, ctx)
	if err != nil {
		return nil, err
	}
	return &rounds{room: room, addresses: len(paths), waiting: shuffled(paths, makes)}, room.warm(ctx, paths)
}

// inTurn makes both, a slice of one after a slice of the other: whoever else uses the machine meanwhile slows both.
func inTurn(ctx context.Context, a, b *rounds) error {
	for range makeSlices {
		for _, r := range []*rounds{a, b} {
			if err := r.next(ctx, makes/makeSlices); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *rounds) next(ctx context.Context, n int) error {
	s, err := r.room.clock(ctx, r.waiting[:n])
	r.waiting, r.took = r.waiting[n:], append(r.took, s...)
	return err
}

func (k *kind) rows(what string, r *rounds) []row {
	s := r.took
	note := fmt.Sprintf("%d made of %d addresses", len(s), r.addresses)
	quickest := "the quickest tenth " + span(s.at(0.1)) // on a machine that others use, nearer to the truth than the median
	if !k.promised {
		return []row{tell(what+": median", span(s.median()), note+"; 99th percentile "+span(s.at(0.99))+"; "+quickest)}
	}
	return []row{
		promise(what+": median", s.median(), makeMedian, span, quickest+"; "+k.yardstick),
		promise(what+": 99th percentile", s.at(0.99), makeSlowest, span, note),
	}
}
