package wordpress

import (
	"context"
	"errors"
	"sync"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
)

// Sorter makes the key by which a name sorts in the newspaper's language.
type Sorter interface{ SortKey(name string) []byte }

// Options of Import.
type Options struct {
	DB       *db.DB
	Blob     blob.Store
	Sorter   Sorter
	Files    []string         // exports, of one site or of several; packed with gzip or not
	Media    string           // the uploads folder; "" brings no files over
	ReadsKey string           // a field that counts reads, looked at before the usual plug-ins' own
	Now      func() time.Time // called by two goroutines
	Progress func(Progress)   // called now and then, never twice at once; may be nil
}

// importer is one import of one site.
type importer struct {
	Options
	site
	paper   *masthead.Newspaper
	source  sourceID
	run     int
	account *Account
	counts  sync.Mutex // guards account: of the second reading, one goroutine prepares and one writes
	meter   *meter
	uploads *uploads
	known   caches
	signed  int // authors who signed before this import
}

// Import brings everything in the files over. The account is never nil: it tells how far the import came. The error says what stopped
// it, or, when it came to the end, where a file is damaged (fault.Invalid); everything whole is then in the newsroom all the same.
func Import(ctx context.Context, o Options) (*Account, error) {
	account := newAccount()
	defer account.sort()
	paper, err := masthead.Load(ctx, o.DB)
	if err != nil {
		return account, err
	}
	groups, err := bySite(o.Files)
	if err != nil {
		return account, err
	}
	up, err := openUploads(o.Media)
	if err != nil {
		return account, err
	}
	defer up.close()
	for _, g := range groups {
		im := &importer{Options: o, site: g.site, paper: paper, account: account, uploads: up, meter: newMeter(o, g.files)}
		im.Files = g.files
		account.Sites = append(account.Sites, g.key)
		if err := im.all(ctx); err != nil {
			return account, err
		}
	}
	account.Complete = true
	return account, account.damaged()
}

// all runs the stages. Each takes up where a former import stopped.
func (im *importer) all(ctx context.Context) error {
	err := im.DB.Transact(ctx, func(tx *db.Tx) (err error) {
		im.source, im.run, err = beginRun(ctx, tx, im.site)
		return err
	})
	if err != nil {
		return err
	}
	for _, stage := range []func(context.Context) error{im.survey, im.settleTerms, im.takeFiles, im.takePosts, im.takeMenus, im.finish} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := stage(ctx); err != nil {
			return err
		}
		im.meter.end()
	}
	return nil
}

// damaged is the error for files that were not whole.
func (a *Account) damaged() error {
	if a.Damages.Count == 0 {
		return nil
	}
	first := a.Damages.Lines[0]
	err := &damage{first.File, first.Line, first.Note}
	if a.Damages.Count == 1 {
		return fault.New(fault.Invalid, "%v; everything whole was imported", err)
	}
	return fault.New(fault.Invalid, "%v, and %d more places; everything whole was imported", err, a.Damages.Count-1)
}

// transact runs fn in a transaction with an account of its own, which counts once it is committed.
func (im *importer) transact(ctx context.Context, fn func(tx *db.Tx, acc *Account) error) error {
	var acc *Account
	err := im.DB.Transact(ctx, func(tx *db.Tx) error {
		acc = newAccount() // anew when PostgreSQL has it run again
		return fn(tx, acc)
	})
	if err == nil {
		im.counted(func(a *Account) { a.add(acc) })
	}
	return err
}

// counted counts in the import's account.
func (im *importer) counted(fn func(a *Account)) {
	im.counts.Lock()
	defer im.counts.Unlock()
	fn(im.account)
}

// guarded runs fn so that, when the newsroom refuses what it does, nothing of it stays and the transaction goes on.
func guarded(ctx context.Context, tx *db.Tx, fn func() error) (refused string, err error) {
	if _, err := tx.Exec(ctx, "SAVEPOINT item"); err != nil {
		return "", err
	}
	err = fn()
	if refused = denial(err); refused != "" {
		_, err = tx.Exec(ctx, "ROLLBACK TO SAVEPOINT item")
		return refused, err
	}
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(ctx, "RELEASE SAVEPOINT item")
	return "", err
}

// denial is what the newsroom says to what it will not take; "" where an error is of another kind, or none.
func denial(err error) string {
	switch fault.Of(err) {
	case fault.Invalid, fault.TooLarge, fault.Conflict:
		return fault.Message(err)
	}
	return ""
}

// isDamage reports whether an error means that the rest of a file cannot be read.
func isDamage(err error) (*damage, bool) {
	var d *damage
	ok := errors.As(err, &d)
	return d, ok
}
