package article

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/page"
)

const (
	rankBatch     = 64 // how many articles one job ranks
	relatedKept   = 8  // of which readers see the first few: enough remain when some are withdrawn
	relatedShown  = 3  // what pages usually show; standing higher than that in the list of others counts as being shown
	maxArms       = 24 // traits under which candidates are looked for
	armReach      = 10 // candidates under each trait, before the article and as many after it
	maxCandidates = 60 // compared whole
	nearness      = 365 * 24 * time.Hour
	farCounts     = 0.8 // of the score, for the farthest in time; after one nearness half of the rest is lost
	muchListed    = 12  // in how many lists an article stands when its score is halved: no reader should meet the same three everywhere
)

// related is an article in the list of another.
type related struct {
	id    ID
	score int // in millionths
}

// ranking is a batch of articles that are ranked.
type ranking struct {
	q      db.Querier
	before map[ID][]related // their lists as they stand
	listed map[ID]int       // how many more lists of the batch show an article now than before
}

// rank makes the lists of the next articles that are due for a step, and gives their number.
func (r *Relater) rank(ctx context.Context, now time.Time, step int) (int, error) {
	batch, err := nextDue(ctx, r.DB, step, rankBatch)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	known, err := knownArticles(ctx, r.DB, ids(batch))
	if err != nil {
		return 0, err
	}
	k := &ranking{q: r.DB, listed: map[ID]int{}}
	if k.before, err = listsOf(ctx, r.DB, ids(batch)); err != nil {
		return 0, err
	}
	lists := map[ID][]related{}
	var stale []ID // that do not know yet what was read
	for _, d := range batch {
		if a := known[d.id]; a != nil {
			list, others, err := k.best(ctx, a)
			if err != nil {
				return 0, fmt.Errorf("rank what is related to article %d: %w", d.id, err)
			}
			lists[d.id] = list
			if step == toRank {
				stale = append(stale, slices.DeleteFunc(others, func(id ID) bool { return known[id] != nil })...)
			}
		}
	}
	return len(batch), r.DB.Transact(ctx, func(tx *db.Tx) error {
		var labels []page.Label
		for _, d := range batch {
			if list, ok := lists[d.id]; ok && !slices.Equal(list, k.before[d.id]) {
				labels = append(labels, page.Article(int64(d.id)))
				if err := replace(ctx, tx, d.id, list); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(ctx, "UPDATE related_article SET ranked_at = $2 WHERE article_id = $1", d.id, db.Millis(now)); err != nil {
				return err
			}
			if err := d.settle(ctx, tx); err != nil {
				return err
			}
		}
		if err := concern(ctx, tx, stale); err != nil {
			return err
		}
		return event.Append(ctx, tx, now, labels...)
	})
}

// listsOf reads lists as they stand.
func listsOf(ctx context.Context, q db.Querier, ids []ID) (map[ID][]related, error) {
	lists := map[ID][]related{}
	in, args := inList(ids)
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id ID
		var o related
		err := rows.Scan(&id, &o.id, &o.score)
		lists[id] = append(lists[id], o)
		return struct{}{}, err
	}, "SELECT article_id, related_id, score FROM article_related WHERE article_id IN ("+in+") ORDER BY article_id, position", args...)
	return lists, err
}

func replace(ctx context.Context, tx *db.Tx, id ID, list []related) error {
	if _, err := tx.Exec(ctx, "DELETE FROM article_related WHERE article_id = $1", id); err != nil {
		return err
	}
	rows := make([][]any, len(list))
	for i, o := range list {
		rows[i] = []any{id, i + 1, o.id, o.score}
	}
	return insertRows(ctx, tx, "INSERT INTO article_related (article_id, position, related_id, score) VALUES ", "", rows)
}

// best makes the list of an article, and names those in it that were last ranked before the article was read: they may want it in theirs.
func (k *ranking) best(ctx context.Context, a *knownArticle) (list []related, stale []ID, err error) {
	near, err := candidates(ctx, k.q, a)
	if err != nil {
		return nil, nil, err
	}
	others, err := knownArticles(ctx, k.q, near)
	if err != nil {
		return nil, nil, err
	}
	listed, err := timesListed(ctx, k.q, near)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range shown(k.before[a.id]) { // its own list is no reason against them
		listed[o.id]--
	}
	weights := a.profile.weights()
	for _, id := range near {
		o := others[id]
		if o == nil || !o.offered || o.root == a.root || o.language != a.language {
			continue
		}
		score := float64(o.profile.inCommon(weights)) * closeness(a.at, o.at) * freshness(listed[id]+k.listed[id])
		list = append(list, related{id, int(math.Round(score))})
	}
	slices.SortFunc(list, func(x, y related) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(apart(a.at, others[x.id].at), apart(a.at, others[y.id].at)), cmp.Compare(y.id, x.id))
	})
	list = list[:min(len(list), relatedKept)]
	for _, o := range list {
		if others[o.id].rankedAt < a.readAt {
			stale = append(stale, o.id)
		}
	}
	k.count(k.before[a.id], -1)
	k.count(list, 1)
	return list, stale, nil
}

