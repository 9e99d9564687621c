package search_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/search"
)

// model is an index as simple as can be: the stories themselves.
type model map[int64]story

// answers lists, newest first, the stories that have every word.
func (m model) answers(words ...string) (ids []int64) {
	for id, s := range m {
		have := strings.Fields(s.title + " " + s.body)
		if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) }) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Compare(b, a) })
	return ids
}

// TestModel publishes, changes and withdraws thousands of articles, so that segments are made, merged and written anew, and compares every answer with the model's. Another index, which looks
// only now and then, finds the same: nothing that is kept in memory goes stale.
func TestModel(t *testing.T) {
	each(t, func(a archive) {
		r := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // no secret
		words := []string{"aba", "bobo", "coco", "dodo", "fufu", "gogo", "kiki", "lulu", "mimi", "nunu", "papa", "zaza"}
		m := model{}
		other := search.New(1)
		for round := range 12 {
			dbtest.Do(a, a.db, func(tx *db.Tx) error {
				for range 220 {
					s := story{id: 1 + r.Int64N(1500), title: words[r.IntN(len(words))]}
					for range 1 + r.IntN(4) {
						s.body += words[r.IntN(len(words))] + " "
					}
					if r.IntN(4) == 0 {
						delete(m, s.id)
						if err := search.Remove(a.Context(), tx, s.id); err != nil {
							return err
						}
						continue
					}
					m[s.id] = s
					if err := search.Put(a.Context(), tx, s.document()); err != nil {
						return err
					}
				}
				return nil
			})
			for range 6 {
				w := []string{words[r.IntN(len(words))], words[r.IntN(len(words))]}[:1+r.IntN(2)]
				q := search.Query{Words: strings.Join(w, " "), Newest: true, Exact: true, Limit: 2000}
				if got, want := a.ask(q).Articles, m.answers(w...); !slices.Equal(got, want) {
					a.Fatalf("round %d: %q finds %d, want %d", round, w, len(got), len(want))
				}
				if round%4 == 3 {
					late, err := other.Find(a.Context(), a.db, q)
					if err != nil || !slices.Equal(late.Articles, m.answers(w...)) {
						a.Fatalf("round %d: %q finds something else in another process: %v", round, w, err)
					}
				}
			}
		}
		if wrong, err := search.Broken(a.Context(), a.db); len(wrong) > 0 || err != nil {
			a.Errorf("%v %v", wrong, err)
		}
	})
}

// TestSameOnBothEngines: the same acts give the same answers, in the same order and with the same counts.
func TestSameOnBothEngines(t *testing.T) {
	t.Parallel()
	var said [2]string
	for i, d := range []*db.DB{dbtest.SQLite(t), dbtest.Postgres(t)} {
		a := archive{t, d, search.New(1 << 20)}
		r := rand.New(rand.NewPCG(7, 8)) //nolint:gosec // no secret
		for id := range int64(700) {
			a.add(story{id: 1 + id%600, title: fmt.Sprintf("fleuve %d", r.IntN(9)), body: strings.Repeat("riz ", r.IntN(5)) + fmt.Sprintf("crue %d", r.IntN(50)),
				countries: []int64{r.Int64N(4)}, kind: "news"})
		}
		for _, words := range []string{"fleuve", "riz crue", "fleuve 3", "cru 7", "fluve", `"fleuve 4"`, "crues -riz"} {
			for _, newest := range []bool{false, true} {
				x := a.ask(search.Query{Words: words, Newest: newest, Country: 2, Limit: 30, Now: noon})
				said[i] += fmt.Sprintln(words, newest, x.Total, x.Whole, x.Words, x.Articles, x.Facets)
			}
		}
	}
	if said[0] != said[1] {
		t.Errorf("SQLite\n%s\nPostgreSQL\n%s", said[0], said[1])
	}
}

