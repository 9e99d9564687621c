package article

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strings"

	"griot/internal/db"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Sought says which articles somebody on the staff looks for; zero values ask for nothing.
type Sought struct {
	Status   Status
	Section  []taxonomy.SectionID // one of them
	Country  taxonomy.CountryID
	Tag      taxonomy.TagID
	Byline   staff.BylineID
	Language string
	Begun    staff.AccountID // by whom
	Answers  staff.AccountID // who answers for it
	Among    []ID            // only these; nil: all
	For      staff.Actor     // who looks: what they may not see is left out
	Before   ID              // only those with smaller numbers
	Limit    int
}

// Seek lists articles of any state, the newest first by their numbers, which never change: so one page follows another however much is published meanwhile. It walks from the
// newest down, by the index of what was asked for, until it has found enough.
func Seek(ctx context.Context, q db.Querier, s Sought) ([]ID, error) {
	w := where{from: "article a", key: "a.id"}
	for _, term := range []struct {
		table, column string
		id            int64
	}{{"article_country", "country_id", int64(s.Country)}, {"article_tag", "tag_id", int64(s.Tag)}, {"article_byline", "byline_id", int64(s.Byline)},
		{"assignment", "account_id", int64(s.Answers)}} {
		if term.id != 0 {
			w.join(term.table, term.column, term.id)
		}
	}
	w.add(w.key+" < ?", cmp.Or(s.Before, math.MaxInt64))
	switch {
	case s.Status == Published:
		w.add("a.status = 'published'")
	case s.Status != "":
		w.add("a.status <> 'published' AND a.status = ?", string(s.Status)) // the first half is that of the index
	}
	if len(s.Section) > 0 {
		inIDs(&w, "a.section_id", s.Section)
	}
	if s.Begun != 0 {
		w.add("a.created_by <> 0 AND a.created_by = ?", s.Begun) // the first half is that of the index
	}
	if s.Among != nil {
		inIDs(&w, w.key, s.Among)
	}
	if s.Language != "" {
		w.add("a.language = ?", s.Language)
	}
	w.seen(s.For)
	w.args = append(w.args, s.Limit)
	query := fmt.Sprintf("SELECT a.id FROM %s WHERE %s ORDER BY %s DESC LIMIT $%d", w.from, strings.Join(w.conditions, " AND "), w.key, len(w.args))
	ids, err := db.All(ctx, q, scanID, query, w.args...)
	if err != nil {
		return nil, fmt.Errorf("seek articles: %w", err)
	}
	return ids, nil
}

// where collects conditions, in which ? stands for the next argument.
type where struct {
	from, key  string
	conditions []string
	args       []any
}

func (w *where) add(condition string, args ...any) {
	for _, a := range args {
		w.args = append(w.args, a)
		condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(w.args)), 1)
	}
	w.conditions = append(w.conditions, condition)
}

// seen leaves out what somebody may not see.
func (w *where) seen(by staff.Actor) {
	if MaySee(by.Role, Draft, false) {
		return
	}
	w.add(`(a.status = 'published' OR a.created_by = ? OR EXISTS (SELECT 1 FROM article_byline o JOIN byline b ON b.id = o.byline_id WHERE o.article_id = a.id AND b.account_id = ?)
  OR EXISTS (SELECT 1 FROM assignment n WHERE n.article_id = a.id AND n.account_id = ?))`, by.ID, by.ID, by.ID)
}

// inIDs asks for one of some numbers. Of none, nothing is found.
func inIDs[T ~int64](w *where, column string, ids []T) {
	if len(ids) == 0 {
		w.add("1 = 0")
		return
	}
	args := make([]any, len(ids))
	for i := range ids {
		args[i] = ids[i]
	}
	w.add(column+" IN ("+strings.TrimSuffix(strings.Repeat("?, ", len(ids)), ", ")+")", args...)
}

// join asks for the articles filed under something: their numbers are walked.
func (w *where) join(table, column string, id int64) {
	w.from += ", " + table
	w.add(table + ".article_id = " + w.key)
	w.key = table + ".article_id"
	w.add(table+"."+column+" = ?", id)
}
