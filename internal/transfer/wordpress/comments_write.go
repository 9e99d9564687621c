package wordpress

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"griot/internal/article"
	room "griot/internal/comment"
	"griot/internal/db"
)

// addComments brings the comments under an article over, those that are not there yet, and then puts answers under what they answer.
func (im *importer) addComments(ctx context.Context, tx *db.Tx, acc *Account, item int64, to article.ID, list []readyComment) error {
	if len(list) == 0 {
		return nil
	}
	ids, err := commentIDs(ctx, tx, im.source, item, list)
	if err != nil {
		return err
	}
	var added []readyComment
	for _, r := range list {
		r.Article = int64(to)
		noted, err := noteComment(ctx, tx, im.source, r.old, item, "")
		if err != nil {
			return err
		}
		if !noted {
			acc.Comments.Already++
			continue
		}
		if err := room.Add(ctx, tx, &r.Comment); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE import_comment SET new_id = $3 WHERE source_id = $1 AND old_id = $2", im.source, r.old, r.ID); err != nil {
			return err
		}
		ids[r.old] = r.ID
		added = append(added, r)
		acc.Comments.Imported++
		acc.made(MadeComments, 1)
	}
	return thread(ctx, tx, added, ids)
}

// thread sets parents. An answer to what did not come over stands by itself; so does the last of a circle.
func thread(ctx context.Context, tx *db.Tx, added []readyComment, ids map[int64]room.ID) error {
	above := map[int64]int64{}
	for _, r := range added {
		parent := ids[r.parent]
		if parent == 0 || r.parent == r.old || circles(above, r.old, r.parent) {
			continue
		}
		above[r.old] = r.parent
		if err := room.SetParent(ctx, tx, r.ID, parent); err != nil {
			return fmt.Errorf("thread comment %d: %w", r.old, err)
		}
	}
	return nil
}

// maxThread bounds how deep answers nest; deeper ones stand by themselves.
const maxThread = 200

func circles(above map[int64]int64, from, to int64) bool {
	for range maxThread {
		if to == 0 {
			return false
		}
		if to == from {
			return true
		}
		to = above[to]
	}
	return true
}

// maxAsked bounds how many numbers one question names.
const maxAsked = 200

// commentIDs are the numbers here of an item's comments and of what they answer, as far as they are here. They are asked for by their own numbers: the index of comments by item is one
// that SQLite does not take, and it would read all comments of the source for each item.
func commentIDs(ctx context.Context, q db.Querier, source sourceID, item int64, list []readyComment) (map[int64]room.ID, error) {
	ids := map[int64]room.ID{}
	for some := range slices.Chunk(list, maxAsked) {
		args := []any{source, item}
		for _, r := range some {
			args = append(args, r.old, r.parent)
		}
		_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var old int64
			var id room.ID
			err := rows.Scan(&old, &id)
			ids[old] = id
			return struct{}{}, err
		}, "SELECT old_id, new_id FROM import_comment WHERE source_id = $1 AND item_id = $2 AND old_id IN ("+db.Placeholders(3, len(args)-2)+")", args...)
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// noteComment is false when the comment was brought over before.
func noteComment(ctx context.Context, tx *db.Tx, source sourceID, old, item int64, verbatim string) (bool, error) {
	const insert = `INSERT INTO import_comment (source_id, old_id, item_id, verbatim) VALUES ($1, $2, $3, $4) ON CONFLICT (source_id, old_id) DO NOTHING`
	n, err := tx.Exec(ctx, insert, source, old, item, verbatim)
	return n > 0, err
}

// keepComments keeps the comments under what cannot bear any here yet, a page or a file, as data for a later room.
func (im *importer) keepComments(ctx context.Context, tx *db.Tx, acc *Account, it *item) error {
	list, err := readyComments(acc, it, im.paper.Location(), time.Time{})
	if err != nil {
		return err
	}
	for _, r := range list {
		data, err := json.Marshal(struct {
			Parent int64       `json:"parent,omitempty"`
			Status room.Status `json:"status"`
			Name   string      `json:"name"`
			Email  string      `json:"email,omitempty"`
			URL    string      `json:"url,omitempty"`
			Body   string      `json:"body"`
			Posted int64       `json:"posted_at"`
		}{r.parent, r.Status, r.Name, r.Email, r.URL, r.Body, db.Millis(r.Posted)})
		if err != nil {
			return err
		}
		noted, err := noteComment(ctx, tx, im.source, r.old, it.id, string(data))
		if err != nil {
			return err
		}
		if !noted {
			acc.Comments.Already++
			continue
		}
		acc.Comments.Imported++
		acc.made(MadeVerbatim, 1)
	}
	return nil
}
