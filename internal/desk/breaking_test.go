package desk_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// published puts a published article into the newspaper.
func (r *room) published(title string, change ...func(a *article.Article)) *article.Article {
	r.Helper()
	a := &article.Article{Title: title, Body: "<p>Un texte.</p>", Status: article.Published}
	for _, f := range change {
		f(a)
	}
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
		paper, err := masthead.Load(r.Context(), tx)
		if err != nil {
			return err
		}
		return article.Put(r.Context(), tx, paper, noon, a)
	})
	return a
}

// lines are the running lines as the page shows them.
func linesOn(a *answer) (texts []string) {
	for _, b := range a.all(".lines-now b") {
		texts = append(texts, textOf(b))
	}
	return texts
}

func TestBreakingRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		a := r.published("Le fleuve monte à Niamey")
		page := b.get("/desk/breaking/").is(http.StatusOK).says("main", "Aucune ligne n’est en cours")
		if got := page.text("main ol.rows"); !strings.Contains(got, a.Title) {
			t.Errorf("the newest articles do not complete the line: %s", got)
		}
		b.post("/desk/breaking/", "do", "push", "text", "Crue à Niamey", "address", r.origin+a.Path, "lasts", "3").leads("/desk/breaking/?language=fr")
		b.post("/desk/breaking/", "do", "push", "text", "Séisme au large", "article", fmt.Sprint(a.ID), "lasts", "1").leads("/desk/breaking/?language=fr")
		page = b.get("/desk/breaking/").is(http.StatusOK)
		if got := linesOn(page); !slices.Equal(got, []string{"Séisme au large", "Crue à Niamey"}) {
			t.Errorf("the lines are %q", got)
		}
		if links := page.all(`.lines-now .meta a[href="` + a.Path + `"]`); len(links) != 2 {
			t.Errorf("%d lines lead to the article", len(links))
		}
		first := attribute(page.all(".lines-now > li")[0], "data-id")
		second := attribute(page.all(".lines-now > li")[1], "data-id")
		b.post("/desk/breaking/order", "line", first, "by", "1").leads("/desk/breaking/?language=fr")
		if got := linesOn(b.get("/desk/breaking/")); got[0] != "Crue à Niamey" {
			t.Errorf("after moving the first down they are %q", got)
		}
		b.post("/desk/breaking/order", "order", first, "order", second).leads("/desk/breaking/?language=fr")
		if got := linesOn(b.get("/desk/breaking/")); got[0] != "Séisme au large" {
			t.Errorf("in the order that was laid they are %q", got)
		}
		b.post("/desk/breaking/"+first+"/", "text", "Séisme au large, sans victime", "address", "", "until", "2026-03-01T18:30").leads("/desk/breaking/?language=fr")
		page = b.get("/desk/breaking/")
		if got := page.text(".lines-now li"); !strings.Contains(got, "sans victime") || !strings.Contains(got, "sans lien") || !strings.Contains(got, "18\u00a0h\u00a030") {
			t.Errorf("changed, the line says %s", got)
		}
		b.post("/desk/breaking/" + first + "/end").leads("/desk/breaking/?language=fr")
		b.post("/desk/breaking/" + first + "/end").is(http.StatusNotFound)
		if got := linesOn(b.get("/desk/breaking/")); len(got) != 1 {
			t.Errorf("after the end they are %q", got)
		}
	})
}

// What is refused is said in words, and what was written is still there.
func TestBreakingRefused(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	b := r.in("binta")
	long := strings.Repeat("é", 5000)
	for name, test := range map[string]struct {
		fields []string
		says   string
	}{
		"5,000 letters":   {[]string{"text", long, "lasts", "1"}, "C’est trop long"},
		"141 letters":     {[]string{"text", long[:282], "lasts", "1"}, "C’est trop long"},
		"nothing":         {[]string{"text", " ", "lasts", "1"}, "Écrivez la nouvelle"},
		"no time":         {[]string{"text", "x", "lasts", "0"}, "heure à venir"},
		"a script":        {[]string{"text", "x", "lasts", "1", "address", "javascript:alert(1)"}, "adresse est illisible"},
		"an address lost": {[]string{"text", "x", "lasts", "1", "address", "/nulle-part/"}, "rien à cette adresse"},
		"no article":      {[]string{"text", "x", "lasts", "1", "article", "99"}, "n’est pas en ligne"},
	} {
		page := b.post("/desk/breaking/", append(test.fields, "do", "push")...).is(http.StatusUnprocessableEntity).says("#problem", test.says)
		if got := page.text("#text"); strings.TrimSpace(got) != strings.TrimSpace(test.fields[1]) {
			t.Errorf("%s: the form holds %.60q", name, got)
		}
	}
	b.post("/desk/breaking/", "do", "push", "text", "Une fois", "lasts", "1").leads("/desk/breaking/?language=fr")
	b.post("/desk/breaking/", "do", "push", "text", "Une fois", "lasts", "1").is(http.StatusConflict).says("#problem", "déjà en ligne")
	id := attribute(b.get("/desk/breaking/").all(".lines-now > li")[0], "data-id")
	page := b.post("/desk/breaking/"+id+"/", "text", long, "until", "2026-03-01T18:30").is(http.StatusUnprocessableEntity).says("#problem", "C’est trop long")
	if open := page.all(".lines-now details[open] textarea"); len(open) != 1 || textOf(open[0]) != long {
		t.Error("the line's form is closed, or what was written in it is lost")
	}
}

// The article that a line leads to is found by its words, and the line that was begun is kept meanwhile.
func TestBreakingSearch(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		r.published("Le fleuve monte à Niamey")
		for i := range 8 {
			r.published(fmt.Sprintf("Une autre nouvelle, %d", i))
		}
		page := b.post("/desk/breaking/", "do", "search", "text", "Crue", "q", "fleuve").is(http.StatusOK)
		if got := page.text(".breaking-new fieldset"); !strings.Contains(got, "Le fleuve monte") || strings.Contains(got, "Une autre") {
			t.Errorf("it finds %s", got)
		}
		if got := page.text("#text"); strings.TrimSpace(got) != "Crue" {
			t.Errorf("the line is %q", got)
		}
		b.post("/desk/breaking/", "do", "search", "q", "girafe").is(http.StatusOK).says(".breaking-new fieldset", "Aucun article")
	})
}

// textOf is what an element says.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}
