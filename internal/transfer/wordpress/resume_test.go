package wordpress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
)

func paperOf(ctx context.Context, q db.Querier) (*masthead.Newspaper, error) {
	return masthead.Load(ctx, q)
}

// portrait is what a newsroom holds, without numbers that depend on the order in which things came.
func portrait(t *testing.T, d *db.DB) string {
	t.Helper()
	h := fnv.New64a()
	counts := ""
	for _, query := range []string{
		"SELECT path || title || status || body || standfirst || slug || seo_title FROM article ORDER BY 1",
		"SELECT a.path || c.code FROM article_country r JOIN article a ON a.id = r.article_id JOIN country c ON c.id = r.country_id ORDER BY 1",
		"SELECT a.path || t.slug || r.position FROM article_tag r JOIN article a ON a.id = r.article_id JOIN tag t ON t.id = r.tag_id ORDER BY 1",
		"SELECT a.path || b.slug FROM article_byline r JOIN article a ON a.id = r.article_id JOIN byline b ON b.id = r.byline_id ORDER BY 1",
		"SELECT path || name FROM section ORDER BY 1", "SELECT path || kind || location FROM address ORDER BY 1", "SELECT name || body FROM comment ORDER BY 1",
		"SELECT a.path || CAST(r.reads AS TEXT) FROM article_reads r JOIN article a ON a.id = r.article_id ORDER BY 1",
		"SELECT CAST(old_id AS TEXT) || type || became FROM import_item ORDER BY 1", "SELECT taxonomy || slug || became FROM import_term ORDER BY 1",
		"SELECT CAST(old_id AS TEXT) || CAST(position AS TEXT) || key || value FROM import_meta ORDER BY 1", "SELECT CAST(articles AS TEXT) FROM listing_count ORDER BY 1",
	} {
		list, err := db.All(context.Background(), d, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		counts += fmt.Sprint(len(list), " ")
		_, _ = h.Write([]byte(strings.Join(list, "\n")))
	}
	return fmt.Sprintf("%s%x", counts, h.Sum64())
}

// However often and wherever an import is stopped, the same command goes on, and in the end the newsroom is what it would have been.
func TestStoppedAndGoneOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		path := exportFile(t, 220)
		whole := newsroom(t, dbtest.SQLite(t))
		whole.Files = []string{path}
		if _, err := Import(context.Background(), whole); err != nil {
			t.Fatal(err)
		}
		o := newsroom(t, d)
		o.Files = []string{path}
		for stops := 1; stops < 40; stops++ {
			ctx, cancel := context.WithCancel(context.Background())
			told := 0
			var seconds atomic.Int64
			o.Now = func() time.Time { return day().Add(time.Duration(seconds.Add(1)) * time.Second) } // every step is told
			o.Progress = func(Progress) {
				if told++; told == stops {
					cancel()
				}
			}
			a, err := Import(ctx, o)
			cancel()
			if err == nil {
				reconciled(t, a)
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			want(t, "complete", a.Complete, false)
		}
		want(t, "newsroom", portrait(t, d), portrait(t, whole.DB))
	})
}

