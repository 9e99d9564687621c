package standing

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/text"
)

// Why pages are not changed.
const (
	NoTitle   staff.Reason = "page_title"
	NoSlug    staff.Reason = "page_slug"
	SlugTaken staff.Reason = "page_slug_taken"
	WrongKind staff.Reason = "page_kind"    // there is one of this kind in the language, or there is no such kind
	Outrun    staff.Reason = "page_outrun"  // somebody saved it meanwhile
	LawsOwn   staff.Reason = "page_laws"    // what the program or the law needs is not removed
	NoVersion staff.Reason = "page_version" // the page never had it
)

// Edit adds a page (ID 0), or changes one, for somebody of the newsroom. base is the version that they began from: where somebody else has saved one since, it is fault.Conflict (Outrun) and nothing is
// lost. A slug that changes moves the page, and its old address leads to the new one; an empty one stays as it is, or is made from the title. Language, kind and position of a page stay.
func Edit(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, p *Page, base int) error {
	p.Furnished = false
	return edit(ctx, tx, now, by, p, base, 0)
}

func edit(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, p *Page, base, restored int) error {
	if !slices.Contains(Places(), p.Place) {
		return fault.New(fault.Invalid, "unknown place %q: one of %q", p.Place, Places())
	}
	p.Slug = text.Slug(p.Slug)
	deed := staff.Deed{Act: "page.add"}
	if p.ID == 0 {
		if err := mayBe(ctx, tx, p); err != nil {
			return err
		}
	} else {
		was, err := Any(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if was.Version != base {
			return fault.Wrap(fault.Conflict, Outrun, "somebody else has saved this page since")
		}
		p.follow(was)
		deed.Act, deed.Before = "page.change", was.audited()
	}
	if err := save(ctx, tx, now, p, keeping{by.ID, restored}); err != nil {
		return err
	}
	deed.Subject, deed.After = p.subject(), p.audited()
	return staff.Audit(ctx, tx, now, by, deed)
}

// follow takes over what an edit leaves as it was.
func (p *Page) follow(was *Page) {
	p.Language, p.Kind, p.Position = was.Language, was.Kind, was.Position
	if p.Slug == "" {
		p.Slug = was.Slug
	}
	if p.Path = ""; p.Slug == was.Slug {
		p.Path = was.Path
	}
}

// mayBe refuses a new page that another one is already, and gives it the last position.
func mayBe(ctx context.Context, tx *db.Tx, p *Page) error {
	if err := p.Clean(); err != nil {
		return err
	}
	p.Path = ""
	all, err := Pages(ctx, tx)
	if err != nil {
		return err
	}
	if !slices.Contains(Kinds(), p.Kind) {
		return fault.Wrap(fault.Invalid, WrongKind, "unknown kind %q", p.Kind)
	}
	for i := range all {
		if other := &all[i]; other.Language == p.Language {
			if other.Slug == p.Slug {
				return fault.Wrap(fault.Conflict, SlugTaken, "another page has the address %s in this language", p.Slug)
			}
			if other.Kind == p.Kind && (p.Kind == Legal || p.Kind == Team) {
				return fault.Wrap(fault.Conflict, WrongKind, "%s is a page of this kind already", other.Title)
			}
			p.Position = max(p.Position, other.Position+1)
		}
	}
	return nil
}

func (p *Page) subject() string { return "page:" + strconv.FormatInt(int64(p.ID), 10) }

// audited is what the audit log keeps of a page; its text is in its versions.
func (p *Page) audited() any {
	return map[string]any{"title": p.Title, "description": p.Description, "path": p.Path, "language": p.Language, "place": p.Place, "published": p.Published, "version": p.Version}
}

// Publish puts a page before readers, or takes it away from them, as a version of its own. Nobody need have read it for that: what was furnished still is.
func Publish(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, base int, published bool) error {
	p, err := Any(ctx, tx, id)
	if err != nil || p.Published == published {
		return err
	}
	p.Published = published
	return edit(ctx, tx, now, by, p, base, 0)
}

// Remove deletes one of the newsroom's own pages for good, with its versions; its addresses are gone (410). Another is fault.Conflict: it can be emptied or unpublished.
func Remove(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID) error {
	p, err := Any(ctx, tx, id)
	if err != nil {
		return err
	}
	if p.Kind != Own {
		return fault.Wrap(fault.Conflict, LawsOwn, "this page is one that the law or the program needs: unpublish it instead")
	}
	if _, err := tx.Exec(ctx, "DELETE FROM standing WHERE id = $1", id); err != nil {
		return fmt.Errorf("remove page %d: %w", id, err)
	}
	if err := address.BuryAll(ctx, tx, now, p.Path, 0); err != nil {
		return err
	}
	gone := map[string]any{"title": p.Title, "path": p.Path, "language": p.Language, "text": text.Plain(p.Body)}
	if err := staff.Audit(ctx, tx, now, by, staff.Deed{Act: "page.remove", Subject: p.subject(), Before: gone}); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Standing(int64(id)), page.Menu)
}

// Shift moves a page some places among those that stand beside it in the footer, up where places is negative.
func Shift(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, places int) error {
	all, err := Pages(ctx, tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(p Page) bool { return p.ID == id })
	if at < 0 {
		return noPage()
	}
	p := all[at]
	beside := slices.DeleteFunc(all, func(o Page) bool { return o.Language != p.Language || o.Place != p.Place })
	from := slices.IndexFunc(beside, func(o Page) bool { return o.ID == id })
	to := min(max(0, from+max(min(places, len(beside)), -len(beside))), len(beside)-1)
	if from == to {
		return nil
	}
	beside = slices.Insert(slices.Delete(beside, from, from+1), to, p)
	for i := range beside {
		if _, err := tx.Exec(ctx, "UPDATE standing SET position = $2 WHERE id = $1", beside[i].ID, i); err != nil {
			return fmt.Errorf("order pages: %w", err)
		}
	}
	if err := staff.Audit(ctx, tx, now, by, staff.Deed{Act: "page.order", Subject: p.subject(), Before: from + 1, After: to + 1}); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Menu)
}
