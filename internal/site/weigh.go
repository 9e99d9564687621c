package site

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/preview"
	"griot/internal/site/theme"
)

// WeighPrefix stands before the path of a page in the address of its light version with what each link costs.
const WeighPrefix = "/poids"

// maxWeighed bounds the links that are weighed on one page; the others go without their size.
const maxWeighed = 60

// weighTime is how long a reader waits for pages to be made and compressed so that they can be weighed. What is not done by then goes without its size; it is kept for the next reader.
const weighTime = 3 * time.Second

// Kept is what the site asks of whoever keeps its pages: what they are, and what they cost.
type Kept interface {
	http.Handler
	// Page is what a reader of a public address would get, uncompressed, or the error for which there is no page.
	Page(ctx context.Context, path, query string) (*page.Page, error)
	// Weight is what the page at a public address costs this reader, in bytes of its body as it is sent; ok is false for what has no lasting size.
	Weight(r *http.Request, path, query string) (size int64, ok bool)
	// Send answers with a page that is not kept, in the name of a route.
	Send(w http.ResponseWriter, r *http.Request, route string, p *page.Page)
	// Fail answers with the designed page for an error.
	Fail(w http.ResponseWriter, r *http.Request, err error)
}

// Weigh answers what stands under WeighPrefix and hands everything else on to whoever keeps the pages. What a link costs depends on how this reader's browser takes pages, so it is no page
// that could be kept: it is the kept light page with the sizes of kept pages written into it (ADR 16).
func (s *Site) Weigh(kept Kept) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, ours := strings.CutPrefix(r.URL.Path, WeighPrefix+"/")
		if !ours || path != "" && !strings.HasSuffix(path, "/") || r.Method != http.MethodGet && r.Method != http.MethodHead {
			kept.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), weighTime)
		defer cancel()
		p, err := kept.Page(ctx, theme.LightPrefix+"/"+path, r.URL.RawQuery)
		switch {
		case err != nil:
			kept.Fail(w, r, err)
		case p.Location != "":
			kept.Send(w, r, "weigh", redirect(WeighPrefix+strings.TrimPrefix(p.Location, theme.LightPrefix)))
		default:
			kept.Send(w, r, "weigh", s.weighed(kept, r.WithContext(ctx), p.Body))
		}
	})
}

// weighed is a light page with what its links cost.
func (s *Site) weighed(kept Kept, r *http.Request, body []byte) *page.Page {
	scales := &scales{site: s, kept: kept, r: r, loc: s.Locales.For(locale.Default), known: map[string]string{}}
	body = scales.page(body)
	return &page.Page{ContentType: "text/html; charset=utf-8", Language: scales.loc.Lang(), Body: body, Volatile: true,
		Header: map[string]string{"Content-Security-Policy": s.look.Load().light.of(body).policy(body), "X-Robots-Tag": "noindex"}}
}

// scales writes behind each link of a page what it costs.
type scales struct {
	site  *Site
	kept  Kept
	r     *http.Request
	loc   *locale.Locale
	known map[string]string // sizes by address, as they are read
}

func (s *scales) page(body []byte) []byte {
	var out bytes.Buffer
	href := ""
	z := html.NewTokenizer(bytes.NewReader(body))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw := bytes.Clone(z.Raw())
		t := z.Token()
		switch {
		case kind == html.StartTagToken && t.Data == "html":
			s.loc = s.site.Locales.For(attribute(t, "lang"))
		case kind == html.StartTagToken && t.Data == "a":
			href = attribute(t, "href")
		case kind == html.EndTagToken && t.Data == "a":
			if size := s.size(href); size != "" {
				out.WriteString(` <small class="kg">` + html.EscapeString(size) + "</small>")
			}
		}
		out.Write(raw)
		if kind == html.StartTagToken && t.Data == "main" {
			out.WriteString(`<p class="by">` + html.EscapeString(s.loc.T("light.weighed")) + "</p>")
		}
	}
	return out.Bytes()
}

// size is what a link costs, as it is read; "" for what leads elsewhere, is the page itself, or has no lasting size.
func (s *scales) size(href string) string {
	if size, ok := s.known[href]; ok || len(s.known) >= maxWeighed || s.r.Context().Err() != nil {
		return size
	}
	size := ""
	if n, ok := s.weight(href); ok {
		size = s.loc.Weight(n)
	}
	s.known[href] = size
	return size
}

func (s *scales) weight(href string) (int64, bool) {
	u, err := url.Parse(href)
	switch {
	case err != nil || u.IsAbs() || u.Host != "" || strings.HasPrefix(u.Path, WeighPrefix+"/"):
		return 0, false
	case strings.HasPrefix(u.Path, "/media/"):
		return s.site.fileSize(s.r.Context(), strings.TrimPrefix(u.Path, "/media/"))
	case strings.HasPrefix(u.Path, theme.LightPrefix+"/"):
		return s.kept.Weight(s.r, u.Path, u.RawQuery)
	}
	return 0, false
}

// fileSize is the size of a public file in bytes. What may first have to be drawn has none yet.
func (s *Site) fileSize(ctx context.Context, name string) (int64, bool) {
	if _, drawn := preview.Subject(name); drawn {
		return 0, false
	}
	public, err := media.PublicBlob(name)
	if err != nil {
		return 0, false
	}
	file, err := s.Blob.Open(ctx, public)
	if err != nil {
		if fault.Of(err) == fault.Internal {
			s.Log.ErrorContext(ctx, "a media file cannot be weighed", "error", err)
		}
		return 0, false
	}
	defer func() { _ = file.Close() }()
	return file.Size(), true
}
