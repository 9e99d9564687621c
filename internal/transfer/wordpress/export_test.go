package wordpress

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
)

// entryXML writes an item of an export by hand; the zero value of each field leaves its element out or takes what is usual.
type entryXML struct {
	id                                  int
	typ, status, title, link, name      string
	content, excerpt, creator, gmt, raw string // raw is XML that goes in as it is
	terms                               [][3]string
	meta                                [][2]string
}

func (e entryXML) String() string {
	var b strings.Builder
	b.WriteString("<item>\n")
	tag := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "<%s><![CDATA[%s]]></%s>\n", name, strings.ReplaceAll(value, "]]>", "]]]]><![CDATA[>"), name)
		}
	}
	tag("title", e.title)
	tag("link", e.link)
	tag("dc:creator", e.creator)
	tag("content:encoded", e.content)
	tag("excerpt:encoded", e.excerpt)
	if e.id != 0 {
		fmt.Fprintf(&b, "<wp:post_id>%d</wp:post_id>\n", e.id)
	}
	tag("wp:post_date_gmt", or(e.gmt, "2019-05-01 12:00:00"))
	tag("wp:post_name", e.name)
	tag("wp:status", or(e.status, "publish"))
	tag("wp:post_type", or(e.typ, typePost))
	for _, t := range e.terms {
		fmt.Fprintf(&b, "<category domain=%q nicename=%q><![CDATA[%s]]></category>\n", t[0], t[1], t[2])
	}
	for _, m := range e.meta {
		b.WriteString("<wp:postmeta>")
		tag("wp:meta_key", m[0])
		tag("wp:meta_value", m[1])
		b.WriteString("</wp:postmeta>\n")
	}
	b.WriteString(e.raw + "</item>\n")
	return b.String()
}

// export puts parts into a channel of lefleuve.example.
func export(parts ...any) string {
	return wxrHead + fmt.Sprintln(parts...) + "</channel>\n</rss>\n"
}

// write puts an export into a file.
func write(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export.xml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// imported imports exports that must come whole, and looks that the account reconciles.
func imported(t testing.TB, o Options, exports ...string) *Account {
	t.Helper()
	for _, e := range exports {
		o.Files = append(o.Files, write(t, e))
	}
	a, err := Import(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	reconciled(t, a)
	return a
}

func reconciled(t testing.TB, a *Account) {
	t.Helper()
	for _, tally := range a.tallies() {
		if !tally.Reconciles() {
			t.Errorf("%s does not reconcile: %+v", tally.Kind, tally)
		}
	}
}

// theArticle is the article that an item became.
func theArticle(t testing.TB, d *db.DB, oldID int64) *article.Article {
	t.Helper()
	ctx := context.Background()
	var id article.ID
	if err := d.QueryRow(ctx, "SELECT new_id FROM import_item WHERE old_id = $1 AND became = 'article'", oldID).Scan(&id); err != nil {
		t.Fatalf("item %d became no article: %v", oldID, err)
	}
	a, err := article.ByID(ctx, d, id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// text1 is one column of one row.
func text1(t testing.TB, d *db.DB, query string, args ...any) (s string) {
	t.Helper()
	if err := d.QueryRow(context.Background(), query, args...).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s
}

// leadsTo is where an address redirects.
func leadsTo(t testing.TB, d *db.DB, path string) string {
	t.Helper()
	var kind, location string
	err := d.QueryRow(context.Background(), "SELECT kind, location FROM address WHERE path = $1", path).Scan(&kind, &location)
	if err != nil || kind != "redirect" {
		return "(" + kind + ")"
	}
	return location
}

func want[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
