package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"griot/internal/app"
	"griot/internal/db"
	"griot/internal/judged"
	"griot/internal/search"
	"griot/internal/transfer/sample"
)

// What is promised of a search: at the archive's size, and of its quality from 0 to 1.
const (
	searchSize    = 100_000
	searchMedian  = 10 * time.Millisecond // up to searchSize
	searchSlowest = 60 * time.Millisecond // the 99th percentile
	manyMedian    = 40 * time.Millisecond // beyond it
	manySlowest   = 250 * time.Millisecond
	leastNDCG     = 0.85
	leastAbove    = 0.15 // above the yardstick
	leastRecall   = 0.9
	searches      = 600
	yardsticks    = 40 // queries that the yardstick is asked: it reads every article for each
)

// search measures how well and how soon readers find.
func (b *bench) search(ctx context.Context) ([]row, error) {
	dir, err := b.archive(ctx)
	if err != nil {
		return nil, err
	}
	n, err := app.Open(ctx, settings(dir, ""))
	if err != nil {
		return nil, err
	}
	defer func() { _ = n.Close() }()
	rows, err := b.searchSpeed(ctx, n, "SQLite")
	if err != nil {
		return rows, err
	}
	onPostgres, err := b.searchOnPostgres(ctx)
	rows = append(rows, onPostgres...)
	if err != nil || b.articles > searchSize { // the yardsticks read every article for each question
		return rows, err
	}
	more, err := b.searchQuality(ctx, n, "topics planted in the archive", judged.TopicQueries)
	rows = append(rows, more...)
	if err != nil {
		return rows, err
	}
	fresh, err := b.folder()
	if err != nil {
		return rows, err
	}
	paper, _, err := app.OpenDemo(ctx, settings(fresh, ""), app.DemoOptions{})
	if err != nil {
		return rows, err
	}
	defer func() { _ = paper.Close() }()
	more, err = b.searchQuality(ctx, paper, "the sample newspaper", judged.SampleQueries)
	return append(rows, more...), err
}

func (b *bench) searchOnPostgres(ctx context.Context) ([]row, error) {
	if b.postgres == "" {
		return []row{unmeasured("search on PostgreSQL", "no server: prefix the command with tools/with-postgres")}, nil
	}
	n, err := b.archiveOnPostgres(ctx)
	if err != nil {
		return nil, err
	}
	return b.searchSpeed(ctx, n, "PostgreSQL")
}

func (b *bench) searchQuality(ctx context.Context, n *app.Newsroom, what string, load func() ([]judged.Query, error)) ([]row, error) {
	queries, err := load()
	if err != nil {
		return nil, err
	}
	if err := graded(ctx, n, queries); err != nil {
		return nil, err
	}
	mine, err := judge(ctx, queries, ours(n))
	if err != nil {
		return nil, err
	}
	yardstick, err := judge(ctx, every(queries, yardsticks), likeNewest(n))
	if err != nil {
		return nil, err
	}
	rows := []row{
		reach("search, "+what+": nDCG@10", mine.ndcg, max(leastNDCG, yardstick.ndcg+leastAbove), fmt.Sprintf("%d judged queries", mine.queries)),
		reach("search, "+what+": recall of slips and inflections", mine.recall, leastRecall, fmt.Sprintf("%d queries", mine.demands)),
		tellQuality("search, "+what+": LIKE newest first", yardstick),
	}
	more, err := b.bareRows(ctx, n, what, queries)
	return append(rows, more...), err
}

// reach is a row of a number that must be at least so large.
func reach(what string, got, least float64, note string) row {
	r := row{what: what, measured: fmt.Sprintf("%.3f", got), promised: fmt.Sprintf("%.3f", least), verdict: met, note: note}
	if got < least {
		r.verdict = unmet
	}
	return r
}

// graded adds to the queries about planted topics what the archive's own articles are worth, and that those about the topic must be found.
func graded(ctx context.Context, n *app.Newsroom, queries []judged.Query) error {
	list, err := db.All(ctx, n.DB, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, "SELECT slug FROM article WHERE status = 'published'")
	if err != nil {
		return err
	}
	for i := range queries {
		if queries[i].Grades == nil {
			queries[i].Grades = map[string]int{}
		}
	}
	for _, slug := range list {
		topic, grade, ok := sample.Planted(slug)
		if !ok {
			continue
		}
		for i := range queries {
			if queries[i].Topic == topic {
				queries[i].Grades[slug] = grade
				if grade == sample.About && (queries[i].Kind == judged.Inflection || queries[i].Kind == judged.Typo) {
					queries[i].Must = append(queries[i].Must, slug)
				}
			}
		}
	}
	return nil
}

// searchSpeed asks what readers might: one to four words of a headline, some with a filter, both orders, every facet counted.
func (b *bench) searchSpeed(ctx context.Context, n *app.Newsroom, engine string) (rows []row, err error) {
	queries, err := searchesOf(ctx, n)
	if err != nil {
		return nil, err
	}
	index := search.New(search.KeepBytes)
	for _, newest := range []bool{false, true} {
		var s spread
		for i, q := range queries {
			q.Newest = newest
			took, err := timed(func() error { _, err := index.Find(ctx, n.DB, q); return err })
			if err != nil {
				return rows, err
			}
			if i >= warmUp {
				s = append(s, took)
			}
		}
		order := map[bool]string{false: "most relevant", true: "newest"}[newest]
		what := fmt.Sprintf("search at %s articles, %s, %s first", thousands(int64(b.articles)), engine, order)
		median, slowest := searchMedian, searchSlowest
		if b.articles > searchSize {
			median, slowest = manyMedian, manySlowest
		}
		rows = append(rows, promise(what+": median", s.median(), median, span, "1 to 4 words, filters, every facet counted"),
			promise(what+": 99th percentile", s.at(0.99), slowest, span, "slowest "+span(s.slowest())))
	}
	return rows, nil
}

func searchesOf(ctx context.Context, n *app.Newsroom) (list []search.Query, err error) {
	titles, err := db.All(ctx, n.DB, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err },
		"SELECT title FROM article WHERE status = 'published' AND id % 97 = 0 ORDER BY id LIMIT 5000")
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // no secret
	for i := range searches {
		words := strings.Fields(titles[r.IntN(len(titles))])
		from := r.IntN(len(words))
		q := search.Query{Words: strings.Join(words[from:min(len(words), from+1+i%4)], " "), Language: "fr", Now: n.Now(), Limit: 20}
		switch i % 3 {
		case 1:
			q.Country = int64(1 + r.IntN(20))
		case 2:
			q.From = n.Now().AddDate(-1-r.IntN(5), 0, 0)
		}
		list = append(list, q)
	}
	return list, nil
}
