package media

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"slices"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/fault"
)

// piece is a part of an upload: n bytes from an address on.
type piece struct{ at, n int64 }

// pieces are those that have come, in order.
func (s *Uploads) pieces(ctx context.Context, q db.Querier, id string) ([]piece, error) {
	scan := func(rows *sql.Rows) (p piece, err error) { return p, rows.Scan(&p.at, &p.n) }
	list, err := db.All(ctx, q, scan, "SELECT at, length FROM upload_piece WHERE upload_id = $1 ORDER BY at", id)
	if err != nil {
		return nil, fmt.Errorf("find the pieces of an upload: %w", err)
	}
	return list, nil
}

// assembled reads the pieces of an upload as the file that they are.
type assembled struct {
	ctx    context.Context //nolint:containedctx // a reader has no other way to it, and this one lives as long as a request
	id     string
	store  blob.Store
	pieces []piece
	size   int64

	at   int64
	open blob.File // the piece that was read last
	from piece
}

// Seek goes to an address.
func (r *assembled) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, fault.New(fault.Invalid, "before the beginning of a file is nothing")
	}
	r.at = offset
	return offset, nil
}

func (r *assembled) Read(b []byte) (int, error) {
	if r.at >= r.size || len(b) == 0 {
		return 0, io.EOF
	}
	if r.open == nil || r.at < r.from.at || r.at >= r.from.at+r.from.n {
		if err := r.turn(); err != nil {
			return 0, err
		}
	}
	if _, err := r.open.Seek(r.at-r.from.at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := r.open.Read(b[:min(int64(len(b)), r.from.at+r.from.n-r.at)])
	r.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

// turn opens the piece in which the next byte lies.
func (r *assembled) turn() error {
	i, found := slices.BinarySearchFunc(r.pieces, r.at, func(p piece, at int64) int {
		switch {
		case p.at+p.n <= at:
			return -1
		case p.at > at:
			return 1
		}
		return 0
	})
	if !found {
		return fmt.Errorf("the upload %s lacks its byte %d", r.id, r.at)
	}
	if err := r.Close(); err != nil {
		return err
	}
	p := r.pieces[i]
	file, err := r.store.Open(r.ctx, pieceBlob(r.id, p.at, p.n))
	if err != nil {
		return err
	}
	r.open, r.from = file, p
	return nil
}

// Close closes the piece that is open.
func (r *assembled) Close() error {
	if r.open == nil {
		return nil
	}
	file := r.open
	r.open = nil
	return file.Close()
}
