package site_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/frontpage"
	"griot/internal/page"
	"griot/internal/site"
	"griot/internal/site/theme"
)

// told is the breaking line as a page's script reads it.
type told struct {
	V string `json:"v"`
	L []struct {
		T string `json:"t"`
		H string `json:"h"`
		P bool   `json:"p"`
	} `json:"l"`
}

func (n *newsroom) flash(lang string) (f told) {
	n.t.Helper()
	p := n.make("/flash.json", "langue="+lang)
	if err := json.Unmarshal(p.Body, &f); err != nil {
		n.t.Fatal(err)
	}
	return f
}

// pushLine pushes a line that lasts an hour.
func (n *newsroom) pushLine(text string) {
	n.t.Helper()
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return frontpage.Push(ctx, tx, &frontpage.Breaking{Language: "fr", Text: text, Pushed: n.now, Expires: n.now.Add(time.Hour), Position: -1})
	})
}

// The line alone says what every page says, and its sign changes with it.
func TestFlash(t *testing.T) {
	t.Parallel()
	n := open(t)
	before := n.flash("fr")
	n.pushLine("Séisme & a<b")
	after := n.flash("fr")
	if after.V == before.V || len(after.L) != 6 || after.L[0].T != "Séisme & a<b" || !after.L[0].P {
		t.Fatalf("before %+v, after %+v", before, after)
	}
	var texts []string
	for _, l := range after.L {
		texts = append(texts, strings.ReplaceAll(l.T, "\u00a0", " "))
	}
	if got := n.page("/sante/").texts(".flash .a"); !slices.Equal(got, texts) {
		t.Errorf("pages say %q, and it says %q", got, texts)
	}
	if own := n.flash(""); own.V != after.V {
		t.Error("without a language it is not in the newspaper's own")
	}
	n.refuses("/flash.json?langue=xx", http.StatusNotFound)
	if n.flash("en").V == after.V {
		t.Error("English has the same line as French")
	}
	p := n.make("/flash.json", "langue=fr")
	if !p.Until.Equal(n.now.Add(time.Hour)) || !slices.Contains(p.Labels, page.Ticker) {
		t.Errorf("it holds until %v and bears %v", p.Until, p.Labels)
	}
	if script := n.make("/flash.js", ""); !strings.Contains(string(script.Body), "EventSource") {
		t.Error("there is no script")
	}
}

// listening is an open stream.
type listening struct {
	t   *testing.T
	in  *bufio.Reader
	res *http.Response
}

// streams serves the stream of a newsroom, with room for so many.
func streams(t *testing.T, of *site.Site, most int) (origin string, s *site.Stream, closing chan struct{}) {
	t.Helper()
	closing = make(chan struct{})
	s = of.Stream(site.StreamConfig{Most: most, Closing: closing, Address: func(r *http.Request) netip.Addr { return netip.MustParseAddr(r.Header.Get("X-From")) }})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.Run(ctx); close(done) }()
	server := httptest.NewServer(s)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close(); stop(); <-done })
	return server.URL, s, closing
}

func listen(t *testing.T, url, from, last string) *listening {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-From", from)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return &listening{t, bufio.NewReader(res.Body), res}
}

// next is the next event, without its fields' order mattering; io.EOF when the stream ended.
func (l *listening) next() (event map[string]string, err error) {
	event = map[string]string{}
	for {
		line, err := l.in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		if line = strings.TrimSuffix(line, "\n"); line == "" {
			return event, nil
		}
		name, value, _ := strings.Cut(line, ":")
		event[name] = strings.TrimPrefix(value, " ")
	}
}

func (l *listening) hears(text string) (id string) {
	l.t.Helper()
	for {
		e, err := l.next()
		if err != nil {
			l.t.Fatalf("the stream ended before it said %q: %v", text, err)
		}
		if strings.Contains(e["data"], text) {
			return e["id"]
		}
	}
}

// Open pages are told of what is pushed, once; who has the line already is told nothing; who was away learns what they missed.
func TestStream(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.pushLine("Avant tout")
	origin, s, closing := streams(t, n.site, 10)
	url := origin + site.StreamPath + "?langue=fr"
	fresh := listen(t, url, "198.51.100.1", "")
	if h := fresh.res.Header; h.Get("Content-Type") != "text/event-stream" || !strings.Contains(h.Get("Cache-Control"), "no-store") {
		t.Errorf("it comes with %v", h)
	}
	first, err := fresh.next()
	if err != nil || first["event"] != "a" || first["retry"] == "" {
		t.Errorf("it begins with %v, %v", first, err)
	}
	id := fresh.hears("Avant tout")
	knows := listen(t, url+"&vu="+id, "198.51.100.2", "")
	if _, err := knows.next(); err != nil {
		t.Fatal(err)
	}
	n.pushLine("Pendant")
	s.Apply([]page.Label{page.Ticker})
	for _, l := range []*listening{fresh, knows} {
		e, err := l.next()
		if err != nil || !strings.Contains(e["data"], "Pendant") || e["id"] == id {
			t.Errorf("the next that it hears is %.200v, %v", e, err)
		}
	}
	back := listen(t, url+"&vu=older", "198.51.100.3", id)
	back.hears("Pendant")
	close(closing)
	for _, l := range []*listening{fresh, knows, back} {
		if e, err := l.next(); err != io.EOF {
			t.Errorf("when the server stops it hears %v, %v", e, err)
		}
	}
}

