// Package media keeps the newsroom's pictures, sound, film and documents. What a file is, is read from its bytes; the original is kept where no address leads, and what is served is
// made anew from it, so that nothing the camera wrote into it goes out. Public files are named by their content and never change.
package media

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/page"
	"griot/internal/staff"
)

// ID numbers a file; 0 is none.
type ID int64

// Kind is what a file is to a reader.
type Kind string

// The kinds of file.
const (
	Picture  Kind = "picture"
	Sound    Kind = "sound"
	Film     Kind = "film"
	Document Kind = "document"
	Drawing  Kind = "drawing" // of lines: SVG
)

// State says whether what readers need of a file is there.
type State string

// The states of a file. A pending picture is shown by nobody; pages that will show it bear page.Picture.
const (
	Ready   State = "ready"
	Pending State = "pending"
	Failed  State = "failed"
	Gone    State = "gone" // it was removed: its row stays for what refers to it from before, its files do not
)

// Media is one file as the newsroom knows it. Alt, Caption and Credit are what an article's own words for it default to.
type Media struct {
	ID      ID
	Kind    Kind
	Hash    string // SHA-256 of the original, hexadecimal
	Name    string // first part of its public file names
	Mime    string
	Width   int
	Height  int
	Bytes   int64
	State   State
	Alt     string
	Caption string
	Credit  string
	FocalX  int // per cent from the left
	FocalY  int // per cent from the top

	Licence string
	By      staff.AccountID // who brought it in; 0: nobody on the staff
	Traces  string          // kinds of scrub.Trace that were found in it and are not served, with spaces between
	Crop    Crop            // the part that is shown
	Created time.Time
}

// Recipe numbers the way in which variants are made; a new one gives every variant a new name.
const Recipe = "1"

// standardWidths are those that the pages' sizes ask for: 160 beside a headline on a phone, 320 and 640 on phones and in grids, 1280 for what opens a page.
var standardWidths = [...]int{160, 320, 640, 1280}

// MaxWidth is the width of the largest variant.
const MaxWidth = 1280

// publicName is made from the content and the recipe alone: no name that a person or a camera gave survives.
func publicName(hash string) string {
	sum := sha256.Sum256([]byte(Recipe + " " + hash))
	return hex.EncodeToString(sum[:10])
}

// Widths lists the widths in which a picture is served, smallest first. Nothing is enlarged.
func (m *Media) Widths() []int { return Widths(m.Width) }

// Widths lists the widths in which a picture of a width is served.
func Widths(width int) (list []int) {
	for _, w := range standardWidths {
		if w < width {
			list = append(list, w)
		}
	}
	if last := min(width, MaxWidth); len(list) == 0 || list[len(list)-1] < last {
		list = append(list, last)
	}
	return list
}

// HeightAt is the picture's height at a width.
func (m *Media) HeightAt(width int) int { return heightAt(m.Width, m.Height, width) }

func heightAt(w, h, width int) int {
	if w == 0 {
		return 0
	}
	return max(1, (h*width+w/2)/w)
}

// URL is the public address of a variant of a picture. Format is "webp" or "jpg".
func (m *Media) URL(width int, format string) string {
	return "/media/" + variantFile(m.Name, width, format)
}

func variantFile(name string, width int, format string) string {
	return name + "-" + strconv.Itoa(width) + "." + format
}

// Length is the size in bytes of the picture's file in one width. A file that is missing is fault.NotFound.
func (m *Media) Length(ctx context.Context, store blob.Store, width int, format string) (bytes int64, err error) {
	name, err := PublicBlob(variantFile(m.Name, width, format))
	if err != nil {
		return 0, err
	}
	f, err := store.Open(ctx, name)
	if err != nil {
		return 0, err
	}
	return f.Size(), f.Close()
}

// FileURL is the public address of a file that is served as it came: sound, film, documents.
func (m *Media) FileURL() string { return "/media/" + m.Name + "." + extensions[m.Mime] }

// Shown is the file by which a picture or a drawing is shown where only one can be: its public address and its measures.
func (m *Media) Shown() (url string, width, height int) {
	if m.Kind == Drawing {
		return m.FileURL(), m.Width, m.Height
	}
	width = m.LargestJPEG()
	return m.URL(width, "jpg"), width, m.HeightAt(width)
}

// PublicBlob is where the file behind the last part of a public address is kept; fault.NotFound for what is no such name.
func PublicBlob(file string) (string, error) {
	for _, c := range file {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && c != '-' && c != '.' {
			return "", fault.New(fault.NotFound, "no such file")
		}
	}
	if len(file) < 8 || strings.HasPrefix(file, ".") || strings.Contains(file, "..") {
		return "", fault.New(fault.NotFound, "no such file")
	}
	return "public/" + file[:2] + "/" + file, nil
}

func originalBlob(hash string) string { return "originals/" + hash[:2] + "/" + hash }

