package feed

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"griot/internal/address"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// list is a list of articles that has feeds.
type list struct {
	label       page.Label
	path        string
	title       string
	description string
	language    string
}

// list finds the list at a path, or the one that the path redirects to: its own path then differs from the one asked for.
func (p *paper) list(ctx context.Context, path string) (*list, error) {
	if l := p.languageList(path); l != nil {
		return l, nil
	}
	at, err := p.find(ctx, path)
	if err != nil {
		return nil, err
	}
	if at.Kind == address.Redirect { // redirects are flat, so one step is all
		if l := p.languageList(at.Location); l != nil {
			return l, nil
		}
		if at, err = p.find(ctx, at.Location); err != nil {
			return nil, err
		}
	}
	return p.listOf(ctx, at)
}

// find spares the database what no address can be.
func (p *paper) find(ctx context.Context, path string) (*address.Address, error) {
	if len(path) > address.MaxPathBytes || !utf8.ValidString(path) || strings.ContainsRune(path, 0) {
		return nil, noList()
	}
	return address.Find(ctx, p.db, path)
}

func noList() error { return fault.New(fault.NotFound, "no list of articles stands at this address") }

// languageList is the list behind a front page: everything in a language.
func (p *paper) languageList(path string) *list {
	lang := p.Language
	if path != "/" {
		lang = strings.Trim(path, "/")
		if path != "/"+lang+"/" || !p.locales.Has(lang) {
			return nil
		}
	}
	l := &list{label: page.Language(lang), path: p.home(lang), language: lang}
	if lang == p.Language {
		l.title, l.description = p.Title, firstOf(p.Description, p.Tagline, p.Title)
		return l
	}
	loc := p.locales.For(lang)
	l.title, l.description = p.title(lang, loc.Name()), loc.T("list.title", p.Title)
	return l
}

// listOf is the list of a rubric, a country, a tag or an author; nothing else has one.
func (p *paper) listOf(ctx context.Context, at *address.Address) (*list, error) {
	switch at.Kind {
	case address.Section:
		s, err := taxonomy.SectionByID(ctx, p.db, taxonomy.SectionID(at.Target))
		if err != nil {
			return nil, err
		}
		return p.named(page.Section(int64(s.ID)), s.Path, s.Name, s.Description), nil
	case address.Country:
		c, err := taxonomy.CountryByID(ctx, p.db, taxonomy.CountryID(at.Target))
		if err != nil {
			return nil, err
		}
		return p.named(page.Country(at.Target), c.Path(), c.Name, ""), nil
	case address.Tag:
		t, err := taxonomy.TagByID(ctx, p.db, taxonomy.TagID(at.Target))
		if err != nil {
			return nil, err
		}
		return p.named(page.Tag(int64(t.ID)), t.Path(), t.Name, ""), nil
	case address.Author:
		b, err := staff.BylineByID(ctx, p.db, staff.BylineID(at.Target))
		if err != nil {
			return nil, err
		}
		return p.named(page.Author(at.Target), b.Path(), b.Name, ""), nil
	}
	return nil, noList()
}

// labelled is the list with a label; fault.NotFound when it is gone.
func (p *paper) labelled(ctx context.Context, label page.Label) (*list, error) {
	kind, rest, _ := strings.Cut(string(label), ":")
	if kind == "language" {
		if l := p.languageList(p.home(rest)); l != nil {
			return l, nil
		}
		return nil, noList()
	}
	id, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return nil, noList()
	}
	return p.listOf(ctx, &address.Address{Kind: map[string]address.Kind{"section": address.Section, "country": address.Country, "tag": address.Tag, "author": address.Author}[kind], Target: id})
}

func (p *paper) named(label page.Label, path, name, description string) *list {
	return &list{label: label, path: path, language: p.Language, title: p.title(p.Language, name),
		description: firstOf(description, p.loc.T("list.title", name))}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
