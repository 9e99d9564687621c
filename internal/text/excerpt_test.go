package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"":                                      "",
		"deux  mots\n":                          "deux mots",
		"<p>un</p><p>deux</p>":                  "un deux",
		"<h2>Titre</h2>texte":                   "Titre texte",
		"mi<em>lieu</em> du m<b>o</b>t":         "milieu du mot",
		"a<br>b":                                "a b",
		"x<script>alert('<p>')</script>y":       "xy",
		"x<style>p{}</style><style></style>y":   "xy",
		"&eacute;t&eacute; &amp; &lt;hiver&gt;": "été & <hiver>",
		"Niger&nbsp;: la cote":                  "Niger\u00a0: la cote",
		"<p>&nbsp;</p><p>a</p>":                 "a",
		"a <!-- non --> b":                      "a b",
		"5 < 6":                                 "5 < 6",
		"<textarea><p>dedans</p></textarea>":    "dedans",
		"caf\xe9 \x00":                          "café",
		"<ul><li>un<li>deux</ul>":               "un deux",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		in    string
		runes int
		want  string
	}{
		{"<p>court</p>", 10, "court"},
		{"<p>un deux trois</p>", 13, "un deux trois"},
		{"<p>un deux trois</p>", 12, "un deux…"},
		{"<p>un deux, trois</p>", 9, "un deux…"},
		{"<p>un deux trois</p>", 8, "un deux…"},
		{"<p>anticonstitutionnellement</p>", 5, "anti…"},
		{"الراصدون يرسلون القياس", 16, "الراصدون يرسلون…"},
		{"prix de 12\u202f500 francs", 12, "prix de…"},
		{"mot", 0, ""},
		{"mot", -1, ""},
	} {
		if got := Excerpt(c.in, c.runes); got != c.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", c.in, c.runes, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]int{
		"": 0, "<p>un deux</p><p>trois</p>": 3, "un – deux !": 2, "l’eau de pluie": 3, "ارتفع منسوب النهر، اليوم": 4, "12\u202f500 km": 3, "… « » ;": 0,
	} {
		if got := Words(in); got != want {
			t.Errorf("Words(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestReadingMinutes(t *testing.T) {
	for in, want := range map[int]int{-5: 1, 0: 1, 1: 1, 220: 1, 230: 1, 275: 2, 440: 2, 500: 3, 1100: 5} {
		if got := ReadingMinutes(in); got != want {
			t.Errorf("ReadingMinutes(%d) = %d, want %d", in, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"<p>a</p>b", "<script><p>", "a&nbsp; b", "<textarea>", "<plaintext>x</p>", "\xff<!--"} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		plain := Plain(s)
		if !utf8.ValidString(plain) || plain != strings.TrimSpace(plain) || strings.Contains(plain, "  ") || strings.ContainsAny(plain, "\x00\n\t") {
			t.Fatalf("Plain(%q) = %q", s, plain)
		}
		if Words(s) > len(plain) {
			t.Fatalf("Words(%q) = %d", s, Words(s))
		}
		if e := Excerpt(s, n); !utf8.ValidString(e) || utf8.RuneCountInString(e) > max(0, n) {
			t.Fatalf("Excerpt(%q, %d) = %q", s, n, e)
		}
		if line := CleanLine(s); !utf8.ValidString(line) || utf8.RuneCountInString(line) > MaxLineRunes || strings.ContainsAny(line, "\n\x00\u202e") {
			t.Fatalf("CleanLine(%q) = %q", s, line)
		}
	})
}
