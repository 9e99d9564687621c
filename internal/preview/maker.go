package preview

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // heroes
	"log/slog"
	"strings"
	"time"

	"golang.org/x/sync/singleflight"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/media"
	"griot/internal/preview/press"
)

const (
	maxDrawing = 2                // at a time: pages come first on a small server
	maxWaiting = 32               // more than this many are told to come back
	patience   = 20 * time.Second // for one picture, with the time in the queue
)

// Maker draws pictures and keeps them. It is safe for concurrent use.
type Maker struct {
	DB      *db.DB
	Store   blob.Store
	Locales *locale.Catalogues
	Log     *slog.Logger
	Now     func() time.Time

	press   *press.Press
	flight  singleflight.Group
	turn    chan struct{} // holds a token for each picture that is being drawn
	waiting chan struct{} // and one for each that was asked for and is not there
}

// NewMaker makes a maker. Nothing is drawn before it is asked for.
func NewMaker(d *db.DB, store blob.Store, words *locale.Catalogues, log *slog.Logger, now func() time.Time) *Maker {
	return &Maker{DB: d, Store: store, Locales: words, Log: log, Now: now, press: press.New(),
		turn: make(chan struct{}, maxDrawing), waiting: make(chan struct{}, maxDrawing+maxWaiting)}
}

// Open opens the picture with a name that Subject knows, and draws it when it is not there. moved is the name of the picture that took its place, if the subject says something else now: then
// there is no file. fault.NotFound is a subject that readers may not see, fault.Unavailable that too many pictures are being drawn.
func (m *Maker) Open(ctx context.Context, name string) (f blob.File, moved string, err error) {
	f, err = m.Store.Open(ctx, file(name))
	if !fault.Is(err, fault.NotFound) {
		return f, "", err
	}
	now, err := m.current(ctx, name)
	if err != nil || now != name {
		return nil, now, err
	}
	f, err = m.Store.Open(ctx, file(name))
	return f, "", err
}

// current sees to it that the picture of a name's subject is there if that is its name now, and gives the name that it has now. All who ask for one wait for the same drawing, which goes on when they leave.
func (m *Maker) current(ctx context.Context, name string) (string, error) {
	done := m.flight.DoChan(name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		return m.make(ctx, name)
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-done:
		now, _ := r.Val.(string)
		return now, r.Err
	}
}

func (m *Maker) make(ctx context.Context, name string) (string, error) {
	subject, ok := Subject(name)
	if !ok {
		return "", noPicture()
	}
	select {
	case m.waiting <- struct{}{}:
		defer func() { <-m.waiting }()
	default:
		return "", fault.New(fault.Unavailable, "too many pictures are being drawn; ask again in a minute")
	}
	terms, err := Read(ctx, m.DB, m.Locales)
	if err != nil {
		return "", err
	}
	p, err := terms.Find(ctx, m.DB, subject)
	if err != nil || p.Name() != name {
		return nameOf(p), err
	}
	return name, m.keep(ctx, p)
}

func nameOf(p *Picture) string {
	if p == nil {
		return ""
	}
	return p.Name()
}

// keep draws a picture, stores it and notes that it is there.
func (m *Maker) keep(ctx context.Context, p *Picture) error {
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, ctx.Err(), "too many pictures are being drawn; ask again in a minute")
	}
	photo, err := m.photograph(ctx, p)
	if err != nil {
		return err
	}
	data, err := m.press.Print(&p.Sheet, photo)
	if err != nil {
		return err
	}
	if err := m.Store.Put(ctx, file(p.Name()), bytes.NewReader(data)); err != nil {
		return err
	}
	return m.DB.Transact(ctx, func(tx *db.Tx) error { return note(ctx, tx, m.Now(), p) })
}

// photograph reads the hero's largest JPEG, as we made it. A file that is gone leaves a picture without it.
func (m *Maker) photograph(ctx context.Context, p *Picture) (*press.Photograph, error) {
	if p.Hero == nil {
		return nil, nil
	}
	from, err := heroFile(p)
	if err != nil {
		return nil, err
	}
	f, err := m.Store.Open(ctx, from)
	if fault.Is(err, fault.NotFound) {
		m.Log.Warn("a preview picture is drawn without its photograph, whose file is missing", "subject", p.Subject, "file", from)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	img, _, err := image.Decode(f)
	if err != nil {
		m.Log.Warn("a preview picture is drawn without its photograph, which cannot be decoded", "subject", p.Subject, "file", from, "error", err)
		return nil, nil
	}
	return &press.Photograph{Image: img, FocalX: p.Hero.FocalX, FocalY: p.Hero.FocalY}, nil
}

func heroFile(p *Picture) (string, error) {
	url := p.Hero.URL(p.Hero.LargestJPEG(), "jpg")
	return media.PublicBlob(strings.TrimPrefix(url, "/media/"))
}