// The same after kill -9: a child process is killed as soon as the first articles are in.
func TestKilled(t *testing.T) {
	t.Parallel()
	path := exportFile(t, 500)
	whole := newsroom(t, dbtest.SQLite(t))
	whole.Files = []string{path}
	if _, err := Import(context.Background(), whole); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "griot.db")
	d := dbtest.Open(t, file)
	o := newsroom(t, d)
	o.Files = []string{path}
	child := exec.Command(os.Args[0], "-test.run=^TestChildImports$")
	child.Env = append(os.Environ(), "GRIOT_TEST_CHILD="+file, "GRIOT_TEST_EXPORT="+path)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for text1(t, d, "SELECT CASE WHEN COUNT(*) > 90 THEN 'some' ELSE '' END FROM article") == "" {
		if err := child.Process.Signal(nil); errors.Is(err, os.ErrProcessDone) {
			break
		}
		time.Sleep(time.Millisecond) // the other process says nothing; its rows are the sign
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	if text1(t, d, "SELECT CASE WHEN COUNT(*) < 500 THEN 'part' ELSE 'all' END FROM article") != "part" {
		t.Fatal("the child was done before it was killed")
	}
	a, err := Import(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	reconciled(t, a)
	want(t, "all", a.item(typePost).Imported+a.item(typePost).Already, 500)
	want(t, "newsroom", portrait(t, d), portrait(t, whole.DB))
}

// TestChildImports is the child of TestKilled.
func TestChildImports(t *testing.T) {
	file := os.Getenv("GRIOT_TEST_CHILD")
	if file == "" {
		return // only as a child
	}
	d, err := db.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	o := newsroom(t, d)
	o.Files = []string{os.Getenv("GRIOT_TEST_EXPORT")}
	_, _ = Import(context.Background(), o) // it is killed
}

// An export in two files, in either order, is one export.
func TestTwoFiles(t *testing.T) {
	t.Parallel()
	first := export(authorXML("2", "adiop", "Awa Diop"), categoryXML("21", "climat", "environnement", "Climat"),
		entryXML{id: 1, title: "Un", name: "un", link: "https://www.lefleuve.example/un/", creator: "adiop", terms: filed([3]string{category, "climat", "Climat"}), meta: [][2]string{{"_thumbnail_id", "51"}}},
		entryXML{id: 9, title: "Des deux côtés", name: "neuf", creator: "moussa"})
	second := strings.Replace(export(authorXML("3", "moussa", "Moussa Sow"), categoryXML("2", "environnement", "", "Environnement"), attachmentXML(51, "2019/05/rue.jpg", "", "", ""),
		entryXML{id: 2, title: "Deux", name: "deux", content: `<a href="http://lefleuve.example/?p=1">voir</a>`},
		entryXML{id: 9, title: "Des deux côtés", name: "neuf", creator: "moussa"}), "https://www.lefleuve.example", "http://lefleuve.example/", 1)
	for _, order := range [][]string{{first, second}, {second, first}} {
		d := dbtest.SQLite(t)
		o := newsroom(t, d)
		o.Media = t.TempDir()
		putUpload(t, o.Media, "2019/05/rue.jpg")
		a := imported(t, o, order...)
		want(t, "sites", len(a.Sites), 1)
		want(t, "articles", fmt.Sprint(*a.item(typePost)), "{post 4 3 1 map[]}")
		want(t, "section", sectionName(t, d, theArticle(t, d, 1)), "/environnement/climat/")
		want(t, "hero", theArticle(t, d, 1).Hero.Picture != 0, true)
		want(t, "link", theArticle(t, d, 2).Body, `<p><a href="/un/">voir</a></p>`)
		want(t, "signed", signers(t, d, 9), "Moussa Sow moussa-sow")
	}
}

// Two items that share a number, as in exports put together by hand, are two.
func TestOneNumberTwice(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	o := newsroom(t, d)
	text := export(
		entryXML{id: 7, title: "A", name: "a", link: "https://www.lefleuve.example/a/"}, entryXML{id: 7, title: "B", name: "b", link: "https://www.lefleuve.example/b/"},
		entryXML{id: 7, typ: typePage, title: "C", name: "c", link: "https://www.lefleuve.example/c/"}, entryXML{id: 7, title: "A", name: "a", link: "https://www.lefleuve.example/a/"},
		entryXML{title: "Sans numéro", name: "sn", link: "https://www.lefleuve.example/sn/"})
	a := imported(t, o, text)
	want(t, "posts", fmt.Sprint(*a.item(typePost), *a.item(typePage)), "{post 4 3 1 map[]} {page 1 1 0 map[]}")
	for _, path := range []string{"/a/", "/b/", "/sn/"} {
		want(t, path, leadsTo(t, d, path), "(article)")
	}
	a = imported(t, o, text)
	want(t, "again", fmt.Sprint(*a.item(typePost), *a.item(typePage)), "{post 4 0 4 map[]} {page 1 0 1 map[]}")
}

// What an item does to others ends with it: what the newsroom refuses leaves no trace.
func TestRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		huge := strings.Repeat("<b>mot</b> ", 400_000)
		a := imported(t, o, export(entryXML{id: 1, title: "Un", name: "un"}, entryXML{id: 2, title: "Énorme", name: "deux", content: huge, raw: commentXML(1, 0, "1", "", "x")}, entryXML{id: 3, title: "Trois", name: "trois"}))
		want(t, "articles", fmt.Sprint(*a.item(typePost)), "{post 3 2 0 map[refused:1]}")
		want(t, "its comment", a.Comments.LeftOut[ItemLeft], 1)
		want(t, "said", a.LeftOut.Lines[0].Note != "" && a.LeftOut.Lines[0].Line > 9, true)
		want(t, "no address", leadsTo(t, d, "/?p=2"), "()")
	})
}
