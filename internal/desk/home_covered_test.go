package desk_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/locale"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// continent adds every country of the continent.
func (r *room) continent() (list []*taxonomy.Country) {
	r.Helper()
	words, err := locale.Load()
	if err != nil {
		r.Fatal(err)
	}
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
		list = nil
		for _, known := range locale.Countries() {
			c := &taxonomy.Country{Code: known.Code, Name: known.Name("fr"), Slug: known.Slug, Region: string(known.Region), Continent: known.Region.Continent()}
			if err := taxonomy.SaveCountry(r.Context(), tx, noon, words.For("fr"), c); err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	})
	return list
}

// The first page shows which countries went without an article: each of the continent once on the map, in the step of its silence, and each that is silent in the list of its region, with a way to write on it.
func TestCoverage(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("seller", staff.Commercial)
		b := r.in("awa")
		if got := b.get("/desk/").is(http.StatusOK).all(".coverage"); len(got) != 0 {
			t.Error("a newspaper without countries has a map")
		}
		countries := map[string]*taxonomy.Country{}
		for _, c := range r.continent() {
			countries[c.Code] = c
		}
		for code, days := range map[string]int{"BJ": 0, "TG": 29, "ML": 30, "NE": 60, "BF": 89, "SN": 90} {
			r.published("Sur "+code, func(a *article.Article) {
				a.Countries = []taxonomy.CountryID{countries[code].ID}
				a.FirstPublished = noon.AddDate(0, 0, -days)
			})
		}
		hidden := *countries["TD"]
		hidden.Hidden = true
		dbtest.Do(t, r.db, func(tx *db.Tx) error {
			words, err := locale.Load()
			if err != nil {
				return err
			}
			return taxonomy.SaveCountry(r.Context(), tx, noon, words.For("fr"), &hidden)
		})
		home := b.get("/desk/").is(http.StatusOK)
		at := map[string]string{}
		for _, g := range home.all(".africa g") {
			code := textOf(g)
			if at[code] != "" {
				t.Errorf("%s is on the map twice", code)
			}
			at[code] = attribute(g, "class")
		}
		if len(at) != 53 { // of 54, one is hidden
			t.Errorf("%d countries are on the map", len(at))
		}
		for code, want := range map[string]string{"BJ": "step0", "TG": "step0", "ML": "step1", "NE": "step2", "BF": "step2", "SN": "step3", "KE": "step3", "TD": "", "FR": ""} {
			if at[code] != want {
				t.Errorf("%s is %q, want %q", code, at[code], want)
			}
		}
		home.says(".coverage", "2 pays ont un article de moins de trente jours").says(".coverage", "51 n’en ont pas")
		home.says(".coverage details", "Afrique de l’Ouest").says(".coverage details", "depuis 30 jours").says(".coverage details", "jamais d’article")
		if got := len(home.all(".coverage details li")); got != 51 {
			t.Errorf("%d countries are in the list", got)
		}
		mali := fmt.Sprint(countries["ML"].ID)
		if got := len(home.all(`.coverage a[href="/desk/articles/?country=` + mali + `"]`)); got != 1 {
			t.Errorf("%d links lead to Mali's articles", got)
		}
		path := b.post("/desk/articles/new", "country", mali).is(http.StatusSeeOther).Header.Get("Location")
		if got := r.stored(path); !slices.Equal(got.Countries, []taxonomy.CountryID{countries["ML"].ID}) {
			t.Errorf("it is filed under %v", got.Countries)
		}
		b.post("/desk/articles/new", "country", "999").is(http.StatusUnprocessableEntity)
		if got := r.in("seller").get("/desk/").is(http.StatusOK).all(".coverage"); len(got) != 0 {
			t.Error("who writes nothing is shown the map")
		}
	})
}

// A day is counted once it is over: at the last millisecond of the thirtieth day without an article a country is still covered.
func TestCoverageAtTheEdge(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Editor)
	list := r.continent()
	i := slices.IndexFunc(list, func(c *taxonomy.Country) bool { return c.Code == "ML" })
	r.published("Sur le Mali", func(a *article.Article) { a.Countries = []taxonomy.CountryID{list[i].ID} })
	b := r.in("awa")
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{30*24*time.Hour - time.Millisecond, 1}, {30 * 24 * time.Hour, 0}} {
		r.now.Store(noon.Add(step.after).UnixMilli())
		b.signIn("awa")
		if got := len(b.get("/desk/").is(http.StatusOK).all(".africa .step0")); got != step.want {
			t.Errorf("after %v %d countries are covered", step.after, got)
		}
	}
}
