package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// tickerDepth is how many of the newest articles may complete the breaking line.
const tickerDepth = 6

// lists names the lists in which a published article stands. Rubrics and countries list the newspaper's own language; tags and authors list all.
func lists(ctx context.Context, q db.Querier, paper *masthead.Newspaper, a *Article) (labels []page.Label, err error) {
	if a == nil || a.Status != Published {
		return nil, nil
	}
	labels = append(labels, page.Language(a.Language))
	if a.Language == paper.Language {
		above, err := taxonomy.Ancestors(ctx, q, a.Section)
		if err != nil {
			return nil, err
		}
		for _, id := range above {
			labels = append(labels, page.Section(int64(id)))
		}
		for _, id := range a.Countries {
			labels = append(labels, page.Country(int64(id)))
		}
	}
	for _, id := range a.Tags {
		labels = append(labels, page.Tag(int64(id)))
	}
	for _, id := range a.Bylines {
		labels = append(labels, page.Author(int64(id)))
	}
	slices.Sort(labels)
	return slices.Compact(labels), nil
}

// relist moves an article between lists and gives the labels of what readers see change: the article, lists it entered, left or moved in, and the breaking line where it may stand there.
func relist(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, a, before *Article) (labels []page.Label, err error) {
	if a.Status != Published && (before == nil || before.Status != Published) {
		return nil, nil // readers see nothing of it
	}
	var was []page.Label
	if before != nil {
		if was, err = standsIn(ctx, tx, a.ID); err != nil {
			return nil, err
		}
	}
	stands, err := lists(ctx, tx, paper, a)
	if err != nil {
		return nil, err
	}
	moved, err := move(ctx, tx, a, was, stands)
	if err != nil {
		return nil, err
	}
	archived, err := archive(ctx, tx, a, before)
	if err != nil {
		return nil, err
	}
	labels = append([]page.Label{page.Article(int64(a.ID))}, append(moved, archived...)...)
	if before != nil && before.Public() != a.Public() {
		if err := relistNotes(ctx, tx, a.ID); err != nil {
			return nil, err
		}
	}
	if labels, err = withNeighbours(ctx, tx, a, before, labels); err != nil {
		return nil, err
	}
	return withTicker(ctx, tx, a, before, labels)
}

// move takes an article out of lists and puts it into others, and gives their labels.
func move(ctx context.Context, tx *db.Tx, a *Article, from, to []page.Label) (labels []page.Label, err error) {
	at := spot{at: db.Millis(a.FirstPublished), id: int64(a.ID)}
	for _, at.list = range from {
		if !slices.Contains(to, at.list) {
			labels = append(labels, at.list)
			if err := articleOrder.leave(ctx, tx, at); err != nil {
				return nil, err
			}
		}
	}
	for _, at.list = range to {
		if !slices.Contains(from, at.list) {
			labels = append(labels, at.list)
			if err := articleOrder.enter(ctx, tx, at); err != nil {
				return nil, err
			}
		}
	}
	if len(labels) > 0 {
		labels = append(labels, page.Archive) // a list that is filled or empty, a newer date
	}
	return labels, nil
}

// withNeighbours adds the labels of what shows the article though it stands in no list: its translations lead to it, a text that it answers shows it, and
// the list of notes shows those under it. And the front pages, when what the rule composes them by has changed.
func withNeighbours(ctx context.Context, q db.Querier, a, before *Article, labels []page.Label) ([]page.Label, error) {
	if before == nil && a.Original == 0 {
		return labels, nil // nothing leads yet to what was not there
	}
	if before != nil && before.Status == a.Status {
		if before.Pinned != a.Pinned || before.Kind != a.Kind || before.Section != a.Section || before.Hero.Picture != a.Hero.Picture {
			labels = append(labels, page.Front)
		}
		if before.Language == a.Language && before.Original == a.Original {
			return labels, nil
		}
	}
	roots := []ID{a.ID, a.Original}
	if before != nil {
		roots = append(roots, before.Original)
	}
	in, args := inList(slices.DeleteFunc(roots, func(id ID) bool { return id == 0 }))
	found, err := db.All(ctx, q, scanID, "SELECT id FROM article WHERE status = 'published' AND (id IN ("+in+") OR translation_of IN ("+in+"))", args...)
	if err != nil {
		return nil, err
	}
	answered, err := db.All(ctx, q, scanID, "SELECT article_id FROM article_note WHERE reply_id = $1", a.ID)
	if err != nil {
		return nil, err
	}
	for _, id := range append(found, answered...) {
		if id != a.ID {
			labels = append(labels, page.Article(int64(id)))
		}
	}
	var notes int
	if err := q.QueryRow(ctx, "SELECT COUNT(*) FROM article_note WHERE article_id = $1", a.ID).Scan(&notes); err != nil {
		return nil, err
	}
	if notes > 0 || len(answered) > 0 {
		labels = append(labels, page.Corrections)
	}
	return labels, nil
}

func standsIn(ctx context.Context, q db.Querier, id ID) ([]page.Label, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (l page.Label, err error) { err = rows.Scan(&l); return l, err },
		"SELECT list FROM listing WHERE article_id = $1", id)
}

