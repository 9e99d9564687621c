package feed

import (
	"context"
	"strings"
	"unicode/utf8"

	"griot/internal/page"
)

type manifestDocument struct {
	Name        string         `json:"name"`
	ShortName   string         `json:"short_name"`
	Description string         `json:"description,omitempty"`
	ID          string         `json:"id"`
	Start       string         `json:"start_url"`
	Scope       string         `json:"scope"`
	Language    string         `json:"lang"`
	Direction   string         `json:"dir"`
	Display     string         `json:"display"`
	Theme       string         `json:"theme_color"`
	Background  string         `json:"background_color"`
	Categories  []string       `json:"categories"`
	Icons       []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

// manifest lets a phone keep the newspaper among its programs. Its Back key and address stay in sight: a newspaper is pages, not a program.
func (f *Feed) manifest(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	body, err := marshalJSON(manifestDocument{
		Name: p.Title, ShortName: shortName(firstOf(p.ShortName, p.Title), 15), Description: firstOf(p.Description, p.Tagline), ID: "/", Start: "/", Scope: "/",
		Language: p.Language, Direction: p.loc.Dir(), Display: "minimal-ui", Theme: firstOf(p.Colour, paperColour), Background: paperColour, Categories: []string{"news"},
		Icons: []manifestIcon{
			{Src: "/icon.svg", Sizes: "any", Type: "image/svg+xml"},
			{Src: "/icon-192.png", Sizes: "192x192", Type: "image/png"},
			{Src: "/icon-512.png", Sizes: "512x512", Type: "image/png"},
			{Src: "/icon-512.png", Sizes: "512x512", Type: "image/png", Purpose: "maskable"},
		},
	})
	if err != nil {
		return nil, err
	}
	return document(typeManifest, body), nil
}

// shortName is as many words of a title as fit, and its beginning when not even one does.
func shortName(title string, runes int) string {
	short := ""
	for _, word := range strings.Fields(title) {
		longer := strings.TrimSpace(short + " " + word)
		if utf8.RuneCountInString(longer) > runes {
			break
		}
		short = longer
	}
	if short == "" {
		short = string([]rune(title)[:min(runes, utf8.RuneCountInString(title))])
	}
	return short
}
