package site_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/edge"
	"griot/internal/job"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/site"
	"griot/internal/site/theme"
	"griot/internal/transfer/preset"
	"griot/internal/transfer/sample"
)

const (
	origin = "https://presse.example"
	host   = "intrus.example" // whom every request names as its Host, and no page does
)

// noon is the hour of the tests: 2 March 2026, so that yesterday's articles are of the first of the month. The newsroom's clock is an hour ahead.
var noon = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// newsroom is the sample newspaper behind the edge, on its own clock.
type newsroom struct {
	t     testing.TB
	db    *db.DB
	words *locale.Catalogues
	paper *masthead.Newspaper
	now   time.Time
	site  *site.Site
	mux   http.Handler
	edge  *edge.Edge
	last  int64 // number of the last event that the edge knows
}

// filled is the sample newspaper as every test of this package finds it, made once.
var filled = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "griot-site-*"); err != nil {
		return "", err
	}
	ctx := context.Background()
	d, err := db.Open(ctx, filepath.Join(dir, "griot.db"))
	if err != nil {
		return dir, err
	}
	defer func() { _ = d.Close() }()
	now := func() time.Time { return noon }
	if err := d.Migrate(ctx, noon, nil); err != nil {
		return dir, err
	}
	store, err := blob.OpenFolder(filepath.Join(dir, "media"))
	if err != nil {
		return dir, err
	}
	words, err := locale.Load()
	if err != nil {
		return dir, err
	}
	n := &sample.Newsroom{DB: d, Blob: store, Words: words, Now: now, Log: slog.New(slog.DiscardHandler)}
	err = n.Fill(ctx, func(tx *db.Tx) error {
		return preset.Furnish(ctx, tx, noon, words, preset.AfricaPresse, masthead.Newspaper{})
	})
	if err != nil {
		return dir, err
	}
	for relater := (&article.Relater{DB: d, Now: now}); ; {
		var due int
		if err := d.QueryRow(ctx, "SELECT COUNT(*) FROM related_due").Scan(&due); err != nil || due == 0 {
			return dir, errors.Join(err, d.CopyTo(ctx, filepath.Join(dir, "copy.db"))) // without a write-ahead log beside it
		}
		if err := relater.Work(ctx, job.Job{}); err != nil {
			return dir, err
		}
	}
})

func TestMain(m *testing.M) {
	status := m.Run()
	if dir, _ := filled(); dir != "" {
		_ = os.RemoveAll(dir)
	}
	os.Exit(status)
}

// open is a newsroom of the test's own: it may do with it what it likes. The media folder is everybody's.
func open(t testing.TB) *newsroom {
	t.Helper()
	dir, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "griot.db")
	data, err := os.ReadFile(filepath.Join(dir, "copy.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return serve(t, dbtest.Open(t, file), filepath.Join(dir, "media"))
}

// empty is a newsroom that preset plain has just furnished: nothing was ever published in it.
func empty(t testing.TB) *newsroom {
	t.Helper()
	d, words := dbtest.SQLite(t), catalogues(t)
	dbtest.Do(t, d, func(tx *db.Tx) error {
		return preset.Furnish(context.Background(), tx, noon, words, preset.Plain, masthead.Newspaper{Title: "Le Neuf", Language: "fr"})
	})
	return serve(t, d, t.TempDir())
}

func catalogues(t testing.TB) *locale.Catalogues {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// serve puts the real edge before the real site, as the program does.
func serve(t testing.TB, d *db.DB, media string) *newsroom {
	t.Helper()
	ctx := context.Background()
	n := &newsroom{t: t, db: d, words: catalogues(t), now: noon}
	var err error
	if n.paper, err = masthead.Load(ctx, d); err != nil {
		t.Fatal(err)
	}
	store, err := blob.OpenFolder(media)
	if err != nil {
		t.Fatal(err)
	}
	look, err := theme.Load("")
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return n.now }
	n.site = site.New(site.Config{DB: d, Blob: store, Locales: n.words, Origin: func() string { return origin }, Now: clock, Log: slog.New(slog.DiscardHandler)}, look)
	n.edge = edge.New(edge.Config{Table: n.site.Routes(), Failure: n.site.Failure, Now: clock})
	files, pages := n.site.Media(n.edge.Fail), n.site.Weigh(n.edge)
	n.mux = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // as package server shares addresses out
		if strings.HasPrefix(r.URL.Path, "/media/") {
			files.ServeHTTP(w, r)
		} else {
			pages.ServeHTTP(w, r)
		}
	})
	n.follow(false)
	return n
}

