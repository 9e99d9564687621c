// Package preset furnishes an empty newsroom: its masthead, rubrics, countries, kinds of article, menus and standing pages, as data. Nothing of it is wired into the program; once
// furnished, a newsroom changes all of it.
package preset

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

//go:embed *.toml pages/*.html
var files embed.FS

// The presets.
const (
	AfricaPresse = "africapresse" // the pan-African newspaper whole
	Plain        = "plain"        // kinds of article, and nothing else
)

// Names lists the presets.
func Names() []string { return []string{AfricaPresse, Plain} }

// Furnish fills an empty newsroom with a preset in the caller's transaction. paper may bring a title, a language and whatever else should differ from the preset's.
func Furnish(ctx context.Context, tx *db.Tx, now time.Time, words *locale.Catalogues, name string, paper masthead.Newspaper) error {
	if !slices.Contains(Names(), name) {
		return fault.New(fault.Invalid, "unknown preset %q: one of %s", name, strings.Join(Names(), ", "))
	}
	if _, err := masthead.Load(ctx, tx); err == nil {
		return fault.New(fault.Conflict, "this folder holds a newsroom already")
	}
	if err := complete(name, &paper); err != nil {
		return err
	}
	if err := masthead.Save(ctx, tx, now, &paper); err != nil {
		return err
	}
	if err := addKinds(ctx, tx); err != nil {
		return err
	}
	if name == Plain {
		return nil
	}
	f := furnisher{tx: tx, now: now, sort: words.For(paper.Language), lang: paper.Language}
	return f.africaPresse(ctx)
}

// complete fills what the caller left open.
func complete(name string, paper *masthead.Newspaper) error {
	var base masthead.Newspaper
	if _, err := toml.DecodeFS(files, name+".toml", &base); err != nil {
		return fmt.Errorf("preset %s: %w", name, err)
	}
	if paper.Title != "" {
		base.Title, base.Copyright = paper.Title, paper.Title
	}
	if paper.Language != "" && paper.Language != base.Language {
		base.Languages = append([]string{paper.Language}, slices.DeleteFunc(base.Languages, func(l string) bool { return l == paper.Language })...)
		base.Language = paper.Language
	}
	*paper = base
	return nil
}

type kind struct {
	Position   int
	SchemaType string `toml:"schema_type"`
	Sponsored  bool
	FR, EN     string
	AR, PT, SW string
}

func addKinds(ctx context.Context, tx *db.Tx) error {
	var kinds map[string]kind
	if _, err := toml.DecodeFS(files, "africapresse-kinds.toml", &kinds); err != nil {
		return fmt.Errorf("preset kinds: %w", err)
	}
	for code, k := range kinds {
		labels := map[string]string{"fr": k.FR, "en": k.EN, "ar": k.AR, "pt": k.PT, "sw": k.SW}
		if err := article.SaveKind(ctx, tx, &article.Kind{Code: code, Position: k.Position, SchemaType: k.SchemaType, Sponsored: k.Sponsored, Labels: labels}); err != nil {
			return err
		}
	}
	return nil
}

type furnisher struct {
	tx   *db.Tx
	now  time.Time
	sort *locale.Locale
	lang string
}

func (f *furnisher) africaPresse(ctx context.Context) error {
	sections, err := f.sections(ctx)
	if err != nil {
		return err
	}
	countries, err := f.countries(ctx)
	if err != nil {
		return err
	}
	if err := f.menus(ctx, sections, countries); err != nil {
		return err
	}
	return f.pages(ctx)
}

type rubric struct {
	Path, Name, Hue, Description string
	EN, AR, PT, SW               string
}

