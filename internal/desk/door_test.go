package desk_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/desk"
	"griot/internal/staff"
)

func TestDoor(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		b := r.browser()
		b.get("/desk/people/?x=1").leads("/desk/sign-in?next=%2Fdesk%2Fpeople%2F%3Fx%3D1")
		page := b.get("/desk/sign-in?next=/desk/account/").is(http.StatusOK)
		if n := page.all(`input[name=next][value="/desk/account/"]`); len(n) != 2 { // by a password, or a passkey
			r.Error("the page forgets where its visitor wanted to go")
		}
		for _, password := range []string{"wrong", "", goodPassword + " "} {
			b.post("/desk/sign-in", "email", "awa@fleuve.example", "password", password).is(http.StatusForbidden).says("[role=alert]", "pas le bon")
		}
		b.post("/desk/sign-in", "email", "awa@fleuve.example", "password", goodPassword, "next", "/desk/account/").leads("/desk/account/")
		b.get("/desk/account/").is(http.StatusOK).says(".me", "Personne awa").says("main", "Firefox, Linux")
		b.get("/desk/sign-in").leads("/desk/")
		before := *b
		before.cookies = map[string]string{"griot_session": b.cookies["griot_session"]}
		b.signIn("awa")
		before.get("/desk/").leads("/desk/sign-in?next=%2Fdesk%2F") // who signs in again leaves no session behind
		stolen := b.cookies["griot_session"]
		b.post("/desk/sign-out").leads("/desk/sign-in")
		b.get("/desk/sign-in").says("[role=status]", "déconnecté")
		if len(b.get("/desk/sign-in").all("[role=status]")) != 0 {
			r.Error("what was done is said twice")
		}
		thief := r.browser()
		thief.cookies["griot_session"] = stolen
		thief.get("/desk/").leads("/desk/sign-in?next=%2Fdesk%2F")
		thief.post("/desk/account/password", "old", goodPassword, "password", "x").is(http.StatusForbidden)
		if strings.Contains(r.log.String(), goodPassword) || strings.Contains(r.log.String(), stolen) {
			r.Error("a secret stands in the log")
		}
	})
}

// TestGuessingIsSlowedDown: the page says so, and gives the right password no better answer while it lasts.
func TestGuessingIsSlowedDown(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		owner := r.in("awa")
		guesser := r.browser()
		guesser.from = "198.51.100.66:1"
		for range 5 {
			guesser.post("/desk/sign-in", "email", "awa@fleuve.example", "password", "wrong").is(http.StatusForbidden)
		}
		guesser.post("/desk/sign-in", "email", "awa@fleuve.example", "password", goodPassword).is(http.StatusTooManyRequests).says("[role=alert]", "Trop d’essais")
		delete(owner.cookies, "griot_session")
		owner.signIn("awa")
	})
}

// TestOtherOrigins: what another site has a browser send changes nothing.
func TestOtherOrigins(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Administrator)
	b := r.in("awa")
	for name, field := range map[string][2]string{"cross-site": {"Sec-Fetch-Site", "cross-site"}, "same site, other host": {"Sec-Fetch-Site", "same-site"}, "an older browser": {"Origin", "https://evil.example"}} {
		req := httptest.NewRequest(http.MethodPost, "/desk/people/", strings.NewReader("email=x@y.example&name=X&role=administrator"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(field[0], field[1])
		if b.send(req).is(http.StatusForbidden); dbtest.Count(t, r.db, "account") != 1 {
			t.Errorf("%s: it was done", name)
		}
	}
	b.post("/desk/people/", "email", "x@y.example", "name", "X", "role", "editor").is(http.StatusOK)
	own := httptest.NewRequest(http.MethodPost, "/desk/people/", strings.NewReader("email=z@y.example&name=Z&role=editor"))
	own.Host = "127.0.0.1:8080" // a proxy asks so
	own.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	own.Header.Set("Origin", "https://fleuve.example")
	b.send(own).is(http.StatusOK)
}

func TestLargeForms(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Administrator)
	r.in("awa").post("/desk/account/password", "old", strings.Repeat("x", 10<<20)).is(http.StatusRequestEntityTooLarge).says("h1", "trop gros")
	r.browser().post("/desk/sign-in", "email", strings.Repeat("x", 10<<20)).is(http.StatusRequestEntityTooLarge)
}

func TestOwnPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/desk/people/?q=a%20b": "/desk/people/?q=a%20b", "/desk/": "/desk/", "": "/desk/", "/": "/desk/", "//evil.example/desk/": "/desk/", "https://evil.example/desk/": "/desk/",
		`/desk/\evil.example`: "/desk/", "/desk/sign-out": "/desk/", "javascript:alert(1)": "/desk/", "/desk/\r\nX: y": "/desk/", "/deskx/": "/desk/", "/desk/#x": "/desk/",
	} {
		if got := desk.OwnPath(path); got != want {
			t.Errorf("OwnPath(%q) is %q, want %q", path, got, want)
		}
	}
}

func (r *room) link(id staff.AccountID) (path string) {
	r.Helper()
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
		token, err := staff.NewLink(r.Context(), tx, time.UnixMilli(r.now.Load()), staff.Actor{}, id)
		path = staff.LinkPath(token)
		return err
	})
	return path
}

func TestLinkPage(t *testing.T) {
	each(t, func(r *room) {
		id := r.account("awa", staff.Journalist)
		path := r.link(id)
		key := strings.TrimPrefix(path, "/desk/link?k=")
		b := r.browser()
		for range 2 { // a chat that looks ahead spends nothing
			if page := b.get(path).is(http.StatusOK).says("main", "awa@fleuve.example"); page.Header.Get("Referrer-Policy") != "no-referrer" {
				r.Error("the link may be told to others")
			}
		}
		b.post("/desk/link", "k", key, "password", "fleuve2026").is(http.StatusUnprocessableEntity).says("[role=alert]", "mot de passe")
		b.post("/desk/link", "k", key, "password", "quatre crayons bleus").leads("/desk/")
		b.get("/desk/").is(http.StatusOK).says("[role=status]", "enregistré")
		b.post("/desk/link", "k", key, "password", "cinq crayons bleus").is(http.StatusGone).says("main", "déjà servi")
		r.browser().get(path).is(http.StatusGone).says("main", "déjà servi")
		old := r.link(id)
		r.now.Add(time.Hour.Milliseconds())
		r.browser().get(old).is(http.StatusGone)
		r.browser().get("/desk/link").is(http.StatusGone)
	})
}

func TestForgotWithoutLetters(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.browser().get("/desk/forgot").is(http.StatusOK).says("main", "n’envoie pas de courriels")
	r.browser().post("/desk/forgot", "email", "awa@fleuve.example").is(http.StatusOK).says("main", "n’envoie pas de courriels")
}

// TestDeskBeforeAnything: a path that is none, in the desk's own words.
func TestMissing(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Journalist)
	r.in("awa").get("/desk/nowhere").is(http.StatusNotFound).says("h1", "n’existe pas")
	r.browser().get("/desk/nowhere").is(http.StatusNotFound)
	r.in("awa").get("/desk/-/000000000000/desk.css").is(http.StatusNotFound)
}
