package article

import (
	"strings"
	"testing"

	"griot/internal/text"
)

func TestStrike(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ passage, instead, body, want string }{
		{"le riz", "", "<p>Ici, le riz est cher.</p>", "<p>Ici,  est cher.</p>"},
		{"riz", "", "<p>terrorizer le riz</p>", "<p>terrorizer le </p>"},
		{"Éta\u00adblie", "X", "<p>ÉTABLIE, etablie, éta\u00adblie</p>", "<p>X, X, X</p>"},
		{"Jean Dupont", "M. X", "<p>Jean&nbsp;<em>Dupont</em> et <b>Jean</b>-Dupont</p>", "<p>M. X<em></em> et <b>M. X</b></p>"},
		{"fin début", "", "<p>La fin.</p><p>Début ici.</p>", "<p>La </p><p> ici.</p>"},
		{"d’eau", "", "<p>verre d'eau &amp; pain</p>", "<p>verre  &amp; pain</p>"},
		{"Jean Dupont", "X", `<p><a href="/auteurs/jean-dupont/">lui</a> <img alt="Jean Dupont" src="/media/a.jpg"> a&lt;b</p>`, `<p><a>lui</a> <img alt="X" src="/media/a.jpg"> a&lt;b</p>`},
		{"a b", "", "<p>a a b b c</p>", "<p> c</p>"},
		{"rien", "", "<p>Tout <b>va</b> &eacute;t&#233;</p>", "<p>Tout <b>va</b> &eacute;t&#233;</p>"},
		{"نهر النيجر", "س", "<p>قرب نَهر النيجر اليوم</p>", "<p>قرب س اليوم</p>"},
	} {
		s := newStriking(test.instead, test.passage)
		if got := s.body(test.body); got != test.want {
			t.Errorf("%q out of %s leaves\n%s, want\n%s", test.passage, test.body, got, test.want)
		}
	}
	s := newStriking("", "Jean Dupont", "Dupont")
	for slug, want := range map[string]string{"proces-de-jean-dupont": "proces-de", "jean-dupont": "", "dupontel": "dupontel", "dupont-dupont-dit": "dit"} {
		if got := s.slug(slug); got != want {
			t.Errorf("%s leaves %q, want %q", slug, got, want)
		}
	}
	if got := s.document(`{"a":["Jean Dup\u006fnt",7],"b":{"c":"<p>Dupont</p>"}}`); strings.Contains(got, "Dupont") || !strings.Contains(got, "7") {
		t.Errorf("a document leaves %s", got)
	}
}

// Whatever the text and the passage are, the passage is not in it afterwards, and a text that does not hold it stays as it is for readers.
func FuzzStrike(f *testing.F) {
	f.Add("<p>Jean <em>Dupont</em> parle.</p>", "jean dupont")
	f.Add("<p>a<b>b</b>a b a b</p><img alt=\"a b\">", "a b")
	f.Add("<p>&lt;script&gt; x</p>", "script")
	f.Fuzz(func(t *testing.T, body, passage string) {
		clean, err := text.Clean(body)
		if err != nil || len(passage) > 200 || len(clean) > 20_000 {
			return
		}
		s := newStriking("", passage)
		if len(s.passages) == 0 {
			return
		}
		struck := s.body(clean)
		if s.struck == 0 && text.Plain(struck) != text.Plain(clean) {
			t.Fatalf("nothing was taken out of %q, which became %q", clean, struck)
		}
		again, err := text.Clean(struck)
		if err != nil {
			t.Fatal(err)
		}
		if s.struck < maxRounds && len(s.find(text.Plain(again))) > 0 {
			t.Fatalf("%q is still in %q, made of %q", passage, again, clean)
		}
	})
}