func (f *furnisher) sections(ctx context.Context) ([]taxonomy.Section, error) {
	var data struct{ Section []rubric }
	if _, err := toml.DecodeFS(files, "africapresse-sections.toml", &data); err != nil {
		return nil, fmt.Errorf("preset rubrics: %w", err)
	}
	byPath := map[string]taxonomy.SectionID{}
	var list []taxonomy.Section
	for i, r := range data.Section {
		parent, slug := path.Split(r.Path)
		s := taxonomy.Section{Parent: byPath[strings.Trim(parent, "/")], Slug: slug, Name: r.Name, Hue: r.Hue, Description: r.Description, Position: i,
			Names: map[string]string{"en": r.EN, "ar": r.AR, "pt": r.PT, "sw": r.SW}}
		if err := taxonomy.SaveSection(ctx, f.tx, f.now, f.sort, &s); err != nil {
			return nil, err
		}
		byPath[r.Path] = s.ID
		list = append(list, s)
	}
	return list, nil
}

func (f *furnisher) countries(ctx context.Context) (map[string]taxonomy.CountryID, error) {
	byCode := map[string]taxonomy.CountryID{}
	for i, c := range locale.Countries() {
		country := taxonomy.Country{Code: c.Code, Slug: c.Slug, Name: c.Name(f.lang), Region: string(c.Region), Continent: c.Region.Continent(), Position: i}
		if err := taxonomy.SaveCountry(ctx, f.tx, f.now, f.sort, &country); err != nil {
			return nil, err
		}
		byCode[c.Code] = country.ID
	}
	return byCode, nil
}

// menus sets both menus as data. Entries whose pages come with later rooms are there already and show when the pages do.
func (f *furnisher) menus(ctx context.Context, sections []taxonomy.Section, countries map[string]taxonomy.CountryID) error {
	item := func(kind taxonomy.MenuKind, target int64, label, url string) taxonomy.MenuTree {
		return taxonomy.MenuTree{MenuItem: taxonomy.MenuItem{Kind: kind, Target: target, Label: label, URL: url}}
	}
	top := []taxonomy.MenuTree{item(taxonomy.ToCountries, 0, "", "")}
	for _, code := range []string{"CA", "US", "FR", "RU", "UA"} {
		top = append(top, item(taxonomy.ToCountry, int64(countries[code]), "", ""))
	}
	top = append(top, item(taxonomy.ToURL, 0, "Vidéos", "/videos/"), item(taxonomy.ToURL, 0, "Podcasts", "/podcasts/"))
	if err := taxonomy.SetMenu(ctx, f.tx, f.now, taxonomy.TopMenu, top); err != nil {
		return err
	}
	var main []taxonomy.MenuTree
	at := map[taxonomy.SectionID]int{}
	for _, s := range sections {
		entry := item(taxonomy.ToSection, int64(s.ID), "", "")
		if i, ok := at[s.Parent]; ok {
			if len(main[i].Children) == 0 { // a menu that opens leads to the rubric itself first
				main[i].Children = append(main[i].Children, item(taxonomy.ToSection, int64(s.Parent), "", ""))
			}
			main[i].Children = append(main[i].Children, entry)
			continue
		}
		at[s.ID] = len(main)
		main = append(main, entry)
	}
	return taxonomy.SetMenu(ctx, f.tx, f.now, taxonomy.MainMenu, append(main, item(taxonomy.ToURL, 0, "Débats", "/debats/")))
}

// pageOrder is the order in which the footer names the standing pages.
var pageOrder = []string{"a-propos", "equipe", "contact", "publicite", "charte", "mentions-legales", "confidentialite", "cookies", "droit-de-reponse", "accessibilite", "conditions"}

func (f *furnisher) pages(ctx context.Context) error {
	for i, slug := range pageOrder {
		text, err := fs.ReadFile(files, "pages/"+slug+".html")
		if err != nil {
			return err
		}
		header, body, _ := strings.Cut(string(text), "\n\n")
		p := standing.Page{Language: f.lang, Slug: slug, Body: body, Position: i, Published: true, Furnished: true}
		for line := range strings.Lines(header) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch key {
			case "title":
				p.Title = value
			case "description":
				p.Description = value
			case "place":
				p.Place = value
			case "kind":
				p.Kind = standing.Kind(value)
			default:
				return fmt.Errorf("preset page %s: unknown key %q", slug, key)
			}
		}
		if err := standing.Save(ctx, f.tx, f.now, &p); err != nil {
			return err
		}
	}
	return nil
}
