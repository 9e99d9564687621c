package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/event"
	"griot/internal/staff"
)

// follow hands the service's edge what was committed, as its follower does while it runs.
func follow(t testing.TB, s *Service) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	last, err := event.Last(ctx, s.DB)
	if err != nil {
		t.Fatal(err)
	}
	if last == s.last {
		return
	}
	follower := s.follower()
	apply := follower.Apply
	follower.Apply = func(e event.Event) {
		apply(e)
		if s.last = e.Seq; e.Seq == last {
			cancel()
		}
	}
	follower.Run(ctx, s.last)
}

// closePort gives back the port that a service took and never served.
func closePort(s *Service) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.server.Serve(ctx)
}

// TestReadsAreWrittenWhenItStops: what was counted in memory is in the database when the service has ended.
func TestReadsAreWrittenWhenItStops(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	path := column(t, n, "SELECT path FROM article WHERE slug = 'asmara-mur-des-chronos'")[0]
	reads := func() int {
		return number(t, n, "SELECT reads FROM article_reads r JOIN article a ON a.id = r.article_id WHERE a.path = $1", path)
	}
	before := reads()
	r := run(t, n)
	for range 7 {
		if status, _ := r.get(path); status != 200 {
			t.Fatalf("status %d", status)
		}
	}
	if got := reads(); got != before {
		t.Errorf("%d reads were written while nobody stopped", got-before)
	}
	r.stop()
	if got := reads(); got != before+7 {
		t.Errorf("%d of 7 reads were written at the end", got-before)
	}
	if got := number(t, n, "SELECT COUNT(*) FROM article_reads_day WHERE day = $1", noon.Unix()/86400); got == 0 {
		t.Error("nothing was counted for the day")
	}
}

// TestStopsQuickly, and a stopped service has given back its port.
func TestStopsQuickly(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	r := run(t, n)
	r.get("/")
	began := time.Now()
	r.stop()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	s := n.Settings
	s.Addr = strings.TrimPrefix(r.Origin(), "http://")
	n.Settings = s
	again := run(t, n)
	if status, _ := again.get("/healthz"); status != 200 {
		t.Errorf("status %d", status)
	}
}

// TestTwoServicesOnOneDatabase: what one publishes the other's readers see, within a wake of its follower.
func TestTwoServicesOnOneDatabase(t *testing.T) {
	t.Parallel()
	dir := demo(t)
	here, there := opened(t, settings(dir)), opened(t, settings(dir))
	one, two := run(t, here), run(t, there)
	shows := func(r *running, path, word string) bool {
		_, body := r.get(path)
		return strings.Contains(body, word)
	}
	for _, path := range []string{"/", "/sante/", "/a-propos/"} {
		if shows(one, path, "Ornithorynque") || shows(two, path, "Ornithorynque") {
			t.Fatal("it is there already")
		}
	}
	a := &article.Article{Title: "Ornithorynque", Body: "<p>Vu à Niamey.</p>", Section: 6}
	publish(t, here, a)
	for _, r := range []*running{one, two} {
		eventually(t, "both show it in its list and on the front page", func() bool { return shows(r, "/sante/", "Ornithorynque") && shows(r, "/", "Ornithorynque") })
		if status, _ := r.get(a.Path); status != 200 {
			t.Errorf("its own page answers %d", status)
		}
	}
	a.Status, a.Withdrawn = article.Withdrawn, noon
	publish(t, there, a)
	for _, r := range []*running{one, two} {
		eventually(t, "neither shows it", func() bool { status, _ := r.get(a.Path); return status == 410 && !shows(r, "/", "Ornithorynque") })
	}
}

// TestAScheduledArticleComes at its hour while the newsroom serves, by its job and by nobody's hand.
func TestAScheduledArticleComes(t *testing.T) {
	t.Parallel()
	s, h := settings(demo(t)), clock()
	s.Now = h.now
	n := opened(t, s)
	a := &article.Article{Title: "À l’heure dite", Body: "<p>La voici.</p>", Section: 6, Status: article.Scheduled, PublishAt: noon.Add(90 * time.Minute)}
	publish(t, n, a)
	r := run(t, n)
	path := "/2046/11/22/" + a.Slug + "/"
	if status, _ := r.get(path); status != 404 {
		t.Errorf("before its hour it answers %d", status)
	}
	h.move(89 * time.Minute)
	if status, _ := r.get(path); status != 404 {
		t.Errorf("a minute before its hour it answers %d", status)
	}
	h.move(2 * time.Minute)
	eventually(t, "it stands at its address", func() bool { status, _ := r.get(path); return status == 200 })
	eventually(t, "it stands on the front page", func() bool { _, body := r.get("/"); return strings.Contains(body, "À l’heure dite") })
	if first := number(t, n, "SELECT first_published_at FROM article WHERE path = $1", path); first != int(noon.Add(90*time.Minute).UnixMilli()) {
		t.Errorf("it was published at %v", time.UnixMilli(int64(first)))
	}
	if jobs := number(t, n, "SELECT COUNT(*) FROM job WHERE kind = $1", article.PublishJob); jobs != 0 {
		t.Errorf("%d jobs are left", jobs)
	}
}

