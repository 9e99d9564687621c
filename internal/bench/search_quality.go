package main

import (
	"context"
	"database/sql"

	"griot/internal/app"
	"griot/internal/db"
	"griot/internal/judged"
	"griot/internal/search"
)

// rankedAt is how deep rankings are judged.
const rankedAt = 10

// recalledAt is how deep what must be found may stand: on the first page, or as far as twice as many as there are.
func recalledAt(q judged.Query) int { return max(rankedAt, 2*len(q.Must)) }

// quality is how well a way of searching answers what was judged, from 0 to 1.
type quality struct {
	ndcg    float64
	recall  float64 // of inflections and typos
	queries int
	demands int // how many queries demand recall
	lows    []low
}

// low is a query that was answered badly.
type low struct {
	query  judged.Query
	ndcg   float64
	ranked []string
}

// searcher gives the slugs of the first answers to a query, the best first.
type searcher func(ctx context.Context, q judged.Query) ([]string, error)

// judge asks every query. grades completes what an archive of its own planted.
func judge(ctx context.Context, queries []judged.Query, ask searcher) (r quality, err error) {
	for _, q := range queries {
		ranked, err := ask(ctx, q)
		if err != nil {
			return r, err
		}
		n := judged.NDCG(q.Grades, ranked, rankedAt)
		r.ndcg += n
		r.queries++
		if n < 0.85 {
			r.lows = append(r.lows, low{q, n, ranked})
		}
		if len(q.Must) > 0 {
			r.recall += judged.Recall(q.Must, ranked, recalledAt(q))
			r.demands++
		}
	}
	r.ndcg /= float64(max(1, r.queries))
	r.recall /= float64(max(1, r.demands))
	return r, nil
}

// ours asks the index as the search page does.
func ours(n *app.Newsroom) searcher {
	index := search.New(search.KeepBytes)
	return func(ctx context.Context, q judged.Query) ([]string, error) {
		r, err := index.Find(ctx, n.DB, search.Query{Words: q.Text, Language: "fr", Now: n.Now(), Limit: recalledAt(q)})
		if err != nil {
			return nil, err
		}
		return slugs(ctx, n.DB, r.Articles)
	}
}

func slugs(ctx context.Context, q db.Querier, ids []int64) (list []string, err error) {
	for _, id := range ids {
		var slug string
		if err := q.QueryRow(ctx, "SELECT slug FROM article WHERE id = $1", id).Scan(&slug); err != nil {
			return nil, err
		}
		list = append(list, slug)
	}
	return list, nil
}

// likeNewest is the yardstick: what the words stand in, as they are written, newest first.
func likeNewest(n *app.Newsroom) searcher {
	return func(ctx context.Context, q judged.Query) ([]string, error) {
		return db.All(ctx, n.DB, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err },
			`SELECT slug FROM article WHERE status = 'published' AND (LOWER(title) LIKE $1 OR LOWER(standfirst) LIKE $1 OR LOWER(body) LIKE $1)
ORDER BY first_published_at DESC, id DESC LIMIT $2`, "%"+q.Text+"%", recalledAt(q))
	}
}
