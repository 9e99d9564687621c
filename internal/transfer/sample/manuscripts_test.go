package sample

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/locale"
	"griot/internal/text"
)

// manuscripts reads every one of them: a file that cannot be read fails the test.
func manuscripts(t testing.TB) []*manuscript {
	t.Helper()
	list, err := read(files)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestTheNewspaperIsWhole counts what the sample promises: length, languages, rubrics, countries, authors, kinds, corrections, tags, pictures.
func TestTheNewspaperIsWhole(t *testing.T) {
	t.Parallel()
	languages, kinds, rubrics, countries, authors, tags := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	full, corrected := 0, 0
	for _, m := range manuscripts(t) {
		languages[m.lang]++
		if m.lang == "fr" {
			kinds[m.kind]++
			if n := text.Words(m.body); n >= 250 && n <= 600 {
				full++
			} else {
				t.Errorf("%s has %d words, want 250 to 600", m.slug, n)
			}
		}
		if m.section != "" {
			top, _, _ := strings.Cut(m.section, "/")
			rubrics[top]++
		}
		for _, c := range m.countries {
			countries[c]++
		}
		for _, a := range m.authors {
			authors[a]++
		}
		for _, tag := range m.tags {
			tags[tag]++
		}
		if slices.ContainsFunc(m.notes, func(n note) bool { return n.kind == article.Correction }) {
			corrected++
		}
		if m.title == "" || m.standfirst == "" || m.kind == "" || len(m.authors) == 0 || len(m.tags) == 0 || m.age <= 0 || m.reads <= 0 {
			t.Errorf("%s lacks a title, a standfirst, a kind, an author, a tag, an age or reads", m.slug)
		}
		if m.updated >= m.age && m.updated > 0 {
			t.Errorf("%s was updated before it was published", m.slug)
		}
	}
	if full < 60 {
		t.Errorf("%d French articles of 250 to 600 words, want 60", full)
	}
	for _, lang := range []string{"en", "ar", "pt", "sw"} {
		if languages[lang] != 2 {
			t.Errorf("%d articles in %s, want 2", languages[lang], lang)
		}
	}
	for _, kind := range []string{"news", "analysis", "reportage", "enquete", "interview", "portrait", "tribune", "brief", "communique", "publi", "droit-de-reponse"} {
		if kinds[kind] == 0 {
			t.Errorf("no article is a %s", kind)
		}
	}
	for _, rubric := range []string{"monde", "politique", "economie", "environnement", "sante", "sport", "people", "tech", "emploi-et-formation"} {
		if rubrics[rubric] < 4 {
			t.Errorf("%d articles in %s, want a band of 4", rubrics[rubric], rubric)
		}
	}
	recurring := 0
	for _, n := range tags {
		if n >= 3 {
			recurring++
		}
	}
	if len(countries) < 25 || len(authors) < 12 || corrected < 2 || recurring < 10 {
		t.Errorf("%d countries, %d authors, %d articles with corrections, %d tags that recur; want 25, 12, 2, 10", len(countries), len(authors), corrected, recurring)
	}
}

// TestNewsOfToday: whenever the demo is made, the front page is alive.
func TestNewsOfToday(t *testing.T) {
	t.Parallel()
	young := 0
	for _, m := range manuscripts(t) {
		if m.lang == "fr" && m.age < 24*time.Hour {
			young++
		}
	}
	if young < 10 {
		t.Errorf("%d articles of the last day, want 10", young)
	}
}

// TestReferences: links, pictures, countries, authors, translations and replies name what is there.
func TestReferences(t *testing.T) {
	t.Parallel()
	slugs, pictures := map[string]bool{}, map[string]bool{}
	for _, m := range manuscripts(t) {
		slugs[m.slug] = true
	}
	for _, name := range pictureNames(t) {
		pictures[name] = true
	}
	countries := map[string]bool{}
	for _, c := range locale.Countries() {
		countries[c.Slug] = true
	}
	href, figure := regexp.MustCompile(`href="([^"]*)"`), regexp.MustCompile(`<figure[^>]*>`)
	for _, m := range manuscripts(t) {
		for _, found := range href.FindAllStringSubmatch(m.body, -1) {
			if slug, ok := strings.CutPrefix(found[1], "article:"); !ok || !slugs[slug] || slug == m.slug {
				t.Errorf("%s links to %q", m.slug, found[1])
			}
		}
		for _, found := range figure.FindAllString(m.body, -1) {
			if ref := pictureRef.FindStringSubmatch(found); ref == nil || !pictures[ref[1]] || ref[2] == "" {
				t.Errorf("%s shows %s", m.slug, found)
			}
		}
		if m.picture != "" && (!pictures[m.picture] || m.caption == "" || m.credit == "" || m.alt == "" || m.alt == m.caption) {
			t.Errorf("%s: hero %q without caption, credit or an alt of its own", m.slug, m.picture)
		}
		for _, c := range m.countries {
			if !countries[c] {
				t.Errorf("%s: country %q", m.slug, c)
			}
		}
		for _, other := range []string{m.translationOf, m.replyTo} {
			if other != "" && !slugs[other] {
				t.Errorf("%s refers to %q", m.slug, other)
			}
		}
	}
}

var sentenceEnd = regexp.MustCompile(`[.!?…]+[\s  »”"]*\s+|\n+`)

// sentences splits what a manuscript says.
func sentences(m *manuscript) (list []string) {
	all := m.title + "\n" + m.standfirst + "\n" + m.caption + "\n"
	all += strings.NewReplacer("</p>", "\n", "</li>", "\n", "</td>", "\n", "</th>", "\n", "</h2>", "\n", "</h3>", "\n", "</figcaption>", "\n", "<cite>", "\n").Replace(m.body)
	for line := range strings.SplitSeq(all, "\n") {
		for _, s := range sentenceEnd.Split(text.Plain(line)+" ", -1) {
			list = append(list, strings.Trim(s, "«»“” \u00a0\u202f.!?…"))
		}
	}
	return list
}

// TestNoSentenceTwice: it reads like a newspaper. Only the credit line of the pictures may come again.
func TestNoSentenceTwice(t *testing.T) {
	t.Parallel()
	where := map[string]string{}
	for _, m := range manuscripts(t) {
		for _, s := range sentences(m) {
			if len([]rune(s)) <= 40 || s == m.credit {
				continue
			}
			key := text.Fold(s)
			if other, ok := where[key]; ok {
				t.Errorf("%s and %s both say %q", other, m.slug, s)
			}
			where[key] = m.slug
		}
	}
	if len(where) < 1500 {
		t.Errorf("only %d sentences were looked at", len(where))
	}
}

// typewriter is what no French newspaper prints: straight apostrophes and quotes, three dots, a hyphen for a dash.
var typewriter = regexp.MustCompile(`['"]|\.\.\.|\s--?\s|“|”`)

// TestFrenchTypography looks at every text that readers see.
func TestFrenchTypography(t *testing.T) {
	t.Parallel()
	tag := regexp.MustCompile(`<[^>]*>`)
	for _, m := range manuscripts(t) {
		if m.lang != "fr" {
			continue
		}
		seen := []string{m.title, m.short, m.standfirst, m.dateline, m.caption, m.credit, m.alt, tag.ReplaceAllString(m.body, " ")}
		for _, n := range m.notes {
			seen = append(seen, n.text, n.signature)
		}
		for _, s := range seen {
			if found := typewriter.FindString(s); found != "" {
				at := strings.Index(s, found)
				t.Errorf("%s: %q in %q", m.slug, found, s[max(0, at-30):min(len(s), at+30)])
			}
			if strings.Count(s, "«") != strings.Count(s, "»") {
				t.Errorf("%s: guillemets do not match in %.80q", m.slug, s)
			}
		}
		if len([]rune(m.title)) > 110 || len([]rune(m.short)) > 60 {
			t.Errorf("%s: the title has %d characters, the short one %d", m.slug, len([]rune(m.title)), len([]rune(m.short)))
		}
	}
}

// TestBreakingLines: six of them, of the last day, in the order of their ages, each to an article that is there.
func TestBreakingLines(t *testing.T) {
	t.Parallel()
	var data struct {
		Line []struct{ Text, Article, Age string }
	}
	if err := decode("breaking.toml", &data); err != nil {
		t.Fatal(err)
	}
	if len(data.Line) != 6 {
		t.Errorf("%d lines, want 6", len(data.Line))
	}
	slugs := map[string]bool{}
	for _, m := range manuscripts(t) {
		slugs[m.slug] = m.lang == "fr"
	}
	var last time.Duration
	for _, l := range data.Line {
		ago, err := age(l.Age)
		if err != nil || ago <= last || ago > breakingLife || !slugs[l.Article] || typewriter.MatchString(l.Text) || len([]rune(l.Text)) > 90 {
			t.Errorf("line %+v: %v", l, err)
		}
		last = ago
	}
}

// TestParse refuses what it does not know, so that a slip of the pen is not lost in silence.
func TestParse(t *testing.T) {
	t.Parallel()
	m, err := parse("un", "title: Deux : trois\nlang: fr\ntags: a; b ;\ncountries: niger, mali\nage: 3d4h10m\nnote: correction | 1h | Qui | Quoi | encore\npinned: yes\n\n<p>Texte.</p>\n\n<p>Fin.</p>")
	if err != nil {
		t.Fatal(err)
	}
	if m.title != "Deux : trois" || fmt.Sprint(m.tags) != "[a b]" || fmt.Sprint(m.countries) != "[niger mali]" || m.age != 76*time.Hour+10*time.Minute || !m.pinned ||
		len(m.notes) != 1 || m.notes[0].text != "Quoi | encore" || m.body != "<p>Texte.</p>\n\n<p>Fin.</p>" {
		t.Errorf("read as %+v", m)
	}
	for _, bad := range []string{"title: sans corps", "sans deux-points\n\n<p/>", "titel: faute\n\n<p/>", "age: hier\n\n<p/>", "age: xd\n\n<p/>", "reads: beaucoup\n\n<p/>", "note: correction | 1h | trop court\n\n<p/>", "note: a | b | c | d\n\n<p/>"} {
		if _, err := parse("x", bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
