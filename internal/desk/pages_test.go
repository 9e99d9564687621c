package desk_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	public "griot/internal/page"
	"griot/internal/staff"
	"griot/internal/standing"
)

// stands saves a page as the program furnishes it.
func (r *room) stands(p standing.Page) standing.Page {
	r.Helper()
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error { return standing.Save(r.Context(), tx, noon, &p) })
	return p
}

func (r *room) standing(id standing.ID) *standing.Page {
	r.Helper()
	p, err := standing.Any(r.Context(), r.db, id)
	if err != nil {
		r.Fatal(err)
	}
	return p
}

func TestPagesRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		b := r.in("awa")
		b.get("/desk/pages/").is(http.StatusOK).says("main", "Il n’y a pas de mentions légales").says(".problem", "Téléphone de l’hébergeur")
		legal := r.stands(standing.Page{Language: "fr", Title: "Mentions légales", Kind: standing.Legal, Place: "legal", Body: "<p>Siège : à compléter par la rédaction</p>", Published: true, Furnished: true})
		list := b.get("/desk/pages/").is(http.StatusOK).says("main", "C’est encore le texte fourni").says("main", "à compléter par la rédaction").says("main", "Il manque des indications")
		if len(list.all(`a[href="new?kind=legal&language=fr"]`)) > 0 {
			t.Error("a second legal notice is asked for")
		}
		b.get("/desk/").says("main", "Mentions légales\u00a0: 9 indications exigées par la loi manquent").says("main", "1 page permanente à relire")

		// The imprint, then the page: nothing is lacking any more.
		b.post("/desk/pages/imprint", "version", "0", "publisher", "Le Fleuve", "form", "SARL", "seat", "Niamey", "phone", "+227 20", "email", "nobody").is(http.StatusUnprocessableEntity).says("#problem", "illisible")
		fields := []string{"version", "0", "publisher", "Le Fleuve", "form", "SARL", "seat", "12, rue du Port\r\nNiamey", "phone", "+227 20 12", "email", "a@fleuve.example", "director", "Awa", "host", "H", "host_seat", "x", "host_phone", "+227 21"}
		b.post("/desk/pages/imprint", fields...).leads("/desk/pages/imprint")
		b.post("/desk/pages/imprint", with(fields, "director", "Binta")...).is(http.StatusConflict).says("main", "Une autre personne vient d’y mettre\u00a0: Awa")
		b.get("/desk/pages/imprint").is(http.StatusOK)
		form := b.get(pageAt(legal)).is(http.StatusOK).form("form.form")
		b.post(pageAt(legal), with(form, "body", "<p>Tout <script>x</script>y est.</p>")...).leads(pageAt(legal))
		if lacks := b.get("/desk/pages/").all(".late, .problem"); len(lacks) > 0 {
			t.Errorf("still lacking: %s", textOf(lacks[0]))
		}
		if p := r.standing(legal.ID); p.Body != "<p>Tout y est.</p>" || p.Furnished || p.Version != 2 || p.Kind != standing.Legal {
			t.Errorf("kept as %+v", p)
		}
		if home := b.get("/desk/").text("main"); strings.Contains(home, "exigée") || strings.Contains(home, "à relire") {
			t.Errorf("the first page still warns: %s", home)
		}

		// A page of one's own: made, moved to another address, put offline, removed.
		b.post("/desk/pages/new", "language", "fr", "title", " ", "body", "gardé").is(http.StatusUnprocessableEntity).says("#problem", "Donnez un titre").says("textarea[name=body]", "gardé")
		b.post("/desk/pages/new", "language", "fr", "title", "Nos prix", "body", "<p>Un.</p>", "place", "paper", "published", "1").leads("/desk/pages/2/")
		own := r.standing(2)
		b.post(pageAt(*own), "version", "1", "title", "Nos prix", "slug", "prix", "body", "<p>Deux mots.</p>", "place", "paper", "published", "1").leads("/desk/pages/2/")
		if p := r.standing(2); p.Path != "/prix/" || !p.Published {
			t.Errorf("moved to %+v", p)
		}
		b.post("/desk/pages/2/publish", "version", "2", "published", "0").leads("/desk/pages/")
		if p := r.standing(2); p.Published {
			t.Error("it is still online")
		}
		b.post("/desk/pages/2/publish", "version", "1", "published", "1").is(http.StatusConflict)
		b.post("/desk/pages/2/shift", "by", "7").is(http.StatusUnprocessableEntity)
		b.post(pageAt(legal)+"remove").is(http.StatusConflict).says("#problem", "La loi ou le programme")
		if len(b.get(pageAt(legal)).all(`form[action=remove]`)) > 0 {
			t.Error("the law's page offers to be removed")
		}
		b.post("/desk/pages/2/remove").leads("/desk/pages/")
		if _, err := standing.Any(r.Context(), r.db, 2); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is still there: %v", err)
		}
		b.get("/desk/audit/").says("main", "a créé une page permanente").says("main", "a supprimé une page permanente").says("main", "a changé les mentions légales")
	})
}

