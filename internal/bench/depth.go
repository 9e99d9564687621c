package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"griot/internal/app"
)

// The promises for lists and sitemaps, and the size at which they are measured unless another is asked for.
const (
	deepArchive = 100_000
	deepLeast   = 20_000
	deepPage    = 5_000
	deepRatio   = 1.5 // what a page so deep may take, in times of what the second takes
	sitemapMade = 500 * time.Millisecond
	sitemapKept = 50 * time.Millisecond
)

// depths times the pages of one long list, and the sitemaps, on each engine.
func (b *bench) depths(ctx context.Context) ([]row, error) {
	rows, err := b.depthOnSQLite(ctx)
	if err != nil {
		return rows, err
	}
	if b.postgres == "" {
		return append(rows, unmeasured("lists and sitemaps on PostgreSQL", "no server: prefix the command with tools/with-postgres")), nil
	}
	url, drop, err := newDatabase(ctx, b.postgres)
	if err != nil {
		return rows, err
	}
	defer drop()
	dir, err := b.folder()
	if err != nil {
		return rows, err
	}
	more, err := b.depthOf(ctx, settings(dir, url), "PostgreSQL")
	return append(rows, more...), err
}

// depthOnSQLite also serves the newsroom, to see how long what is kept takes.
func (b *bench) depthOnSQLite(ctx context.Context) ([]row, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	rows, err := b.depthOf(ctx, settings(dir+"/demo", ""), "SQLite")
	if err != nil {
		return rows, err
	}
	p, err := b.serve(ctx, "--dir", dir+"/demo")
	if err != nil {
		return rows, err
	}
	defer p.close()
	for _, path := range []string{"/sitemap.xml", "/sitemap-2.xml"} {
		if _, err := p.settled(ctx, path); err != nil {
			return rows, err
		}
		var s spread
		for range 50 {
			took, err := timed(func() error { _, err := p.get(ctx, path, "br"); return err })
			if err != nil {
				return rows, err
			}
			s = append(s, took)
		}
		rows = append(rows, promise(fmt.Sprintf("%s kept at %s articles", path, thousands(int64(b.deep))), s.median(), sitemapKept, span, "over HTTP, brotli; slowest "+span(s.slowest())))
	}
	return rows, nil
}

// depthOf makes a deep newsroom and times its pages in this process.
func (b *bench) depthOf(ctx context.Context, s app.Settings, engine string) ([]row, error) {
	fmt.Fprintf(b.log, "bench: making lists of %d articles on %s …\n", b.deep, engine)
	n, _, err := app.OpenDemo(ctx, s, app.DemoOptions{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = n.Close() }()
	list, err := deepen(ctx, n.DB, b.deep)
	if err != nil {
		return nil, err
	}
	room, err := newPressroom(n)
	if err != nil {
		return nil, err
	}
	rows, err := b.leaf(ctx, room, list, engine)
	if err != nil {
		return rows, err
	}
	for _, path := range []string{"/sitemap.xml", "/sitemap-2.xml", "/sitemap-pages.xml", "/sitemap-tags-1.xml"} {
		s, err := room.timeSome(ctx, []string{path}, 20)
		if err != nil {
			return rows, err
		}
		rows = append(rows, promise(fmt.Sprintf("%s made at %s articles, %s", path, thousands(int64(b.deep)), engine), s.median(), sitemapMade, span, "slowest "+span(s.slowest())))
	}
	return rows, nil
}

// leaf compares pages of a list with its second.
func (b *bench) leaf(ctx context.Context, room *pressroom, list string, engine string) (rows []row, err error) {
	var second spread
	for _, n := range []int{2, min(deepPage, b.deep/entriesOnPage), b.deep / entriesOnPage} {
		s, err := room.time(ctx, []string{list + "?page=" + strconv.Itoa(n)})
		if err != nil {
			return rows, err
		}
		what := fmt.Sprintf("list page %s of %s articles, %s", thousands(int64(n)), thousands(int64(b.deep)), engine)
		if n == 2 {
			second = s
			rows = append(rows, tell(what+": median", span(s.median()), "99th percentile "+span(s.at(0.99))))
			continue
		}
		ratio := float64(s.median()) / float64(second.median())
		rows = append(rows, promise(what+", to page 2", ratio, deepRatio, times, "median "+span(s.median())+"; 99th percentile "+span(s.at(0.99))))
		if n == b.deep/entriesOnPage {
			break
		}
	}
	return rows, nil
}
