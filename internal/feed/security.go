package feed

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"griot/internal/page"
	"griot/internal/standing"
)

// security says where to report a hole (RFC 9116), and what else the newsroom wrote; a contact of its own takes the place of ours. It ends a year after the first day of this month, so that it is made again each month and never out of date.
func (f *Feed) security(ctx context.Context, at page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	contact, err := p.contact(ctx)
	if err != nil {
		return nil, err
	}
	now := f.Now().UTC()
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	var all []string
	own := lines(p.SecurityTxt)
	if !slices.ContainsFunc(own, func(line string) bool { return strings.HasPrefix(strings.ToLower(line), "contact:") }) {
		all = []string{"Contact: " + contact}
	}
	all = append(append(all, own...),
		"Expires: "+month.AddDate(1, 0, 0).Format(time.RFC3339),
		"Canonical: "+p.abs(at.Path))
	if len(p.Languages) > 0 {
		all = append(all, "Preferred-Languages: "+strings.Join(p.Languages, ", "))
	}
	made := textDocument(all...)
	made.Until = month.AddDate(0, 1, 0)
	return made, nil
}

// contact is the newsroom's public address, else its contact page, else its front page.
func (p *paper) contact(ctx context.Context) (string, error) {
	if p.Email != "" {
		return (&url.URL{Scheme: "mailto", Opaque: url.PathEscape(p.Email)}).String(), nil
	}
	links, err := standing.Links(ctx, p.db, p.Language)
	if err != nil {
		return "", err
	}
	for _, l := range links {
		if l.Slug == "contact" {
			return p.abs(l.Path), nil
		}
	}
	return p.abs("/"), nil
}
