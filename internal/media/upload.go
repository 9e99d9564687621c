package media

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/staff"
	"griot/internal/text"
	"griot/internal/tus"
)

// Limits of uploads in pieces.
const (
	PieceBytes    = 256 << 10      // of which a cut loses none that has come
	UploadLife    = 24 * time.Hour // of one that is not whole
	MaxUploads    = 50             // that one account has under way
	maxUnfinished = 4 << 30        // bytes that one account has announced and not brought
)

// Busy is why no other upload is begun.
const Busy staff.Reason = "media_busy"

// ForgetJob drops the upload whose id is its payload.
const ForgetJob = "media.forget_upload"

// Uploads are those of one person, in pieces: each piece is a file of the store and a row, so that several servers may take one upload, and nothing is ever half-written. It is a tus.Shelf.
type Uploads struct {
	DB   *db.DB
	Room *Darkroom
	Now  func() time.Time
	By   staff.Actor
}

var _ tus.Shelf = (*Uploads)(nil)

// Create begins an upload. Of what is said of it two things count: sensitive, "1" for one whose original is destroyed on arrival, and credit, for what was taken out of it before it was sent. A file's
// name can name people, and is not kept.
func (s *Uploads) Create(ctx context.Context, length int64, said map[string]string) (*tus.Upload, error) {
	var id [16]byte
	_, _ = rand.Read(id[:]) // it never fails
	u := &tus.Upload{ID: hex.EncodeToString(id[:]), Length: length, Ends: s.Now().Add(UploadLife)}
	err := s.DB.Transact(ctx, func(tx *db.Tx) error {
		var open, bytes int64
		const count = "SELECT COUNT(*), COALESCE(SUM(length - received), 0) FROM upload WHERE account_id = $1 AND media_id = 0 AND ends_at > $2"
		if err := tx.QueryRow(ctx, count, s.By.ID, db.Millis(s.Now())).Scan(&open, &bytes); err != nil {
			return err
		}
		if open >= MaxUploads || bytes+length > maxUnfinished {
			return fault.Wrap(fault.TooMany, Busy, "%d uploads are under way: wait for them", open)
		}
		const insert = "INSERT INTO upload (id, account_id, length, sensitive, credit, ends_at) VALUES ($1, $2, $3, $4, $5, $6)"
		if _, err := tx.Exec(ctx, insert, u.ID, s.By.ID, length, said["sensitive"] == "1", text.CleanLine(said["credit"]), db.Millis(u.Ends)); err != nil {
			return fmt.Errorf("begin an upload: %w", err)
		}
		return job.Enqueue(ctx, tx, s.Now(), ForgetJob, u.ID, job.Options{At: u.Ends, Unique: u.ID})
	})
	return u, err
}

// Find is an upload of this person.
func (s *Uploads) Find(ctx context.Context, id string) (*tus.Upload, error) {
	u, _, err := s.find(ctx, s.DB, id)
	return u, err
}

// wish is what was said of an upload.
type wish struct {
	sensitive bool
	credit    string
}

func (s *Uploads) find(ctx context.Context, q db.Querier, id string) (u *tus.Upload, w wish, err error) {
	u = &tus.Upload{ID: id}
	var became, ends int64
	const query = "SELECT length, received, media_id, sensitive, credit, ends_at FROM upload WHERE id = $1 AND account_id = $2 AND ends_at > $3"
	err = q.QueryRow(ctx, query, id, s.By.ID, db.Millis(s.Now())).Scan(&u.Length, &u.Received, &became, &w.sensitive, &w.credit, &ends)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, w, fault.New(fault.NotFound, "no such upload: it ended, or never began")
	}
	if err != nil {
		return nil, w, fmt.Errorf("find an upload: %w", err)
	}
	if u.Ends = db.Time(ends); became != 0 {
		u.Became = strconv.FormatInt(became, 10)
	}
	return u, w, nil
}

// Append keeps what a body brings, piece by piece, and what came of a piece before the line was cut. An upload that is whole becomes a file of the library, or is refused and dropped.
func (s *Uploads) Append(ctx context.Context, u *tus.Upload, body io.Reader) error {
	keeping := context.WithoutCancel(ctx) // a line that is cut ends the request, not what came over it
	piece := make([]byte, PieceBytes)
	for u.Received < u.Length {
		n, err := io.ReadFull(body, piece[:min(PieceBytes, u.Length-u.Received)])
		if n > 0 {
			if kept := s.keep(keeping, u, piece[:n]); kept != nil {
				return kept
			}
		}
		if err != nil {
			break
		}
	}
	if u.Received < u.Length || u.Became != "" {
		return nil
	}
	return s.finish(keeping, u)
}

