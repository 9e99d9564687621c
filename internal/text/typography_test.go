package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// visible shows the two no-break spaces as ~ (U+00A0) and _ (U+202F), for tables that can be read.
func visible(s string) string {
	return strings.NewReplacer("\u00a0", "~", "\u202f", "_").Replace(s)
}

func TestFrench(t *testing.T) {
	for in, want := range map[string]string{
		"":                                          "",
		"l'eau qu'il boit":                          "l’eau qu’il boit",
		"aujourd'hui, l'«État»":                     "aujourd’hui, l’«~État~»",
		"5' de 'rien' rock 'n' roll":                "5' de 'rien' rock 'n' roll",
		"Niger : la cote":                           "Niger~: la cote",
		"Niger: la cote":                            "Niger~: la cote",
		"Quoi ? Non ! Bien ; 50 %":                  "Quoi_? Non_! Bien_; 50_%",
		"Quoi? Non! Bien; 50%.":                     "Quoi_? Non_! Bien_; 50_%.",
		"Quoi ?! Vraiment ???":                      "Quoi_?! Vraiment_???",
		"« mot » et «mot»":                          "«~mot~» et «~mot~»",
		"« Viens ! »":                               "«~Viens_!~»",
		`il dit "oui" puis "non".`:                  "il dit «~oui~» puis «~non~».",
		`"Un "deux" trois"`:                         "«~Un «~deux~» trois~»",
		`un seul " reste`:                           `un seul " reste`,
		`l'"Œuvre"`:                                 "l’«~Œuvre~»",
		"12 500 personnes, 1 250 000":               "12_500 personnes, 1_250_000",
		"en 2026 300 villages":                      "en 2026 300 villages",
		"au 77 123 45 67 ou +225 070 809":           "au 77 123 45 67 ou +225 070 809",
		"01 234 567":                                "01 234 567",
		"12 500,50 francs, 12 500 km":               "12_500,50~francs, 12_500~km",
		"à 6 h 30, à 6 h, de 6 h à 7 h 05":          "à 6~h~30, à 6~h, de 6~h à 7~h~05",
		"à 14:05, à 6h30":                           "à 14:05, à 6h30",
		"28 min, 3 km, 2 millions, 5 ans":           "28~min, 3~km, 2~millions, 5~ans",
		"22 novembre 2026, 1er mars":                "22~novembre 2026, 1er~mars",
		"3 minarets, 12 m'ont dit, no 5, n o":       "3 minarets, 12 m’ont dit, no 5, n o",
		"le 1er ans":                                "le 1er ans",
		"Attendez...":                               "Attendez…",
		"a.. b.... ../x":                            "a.. b.... ../x",
		"un -- deux --- trois":                      "un -- deux --- trois",
		"voir https://x.org/a?b=1;c:d! puis":        "voir https://x.org/a?b=1;c:d! puis",
		"voir www.x.org/l'a ; fin":                  "voir www.x.org/l'a_; fin",
		"a@b.org: écrire":                           "a@b.org: écrire",
		"exemple.org/page?x=1":                      "exemple.org/page?x=1",
		"1\u00a0234\u00a0km\u00a0? «\u202fa\u202f»": "1_234~km_? «~a~»",
		"12\u202fkm":                                "12_km",
		" : début":                                  " : début",
		"fin :":                                     "fin~:",
		"ligne\n: suite":                            "ligne\n: suite",
		"100 % coton, 50% off":                      "100_% coton, 50_% off",
		"C++ %d %20":                                "C++ %d %20",
	} {
		if got := visible(French(in)); got != want {
			t.Errorf("French(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestTypography(t *testing.T) {
	for _, c := range [][3]string{
		{"fr", " l'eau ? ", "l’eau_?"}, {"fr-BE", "a :", "a~:"}, {"en", " it's: 50% ", "it's: 50%"}, {"ar", "ما هذا؟ ", "ما هذا؟"}, {"", " x ", "x"},
	} {
		if got := visible(Typography(c[0], c[1])); got != c[2] {
			t.Errorf("Typography(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestFrenchHTML(t *testing.T) {
	for in, want := range map[string]string{
		"<p>l'eau ?</p>":                                                           "<p>l’eau_?</p>",
		"<p>l'<em>eau</em> : <b>oui</b> !</p>":                                     "<p>l’<em>eau</em>~: <b>oui</b>_!</p>",
		`<p>"<em>mot</em>" dit-il</p>`:                                             "<p>«~<em>mot</em>~» dit-il</p>",
		`<p>"un</p><p>deux"</p>`:                                                   `<p>"un</p><p>deux"</p>`,
		"<p>12 <b>km</b> et <i>3</i> ans</p>":                                      "<p>12~<b>km</b> et <i>3</i>~ans</p>",
		"<code>a ? b : c</code> ? <pre>x : y</pre>":                                "<code>a ? b : c</code>_? <pre>x : y</pre>",
		"<script>if (a ? b : c) l'x</script>":                                      "<script>if (a ? b : c) l'x</script>",
		`<p lang="en">What's this?</p> l'x`:                                        `<p lang="en">What's this?</p> l’x`,
		`<p><span lang=en>a</span> <q lang="en">Who's <q>x</q> there?</q> l'a</p>`: `<p><span lang=en>a</span> <q lang="en">Who's <q>x</q> there?</q> l’a</p>`,
		`<img alt="l'eau : «oui»" src="/a?b=c;d">`:                                 `<img alt="l’eau~: «~oui~»" src="/a?b=c;d">`,
		`<img alt='dit "oui"' data-x="l'a">`:                                       `<img alt='dit «~oui~»' data-x="l'a">`,
		`<abbr title="qu'on">q</abbr>`:                                             `<abbr title="qu’on">q</abbr>`,
		"a&nbsp;: b &eacute;t&eacute;":                                             "a&nbsp;: b &eacute;t&eacute;",
		"&lt;b&gt; l&#39;eau":                                                      "&lt;b&gt; l’eau",
		"AT&amp;T : x":                                                             "AT&amp;T~: x",
		"<P CLASS=x >l’eau</P\n><br/>":                                             "<P CLASS=x >l’eau</P\n><br/>",
		"<p>a :<!-- l'x : --> b":                                                   "<p>a~:<!-- l'x : --> b",
		"texte l'a <a href=":                                                       "texte l’a <a href=",
		"a\x00 : b":                                                                "a\x00 : b",
	} {
		if got := visible(FrenchHTML(in)); got != visible(want) {
			t.Errorf("FrenchHTML(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func checkFrench(t rapid.TB, s string) {
	once := French(s)
	if twice := French(once); twice != once {
		t.Fatalf("French(%q)\nonce  %q\ntwice %q", s, once, twice)
	}
	page := FrenchHTML(s)
	if again := FrenchHTML(page); again != page {
		t.Fatalf("FrenchHTML(%q)\nonce  %q\ntwice %q", s, page, again)
	}
	if before, after := tagNames(s), tagNames(page); !slices.Equal(before, after) {
		t.Fatalf("FrenchHTML(%q) = %q: tags were %q and are %q", s, page, before, after)
	}
	if utf8.ValidString(s) && (!utf8.ValidString(once) || !utf8.ValidString(page)) {
		t.Fatalf("French(%q) = %q is not UTF-8", s, once)
	}
}

func tagNames(s string) (names []string) {
	z := html.NewTokenizer(strings.NewReader(s))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.TextToken {
			names = append(names, kind.String()+" "+z.Token().Data)
		}
	}
	return names
}

func TestFrenchIsIdempotent(t *testing.T) {
	bits := rapid.SampledFrom(strings.Split(`'|"|.|...|:|;|?|!|%|«|»| |  |~|_|1|12|500|h|km|mars|1er|er|a|l|É|(|)|-|,|/|@|www.|http://|`+"\n|<b>|</b>|<p>|<code>|</code>|<img alt=\"|\">|&nbsp;|&", "|"))
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(bits, 0, 12).Draw(t, "bits"), "")
		checkFrench(t, strings.NewReplacer("~", "\u00a0", "_", "\u202f").Replace(s))
	})
}

func FuzzFrench(f *testing.F) {
	for _, s := range []string{`l'a "b" : 12 500 km ?`, "« a »", "a\u00a0;", "6 h 30", `<p title="l'a">"<b>x</b>"`, "1 234 567 89", `"a""b`, "\x00\x01 :"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFrench(t, s) })
}
