package locale

import (
	"bytes"
	"slices"
	"sync"
	"testing"
)

func TestSortKey(t *testing.T) {
	c := load(t)
	for lang, want := range map[string][]string{
		"fr": {"Djibouti", "Écrivains", "Égypte", "eldorado", "Érythrée", "Eswatini", "Éthiopie", "étude", "Gabon"},
		"en": {"Côte d’Ivoire", "cotton", "Zambia", "zebra"},
		"pt": {"açúcar", "África do Sul", "Angola", "São Tomé e Príncipe", "Senegal"},
		"ar": {"أنغولا", "بنين", "تشاد", "غانا", "مصر", "نيجيريا"},
		"sw": {"Afrika Kusini", "Misri", "Msumbiji", "Ushelisheli"},
	} {
		l := c.For(lang)
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, func(a, b string) int { return bytes.Compare(l.SortKey(a), l.SortKey(b)) })
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}

func TestSortKeyIsSharedSafely(t *testing.T) {
	l := load(t).For("fr")
	want := l.SortKey("Égypte")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				if l.SortKey("São Tomé-et-Principe"); !bytes.Equal(l.SortKey("Égypte"), want) {
					t.Error("the key of a name changed")
					return
				}
			}
		})
	}
	wg.Wait()
}
