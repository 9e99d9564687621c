package locale

import (
	"slices"
	"testing"
)

func load(t testing.TB) *Catalogues {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFor(t *testing.T) {
	c := load(t)
	for tag, want := range map[string]string{
		"fr": "fr", "en": "en", "ar": "ar", "pt": "pt", "sw": "sw",
		"pt-BR": "pt", "AR": "ar", "en_GB": "en", "de": "fr", "": "fr", "-": "fr",
	} {
		if got := c.For(tag).Lang(); got != want {
			t.Errorf("For(%q) is %q, want %q", tag, got, want)
		}
	}
	if c.Has("de") || !c.Has("sw") {
		t.Error("Has must know our languages and no others")
	}
}

func TestLanguages(t *testing.T) {
	c := load(t)
	if got, want := Languages(), []string{"fr", "en", "pt", "ar", "sw"}; !slices.Equal(got, want) {
		t.Fatalf("Languages() = %v, want %v", got, want)
	}
	names := map[string]string{"fr": "Français", "en": "English", "pt": "Português", "ar": "العربية", "sw": "Kiswahili"}
	for _, code := range Languages() {
		l := c.For(code)
		if l.Name() != names[code] {
			t.Errorf("%s calls itself %q, want %q", code, l.Name(), names[code])
		}
		if (l.Dir() == "rtl") != (code == "ar") {
			t.Errorf("%s runs %s", code, l.Dir())
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}
