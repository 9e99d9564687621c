package site

import (
	"context"
	"regexp"
	"strings"

	"griot/internal/frontpage"
	"griot/internal/page"
)

// script is a script with what it holds: in our own pages none says "</script>" before its end.
var script = regexp.MustCompile(`(?s)<script\b.*?</script>`)

// FrontDraft is the front page of a language as it would be with some pins, for whoever composes it. It has no scripts: nobody reads it. Nothing keeps it, and pages of this site may frame it.
func (s *Site) FrontDraft(ctx context.Context, lang string, pins frontpage.Pins) (*page.Page, error) {
	f, err := s.frame(ctx, lang)
	if err != nil {
		return nil, err
	}
	p, err := f.front(ctx, pins.Running(f.now))
	if err != nil {
		return nil, err
	}
	p.Header["Content-Security-Policy"] = strings.Replace(p.Header["Content-Security-Policy"], "frame-ancestors 'none'", "frame-ancestors 'self'", 1)
	return unread(p), nil
}

// unread makes of a page one that no reader sees: without scripts, and kept by nobody.
func unread(p *page.Page) *page.Page {
	p.Volatile = true
	p.Body = script.ReplaceAll(p.Body, nil)
	p.Header["Cache-Control"], p.Header["X-Robots-Tag"] = "no-store", "noindex"
	return p
}
