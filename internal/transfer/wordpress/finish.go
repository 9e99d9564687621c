package wordpress

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/page"
)

// finish leads the addresses that were known last: feeds, and the pages that WordPress made for files. Then it closes the books.
func (im *importer) finish(ctx context.Context) error {
	err := im.transact(ctx, func(tx *db.Tx, acc *Account) error { return im.leadFeeds(ctx, tx, acc) })
	if err != nil {
		return err
	}
	for after := int64(-1 << 63); ; {
		list, err := ofType(ctx, im.DB, im.source, im.run, typeAttachment, after, batchItems)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		err = im.transact(ctx, func(tx *db.Tx, acc *Account) error {
			for i := range list {
				if err := im.leadFile(ctx, tx, acc, &list[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = list[len(list)-1].id
	}
	if err := im.countSigners(ctx); err != nil {
		return err
	}
	return im.DB.Transact(ctx, func(tx *db.Tx) error { return event.Append(ctx, tx, im.Now(), page.All) })
}

// leadFeeds leads the feeds of the whole site. Those of comments are gone: none is written here.
func (im *importer) leadFeeds(ctx context.Context, tx *db.Tx, acc *Account) error {
	for _, f := range []struct{ from, to string }{
		{"/feed/", "/feed.xml"}, {"/feed/rss2/", "/feed.xml"}, {"/feed/rss/", "/feed.xml"}, {"/feed/rdf/", "/feed.xml"}, {"/feed/atom/", "/atom.xml"},
		{"/rss/", "/feed.xml"}, {"/wp-rss2.php", "/feed.xml"}, {"/wp-atom.php", "/atom.xml"}, {"/sitemap_index.xml", "/sitemap.xml"}, {"/wp-sitemap.xml", "/sitemap.xml"},
	} {
		if err := im.lead(ctx, tx, acc, im.base+f.from, f.to); err != nil {
			return err
		}
	}
	gone := im.base + "/comments/feed/"
	if _, err := address.Find(ctx, tx, gone); !fault.Is(err, fault.NotFound) {
		return err
	}
	return address.Bury(ctx, tx, im.Now(), gone, 0)
}

// leadFile leads the page of an attachment to the article or page that holds it, and to the file itself when nothing holds it: a file of a
// private article is found by nobody.
func (im *importer) leadFile(ctx context.Context, tx *db.Tx, acc *Account, r *record) error {
	to, err := im.holder(ctx, tx, r.parent)
	if err == nil && r.parent == 0 && r.became == asMedia {
		to, err = im.filePath(ctx, tx, media.ID(r.newID))
	}
	if err != nil || to == "" {
		return err
	}
	if r.path != "" && !strings.Contains(r.path, "/uploads/") {
		if err := im.lead(ctx, tx, acc, r.path, to); err != nil {
			return err
		}
	}
	return im.lead(ctx, tx, acc, "/?attachment_id="+itoa(r.id), to)
}

// holder is the public path of what an item became; "" for nothing public.
func (im *importer) holder(ctx context.Context, q db.Querier, id int64) (path string, err error) {
	r, err := findRecord(ctx, q, im.source, id)
	if err != nil || r == nil {
		return "", err
	}
	switch r.became {
	case asArticle:
		var status string
		err = q.QueryRow(ctx, "SELECT path, status FROM article WHERE id = $1", r.newID).Scan(&path, &status)
		if status != string(article.Published) {
			path = ""
		}
	case asPage:
		var published bool
		err = q.QueryRow(ctx, "SELECT path, published FROM standing WHERE id = $1", r.newID).Scan(&path, &published)
		if !published {
			path = ""
		}
	}
	if errors.Is(err, sql.ErrNoRows) { // removed since
		return "", nil
	}
	return path, err
}

func (im *importer) filePath(ctx context.Context, q db.Querier, id media.ID) (string, error) {
	m, err := media.ByID(ctx, q, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if m.Kind == media.Picture {
		return m.URL(m.LargestJPEG(), "jpg"), nil
	}
	return m.FileURL(), nil
}

// countSigners accounts for the authors: those who sign by now, those who signed before this import, and those who sign nothing.
func (im *importer) countSigners(ctx context.Context) error {
	all, sign, err := countAuthors(ctx, im.DB, im.source, im.run)
	if err != nil {
		return err
	}
	im.counted(func(a *Account) {
		t := a.Authors
		t.Came += all
		t.Already += im.signed
		t.Imported += sign - im.signed
		if all > sign {
			t.LeftOut[SignsNo] += all - sign
		}
	})
	return nil
}
