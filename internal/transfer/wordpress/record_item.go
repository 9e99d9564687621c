package wordpress

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"griot/internal/db"
)

// sourceID numbers a site from which something was imported.
type sourceID int64

// beginRun finds or notes the site and counts this import of it.
func beginRun(ctx context.Context, tx *db.Tx, s site) (id sourceID, run int, err error) {
	const upsert = `INSERT INTO import_source (system, site, title, run) VALUES ('wordpress', $1, $2, 1)
ON CONFLICT (system, site) DO UPDATE SET run = import_source.run + 1 RETURNING id, run`
	err = tx.QueryRow(ctx, upsert, s.key, s.title).Scan(&id, &run)
	return id, run, err
}

// record is what import_item knows of an item.
type record struct {
	id      int64
	typ     string
	name    string
	path    string // its old address
	file    string // of an attachment: its path in the uploads folder
	parent  int64
	run     int
	became  string
	newID   int64
	missing int
	madeAt  int64
}

const recordColumns = "old_id, type, name, path, file, parent, run, became, new_id, missing, made_at"

func scanRecord(row interface{ Scan(...any) error }) (r record, err error) {
	err = row.Scan(&r.id, &r.typ, &r.name, &r.path, &r.file, &r.parent, &r.run, &r.became, &r.newID, &r.missing, &r.madeAt)
	return r, err
}

// findRecord is the record of an item; nil when there is none.
func findRecord(ctx context.Context, q db.Querier, source sourceID, oldID int64) (*record, error) {
	r, err := scanRecord(q.QueryRow(ctx, "SELECT "+recordColumns+" FROM import_item WHERE source_id = $1 AND old_id = $2", source, oldID))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find imported item %d: %w", oldID, err)
	}
	return &r, nil
}

// identify tells whether an item is the one that has its number. Exports that were put together from several sites give one number to
// two items: the second then gets a number that is made of what it is, the same in every import.
func identify(ctx context.Context, q db.Querier, source sourceID, run int, it *item) error {
	r, err := findRecord(ctx, q, source, it.id)
	if err != nil || r == nil {
		return err
	}
	other := r.run == run && r.name != it.name && r.path != oldPath(it.link)
	if r.typ != it.typ || other {
		it.id = madeID(itoa(it.id), it.typ, it.name, it.link, it.title)
	}
	return nil
}

