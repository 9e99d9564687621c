package site

import (
	"context"
	"strings"

	"griot/internal/page"
	"griot/internal/site/theme"
)

// lighter is the same site in its light dress: what it knows is shared, what it makes is text.
func (s *Site) lighter() *Site {
	light := *s
	light.light = true
	return &light
}

// lightRoutes are the light versions of pages, each under the address of its page with /leger before it (ADR 16).
func (s *Site) lightRoutes() page.Table {
	t := s.lighter().pages()
	for i := range t {
		if t[i].Name == "front" {
			t[i].Query = nil // nothing old ever led to a light page
		}
		t[i].Name, t[i].Pattern, t[i].Make = "light "+t[i].Name, theme.LightPrefix+t[i].Pattern, lightly(t[i].Make)
	}
	return t
}

// lightly makes the light version of what a maker makes. A page that has moved leads to the light version of where it is.
func lightly(full page.Maker) page.Maker {
	return func(ctx context.Context, at page.Address) (*page.Page, error) {
		at.Path = strings.TrimPrefix(at.Path, theme.LightPrefix)
		p, err := full(ctx, at)
		if err == nil && p.Location != "" {
			p.Location = theme.LightPath(p.Location)
		}
		return p, err
	}
}

// fullPath is the address of the page whose light version stands at an address, weighed or not; light is false where none does.
func fullPath(path string) (full string, light bool) {
	for _, prefix := range []string{theme.LightPrefix, WeighPrefix} {
		if full, light = strings.CutPrefix(path, prefix); light && strings.HasPrefix(full, "/") {
			return full, true
		}
	}
	return path, false
}

// dress is the look that this site's pages wear.
func (s *Site) dress() *look {
	worn := s.look.Load()
	if s.light {
		return worn.light
	}
	return worn
}

// versions leads from a page to its light version, and from a light page to the full one and to what its links cost.
func (f *frame) versions(s *theme.Shell, path string) {
	switch light := theme.LightPath(path); {
	case light == path:
	case f.site.light:
		s.Full, s.Weigh = path, WeighPrefix+path
	default:
		s.Light = light
	}
}

// fillPart leaves the part of a long text that a page of its light version shows; false where there is no such page. The full page is one.
func (f *frame) fillPart(v *theme.ArticleView, at page.Address) bool {
	if !f.site.light {
		return !at.Query.Has("page")
	}
	parts := theme.LightParts(v.BodyStart + v.BodyRest)
	n, total, err := pageNumber(at.Query.Get("page"), len(parts)*perPage)
	if err != nil || n == 1 && at.Query.Has("page") {
		return false
	}
	v.BodyStart, v.BodyRest = parts[n-1], ""
	v.Parts = theme.Pages(n, total, func(p int) string { return pagePath(at.Path, p) })
	return true
}
