package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
)

// Darkroom is where pictures are decoded while somebody waits. It has few seats, because a picture of 50 million pixels takes 200 MB while it is decoded: who finds none waits. A nil Darkroom has as
// many as are asked for. It is safe for concurrent use.
type Darkroom struct {
	store blob.Store
	seats chan struct{}
}

// NewDarkroom makes one over a store.
func NewDarkroom(store blob.Store, seats int) *Darkroom {
	return &Darkroom{store: store, seats: make(chan struct{}, seats)}
}

// enter waits for a seat; leave gives it back.
func (d *Darkroom) enter(ctx context.Context) (leave func(), err error) {
	if d == nil {
		return func() {}, nil
	}
	select {
	case d.seats <- struct{}{}:
		return func() { <-d.seats }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Receive takes a file in; of a sensitive one nothing is kept but what readers may see.
func (d *Darkroom) Receive(ctx context.Context, r io.ReadSeeker, sensitive bool) (*File, error) {
	if !sensitive {
		return Receive(ctx, d.store, r)
	}
	leave, err := d.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return ReceiveSensitive(ctx, d.store, r)
}

// Recut shows another part of a picture, everywhere. The variants of before are removed.
func (d *Darkroom) Recut(ctx context.Context, newsroom *db.DB, now time.Time, id ID, crop Crop, also func(tx *db.Tx, before *Media) error) error {
	m, err := picture(ctx, newsroom, id)
	if err != nil {
		return err
	}
	if m.Crop == crop {
		return nil
	}
	next := *m
	next.Crop, next.Name = crop, publicName(m.Hash)
	if !crop.whole() {
		next.Name = publicName(fmt.Sprintf("%s %d %d %d %d", m.Hash, crop.X, crop.Y, crop.Width, crop.Height))
	}
	if err := d.print(ctx, &next); err != nil {
		return err
	}
	return newsroom.Transact(ctx, func(tx *db.Tx) error {
		if err := next.exchange(ctx, tx, now, m); err != nil {
			return err
		}
		if err := m.sweep(ctx, tx, now, false); err != nil {
			return err
		}
		return also(tx, m)
	})
}

// Replace puts another file in the place of one, everywhere it is shown. The words stay; the file of before is removed.
func (d *Darkroom) Replace(ctx context.Context, newsroom *db.DB, now time.Time, id ID, f *File, also func(tx *db.Tx, before *Media) error) error {
	m, err := ByID(ctx, newsroom, id)
	if err != nil {
		return err
	}
	if m.State == Gone || m.Kind != f.Kind {
		return fault.Wrap(fault.Invalid, OtherKind, "a %s is replaced by a %s", m.Kind, m.Kind)
	}
	if other, err := ByHash(ctx, newsroom, f.Hash); err == nil {
		return fault.Wrap(fault.Conflict, Known, "this file is in the library already, under the number %s", strconv.FormatInt(int64(other.ID), 10))
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	next := *m
	next.Hash, next.Name, next.Mime, next.Bytes, next.Width, next.Height = f.Hash, publicName(f.Hash), f.Mime, f.Bytes, f.Width, f.Height
	next.Crop, next.Traces, next.State = Crop{}, joined(f.Notes.Traces), Ready
	if next.Kind == Picture {
		if err := d.print(ctx, &next); err != nil {
			return err
		}
	}
	return newsroom.Transact(ctx, func(tx *db.Tx) error {
		if err := next.exchange(ctx, tx, now, m); err != nil {
			return err
		}
		if err := m.sweep(ctx, tx, now, true); err != nil {
			return err
		}
		return also(tx, m)
	})
}

// picture is a picture that can be cut.
func picture(ctx context.Context, q db.Querier, id ID) (*Media, error) {
	m, err := ByID(ctx, q, id)
	if err == nil && (m.Kind != Picture || m.State != Ready) {
		err = fault.Wrap(fault.Conflict, NoPart, "only a picture whose forms are made can be cut")
	}
	return m, err
}

// print makes the variants of a picture as it shall be.
func (d *Darkroom) print(ctx context.Context, m *Media) (err error) {
	original, err := d.store.Open(ctx, m.OriginalBlob())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, original.Close()) }()
	leave, err := d.enter(ctx)
	if err != nil {
		return err
	}
	variants, width, height, err := MakePart(original, m.Crop)
	leave()
	if fault.Is(err, fault.Invalid) {
		return fault.Wrap(fault.Invalid, NoPart, "%s", fault.Message(err))
	}
	if err != nil {
		return err
	}
	m.Width, m.Height = width, height
	return putVariants(ctx, d.store, m.Name, variants)
}

// exchange brings a row to what it shall be, unless somebody else has changed it meanwhile.
func (m *Media) exchange(ctx context.Context, tx *db.Tx, now time.Time, before *Media) error {
	const update = `UPDATE media SET hash = $3, name = $4, mime = $5, bytes = $6, width = $7, height = $8, state = $9, traces = $10, crop_x = $11, crop_y = $12, crop_width = $13, crop_height = $14
WHERE id = $1 AND name = $2 AND state <> 'gone'`
	changed, err := tx.Exec(ctx, update, m.ID, before.Name, m.Hash, m.Name, m.Mime, m.Bytes, m.Width, m.Height, string(m.State), m.Traces, m.Crop.X, m.Crop.Y, m.Crop.Width, m.Crop.Height)
	if err != nil {
		return fmt.Errorf("exchange media %d: %w", m.ID, err)
	}
	if changed == 0 {
		return fault.Wrap(fault.Conflict, Removed, "somebody else has changed this file meanwhile: load the page again")
	}
	return event.Append(ctx, tx, now, page.Picture(int64(m.ID)))
}
