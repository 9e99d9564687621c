package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/locale"
	"griot/internal/staff"
)

// gather chooses articles in the list, and gives the path of the page that follows.
func (b *browser) gather(pairs ...string) string {
	b.Helper()
	to := b.post("/desk/bulk/", pairs...).is(http.StatusSeeOther).Header.Get("Location")
	if !strings.HasPrefix(to, "/desk/bulk/") {
		b.Fatalf("it leads to %s", to)
	}
	return to
}

func chosen(list ...*article.Article) (pairs []string) {
	for _, a := range list {
		pairs = append(pairs, "article", fmt.Sprint(a.ID))
	}
	return pairs
}

// article is an article as it is now.
func (r *room) article(id article.ID) *article.Article {
	r.Helper()
	return r.stored(fmt.Sprintf("/desk/articles/%d/", id))
}

// Several articles are chosen, a change is foreseen, made, and undone; sent again, nothing happens twice.
func TestBulkRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		first, second := r.published("Un"), r.published("Deux")
		list := b.get("/desk/articles/").is(http.StatusOK)
		if got := len(list.all(".lines input[type=checkbox][form=together]")); got < 2 || len(list.all("form#together")) != 1 {
			t.Errorf("%d articles can be chosen", got)
		}
		to := b.gather(chosen(first, second, first)...)
		b.get(to).is(http.StatusOK).says("h1", "2 articles").says("main", "Deux")
		query := "?what=tag-add&tag=%C3%89lections"
		b.get(to+query).is(http.StatusOK).says(".composed", "Ajouter le mot-clé «\u00a0Élections\u00a0»").says(".composed", "2 articles changeront").says(".composed button", "Changer 2 articles")
		for range 2 {
			b.post(to+"begin", "what", "tag-add", "tag", "Élections").leads(to)
			b.get(to).is(http.StatusOK).says("main", "2 articles ont changé").says("form button", "Défaire")
		}
		if got := r.article(first.ID); len(got.Tags) != 1 {
			t.Errorf("it bears %v", got.Tags)
		}
		b.post(to+"begin", "what", "tag-remove", "tag", "Élections").is(http.StatusConflict).says("#problem", "déjà été changés autrement")
		b.get("/desk/bulk/").is(http.StatusOK).says("main", "Ajouter le mot-clé «\u00a0Élections\u00a0»").says("main", "fait")
		for range 2 {
			b.post(to + "undo").leads(to)
		}
		undone := b.get(to).is(http.StatusOK).says("main", "2 articles sont revenus")
		if len(undone.all("form[action=undo]")) != 0 || len(r.article(first.ID).Tags) != 0 {
			t.Error("it is not undone")
		}
	})
}

// All that a search finds is chosen at once; and a withdrawal says what readers will read.
func TestBulkOfAllThatIsFound(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		b := r.in("awa")
		for i := range 60 {
			r.published(fmt.Sprintf("Récit %d", i))
		}
		b.get("/desk/articles/?state=published").says("form#together", "Tous les articles trouvés\u00a0: 60")
		to := b.gather("all", "1", "state", "published")
		b.get(to+"?what=withdraw&reason=").is(http.StatusUnprocessableEntity).says("#problem", "pourquoi")
		b.get(to+"?what=withdraw&reason=Faux.").is(http.StatusOK).says(".composed", "60 articles changeront").says(".composed blockquote", "Faux.")
		b.post(to+"begin", "what", "withdraw", "reason", "Faux.").leads(to)
		running := b.get(to).is(http.StatusOK).says("[data-busy]", "0 sur 60").says("form[action=undo] button", "Arrêter et défaire")
		if len(running.all("progress[max=\"60\"]")) != 1 {
			t.Error("it does not say how far it is")
		}
		if n := dbtest.Count(t, r.db, "bulk_item"); n != 60 {
			t.Errorf("%d articles", n)
		}
		b.post(to + "undo").leads(to)
		b.get(to).says("main", "reviennent")
	})
}

// What a role may not change is said and left alone; what is not theirs to see is not chosen; and a form of ten thousand numbers is refused.
func TestBulkRefusals(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("zoe", staff.Journalist)
		r.account("guest", staff.Contributor)
		public := r.published("Paru")
		b := r.in("zoe")
		to := b.gather(chosen(public)...)
		foreseen := b.get(to+"?what=tag-add&tag=eau").is(http.StatusOK).says(".composed", "votre rôle ne permet pas").says(".composed details", "Paru")
		if len(foreseen.all("form[action=begin]")) != 0 {
			t.Error("what would change nothing can be begun")
		}
		b.get(to + "?what=tag-remove&tag=xyz").is(http.StatusUnprocessableEntity)
		b.get(to+"?what=section&section=99").is(http.StatusConflict).says("#problem", "n’existe pas")
		b.get(to + "?what=rien").is(http.StatusUnprocessableEntity)
		b.post("/desk/bulk/").is(http.StatusUnprocessableEntity).says("#problem", "Choisissez au moins un article")
		b.post("/desk/bulk/", "article", "999999", "article", "x").is(http.StatusUnprocessableEntity)
		var many []string
		for i := range 10_000 {
			many = append(many, "article", fmt.Sprint(1_000_000+i))
		}
		b.post("/desk/bulk/", many...).is(http.StatusRequestEntityTooLarge)
		b.post("/desk/bulk/", many[:2*article.MaxBulk+2]...).is(http.StatusRequestEntityTooLarge).says("#problem", "cinq mille")
		guest := r.in("guest")
		guest.get(to).is(http.StatusNotFound)
		guest.post(to + "undo").is(http.StatusNotFound)
		chief := r.in("awa")
		chief.get(to).is(http.StatusOK)
		chief.post(to+"begin", "what", "tag-add", "tag", "eau").is(http.StatusNotFound) // an act is begun by who chose
		if n := dbtest.Count(t, r.db, "tag"); n != 0 {
			t.Errorf("%d tags were made", n)
		}
	})
}

// A rubric and a byline are given by what is chosen from; the page says the change in words.
func TestBulkSaid(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.EditorInChief)
	b := r.in("awa")
	r.places()
	bylines := []*staff.Byline{{Name: "Awa Diallo"}, {Name: "Binta Sow"}}
	dbtest.Do(t, r.db, func(tx *db.Tx) error {
		words, err := locale.Load()
		for _, by := range bylines {
			if err == nil {
				err = staff.SaveByline(t.Context(), tx, noon, words.For("fr"), by)
			}
		}
		return err
	})
	to := b.gather(chosen(r.published("Un"))...)
	one, other := fmt.Sprint(bylines[0].ID), fmt.Sprint(bylines[1].ID)
	for query, want := range map[string]string{
		"?what=section&section=1":                               "Dans la rubrique Sahel",
		"?what=section&section=":                                "Hors de toute rubrique",
		"?what=author-add&author=" + one:                        "Ajouter la signature de Awa Diallo",
		"?what=author-replace&author=" + one + "&with=" + other: "Remplacer la signature de Awa Diallo par celle de Binta Sow",
	} {
		b.get(to+query).is(http.StatusOK).says(".composed h2", want)
	}
	b.get(to + "?what=author-replace&author=" + one).is(http.StatusUnprocessableEntity)
	if len(r.article(1).Bylines) > 0 {
		t.Error("looking changed something")
	}
}
