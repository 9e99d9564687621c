package desk_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/staff"
)

// seenIn are the marks of a form, as a browser would send them back.
func seenIn(a *answer) (pairs []string) {
	for _, n := range a.all("input[type=hidden][name^=seen_]") {
		pairs = append(pairs, attribute(n, "name"), attribute(n, "value"))
	}
	return pairs
}

func (r *room) paper() *masthead.Newspaper {
	r.Helper()
	n, err := masthead.Load(r.Context(), r.db)
	if err != nil {
		r.Fatal(err)
	}
	return n
}

func TestSettings(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		b := r.in("awa")
		list := b.get("/desk/settings/").is(http.StatusOK)
		groups := list.all("main .rows a")
		if len(groups) != 8 {
			t.Errorf("%d groups", len(groups))
		}
		for _, g := range groups {
			path := attribute(g, "href")
			form := b.get(path).is(http.StatusOK)
			for _, field := range form.all("main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main textarea") {
				id := attribute(field, "id")
				if len(form.all(`label[for="`+id+`"]`)) != 1 {
					t.Errorf("%s: the field %s has no label", path, id)
				}
			}
		}
		form := b.get("/desk/settings/identity/")
		sent := append(seenIn(form), "do", "save", "title", "Le Grand Fleuve", "short_name", "Fleuve", "tagline", "", "description", "Deux\r\nlignes", "place", "Bamako")
		b.post("/desk/settings/identity/", sent...).leads("/desk/settings/identity/")
		if n := r.paper(); n.Title != "Le Grand Fleuve" || n.Description != "Deux lignes" || n.Place != "Bamako" || n.Copyright != "Le Fleuve" {
			t.Errorf("kept %+v", n)
		}
		b.get("/desk/settings/identity/").says("[role=status]", "enregistré").says(".paper", "Le Grand Fleuve")
		b.get("/desk/audit/").says("main", "a changé les réglages du journal").says("main", "Le Grand Fleuve")
		b.get("/desk/settings/nowhere/").is(http.StatusNotFound)
		b.post("/desk/settings/nowhere/").is(http.StatusNotFound)
	})
}

// What is wrong stands at its field, what was typed is not lost, and nothing is kept.
func TestSettingsRefused(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.EditorInChief)
	b := r.in("awa")
	for _, c := range []struct {
		group  string
		fields []string
		flaw   string
		says   string
	}{
		{"identity", []string{"title", "", "place", "Bamako"}, "#f-title-flaw", "Il en faut un"},
		{"identity", []string{"title", strings.Repeat("é", 2001)}, "#f-title-flaw", "signes au plus"},
		{"identity", []string{"title", "Le\x07Fleuve"}, "#f-title-flaw", "signes au plus"},
		{"language", []string{"timezone", "Mars/Olympus"}, "#f-timezone-flaw", "Mars/Olympus"},
		{"language", []string{"timezone", "UTC", "languages", "tlh"}, "#f-languages-flaw", "tlh"},
		{"look", []string{"accent", "#ffee00"}, "#f-accent-flaw", "4.5"},
		{"look", []string{"accent_night", "#222222"}, "#f-accent_night-flaw", "le contraste est de"},
		{"look", []string{"colour", "rouge"}, "#f-colour-flaw", "#rrggbb"},
		{"look", []string{"logo", "999"}, "#f-logo-flaw", "médiathèque"},
		{"contact", []string{"email", "redaction"}, "#f-email-flaw", "redaction"},
		{"contact", []string{"webmail", "javascript:alert(1)"}, "#f-webmail-flaw", "javascript"},
		{"contact", []string{"channel_name", "X", "channel_url", "javascript:alert(1)"}, "#f-channels-flaw", "X"},
		{"addresses", []string{"permalink", "", "own_permalink", "/desk/{slug}/"}, "#f-permalink-flaw", "{slug}"},
		{"machines", []string{"ads_txt", "a, b\nbonjour"}, "#f-ads_txt-flaw", "Ligne 2 de ads.txt"},
		{"keeping", []string{"reply_days", "99", "contact_days", "90", "audit_days", "90"}, "#f-reply_days-flaw", "99"},
	} {
		path := "/desk/settings/" + c.group + "/"
		a := b.post(path, append(append(seenIn(b.get(path)), "do", "save"), c.fields...)...).is(http.StatusUnprocessableEntity).says("#problem", "Rien n’est enregistré").says(c.flaw, c.says)
		if typed := c.fields[len(c.fields)-1]; len(typed) < 100 && !strings.ContainsAny(typed, "\x07\n") && !strings.Contains(a.text("main")+values(a), typed) {
			t.Errorf("%v: what was typed is lost", c.fields)
		}
	}
	if n := r.paper(); n.Title != "Le Fleuve" || n.Place != "" {
		t.Errorf("kept %+v", n)
	}
}

