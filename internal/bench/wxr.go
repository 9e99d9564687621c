package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"
)

// The synthetic archive's shape. It is that of a real newspaper as far as an import is concerned: rubrics and countries as categories, tags that recur, a few
// authors, block markup beside classic text, links to itself, comments in threads.
const (
	wxrHost       = "https://ancien.example"
	wxrAuthors    = 24
	wxrTags       = 400
	wxrVocabulary = 8_000 // different words in all texts
	wxrBodyBytes  = 5_000
	commentEvery  = 10 // one post in so many has comments
	commentsEach  = 3
)

// wxr writes WordPress exports. The same size gives the same file.
type wxr struct {
	*bufio.Writer
	r     *rand.Rand
	zipf  *rand.Zipf
	words []string
}

// writeWXR writes an export of so many posts to a file.
func writeWXR(name string, posts int) (err error) {
	f, err := os.Create(name) //nolint:gosec // in our own temporary folder
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return newWXR(f).write(posts)
}

func newWXR(out io.Writer) *wxr {
	r := rand.New(rand.NewPCG(20261122, 2)) //nolint:gosec // the same file every time
	w := &wxr{Writer: bufio.NewWriterSize(out, 1<<20), r: r, zipf: rand.NewZipf(r, 1.1, 20, wxrVocabulary-1)}
	for range wxrVocabulary {
		w.words = append(w.words, w.word())
	}
	return w
}

func (w *wxr) write(posts int) error {
	w.head()
	for n := range posts {
		w.post(n, posts)
	}
	fmt.Fprint(w, "</channel>\n</rss>\n")
	return w.Flush()
}

// word makes one up, of two to four syllables.
func (w *wxr) word() string {
	syllables := strings.Fields("ba be bi bo bou da de dé di do fa fe fi fo ga go ka ké ki kou la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vou")
	var b strings.Builder
	for range 2 + w.r.IntN(3) {
		b.WriteString(syllables[w.r.IntN(len(syllables))])
	}
	return b.String()
}

// phrase gives words as they occur in a language: a few often, most rarely.
func (w *wxr) phrase(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = w.words[w.zipf.Uint64()]
	}
	return strings.ToUpper(list[0][:1]) + list[0][1:] + " " + strings.Join(list[1:], " ")
}

func (w *wxr) head() {
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Ancien journal</title><link>%[1]s</link><description>Archives</description><pubDate>Sun, 22 Nov 2026 06:00:00 +0000</pubDate><language>fr-FR</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>%[1]s</wp:base_site_url><wp:base_blog_url>%[1]s</wp:base_blog_url>
`, wxrHost)
	for n := range wxrAuthors {
		fmt.Fprintf(w, "<wp:author><wp:author_id>%d</wp:author_id><wp:author_login><![CDATA[auteur%[1]d]]></wp:author_login><wp:author_email><![CDATA[auteur%[1]d@ancien.example]]></wp:author_email><wp:author_display_name><![CDATA[Auteur %[1]d]]></wp:author_display_name></wp:author>\n", n+1)
	}
	for n, c := range wxrCategories() {
		fmt.Fprintf(w, "<wp:category><wp:term_id>%d</wp:term_id><wp:category_nicename><![CDATA[%s]]></wp:category_nicename><wp:category_parent><![CDATA[]]></wp:category_parent><wp:cat_name><![CDATA[%s]]></wp:cat_name></wp:category>\n", n+1, c.slug, c.name)
	}
	for n := range wxrTags {
		fmt.Fprintf(w, "<wp:tag><wp:term_id>%d</wp:term_id><wp:tag_slug><![CDATA[mot-cle-%[1]d]]></wp:tag_slug><wp:tag_name><![CDATA[Mot clé %[1]d]]></wp:tag_name></wp:tag>\n", 1000+n)
	}
}

type wxrTerm struct{ slug, name string }

// wxrCategories are rubrics and countries, mixed as on most sites.
func wxrCategories() []wxrTerm {
	return []wxrTerm{{"politique", "Politique"}, {"economie", "Économie"}, {"societe", "Société"}, {"culture", "Culture"}, {"sports", "Sports"}, {"sante", "Santé"}, {"environnement", "Environnement"},
		{"senegal", "Sénégal"}, {"mali", "Mali"}, {"niger", "Niger"}, {"tchad", "Tchad"}, {"cameroun", "Cameroun"}, {"gabon", "Gabon"}, {"togo", "Togo"}, {"benin", "Bénin"}, {"cote-divoire", "Côte d’Ivoire"},
		{"guinee", "Guinée"}, {"kenya", "Kenya"}, {"maroc", "Maroc"}, {"algerie", "Algérie"}}
}

// posted spreads the archive over twelve years.
func posted(n, posts int) time.Time {
	const years = 12
	return time.Date(2026, time.November, 1, 8, 0, 0, 0, time.UTC).Add(-time.Duration(float64(years*365*24*time.Hour) * (1 - float64(n)/float64(posts)))).Truncate(time.Second)
}
