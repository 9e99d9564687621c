package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
)

// Version is a text of an article that readers could read.
type Version struct {
	Number int // of its revision
	At     time.Time
	Said   string // the kind of note that came with it; "minor"; "" for a publication
}

// Minor reports whether readers were not told of the change.
func (v *Version) Minor() bool { return v.Said == saidMinor }

// maxVersions bounds how many versions readers may compare, the newest of them.
const maxVersions = 200

// readable reports whether among the names of changes there are some that readers can see in the text; a new state may be that of another text.
func readable(changed string) bool {
	return slices.ContainsFunc(strings.Fields(changed), func(name string) bool {
		return slices.Contains([]string{"status", "title", "standfirst", "body", "dateline", "hero"}, name)
	})
}

// Versions lists the versions that readers may compare, newest first: what was before them, as often as what they could read changed. Sealed ones are not among them. One version alone is nothing
// to compare; it is listed all the same.
func Versions(ctx context.Context, q db.Querier, id ID) (list []Version, err error) {
	const query = `SELECT number, saved_at, said, changed FROM article_revision WHERE article_id = $1 AND status = 'published' AND sealed_at = 0 ORDER BY number DESC LIMIT $2`
	type row struct {
		Version
		changed string
	}
	rows, err := db.All(ctx, q, func(rows *sql.Rows) (r row, err error) {
		var at int64
		err = rows.Scan(&r.Number, &at, &r.Said, &r.changed)
		r.At = db.Time(at)
		return r, err
	}, query, id, maxVersions)
	if err != nil {
		return nil, fmt.Errorf("list versions of article %d: %w", id, err)
	}
	for i := range rows {
		if i == len(rows)-1 || readable(rows[i].changed) {
			list = append(list, rows[i].Version)
		}
	}
	return list, nil
}

// Difference is what became of one part of an article between two versions.
type Difference struct {
	Part string // headline, standfirst, dateline, hero, body
	Runs []Run
}

// Differences compares two of the versions that readers may compare, part by part as they stand on the page. Parts in which nothing changed are left out.
func Differences(ctx context.Context, q db.Querier, id ID, from, to int) ([]Difference, error) {
	before, err := AtRevision(ctx, q, id, from)
	if err != nil {
		return nil, err
	}
	after, err := AtRevision(ctx, q, id, to)
	if err != nil {
		return nil, err
	}
	if !before.Public() || !after.Public() {
		return nil, fault.New(fault.NotFound, "readers never saw this version")
	}
	c := Compare(before, after)
	parts := []Difference{{"headline", c.Title}, {"standfirst", c.Standfirst}, {"dateline", compareLines(before.Dateline, after.Dateline)},
		{"hero", compareLines(before.Hero.words(), after.Hero.words())}, {"body", c.Body}}
	return slices.DeleteFunc(parts, func(d Difference) bool { return !slices.ContainsFunc(d.Runs, func(r Run) bool { return r.Op != Kept }) }), nil
}

func compareLines(before, after string) []Run {
	return compareWords(plainWords(before), plainWords(after))
}

// words are what a picture's words say, one after the other.
func (h *Hero) words() string { return strings.Join([]string{h.Alt, h.Caption, h.Credit}, " ") }