// values are those of all fields of a page.
func values(a *answer) string {
	var b strings.Builder
	for _, n := range a.all("input") {
		b.WriteString(attribute(n, "value") + "\n")
	}
	return b.String()
}

// Two people settle the same group at once: what the second left alone stays as the first made it, and what both changed is told, then taken.
func TestTwoSettleAtOnce(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("binta", staff.Administrator)
		awa, binta := r.in("awa"), r.in("binta")
		const path = "/desk/settings/identity/"
		seen := seenIn(awa.get(path))
		send := func(b *browser, seen []string, title, place string) *answer {
			return b.post(path, append(append([]string{"do", "save"}, seen...), "title", title, "place", place)...)
		}
		send(awa, seen, "Le Fleuve", "Bamako").leads(path)
		send(binta, seen, "Le Grand Fleuve", "").leads(path)
		if n := r.paper(); n.Title != "Le Grand Fleuve" || n.Place != "Bamako" {
			t.Errorf("kept %q of %q", n.Title, n.Place)
		}
		told := send(awa, seen, "Le Petit Fleuve", "Ségou").is(http.StatusConflict).says("#problem", "une autre personne").says("#f-title-met", "Le Grand Fleuve")
		if n := r.paper(); n.Title != "Le Grand Fleuve" || n.Place != "Bamako" {
			t.Errorf("half of it was kept: %+v", n)
		}
		send(awa, seenIn(told), "Le Petit Fleuve", "Ségou").leads(path)
		if n := r.paper(); n.Title != "Le Petit Fleuve" || n.Place != "Ségou" {
			t.Errorf("kept %+v", n)
		}
	})
}

// Channels are ordered, removed and added by buttons, and nothing is kept before it is saved.
func TestChannels(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.EditorInChief)
	b := r.in("awa")
	const path = "/desk/settings/contact/"
	rows := []string{"email", "redaction@fleuve.example", "channel_name", "Le fil X", "channel_url", "https://x.example/f", "channel_name", "Telegram", "channel_url", "https://t.example/f", "channel_name", "", "channel_url", ""}
	first := func(a *answer) string { return attribute(a.all("[name=channel_name]")[0], "value") }
	a := b.post(path, append(rows, "do", "up 2")...).is(http.StatusOK).says("[role=status]", "rien n’est encore enregistré")
	if first(a) != "Telegram" || len(r.paper().Channels) != 0 {
		t.Errorf("first is %q", first(a))
	}
	if a = b.post(path, append(rows, "do", "remove 1")...); first(a) != "Telegram" || len(a.all("[name=channel_name]")) != 2 {
		t.Errorf("after one was removed first is %q", first(a))
	}
	for _, do := range []string{"up 1", "down 2", "remove 9", "up -1", "up x", "add", "dance 1"} {
		if a = b.post(path, append(rows, "do", do)...).is(http.StatusOK); first(a) != "Le fil X" {
			t.Errorf("%s: first is %q", do, first(a))
		}
	}
	b.post(path, append(rows, "do", "save")...).leads(path)
	if c := r.paper().Channels; len(c) != 2 || c[0] != (masthead.Channel{Name: "Le fil X", URL: "https://x.example/f"}) {
		t.Errorf("kept %v", c)
	}
}

// postFile sends the form of the look with a logo.
func (b *browser) postFile(path, field string, file []byte, pairs ...string) *answer {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			b.Fatal(err)
		}
	}
	part, err := w.CreateFormFile(field, "logo.svg")
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, path, &body)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

