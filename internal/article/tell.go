package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"griot/internal/db"
	"griot/internal/notice"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// tellMove tells colleagues that an article came from one state to another: who may review it, or its people. words is what was said of it at the desk.
func tellMove(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, a *Article, from Status, words string) error {
	what := told(from, a.Status)
	if what == "" {
		return nil
	}
	tell := Owners
	if what == notice.ReviewAsked {
		tell = reviewers
	}
	people, err := tell(ctx, tx, a)
	if err != nil {
		return fmt.Errorf("tell of article %d: %w", a.ID, err)
	}
	n := notice.Notice{What: what, Article: int64(a.ID), By: by, Words: words, At: now}
	for _, n.To = range people {
		if err := notice.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// told is what colleagues are told of a move; "" is nothing.
func told(from, to Status) notice.What {
	switch {
	case from == to:
		return ""
	case to == Review && from == Draft:
		return notice.ReviewAsked
	case slices.Contains([]Status{Draft, Review}, to) && slices.Contains([]Status{Review, Ready, Scheduled}, from):
		return notice.Refused
	}
	return map[Status]notice.What{Ready: notice.Ready, Scheduled: notice.Scheduled, Published: notice.Published, Withdrawn: notice.Withdrawn}[to]
}

// Owners are the accounts whose own an article is, as Owns says: who began it, who signs it, who answers for it.
func Owners(ctx context.Context, q db.Querier, a *Article) ([]staff.AccountID, error) {
	const signing = `SELECT b.account_id FROM article_byline l JOIN byline b ON b.id = l.byline_id WHERE l.article_id = $1 AND b.account_id IS NOT NULL
UNION SELECT account_id FROM assignment WHERE article_id = $1 AND account_id <> 0`
	people, err := db.All(ctx, q, scanAccount, signing, a.ID)
	if a.Creator != 0 {
		people = append(people, a.Creator)
	}
	slices.Sort(people)
	return slices.Compact(people), err
}

// reviewers are who is asked to review an article: editors who work on its rubric or one of its countries, and those who work on everything; where there are none all editors, and where there are no
// editors the administrators.
func reviewers(ctx context.Context, q db.Querier, a *Article) ([]staff.AccountID, error) {
	near, err := editorsNear(ctx, q, a)
	if err != nil || len(near) > 0 {
		return near, err
	}
	for _, roles := range [][]staff.Role{{staff.Editor, staff.EditorInChief}, {staff.Administrator}} {
		list, err := accountsIn(ctx, q, roles, "")
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, nil
}

// editorsNear are the editors on whose beat an article lies, and those without a beat. An administrator who works on something works as an editor.
func editorsNear(ctx context.Context, q db.Querier, a *Article) ([]staff.AccountID, error) {
	sections, err := taxonomy.Ancestors(ctx, q, a.Section) // who works on one works on all within it
	if err != nil {
		return nil, err
	}
	var args []any
	on := "FALSE"
	if len(sections) > 0 {
		on += " OR EXISTS (SELECT 1 FROM account_section s WHERE s.account_id = a.id AND s.section_id IN (" + db.Placeholders(len(args)+1, len(sections)) + "))"
		for _, id := range sections {
			args = append(args, id)
		}
	}
	if len(a.Countries) > 0 {
		on += " OR EXISTS (SELECT 1 FROM account_country c WHERE c.account_id = a.id AND c.country_id IN (" + db.Placeholders(len(args)+1, len(a.Countries)) + "))"
		for _, id := range a.Countries {
			args = append(args, id)
		}
	}
	onBeat, err := accountsIn(ctx, q, []staff.Role{staff.Editor, staff.EditorInChief, staff.Administrator}, "("+on+")", args...)
	if err != nil {
		return nil, err
	}
	const everything = "NOT EXISTS (SELECT 1 FROM account_section s WHERE s.account_id = a.id) AND NOT EXISTS (SELECT 1 FROM account_country c WHERE c.account_id = a.id)"
	onAll, err := accountsIn(ctx, q, []staff.Role{staff.Editor, staff.EditorInChief}, everything)
	return slices.Concat(onBeat, onAll), err
}

// accountsIn are the open accounts with one of the roles, and for which a condition on the row a holds.
func accountsIn(ctx context.Context, q db.Querier, roles []staff.Role, condition string, args ...any) ([]staff.AccountID, error) {
	query := "SELECT a.id FROM account a WHERE a.ended_at = 0 AND a.role IN (" + db.Placeholders(len(args)+1, len(roles)) + ")"
	if condition != "" {
		query += " AND " + condition
	}
	for _, r := range roles {
		args = append(args, string(r))
	}
	return db.All(ctx, q, scanAccount, query+" ORDER BY a.id", args...)
}

func scanAccount(rows *sql.Rows) (id staff.AccountID, err error) {
	err = rows.Scan(&id)
	return id, err
}

// Sees reports whether somebody may see an article.
func Sees(ctx context.Context, q db.Querier, who *staff.Account, id ID) (bool, error) {
	if !staff.May(who.Role, staff.WriteArticle) {
		return false, nil
	}
	if MaySee(who.Role, Draft, false) {
		return true, nil
	}
	a, err := ByID(ctx, q, id)
	if err != nil {
		return false, err
	}
	own, err := Owns(ctx, q, who.ID, a)
	return MaySee(who.Role, a.Status, own), err
}
