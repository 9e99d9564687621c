// Package locale gives the public site its five languages: the reader-facing strings, plural forms, dates, numbers, country
// names and sort keys of French, English, Arabic, Portuguese and Swahili.
//
// It promises that every language has exactly the same keys and no empty string (a test holds it), that French carries its
// own spaces (U+00A0, U+202F), that digits are Western in every language, as newspapers of the continent print them, and
// that Catalogues and Locale never change after Load: any number of goroutines may share them.
//
// It knows neither clock nor time zone: an instant is written as the time.Time says, so the caller hands it over already In
// the newsroom's zone, and hands over "now" where a text depends on it. What an editor may change (tagline, rubrics, kinds of
// article, standing texts) is the newsroom's data and does not live here.
package locale

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/pt_PT"
	"github.com/go-playground/locales/sw"
)

// Default is the language that stands in for one we do not have.
const Default = "fr"

// rules are what cannot be said in a catalogue: plural rules and calendar names come from CLDR.
type rules struct {
	code string
	rtl  bool
	cldr func() locales.Translator
}

// languages stand in the order of the site's language menu. Portuguese is that of Portugal and of Africa, not of Brazil:
// spelling, "0 artigos" in the plural, and a space between thousands.
var languages = [...]rules{
	{code: "fr", cldr: fr.New},
	{code: "en", cldr: en.New},
	{code: "pt", cldr: pt_PT.New},
	{code: "ar", cldr: ar.New, rtl: true},
	{code: "sw", cldr: sw.New},
}

// Languages are the codes we have, in the order of the language menu.
func Languages() []string {
	codes := make([]string, len(languages))
	for i, l := range languages {
		codes[i] = l.code
	}
	return codes
}

// Catalogues holds every language.
type Catalogues struct {
	byCode map[string]*Locale
	desk   map[string]*Locale
}

// Locale writes for readers of one language.
type Locale struct {
	code    string
	rtl     bool
	cldr    locales.Translator
	texts   map[string]string
	plurals map[string]forms
	collate sync.Pool // of *sorter: a collator may not be shared
}

// Load reads the embedded catalogues; call it once. An error means that the program was built from a broken catalogue.
func Load() (*Catalogues, error) {
	c := &Catalogues{byCode: make(map[string]*Locale, len(languages))}
	for _, lang := range languages {
		l := &Locale{code: lang.code, rtl: lang.rtl, cldr: lang.cldr()}
		if err := l.read(); err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", lang.code, err)
		}
		c.byCode[lang.code] = l
	}
	return c, c.loadDesk()
}

// For is the locale of a BCP 47 tag ("ar", "pt-BR"), of which only the language counts; French when we do not have it.
func (c *Catalogues) For(lang string) *Locale {
	primary, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	if l, ok := c.byCode[strings.ToLower(primary)]; ok {
		return l
	}
	return c.byCode[Default]
}

// Has reports whether For would find the language itself.
func (c *Catalogues) Has(lang string) bool { return c.byCode[lang] != nil }

// Lang is the language's code, for lang and hreflang.
func (l *Locale) Lang() string { return l.code }

// Dir is "rtl" or "ltr", for dir.
func (l *Locale) Dir() string {
	if l.rtl {
		return "rtl"
	}
	return "ltr"
}

// Name is the language's name in the language itself: "Français", "العربية".
func (l *Locale) Name() string { return l.T("language.name") }

// Keys are the keys of the catalogue, sorted, those of plurals among them; the same in every language. Tests of templates
// ask for them.
func (l *Locale) Keys() []string {
	keys := make([]string, 0, len(l.texts)+len(l.plurals))
	for k := range l.texts {
		keys = append(keys, k)
	}
	for k := range l.plurals {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