func TestLogo(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		b := r.in("awa")
		const path = "/desk/settings/look/"
		svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40" onload="alert(1)"><script>alert(1)</script><path d="M0 0h200v40z"/></svg>`)
		b.postFile(path, "file_logo", svg, append(seenIn(b.get(path)), "do", "save")...).leads(path)
		n := r.paper()
		m, err := media.ByID(t.Context(), r.db, media.ID(n.Logo))
		if err != nil || m.Kind != media.Drawing || m.Width != 200 || m.Alt != "Le Fleuve" {
			t.Fatalf("the logo is %+v: %v", m, err)
		}
		if shown := b.get(path).all(".logo img"); len(shown) != 1 || attribute(shown[0], "src") != m.FileURL() {
			t.Error("the logo is not shown")
		}
		name, err := media.PublicBlob(strings.TrimPrefix(m.FileURL(), "/media/"))
		if err != nil {
			t.Fatal(err)
		}
		f, err := r.files.Open(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		var kept bytes.Buffer
		if _, err := kept.ReadFrom(f); err != nil || strings.Contains(kept.String(), "alert") || !strings.Contains(kept.String(), "<path") {
			t.Errorf("served is %s: %v", kept.String(), err)
		}
		_ = f.Close()
		b.post("/desk/media/" + strconv.FormatInt(n.Logo, 10) + "/remove").is(http.StatusConflict) // it stands over every page
		for _, bad := range []struct {
			file   []byte
			status int
		}{
			{[]byte("bonjour"), http.StatusUnprocessableEntity},
			{[]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="400" viewBox="0 0 10 400"><path d="M0 0h10"/></svg>`), http.StatusUnprocessableEntity},
			{make([]byte, 20<<20), http.StatusRequestEntityTooLarge},
		} {
			b.postFile(path, "file_logo", bad.file, append(seenIn(b.get(path)), "do", "save", "logo", strconv.FormatInt(n.Logo, 10))...).is(bad.status)
			if r.paper().Logo != n.Logo {
				t.Error("what cannot be a logo is one")
			}
		}
		b.postFile(path, "none", nil, append(seenIn(b.get(path)), "do", "save", "logo", strconv.FormatInt(n.Logo, 10), "remove_logo", "1")...).leads(path)
		if r.paper().Logo != 0 {
			t.Error("the logo is still there")
		}
	})
}

// The pattern holds for what is to come; what was published moves only when asked, and the page says that it does.
func TestPermalink(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.EditorInChief)
	b := r.in("awa")
	a := r.published("La crue")
	const path = "/desk/settings/addresses/"
	b.get(path).says("main", "/2026/03/01/les-pluies-reviennent/").says("main", "Déplacer aussi l’article déjà paru")
	b.post(path, append(seenIn(b.get(path)), "do", "save", "permalink", "/{year}/{slug}/")...).leads(path)
	if n := dbtest.Count(t, r.db, "job WHERE kind = 'article.readdress'"); n != 0 || r.published("Le mil").Path != "/2026/le-mil/" {
		t.Errorf("%d jobs", n)
	}
	b.post(path, append(seenIn(b.get(path)), "do", "save", "permalink", "", "own_permalink", "/actus/{slug}/", "move_all", "1")...).leads(path)
	if n := dbtest.Count(t, r.db, "job WHERE kind = 'article.readdress'"); n != 1 {
		t.Errorf("%d jobs", n)
	}
	b.get(path).says("main", "Les articles parus passent en ce moment")
	if a.Path != "/2026/03/01/la-crue/" || r.paper().Permalink != "/actus/{slug}/" {
		t.Errorf("%s, %s", a.Path, r.paper().Permalink)
	}
	b.post(path, append(seenIn(b.get(path)), "do", "save", "permalink", "", "own_permalink", "/{slug}", "move_all", "1")...).is(http.StatusUnprocessableEntity).says("#f-permalink-flaw", "{slug}")
	b.get("/desk/audit/").says("main", "a déplacé les articles")
}