// TestOrigin is what was set, else where it listens; a request's Host is never it.
func TestOrigin(t *testing.T) {
	t.Parallel()
	s := settings(demo(t))
	s.URL = "https://journal.example/"
	n := opened(t, s)
	service, err := NewService(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	defer closePort(service)
	if service.Origin() != "https://journal.example" {
		t.Errorf("the origin is %s", service.Origin())
	}
	for _, path := range []string{"/", "/feed.xml", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/opensearch.xml", "/feeds.opml", "/oembed?url=https://journal.example/", "/n-existe-pas/", "/sante"} {
		w := ask(service, path)
		if strings.Contains(w.Body.String(), "intrus.example") || strings.Contains(fmt.Sprint(w.Header()), "intrus.example") {
			t.Errorf("%s names the Host of the request", path)
		}
	}
}

// TestEveryRoute: each line of the one table of addresses has a name of its own and says who may call it; a visitor, who is nobody, gets an answer from all that are for everyone.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	chief := staff.Actor{ID: 1, Role: staff.EditorInChief}
	versions := accused(t, n, chief).Path + "versions/"
	service, err := NewService(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	defer closePort(service)
	examples := map[string][]string{
		"/*/versions/": {versions}, "/leger/*/versions/": {"/leger" + versions}, article.PreviewPath: {shownOutside(t, n, chief)},
		"*/feed.xml": {"/feed.xml", "/sante/feed.xml", "/pays/niger/feed.xml", "/en/feed.xml"}, "*/atom.xml": {"/atom.xml", "/mots-cles/fleuve-niger/atom.xml"},
		"*/feed.json": {"/feed.json", "/auteurs/mariama-djibo/feed.json"}, "/*": {"/a-propos/", "/sante/", column(t, n, "SELECT path FROM article WHERE id = 1")[0]},
		"/sitemap-tags-*.xml": {"/sitemap-tags-1.xml"}, "/sitemap-*.xml": {"/sitemap-2046.xml", "/sitemap-2046-11.xml", "/sitemap-1.xml"}, "/oembed": {"/oembed?url=" + service.Origin() + column(t, n, "SELECT path FROM article WHERE id = 1")[0]},
		"/fr/": nil, "/leger/fr/": nil, "/leger/*": {"/leger/a-propos/", "/leger/sante/"},
	}
	seen := map[string]bool{}
	for _, route := range Routes(n, service.site, service.Origin) {
		if route.Name == "" || seen[route.Name] || route.Make == nil || route.Who.String() == "" {
			t.Errorf("route %q %s for %s", route.Name, route.Pattern, route.Who)
		}
		seen[route.Name] = true
		paths, ok := examples[route.Pattern]
		if !ok {
			paths = []string{route.Pattern}
		}
		answered := len(paths) == 0
		for _, path := range paths {
			w := ask(service, path)
			answered = answered || w.Code == http.StatusOK
			if w.Code >= 500 || w.Code != http.StatusOK && route.Name != "sitemap piece" {
				t.Errorf("route %q: %s answers %d", route.Name, path, w.Code)
			}
			if w.Code == 200 && (w.Header().Get("Content-Type") == "" || w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff") {
				t.Errorf("route %q: %s answers with %v", route.Name, path, w.Header())
			}
			post := httptest.NewRecorder()
			service.Handler().ServeHTTP(post, httptest.NewRequest(http.MethodPost, path, http.NoBody))
			if post.Code != http.StatusMethodNotAllowed {
				t.Errorf("route %q: a visitor may POST to %s: %d", route.Name, path, post.Code)
			}
		}
		if !answered {
			t.Errorf("route %q answers none of %v", route.Name, paths)
		}
	}
	if len(seen) < 25 {
		t.Errorf("only %d routes", len(seen))
	}
}
