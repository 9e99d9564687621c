package desk_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
	"griot/internal/standing"
)

func numberOf(id int64) string { return strconv.FormatInt(id, 10) }

// holds fails unless the answer holds a text.
func (a *answer) holds(want string) *answer {
	a.t.Helper()
	if !strings.Contains(a.body, want) {
		a.t.Errorf("the answer lacks %q\n%s", want, a.body)
	}
	return a
}

// raw is the text of an element with its line breaks.
func (a *answer) raw(selector string) string {
	a.t.Helper()
	found := a.all(selector)
	if len(found) != 1 || found[0].FirstChild == nil {
		a.t.Fatalf("%d %s", len(found), selector)
	}
	return found[0].FirstChild.Data
}

// bringsRedirects sends a file of redirects.
func (b *browser) bringsRedirects(file []byte) *answer {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "redirections.csv")
	if err != nil {
		b.Fatal(err)
	}
	_, _ = part.Write(file) // to memory
	if err := form.Close(); err != nil {
		b.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, "/desk/redirects/file", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

func (r *room) leadsTo(from, want string) {
	r.Helper()
	a, err := address.Find(r.Context(), r.db, from)
	if err != nil || a.Location != want {
		r.Errorf("%s is %+v (%v), want a redirect to %q", from, a, err, want)
	}
}

func TestRedirectsRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		b := r.in("awa")
		r.stands(standing.Page{Language: "fr", Title: "Contact", Body: "<p>x</p>", Published: true})
		dbtest.Do(t, r.db, func(tx *db.Tx) error { return address.Move(t.Context(), tx, noon, "/ancien/", "/contact/") })
		labels := dbtest.LabelsOf(t, r.db, func() {
			b.post("/desk/redirects/", "from", r.origin+"/vieux", "to", "/ancien/").leads("/desk/redirects/")
		})
		if !slices.Equal(labels, []string{"moved"}) {
			t.Errorf("the labels are %v", labels)
		}
		r.leadsTo("/vieux/", "/contact/")
		for _, test := range []struct{ from, to, says string }{
			{"/x", "/nulle-part", "Il n’y a pas de page"}, {"/x", "/x/", "tournerait en rond"}, {"/contact", "/ancien/", "Une page vit"}, {"/ancien", "/contact/", "On n’y touche pas"},
			{"x", "/contact/", "illisible"}, {"/desk/", "/contact/", "Le programme lui-même"}, {"/x", "http://plain.example/", "https"}, {"/?q=1", "/contact/", "page_id"},
		} {
			a := b.post("/desk/redirects/", "from", test.from, "to", test.to).says("#problem", test.says)
			if a.StatusCode < 400 || attribute(a.all("input[name=from]")[0], "value") != test.from {
				t.Errorf("%+v: %d", test, a.StatusCode)
			}
		}
		b.post("/desk/redirects/", "from", "/vieux/", "to", "https://ailleurs.example/").leads("/desk/redirects/")
		list := b.get("/desk/redirects/").is(http.StatusOK).says("main", "hors du journal").says("main", "du programme")
		if n := len(list.all(`form[action="/desk/redirects/remove"]`)); n != 1 {
			t.Errorf("%d redirects can be removed, want the one made by hand", n)
		}
		b.get("/desk/redirects/?q=VIEUX&ours=1").says("main", "/vieux/")
		b.get("/desk/redirects/?q=rien").says("main", "Rien ne correspond")
		b.post("/desk/redirects/remove", "path", "/ancien/").is(http.StatusConflict).says("#problem", "garde en vie")
		b.post("/desk/redirects/remove", "path", "/rien/").is(http.StatusNotFound)
		if out := b.get("/desk/redirects/redirects.csv").is(http.StatusOK); out.body != "/vieux/,https://ailleurs.example/,301\n" {
			t.Errorf("exported %q", out.body)
		}
		b.get("/desk/redirects/redirects.csv?all=1").holds("/ancien/,/contact/,301\n")
		b.post("/desk/redirects/remove", "path", "/vieux/").leads("/desk/redirects/")
		b.get("/desk/audit/").says("main", "a posé une redirection").says("main", "a supprimé une redirection")
	})
}

// A file is weighed before anything is written; then what is possible is done, in one go, and the rest is told by its lines.
func TestRedirectsFile(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		b := r.in("awa")
		r.stands(standing.Page{Language: "fr", Title: "Contact", Body: "<p>x</p>", Published: true})
		rows := dbtest.Count(t, r.db, "address")
		file := "\ufeffancienne;nouvelle\n/a;/contact/\n/b;/a\n/?p=12;/contact/\n/c;/d\n/d;/c\n/e;/nulle-part/\n\"/f;/contact/\n"
		planned := b.bringsRedirects([]byte(file)).is(http.StatusOK).says("main", "Ligne 5").says("main", "tournerait en rond").says("main", "Ligne 8").says("main", "guillemet")
		if dbtest.Count(t, r.db, "address") != rows {
			t.Error("weighing wrote something")
		}
		var facts []string
		for _, dd := range planned.all(".facts dd") {
			facts = append(facts, textOf(dd))
		}
		if want := []string{"3", "0", "0", "4"}; !slices.Equal(facts, want) {
			t.Errorf("new, changed, there already, impossible: %v, want %v", facts, want)
		}
		b.post("/desk/redirects/import", "lines", strings.ReplaceAll(planned.raw("textarea[name=lines]"), "\n", "\r\n")).leads("/desk/redirects/")
		b.get("/desk/redirects/").says("[role=status]", "3 redirections sont en place.")
		r.leadsTo("/b/", "/contact/")
		r.leadsTo("/?p=12", "/contact/")
		b.bringsRedirects([]byte(file)).is(http.StatusOK).says("main", "Déjà là")
		b.post("/desk/redirects/import", "lines", "/a,/contact/\n").is(http.StatusUnprocessableEntity).says("#problem", "rien à importer")
		b.post("/desk/redirects/import").is(http.StatusUnprocessableEntity)
		for what, wrong := range map[string][]byte{"autre chose": []byte("PK\x03\x04\x00"), "vide": []byte("a,b\n"), "trop grand": bytes.Repeat([]byte("/a,/b\n"), 1<<18)} {
			if a := b.bringsRedirects(wrong); a.StatusCode != http.StatusUnprocessableEntity && a.StatusCode != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: %d", what, a.StatusCode)
			}
		}
		b.post("/desk/redirects/file", "lines", "/g\t/contact/").is(http.StatusOK).says("main", "/g/")
	})
}

// A file as long as one may be is weighed and done while somebody waits.
func TestLongFileOfRedirects(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.EditorInChief)
	b := r.in("awa")
	r.stands(standing.Page{Language: "fr", Title: "Contact", Body: "<p>x</p>", Published: true})
	var file strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&file, "/vieux/%d.html,/contact/\n", i)
	}
	planned := b.bringsRedirects([]byte(file.String())).is(http.StatusOK)
	b.post("/desk/redirects/import", "lines", planned.raw("textarea[name=lines]")).leads("/desk/redirects/")
	r.leadsTo("/vieux/9999.html", "/contact/")
	if a := b.get("/desk/redirects/"); len(a.all("main .rows > li")) != 50 || len(a.all("main a.button")) != 1 {
		t.Error("the list is not paged")
	}
}