// A line that ends by the clock goes from open pages without anybody's doing, and a change that touches no line is told to nobody.
func TestStreamByTheClock(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return frontpage.Push(ctx, tx, &frontpage.Breaking{Language: "fr", Text: "Bientôt finie", Pushed: n.now, Expires: n.now.Add(50 * time.Millisecond), Position: -1})
	})
	var later atomic.Int64
	look, err := theme.Load("")
	if err != nil {
		t.Fatal(err)
	}
	clocked := site.New(site.Config{DB: n.db, Locales: n.words, Origin: func() string { return "" }, Now: func() time.Time { return noon.Add(time.Duration(later.Load())) }, Log: slog.New(slog.DiscardHandler)}, look)
	origin, s, _ := streams(t, clocked, 10)
	l := listen(t, origin+site.StreamPath+"?langue=fr", "198.51.100.1", "")
	l.hears("Bientôt finie")
	later.Store(int64(time.Minute))
	s.Apply([]page.Label{page.Front, page.Article(1)}) // no line
	if e, err := l.next(); err != nil || e["data"] == "" || strings.Contains(e["data"], "Bientôt finie") {
		t.Errorf("it hears %v, %v", e, err)
	}
}

// There is room for so many, and for half of them from one address; the others are sent to ask for themselves, and find room when somebody has left.
func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	n := open(t)
	origin, s, _ := streams(t, n.site, 4)
	url := origin + site.StreamPath
	var first []*listening
	for i, test := range []struct {
		from   string
		status int
	}{
		{"198.51.100.1", 200}, {"198.51.100.1", 200}, {"198.51.100.1", 204}, {"2001:db8::1", 200}, {"2001:db8::2", 200}, {"2001:db8::3", 204}, {"198.51.100.2", 204},
	} {
		l := listen(t, url, test.from, "")
		if l.res.StatusCode != test.status {
			t.Errorf("the %dth is answered %d, want %d", i+1, l.res.StatusCode, test.status)
		}
		if _, err := l.next(); err == nil {
			first = append(first, l)
		}
	}
	if open, refused := s.Open(); open != 4 || refused != 3 {
		t.Errorf("%d are open and %d were refused", open, refused)
	}
	_ = first[0].res.Body.Close()
	inTheirPlace := 0
	for range 10_000 { // the server learns that somebody has left when it does
		if inTheirPlace = listen(t, url, "198.51.100.1", "").res.StatusCode; inTheirPlace == http.StatusOK {
			break
		}
	}
	if inTheirPlace != http.StatusOK {
		t.Errorf("in the place of who has left: %d", inTheirPlace)
	}
	for _, method := range []string{http.MethodPost, http.MethodHead} {
		r, _ := http.NewRequestWithContext(t.Context(), method, url, http.NoBody)
		if res, err := http.DefaultClient.Do(r); err != nil || res.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: %v, %v", method, res, err)
		}
	}
}

// TestFrontByHand: what is pinned stands where it is pinned until its minute; then the rule has the place again, without anybody's doing.
func TestFrontByHand(t *testing.T) {
	t.Parallel()
	n := open(t)
	old := n.find("asmara-mur-des-chronos")
	if lead := n.page("/").text(".lead h2"); lead == old.Title {
		t.Fatal("it leads by rule")
	}
	byRule := n.page("/").text(".lead h2")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO front (language, pins, published_at) VALUES ('fr', $1, 0)",
			fmt.Sprintf(`[{"slot":"lead","article":%d,"until":%q},{"slot":"second-3","article":%d}]`, old.ID, n.now.Add(time.Hour).UTC().Format(time.RFC3339), n.find("kayanza-second-paiement-cafe").ID))
		if err != nil {
			return err
		}
		return event.Append(ctx, tx, n.now, page.Front)
	})
	p := n.make("/", "")
	if !p.Until.Equal(n.now.Add(time.Hour)) || !slices.Contains(p.Labels, page.Article(int64(old.ID))) || !slices.Contains(p.Labels, page.Front) {
		t.Errorf("it holds until %v and bears %v", p.Until, p.Labels)
	}
	a := n.page("/")
	if got := a.attrs(".lead h2 a", "href"); len(got) != 1 || got[0] != old.Path {
		t.Errorf("%q leads", got)
	}
	links := a.attrs("main h2 a, main h3 a", "href")
	slices.Sort(links)
	if stories := slices.DeleteFunc(slices.Clone(links), func(l string) bool { return !strings.HasPrefix(l, "/2") }); len(slices.Compact(slices.Clone(stories))) != len(stories) {
		t.Errorf("a story stands twice: %q", stories)
	}
	n.now = n.now.Add(time.Hour)
	if got := n.page("/").text(".lead h2"); got != byRule {
		t.Errorf("after its end %q leads, by rule it was %q", got, byRule)
	}
}

// TestFrontDraft: the page that somebody composes is the true one, kept by nobody and framed by this site alone.
func TestFrontDraft(t *testing.T) {
	t.Parallel()
	n := open(t)
	old := n.find("asmara-mur-des-chronos")
	p, err := n.site.FrontDraft(t.Context(), "", frontpage.Pins{{Slot: frontpage.Lead(), Article: old.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if body := string(p.Body); !p.Volatile || p.Header["Cache-Control"] != "no-store" || !strings.Contains(body, old.Path) ||
		!strings.Contains(p.Header["Content-Security-Policy"], "frame-ancestors 'self'") || !strings.Contains(body, `class="lead`) || strings.Contains(body, "<script") {
		t.Errorf("the draft comes with %v", p.Header)
	}
	if policy := n.make("/", "").Header["Content-Security-Policy"]; !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("and the page itself with %s", policy)
	}
}
