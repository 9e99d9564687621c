package article_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"griot/internal/article"
	"griot/internal/text"
)

// show writes runs as one line: what was removed in -[…], what was added in +[…].
func show(runs []article.Run) string {
	var b strings.Builder
	for _, r := range runs {
		switch r.Op {
		case article.Kept:
			b.WriteString(r.Text)
		case article.Added:
			b.WriteString("+[" + r.Text + "]")
		case article.Removed:
			b.WriteString("-[" + r.Text + "]")
		}
	}
	return b.String()
}

func TestCompareTitles(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ before, after, want string }{
		{"", "", ""},
		{"Le fleuve", "Le fleuve", "Le fleuve "},
		{"", "Le fleuve", "+[Le fleuve ]"},
		{"Le fleuve", "", "-[Le fleuve ]"},
		{"Le fleuve monte à Niamey", "Le fleuve baisse à Niamey", "Le fleuve -[monte ]+[baisse ]à Niamey "},
		{"le le le", "le le", "le le -[le ]"},
		{"a b c d", "d a b c", "+[d ]a b c -[d ]"},
		{"a a b b", "b b a a", "-[a a ]b b +[a a ]"},
	} {
		c := article.Compare(&article.Article{Title: test.before, Standfirst: test.before}, &article.Article{Title: test.after, Standfirst: test.after})
		if got := show(c.Title); got != test.want || show(c.Standfirst) != got {
			t.Errorf("%q → %q: %q, want %q", test.before, test.after, got, test.want)
		}
	}
}

func TestCompareBodies(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ before, after, want string }{
		{"<p>Un deux.</p>", "<p>Un deux.</p>", "Un deux.\n"},
		{"<p>Un deux.</p>", "<p>Un trois.</p>", "Un -[deux.]+[trois.]\n"},
		{"<p>Un deux.</p>", "<p>Un <em>deux.</em></p>", "Un -[deux.]+[deux.]\n"},
		{`<p>Un <a href="/a/">deux</a></p>`, `<p>Un <a href="/b/">deux</a></p>`, "Un -[deux]+[deux]\n"},
		{"<p>Un</p><p>deux</p>", "<p>Un deux</p>", "Un -[\n]deux\n"},
		{"<p>Un</p>", "<h2>Un</h2>", "Un-[\n]+[\n]"},
		{`<p>Un</p>`, `<p>Un</p><figure><img src="/media/a.jpg" alt="Une pirogue"></figure>`, "Un-[\n]+[\n[Une pirogue] \n]"},
		{"<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>c</li><li>b</li></ul>", "a\n+[c\n]b\n"},
		{"<p>&lt;script&gt;</p>", "<p>x</p>", "-[<script>]+[x]\n"},
	} {
		if got := show(article.Compare(&article.Article{Body: test.before}, &article.Article{Body: test.after}).Body); got != test.want {
			t.Errorf("%s → %s:\n%q, want\n%q", test.before, test.after, got, test.want)
		}
	}
}

// Whatever is compared, what was kept and removed is the earlier text, what was kept and added the later one, and no two runs that follow each other are alike.
func TestComparisonIsTrue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(strings.Fields("a b c d e f g h")), 0, 40).Draw(t, name), " ")
		}
		before, after := some("before"), some("after")
		isTrue(t, before, after, article.Compare(&article.Article{Title: before}, &article.Article{Title: after}).Title)
	})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func isTrue(t failer, before, after string, runs []article.Run) {
	t.Helper()
	var was, is strings.Builder
	for i, r := range runs {
		if r.Op != article.Added {
			was.WriteString(r.Text)
		}
		if r.Op != article.Removed {
			is.WriteString(r.Text)
		}
		if r.Text == "" || i > 0 && runs[i-1].Op == r.Op {
			t.Fatalf("run %d of %q", i, runs)
		}
	}
	if strings.TrimSpace(was.String()) != before || strings.TrimSpace(is.String()) != after {
		t.Fatalf("%.200q\n%.200q became\n%.200q\n%.200q", before, after, was.String(), is.String())
	}
}

// Ten thousand words, however unlike, are compared in bounded time and space, and an edit of one word is found as one.
func TestCompareLongTexts(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	long := func(vocabulary int) []string {
		words := make([]string, 10_000)
		for i := range words {
			words[i] = fmt.Sprintf("w%d", rng.IntN(vocabulary))
		}
		return words
	}
	prose := long(3000)
	edited := append([]string{}, prose...)
	edited[5000] = "corrigé"
	c := article.Compare(&article.Article{Title: strings.Join(prose, " ")}, &article.Article{Title: strings.Join(edited, " ")})
	if len(c.Title) != 4 || c.Title[1].Text != prose[5000]+" " || c.Title[2].Text != "corrigé " {
		t.Errorf("one word that was corrected is %d runs", len(c.Title))
	}
	for _, vocabulary := range []int{1, 2, 100, 3000, 1_000_000} {
		before, after := strings.Join(long(vocabulary), " "), strings.Join(long(vocabulary), " ")
		isTrue(t, before, after, article.Compare(&article.Article{Title: before}, &article.Article{Title: after}).Title)
	}
}

func BenchmarkCompare(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	long := func() *article.Article {
		var s strings.Builder
		for range 10_000 {
			fmt.Fprintf(&s, "w%d ", rng.IntN(100))
		}
		return &article.Article{Title: s.String()}
	}
	before, after := long(), long()
	for b.Loop() {
		article.Compare(before, after)
	}
}

func FuzzCompareBodies(f *testing.F) {
	f.Add("<p>a <em>b</em></p>", "<p>a b</p><img alt=x>")
	f.Add("</a></p><a><br>", "<table><tr><td>a")
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before)+len(after) > 1<<16 {
			return
		}
		var err error
		if before, err = text.Clean(before); err != nil {
			return
		}
		if after, err = text.Clean(after); err != nil {
			return
		}
		runs := article.Compare(&article.Article{Body: before}, &article.Article{Body: after}).Body
		if before == after {
			for _, r := range runs {
				if r.Op != article.Kept {
					t.Fatalf("%q against itself is %q", before, runs)
				}
			}
		}
	})
}
