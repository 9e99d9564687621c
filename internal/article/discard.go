package article

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/staff"
)

// StillShown is why a file is not removed.
const StillShown staff.Reason = "media_still_shown"

// Showing lists the articles in which a file stands, in any state, the last changed first; what is being written counts.
func Showing(ctx context.Context, q db.Querier, id media.ID, limit int) ([]ID, error) {
	const query = `SELECT a.id FROM article a WHERE a.hero_id = $1
OR EXISTS (SELECT 1 FROM article_picture p WHERE p.article_id = a.id AND p.media_id = $1)
OR EXISTS (SELECT 1 FROM manuscript m WHERE m.article_id = a.id AND m.body LIKE $2)
ORDER BY a.changed_at DESC, a.id DESC LIMIT $3`
	ids, err := db.All(ctx, q, func(rows *sql.Rows) (id ID, err error) { return id, rows.Scan(&id) }, query, id, mark(id), limit)
	if err != nil {
		return nil, fmt.Errorf("find what shows media %d: %w", id, err)
	}
	return ids, nil
}

func mark(id media.ID) string { return fmt.Sprintf(`%%data-media="%d"%%`, id) }

// ShownBeside reports a file that stands elsewhere than in articles: as somebody's portrait, on a standing page, or as the newspaper's logo.
func ShownBeside(ctx context.Context, q db.Querier, id media.ID) (shown bool, err error) {
	const query = "SELECT EXISTS (SELECT 1 FROM byline WHERE portrait_id = $1) OR EXISTS (SELECT 1 FROM team WHERE portrait_id = $1) OR EXISTS (SELECT 1 FROM standing WHERE body LIKE $2)"
	if err = q.QueryRow(ctx, query, id, mark(id)).Scan(&shown); err != nil {
		return false, fmt.Errorf("find what shows media %d: %w", id, err)
	}
	if shown {
		return true, nil
	}
	paper, err := masthead.Load(ctx, q)
	if fault.Is(err, fault.NotFound) { // a library without a newspaper shows nothing over its pages
		return false, nil
	}
	return err == nil && (paper.Logo == int64(id) || paper.LogoNight == int64(id)), err
}

// Discard removes a file from the library, unless something shows it: then it is fault.Conflict.
func Discard(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id media.ID) error {
	m, err := media.ByID(ctx, tx, id)
	if err != nil || m.State == media.Gone {
		return err
	}
	in, err := Showing(ctx, tx, id, 1)
	if err != nil {
		return err
	}
	beside, err := ShownBeside(ctx, tx, id)
	if err != nil {
		return err
	}
	if len(in) > 0 || beside {
		return fault.Wrap(fault.Conflict, StillShown, "this file is still shown: take it out of there first, or replace it")
	}
	if err := media.Discard(ctx, tx, now, m); err != nil {
		return err
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "media.remove", Subject: fmt.Sprintf("media:%d", id), Before: map[string]any{"kind": m.Kind, "caption": m.Caption, "credit": m.Credit}})
}

// refold has the pictures of an article found by the words that they have now.
func refold(ctx context.Context, tx *db.Tx, id ID) error {
	scan := func(rows *sql.Rows) (m media.ID, err error) { return m, rows.Scan(&m) }
	ids, err := db.All(ctx, tx, scan, "SELECT media_id FROM article_picture WHERE article_id = $1", id)
	if err != nil {
		return err
	}
	return media.Refold(ctx, tx, ids)
}
