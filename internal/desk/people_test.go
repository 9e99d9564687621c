package desk_test

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

func page(id staff.AccountID) string { return "/desk/people/" + strconv.FormatInt(int64(id), 10) + "/" }

// TestInvitation: from the invitation to the first page of whoever was invited.
func TestInvitation(t *testing.T) {
	each(t, func(r *room) {
		r.account("chef", staff.EditorInChief)
		chef := r.in("chef")
		shown := chef.post("/desk/people/", "email", "Zoe@Fleuve.example", "name", `Zoé <script>alert("1")</script>`, "role", "journalist").is(http.StatusOK)
		link := shown.text("code.secret")
		path, ok := strings.CutPrefix(link, "https://fleuve.example")
		if !ok || !strings.HasPrefix(path, "/desk/link?k=") {
			r.Fatalf("the link is %q", link)
		}
		if strings.Contains(chef.get("/desk/people/").body, path) || strings.Contains(r.log.String(), path) {
			r.Error("the link is shown again")
		}
		if enc := shown.Header.Get("Content-Encoding"); enc != "" {
			r.Errorf("a page with a secret is sent by %s", enc)
		}
		zoe := r.browser()
		zoe.get(path).is(http.StatusOK)
		zoe.post("/desk/link", "k", strings.TrimPrefix(path, "/desk/link?k="), "password", "quatre crayons bleus").leads("/desk/")
		zoe.get("/desk/").is(http.StatusOK).says(".me", "Zoé")
		zoe.get("/desk/people/").is(http.StatusForbidden)
		for _, test := range []struct {
			email, role, says string
			status            int
		}{
			{"zoe@fleuve.example", "editor", "déjà cette adresse", http.StatusConflict},
			{"pas une adresse", "editor", "pas une adresse", http.StatusUnprocessableEntity},
			{"new@fleuve.example", "administrator", "administre le journal", http.StatusForbidden},
			{"new@fleuve.example\r\nBcc: x@y.example", "editor", "pas une adresse", http.StatusUnprocessableEntity},
		} {
			refused := chef.post("/desk/people/", "email", test.email, "name", "N", "role", test.role).is(test.status).says("[role=alert]", test.says)
			if got := refused.all("input[name=email]"); len(got) != 1 || !strings.HasPrefix(test.email, attribute(got[0], "value")[:4]) {
				r.Errorf("%q has to be typed again", test.email)
			}
		}
		if n := dbtest.Count(r.T, r.db, "account"); n != 2 {
			r.Errorf("%d accounts", n)
		}
	})
}

// TestRoleTakenAway: a role that was taken away, and an account that was ended, count at the next request.
func TestRoleTakenAway(t *testing.T) {
	each(t, func(r *room) {
		r.account("admin", staff.Administrator)
		id := r.account("chef", staff.EditorInChief)
		admin, chef := r.in("admin"), r.in("chef")
		chef.get("/desk/people/").is(http.StatusOK)
		admin.get(page(id)).is(http.StatusOK).says("h1", "Personne chef")
		admin.post(page(id), "name", "Personne chef", "role", "commercial").leads(page(id))
		chef.get("/desk/people/").is(http.StatusForbidden)
		chef.post("/desk/people/", "email", "x@y.example", "name", "X", "role", "editor").is(http.StatusForbidden)
		admin.post(page(id) + "end").leads(page(id))
		chef.get("/desk/").leads("/desk/sign-in?next=%2Fdesk%2F")
		chef.post("/desk/sign-in", "email", "chef@fleuve.example", "password", goodPassword).is(http.StatusForbidden)
		admin.get(page(id)).says("main", "compte fermé")
		admin.post(page(id) + "reopen").leads(page(id))
		admin.post(page(id)+"link").is(http.StatusOK).says("code.secret", "https://fleuve.example/desk/link?k=")
		admin.get("/desk/people/999/").is(http.StatusNotFound)
		admin.post("/desk/people/999/end").is(http.StatusNotFound)
	})
}

func TestSessionsAreEndedOneByOne(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		phone, desktop := r.in("awa"), r.in("awa")
		forms := desktop.get("/desk/account/").all(`form[action$="/end"]`)
		if len(forms) != 3 { // and the one that the link opened
			r.Fatalf("%d sessions", len(forms))
		}
		desktop.post(attribute(forms[1], "action")).leads("/desk/account/")
		phone.get("/desk/").leads("/desk/sign-in?next=%2Fdesk%2F")
		desktop.get("/desk/account/").is(http.StatusOK).says("[role=status]", "fermée")
	})
}

