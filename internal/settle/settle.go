// Package settle is what the newsroom decides of the newspaper as a whole: its settings, its menus, and how the addresses of articles are made. Each act is checked whole, done or not done
// in the caller's transaction, and told to the audit log with what was there before; the labels that the rooms below append have every page follow.
package settle

import (
	"context"
	"slices"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/staff"
)

// Paper changes settings as somebody wishes, all or none, and tells which changed. What cannot be is fault.Invalid with masthead.Flaws; what somebody else changed since it was seen is
// fault.Conflict with masthead.Clashes.
func Paper(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, wishes []masthead.Wish) (changed []string, err error) {
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return nil, err
	}
	fresh, changed, err := paper.With(wishes)
	if err != nil || len(changed) == 0 {
		return nil, err
	}
	if err := checkLogos(ctx, tx, fresh, changed); err != nil {
		return nil, err
	}
	if err := masthead.Save(ctx, tx, now, fresh); err != nil {
		return nil, err
	}
	before, after := map[string]string{}, map[string]string{}
	for _, key := range changed {
		s, err := masthead.SettingByKey(key)
		if err != nil {
			return nil, err
		}
		before[key], after[key] = s.Get(paper), s.Get(fresh)
	}
	return changed, staff.Audit(ctx, tx, now, by, staff.Deed{Act: "newspaper.settle", Subject: "newspaper", Before: before, After: after})
}

// checkLogos refuses the number of anything that cannot stand over a page.
func checkLogos(ctx context.Context, q db.Querier, n *masthead.Newspaper, changed []string) error {
	for _, l := range []struct {
		key string
		id  int64
	}{{"logo", n.Logo}, {"logo_night", n.LogoNight}} {
		if l.id == 0 || !slices.Contains(changed, l.key) {
			continue
		}
		m, err := media.ByID(ctx, q, media.ID(l.id))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err != nil || !CanBeLogo(m) {
			said := masthead.Flaws{masthead.NewFlaw(l.key, "logo", "a logo is a drawing or a picture of the library, wider than it is high or square; number %d is none", l.id)}
			return fault.Wrap(fault.Invalid, said, "%s", said[0].Error())
		}
	}
	return nil
}

// maxHigher bounds how high a logo may be for its width: the line over the page has room for no tower.
const maxHigher = 1.5

// CanBeLogo reports whether a file can stand for the newspaper's title.
func CanBeLogo(m *media.Media) bool {
	shows := m.Kind == media.Drawing || m.Kind == media.Picture
	return shows && m.State != media.Gone && m.State != media.Failed && m.Width > 0 && m.Height > 0 && float64(m.Height) <= maxHigher*float64(m.Width)
}

// Addresses has every article that was published move to the address that the newspaper's pattern makes now, in the background.
func Addresses(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor) error {
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return err
	}
	if err := article.Readdress(ctx, tx, now); err != nil {
		return err
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "newspaper.readdress", Subject: "newspaper", After: map[string]string{"permalink": paper.Pattern()}})
}
