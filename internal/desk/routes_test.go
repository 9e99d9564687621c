package desk_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/desk"
	"griot/internal/locale"
	"griot/internal/staff"
	"griot/internal/staff/stafftest"
)

var inBraces = regexp.MustCompile(`\{[a-z]+(\.\.\.)?\}`)

// call makes a request that a route takes: its first row, its smallest form.
func call(r *desk.Route) *http.Request {
	method, path, _ := strings.Cut(r.Pattern, " ")
	path = inBraces.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), "999")
	req := httptest.NewRequest(method, path, http.NoBody)
	if method != http.MethodGet {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return req
}

// TestEveryRouteAsEverybody: each route, as each role and as a visitor, lets in whom its line names and nobody else; and nothing that it sends is kept.
func TestEveryRouteAsEverybody(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	routes := r.desk.Routes()
	if len(routes) < 25 {
		t.Fatalf("only %d routes", len(routes))
	}
	inside := map[staff.Role]*browser{}
	for _, role := range staff.Roles() {
		r.account(string(role), role)
		inside[role] = r.in(string(role))
	}
	for i := range routes {
		route := &routes[i]
		visitor := r.browser().send(call(route))
		kept(t, route, visitor)
		switch get := strings.HasPrefix(route.Pattern, "GET "); {
		case route.May == desk.Anybody:
			if visitor.turnedAway() || visitor.StatusCode >= 500 {
				t.Errorf("%s answers a visitor %d", route.Name, visitor.StatusCode)
			}
		case get:
			if visitor.StatusCode != http.StatusSeeOther || !strings.HasPrefix(visitor.Header.Get("Location"), "/desk/sign-in?next=") {
				t.Errorf("%s answers a visitor %d", route.Name, visitor.StatusCode)
			}
		default:
			visitor.is(http.StatusForbidden).says("main", "Votre session est finie")
		}
		for _, role := range staff.Roles() {
			b := inside[role]
			if b.cookies["griot_session"] == "" { // the route before was the way out
				b.signIn(string(role))
			}
			got := b.send(call(route))
			kept(t, route, got)
			may := route.May == desk.Anybody || staff.May(role, route.May)
			if may == got.turnedAway() {
				t.Errorf("%s answers the %s %d, who may: %v\n%s", route.Name, role, got.StatusCode, may, got.text("main"))
			}
			if got.StatusCode >= 500 {
				t.Errorf("%s answers the %s %d\n%s", route.Name, role, got.StatusCode, r.log.String())
			}
			if strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") && (len(got.all("h1")) != 1 || len(got.all("main")) != 1) {
				t.Errorf("%s has not one heading", route.Name)
			}
		}
	}
}

// TestNothingOpensBeforeTheSecondFactor: whoever owes one is let to where it is shown, whoever must have one to where it is made, and to nothing else.
func TestNothingOpensBeforeTheSecondFactor(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("admin", staff.Administrator)
	owes := r.in("admin")
	owes.addKey(stafftest.New(t, r.origin)).is(http.StatusOK)
	r.account("other", staff.Administrator)
	must := r.in("other")
	must.post("/desk/people/doors", "role", "administrator").leads("/desk/people/")
	routes := r.desk.Routes()
	for i := range routes {
		route := &routes[i]
		if route.May == desk.Anybody || route.Early {
			continue
		}
		owes.signIn("admin")
		for name, b := range map[string]*browser{"owes one": owes, "must have one": must} {
			if b == must && route.Enrols {
				continue
			}
			got := b.send(call(route))
			if to := got.Header.Get("Location"); to != "/desk/account/codes" && !strings.HasPrefix(to, "/desk/code?next=") && !strings.Contains(got.text("main"), "Un second facteur est demandé avant cela") {
				t.Errorf("%s answers whoever %s %d\n%s", route.Name, name, got.StatusCode, got.text("main"))
			}
		}
	}
}

// turnedAway reports whether somebody was refused a route. What a page refuses to take, a wrong code or an empty form, it says itself.
func (a *answer) turnedAway() bool {
	return a.StatusCode == http.StatusForbidden && a.text("h1") == "Accès refusé"
}

// aKey is a text that the catalogue lacks: its key shows itself.
var aKey = regexp.MustCompile(`\b(nav|rubric|hue|land|word|pages|identity|imprint|faces|profile|redirects|bulk|paper|settings|menus|permalinks|planning|assignment|replies|articles|write|hero|library|revisions|field|move|again|state|notekind|home|door|link|forgot|password|code|codes|passkey|data|shown|account|role|people|person|audit|done|reason|failure)\.[a-z_-]+`)

// kept fails unless an answer is for whoever asked alone.
func kept(t *testing.T, route *desk.Route, a *answer) {
	t.Helper()
	h := a.Header
	csp := h.Get("Content-Security-Policy")
	if h.Get("Cache-Control") != "no-store" || !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") ||
		h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s sends %v", route.Name, h)
	}
	for _, c := range a.Cookies() {
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/desk/" {
			t.Errorf("%s sets %v", route.Name, c)
		}
	}
	if raw := aKey.FindString(a.text("body")); raw != "" && strings.HasPrefix(h.Get("Content-Type"), "text/html") {
		t.Errorf("%s shows the key %s", route.Name, raw)
	}
	if len(a.all("[style], style, script:not([src]), [onclick]")) > 0 {
		t.Errorf("%s has styles or scripts inline", route.Name)
	}
}

// TestEveryPageInEveryLanguage: no page lacks a word in any language of the desk.
func TestEveryPageInEveryLanguage(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	id := r.account("awa", staff.Administrator)
	for _, code := range locale.DeskLanguages() {
		b := r.in("awa")
		b.post("/desk/account/language", "language", code).leads("/desk/account/")
		for i, route := range r.desk.Routes() {
			if req := call(&route); req.Method == http.MethodGet {
				kept(t, &r.desk.Routes()[i], b.send(req))
			}
		}
		shown := b.get(page(id)).is(http.StatusOK)
		if got := attribute(shown.all("html")[0], "lang"); got != code {
			t.Errorf("the page says it is %s, want %s", got, code)
		}
		kept(t, &desk.Route{Name: "person"}, shown)
	}
}

// TestNavigation: the head leads where the person may go, and nowhere else.
func TestNavigation(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	for _, role := range staff.Roles() {
		r.account(string(role), role)
		b := r.in(string(role))
		home := b.get("/desk/").is(http.StatusOK)
		leads := map[string]bool{}
		for _, a := range home.all(".nav a, .doors a") {
			leads[attribute(a, "href")] = true
			b.get(attribute(a, "href")).is(http.StatusOK)
		}
		if leads["/desk/people/"] != staff.May(role, staff.SeePeople) || leads["/desk/audit/"] != staff.May(role, staff.ReadAudit) {
			t.Errorf("the %s is led to %v", role, leads)
		}
	}
}