func TestTokens(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		b := r.in("awa")
		token := b.post("/desk/account/tokens", "name", "Site mobile", "days", "30").is(http.StatusOK).text("code.secret")
		if a, err := staff.AccountByToken(r.Context(), r.db, noon, token); err != nil || a.Email != "awa@fleuve.example" {
			r.Errorf("%+v: %v", a, err)
		}
		account := b.get("/desk/account/").says("main", "Site mobile").says("main", "jamais")
		if strings.Contains(account.body, token) {
			r.Error("the token is shown again")
		}
		for _, days := range []string{"", "0", "-1", "99999999999", "x"} {
			b.post("/desk/account/tokens", "name", "N", "days", days).is(http.StatusUnprocessableEntity)
		}
		for _, form := range account.all(`form[action*="/tokens/"]`) {
			b.post(attribute(form, "action")).leads("/desk/account/")
		}
		if _, err := staff.AccountByToken(r.Context(), r.db, noon, token); err == nil {
			r.Error("the token opens still")
		}
	})
}

// TestSecondFactor: demanded of a role, it stands before every page until it is there, and at each sign-in from then on.
func TestSecondFactor(t *testing.T) {
	each(t, func(r *room) {
		r.account("admin", staff.Administrator)
		r.account("awa", staff.Journalist)
		admin, awa := r.in("admin"), r.in("awa")
		admin.post("/desk/people/doors", "role", "journalist").leads("/desk/people/")
		awa.get("/desk/").leads("/desk/account/codes")
		awa.post("/desk/account/language", "language", "en").is(http.StatusForbidden).says("main", "second facteur")
		setup := awa.get("/desk/account/codes").is(http.StatusOK).says("main", "Votre rôle demande")
		if len(setup.all(".nav a")) != 0 || len(setup.all(`img[src^="data:image/png"]`)) != 1 {
			r.Error("the page to set codes up")
		}
		secret := strings.ReplaceAll(setup.text("code.secret"), " ", "")
		code := func() string {
			c, err := totp.GenerateCode(secret, time.UnixMilli(r.now.Load()))
			if err != nil {
				r.Fatal(err)
			}
			return c
		}
		awa.post("/desk/account/codes", "code", "000000").is(http.StatusForbidden).says("[role=alert]", "pas le bon")
		recovery := awa.post("/desk/account/codes", "code", code()).is(http.StatusOK).all(".codes li")
		if len(recovery) != 10 {
			r.Fatalf("%d recovery codes", len(recovery))
		}
		awa.get("/desk/").is(http.StatusOK)
		awa.post("/desk/account/codes/end", "confirm", "wrong").is(http.StatusForbidden).says("[role=alert]", "ni votre mot de passe")
		awa.post("/desk/account/codes/end", "confirm", goodPassword).is(http.StatusConflict).says("[role=alert]", "demande un second facteur")
		r.now.Add(time.Minute.Milliseconds())
		again := r.in("awa")
		again.get("/desk/account/").leads("/desk/code?next=%2Fdesk%2Faccount%2F")
		again.post("/desk/account/tokens", "name", "N", "days", "30").is(http.StatusForbidden)
		again.post("/desk/code", "code", "123456", "next", "/desk/account/").is(http.StatusForbidden)
		again.post("/desk/code", "code", code(), "next", "/desk/account/").leads("/desk/account/")
		again.get("/desk/account/").is(http.StatusOK).says("main", "Il reste 10 codes de secours")
		third := r.in("awa")
		third.post("/desk/code", "code", recovery[3].FirstChild.Data).leads("/desk/")
		third.get("/desk/account/").is(http.StatusOK).says("main", "Il reste 9 codes")
		admin.get("/desk/people/").says("main", "second facteur")
		for range 10 {
			_ = r.in("awa").post("/desk/code", "code", "123456")
		}
		r.in("awa").post("/desk/code", "code", code()).is(http.StatusTooManyRequests)
	})
}

// TestLanguage: each person has their own.
func TestLanguage(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Journalist)
	b := r.in("awa")
	b.post("/desk/account/language", "language", "en").leads("/desk/account/")
	english := b.get("/desk/account/").says("h1", "My account")
	if got := attribute(english.all("html")[0], "lang"); got != "en" {
		t.Errorf("the page says it is %s", got)
	}
	b.post("/desk/account/language", "language", "xx").is(http.StatusUnprocessableEntity)
	b.post("/desk/account/language", "language", "").leads("/desk/account/")
	b.get("/desk/account/").says("h1", "Mon compte")
}

