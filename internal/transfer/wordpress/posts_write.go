package wordpress

import (
	"context"
	"strings"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// wish is the address that a thing had and wants to keep; "" when it had none, or the program needs it.
func wish(link string) string {
	p := oldPath(link)
	if p == "" || address.Reserved(p) {
		return ""
	}
	return p
}

func (im *importer) writeArticle(ctx context.Context, tx *db.Tx, acc *Account, p *prepared) error {
	a := *p.article // Put completes it, and the transaction may run again
	wished := a.Path
	if err := im.uid(ctx, tx, p.it, &a); err != nil {
		return err
	}
	if err := article.Put(ctx, tx, im.paper, im.Now(), &a); err != nil {
		return err
	}
	acc.made(MadeArticles, 1)
	if n := im.reads(p.it); n > 0 {
		if err := audience.SetReads(ctx, tx, int64(a.ID), n); err != nil {
			return err
		}
	}
	if a.Status == article.Published {
		if err := im.keepAddress(ctx, tx, acc, p.it, wished, a.Path, "/?p="); err != nil {
			return err
		}
	}
	if err := im.keepItem(ctx, tx, p); err != nil {
		return err
	}
	if err := became(ctx, tx, im.source, p.it.id, asArticle, int64(a.ID), p.missing, db.Millis(a.Changed)); err != nil {
		return err
	}
	return im.addComments(ctx, tx, acc, p.it.id, a.ID, p.comments)
}

// keepItem keeps the item as it came, and its unknown shortcodes.
func (im *importer) keepItem(ctx context.Context, tx *db.Tx, p *prepared) error {
	if err := keep(ctx, tx, im.source, p.it); err != nil {
		return err
	}
	return keepMeta(ctx, tx, im.source, p.it.id, len(p.it.meta), p.kept)
}

// uid keeps the name by which feeds called the article, so that nobody's reader shows the archive again; but not one that holds the
// slug, as those of old versions do, and not one that another article has.
func (im *importer) uid(ctx context.Context, tx *db.Tx, it *item, a *article.Article) error {
	if !strings.HasPrefix(it.guid, "http") || !strings.Contains(it.guid, "?p=") || len(it.guid) > 200 || text.CleanLine(it.guid) != it.guid {
		return nil
	}
	var taken int
	if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM article WHERE uid = $1", it.guid).Scan(&taken); err != nil {
		return err
	}
	if taken == 0 {
		a.UID = it.guid
	}
	return nil
}

// keepAddress leads every former address of a thing to the one that it has, and notes where it could not have its own.
func (im *importer) keepAddress(ctx context.Context, tx *db.Tx, acc *Account, it *item, wished, path, short string) error {
	if err := im.lead(ctx, tx, acc, short+itoa(it.id), path); err != nil {
		return err
	}
	old := oldPath(it.link)
	if old != "" && old != path {
		acc.changed(NewAddress, 1, it.title)
		e := Entry{Kind: it.typ, ID: it.id, Title: it.title, From: old, To: path}
		if wished == "" {
			e.Note = "adresse réservée au programme"
		}
		acc.Collided.add(e)
		if err := im.lead(ctx, tx, acc, old, path); err != nil {
			return err
		}
	}
	for _, m := range it.meta {
		slug := decoded(strings.TrimSpace(m.value))
		if m.key != "_wp_old_slug" || slug == "" || old == "" || strings.ContainsAny(slug, "/?#%") {
			continue
		}
		parent := old[:strings.LastIndexByte(strings.TrimSuffix(old, "/"), '/')+1]
		if err := im.lead(ctx, tx, acc, parent+slug+"/", path); err != nil {
			return err
		}
	}
	return nil
}

// complete makes an article again that an earlier import brought over without some of its files, when they are there now and nobody
// has changed it since.
func (im *importer) complete(ctx context.Context, tx *db.Tx, acc *Account, p *prepared, r *record) error {
	if p.article == nil || p.missing >= r.missing {
		return nil
	}
	old, err := article.ByID(ctx, tx, article.ID(r.newID))
	if fault.Is(err, fault.NotFound) || err == nil && db.Millis(old.Changed) != r.madeAt {
		return nil
	}
	if err != nil {
		return err
	}
	old.Body, old.Hero = p.article.Body, p.article.Hero
	if err := article.Put(ctx, tx, im.paper, im.Now(), old); err != nil {
		return err
	}
	acc.add(p.changes)
	acc.changed(Completed, 1, p.it.title)
	return became(ctx, tx, im.source, p.it.id, asArticle, r.newID, p.missing, db.Millis(old.Changed))
}