// TestManyAtOnce: many write at once while others ask; no answer is an error, and what is left is right.
func TestManyAtOnce(t *testing.T) {
	each(t, func(a archive) {
		const writers, each = 6, 60
		done := make(chan error, writers+2)
		stop := make(chan struct{})
		for w := range int64(writers) {
			go func() {
				for n := range int64(each) {
					s := story{id: 1 + w*each + n, title: "fleuve"}
					if err := a.db.Transact(a.Context(), func(tx *db.Tx) error { return search.Put(a.Context(), tx, s.document()) }); err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
		}
		for range 2 {
			go func() {
				for {
					select {
					case <-stop:
						done <- nil
						return
					default:
						if _, err := a.index.Find(a.Context(), a.db, search.Query{Words: "fleuve", Limit: 10}); err != nil {
							done <- err
							return
						}
					}
				}
			}()
		}
		for range writers {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		close(stop)
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got := a.ask(search.Query{Words: "fleuve"}).Total; got != writers*each {
			t.Errorf("found %d", got)
		}
	})
}

// TestDamage: a damaged index is named, keeps nobody from publishing, and can be made anew.
func TestDamage(t *testing.T) {
	each(t, func(a archive) {
		for id := range int64(300) {
			a.add(story{id: 1 + id, title: "fleuve"})
		}
		for _, statement := range []string{"UPDATE search_block SET entries = $1", "UPDATE search_segment SET head = $1"} {
			dbtest.Do(a, a.db, func(tx *db.Tx) error {
				_, err := tx.Exec(a.Context(), statement, []byte("\x05\xff\xff\xff\xff\x7f"))
				return err
			})
			if wrong, err := search.Broken(a.Context(), a.db); len(wrong) == 0 || err != nil {
				a.Errorf("after %s: %v %v", statement, wrong, err)
			}
		}
		for id := range int64(1300) {
			a.add(story{id: 1 + id%400, title: "riz"})
		}
		dbtest.Do(a, a.db, func(tx *db.Tx) error { return search.Empty(a.Context(), tx) })
		a.index = search.New(1 << 20)
		a.add(story{id: 1, title: "riz"})
		if wrong, err := search.Broken(a.Context(), a.db); len(wrong) > 0 || err != nil {
			a.Errorf("made anew: %v %v", wrong, err)
		}
		if got := a.find(search.Query{Words: "riz"}); !slices.Equal(got, []int64{1}) {
			a.Errorf("found %v", got)
		}
	})
}

// FuzzFind: whatever is asked is answered, and what is suggested or corrected can be asked in turn.
func FuzzFind(f *testing.F) {
	d := dbtest.SQLite(f)
	dbtest.Do(f, d, func(tx *db.Tx) error {
		for i, s := range []story{{title: "Le fleuve Niger déborde", body: "Des pêcheuses de Niamey."}, {title: "The river", lang: "en"}, {title: "النيجر", lang: "ar"}, {title: "Watoto wanapanda miti", lang: "sw"}} {
			s.id, s.at = int64(i+1), noon
			if err := search.Put(f.Context(), tx, s.document()); err != nil {
				return err
			}
		}
		return nil
	})
	index := search.New(1 << 20)
	for _, seed := range []string{"fleuve", `"le fleuve" -riz`, "présidant", "-", `"""`, "-\"a b", "\x00\xff", "\u202efleuve", "l'eau", "½ ﷺ", "NEAR(a b)", "'; DROP TABLE article; --", "a - b", "−x", "fluve nigger"} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, words string, newest bool) {
		q := search.Query{Words: words, Newest: newest, Language: "fr", Limit: 10, Now: noon.Add(time.Hour)}
		r, err := index.Find(t.Context(), d, q)
		if err != nil || r.Total < r.Whole || r.Total < len(r.Articles) {
			t.Fatalf("%q: %+v %v", words, r, err)
		}
		text := ""
		for _, p := range r.Marker.Mark("fr", words) {
			text += p.Text
		}
		if text != words {
			t.Fatalf("%q marked is %q", words, text)
		}
		r.Marker.Excerpt("fr", words+" "+words, 40)
		if _, err := index.Suggest(t.Context(), d, q); err != nil {
			t.Fatal(err)
		}
	})
}