// withTicker adds the breaking line's label when the article is, or by its date was, among the newest: any page shows those. A pushed line may
// lead to an article that is withdrawn or that goes to another language.
func withTicker(ctx context.Context, q db.Querier, a, before *Article, labels []page.Label) ([]page.Label, error) {
	if before != nil && before.Status == Published && (a.Status != Published || a.Language != before.Language) {
		return append(labels, page.Ticker), nil
	}
	newest, err := db.All(ctx, q, func(rows *sql.Rows) (at int64, err error) { err = rows.Scan(&at); return at, err },
		"SELECT at FROM listing WHERE list = $1 ORDER BY at DESC, article_id DESC LIMIT $2", string(page.Language(a.Language)), tickerDepth)
	if err != nil {
		return nil, err
	}
	if len(newest) < tickerDepth || db.Millis(a.FirstPublished) >= newest[len(newest)-1] {
		labels = append(labels, page.Ticker)
	}
	return labels, nil
}

// Count is how many articles stand in a list and when the first of them was published.
func Count(ctx context.Context, q db.Querier, list page.Label) (n int, since time.Time, err error) {
	var first int64
	err = q.QueryRow(ctx, "SELECT COALESCE(MAX(articles), 0), COALESCE(MAX(first_at), 0) FROM listing_count WHERE list = $1", string(list)).Scan(&n, &first)
	return n, db.Time(first), err
}

// Sum is what is known of a list without reading it.
type Sum struct {
	List     page.Label
	Articles int // more than none
	Newest   time.Time
}

// Sums gives every list whose label has a prefix such as "country:" and in which an article stands, in one query.
func Sums(ctx context.Context, q db.Querier, prefix string) ([]Sum, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (s Sum, err error) {
		var last int64
		err = rows.Scan(&s.List, &s.Articles, &last)
		s.Newest = db.Time(last)
		return s, err
	}, "SELECT list, articles, last_at FROM listing_count WHERE list >= $1 AND list < $2 AND articles > 0", prefix, prefix+"\uffff")
}

// Counts gives the number of articles in every list whose label has a prefix such as "country:", by label.
func Counts(ctx context.Context, q db.Querier, prefix string) (map[page.Label]int, error) {
	sums, err := Sums(ctx, q, prefix)
	counts := make(map[page.Label]int, len(sums))
	for _, s := range sums {
		counts[s.List] = s.Articles
	}
	return counts, err
}

// Top is the newest of a list, so many.
type Top struct {
	List  page.Label
	Limit int
}

// InEach lists the numbers of the newest articles of each of several lists, newest first, in one query.
func InEach(ctx context.Context, q db.Querier, tops []Top) (map[page.Label][]ID, error) {
	found := map[page.Label][]ID{}
	if len(tops) == 0 {
		return found, nil
	}
	var args []any
	parts := make([]string, len(tops))
	for i, t := range tops {
		args = append(args, string(t.List), t.Limit)
		parts[i] = fmt.Sprintf("SELECT * FROM (SELECT list, at, article_id FROM listing WHERE list = $%d ORDER BY at DESC, article_id DESC LIMIT $%d) AS l%d", 2*i+1, 2*i+2, i)
	}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var l page.Label
		var at int64
		var id ID
		err := rows.Scan(&l, &at, &id)
		found[l] = append(found[l], id)
		return struct{}{}, err
	}, "SELECT list, at, article_id FROM ("+strings.Join(parts, " UNION ALL ")+") AS each_list ORDER BY list, at DESC, article_id DESC", args...)
	return found, err
}

// Since lists the numbers of the articles of a list that were published at or after a time, newest first.
func Since(ctx context.Context, q db.Querier, list page.Label, since time.Time, limit int) ([]ID, error) {
	return db.All(ctx, q, scanID, "SELECT article_id FROM listing WHERE list = $1 AND at >= $2 ORDER BY at DESC, article_id DESC LIMIT $3", string(list), db.Millis(since), limit)
}

func scanID(rows *sql.Rows) (id ID, err error) {
	err = rows.Scan(&id)
	return id, err
}

// SinceCount is how many articles there are since a time, and how many of them since a later one.
type SinceCount struct{ All, Later int }

// CountriesSince counts, country by country, the articles of a list that were published at or after a time, and those at or after a later one.
func CountriesSince(ctx context.Context, q db.Querier, list page.Label, since, later time.Time) (map[taxonomy.CountryID]SinceCount, error) {
	const query = `SELECT c.country_id, COUNT(*), SUM(CASE WHEN l.at >= $3 THEN 1 ELSE 0 END) FROM listing l JOIN article_country c ON c.article_id = l.article_id
WHERE l.list = $1 AND l.at >= $2 GROUP BY c.country_id`
	counts := map[taxonomy.CountryID]SinceCount{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id taxonomy.CountryID
		var n SinceCount
		err := rows.Scan(&id, &n.All, &n.Later)
		counts[id] = n
		return struct{}{}, err
	}, query, string(list), db.Millis(since), db.Millis(later))
	return counts, err
}
