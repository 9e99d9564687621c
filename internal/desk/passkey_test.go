package desk_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
	"griot/internal/staff/stafftest"
)

// keyAsked posts to where an authenticator's question is, and gives it.
func (b *browser) keyAsked(path string) json.RawMessage {
	b.Helper()
	a := b.post(path).is(http.StatusOK)
	if a.Header.Get("Content-Type") != "application/json" || b.cookies["griot_passkey"] == "" {
		b.Errorf("%s: %v", path, a.Header)
	}
	return json.RawMessage(a.body)
}

// addKey adds a passkey as the page's script does.
func (b *browser) addKey(phone *stafftest.Authenticator) *answer {
	b.Helper()
	asked := b.keyAsked("/desk/account/passkeys/ask")
	return b.post("/desk/account/passkeys", "name", "Téléphone", "answer", string(phone.Create(b.T, asked)))
}

func (b *browser) useKey(phone *stafftest.Authenticator, next string) *answer {
	b.Helper()
	asked := b.keyAsked("/desk/sign-in/passkey/ask")
	return b.post("/desk/sign-in/passkey", "next", next, "answer", string(phone.Get(b.T, asked)))
}

// TestPasskeys: added, used without an address or a password, asked for after a password, removed.
func TestPasskeys(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		b := r.in("awa")
		phone := stafftest.New(r.T, r.origin)
		if codes := b.addKey(phone).is(http.StatusOK).all(".codes li"); len(codes) != 10 {
			r.Errorf("%d recovery codes", len(codes))
		}
		b.addKey(stafftest.New(r.T, r.origin)).leads("/desk/account/")
		b.get("/desk/account/").says("[role=status]", "enregistrée").says("details", "Téléphone").says("main", "10 codes de secours")
		fresh := r.browser()
		if forms := fresh.get("/desk/sign-in").all(`form[data-passkey=get][hidden]`); len(forms) != 1 {
			r.Errorf("%d ways to use a passkey", len(forms))
		}
		fresh.useKey(phone, "/desk/account/").leads("/desk/account/")
		fresh.get("/desk/account/").is(http.StatusOK).says(".me", "Personne awa")
		if fresh.cookies["griot_passkey"] != "" || fresh.cookies["griot_device"] == "" {
			r.Errorf("its browser keeps %v", fresh.cookies)
		}
		second := r.in("awa") // by password
		second.get("/desk/account/").leads("/desk/code?next=%2Fdesk%2Faccount%2F")
		second.get("/desk/account/codes").leads("/desk/code?next=%2Fdesk%2Faccount%2Fcodes")
		second.post("/desk/account/passkeys/ask").is(http.StatusForbidden)
		second.post("/desk/account/codes", "code", "000000").is(http.StatusForbidden).says("main", "second facteur")
		second.get("/desk/code?next=/desk/account/").is(http.StatusOK).says("main", "codes de secours")
		second.useKey(phone, "/desk/account/").leads("/desk/account/")
		stranger := r.browser()
		stranger.useKey(stafftest.New(r.T, r.origin), "").is(http.StatusForbidden).says("[role=alert]", "pas reconnue")
		stranger.post("/desk/sign-in/passkey", "answer", "{}").is(http.StatusForbidden)
		for i, form := range b.get("/desk/account/").all(`form[action$="/remove"]`) {
			remove := attribute(form, "action")
			b.post(remove, "confirm", "wrong").is(http.StatusForbidden).says("[role=alert]", "ni votre mot de passe")
			b.post(remove, "confirm", goodPassword).leads("/desk/account/")
			b.post(remove, "confirm", goodPassword).is(http.StatusNotFound)
			if left := dbtest.Count(r.T, r.db, "passkey"); left != 1-i {
				r.Errorf("%d passkeys are left", left)
			}
		}
		stranger.useKey(phone, "").is(http.StatusForbidden)
		if log := r.log.String(); log != "" {
			r.Errorf("the log says %s", log)
		}
	})
}

// TestPasskeyFromElsewhere: another site has nobody in, nor asks anything.
func TestPasskeyFromElsewhere(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	for _, path := range []string{"/desk/sign-in/passkey", "/desk/sign-in/passkey/ask"} {
		req := httptest.NewRequest(http.MethodPost, path, strings.NewReader("answer=x"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		r.browser().send(req).is(http.StatusForbidden)
	}
	r.account("awa", staff.Journalist)
	r.browser().post("/desk/sign-in/passkey", "answer", strings.Repeat("x", 100<<10)).is(http.StatusRequestEntityTooLarge)
	r.origin = "http://192.0.2.7"
	if r.browser().get("/desk/sign-in").all("[data-passkey], script") != nil {
		t.Error("a passkey is offered to a site that has no name")
	}
	r.browser().post("/desk/sign-in/passkey/ask").is(http.StatusConflict)
	r.in("awa").get("/desk/account/").says("main", "que le site ait un nom")
}

// TestPasskeyForADemand: a role's demand is met by a passkey too, before anything else opens.
func TestPasskeyForADemand(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("admin", staff.Administrator)
	r.account("awa", staff.Journalist)
	r.in("admin").post("/desk/people/doors", "role", "journalist").leads("/desk/people/")
	b := r.in("awa")
	b.get("/desk/").leads("/desk/account/codes")
	if forms := b.get("/desk/account/codes").is(http.StatusOK).all("form[data-passkey=create]"); len(forms) != 1 {
		t.Fatalf("%d ways to add a passkey", len(forms))
	}
	asked := b.keyAsked("/desk/account/passkeys/ask")
	phone := stafftest.New(t, r.origin)
	b.post("/desk/account/passkeys", "name", "", "answer", string(phone.Create(t, asked))).is(http.StatusUnprocessableEntity).says("h1", "Activer")
	b.addKey(stafftest.New(t, r.origin)).is(http.StatusOK)
	b.get("/desk/").is(http.StatusOK)
	if left := b.get("/desk/account/").all(`form[action$="/remove"]`); len(left) != 0 {
		t.Error("the only second factor can be removed")
	}
	b.post("/desk/account/passkeys/1/remove", "confirm", goodPassword).is(http.StatusConflict).says("[role=alert]", "le seul")
}
