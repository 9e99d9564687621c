package media

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/media/scrub"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/text"
)

// Why the library refused something, for surfaces that have words of their own for it.
const (
	OtherKind staff.Reason = "media_other_kind"
	Known     staff.Reason = "media_known"
	NoPart    staff.Reason = "media_no_part"
	Removed   staff.Reason = "media_removed"
)

// Words are what is said of a file, each a line as text.CleanLine leaves it: Alt to who does not see it.
type Words struct{ Alt, Caption, Credit, Licence string }

// offer fills what nobody has said of a file with what it says of itself.
func (m *Media) offer(n *Notes) {
	for _, w := range []struct {
		own   *string
		offer string
	}{{&m.Alt, n.Alt}, {&m.Caption, n.Caption}, {&m.Credit, n.Credit}} {
		if *w.own == "" {
			*w.own = w.offer
		}
	}
}

// folded is what is searched of a file.
func (m *Media) folded() string {
	return text.Fold(strings.Join([]string{m.Caption, m.Alt, m.Credit, m.Licence}, " "))
}

func joined(traces []scrub.Trace) string {
	parts := make([]string, len(traces))
	for i, t := range traces {
		parts[i] = string(t)
	}
	return strings.Join(parts, " ")
}

// Describe says something else of a file. Articles that have words of their own for it keep them.
func Describe(ctx context.Context, tx *db.Tx, now time.Time, id ID, w Words) error {
	m, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if m.State == Gone {
		return fault.Wrap(fault.Conflict, Removed, "this file was removed")
	}
	m.Alt, m.Caption, m.Credit, m.Licence = text.CleanLine(w.Alt), text.CleanLine(w.Caption), text.CleanLine(w.Credit), text.CleanLine(w.Licence)
	const update = "UPDATE media SET alt = $2, caption = $3, credit = $4, licence = $5, words = $6 WHERE id = $1"
	if _, err := tx.Exec(ctx, update, id, m.Alt, m.Caption, m.Credit, m.Licence, m.folded()); err != nil {
		return fmt.Errorf("describe media %d: %w", id, err)
	}
	return event.Append(ctx, tx, now, page.Picture(int64(id)))
}

// Refold has the words of some files searched as they are now, after something was taken out of them past Describe.
func Refold(ctx context.Context, tx *db.Tx, ids []ID) error {
	found, err := ByIDs(ctx, tx, ids)
	if err != nil {
		return err
	}
	for id, m := range found {
		if _, err := tx.Exec(ctx, "UPDATE media SET words = $2 WHERE id = $1", id, m.folded()); err != nil {
			return fmt.Errorf("fold the words of media %d: %w", id, err)
		}
	}
	return nil
}

// Sought is a question to the library. Its zero value asks for everything, the newest first.
type Sought struct {
	Words  string          // all of them, each anywhere in what is said of the file
	Kind   Kind            // "" for any
	By     staff.AccountID // who brought it in; 0: whoever
	Silent bool            // only pictures of which nobody has said what they show
	Before ID              // only older ones; 0: from the newest
	Limit  int
}

const maxSoughtWords = 8

// Find lists files, the newest first. Removed ones are in no list.
func Find(ctx context.Context, q db.Querier, s Sought) ([]Media, error) {
	where, args := []string{"state <> 'gone'"}, []any{}
	add := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	words := text.Tokens(s.Words)
	for _, w := range words[:min(len(words), maxSoughtWords)] {
		add(`words LIKE $%d ESCAPE '\'`, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(w)+"%")
	}
	if s.Kind != "" {
		add("kind = $%d", string(s.Kind))
	}
	if s.By != 0 {
		add("account_id = $%d", s.By)
	}
	if s.Silent {
		where = append(where, "kind IN ('picture', 'drawing') AND alt = ''")
	}
	if s.Before != 0 {
		add("id < $%d", s.Before)
	}
	args = append(args, s.Limit)
	query := "SELECT " + columns + " FROM media WHERE " + strings.Join(where, " AND ") + fmt.Sprintf(" ORDER BY id DESC LIMIT $%d", len(args))
	list, err := db.All(ctx, q, func(rows *sql.Rows) (Media, error) { return scan(rows) }, query, args...)
	if err != nil {
		return nil, fmt.Errorf("look through the library: %w", err)
	}
	return list, nil
}

// Discard removes a file that nothing shows: article.Discard asks that first. The row stays, empty, for versions of articles from before.
func Discard(ctx context.Context, tx *db.Tx, now time.Time, m *Media) error {
	const update = `UPDATE media SET state = 'gone', hash = 'gone:' || CAST(id AS TEXT), alt = '', caption = '', credit = '', licence = '', words = '', traces = '', bytes = 0 WHERE id = $1`
	if _, err := tx.Exec(ctx, update, m.ID); err != nil {
		return fmt.Errorf("remove media %d: %w", m.ID, err)
	}
	if err := m.sweep(ctx, tx, now, true); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Picture(int64(m.ID)))
}

// sweep has the files of a row as it was removed, its original too where nothing is made from it any more.
func (m *Media) sweep(ctx context.Context, tx *db.Tx, now time.Time, original bool) error {
	var names []string
	if original {
		names = append(names, m.OriginalBlob())
	}
	for _, public := range m.PublicFiles() {
		name, err := PublicBlob(public)
		if err != nil {
			return err
		}
		names = append(names, name)
	}
	return job.Enqueue(ctx, tx, now, SweepJob, names, job.Options{})
}

// SweepJob removes the files whose names are its payload; FoldJob makes what was said of files before there was a library ready to be searched, from the number that is its payload on.
const (
	SweepJob = "media.sweep"
	FoldJob  = "media.fold"
)

// WorkSweep is the worker behind SweepJob.
func (w *Variants) WorkSweep(ctx context.Context, j job.Job) error {
	var names []string
	if err := json.Unmarshal(j.Payload, &names); err != nil {
		return err
	}
	for _, name := range names {
		if err := w.Store.Delete(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

const foldedAtOnce = 500

// WorkFold is the worker behind FoldJob.
func (w *Variants) WorkFold(ctx context.Context, j job.Job) error {
	var after ID
	if err := json.Unmarshal(j.Payload, &after); err != nil {
		return err
	}
	for {
		list, err := db.All(ctx, w.DB, func(rows *sql.Rows) (Media, error) { return scan(rows) }, "SELECT "+columns+" FROM media WHERE id > $1 ORDER BY id LIMIT $2", after, foldedAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		err = w.DB.Transact(ctx, func(tx *db.Tx) error {
			for i := range list {
				if _, err := tx.Exec(ctx, "UPDATE media SET words = $2 WHERE id = $1 AND words = ''", list[i].ID, list[i].folded()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = list[len(list)-1].ID
	}
}
