package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// Line is what the newsroom's own lists show of an article, in any state.
type Line struct {
	ID        ID
	Status    Status
	Title     string
	Language  string
	Section   taxonomy.SectionID
	Words     int
	PublishAt time.Time // of a scheduled one
	Embargo   time.Time
	Published time.Time // for the first time
	Changed   time.Time
	Authors   []string

	Planned  bool            // somebody answers for it, or may take it
	Answers  staff.AccountID // 0: it is free
	Answerer string          // their name
	Due      time.Time       // when the newsroom wants it; zero: no hour
}

// Late reports whether an article was wanted before now and has not even its hour.
func (l *Line) Late(now time.Time) bool {
	return !l.Due.IsZero() && !l.Due.After(now) && awaited(l.Status) && l.Status != Scheduled
}

// Lines gives the lines of articles, the newest first by their numbers. What is not there is left out.
func Lines(ctx context.Context, q db.Querier, ids []ID) ([]Line, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := inList(ids)
	list, err := db.All(ctx, q, scanLine, `SELECT a.id, a.status, a.title, a.language, `+sectionNow+`, a.words, a.publish_at, a.embargo_until, a.first_published_at, a.changed_at,
  n.article_id IS NOT NULL, COALESCE(n.account_id, 0), COALESCE(n.due_at, 0), COALESCE(p.name, '')
FROM article a LEFT JOIN assignment n ON n.article_id = a.id LEFT JOIN account p ON p.id = n.account_id WHERE a.id IN (`+in+")", args...)
	if err != nil {
		return nil, fmt.Errorf("list articles for the desk: %w", err)
	}
	slices.SortFunc(list, func(a, b Line) int { return int(b.ID - a.ID) })
	at := map[ID]int{}
	for i := range list {
		at[list[i].ID] = i
	}
	_, err = db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id ID
		var name string
		err := rows.Scan(&id, &name)
		if i, ok := at[id]; ok {
			list[i].Authors = append(list[i].Authors, name)
		}
		return struct{}{}, err
	}, "SELECT l.article_id, b.name FROM article_byline l JOIN byline b ON b.id = l.byline_id WHERE l.article_id IN ("+in+") ORDER BY l.position", args...)
	return list, err
}

func scanLine(rows *sql.Rows) (l Line, err error) {
	var at, embargo, published, changed, due int64
	err = rows.Scan(&l.ID, &l.Status, &l.Title, &l.Language, &l.Section, &l.Words, &at, &embargo, &published, &changed, &l.Planned, &l.Answers, &due, &l.Answerer)
	l.PublishAt, l.Embargo, l.Published, l.Changed = db.Time(at), db.Time(embargo), db.Time(published), db.Time(changed)
	l.Due = db.Time(due)
	return l, err
}

// maxWaiting bounds how many articles of each state, the last changed first, are looked through for words.
const maxWaiting = 1_000

// Titled finds articles that are not before readers by words of their titles, accents and case apart, in every order. Readers' own search finds the others.
func Titled(ctx context.Context, q db.Querier, words string) (found []ID, err error) {
	wanted := strings.Fields(text.Fold(words))
	for _, status := range []Status{Draft, Review, Ready, Scheduled, Withdrawn, Private, Locked} {
		ids, err := db.All(ctx, q, func(rows *sql.Rows) (ID, error) {
			var id ID
			var title string
			err := rows.Scan(&id, &title)
			folded := text.Fold(title)
			if slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(folded, w) }) {
				return 0, err
			}
			return id, err
		}, "SELECT id, title FROM article WHERE status <> 'published' AND status = $1 ORDER BY changed_at DESC LIMIT $2", string(status), maxWaiting)
		if err != nil {
			return nil, fmt.Errorf("find articles by title: %w", err)
		}
		found = append(found, ids...)
	}
	return slices.DeleteFunc(found, func(id ID) bool { return id == 0 }), nil
}
