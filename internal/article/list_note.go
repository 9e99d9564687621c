package article

import (
	"context"
	"database/sql"
	"fmt"

	"griot/internal/db"
	"griot/internal/page"
)

// AllNotes lists the notes under published articles, newest first, after the first offset of them. A right of reply that is not published is left out.
func AllNotes(ctx context.Context, q db.Querier, limit, offset int) ([]Note, error) {
	ids, err := newest[ID](ctx, q, &noteOrder, page.Corrections, limit, offset)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	in, args := inList(ids)
	list, err := db.All(ctx, q, scanNote, "SELECT "+noteColumns+" FROM article_note n WHERE n.id IN ("+in+") ORDER BY n.noted_at DESC, n.id DESC", args...)
	if err != nil {
		return nil, fmt.Errorf("list notes: %w", err)
	}
	return list, nil
}

// CountNotes counts what AllNotes lists.
func CountNotes(ctx context.Context, q db.Querier) (n int, err error) {
	n, _, err = Count(ctx, q, page.Corrections)
	return n, err
}

// noteShown is when readers see a note n under an article a, whose reply, if it has one, is r.
const noteShown = "a.status = 'published' AND (n.reply_id IS NULL OR r.status = 'published')"

// relistNotes lists the notes under an article, and those that name it as a reply, as they are to be seen now.
func relistNotes(ctx context.Context, tx *db.Tx, id ID) error {
	const query = `SELECT n.id, n.noted_at, CASE WHEN ` + noteShown + ` THEN 1 ELSE 0 END, CASE WHEN l.note_id IS NULL THEN 0 ELSE 1 END
FROM article_note n JOIN article a ON a.id = n.article_id LEFT JOIN article r ON r.id = n.reply_id LEFT JOIN note_listing l ON l.note_id = n.id
WHERE n.id IN (SELECT id FROM article_note WHERE article_id = $1 UNION SELECT id FROM article_note WHERE reply_id = $1)`
	type standing struct {
		spot
		shown, listed bool
	}
	notes, err := db.All(ctx, tx, func(rows *sql.Rows) (s standing, err error) {
		s.list = page.Corrections
		err = rows.Scan(&s.id, &s.at, &s.shown, &s.listed)
		return s, err
	}, query, id)
	if err != nil {
		return err
	}
	for _, n := range notes {
		switch {
		case n.shown && !n.listed:
			err = noteOrder.enter(ctx, tx, n.spot)
		case n.listed && !n.shown:
			err = noteOrder.leave(ctx, tx, n.spot)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
