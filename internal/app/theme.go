package app

import (
	"context"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// ReloadTheme reads the theme folder again. A broken theme is refused, with its file and line in the error, and the old one goes on.
func (s *Service) ReloadTheme(ctx context.Context) error {
	t, err := theme.Load(s.themeDir())
	if err != nil {
		return err
	}
	s.site.SetTheme(t)
	// Another process on this database may have noted the same theme before we had it: then no event tells us to drop what we made meanwhile.
	s.edge.Drop([]page.Label{page.Theme})
	return s.noteTheme(ctx, t)
}

// noteTheme makes a changed content hash an event, so that pages made with the former theme go, here and wherever else this database is served. A page's
// validator is a hash of its bytes, which hold the sheet, so readers' own copies follow.
func (s *Service) noteTheme(ctx context.Context, t *theme.Theme) error {
	const upsert = `INSERT INTO setting (key, value) VALUES ('theme', $1)
ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value`
	return s.DB.Transact(ctx, func(tx *db.Tx) error {
		changed, err := tx.Exec(ctx, upsert, t.Hash())
		if err != nil || changed == 0 {
			return err
		}
		return event.Append(ctx, tx, s.Now(), page.Theme)
	})
}
