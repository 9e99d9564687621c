package wordpress

import (
	"context"
	"database/sql"
	"errors"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/standing"
	"griot/internal/text"
)

// makePage makes a standing page of a page. Only what was public is published.
func (c *converter) makePage() (*standing.Page, error) {
	if len(c.it.content) > maxContentBytes {
		return nil, fault.New(fault.TooLarge, "the text is longer than %d MiB", maxContentBytes>>20)
	}
	p := &standing.Page{Language: c.paper.Language, Slug: text.Slug(c.it.name), Title: text.CleanLine(c.it.title), Position: c.it.order,
		Published: c.it.status == "publish" && !c.it.locked}
	var err error
	if p.Body, err = c.convert(); err != nil {
		return nil, err
	}
	if p.Title == "" {
		p.Title = or(text.Excerpt(p.Body, 80), "Page "+itoa(c.it.id))
		c.acc.changed(TitleMade, 1, p.Title)
	}
	if p.Slug == "" {
		p.Slug = or(text.Slug(p.Title), "page-"+itoa(c.it.id))
	}
	_, p.Description = c.seo(p.Title, text.Plain(c.it.excerpt))
	if p.Description == "" {
		p.Description = text.Plain(c.shortcodesOnly(c.it.excerpt))
	}
	if p.Published {
		p.Path = wish(c.it.link)
	}
	return p, nil
}

func (im *importer) writePage(ctx context.Context, tx *db.Tx, acc *Account, p *prepared) error {
	page := *p.page // Save completes it, and the transaction may run again
	wished := page.Path
	if err := freeSlug(ctx, tx, &page); err != nil {
		return err
	}
	if err := standing.Save(ctx, tx, im.Now(), &page); err != nil {
		return err
	}
	acc.made(MadePages, 1)
	if page.Published {
		if err := im.keepAddress(ctx, tx, acc, p.it, wished, page.Path, "/?page_id="); err != nil {
			return err
		}
	}
	if err := im.keepItem(ctx, tx, p); err != nil {
		return err
	}
	if err := became(ctx, tx, im.source, p.it.id, asPage, int64(page.ID), p.missing, db.Millis(page.Changed)); err != nil {
		return err
	}
	return im.keepComments(ctx, tx, acc, p.it)
}

// freeSlug gives a page a slug of its own: here a slug names one page, in WordPress one below each parent.
func freeSlug(ctx context.Context, q db.Querier, p *standing.Page) error {
	wanted := p.Slug
	for n := 2; ; n++ {
		var id int64
		err := q.QueryRow(ctx, "SELECT id FROM standing WHERE language = $1 AND slug = $2", p.Language, p.Slug).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		p.Slug = wanted + "-" + itoa(int64(n))
		if p.Path == "" {
			p.Path = "/" + wanted + "/"
		}
	}
}
