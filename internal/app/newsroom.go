package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/masthead"
)

// Newsroom is an open newsroom: its database, its files and its words.
type Newsroom struct {
	Settings
	DB    *db.DB
	Blob  blob.Store
	Words *locale.Catalogues
}

// Open opens the newsroom of the settings and brings its tables up to date, with a backup beside the database first. A folder without a newsroom is fault.NotFound.
func Open(ctx context.Context, s Settings) (*Newsroom, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if !s.onPostgres() {
		if _, err := os.Stat(s.database()); errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.NotFound, "there is no newsroom in %s: make one with griot init --dir %s, or try griot demo", s.Dir, s.Dir)
		}
	}
	n, err := open(ctx, s)
	if err != nil {
		return nil, err
	}
	if _, err := masthead.Load(ctx, n.DB); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

// open opens or makes the database and the media folder.
func open(ctx context.Context, s Settings) (*Newsroom, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.Dir, 0o750); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the folder %s cannot be made: choose another with --dir, or give this user write permission", s.Dir)
	}
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	store, err := blob.OpenFolder(s.mediaDir())
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, s.database())
	if err != nil {
		return nil, err
	}
	n := &Newsroom{Settings: s, DB: d, Blob: store, Words: words}
	if err := d.Migrate(ctx, s.Now(), func(from, to int) error { return n.backupBefore(ctx, from, to) }); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return n, nil
}

// Close ends the database's connections.
func (n *Newsroom) Close() error { return n.DB.Close() }

// backupBefore copies the database beside itself before its tables change. PostgreSQL's is its operator's to back up; the log says so.
func (n *Newsroom) backupBefore(ctx context.Context, from, to int) error {
	if n.onPostgres() {
		n.Log.Warn("the database is about to change; a backup by pg_dump lets you go back", "from", from, "to", to)
		return nil
	}
	name := filepath.Join(n.Dir, fmt.Sprintf("griot-before-%d-%s.db", to, n.Now().UTC().Format("20060102T150405Z")))
	n.Log.Info("backing up before the database changes", "from", from, "to", to, "file", name)
	return n.DB.CopyTo(ctx, name)
}

// SystemClock is the clock of a program that runs.
func SystemClock() time.Time { return time.Now() }
