package feed_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/feed"
	"griot/internal/job"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/taxonomy"
)

// hub is a WebSub hub that notes what it is told.
type hub struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	told   []string // every hub.url, in order
	calls  int
}

func newHub(t *testing.T) *hub {
	t.Helper()
	h := &hub{status: http.StatusNoContent}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.calls++
		if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || r.PostForm.Get("hub.mode") != "publish" {
			t.Errorf("the hub got %s %v: %v", r.Method, r.PostForm, err)
		}
		if h.status < 300 {
			h.told = append(h.told, r.PostForm["hub.url"]...)
		}
		if h.status == http.StatusFound {
			w.Header().Set("Location", h.URL+"/elsewhere")
		}
		w.WriteHeader(h.status)
		_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hub) answers(status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
}

// heard gives what the hub was told since the last time, sorted.
func (h *hub) heard() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := h.told
	h.told = nil
	slices.Sort(told)
	return told
}

// follow sets the newspaper's hub.
func (n *newsroom) follow(address string) {
	n.t.Helper()
	n.paper.Hub = address
	n.do(func(ctx context.Context, tx *db.Tx) error { return masthead.Save(ctx, tx, n.now, n.paper) })
}

// runner works the hub's jobs.
func (n *newsroom) runner(private bool) *job.Runner {
	words, err := locale.Load()
	if err != nil {
		n.t.Fatal(err)
	}
	now := func() time.Time { return n.now }
	log := slog.New(slog.DiscardHandler)
	h := feed.NewHub(feed.Config{DB: n.db, Locales: words, Origin: func() string { return origin }, Now: now}, log, private)
	return &job.Runner{DB: n.db, Log: log, Now: now, Works: h.Works()}
}

// later works off what is due after a while; pings come of announcements, so twice.
func (n *newsroom) later(r *job.Runner) {
	for range 2 {
		n.now = n.now.Add(5 * time.Second)
		for r.Once(context.Background()) {
		}
	}
}

func (n *newsroom) publish(a *article.Article) {
	n.t.Helper()
	n.do(func(ctx context.Context, tx *db.Tx) error { return article.Put(ctx, tx, n.paper, n.now, a) })
}

