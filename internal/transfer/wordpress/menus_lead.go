package wordpress

import (
	"context"
	"net/url"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/taxonomy"
)

// leads finds where an entry leads.
func (im *importer) leads(ctx context.Context, q db.Querier, e *entry) (Reason, error) {
	id, object := number(e.item.get("_menu_item_object_id")), e.item.get("_menu_item_object")
	e.tree.MenuItem = taxonomy.MenuItem{Label: e.label()}
	switch e.item.get("_menu_item_type") {
	case "taxonomy":
		return im.leadsToTerm(ctx, q, e, object, id)
	case "post_type":
		return im.leadsToItem(ctx, q, e, id)
	case "custom", "":
		return im.leadsToAddress(ctx, q, e), nil
	}
	return LeadsNo, nil
}

func (im *importer) leadsToTerm(ctx context.Context, q db.Querier, e *entry, object string, id int64) (Reason, error) {
	t, err := termByOldID(ctx, q, im.source, object, id)
	if err != nil || t == nil {
		return LeadsNo, err
	}
	switch {
	case t.became == termSection:
		e.tree.Kind, e.tree.Target = taxonomy.ToSection, t.newID
	case t.became == termLeft+string(Container):
		e.tree.Kind = taxonomy.ToCountries
	case t.country != 0:
		e.tree.Kind, e.tree.Target = taxonomy.ToCountry, int64(t.country)
	case t.became == termTag:
		tag, err := taxonomy.TagByID(ctx, q, taxonomy.TagID(t.newID))
		if err != nil {
			return LeadsNo, err
		}
		e.tree.Kind, e.tree.URL = taxonomy.ToURL, tag.Path()
		e.tree.Label = or(e.tree.Label, tag.Name)
	default:
		return LeadsNo, nil
	}
	return "", nil
}

func (im *importer) leadsToItem(ctx context.Context, q db.Querier, e *entry, id int64) (Reason, error) {
	r, err := findRecord(ctx, q, im.source, id)
	if err != nil || r == nil {
		return LeadsNo, err
	}
	switch r.became {
	case asPage:
		e.tree.Kind, e.tree.Target = taxonomy.ToStanding, r.newID
		return "", nil
	case asArticle:
		var path, title, status string
		const query = "SELECT path, title, status FROM article WHERE id = $1"
		if err := q.QueryRow(ctx, query, r.newID).Scan(&path, &title, &status); err != nil || status != "published" {
			return LeadsNo, err
		}
		e.tree.Kind, e.tree.URL, e.tree.Label = taxonomy.ToURL, path, or(e.tree.Label, title)
		return "", nil
	}
	return LeadsNo, nil
}

// leadsToAddress reads an entry with an address of its own: one of the old site's leads where it leads now.
func (im *importer) leadsToAddress(ctx context.Context, q db.Querier, e *entry) Reason {
	raw := e.item.get("_menu_item_url")
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https":
		return LeadsNo
	case raw == "" || raw == "#" || u.Host == "" && u.Path == "" && u.RawQuery == "":
		if e.label() == "" {
			return LeadsNo
		}
		e.tree.Kind = taxonomy.ToNothing
		return ""
	}
	e.tree.Kind, e.tree.URL = taxonomy.ToURL, u.String()
	if !im.ours(u) {
		return ""
	}
	e.tree.URL = (&url.URL{Path: or(oldPath(u.Path), "/")}).EscapedPath()
	a, err := address.Find(ctx, q, oldPath(u.Path))
	if err == nil && a.Kind == address.Redirect {
		e.tree.URL = a.Location
		a, err = address.Find(ctx, q, a.Location)
	}
	if err != nil {
		return "" // the front page, a page of the program's own, a feed
	}
	kinds := map[address.Kind]taxonomy.MenuKind{address.Section: taxonomy.ToSection, address.Country: taxonomy.ToCountry, address.Standing: taxonomy.ToStanding}
	if kind, ok := kinds[a.Kind]; ok {
		e.tree.Kind, e.tree.Target, e.tree.URL = kind, a.Target, ""
	}
	return ""
}
