package locale

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-playground/locales"
)

// every calls f with each text of each language; category is "" for a text without plural forms.
func every(t *testing.T, f func(l *Locale, key, category, text string)) {
	t.Helper()
	c := load(t)
	for _, code := range Languages() {
		l := c.For(code)
		for key, text := range l.texts {
			f(l, key, "", text)
		}
		for key, forms := range l.plurals {
			for _, rule := range l.cldr.PluralsCardinal() {
				f(l, key, rule.String(), forms[rule])
			}
		}
	}
}

func TestEveryLanguageHasTheSameKeys(t *testing.T) {
	c := load(t)
	french := c.For("fr")
	for _, code := range Languages() {
		l := c.For(code)
		for _, key := range french.Keys() {
			if !slices.Contains(l.Keys(), key) {
				t.Errorf("%s lacks %s", code, key)
			}
		}
		for _, key := range l.Keys() {
			_, plural := l.plurals[key]
			if _, wanted := french.plurals[key]; wanted != plural || !slices.Contains(french.Keys(), key) {
				t.Errorf("%s is not the same in %s and in French", key, code)
			}
		}
	}
}

func TestNoTextIsEmptyOrPadded(t *testing.T) {
	every(t, func(l *Locale, key, category, text string) {
		if text == "" {
			t.Errorf("%s %s %s is empty", l.Lang(), key, category)
		}
		joins := key == "article.and" || key == "article.comma" || key == "article.dateline" || key == "format.group"
		if !joins && strings.TrimSpace(text) != text {
			t.Errorf("%s %s %s begins or ends with a space: %q", l.Lang(), key, category, text)
		}
		if strings.ContainsAny(text, "'\"\t\n") || strings.Contains(text, "...") {
			t.Errorf("%s %s %s is badly set: %q", l.Lang(), key, category, text)
		}
	})
}

var aPlace = regexp.MustCompile(`\{\d\}`)

