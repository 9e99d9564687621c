package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		" – ?! ":                      "",
		"L’Œuvre":                     "l-oeuvre",
		"L'Œuvre d'Aimé Césaire":      "l-oeuvre-d-aime-cesaire",
		"Côte d’Ivoire : l’élection":  "cote-d-ivoire-l-election",
		"São Tomé-et-Príncipe":        "sao-tome-et-principe",
		"Ex æquo, ﬁnale (2)":          "ex-aequo-finale-2",
		"12 500 m²":                   "12-500-m2",
		"U.S.A. & co":                 "u-s-a-co",
		"Rock ’n’ roll":               "rock-n-roll",
		"Straße":                      "strasse",
		"Ɓamako, ŋun, Lɔme":           "bamako-nun-lome",
		"Ng'ombe wa Tanzania":         "ng-ombe-wa-tanzania",
		"أخبار":                       "أخبار",
		"مُحَمَّد يكتب":               "محمد-يكتب",
		"الجـــزائر":                  "الجزائر",
		"ﻻ":                           "لا",
		"Київ й":                      "київ-й",
		"हिन्दी":                      "हिन्दी",
		"a\u0301\u200bb\x00c":         "abc",
		"\u0301a":                     "a",
		"caf\xe9":                     "cafe",
		strings.Repeat("mot ", 30):    strings.TrimSuffix(strings.Repeat("mot-", 20), "-"),
		strings.Repeat("a", 200):      strings.Repeat("a", 80),
		"a" + strings.Repeat("ب", 60): "a" + strings.Repeat("ب", 39),
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestValidSlug(t *testing.T) {
	for in, want := range map[string]bool{
		"fleuve-niger": true, "أخبار": true, "": false, "-a": false, "a--b": false, "A": false, "été": false, "a_b": false, "a/b": false,
		strings.Repeat("a", 81): false,
	} {
		if got := ValidSlug(in); got != want {
			t.Errorf("ValidSlug(%q) = %v", in, got)
		}
	}
}

func checkSlug(t rapid.TB, s string) {
	slug := Slug(s)
	if Slug(slug) != slug || slug != "" && !ValidSlug(slug) {
		t.Fatalf("Slug(%q) = %q is not its own slug: %q", s, slug, Slug(slug))
	}
	if !utf8.ValidString(slug) || len(slug) > MaxSlugBytes || strings.ContainsAny(slug, " /?#%&'\"<>.") {
		t.Fatalf("Slug(%q) = %q", s, slug)
	}
}

func TestSlugIsItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkSlug(t, rapid.String().Draw(t, "s")) })
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"L’Œuvre", "مُحَمَّد", "a\u0301 ǅ ŉ İ", "½ №", "\u0345\u1e9b\u0323", "ﷺ", "한국", "n\u0303-\u0660"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkSlug(t, s) })
}