func TestAuditPage(t *testing.T) {
	each(t, func(r *room) {
		r.account("admin", staff.Administrator)
		admin := r.in("admin")
		admin.post("/desk/people/", "email", "zoe@fleuve.example", "name", "=HYPERLINK(\"x\")", "role", "editor").is(http.StatusOK)
		log := admin.get("/desk/audit/").is(http.StatusOK).says("tbody", "a invité").says("tbody", "203.0.113.9").says("tbody", "est entré")
		all := len(log.all("tbody tr"))
		for query, want := range map[string]int{"q=zoe": 2, "q=ZO%C3%89+invite": 1, "q='+OR+1=1+--": 0, "q=%25": 0, "from=2026-03-01&to=2026-03-01": all, "to=2026-02-28": 0, "from=demain": all, "who=x&before=y": all,
			"q=%00%ff": all} {
			if got := len(admin.get("/desk/audit/?" + query).is(http.StatusOK).all("tbody tr")); got != want {
				r.Errorf("%s: %d lines, want %d", query, got, want)
			}
		}
		export := admin.get("/desk/audit/journal.csv?q=zoe").is(http.StatusOK)
		lines, err := csv.NewReader(strings.NewReader(export.body)).ReadAll()
		if err != nil || len(lines) != 3 || lines[2][4] != "account.invite" || !strings.HasPrefix(export.Header.Get("Content-Type"), "text/csv") {
			r.Errorf("%v: %v", lines, err)
		}
		for _, path := range []string{"/desk/audit/", "/desk/audit/journal.csv", "/desk/audit/1"} {
			if a := admin.post(path); a.StatusCode != http.StatusNotFound {
				r.Errorf("POST %s: %d", path, a.StatusCode)
			}
		}
	})
}

// TestLongLog: the log is turned page by page, and exported whole.
func TestLongLog(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("admin", staff.Administrator)
	admin := r.in("admin")
	dbtest.Do(t, r.db, func(tx *db.Tx) error {
		for n := range 250 {
			d := staff.Deed{Act: "test.act", Subject: "thing:" + strconv.Itoa(n), Before: strings.Repeat("x", 20<<10)}
			if err := staff.Audit(t.Context(), tx, noon, staff.Actor{}, d); err != nil {
				return err
			}
		}
		return nil
	})
	seen := 0
	for at := "/desk/audit/?q=test"; at != ""; {
		shown := admin.get(at).is(http.StatusOK)
		seen += len(shown.all("tbody tr"))
		at = ""
		for _, a := range shown.all("main a.button") {
			at = attribute(a, "href")
		}
	}
	if seen != 250 {
		t.Errorf("%d lines page by page, want 250", seen)
	}
	lines, err := csv.NewReader(strings.NewReader(admin.get("/desk/audit/journal.csv?q=test").body)).ReadAll()
	if err != nil || len(lines) != 251 || lines[1][6] != `{"bytes":20482}` {
		t.Errorf("%d lines exported: %v", len(lines), err)
	}
}

// TestBeat: what somebody works on is chosen on their page.
func TestBeat(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("admin", staff.Administrator)
	id := r.account("awa", staff.Journalist)
	var section int64
	dbtest.Do(t, r.db, func(tx *db.Tx) error {
		const insert = "INSERT INTO section (slug, name, name_key, path) VALUES ('sport', 'Sport', $1, '/sport/') RETURNING id"
		return tx.QueryRow(t.Context(), insert, []byte("sport")).Scan(&section)
	})
	admin := r.in("admin")
	admin.post(page(id)+"beat", "section", strconv.FormatInt(section, 10)).leads(page(id))
	if got := admin.get(page(id)).all("input[name=section][checked]"); len(got) != 1 {
		t.Errorf("%d rubrics are chosen", len(got))
	}
	for _, of := range []taxonomy.SectionID{taxonomy.SectionID(section), 0} {
		dbtest.Do(t, r.db, func(tx *db.Tx) error {
			paper, err := masthead.Load(t.Context(), tx)
			if err != nil {
				return err
			}
			a := &article.Article{Title: "De la rubrique " + strconv.FormatInt(int64(of), 10), Body: "<p>Texte.</p>", Status: article.Published, Section: of, Language: "fr"}
			return article.Put(t.Context(), tx, paper, noon, a)
		})
	}
	r.in("awa").get("/desk/").says("h2", "vos rubriques").says(".rows a", "De la rubrique "+strconv.FormatInt(section, 10))
	if got := r.in("awa").get("/desk/").all(".rows a"); len(got) != 1 {
		t.Errorf("%d articles on the journalist's beat", len(got))
	}
	if got := admin.get("/desk/").says("h2", "Dernières").all(".rows a"); len(got) != 2 {
		t.Errorf("%d articles for who has no beat", len(got))
	}
	admin.post(page(id)+"beat", "section", "0").is(http.StatusUnprocessableEntity)
	admin.post(page(id)+"beat", "section", "x").is(http.StatusUnprocessableEntity)
	admin.post(page(id) + "beat").leads(page(id))
	if got := admin.get(page(id)).all("input[checked]"); len(got) != 0 {
		t.Errorf("%d are chosen still", len(got))
	}
}
