package feed

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/media"
	"griot/internal/text"
)

// content is an article's text as it leaves the site, whole, with what it answers before it and its notes after it.
func (r *reader) content(ctx context.Context, a *article.Article, notes []article.Note, pictures map[media.ID]*media.Media) (string, error) {
	base, err := url.Parse(r.abs(a.Path))
	if err != nil {
		return "", err
	}
	answers, err := r.answers(ctx, a)
	if err != nil {
		return "", err
	}
	remarks, err := r.remarks(ctx, a.Language, notes)
	if err != nil {
		return "", err
	}
	w := rewriter{base: base, pictures: pictures, paid: r.paid(a.Kind)}
	return answers + w.rewrite(typographyHTML(a.Language, a.Body)) + remarks, nil
}

// typographyHTML is text.Typography for HTML.
func typographyHTML(lang, source string) string {
	if base, _, _ := strings.Cut(lang, "-"); base == "fr" {
		return text.FrenchHTML(source)
	}
	return source
}

// rewriter makes cleaned HTML fit to be read elsewhere: addresses are absolute, pictures are JPEG, what only our own pages understand is gone. Text is never touched.
type rewriter struct {
	base     *url.URL // of the article: a link to a footnote leads there
	pictures map[media.ID]*media.Media
	paid     bool // links are sponsored
}

func (w *rewriter) rewrite(source string) string {
	var b strings.Builder
	b.Grow(len(source) + len(source)/8)
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			if tag := z.Token(); len(tag.Attr) > 0 {
				raw = w.tag(tag)
			}
			b.WriteString(raw)
		default:
			b.Write(z.Raw())
		}
	}
}

// tag writes a start tag; "" when nothing of it would be left to see.
func (w *rewriter) tag(tag html.Token) string {
	attrs := tag.Attr
	tag.Attr = nil
	for _, a := range attrs {
		switch {
		case strings.HasPrefix(a.Key, "data-"), a.Key == "rel" && w.paid:
		case a.Key == "href", a.Key == "src", a.Key == "poster":
			if to, err := w.base.Parse(a.Val); err == nil {
				tag.Attr = append(tag.Attr, html.Attribute{Key: a.Key, Val: to.String()})
			}
		default:
			tag.Attr = append(tag.Attr, a)
		}
	}
	switch tag.Data {
	case "a":
		if w.paid {
			tag.Attr = append(tag.Attr, html.Attribute{Key: "rel", Val: "sponsored"})
		}
	case "img":
		number, _ := attr(attrs, "data-media")
		id, _ := strconv.ParseInt(number, 10, 64)
		return w.img(tag, w.pictures[media.ID(id)])
	}
	return tag.String()
}

// img shows a picture of ours as its largest JPEG. One that is not ready, and has no other address, is left out.
func (w *rewriter) img(tag html.Token, m *media.Media) string {
	if m == nil {
		if _, ok := attr(tag.Attr, "src"); ok {
			return tag.String()
		}
		return ""
	}
	alt, ok := attr(tag.Attr, "alt")
	if !ok {
		alt = m.Alt
	}
	path, width, height := m.Shown()
	src := w.base.ResolveReference(&url.URL{Path: path})
	tag.Attr = []html.Attribute{{Key: "src", Val: src.String()}, {Key: "alt", Val: alt},
		{Key: "width", Val: strconv.Itoa(width)}, {Key: "height", Val: strconv.Itoa(height)}}
	return tag.String()
}

func attr(attrs []html.Attribute, key string) (string, bool) {
	for _, a := range attrs {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
