// Package address is the one owner of public paths: one table says what every path is, a target, a redirect or gone. A living page beats a
// redirect, redirects are kept flat, and a path once given keeps working (ADR 5). Paths are decoded, begin with "/" and, but for old forms like "/?p=12", end in "/".
package address

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/fault"
)

// Kind is what a path leads to.
type Kind string

// The kinds. All but the last two name a target's room and number.
const (
	Article  Kind = "article"
	Section  Kind = "section"
	Country  Kind = "country"
	Tag      Kind = "tag"
	Author   Kind = "author"
	Standing Kind = "standing"
	Redirect Kind = "redirect"
	Gone     Kind = "gone"
)

// Address is what a path is.
type Address struct {
	Path     string
	Kind     Kind
	Target   int64
	Location string // of a redirect
	Made     string // who wrote a redirect: ByProgram, ByHand or ByImport
}

// MaxPathBytes bounds a path; a slug is at most 80 bytes.
const MaxPathBytes = 1024

// reserved are the first words of paths that belong to the program (docs/contract.md).
var reserved = map[string]bool{
	"-": true, "pays": true, "mots-cles": true, "auteurs": true, "recherche": true, "videos": true, "podcasts": true, "debats": true, "emplois": true,
	"corrections": true, "assistant": true, "lettre": true, "suivre": true, "signaler": true, "partager": true, "comment-nous-comptons": true,
	"media": true, "desk": true, "api": true, "healthz": true, "readyz": true, "en": true, "pt": true, "ar": true, "sw": true, "fr": true,
	"feed.xml": true, "atom.xml": true, "feed.json": true, "sitemap.xml": true, "sitemap-news.xml": true, "robots.txt": true, "ads.txt": true,
	"manifest.webmanifest": true, "opensearch.xml": true, ".well-known": true, "favicon.ico": true, "feeds.opml": true, "oembed": true,
	"icon.svg": true, "apple-touch-icon.png": true, "icon-192.png": true, "icon-512.png": true, "sitemap-pages.xml": true,
	"leger": true, "apercu": true, "poids": true, "hors-ligne": true, "sw.js": true, "lecture.js": true,
	"flash.js": true, "flash.json": true, "flash.events": true,
}

// Reserved reports whether a path's first word belongs to the program, so that it can be nobody's own address.
func Reserved(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first == "" || reserved[first]
}

// Find says what a path is; fault.NotFound when it is nothing.
func Find(ctx context.Context, q db.Querier, path string) (*Address, error) {
	if len(path) > MaxPathBytes || !utf8.ValidString(path) || strings.ContainsRune(path, 0) { // PostgreSQL refuses to compare these
		return nil, fault.New(fault.NotFound, "nothing stands at this address")
	}
	a := &Address{Path: path}
	const query = "SELECT kind, target, location, made FROM address WHERE path = $1"
	err := q.QueryRow(ctx, query, path).Scan(&a.Kind, &a.Target, &a.Location, &a.Made)
	if errors.Is(err, sql.ErrNoRows) {
		err = q.QueryRow(ctx, query, hidden(path)).Scan(&a.Kind, &a.Target, &a.Location, &a.Made)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "nothing stands at this address")
	}
	if err != nil {
		return nil, fmt.Errorf("find address: %w", err)
	}
	return a, nil
}

// Claim gives a path to a target. If something else living owns it, the last word gets the first free suffix: /monde/ becomes /monde-2/. A redirect
// or a gone page gives way. The path that was given is returned; with the same owner it is the same.
func Claim(ctx context.Context, tx *db.Tx, now time.Time, path string, kind Kind, target int64) (string, error) {
	path, owned, err := free(ctx, tx, path, kind, target)
	if err != nil || owned {
		return path, err
	}
	return path, put(ctx, tx, now, Address{Path: path, Kind: kind, Target: target})
}

// Free is the path that Claim would give; target 0 is a thing that has no number yet.
func Free(ctx context.Context, q db.Querier, path string, kind Kind, target int64) (string, error) {
	path, _, err := free(ctx, q, path, kind, target)
	return path, err
}

func free(ctx context.Context, q db.Querier, path string, kind Kind, target int64) (given string, owned bool, err error) {
	if len(path) > MaxPathBytes {
		return "", false, fault.New(fault.Invalid, "an address may have at most %d bytes", MaxPathBytes)
	}
	for n := 1; ; n++ {
		try := suffixed(path, n)
		owner, err := Find(ctx, q, try)
		switch {
		case fault.Is(err, fault.NotFound):
			return try, false, nil
		case err != nil:
			return "", false, err
		case owner.Kind == kind && owner.Target == target:
			return try, true, nil
		case owner.Kind == Redirect || owner.Kind == Gone:
			return try, false, nil
		}
	}
}

