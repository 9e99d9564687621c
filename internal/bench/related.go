package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/app"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/job"
	"griot/internal/judged"
	"griot/internal/transfer/sample"
)

// What is promised of related articles: the quality of the first relatedShown by judgements, and how far above the newest of the rubric.
const (
	relatedShown  = 3
	relatedLeast  = 0.75
	relatedAbove  = 0.2
	relatedAgain  = 640 // articles that are ranked again to see how long it takes
	relatedJudged = 400 // at most so many planted articles are judged
)

// related judges what is related, in the sample newspaper and about the planted topics of the archive, and tells what working it out costs.
func (b *bench) related(ctx context.Context) (rows []row, err error) {
	rows, err = b.relatedSample(ctx)
	if err != nil {
		return rows, err
	}
	dir, err := b.archive(ctx)
	if err != nil {
		return rows, err
	}
	n, err := app.Open(ctx, settings(dir, ""))
	if err != nil {
		return rows, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	more, err := b.relatedArchive(ctx, n)
	return append(rows, more...), err
}

func (b *bench) relatedSample(ctx context.Context) (rows []row, err error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	n, _, err := app.OpenDemo(ctx, settings(dir, ""), app.DemoOptions{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if _, err := workOff(ctx, n); err != nil {
		return nil, err
	}
	judgements, err := judged.Related()
	if err != nil {
		return nil, err
	}
	return judgeRelated(ctx, n, "the sample newspaper", judgements)
}

func (b *bench) relatedArchive(ctx context.Context, n *app.Newsroom) (rows []row, err error) {
	size := thousands(int64(b.articles))
	due, err := asked(ctx, n.DB, "SELECT COUNT(*) FROM related_due WHERE step = 0")
	if err != nil {
		return nil, err
	}
	spent, err := workOff(ctx, n)
	if err != nil {
		return nil, err
	}
	if due > 0 {
		rows = append(rows, tell("relations of an archive: a new article, among "+size, span(spent.whole()/time.Duration(due)), fmt.Sprintf("%s articles; slowest batch %s", thousands(due), span(spent.slowest()))))
	}
	err = n.DB.Transact(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO related_due (article_id, step, at) SELECT article_id, 1, at FROM related_article ORDER BY article_id DESC LIMIT $1", relatedAgain)
		return err
	})
	if err != nil {
		return rows, err
	}
	if spent, err = workOff(ctx, n); err != nil {
		return rows, err
	}
	rows = append(rows, tell("relations: an article ranked again, among "+size, span(spent.whole()/relatedAgain), ""))
	judgements, err := plantedTogether(ctx, n.DB)
	if err != nil {
		return rows, err
	}
	more, err := judgeRelated(ctx, n, "planted topics, "+size+" articles", judgements)
	return append(rows, more...), err
}

// whole is the sum of the series.
func (s spread) whole() (sum time.Duration) {
	for _, d := range s {
		sum += d
	}
	return sum
}

// workOff does what is due, as the job does, and gives the time of each batch.
func workOff(ctx context.Context, n *app.Newsroom) (batches spread, err error) {
	r := &article.Relater{DB: n.DB, Now: n.Now}
	for {
		due, err := asked(ctx, n.DB, "SELECT COUNT(*) FROM (SELECT 1 FROM related_due LIMIT 1) AS due")
		if err != nil || due == 0 {
			return batches, err
		}
		took, err := timed(func() error { return r.Work(ctx, job.Job{}) })
		if err != nil {
			return batches, err
		}
		batches = append(batches, took)
	}
}

func asked(ctx context.Context, q db.Querier, query string) (n int64, err error) {
	err = q.QueryRow(ctx, query).Scan(&n)
	return n, err
}

// plantedTogether judges articles about the same topic to be related, as much as each is about it.
func plantedTogether(ctx context.Context, q db.Querier) (judgements []judged.Next, err error) {
	slugs, err := db.All(ctx, q, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, "SELECT slug FROM article WHERE status = 'published' ORDER BY id")
	if err != nil {
		return nil, err
	}
	topics := map[string]map[string]int{}
	var about []judged.Next
	for _, slug := range slugs {
		topic, grade, ok := sample.Planted(slug)
		if !ok {
			continue
		}
		if topics[topic] == nil {
			topics[topic] = map[string]int{}
		}
		topics[topic][slug] = grade
		if grade == sample.About {
			about = append(about, judged.Next{Article: slug, Grades: topics[topic]})
		}
	}
	return every(about, relatedJudged), nil
}

// judgeRelated compares the lists with the newest of the rubric.
func judgeRelated(ctx context.Context, n *app.Newsroom, where string, judgements []judged.Next) ([]row, error) {
	list := func(query, slug string) ([]string, error) {
		return db.All(ctx, n.DB, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query, slug)
	}
	ours, newest := 0.0, 0.0
	for _, j := range judgements {
		got, err := list("SELECT o.slug FROM article a JOIN article_related r ON r.article_id = a.id JOIN article o ON o.id = r.related_id WHERE a.slug = $1 ORDER BY r.position", j.Article)
		if err != nil {
			return nil, err
		}
		plain, err := list(`SELECT o.slug FROM article a JOIN article o ON o.section_id = a.section_id AND o.language = a.language AND o.id <> a.id
WHERE a.slug = $1 AND o.status = 'published' ORDER BY o.first_published_at DESC, o.id DESC LIMIT 3`, j.Article)
		if err != nil {
			return nil, err
		}
		itself := j.Grades[j.Article]
		delete(j.Grades, j.Article)
		ours += judged.NDCG(j.Grades, got, relatedShown)
		newest += judged.NDCG(j.Grades, plain, relatedShown)
		if itself > 0 {
			j.Grades[j.Article] = itself
		}
	}
	ours, newest = ours/float64(max(1, len(judgements))), newest/float64(max(1, len(judgements)))
	most, err := asked(ctx, n.DB, "SELECT COUNT(*) AS lists FROM article_related WHERE position <= 3 GROUP BY related_id ORDER BY 1 DESC LIMIT 1")
	if err != nil {
		return nil, err
	}
	lists, err := asked(ctx, n.DB, "SELECT COUNT(DISTINCT article_id) FROM article_related")
	if err != nil {
		return nil, err
	}
	note := fmt.Sprintf("%d articles judged; one article stands in at most %d of %s lists", len(judgements), most, thousands(lists))
	return []row{
		least("related: nDCG@3, "+where, ours, relatedLeast, note),
		least("  above the newest of the rubric", ours-newest, relatedAbove, fmt.Sprintf("which has %.3f", newest)),
	}, nil
}

// least is a row of a figure that may not be lower.
func least(what string, got, least float64, note string) row {
	r := row{what: what, measured: fmt.Sprintf("%.3f", got), promised: fmt.Sprintf("%.2f", least), verdict: met, note: note}
	if got < least {
		r.verdict = unmet
	}
	return r
}