func (k *ranking) count(list []related, by int) {
	for _, o := range shown(list) {
		k.listed[o.id] += by
	}
}

func shown(list []related) []related { return list[:min(len(list), relatedShown)] }

func apart(a, b int64) int64 { return max(a-b, b-a) }

// closeness favours what is near in time: an old piece may be related, but between equals the nearer wins.
func closeness(a, b int64) float64 {
	return farCounts + (1-farCounts)*math.Exp2(-float64(apart(a, b))/float64(nearness.Milliseconds()))
}

// freshness goes against what stands in many lists already.
func freshness(listed int) float64 {
	x := float64(max(listed, 0)) / muchListed
	return 1 / (1 + x*x)
}

// candidates are the articles found under the traits of an article, those near it in time: the most promising first.
func candidates(ctx context.Context, q db.Querier, a *knownArticle) ([]ID, error) {
	arms, err := telling(ctx, q, a)
	if err != nil || len(arms) == 0 {
		return nil, err
	}
	query, args := armsQuery(q.Engine(), a, arms)
	promise := map[ID]int{}
	_, err = db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id ID
		var arm, weight int
		err := rows.Scan(&id, &arm, &weight)
		if arm < len(arms) && id != a.id {
			promise[id] += weight * arms[arm].weight
		}
		return struct{}{}, err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	found := make([]ID, 0, len(promise))
	for id := range promise {
		found = append(found, id)
	}
	slices.SortFunc(found, func(x, y ID) int { return cmp.Or(cmp.Compare(promise[y], promise[x]), cmp.Compare(y, x)) })
	return found[:min(len(found), maxCandidates)], nil
}

// telling are the heaviest traits of an article that it does not have alone.
func telling(ctx context.Context, q db.Querier, a *knownArticle) (profile, error) {
	having, err := counts(ctx, q, a.profile.traits())
	if err != nil {
		return nil, err
	}
	arms := slices.DeleteFunc(slices.Clone(a.profile), func(w weighted) bool { return having[w.trait] == 1 }) // rubrics and links are not counted
	return arms[:min(len(arms), maxArms)], nil
}

// armsQuery asks under each trait for the articles next before and next after a time. The number of traits is rounded up, repeating the last, so that few texts are ever
// prepared. PostgreSQL would plan each part of a long UNION by itself, for longer than it takes to read the rows; SQLite has no LATERAL.
func armsQuery(engine db.Engine, a *knownArticle, arms profile) (string, []any) {
	args, n := []any{a.at, armReach}, (len(arms)+3)/4*4
	for i := range n {
		args = append(args, int64(arms[min(i, len(arms)-1)].trait))
	}
	parts := make([]string, n)
	if engine == db.Postgres {
		for i := range parts {
			parts[i] = fmt.Sprintf("(%d, CAST($%d AS BIGINT))", i, i+3)
		}
		return `SELECT p.article_id, arms.arm, p.weight FROM (VALUES ` + strings.Join(parts, ",") + `) AS arms (arm, trait) CROSS JOIN LATERAL (
(SELECT article_id, weight FROM related_posting WHERE trait = arms.trait AND at <= $1 ORDER BY at DESC, article_id DESC LIMIT $2) UNION ALL
(SELECT article_id, weight FROM related_posting WHERE trait = arms.trait AND at > $1 ORDER BY at, article_id LIMIT $2)) AS p`, args
	}
	const arm = `SELECT * FROM (SELECT article_id, %[1]d AS arm, weight FROM related_posting WHERE trait = $%[2]d AND at <= $1 ORDER BY at DESC, article_id DESC LIMIT $2) AS b%[1]d
UNION ALL SELECT * FROM (SELECT article_id, %[1]d AS arm, weight FROM related_posting WHERE trait = $%[2]d AND at > $1 ORDER BY at, article_id LIMIT $2) AS a%[1]d`
	for i := range parts {
		parts[i] = fmt.Sprintf(arm, i, i+3)
	}
	return strings.Join(parts, "\nUNION ALL "), args
}

// timesListed counts in how many lists articles are shown.
func timesListed(ctx context.Context, q db.Querier, ids []ID) (map[ID]int, error) {
	listed := map[ID]int{}
	if len(ids) == 0 {
		return listed, nil
	}
	in, args := inList(ids)
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id ID
		var n int
		err := rows.Scan(&id, &n)
		listed[id] = n
		return struct{}{}, err
	}, "SELECT related_id, COUNT(*) FROM article_related WHERE related_id IN ("+in+") AND position <= "+fmt.Sprint(relatedShown)+" GROUP BY related_id", args...)
	return listed, err
}
