package text

import (
	"strings"
	"testing"
	"time"

	"griot/internal/fault"
)

// passage is a little of everything that an article holds, 1.2 kB.
const passage = `<h2>Quatre caractères, puis une carte</h2>
<p>À six heures, avant que le vent ne ride la surface, Issoufou descend les <b>onze marches</b> taillées dans la berge. La règle est
peinte sur un pilier de béton : un trait par centimètre, un chiffre tous les dix. Il lit, relit, puis tape quatre caractères sur un
téléphone à touches ; le message part vers <a href="/pays/niger/" target="_blank" class="x">Niamey</a>. « Il y en a 12 500 », dit-il.</p>
<p style="text-align:justify">Le réseau des guetteurs n'a ni bureau ni uniforme&nbsp;: il réunit des pêcheurs, des maraîchères, deux instituteurs, un
réparateur de vélos. Tous vivent à moins de <em>cent pas</em> de l'eau. Tous ont appris, en une journée, à lire "une échelle" ?</p>
<figure class="wp-block-image"><img src="/media/fleuve-1280.jpg" width="1280" height="853" class="alignnone" alt="Un fleuve bleu"><figcaption>Le fleuve à 28 km</figcaption></figure>
<ul class="wp-block-list"><li>une station</li><li>deux stations</li></ul>
<table class="t"><tr><th>Station</th><th>Cote</th></tr><tr><td>Ayorou</td><td>4,12 m</td></tr></table>
`

func BenchmarkClean20kB(b *testing.B) {
	s := strings.Repeat(passage, 20<<10/len(passage)+1)[:20<<10]
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Clean(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFrenchHTML5kB(b *testing.B) {
	s, err := Clean(strings.Repeat(passage, 6))
	if err != nil {
		b.Fatal(err)
	}
	s = s[:5<<10]
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		FrenchHTML(s)
	}
}

// Input made to be slow must stay linear. The bound is generous: a quadratic step takes minutes here.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("a few seconds of hostile input")
	}
	for _, bit := range []string{
		"<b>", "<b>x", "<a href=/x><p>", "<p><b lang=fr>x", "<i lang=fr><p>x", "x</b>", "<br>", "<br> </b>", "<svg>", "<svg></form>", "<div>", "</div>", "<td>", "<li>",
		"<ul><li>", "<table>", "<table><td colspan=999>", "<td colspan=999 rowspan=999>", "<tr><td rowspan=999>", "&", "<", "\"", "'", "1 000 ", "« ", "\xff", "[a]\n", "<!--", "<p>\n\n",
		"<span style=font-weight:bold>", "<figure>", "<figure><p>", "<dl><dd>", "<details>", "<h2>", "<h4><h2>", "<pre>\n", "a@", "...", "<code>", "<img alt=\"", "<sup id=fn-1>",
	} {
		s := strings.Repeat(bit, 1<<18/len(bit))
		started := time.Now()
		for _, around := range []string{"", "<table>", "<ul><li><p>", "<pre>"} {
			if _, err := Clean(around + s); err != nil && !fault.Is(err, fault.TooLarge) {
				t.Errorf("%q: %v", bit, err)
			}
		}
		for _, f := range []func(string) string{French, FrenchHTML, Plain, Paragraphs, Slug, Fold, CleanLine, Language} {
			f(s)
		}
		if took := time.Since(started); took > 5*time.Second {
			t.Errorf("%q took %v", bit, took)
		} else if testing.Verbose() {
			t.Logf("%-40q %v", bit, took)
		}
	}
}
