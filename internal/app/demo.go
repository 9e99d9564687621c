package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/transfer/preset"
	"griot/internal/transfer/sample"
)

// Access is how an administrator comes into a newsroom; it can be shown once.
type Access struct {
	Email    string
	Password string
	Token    string
}

// The sample newsroom's administrator.
const (
	demoEmail = "administration@africapresse.example"
	demoName  = "Administration"
	demoToken = "griot demo"
)

// demoMark is a file that says that a folder was made by griot demo and may be made anew.
const demoMark = "griot-demo.txt"

// DemoOptions is what griot demo can be asked.
type DemoOptions struct {
	Articles int  // grow the archive to so many; 0 leaves it
	Fresh    bool // throw away the sample newsroom that is there
	Progress func(done, of int)
}

// OpenDemo makes the sample newsroom in the settings' folder, or opens the one that is there, and gives its administrator a new password and token.
func OpenDemo(ctx context.Context, s Settings, o DemoOptions) (*Newsroom, *Access, error) {
	if o.Fresh {
		if err := clearDemo(s); err != nil {
			return nil, nil, err
		}
	}
	n, err := open(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	access, err := n.furnishDemo(ctx, o)
	if err != nil {
		return nil, nil, errors.Join(err, n.Close())
	}
	return n, access, nil
}

func (n *Newsroom) furnishDemo(ctx context.Context, o DemoOptions) (*Access, error) {
	newsroom := &sample.Newsroom{DB: n.DB, Blob: n.Blob, Words: n.Words, Now: n.Now, Log: n.Log}
	_, err := masthead.Load(ctx, n.DB)
	if fault.Is(err, fault.NotFound) {
		err = newsroom.Fill(ctx, func(tx *db.Tx) error {
			if err := preset.Furnish(ctx, tx, n.Now(), n.Words, preset.AfricaPresse, masthead.Newspaper{}); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ('demo', 'true')")
			return err
		})
		if err == nil {
			err = os.WriteFile(filepath.Join(n.Dir, demoMark), []byte("Ce dossier a été fait par griot demo ; griot demo --fresh le refait.\n"), 0o600)
		}
	}
	if err != nil {
		return nil, err
	}
	if err := n.isDemo(ctx); err != nil {
		return nil, err
	}
	if o.Articles > 0 {
		if err := newsroom.Grow(ctx, o.Articles, o.Progress); err != nil {
			return nil, err
		}
		if err := n.DB.Survey(ctx); err != nil {
			return nil, err
		}
	}
	return n.openDoor(ctx)
}

// isDemo refuses a newsroom that somebody works in: its door is not ours to open.
func (n *Newsroom) isDemo(ctx context.Context) error {
	var marks int
	if err := n.DB.QueryRow(ctx, "SELECT COUNT(*) FROM setting WHERE key = 'demo'").Scan(&marks); err != nil {
		return err
	}
	if marks == 0 {
		return fault.New(fault.Conflict, "%s holds a newsroom that griot demo did not make: serve it with griot serve --dir %s, or choose another folder", n.Dir, n.Dir)
	}
	return nil
}

// openDoor gives the sample newsroom's administrator a new password and token and ends the former ones.
func (n *Newsroom) openDoor(ctx context.Context) (*Access, error) {
	a := &Access{Email: demoEmail}
	err := n.DB.Transact(ctx, func(tx *db.Tx) error {
		account, err := staff.AccountByEmail(ctx, tx, demoEmail)
		if fault.Is(err, fault.NotFound) {
			account, err = staff.AddAccount(ctx, tx, n.Now(), demoEmail, demoName, staff.Administrator)
		}
		if err != nil {
			return err
		}
		if a.Password, err = staff.NewPassword(ctx, tx, account.ID); err != nil {
			return err
		}
		if err := staff.EndTokens(ctx, tx, account.ID, demoToken); err != nil {
			return err
		}
		a.Token, err = staff.AddToken(ctx, tx, n.Now(), account.ID, demoToken)
		return err
	})
	return a, err
}

// clearDemo throws a sample newsroom away. A folder that griot demo did not make is left alone.
func clearDemo(s Settings) error {
	if s.onPostgres() {
		return fault.New(fault.Invalid, "--fresh makes a folder anew; give --database an empty database instead")
	}
	if _, err := os.Stat(filepath.Join(s.Dir, databaseFile)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(filepath.Join(s.Dir, demoMark)); err != nil {
		return fault.New(fault.Conflict, "%s was not made by griot demo, so --fresh leaves it alone: choose another folder with --dir", s.Dir)
	}
	for _, name := range []string{databaseFile, databaseFile + "-wal", databaseFile + "-shm", "media", demoMark} {
		if err := os.RemoveAll(filepath.Join(s.Dir, name)); err != nil {
			return fault.Wrap(fault.Unavailable, err, "%s cannot be thrown away: is another griot still serving it?", name)
		}
	}
	return nil
}
