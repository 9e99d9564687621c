package wordpress

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeExport writes an export of n articles of about five kilobytes each, as a newspaper of the continent would have it: blocks and classic
// text, sections, countries, tags, authors, fields of plug-ins, comments. The same n gives the same bytes.
func writeExport(w io.Writer, n int) error {
	g := &generator{w: bufio.NewWriter(w), rand: rand.New(rand.NewPCG(1, uint64(n))), tags: min(n, 1000)}
	g.head()
	for i := 1; i <= n; i++ {
		g.post(i)
	}
	g.printf("</channel>\n</rss>\n")
	return g.w.Flush()
}

// exportFile is an export of n articles in a temporary folder.
func exportFile(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), fmt.Sprintf("export-%d.xml", n))
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeExport(f, n); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

type generator struct {
	w    *bufio.Writer
	rand *rand.Rand
	tags int
}

func (g *generator) printf(format string, args ...any) { _, _ = fmt.Fprintf(g.w, format, args...) }

const wxrHead = `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Le Fleuve</title>
<link>https://www.lefleuve.example</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://www.lefleuve.example</wp:base_site_url>
<wp:base_blog_url>https://www.lefleuve.example</wp:base_blog_url>
`

var generatedSections = []string{"Politique", "Économie", "Santé", "Sport", "Culture", "Environnement", "Société", "Niger", "Bénin", "Côte d'Ivoire"}

func (g *generator) head() {
	g.printf(wxrHead)
	for i := range 20 {
		g.printf("<wp:author><wp:author_id>%d</wp:author_id><wp:author_login><![CDATA[auteur%d]]></wp:author_login><wp:author_display_name><![CDATA[Awa Auteur %c]]></wp:author_display_name></wp:author>\n", i+1, i, 'A'+i)
	}
	for i, name := range generatedSections {
		g.printf("<wp:category><wp:term_id>%d</wp:term_id><wp:category_nicename><![CDATA[c%d]]></wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[%s]]></wp:cat_name></wp:category>\n", i+1, i, name)
	}
	for i := range g.tags {
		g.printf("<wp:tag><wp:term_id>%d</wp:term_id><wp:tag_slug><![CDATA[mot-%d]]></wp:tag_slug><wp:tag_name><![CDATA[Mot %d]]></wp:tag_name></wp:tag>\n", i+100, i, i)
	}
}

var generatedWords = strings.Fields(`le fleuve marché ministre village école récolte mil route pont électricité prix conseil élection santé enfants
pluie saison pêche commerce frontière ville quartier jeunes travail projet habitants eau pompe champ route délégation accord président
région assemblée vote budget port train avenir mémoire musique festival équipe match victoire entraîneur hôpital médecin vaccin`)

func (g *generator) sentence() string {
	var b strings.Builder
	for i := range 12 + g.rand.IntN(12) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(generatedWords[g.rand.IntN(len(generatedWords))])
	}
	b.WriteString(". ")
	return b.String()
}

func (g *generator) post(i int) {
	var body strings.Builder
	blocks := i%2 == 0
	for body.Len() < 5000 {
		p := g.sentence() + g.sentence() + g.sentence() + fmt.Sprintf(`<a href="https://lefleuve.example/2019/05/article-%d/">voir</a>`, 1+g.rand.IntN(i))
		if blocks {
			body.WriteString("<!-- wp:paragraph -->\n<p>" + p + "</p>\n<!-- /wp:paragraph -->\n\n")
		} else {
			body.WriteString(p + "\n\n")
		}
	}
	g.printf("<item>\n<title><![CDATA[Article %d : %s]]></title>\n<link>https://www.lefleuve.example/2019/05/article-%d/</link>\n", i, g.sentence()[:40], i)
	g.printf("<dc:creator><![CDATA[auteur%d]]></dc:creator>\n<guid isPermaLink=\"false\">https://www.lefleuve.example/?p=%d</guid>\n<description></description>\n", i%20, i)
	g.printf("<content:encoded><![CDATA[%s]]></content:encoded>\n<excerpt:encoded><![CDATA[%s]]></excerpt:encoded>\n<wp:post_id>%d</wp:post_id>\n", body.String(), g.sentence(), i)
	date := fmt.Sprintf("20%02d-%02d-%02d %02d:%02d:00", 10+i%10, 1+i%12, 1+i%28, i%24, i%60)
	g.printf("<wp:post_date>%s</wp:post_date>\n<wp:post_date_gmt>%s</wp:post_date_gmt>\n<wp:comment_status>open</wp:comment_status>\n<wp:post_name>article-%d</wp:post_name>\n", date, date, i)
	g.printf("<wp:status>publish</wp:status>\n<wp:post_parent>0</wp:post_parent>\n<wp:post_type>post</wp:post_type>\n<wp:post_password></wp:post_password>\n<wp:is_sticky>0</wp:is_sticky>\n")
	c := g.rand.IntN(len(generatedSections))
	g.printf("<category domain=\"category\" nicename=\"c%d\"><![CDATA[%s]]></category>\n", c, generatedSections[c])
	for range 4 {
		t := g.rand.IntN(g.tags)
		g.printf("<category domain=\"post_tag\" nicename=\"mot-%d\"><![CDATA[Mot %d]]></category>\n", t, t)
	}
	for _, m := range [][2]string{{"_edit_last", "1"}, {"post_views_count", fmt.Sprint(i * 3)}, {"_yoast_wpseo_title", "%%title%% %%sep%% %%sitename%%"}, {"_edit_lock", "1558000000:1"}} {
		g.printf("<wp:postmeta><wp:meta_key><![CDATA[%s]]></wp:meta_key><wp:meta_value><![CDATA[%s]]></wp:meta_value></wp:postmeta>\n", m[0], m[1])
	}
	if i%5 == 0 {
		g.printf("<wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author><![CDATA[Lecteur]]></wp:comment_author><wp:comment_author_email>l@example.org</wp:comment_author_email><wp:comment_author_IP>192.0.2.1</wp:comment_author_IP><wp:comment_date_gmt>%s</wp:comment_date_gmt><wp:comment_content><![CDATA[%s]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>\n", i, date, g.sentence())
	}
	g.printf("</item>\n")
}
