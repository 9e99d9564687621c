package desk_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db/dbtest"
	"griot/internal/frontpage"
	public "griot/internal/page"
	"griot/internal/staff"
)

// standsIn is what the room shows in a slot.
func standsIn(a *answer, slot string) string { return a.text("#" + slot + " b") }

func place(b *browser, slot string, a *article.Article, more ...string) {
	b.Helper()
	b.post("/desk/front/place", append([]string{"slot", slot, "article", fmt.Sprint(a.ID)}, more...)...).leads("/desk/front/?language=fr#" + slot)
}

// seen is who leads the front page that readers see; 0 is the rule's.
func (r *room) seen() article.ID {
	r.Helper()
	f, err := frontpage.Current(r.Context(), r.db, "fr")
	if err != nil {
		r.Fatal(err)
	}
	lead, _ := f.Pins.Running(time.UnixMilli(r.now.Load())).At(frontpage.Lead())
	return lead.Article
}

func TestFrontRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		var list []*article.Article
		for _, title := range []string{"Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit"} {
			list = append(list, r.published(title))
		}
		room := b.get("/desk/front/").is(http.StatusOK).says("main", "par la règle seule")
		if got := standsIn(room, "lead"); got != "Huit" {
			t.Errorf("%q leads by rule", got)
		}
		b.get("/desk/front/choose?slot=lead").is(http.StatusOK).says("main", "Sept")
		b.get("/desk/front/choose?slot=foot").is(http.StatusNotFound)
		place(b, "lead", list[0], "lasts", "3")
		place(b, "second-2", list[1], "lasts", "0")
		room = b.get("/desk/front/").says(".composed", "En tête\u00a0: «\u00a0Un\u00a0»")
		if lead, second := standsIn(room, "lead"), standsIn(room, "second-2"); lead != "Un" || second != "Deux" {
			t.Errorf("%q leads and %q is second", lead, second)
		}
		if r.seen() != 0 {
			t.Error("readers see what nobody published")
		}
		place(b, "lead", list[1]) // moved up: they change places
		room = b.get("/desk/front/")
		if lead, second := standsIn(room, "lead"), standsIn(room, "second-2"); lead != "Deux" || second != "Un" {
			t.Errorf("after the move %q leads and %q is second", lead, second)
		}
		b.post("/desk/front/publish").leads("/desk/front/?language=fr")
		if r.seen() != list[1].ID {
			t.Errorf("%d leads", r.seen())
		}
		b.get("/desk/front/").says("main", "par Personne binta")
		b.post("/desk/front/publish").is(http.StatusConflict).says("#problem", "C’est déjà la une")
		b.post("/desk/front/free", "slot", "lead").leads("/desk/front/?language=fr#lead")
		b.get("/desk/front/").says(".composed", "rendu à la règle")
		b.post("/desk/front/drop").leads("/desk/front/?language=fr")
		if composed := b.get("/desk/front/").all(".composed"); len(composed) != 0 {
			t.Error("what was dropped is still composed")
		}
		r.now.Add(int64(4 * time.Hour / time.Millisecond)) // the pin of the second, of three hours, has ended; the lead's has none
		if got := standsIn(b.get("/desk/front/"), "second-2"); got == "Un" {
			t.Error("what has ended is still pinned")
		}
	})
}

func TestFrontRefused(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	b := r.in("binta")
	a := r.published("Un")
	for _, fields := range [][]string{
		{"slot", "foot", "article", fmt.Sprint(a.ID)}, {"slot", "lead", "article", "999"}, {"slot", "lead"}, {"slot", "lead", "article", "x"},
		{"slot", "lead", "article", fmt.Sprint(a.ID), "until", "2026-03-01T10:00"}, {"slot", "lead", "article", fmt.Sprint(a.ID), "until", "demain"},
	} {
		b.post("/desk/front/place", fields...).is(http.StatusUnprocessableEntity)
	}
	if n := dbtest.Count(t, r.db, "front_draft"); n != 0 {
		t.Errorf("%d drafts", n)
	}
}