// follow tells the edge what was committed since it was last told.
func (n *newsroom) follow(apply bool) {
	n.t.Helper()
	type row struct {
		seq    int64
		labels string
	}
	rows, err := db.All(context.Background(), n.db, func(rows *sql.Rows) (r row, err error) { err = rows.Scan(&r.seq, &r.labels); return r, err },
		"SELECT seq, labels FROM event WHERE seq > $1 ORDER BY seq", n.last)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, r := range rows {
		var labels []page.Label
		for _, l := range strings.Fields(r.labels) {
			labels = append(labels, page.Label(l))
		}
		if apply {
			n.edge.Apply(r.seq, labels)
		}
		n.last = r.seq
	}
}

// do is one act of the newsroom: a transaction, and the edge hears of it as it does in life, by its events.
func (n *newsroom) do(act func(ctx context.Context, tx *db.Tx) error) {
	n.t.Helper()
	dbtest.Do(n.t, n.db, func(tx *db.Tx) error { return act(context.Background(), tx) })
	n.follow(true)
}

// put writes an article and gives it back completed.
func (n *newsroom) put(a *article.Article) *article.Article {
	n.t.Helper()
	if a.Status == "" {
		a.Status = article.Published
	}
	n.do(func(ctx context.Context, tx *db.Tx) error { return article.Put(ctx, tx, n.paper, n.now, a) })
	return a
}

// find is an article by the end of its address.
func (n *newsroom) find(slug string) *article.Article {
	n.t.Helper()
	var id article.ID
	if err := n.db.QueryRow(context.Background(), "SELECT id FROM article WHERE slug = $1", slug).Scan(&id); err != nil {
		n.t.Fatalf("article %s: %v", slug, err)
	}
	a, err := article.ByID(context.Background(), n.db, id)
	if err != nil {
		n.t.Fatal(err)
	}
	return a
}

// at is the article at an address.
func (n *newsroom) at(path string) *article.Article {
	n.t.Helper()
	a, err := article.ByID(context.Background(), n.db, article.ID(n.number("SELECT id FROM article WHERE path = $1", path)))
	if err != nil {
		n.t.Fatal(err)
	}
	return a
}

// column reads one column of text.
func (n *newsroom) column(query string, args ...any) []string {
	n.t.Helper()
	list, err := db.All(context.Background(), n.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query, args...)
	if err != nil {
		n.t.Fatal(err)
	}
	return list
}

// number reads one number.
func (n *newsroom) number(query string, args ...any) (v int64) {
	n.t.Helper()
	if err := n.db.QueryRow(context.Background(), query, args...).Scan(&v); err != nil {
		n.t.Fatalf("%s: %v", query, err)
	}
	return v
}

// ask sends a request as a reader does and gives the raw answer.
func (n *newsroom) ask(method, target string, header ...string) *httptest.ResponseRecorder {
	n.t.Helper()
	r := httptest.NewRequest(method, "http://"+host+target, nil)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android) Mobile")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	n.mux.ServeHTTP(w, r)
	return w
}

// get reads the page at an address, whatever its status.
func (n *newsroom) get(target string) *answer {
	n.t.Helper()
	w := n.ask("GET", target)
	a := &answer{t: n.t, path: target, status: w.Code, header: map[string]string{}, body: w.Body.String()}
	for name := range w.Header() {
		a.header[name] = w.Header().Get(name)
	}
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		n.t.Fatalf("%s: %v", target, err)
	}
	a.root = root
	return a
}

// page reads a page that must be there.
func (n *newsroom) page(target string) *answer {
	n.t.Helper()
	a := n.get(target)
	if a.status != http.StatusOK {
		n.t.Fatalf("%s: status %d, want 200", target, a.status)
	}
	return a
}

// refuses fails unless an address answers with a status.
func (n *newsroom) refuses(target string, status int) *answer {
	n.t.Helper()
	a := n.get(target)
	if a.status != status {
		n.t.Errorf("%.120s: status %d, want %d", target, a.status, status)
	}
	return a
}

// leads fails unless an address redirects for good to another.
func (n *newsroom) leads(target, to string) {
	n.t.Helper()
	w := n.ask("GET", target)
	if got := w.Header().Get("Location"); w.Code != http.StatusMovedPermanently || got != to {
		n.t.Errorf("%s: status %d, Location %q; want 301 to %q", target, w.Code, got, to)
	}
}

// make gives the page at an address as the edge gets it, with its labels.
func (n *newsroom) make(path, query string) *page.Page {
	n.t.Helper()
	at, ok := n.site.Routes().Find(path, query)
	if !ok {
		n.t.Fatalf("no route takes %s", path)
	}
	p, err := at.Route.Make(context.Background(), at)
	if err != nil {
		n.t.Fatalf("%s: %v", path, err)
	}
	return p
}
