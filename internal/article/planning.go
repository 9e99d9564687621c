package article

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Why an article stands on the planning at its hour.
type Why string

// The reasons, the one that counts before those that stand behind it: an article has one place on a planning.
const (
	IsPublished  Why = "published"
	IsScheduled  Why = "scheduled"
	IsDue        Why = "due"
	IsEmbargoed  Why = "embargo"
	IsUnassigned Why = "free" // without an hour
)

// Planned is an article on the planning.
type Planned struct {
	Line
	At        time.Time // its hour there; zero where it has none
	Why       Why
	Countries []taxonomy.CountryID
}

// Days asks for the planning of some days.
type Days struct {
	From, To time.Time       // To is after them
	For      staff.Actor     // who looks: what they may not see is left out
	Answers  staff.AccountID // only what this person answers for; 0: all
	Limit    int             // how many articles of each reason
}

// Planning lists what is due, appears, may not appear before or appeared in some days, by the hour. more says that there is more of something than the limit.
func Planning(ctx context.Context, q db.Querier, ask Days) (list []Planned, more bool, err error) {
	var ids []ID
	for _, source := range []struct{ from, column, condition string }{
		{"article a", "a.publish_at", "a.status = 'scheduled'"},
		{"assignment n JOIN article a ON a.id = n.article_id", "n.due_at", "n.closed_at = 0 AND a.status <> 'scheduled'"},
		{"article a", "a.embargo_until", "a.embargo_until <> 0 AND a.status <> 'published'"},
		{"article a", "a.first_published_at", "a.status = 'published'"},
	} {
		w := where{from: source.from, key: "a.id"}
		w.add(source.condition)
		w.add(source.column+" >= ?", db.Millis(ask.From))
		w.add(source.column+" < ?", db.Millis(ask.To))
		some, err := ask.some(ctx, q, w, source.column)
		if err != nil {
			return nil, false, err
		}
		more = more || len(some) > ask.Limit
		ids = append(ids, some[:min(len(some), ask.Limit)]...)
	}
	list, err = planned(ctx, q, ids, func(l *Line) (time.Time, Why) { return hourOn(l, ask.From, ask.To) })
	return list, more, err
}

// Late lists what was wanted before now and has not even its hour, the longest waiting first.
func Late(ctx context.Context, q db.Querier, now time.Time, ask Days) ([]Planned, error) {
	w := where{from: "assignment n JOIN article a ON a.id = n.article_id", key: "a.id"}
	w.add("n.closed_at = 0 AND n.due_at <> 0 AND a.status <> 'scheduled'")
	w.add("n.due_at <= ?", db.Millis(now))
	ids, err := ask.some(ctx, q, w, "n.due_at")
	if err != nil {
		return nil, err
	}
	return planned(ctx, q, ids[:min(len(ids), ask.Limit)], func(l *Line) (time.Time, Why) { return l.Due, IsDue })
}

// Coming lists what appears by itself in some days, the next first.
func Coming(ctx context.Context, q db.Querier, ask Days) ([]Planned, error) {
	w := where{from: "article a", key: "a.id"}
	w.add("a.status = 'scheduled'")
	w.add("a.publish_at >= ?", db.Millis(ask.From))
	w.add("a.publish_at < ?", db.Millis(ask.To))
	ids, err := ask.some(ctx, q, w, "a.publish_at")
	if err != nil {
		return nil, err
	}
	return planned(ctx, q, ids[:min(len(ids), ask.Limit)], func(l *Line) (time.Time, Why) { return l.PublishAt, IsScheduled })
}

// Free lists what whoever may can take, those with an hour first.
func Free(ctx context.Context, q db.Querier, ask Days) ([]Planned, error) {
	w := where{from: "assignment n JOIN article a ON a.id = n.article_id", key: "a.id"}
	w.add("n.closed_at = 0 AND n.account_id = 0 AND n.due_at >= 0 AND a.status <> 'scheduled'")
	ids, err := ask.some(ctx, q, w, "n.due_at DESC, a.id")
	if err != nil {
		return nil, err
	}
	return planned(ctx, q, ids[:min(len(ids), ask.Limit)], func(l *Line) (time.Time, Why) { return l.Due, IsUnassigned })
}

// some are the articles that conditions name, one more than the limit at most, in an order.
func (ask *Days) some(ctx context.Context, q db.Querier, w where, order string) ([]ID, error) {
	if ask.Answers != 0 {
		if !strings.Contains(w.from, "assignment n") {
			w.from += " JOIN assignment n ON n.article_id = a.id"
		}
		w.add("n.account_id = ?", ask.Answers)
	}
	w.seen(ask.For)
	w.args = append(w.args, ask.Limit+1)
	query := fmt.Sprintf("SELECT a.id FROM %s WHERE %s ORDER BY %s LIMIT $%d", w.from, strings.Join(w.conditions, " AND "), order, len(w.args))
	ids, err := db.All(ctx, q, scanID, query, w.args...)
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	return ids, nil
}

// planned gives articles their places, and brings them into the order of their hours; those without one come last, and those without a place are left out.
func planned(ctx context.Context, q db.Querier, ids []ID, place func(l *Line) (time.Time, Why)) (list []Planned, err error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	lines, err := Lines(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	countries, err := countriesOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		p := Planned{Line: l, Countries: countries[l.ID]}
		if p.At, p.Why = place(&l); p.Why != "" {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b Planned) int {
		if a.At.IsZero() != b.At.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.At.IsZero()]
		}
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// hourOn is the hour of an article on the planning of some days, and why. What has appeared or has its hour is not due any more.
func hourOn(l *Line, from, to time.Time) (time.Time, Why) {
	within := func(t time.Time) bool { return !t.IsZero() && !t.Before(from) && t.Before(to) }
	switch {
	case l.Status == Published:
		if within(l.Published) {
			return l.Published, IsPublished
		}
		return time.Time{}, ""
	case l.Status == Scheduled && within(l.PublishAt):
		return l.PublishAt, IsScheduled
	case !awaited(l.Status) || l.Status == Scheduled:
		return time.Time{}, ""
	case within(l.Due):
		return l.Due, IsDue
	case within(l.Embargo):
		return l.Embargo, IsEmbargoed
	}
	return time.Time{}, ""
}

// countriesOf are the countries under which articles are filed, in their order.
func countriesOf(ctx context.Context, q db.Querier, ids []ID) (map[ID][]taxonomy.CountryID, error) {
	all := map[ID][]taxonomy.CountryID{}
	if len(ids) == 0 {
		return all, nil
	}
	in, args := inList(ids)
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id ID
		var country taxonomy.CountryID
		err := rows.Scan(&id, &country)
		all[id] = append(all[id], country)
		return struct{}{}, err
	}, "SELECT article_id, country_id FROM article_country WHERE article_id IN ("+in+") ORDER BY position", args...)
	return all, err
}
