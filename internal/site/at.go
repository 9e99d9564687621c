package site

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/standing"
)

// At makes the page of an address that the newsroom gave: an article, a list, a standing page, or leads where the address moved.
func (s *Site) At(ctx context.Context, at page.Address) (*page.Page, error) {
	a, err := address.Find(ctx, s.DB, at.Path)
	if fault.Is(err, fault.NotFound) {
		return s.oldPage(ctx, at.Path, err)
	}
	if err != nil {
		return nil, err
	}
	if a.Kind == address.Article {
		return s.article(ctx, at, article.ID(a.Target))
	}
	if !isPaged(a.Kind) && a.Kind != address.Redirect && at.Query.Has("page") {
		return redirect(at.Path), nil
	}
	switch a.Kind {
	case address.Section:
		return s.section(ctx, at, a.Target)
	case address.Country:
		return s.country(ctx, at, a.Target)
	case address.Tag:
		return s.tag(ctx, at, a.Target)
	case address.Author:
		return s.author(ctx, at, a.Target)
	case address.Standing:
		return s.standing(ctx, standing.ID(a.Target))
	case address.Redirect:
		return led(s.moved(ctx, a.Location, at.Query.Get("page")))
	case address.Gone:
		return nil, s.gone(ctx, article.ID(a.Target))
	}
	return nil, fmt.Errorf("address %s is of unknown kind %q", at.Path, a.Kind)
}

// led labels a page that only leads on: somebody may have it lead elsewhere.
func led(p *page.Page, err error) (*page.Page, error) {
	if err == nil {
		p.Labels = append(p.Labels, page.Moved)
	}
	return p, err
}

// moved leads to where an address moved: to the same page of a list, so that nobody is led twice.
func (s *Site) moved(ctx context.Context, to, number string) (*page.Page, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 2 || strconv.Itoa(n) != number {
		return redirect(to), nil
	}
	a, err := address.Find(ctx, s.DB, to)
	if err != nil || !isPaged(a.Kind) {
		return redirect(to), ignore(err, fault.NotFound)
	}
	return redirect(pagePath(to, n)), nil
}

// isPaged reports whether what stands at an address has pages.
func isPaged(k address.Kind) bool {
	return k == address.Section || k == address.Country || k == address.Tag || k == address.Author
}

// oldPagePath matches the pages of lists as WordPress numbered them.
var oldPagePath = regexp.MustCompile(`^(/.+/|/)page/[0-9]{1,6}/$`)

// oldPage leads /rubrique/page/3/, an address of an imported archive, to the list: what stood on its third page then stands elsewhere now.
func (s *Site) oldPage(ctx context.Context, path string, notFound error) (*page.Page, error) {
	m := oldPagePath.FindStringSubmatch(path)
	if m == nil {
		return nil, notFound
	}
	if m[1] == "/" {
		return redirect("/"), nil
	}
	a, err := address.Find(ctx, s.DB, m[1])
	switch {
	case err != nil:
		return nil, err
	case a.Kind == address.Redirect:
		return redirect(a.Location), nil
	}
	return redirect(m[1]), nil
}

// gone says why an article is no longer there.
func (s *Site) gone(ctx context.Context, id article.ID) error {
	a, err := article.ByID(ctx, s.DB, id)
	if err != nil || a.Reason == "" {
		return fault.New(fault.Gone, "%s", "")
	}
	return fault.New(fault.Gone, "%s", strings.TrimSpace(a.Reason))
}