// Add records a received file; the same bytes twice give the same row. Pictures get a job that makes their variants.
func Add(ctx context.Context, tx *db.Tx, now time.Time, f *File, about Media) (*Media, error) {
	if old, err := ByHash(ctx, tx, f.Hash); err == nil || !fault.Is(err, fault.NotFound) {
		return old, err
	}
	m := about
	m.Kind, m.Hash, m.Name, m.Mime = f.Kind, f.Hash, publicName(f.Hash), f.Mime
	m.Width, m.Height, m.Bytes, m.State = f.Width, f.Height, f.Bytes, Ready
	if f.Kind == Picture && !f.made {
		m.State = Pending
	}
	if m.FocalX == 0 && m.FocalY == 0 {
		m.FocalX, m.FocalY = 50, 50
	}
	m.Traces, m.Created = joined(f.Notes.Traces), now
	m.offer(&f.Notes)
	const insert = `INSERT INTO media (kind, hash, name, mime, width, height, bytes, state, alt, caption, credit, focal_x, focal_y, created_at, licence, account_id, traces, words)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING id`
	err := tx.QueryRow(ctx, insert, string(m.Kind), m.Hash, m.Name, m.Mime, m.Width, m.Height, m.Bytes, string(m.State), m.Alt, m.Caption, m.Credit,
		m.FocalX, m.FocalY, db.Millis(now), m.Licence, m.By, m.Traces, m.folded()).Scan(&m.ID)
	if err != nil {
		return nil, fmt.Errorf("add media: %w", err)
	}
	if m.State == Pending {
		return &m, job.Enqueue(ctx, tx, now, VariantsJob, m.ID, job.Options{Unique: fmt.Sprint(m.ID)})
	}
	return &m, nil
}

const columns = "id, kind, hash, name, mime, width, height, bytes, state, alt, caption, credit, focal_x, focal_y, licence, account_id, traces, crop_x, crop_y, crop_width, crop_height, created_at"

func scan(row interface{ Scan(...any) error }) (m Media, err error) {
	var created int64
	err = row.Scan(&m.ID, &m.Kind, &m.Hash, &m.Name, &m.Mime, &m.Width, &m.Height, &m.Bytes, &m.State, &m.Alt, &m.Caption, &m.Credit, &m.FocalX, &m.FocalY,
		&m.Licence, &m.By, &m.Traces, &m.Crop.X, &m.Crop.Y, &m.Crop.Width, &m.Crop.Height, &created)
	m.Created = db.Time(created)
	return m, err
}

// ByID is one file.
func ByID(ctx context.Context, q db.Querier, id ID) (*Media, error) {
	return one(q.QueryRow(ctx, "SELECT "+columns+" FROM media WHERE id = $1", id))
}

// ByHash is the file whose original has a SHA-256.
func ByHash(ctx context.Context, q db.Querier, hash string) (*Media, error) {
	return one(q.QueryRow(ctx, "SELECT "+columns+" FROM media WHERE hash = $1", hash))
}

func one(row db.Row) (*Media, error) {
	m, err := scan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such file")
	}
	if err != nil {
		return nil, fmt.Errorf("find media: %w", err)
	}
	return &m, nil
}

// ByIDs are the files with the given numbers, by number; absent ones are left out.
func ByIDs(ctx context.Context, q db.Querier, ids []ID) (map[ID]*Media, error) {
	found := map[ID]*Media{}
	if len(ids) == 0 {
		return found, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	list, err := db.All(ctx, q, func(rows *sql.Rows) (Media, error) { return scan(rows) },
		"SELECT "+columns+" FROM media WHERE id IN ("+db.Placeholders(1, len(ids))+")", args...)
	if err != nil {
		return nil, fmt.Errorf("find media: %w", err)
	}
	for i := range list {
		found[list[i].ID] = &list[i]
	}
	return found, nil
}

// settle ends the making of a picture's variants, well or badly, and drops the pages that wait for it.
func (m *Media) settle(ctx context.Context, d *db.DB, now time.Time) error {
	return d.Transact(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE media SET state = $2, width = $3, height = $4 WHERE id = $1", m.ID, string(m.State), m.Width, m.Height); err != nil {
			return err
		}
		return event.Append(ctx, tx, now, page.Picture(int64(m.ID)))
	})
}

// Walk names every file's row in order of number, for griot check.
func Walk(ctx context.Context, q db.Querier, each func(m *Media) error) error {
	for after := ID(0); ; {
		list, err := db.All(ctx, q, func(rows *sql.Rows) (Media, error) { return scan(rows) },
			"SELECT "+columns+" FROM media WHERE id > $1 ORDER BY id LIMIT 500", after)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := each(&list[i]); err != nil {
				return err
			}
			after = list[i].ID
		}
	}
}

// PublicFiles lists the file names that readers may ask for of a ready file.
func (m *Media) PublicFiles() (names []string) {
	if m.Kind != Picture {
		return []string{m.Name + "." + extensions[m.Mime]}
	}
	widths := m.Widths()
	for _, w := range widths {
		names = append(names, variantFile(m.Name, w, "webp"))
	}
	for _, w := range jpegWidths(widths) {
		names = append(names, variantFile(m.Name, w, "jpg"))
	}
	return names
}

// OriginalBlob is where the untouched original is kept. No address leads there.
func (m *Media) OriginalBlob() string { return originalBlob(m.Hash) }