func TestThePublicationIsAnnounced(t *testing.T) {
	t.Parallel()
	n, h := open(t), newHub(t)
	n.follow(h.URL)
	r := n.runner(true)
	a := &article.Article{Title: "La crue arrive", Body: "<p>Demain.</p>", Status: article.Published, Section: n.climate.ID, Countries: []taxonomy.CountryID{1}}
	n.publish(a)
	n.publish(&article.Article{Title: "Vieille crue", Body: "<p>Jadis.</p>", Status: article.Published, Countries: []taxonomy.CountryID{2}, FirstPublished: n.now.AddDate(-1, 0, 0)})
	n.publish(&article.Article{Title: "Brouillon", Body: "<p>Non.</p>", Countries: []taxonomy.CountryID{3}})
	n.later(r)
	var want []string
	for _, list := range []string{"/", "/environnement/", "/environnement/climat/", "/pays/niger/"} {
		for _, file := range []string{"atom.xml", "feed.json", "feed.xml"} {
			want = append(want, origin+list+file)
		}
	}
	slices.Sort(want)
	if got := h.heard(); !slices.Equal(got, want) {
		t.Errorf("the hub was told of\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	a.Section, a.Countries = 0, []taxonomy.CountryID{2}
	n.publish(a)
	n.later(r)
	got := h.heard()
	for _, list := range []string{"/", "/environnement/climat/", "/pays/niger/", "/pays/benin/"} {
		if !slices.Contains(got, origin+list+"feed.xml") {
			t.Errorf("the hub was not told of %s after the article moved", list)
		}
	}
	a.Status = article.Withdrawn
	n.publish(a)
	n.later(r)
	if got := h.heard(); !slices.Contains(got, origin+"/feed.xml") {
		t.Errorf("the hub was not told that an article was withdrawn: %v", got)
	}
}

func TestManyPublicationsAreOnePingOfEachList(t *testing.T) {
	t.Parallel()
	n, h := open(t), newHub(t)
	n.follow(h.URL)
	r := n.runner(true)
	for range 5 {
		n.publish(&article.Article{Title: "La crue arrive", Body: "<p>Demain.</p>", Status: article.Published})
	}
	n.later(r)
	if h.calls != 1 {
		t.Errorf("the hub was called %d times", h.calls)
	}
}

func TestAHubThatFails(t *testing.T) {
	t.Parallel()
	n, h := open(t), newHub(t)
	n.follow(h.URL)
	r := n.runner(true)
	left := func() int {
		n.t.Helper()
		return dbtest.Count(t, n.db, "job WHERE kind = '"+feed.PingJob+"'")
	}
	h.answers(http.StatusServiceUnavailable)
	n.publish(&article.Article{Title: "La crue arrive", Body: "<p>Demain.</p>", Status: article.Published})
	n.later(r)
	if left() != 1 || len(h.heard()) != 0 {
		t.Errorf("%d pings wait for a hub that is away", left())
	}
	h.answers(http.StatusAccepted)
	n.now = n.now.Add(time.Hour)
	n.later(r)
	if left() != 0 || len(h.heard()) != 3 {
		t.Errorf("%d pings are left when the hub is back", left())
	}
	for _, status := range []int{http.StatusForbidden, http.StatusFound} {
		h.answers(status)
		before := h.calls
		n.publish(&article.Article{Title: "La crue est là", Body: "<p>Ce soir.</p>", Status: article.Published})
		n.later(r)
		if left() != 0 || h.calls != before+1 {
			t.Errorf("after %d, %d pings are left and %d calls were made", status, left(), h.calls-before)
		}
	}
}

// TestNoPrivateHub sets hubs on this machine: without leave of the operator nothing is sent there.
func TestNoPrivateHub(t *testing.T) {
	t.Parallel()
	n, h := open(t), newHub(t)
	r := n.runner(false)
	secure := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a private hub was reached") }))
	t.Cleanup(secure.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(secure.URL, "https://"), ":")
	for _, address := range []string{h.URL, secure.URL, "https://localhost:" + port, "https://[::1]:" + port, "https://[::ffff:127.0.0.1]:" + port} {
		n.follow(address)
		n.publish(&article.Article{Title: "La crue arrive", Body: "<p>Demain.</p>", Status: article.Published})
		n.later(r)
	}
	if h.calls != 0 {
		t.Errorf("the hub was called %d times", h.calls)
	}
}

func TestNoHubNoJob(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.publish(&article.Article{Title: "La crue arrive", Body: "<p>Demain.</p>", Status: article.Published})
	if got := dbtest.Count(t, n.db, "job WHERE kind = '"+article.AnnounceJob+"'"); got != 0 {
		t.Errorf("%d announcements for nobody", got)
	}
	for _, address := range []string{"http://hub.example/", "https://", "ftp://hub.example/", "https://u:p@hub.example/", "hub.example", "https://hub.example/#f", "javascript:alert(1)"} {
		n.paper.Hub = address
		err := n.db.Transact(t.Context(), func(tx *db.Tx) error { return masthead.Save(t.Context(), tx, n.now, n.paper) })
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is taken as a hub: %v", address, err)
		}
	}
}

func TestFeedsNameTheirHub(t *testing.T) {
	t.Parallel()
	n := open(t)
	const address = "https://hub.example/?a=1&b=2"
	if p := n.must("/feed.xml", ""); p.Header["Link"] != "" || strings.Contains(string(p.Body), "hub") {
		t.Error("a hub that is not there is named")
	}
	n.follow(address)
	for path, holds := range map[string]string{
		"/feed.xml":                 `<atom:link rel="hub" href="https://hub.example/?a=1&amp;b=2"></atom:link>`,
		"/pays/niger/atom.xml":      `<link rel="hub" href="https://hub.example/?a=1&amp;b=2"></link>`,
		"/en/feed.json":             `"url": "https://hub.example/?a=1&b=2"`,
		"/sport/feed.xml":           `rel="hub"`,
		"/mots-cles/النهر/atom.xml": `rel="hub"`,
	} {
		p := n.must(path, "")
		self := origin + (&url.URL{Path: path}).EscapedPath()
		if want := "<" + address + `>; rel="hub", <` + self + `>; rel="self"`; p.Header["Link"] != want {
			t.Errorf("%s: Link is %q, want %q", path, p.Header["Link"], want)
		}
		if !strings.Contains(string(p.Body), holds) {
			t.Errorf("%s does not hold %s", path, holds)
		}
	}
}

// TestIdsStay: whoever follows the newspaper must not be shown an article again because its address or that of its list changed.
func TestIdsStay(t *testing.T) {
	t.Parallel()
	n := open(t)
	type document struct {
		Items []struct{ ID, URL string }
	}
	read := func(path string) (d document) {
		if err := json.Unmarshal(n.must(path, "").Body, &d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	before := read("/feed.json")
	a := n.report
	a.Slug, a.Title = "une-tout-autre-adresse", "Un autre titre"
	n.publish(&a)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		s := n.climate
		s.Slug = "le-climat"
		return taxonomy.SaveSection(ctx, tx, n.now, n.loc, &s)
	})
	after := read("/feed.json")
	for i := range before.Items {
		if before.Items[i].ID != after.Items[i].ID {
			t.Errorf("%q became %q", before.Items[i].ID, after.Items[i].ID)
		}
	}
	moved := n.must("/environnement/climat/atom.xml", "")
	if moved.Status != 301 || moved.Location != "/environnement/le-climat/atom.xml" {
		t.Errorf("the feed of a list that moved answers %d %q", moved.Status, moved.Location)
	}
	if body := string(n.must("/environnement/le-climat/atom.xml", "").Body); !strings.Contains(body, "<id>"+origin+"/#section:"+"3</id>") {
		t.Error("the feed of a list that moved has another id")
	}
}
