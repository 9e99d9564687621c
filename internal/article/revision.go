package article

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// saidMinor marks a revision that its writer called minor.
const saidMinor = "minor"

// Revision is an article as it was at one save.
type Revision struct {
	Number   int // from 1
	By       staff.AccountID
	Name     string // of who saved it; "" where the program itself did, or an import
	At       time.Time
	Status   Status
	Words    int
	Changed  []string // what differs from the one before, as in the form: title, body …; empty for what was there before the first edit
	Said     string   // the kind of note for readers, "minor", or ""
	Restored int      // number of the revision that this one brought back; 0: none
	Sealed   bool     // an editor-in-chief sealed it: it keeps nothing
}

// revision is what keep is told about a save.
type revision struct {
	by       staff.AccountID
	at       time.Time
	changed  []string
	said     string
	restored int
}

// maxRevisionBytes bounds what a kept article may unfold to: its text, the rest of it, and what JSON adds.
const maxRevisionBytes = 16 << 20

// keep keeps the article as it is now as its next revision.
func keep(ctx context.Context, tx *db.Tx, a *Article, r revision) error {
	content, err := fold(a)
	if err != nil {
		return fmt.Errorf("keep a revision of article %d: %w", a.ID, err)
	}
	const insert = `INSERT INTO article_revision (article_id, number, saved_by, saved_at, status, words, changed, said, restored, content)
SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM article_revision WHERE article_id = $1`
	_, err = tx.Exec(ctx, insert, a.ID, r.by, db.Millis(r.at), string(a.Status), a.Words, strings.Join(r.changed, " "), r.said, r.restored, content)
	if err != nil {
		return fmt.Errorf("keep a revision of article %d: %w", a.ID, err)
	}
	return nil
}

// keepFirst keeps what an article was before its first edit, where it has no revisions yet: an import writes none.
func keepFirst(ctx context.Context, tx *db.Tx, before *Article) error {
	var one int
	err := tx.QueryRow(ctx, "SELECT number FROM article_revision WHERE article_id = $1 LIMIT 1", before.ID).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return keep(ctx, tx, before, revision{at: before.Changed})
	}
	return err
}

// fold is an article as it is kept.
func fold(a *Article) ([]byte, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(128<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	return z.EncodeAll(text, nil), z.Close()
}

func unfold(content []byte) (*Article, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxRevisionBytes))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	text, err := z.DecodeAll(content, nil)
	if err != nil {
		return nil, err
	}
	a := &Article{}
	return a, json.Unmarshal(text, a)
}

// Revisions lists the revisions of an article, newest first, those before a number; 0 begins with the newest.
func Revisions(ctx context.Context, q db.Querier, id ID, before, limit int) ([]Revision, error) {
	const query = `SELECT r.number, r.saved_by, COALESCE(c.name, ''), r.saved_at, r.status, r.words, r.changed, r.said, r.restored, r.sealed_at FROM article_revision r
LEFT JOIN account c ON c.id = r.saved_by WHERE r.article_id = $1 AND ($2 = 0 OR r.number < $2) ORDER BY r.number DESC LIMIT $3`
	list, err := db.All(ctx, q, func(rows *sql.Rows) (r Revision, err error) {
		var at, sealed int64
		var changed string
		err = rows.Scan(&r.Number, &r.By, &r.Name, &at, &r.Status, &r.Words, &changed, &r.Said, &r.Restored, &sealed)
		r.At, r.Changed, r.Sealed = db.Time(at), strings.Fields(changed), sealed != 0
		return r, err
	}, query, id, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list revisions of article %d: %w", id, err)
	}
	return list, nil
}

// AtRevision is an article as a revision keeps it: with the numbers of what it was filed under then, some of which may be gone. It has no address and no dates of its own. One that was
// sealed is fault.Gone.
func AtRevision(ctx context.Context, q db.Querier, id ID, number int) (*Article, error) {
	var content []byte
	err := q.QueryRow(ctx, "SELECT content FROM article_revision WHERE article_id = $1 AND number = $2", id, number).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such revision")
	}
	if err != nil {
		return nil, fmt.Errorf("read revision %d of article %d: %w", number, id, err)
	}
	if len(content) == 0 {
		return nil, fault.New(fault.Gone, "this revision was sealed")
	}
	a, err := unfold(content)
	if err != nil {
		return nil, fmt.Errorf("read revision %d of article %d: %w", number, id, err)
	}
	a.ID = id
	return a, nil
}