func suffixed(path string, n int) string {
	if n == 1 {
		return path
	}
	return strings.TrimSuffix(path, "/") + "-" + strconv.Itoa(n) + "/"
}

// Move makes every path that led to a target lead to its new one: the old one becomes a redirect, and redirects to it lead straight to the new.
func Move(ctx context.Context, tx *db.Tx, now time.Time, from, to string) error {
	if from == to || from == "" {
		return nil
	}
	if _, err := tx.Exec(ctx, "UPDATE address SET location = $2 WHERE location = $1 AND kind = 'redirect'", from, to); err != nil {
		return err
	}
	return put(ctx, tx, now, Address{Path: from, Kind: Redirect, Location: to})
}

// Lead makes a path a redirect unless something lives there: then nothing changes and taken is true. A redirect to another redirect is made flat.
func Lead(ctx context.Context, tx *db.Tx, now time.Time, from, to string) (taken bool, err error) {
	if from == to || len(from) > MaxPathBytes {
		return from == to, nil
	}
	if owner, err := Find(ctx, tx, from); err == nil && owner.Kind != Redirect && owner.Kind != Gone {
		return true, nil
	} else if err != nil && !fault.Is(err, fault.NotFound) {
		return false, err
	}
	if end, err := Find(ctx, tx, to); err == nil && end.Kind == Redirect {
		to = end.Location
	}
	if from == to {
		return true, nil
	}
	return false, Move(ctx, tx, now, from, to)
}

// Bury marks a path as gone: 410.
func Bury(ctx context.Context, tx *db.Tx, now time.Time, path string, target int64) error {
	return put(ctx, tx, now, Address{Path: path, Kind: Gone, Target: target})
}

// BuryAll marks a path and every redirect to it as gone: their words name what must not be named any more.
func BuryAll(ctx context.Context, tx *db.Tx, now time.Time, path string, target int64) error {
	if _, err := tx.Exec(ctx, "UPDATE address SET kind = 'gone', location = '', target = $2 WHERE location = $1 AND kind = 'redirect'", path, target); err != nil {
		return err
	}
	return Bury(ctx, tx, now, path, target)
}

// Hide has a path lead where it does, without being written down: it is kept by its hash, since it says what must not be read any more.
func Hide(ctx context.Context, tx *db.Tx, path string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM address WHERE path = $1", hidden(path)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE address SET path = $2 WHERE path = $1", path, hidden(path))
	return err
}

// hidden is what a hidden path is kept under. No path begins so.
func hidden(path string) string {
	sum := sha256.Sum256([]byte(path))
	return "#" + hex.EncodeToString(sum[:])
}

// LeadingTo lists the paths that are written down and lead to a path.
func LeadingTo(ctx context.Context, q db.Querier, to string) ([]string, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (path string, err error) { err = rows.Scan(&path); return path, err },
		"SELECT path FROM address WHERE location = $1 AND path LIKE '/%' ORDER BY path", to)
}

func put(ctx context.Context, tx *db.Tx, now time.Time, a Address) error {
	const upsert = `INSERT INTO address (path, kind, target, location, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, target = excluded.target, location = excluded.location, made = ''`
	_, err := tx.Exec(ctx, upsert, a.Path, string(a.Kind), a.Target, a.Location, db.Millis(now))
	return err
}

// Broken lists redirects that lead nowhere or in two steps, for griot check. What the program itself serves, such as feeds and /pays/, is no row of the table.
func Broken(ctx context.Context, q db.Querier) ([]string, error) {
	const query = `SELECT r.path, r.location FROM address r LEFT JOIN address t ON t.path = r.location
WHERE r.kind = 'redirect' AND r.location LIKE '/%/' AND (t.path IS NULL OR t.kind = 'redirect') ORDER BY r.path LIMIT 100`
	scan := func(rows *sql.Rows) (string, error) {
		var from, to string
		err := rows.Scan(&from, &to)
		if Reserved(to) && strings.Count(to, "/") == 2 {
			return "", err
		}
		return fmt.Sprintf("address: %s redirects to %s, which is no page", from, to), err
	}
	found, err := db.All(ctx, q, scan, query)
	return slices.DeleteFunc(found, func(line string) bool { return line == "" }), err
}