// meet notes that an item stands in the files. It gives what was known of it before: nil for a new one.
func meet(ctx context.Context, tx *db.Tx, source sourceID, r record) (before *record, err error) {
	if before, err = findRecord(ctx, tx, source, r.id); err != nil {
		return nil, err
	}
	if before != nil {
		if before.run != r.run { // its address may have changed there since
			_, err = tx.Exec(ctx, "UPDATE import_item SET run = $3, name = $4, path = $5 WHERE source_id = $1 AND old_id = $2",
				source, r.id, r.run, r.name, r.path)
		}
		return before, err
	}
	const insert = `INSERT INTO import_item (source_id, old_id, type, name, path, file, parent, run, became)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	_, err = tx.Exec(ctx, insert, source, r.id, r.typ, r.name, r.path, r.file, r.parent, r.run, r.became)
	return nil, err
}

// became notes what was made of an item; missing files let a later import complete it, unless it was changed after madeAt.
func became(ctx context.Context, tx *db.Tx, source sourceID, oldID int64, what string, newID int64, missing int, madeAt int64) error {
	const update = "UPDATE import_item SET became = $3, new_id = $4, missing = $5, made_at = $6 WHERE source_id = $1 AND old_id = $2"
	_, err := tx.Exec(ctx, update, source, oldID, what, newID, missing, madeAt)
	return err
}

// keep writes an item's text and fields as they came, once.
func keep(ctx context.Context, tx *db.Tx, source sourceID, it *item) error {
	fields, err := json.Marshal(verbatim(it))
	if err != nil {
		return err
	}
	const insert = `INSERT INTO import_verbatim (source_id, old_id, title, content, excerpt, fields) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (source_id, old_id) DO NOTHING`
	n, err := tx.Exec(ctx, insert, source, it.id, it.title, it.content, it.excerpt, string(fields))
	if err != nil || n == 0 {
		return err
	}
	return keepMeta(ctx, tx, source, it.id, 0, it.meta)
}

// fields are what of an item stands in no column.
type fields struct {
	Link        string      `json:"link,omitempty"`
	GUID        string      `json:"guid,omitempty"`
	Creator     string      `json:"creator,omitempty"`
	Status      string      `json:"status,omitempty"`
	Order       int         `json:"menu_order,omitempty"`
	Date        string      `json:"post_date,omitempty"`
	DateGMT     string      `json:"post_date_gmt,omitempty"`
	Modified    string      `json:"post_modified,omitempty"`
	ModifiedGMT string      `json:"post_modified_gmt,omitempty"`
	PubDate     string      `json:"pubDate,omitempty"`
	FileURL     string      `json:"attachment_url,omitempty"`
	Terms       [][3]string `json:"terms,omitempty"`
}

func verbatim(it *item) fields {
	d := it.dates
	f := fields{Link: it.link, GUID: it.guid, Creator: it.creator, Status: it.status, Order: it.order, Date: d.local, DateGMT: d.gmt,
		Modified: d.modified, ModifiedGMT: d.modifiedGMT, PubDate: d.pub, FileURL: it.fileURL}
	for _, t := range it.terms {
		f.Terms = append(f.Terms, [3]string{t.taxonomy, t.slug, t.name})
	}
	return f
}

// metaRows bounds how many fields one statement writes.
const metaRows = 50

// keepMeta writes fields from a position on, many to a statement.
func keepMeta(ctx context.Context, tx *db.Tx, source sourceID, oldID int64, position int, list []meta) error {
	for len(list) > 0 {
		some := list[:min(len(list), metaRows)]
		list = list[len(some):]
		var b strings.Builder
		b.WriteString("INSERT INTO import_meta (source_id, old_id, position, key, value) VALUES ")
		args := make([]any, 0, 5*len(some))
		for i, m := range some {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString("(" + db.Placeholders(len(args)+1, 5) + ")")
			args = append(args, source, oldID, position, m.key, m.value)
			position++
		}
		if _, err := tx.Exec(ctx, b.String()+" ON CONFLICT (source_id, old_id, position) DO NOTHING", args...); err != nil {
			return fmt.Errorf("keep fields of item %d: %w", oldID, err)
		}
	}
	return nil
}

// kept reads back an item of which the first reading kept everything.
func kept(ctx context.Context, q db.Querier, source sourceID, oldID int64) (*item, error) {
	it := &item{id: oldID}
	var raw string
	const query = `SELECT i.type, i.name, i.parent, v.title, v.content, v.excerpt, v.fields FROM import_verbatim v
JOIN import_item i ON i.source_id = v.source_id AND i.old_id = v.old_id WHERE v.source_id = $1 AND v.old_id = $2`
	if err := q.QueryRow(ctx, query, source, oldID).Scan(&it.typ, &it.name, &it.parent, &it.title, &it.content, &it.excerpt, &raw); err != nil {
		return nil, fmt.Errorf("read kept item %d: %w", oldID, err)
	}
	var f fields
	if err := json.Unmarshal([]byte(raw), &f); err != nil {
		return nil, err
	}
	it.link, it.status, it.order, it.fileURL, it.creator = f.Link, f.Status, f.Order, f.FileURL, f.Creator
	for _, t := range f.Terms {
		it.terms = append(it.terms, term{t[0], t[1], t[2]})
	}
	var err error
	it.meta, err = db.All(ctx, q, func(rows *sql.Rows) (m meta, err error) { err = rows.Scan(&m.key, &m.value); return m, err },
		"SELECT key, value FROM import_meta WHERE source_id = $1 AND old_id = $2 ORDER BY position", source, oldID)
	return it, err
}

// ofType lists the numbers of the items of a type that this run met, after a number, in order.
func ofType(ctx context.Context, q db.Querier, source sourceID, run int, typ string, after int64, limit int) ([]record, error) {
	const query = "SELECT " + recordColumns + ` FROM import_item WHERE source_id = $1 AND type = $2 AND run = $3 AND old_id > $4
ORDER BY old_id LIMIT $5`
	return db.All(ctx, q, func(rows *sql.Rows) (record, error) { return scanRecord(rows) }, query, source, typ, run, after, limit)
}