func pieceBlob(id string, at, n int64) string { return fmt.Sprintf("uploads/%s/%d-%d", id, at, n) }

// keep keeps a piece: first its bytes, then the row that makes them count. Of two who bring the same piece at once one is told of a conflict.
func (s *Uploads) keep(ctx context.Context, u *tus.Upload, piece []byte) error {
	n := int64(len(piece))
	if err := s.Room.store.Put(ctx, pieceBlob(u.ID, u.Received, n), bytes.NewReader(piece)); err != nil {
		return err
	}
	err := s.DB.Transact(ctx, func(tx *db.Tx) error {
		changed, err := tx.Exec(ctx, "UPDATE upload SET received = $3 WHERE id = $1 AND received = $2", u.ID, u.Received, u.Received+n)
		if err != nil {
			return err
		}
		if changed == 0 {
			return fault.New(fault.Conflict, "this upload has moved on: ask how far it is")
		}
		_, err = tx.Exec(ctx, "INSERT INTO upload_piece (upload_id, at, length) VALUES ($1, $2, $3)", u.ID, u.Received, n)
		return err
	})
	if err == nil {
		u.Received += n
	}
	return err
}

// finish makes a file of the library of an upload that is whole. It bears being done again: the second time finds what the first left.
func (s *Uploads) finish(ctx context.Context, u *tus.Upload) error {
	pieces, err := s.pieces(ctx, s.DB, u.ID)
	if err != nil {
		return err
	}
	_, asked, err := s.find(ctx, s.DB, u.ID)
	if err != nil {
		return err
	}
	r := &assembled{ctx: ctx, id: u.ID, store: s.Room.store, pieces: pieces, size: u.Length}
	f, err := s.Room.Receive(ctx, r, asked.sensitive)
	if closed := r.Close(); err == nil {
		err = closed
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge) { // it will never be anything
		return errors.Join(err, s.Drop(ctx, u.ID))
	}
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(tx *db.Tx) error {
		m, err := Take(ctx, tx, s.Now(), s.By, f, Media{Credit: asked.credit})
		if err != nil {
			return err
		}
		u.Became = strconv.FormatInt(int64(m.ID), 10)
		if _, err := tx.Exec(ctx, "UPDATE upload SET media_id = $2 WHERE id = $1", u.ID, m.ID); err != nil {
			return err
		}
		return s.sweepPieces(ctx, tx, u.ID, pieces)
	})
}

// Take records a received file that somebody brings, and what they did.
func Take(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, f *File, about Media) (*Media, error) {
	about.By = by.ID
	m, err := Add(ctx, tx, now, f, about)
	if err != nil {
		return nil, err
	}
	return m, staff.Audit(ctx, tx, now, by, staff.Deed{Act: "media.add", Subject: "media:" + strconv.FormatInt(int64(m.ID), 10), After: map[string]int64{"bytes": f.Bytes}})
}

// Drop ends an upload and removes what came of it.
func (s *Uploads) Drop(ctx context.Context, id string) error {
	return s.DB.Transact(ctx, func(tx *db.Tx) error {
		if _, _, err := s.find(ctx, tx, id); err != nil {
			return err
		}
		return s.drop(ctx, tx, id)
	})
}

func (s *Uploads) drop(ctx context.Context, tx *db.Tx, id string) error {
	pieces, err := s.pieces(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := s.sweepPieces(ctx, tx, id, pieces); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DELETE FROM upload WHERE id = $1", id)
	return err
}

func (s *Uploads) sweepPieces(ctx context.Context, tx *db.Tx, id string, pieces []piece) error {
	names := make([]string, len(pieces))
	for i, p := range pieces {
		names[i] = pieceBlob(id, p.at, p.n)
	}
	if _, err := tx.Exec(ctx, "DELETE FROM upload_piece WHERE upload_id = $1", id); err != nil {
		return err
	}
	return job.Enqueue(ctx, tx, s.Now(), SweepJob, names, job.Options{})
}

// WorkForget is the worker behind ForgetJob.
func (s *Uploads) WorkForget(ctx context.Context, j job.Job) error {
	var id string
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(tx *db.Tx) error { return s.drop(ctx, tx, id) })
}