func pageAt(p standing.Page) string { return "/desk/pages/" + numberOf(int64(p.ID)) + "/" }

// Two people change a page at once: the second is told, sees both texts, and saves on top of the first; every state can be compared and brought back.
func TestTwoEditAPage(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("binta", staff.Administrator)
		awa, binta := r.in("awa"), r.in("binta")
		p := r.stands(standing.Page{Language: "fr", Title: "Charte", Place: "paper", Body: "<p>Nous vérifions tout.</p>", Published: true})
		first, second := awa.get(pageAt(p)).form("form.form"), binta.get(pageAt(p)).form("form.form")
		awa.post(pageAt(p), with(first, "body", "<p>Nous vérifions presque tout.</p>")...).leads(pageAt(p))
		mine := with(second, "body", "<p>Nous vérifions toujours tout.</p>")
		told := binta.post(pageAt(p), mine...).is(http.StatusConflict).says("#problem", "Rien de ce que vous avez écrit n’est perdu").says(".compared h2", "Personne awa").
			says(".compared del", "presque").says(".compared ins", "toujours").says(".compared .read", "Nous vérifions presque tout.").says("textarea[name=body]", "toujours tout")
		if got := r.standing(p.ID).Body; !strings.Contains(got, "presque") {
			t.Errorf("overwritten: %s", got)
		}
		binta.post(pageAt(p), told.form("form.form")...).leads(pageAt(p))
		if got := r.standing(p.ID); !strings.Contains(got.Body, "toujours") || got.Version != 3 {
			t.Errorf("kept as %+v", got)
		}
		versions := awa.get(pageAt(p)+"versions?from=2&to=1").is(http.StatusOK).says(".compared ins", "presque").says("tbody", "Personne binta")
		if rows := versions.all("tbody tr"); len(rows) != 3 {
			t.Errorf("%d versions", len(rows))
		}
		awa.get(pageAt(p) + "versions?from=1&to=9").is(http.StatusUnprocessableEntity)
		awa.get(pageAt(p)+"versions?from=1&to=1").is(http.StatusOK).says(".compared", "sont les mêmes")
		awa.post(pageAt(p)+"versions", "number", "9").is(http.StatusUnprocessableEntity)
		awa.post(pageAt(p)+"versions", "number", "1").leads(pageAt(p) + "versions")
		if got := r.standing(p.ID); got.Body != "<p>Nous vérifions tout.</p>" || got.Version != 4 {
			t.Errorf("brought back as %+v", got)
		}
		awa.get(pageAt(p)+"versions").says("tbody", "reprise de la version 1")
	})
}

// The preview is the true page, cleaned, for whoever writes it alone.
func TestPagePreview(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.EditorInChief)
	b := r.in("awa")
	b.post("/desk/pages/preview", "title", "X").is(http.StatusNotFound) // here are no pages for readers
	var asked standing.Page
	r.desk.StandingDraft = func(_ context.Context, p *standing.Page) (*public.Page, error) {
		asked = *p
		return &public.Page{ContentType: "text/html; charset=utf-8", Language: "fr", Body: []byte("<!doctype html><h1>La page</h1>"), Header: map[string]string{"Cache-Control": "no-store"}}, nil
	}
	p := b.post("/desk/pages/preview", "title", "Nos prix", "language", "fr", "body", "<p onclick=x()>Un<script>x</script></p>").is(http.StatusOK)
	if p.text("h1") != "La page" || asked.Body != "<p>Un</p>" || asked.Path != "/nos-prix/" || p.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v of %+v", p.Header, asked)
	}
	b.post("/desk/pages/preview", "title", " ").is(http.StatusUnprocessableEntity)
	if n := dbtest.Count(t, r.db, "standing"); n != 0 {
		t.Errorf("%d pages were kept", n)
	}
}