// TestPlacesAgree: a translation may reorder places but neither lose nor invent one; Arabic may say one and two in words.
func TestPlacesAgree(t *testing.T) {
	french := load(t).For("fr")
	places := func(text string) []string {
		found := aPlace.FindAllString(text, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	every(t, func(l *Locale, key, category, text string) {
		want := french.texts[key]
		if category != "" {
			want = french.plurals[key][locales.PluralRuleOther]
		}
		inWords := l.Lang() == "ar" && slices.Contains([]string{"Zero", "One", "Two"}, category)
		if inWords {
			want, text = strings.ReplaceAll(want, "{0}", ""), strings.ReplaceAll(text, "{0}", "")
		}
		if !strings.HasPrefix(key, "format.") && !slices.Equal(places(text), places(want)) {
			t.Errorf("%s %s %s: places of %q are not those of %q", l.Lang(), key, category, text, want)
		}
		if strings.Count(text, "{") != len(aPlace.FindAllString(text, -1)) {
			t.Errorf("%s %s %s: a brace that is no place: %q", l.Lang(), key, category, text)
		}
	})
}

// badFrench is what French typography forbids: a plain space, or none, where a narrow or a wide one that does not break belongs.
var badFrench = regexp.MustCompile(`[^\x{00a0}]:|[^\x{202f}][;?!%]|«[^\x{00a0}]|[^\x{00a0}]»`)

func TestFrenchTypography(t *testing.T) {
	every(t, func(l *Locale, key, category, text string) {
		if l.Lang() == "fr" && badFrench.MatchString(text) {
			t.Errorf("%s %s: %+q", key, category, text)
		}
	})
}

// TestScripts: a text left in the wrong language is most easily seen by its letters.
func TestScripts(t *testing.T) {
	arabic := regexp.MustCompile(`\p{Arabic}`)
	every(t, func(l *Locale, key, category, text string) {
		wordless := strings.HasPrefix(key, "format.") || key == "frame.title" || key == "article.dateline" || key == "article.comma"
		if !wordless && arabic.MatchString(text) != (l.Lang() == "ar") {
			t.Errorf("%s %s %s: %q", l.Lang(), key, category, text)
		}
	})
}

func TestT(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		lang, key string
		args      []any
		want      string
	}{
		{"fr", "frame.skip", nil, "Aller au contenu"},
		{"fr", "breaking.title", nil, "Dernières nouvelles"},
		{"fr", "article.dateline", []any{"Tillabéri"}, ", à Tillabéri"},
		{"ar", "article.dateline", []any{"تيلابيري"}, "، تيلابيري"},
		{"fr", "list.page_of", []any{2, 22}, "Page 2 sur 22"},
		{"fr", "list.page_of", []any{2}, "Page 2 sur {1}"},
		{"fr", "list.page_of", nil, "Page {0} sur {1}"},
		{"fr", "search.results_for", []any{"{0} {1} {"}, "Résultats pour «\u00a0{0} {1} {\u00a0»"},
		{"fr", "front.most_read_of", []any{"Sport"}, "Les plus lus\u00a0: Sport"},
		{"fr", "list.articles", nil, "list.articles"},
		{"fr", "no.such_key", []any{1}, "no.such_key"},
	} {
		if got := c.For(tt.lang).T(tt.key, tt.args...); got != tt.want {
			t.Errorf("%s %s %v = %q, want %q", tt.lang, tt.key, tt.args, got, tt.want)
		}
	}
}

func TestFill(t *testing.T) {
	for _, tt := range []struct {
		text string
		args []any
		want string
	}{
		{"{0}", []any{int64(7)}, "7"}, {"{", []any{1}, "{"}, {"{0", []any{1}, "{0"}, {"{x}", []any{1}, "{x}"},
		{"{9}{0}", []any{"a"}, "{9}a"}, {"{{0}}", []any{"a"}, "{a}"}, {"", []any{1}, ""},
	} {
		if got := fill(tt.text, tt.args); got != tt.want {
			t.Errorf("fill(%q, %v) = %q, want %q", tt.text, tt.args, got, tt.want)
		}
	}
}

func TestPlural(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		lang, key string
		n         int
		want      string
	}{
		{"fr", "article.reads", 0, "0 lecture"},
		{"fr", "article.reads", 1, "1 lecture"},
		{"fr", "article.reads", 2, "2 lectures"},
		{"fr", "article.reads", 1023, "1\u202f023 lectures"},
		{"fr", "article.reading_time", 6, "6\u00a0min de lecture"},
		{"en", "article.reads", 0, "0 reads"},
		{"en", "article.reads", 1, "1 read"},
		{"en", "article.reads", 1023, "1,023 reads"},
		{"en", "front.today", 1, "Today in 1 country"},
		{"pt", "article.reads", 0, "0 leituras"},
		{"pt", "article.reads", 1, "1 leitura"},
		{"pt", "article.reads", 1023, "1\u00a0023 leituras"},
		{"sw", "article.reading_time", 1, "Dakika 1 ya kusoma"},
		{"sw", "article.reading_time", 6, "Dakika 6 za kusoma"},
		{"ar", "article.reads", 0, "لا قراءات"},
		{"ar", "article.reads", 1, "قراءة واحدة"},
		{"ar", "article.reads", 2, "قراءتان"},
		{"ar", "article.reads", 3, "3 قراءات"},
		{"ar", "article.reads", 10, "10 قراءات"},
		{"ar", "article.reads", 11, "11 قراءة"},
		{"ar", "article.reads", 318, "318 قراءة"},
		{"ar", "list.articles", 99, "99 مقالاً"},
		{"ar", "list.articles", 100, "100 مقال"},
		{"ar", "list.articles", 102, "102 مقال"},
		{"ar", "list.articles", 103, "103 مقالات"},
		{"ar", "list.articles", 1011, "1,011 مقالاً"},
		{"ar", "article.reading_time", 4, "4 دقائق قراءة"},
		{"fr", "frame.skip", 1, "frame.skip"},
	} {
		t.Run(fmt.Sprint(tt.lang, tt.key, tt.n), func(t *testing.T) {
			if got := c.For(tt.lang).Plural(tt.key, tt.n); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := c.For("fr").Plural("list.articles_since", 2014, 2014); got != "2\u202f014 articles depuis 2014" {
		t.Errorf("a year must stay a year: %q", got)
	}
}

func TestReadFormsRefuses(t *testing.T) {
	l := load(t).For("fr")
	for _, table := range []map[string]any{
		{"one": "x"}, {"one": "x", "other": 3}, {"one": "x", "other": "y", "few": "z"}, {"one": "x", "others": "y"},
	} {
		if _, err := l.readForms(table); err == nil {
			t.Errorf("%v was taken for French plural forms", table)
		}
	}
	if err := l.add("x.y", 3); err == nil {
		t.Error("a number was taken for a text")
	}
}
