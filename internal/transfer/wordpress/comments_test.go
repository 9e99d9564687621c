package wordpress

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
)

func commentXML(id, parent int, approved, kind, text string) string {
	return fmt.Sprintf(`<wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author><![CDATA[Lecteur <b>%d</b>]]></wp:comment_author>
<wp:comment_author_email>lecteur%d@example.org</wp:comment_author_email><wp:comment_author_url>javascript:alert(1)</wp:comment_author_url>
<wp:comment_author_IP>192.0.2.77</wp:comment_author_IP><wp:comment_agent>Mozilla/5.0 (Secret)</wp:comment_agent>
<wp:comment_date>2019-05-02 10:00:00</wp:comment_date><wp:comment_date_gmt>2019-05-02 09:00:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[%s]]></wp:comment_content><wp:comment_approved>%s</wp:comment_approved><wp:comment_type>%s</wp:comment_type><wp:comment_parent>%d</wp:comment_parent>
<wp:commentmeta><wp:meta_key>akismet_as_submitted</wp:meta_key><wp:meta_value>192.0.2.77</wp:meta_value></wp:commentmeta></wp:comment>`, id, id, id, text, approved, kind, parent)
}

func TestComments(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		text := export(
			entryXML{id: 1, title: "Un", name: "un", raw: commentXML(12, 11, "1", "", "réponse") + commentXML(11, 10, "1", "comment", "au milieu") +
				commentXML(10, 0, "1", "", "Première ligne\n\nseconde <script>alert(1)</script><b>forte</b>") + commentXML(13, 0, "0", "", "attend") + commentXML(14, 0, "spam", "", "acheter") +
				commentXML(15, 0, "trash", "", "jeté") + commentXML(16, 0, "1", "pingback", "ping") + commentXML(17, 99, "1", "", "orphelin") +
				commentXML(18, 19, "1", "", "cercle a") + commentXML(19, 18, "1", "", "cercle b") + commentXML(20, 0, "1", "", "  ") + commentXML(21, 0, "0", "note", "interne")},
			entryXML{id: 2, title: "Page", typ: typePage, name: "page", raw: commentXML(30, 0, "1", "", "sous une page")},
		)
		a := imported(t, o, text)
		want(t, "came", a.Comments.Came, 13)
		want(t, "imported", a.Comments.Imported, 9)
		want(t, "left out", fmt.Sprint(a.Comments.LeftOut), "map[empty:1 pingback:1 staff-note:1 thrown:1]")
		rows, err := db.All(context.Background(), d, func(rows *sql.Rows) (s string, err error) {
			var old, above int64
			var status, body string
			err = rows.Scan(&old, &above, &status, &body)
			return fmt.Sprintf("%d<%d %s %s", old, above, status, body), err
		}, `SELECT m.old_id, COALESCE(p.old_id, 0), c.status, c.body FROM comment c JOIN import_comment m ON m.new_id = c.id
LEFT JOIN import_comment p ON p.new_id = c.parent_id AND p.new_id <> 0 ORDER BY m.old_id`)
		if err != nil {
			t.Fatal(err)
		}
		want(t, "comments", strings.Join(rows, "\n"), `10<0 approved <p>Première ligne</p>
<p>seconde <strong>forte</strong></p>
11<10 approved <p>au milieu</p>
12<11 approved <p>réponse</p>
13<0 waiting <p>attend</p>
14<0 spam <p>acheter</p>
17<0 approved <p>orphelin</p>
18<19 approved <p>cercle a</p>
19<0 approved <p>cercle b</p>`)
		want(t, "who", text1(t, d, "SELECT name || ' ' || email || ' ' || url FROM comment WHERE body LIKE '%attend%'"), "Lecteur 13 lecteur13@example.org ")
		want(t, "when", text1(t, d, "SELECT CAST(MAX(posted_at) AS TEXT) FROM comment"), "1556787600000")
		want(t, "under a page", strings.Contains(text1(t, d, "SELECT verbatim FROM import_comment WHERE old_id = 30"), "sous une page"), true)
		for _, where := range []string{"SELECT COUNT(*) FROM import_meta WHERE value LIKE $1", "SELECT COUNT(*) FROM import_comment WHERE verbatim LIKE $1",
			"SELECT COUNT(*) FROM import_verbatim WHERE fields LIKE $1 OR content LIKE $1", "SELECT COUNT(*) FROM comment WHERE name LIKE $1 OR url LIKE $1"} {
			for _, trace := range []string{"%192.0.2%", "%Mozilla%"} {
				var n int
				if err := d.QueryRow(context.Background(), where, trace).Scan(&n); err != nil || n != 0 {
					t.Errorf("%s %s: %d %v", where, trace, n, err)
				}
			}
		}
		// A later export of the same site brings what was said since, and nothing twice.
		later := strings.Replace(text, "<wp:comment>", commentXML(40, 13, "1", "", "plus tard")+"<wp:comment>", 1)
		a = imported(t, o, later)
		want(t, "later", a.Comments.Imported, 1)
		want(t, "already", a.Comments.Already, 9)
		want(t, "under an old one", text1(t, d, "SELECT p.body FROM comment c JOIN comment p ON p.id = c.parent_id WHERE c.body LIKE '%plus tard%'"), "<p>attend</p>")
	})
}
