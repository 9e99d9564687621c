package wordpress

import (
	"context"
	"database/sql"
	"net/url"
	"strings"

	"griot/internal/db"
	"griot/internal/media"
)

// upload reports whether an address is that of a file of the old site's uploads, on its own host, on that of its pictures, or through
// WordPress.com's.
func (c *converter) upload(u *url.URL) bool {
	if uploadOf(u) == "" {
		return false
	}
	host := bareHost(u.Host)
	switch {
	case u.Host == "", host == c.host:
		return true
	case strings.HasSuffix(host, ".wp.com"): // i0.wp.com/site.org/wp-content/…
		return strings.HasPrefix(strings.TrimPrefix(u.Path, "/"), c.host+"/") || strings.HasPrefix(u.Path, "/www."+c.host+"/")
	case strings.HasSuffix(host, ".files.wordpress.com"):
		return strings.TrimSuffix(host, ".files.wordpress.com") == strings.TrimSuffix(c.host, ".wordpress.com")
	}
	// cdn.site.org, static.site.org
	return c.host != "" && strings.HasSuffix(host, "."+c.host)
}

// attachment is the file that an attachment became; nil for one that did not come.
func (c *converter) attachment(id int64) (*media.Media, error) { return c.mediaByOldID(c.ctx, id) }

func (im *importer) mediaByOldID(ctx context.Context, id int64) (*media.Media, error) {
	if id == 0 {
		return nil, nil
	}
	r, err := findRecord(ctx, im.DB, im.source, id)
	if err != nil || r == nil || r.became != asMedia {
		return nil, err
	}
	return media.ByID(ctx, im.DB, media.ID(r.newID))
}

// mediaOf is the file that a text names by its attachment's number or its address; nil for one that did not come.
func (c *converter) mediaOf(id int64, u *url.URL) *media.Media {
	c.why = refusal{reason: NoFile}
	m, err := c.attachment(id)
	if c.failed(err) || m != nil || !c.upload(u) {
		return m
	}
	m, c.why, err = c.takeUpload(c.ctx, asNamed(uploadOf(u)), media.Media{})
	c.failed(err)
	return m
}

// children lists the attachments of an item in the order of their numbers.
func children(ctx context.Context, q db.Querier, source sourceID, parent int64, limit int) ([]int64, error) {
	const query = "SELECT old_id FROM import_item WHERE source_id = $1 AND parent = $2 AND type = $3 ORDER BY old_id LIMIT $4"
	return db.All(ctx, q, func(rows *sql.Rows) (id int64, err error) { err = rows.Scan(&id); return id, err }, query, source, parent, typeAttachment, limit)
}