// Two editors compose at once: the second is told what changed, brings it in, and loses nothing of their own.
func TestTwoEditorsCompose(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("binta", staff.Editor)
		awa, binta := r.in("awa"), r.in("binta")
		one, two, three := r.published("Un"), r.published("Deux"), r.published("Trois")
		place(awa, "lead", one)
		place(binta, "lead", two)
		place(binta, "second-1", three)
		if got := standsIn(awa.get("/desk/front/"), "lead"); got != "Un" {
			t.Errorf("Awa composes %q", got)
		}
		awa.post("/desk/front/publish").leads("/desk/front/?language=fr")
		told := binta.post("/desk/front/publish").is(http.StatusConflict).says("#problem", "Rien de ce que vous avez composé n’est perdu").says("[aria-labelledby=outrun]", "En tête\u00a0: «\u00a0Un\u00a0»")
		if r.seen() != one.ID || standsIn(told, "lead") != "Deux" || standsIn(told, "second-1") != "Trois" {
			t.Error("what Awa published or what Binta composed is lost")
		}
		binta.post("/desk/front/merge").leads("/desk/front/?language=fr")
		if got := binta.get("/desk/front/"); standsIn(got, "lead") != "Deux" || standsIn(got, "second-1") != "Trois" {
			t.Error("what Binta composed is lost")
		}
		binta.post("/desk/front/publish").leads("/desk/front/?language=fr")
		if r.seen() != two.ID {
			t.Errorf("%d leads", r.seen())
		}
		history := binta.get("/desk/front/history").is(http.StatusOK)
		if rows := history.all("main .rows > li"); len(rows) != 2 || !strings.Contains(textOf(rows[1]), "Personne awa") {
			t.Errorf("the history is %s", history.text("main"))
		}
		// One click leads back to Awa's; from a page that was outrun it leads nowhere.
		back := awa.get("/desk/front/")
		base := attribute(back.all(`form[action="/desk/front/return"] input[name=base]`)[0], "value")
		to := attribute(back.all(`form[action="/desk/front/return"] button`)[0], "value")
		awa.post("/desk/front/return", "base", base, "to", to).leads("/desk/front/?language=fr")
		if r.seen() != one.ID {
			t.Errorf("returned, %d leads", r.seen())
		}
		binta.post("/desk/front/return", "base", base, "to", base).is(http.StatusConflict)
	})
}

// The preview frames the true page, which nobody but its editor can open, nothing keeps, and only this site frames.
func TestFrontPreview(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	r.account("chloe", staff.Journalist)
	b := r.in("binta")
	a := r.published("Un")
	b.get("/desk/front/page?language=fr").is(http.StatusNotFound) // here are no pages for readers
	var asked frontpage.Pins
	r.desk.FrontDraft = func(_ context.Context, _ string, pins frontpage.Pins) (*public.Page, error) {
		asked = pins
		return &public.Page{ContentType: "text/html; charset=utf-8", Language: "fr", Body: []byte("<!doctype html><h1>La page</h1>"), Header: map[string]string{"Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'", "Cache-Control": "no-store"}}, nil
	}
	place(b, "lead", a)
	seen := b.get("/desk/front/preview").is(http.StatusOK)
	if frames := seen.all("iframe[sandbox][title]"); len(frames) != 2 || attribute(frames[0], "src") != "/desk/front/page?language=fr" || !strings.Contains(seen.Header.Get("Content-Security-Policy"), "frame-src 'self'") {
		t.Errorf("the preview is %s", seen.body)
	}
	p := b.get("/desk/front/page?language=fr").is(http.StatusOK)
	if lead, _ := asked.At(frontpage.Lead()); lead.Article != a.ID || p.text("h1") != "La page" || p.Header.Get("Cache-Control") != "no-store" || !strings.HasSuffix(p.Header.Get("Content-Security-Policy"), "frame-ancestors 'self'") {
		t.Errorf("the page is %v of %v", p.Header, asked)
	}
	r.in("chloe").get("/desk/front/page?language=fr").is(http.StatusForbidden)
	r.browser().get("/desk/front/page?language=fr").is(http.StatusSeeOther)
}
