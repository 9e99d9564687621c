package locale

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestDesk: the newsroom's own pages have the same texts in each of their languages, with the same places, well set; letters alone have lines.
func TestDesk(t *testing.T) {
	c := load(t)
	french := c.Desk("fr")
	if len(french.texts) <= len(c.For("fr").texts)+100 {
		t.Fatalf("the desk adds %d texts", len(french.texts)-len(c.For("fr").texts))
	}
	for _, code := range DeskLanguages() {
		l := c.Desk(code)
		if l.Lang() != code || !slices.Equal(l.Keys(), french.Keys()) {
			t.Errorf("%s has other keys than French", code)
		}
		for key, text := range l.texts {
			if c.For(code).has(key) {
				continue
			}
			want := aPlace.FindAllString(french.texts[key], -1)
			if got := aPlace.FindAllString(text, -1); !slices.Equal(sorted(got), sorted(want)) {
				t.Errorf("%s %s: places of %q are not those of French", code, key, text)
			}
			letter := strings.HasPrefix(key, "letter.")
			if text == "" || strings.TrimSpace(text) != text || strings.ContainsAny(text, "'\"\t") || strings.Contains(text, "...") || !letter && strings.Contains(text, "\n") {
				t.Errorf("%s %s is badly set: %q", code, key, text)
			}
			if code == "fr" && badFrench.MatchString(text) {
				t.Errorf("%s: %+q", key, text)
			}
		}
	}
	for lang, want := range map[string]string{"fr": "fr", "en-GB": "en", "ar": "fr", "pt": "fr", "": "fr"} {
		if got := c.Desk(lang).Lang(); got != want {
			t.Errorf("Desk(%q) speaks %s, want %s", lang, got, want)
		}
	}
	if got := c.Desk("fr").DateWeekday(time.Date(2026, 11, 22, 6, 30, 0, 0, time.UTC)); got == "" || c.Desk("en").SortKey("É") == nil {
		t.Errorf("a date is %q", got)
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
