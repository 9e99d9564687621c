package desk_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/desk"
	"griot/internal/locale"
	"griot/internal/mail"
	"griot/internal/masthead"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/transfer/preset"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const goodPassword = "girafe tambour 42 nuage"

// room is a desk over a database of its own.
type room struct {
	*testing.T
	db     *db.DB
	desk   *desk.Desk
	origin string
	now    atomic.Int64
	log    bytes.Buffer
	files  blob.Store
}

// newRoom opens a desk of a French newspaper; office is nil where no letters are sent.
func newRoom(t *testing.T, d *db.DB, office *mail.Office) *room {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &room{T: t, db: d, origin: "https://fleuve.example"}
	r.now.Store(noon.UnixMilli())
	dbtest.Do(t, d, func(tx *db.Tx) error {
		return preset.Furnish(context.Background(), tx, noon, words, "plain", masthead.Newspaper{Title: "Le Fleuve", Language: "fr", TimeZone: "Africa/Niamey", Email: "redaction@fleuve.example"})
	})
	files, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r.files = files
	r.desk, err = desk.New(desk.Config{
		DB: d, Locales: words, Origin: func() string { return r.origin }, Now: func() time.Time { return time.UnixMilli(r.now.Load()).UTC() }, Office: office, Blob: files, Search: search.New(0),
		Log: slog.New(slog.NewTextHandler(&r.log, nil)), Address: func(req *http.Request) netip.Addr {
			at, _ := netip.ParseAddrPort(req.RemoteAddr)
			return at.Addr()
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func each(t *testing.T, test func(r *room)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(newRoom(t, d, nil)) })
}

// account adds one, with the good password, and gives its number.
func (r *room) account(name string, role staff.Role) staff.AccountID {
	r.Helper()
	var id staff.AccountID
	var link string
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
		a, err := staff.Invite(r.Context(), tx, noon, staff.Actor{}, name+"@fleuve.example", "Personne "+name, role)
		if err != nil {
			return err
		}
		id = a.ID
		link, err = staff.NewLink(r.Context(), tx, noon, staff.Actor{}, id)
		return err
	})
	if _, err := r.desk.Door.UseLink(r.Context(), noon, staff.Actor{Address: "198.51.100.1"}, "Le Fleuve", link, goodPassword); err != nil {
		r.Fatal(err)
	}
	return id
}

// browser keeps cookies as a browser does, as far as the desk needs it.
type browser struct {
	*room
	cookies map[string]string
	from    string // address and port
}

func (r *room) browser() *browser {
	return &browser{room: r, cookies: map[string]string{}, from: "203.0.113.9:4711"}
}

// answer is what came back.
type answer struct {
	t *testing.T
	*http.Response
	body string
	doc  *html.Node
}

func (b *browser) send(req *http.Request) *answer {
	b.Helper()
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	req.RemoteAddr = b.from
	req.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	w := httptest.NewRecorder()
	b.desk.ServeHTTP(w, req)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	return &answer{b.T, res, string(body), doc}
}

func (b *browser) get(path string) *answer {
	b.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, path, http.NoBody))
}

func (b *browser) post(path string, pairs ...string) *answer {
	b.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

// in is a browser in which somebody has signed in.
func (r *room) in(name string) *browser {
	r.Helper()
	b := r.browser()
	b.signIn(name)
	return b
}

func (b *browser) signIn(name string) {
	b.Helper()
	b.post("/desk/sign-in", "email", name+"@fleuve.example", "password", goodPassword).leads("/desk/")
}

// leads fails unless the answer leads on to an address.
func (a *answer) leads(to string) {
	a.t.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != to {
		a.t.Errorf("%d to %q, want on to %q\n%s", a.StatusCode, a.Header.Get("Location"), to, a.text("main"))
	}
}

// is fails unless the answer has a status.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Errorf("status %d, want %d\n%s", a.StatusCode, status, a.text("main"))
	}
	return a
}

// says fails unless an element holds a text.
func (a *answer) says(selector, want string) *answer {
	a.t.Helper()
	if got := a.text(selector); !strings.Contains(got, want) {
		a.t.Errorf("%s says %q, want %q", selector, got, want)
	}
	return a
}

var spaces = regexp.MustCompile(`\s+`)

func (a *answer) text(selector string) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	for _, n := range a.all(selector) {
		walk(n)
		b.WriteByte(' ')
	}
	return strings.TrimSpace(spaces.ReplaceAllString(b.String(), " "))
}

func (a *answer) all(selector string) []*html.Node {
	return cascadia.QueryAll(a.doc, cascadia.MustCompile(selector))
}

func attribute(n *html.Node, name string) string {
	for _, at := range n.Attr {
		if at.Key == name {
			return at.Val
		}
	}
	return ""
}
