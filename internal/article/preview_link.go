package article

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// PreviewLink lets somebody outside read an article as it stands, until it ends. The secret in it is shown once: only its hash is kept.
type PreviewLink struct {
	ID      int64
	By      staff.AccountID
	Name    string // of who made it
	Created time.Time
	Ends    time.Time
}

// PreviewPath is where a preview link leads; the secret is its one parameter, "cle", which no log keeps.
const PreviewPath = "/apercu/"

// How long a preview link may last.
const (
	PreviewLife    = 7 * 24 * time.Hour
	MaxPreviewLife = 30 * 24 * time.Hour
	maxPreviews    = 50 // of one article
)

// AddPreview makes a preview link for whoever may change the article as it stands, and gives its address on this site. life is PreviewLife where it is 0, and MaxPreviewLife at most.
func AddPreview(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, life time.Duration) (path string, err error) {
	if _, err := changeable(ctx, tx, by, id); err != nil {
		return "", err
	}
	if life == 0 {
		life = PreviewLife
	}
	if life < time.Minute || life > MaxPreviewLife {
		return "", fault.New(fault.Invalid, "a preview link lasts %d days at most", int(MaxPreviewLife.Hours()/24))
	}
	links, err := Previews(ctx, tx, now, id)
	if err != nil {
		return "", err
	}
	if len(links) >= maxPreviews {
		return "", fault.New(fault.Conflict, "an article has at most %d preview links: end one", maxPreviews)
	}
	var b [24]byte
	_, _ = rand.Read(b[:])
	secret := base64.RawURLEncoding.EncodeToString(b[:])
	const insert = "INSERT INTO preview_link (article_id, hash, account_id, created_at, ends_at) VALUES ($1, $2, $3, $4, $5)"
	if _, err := tx.Exec(ctx, insert, id, previewHash(secret), by.ID, db.Millis(now), db.Millis(now.Add(life))); err != nil {
		return "", fmt.Errorf("add a preview link to article %d: %w", id, err)
	}
	deed := staff.Deed{Act: "article.preview", Subject: fmt.Sprintf("article:%d", id), After: map[string]string{"ends": now.Add(life).UTC().Format(time.RFC3339)}}
	return PreviewPath + "?cle=" + secret, staff.Audit(ctx, tx, now, by, deed)
}

// Previews lists the preview links of an article that have not ended, the newest first.
func Previews(ctx context.Context, q db.Querier, now time.Time, id ID) ([]PreviewLink, error) {
	const query = `SELECT l.id, l.account_id, COALESCE(c.name, ''), l.created_at, l.ends_at FROM preview_link l LEFT JOIN account c ON c.id = l.account_id
WHERE l.article_id = $1 AND l.ends_at > $2 ORDER BY l.id DESC LIMIT 100`
	return db.All(ctx, q, func(rows *sql.Rows) (l PreviewLink, err error) {
		var created, ends int64
		err = rows.Scan(&l.ID, &l.By, &l.Name, &created, &ends)
		l.Created, l.Ends = db.Time(created), db.Time(ends)
		return l, err
	}, query, id, db.Millis(now))
}

// EndPreview ends a preview link of an article that by may change. One that has ended already stays so.
func EndPreview(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, link int64) error {
	if _, err := changeable(ctx, tx, by, id); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "DELETE FROM preview_link WHERE id = $1 AND article_id = $2", link, id)
	if err != nil || n == 0 {
		return err
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "article.preview.end", Subject: fmt.Sprintf("article:%d", id)})
}

// ByPreview is the article that a preview link leads to; fault.NotFound for a secret that is unknown or has ended, and for an article that was withdrawn.
func ByPreview(ctx context.Context, q db.Querier, now time.Time, secret string) (*Article, error) {
	var id ID
	err := q.QueryRow(ctx, "SELECT article_id FROM preview_link WHERE hash = $1 AND ends_at > $2", previewHash(secret), db.Millis(now)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "this preview is unknown or has ended")
	}
	if err != nil {
		return nil, fmt.Errorf("find a preview link: %w", err)
	}
	a, err := ByID(ctx, q, id)
	if err == nil && a.Status == Withdrawn {
		return nil, fault.New(fault.NotFound, "this preview is unknown or has ended")
	}
	return a, err
}

// ForgetPreviews removes the links that have ended, for once a day.
func ForgetPreviews(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM preview_link WHERE ends_at <= $1", db.Millis(now))
	return err
}

// changeable is an article that somebody may change as it stands; what they may not see is not there for them.
func changeable(ctx context.Context, q db.Querier, by staff.Actor, id ID) (*Article, error) {
	a, err := ByID(ctx, q, id)
	if err != nil {
		return nil, err
	}
	own, err := Owns(ctx, q, by.ID, a)
	if err != nil {
		return nil, err
	}
	if !MaySee(by.Role, a.Status, own) {
		return nil, fault.New(fault.NotFound, "no such article")
	}
	return a, allow(by, a.Status, a.Status, own)
}

func previewHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
