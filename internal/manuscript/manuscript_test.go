package manuscript_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/manuscript"
	"griot/internal/masthead"
	"griot/internal/staff"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func draft(t *testing.T, d *db.DB, body string) *article.Article {
	t.Helper()
	a := &article.Article{Title: "Titre", Status: article.Draft, Body: body}
	dbtest.Do(t, d, func(tx *db.Tx) error {
		a.ID = 0
		if err := article.SaveKind(t.Context(), tx, &article.Kind{Code: article.News, SchemaType: "NewsArticle", Labels: map[string]string{"fr": "Actualité"}}); err != nil {
			return err
		}
		return article.Put(t.Context(), tx, paper(), noon, a)
	})
	return a
}

func paper() *masthead.Newspaper {
	return &masthead.Newspaper{Title: "Essai", Language: "fr", TimeZone: "UTC"}
}

func open(t *testing.T, d *db.DB, id article.ID) *manuscript.Manuscript {
	t.Helper()
	var m *manuscript.Manuscript
	dbtest.Do(t, d, func(tx *db.Tx) error {
		a, err := article.ByID(t.Context(), tx, id)
		if err == nil {
			m, err = manuscript.Open(t.Context(), tx, noon, a)
		}
		return err
	})
	return m
}

func add(t *testing.T, d *db.DB, id article.ID, b manuscript.Batch) (int64, error) {
	t.Helper()
	var seq int64
	err := d.Transact(t.Context(), func(tx *db.Tx) (err error) {
		seq, err = manuscript.Append(t.Context(), tx, noon, 7, id, b)
		return err
	})
	return seq, err
}

func batch(i int) manuscript.Batch {
	return manuscript.Batch{Name: fmt.Sprintf("browser-%d", i), Content: fmt.Appendf(nil, "update %d", i)}
}

func since(t *testing.T, d *db.DB, id article.ID, after int64) (names []string, last int64) {
	t.Helper()
	list, last, err := manuscript.Since(t.Context(), d, id, after)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range list {
		names = append(names, u.Name)
	}
	return names, last
}

func TestUpdatesAreKeptOnceAndInOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := draft(t, d, "<p>a</p>").ID
		open(t, d, id)
		for i, want := range []int64{1, 2, 3} {
			if seq, err := add(t, d, id, batch(i)); seq != want || err != nil {
				t.Errorf("update %d got number %d, %v", i, seq, err)
			}
		}
		if seq, err := add(t, d, id, batch(1)); seq != 2 || err != nil {
			t.Errorf("sent again it got number %d, %v; want 2", seq, err)
		}
		if names, last := since(t, d, id, 1); !slices.Equal(names, []string{"browser-1", "browser-2"}) || last != 3 {
			t.Errorf("after 1 come %v up to %d", names, last)
		}
	})
}

func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := draft(t, d, "<p>a</p>").ID
		open(t, d, id)
		for name, test := range map[string]struct {
			batch manuscript.Batch
			kind  fault.Kind
		}{
			"no name":           {manuscript.Batch{Content: []byte("x")}, fault.Invalid},
			"a name of signs":   {manuscript.Batch{Name: "a'; DROP TABLE", Content: []byte("x")}, fault.Invalid},
			"nothing":           {manuscript.Batch{Name: "browser-1"}, fault.Invalid},
			"too much":          {manuscript.Batch{Name: "browser-1", Content: make([]byte, manuscript.MaxUpdateBytes+1)}, fault.TooLarge},
			"no outside change": {manuscript.Batch{Name: "browser-1", Content: []byte("x"), Takes: 1}, fault.Conflict},
		} {
			if _, err := add(t, d, id, test.batch); !fault.Is(err, test.kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, last := since(t, d, id, 0); last != 0 {
			t.Errorf("something was kept: %d", last)
		}
	})
}

// Two browsers open an article at once and each makes a document of its text: one counts, else every word would stand twice.
func TestOneSeed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := draft(t, d, "<p>a</p>").ID
		open(t, d, id)
		var all sync.WaitGroup
		results := make([]error, 6)
		for i := range results {
			all.Go(func() {
				b := batch(i)
				b.Seed = true
				_, results[i] = add(t, d, id, b)
			})
		}
		all.Wait()
		taken := 0
		for _, err := range results {
			if err == nil {
				taken++
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		}
		if names, _ := since(t, d, id, 0); taken != 1 || len(names) != 1 {
			t.Errorf("%d were taken, and %v are kept", taken, names)
		}
	})
}

func TestOneForAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := draft(t, d, "<p>a</p>").ID
		open(t, d, id)
		for i := range 5 {
			if _, err := add(t, d, id, batch(i)); err != nil {
				t.Fatal(err)
			}
		}
		cover := func(upto int64, i int, at time.Time) error {
			return d.Transact(t.Context(), func(tx *db.Tx) error { return manuscript.Cover(t.Context(), tx, at, 7, id, upto, batch(i)) })
		}
		if err := cover(4, 90, noon); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			after int64
			want  []string
			last  int64
		}{
			{0, []string{"browser-4", "browser-90"}, 6}, {2, []string{"browser-4", "browser-90"}, 6}, {4, []string{"browser-4"}, 6}, {5, nil, 6}, {6, nil, 6},
		} {
			if names, last := since(t, d, id, test.after); !slices.Equal(names, test.want) || last != test.last {
				t.Errorf("after %d come %v up to %d, want %v up to %d", test.after, names, last, test.want, test.last)
			}
		}
		for _, upto := range []int64{3, 4, 7, 99} {
			if err := cover(upto, 91, noon); !fault.Is(err, fault.Conflict) {
				t.Errorf("one that stands for %d: %v", upto, err)
			}
		}
		if n := dbtest.Count(t, d, "manuscript_update"); n != 6 {
			t.Errorf("%d updates are kept, want all 6", n)
		}
		if err := cover(6, 92, noon.Add(31*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if n := dbtest.Count(t, d, "manuscript_update"); n != 3 {
			t.Errorf("a month later %d updates are kept, want 3", n)
		}
	})
}

func TestATextFromWhoKnowsLessIsNotTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := draft(t, d, "<p>a</p>").ID
		open(t, d, id)
		for i := range 3 {
			if _, err := add(t, d, id, batch(i)); err != nil {
				t.Fatal(err)
			}
		}
		for _, test := range []struct {
			seq   int64
			body  string
			taken bool
			want  string
		}{
			{2, "<p>b</p><script>x()</script>", true, "<p>b</p>"}, {1, "<p>c</p>", false, "<p>b</p>"}, {4, "<p>c</p>", false, "<p>b</p>"}, {3, "<p>d</p>", true, "<p>d</p>"},
		} {
			var taken bool
			dbtest.Do(t, d, func(tx *db.Tx) (err error) {
				taken, err = manuscript.Tell(t.Context(), tx, noon, 7, id, test.seq, manuscript.Text{Title: "T", Body: test.body})
				return err
			})
			if m := open(t, d, id); taken != test.taken || m.Text.Body != test.want {
				t.Errorf("%d %s: taken is %v, the text is %s", test.seq, test.body, taken, m.Text.Body)
			}
		}
	})
}

// A program changes the article while its manuscript is open: the change waits for a browser, and no text is taken that does not know of it.
func TestOutsideChanges(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := draft(t, d, "<p>a</p>\n<p>b</p>")
		open(t, d, a.ID)
		if _, err := add(t, d, a.ID, batch(1)); err != nil {
			t.Fatal(err)
		}
		tell := func(seq int64, body string) (taken bool) {
			dbtest.Do(t, d, func(tx *db.Tx) (err error) {
				taken, err = manuscript.Tell(t.Context(), tx, noon, 7, a.ID, seq, manuscript.Text{Title: "Titre", Body: body})
				return err
			})
			return taken
		}
		tell(1, "<p>a</p><p>b, au bureau</p>")
		dbtest.Do(t, d, func(tx *db.Tx) error {
			a.Body = "<p>a, par un programme</p>\n<p>b</p>"
			return article.Put(t.Context(), tx, paper(), noon, a)
		})
		const want = "<p>a, par un programme</p>\n<p>b, au bureau</p>"
		m := open(t, d, a.ID)
		if m.Text.Body != want || m.Outside == nil || m.Outside.Theirs.Body != want || m.Outside.Base.Body != "<p>a</p>\n<p>b, au bureau</p>" {
			t.Fatalf("the text is %s, outside waits %+v", m.Text.Body, m.Outside)
		}
		if tell(1, "<p>ancien</p>") {
			t.Error("a text without the change was taken")
		}
		first, second := batch(2), batch(3)
		first.Takes, second.Takes = m.Outside.Number, m.Outside.Number
		if _, err := add(t, d, a.ID, first); err != nil {
			t.Error(err)
		}
		if _, err := add(t, d, a.ID, second); !fault.Is(err, fault.Conflict) {
			t.Errorf("the change was written in twice: %v", err)
		}
		if !tell(2, want) {
			t.Error("the text with the change was not taken")
		}
		if m := open(t, d, a.ID); m.Outside != nil || m.Text.Body != want {
			t.Errorf("then waits %+v, and the text is %s", m.Outside, m.Text.Body)
		}
	})
}

// A plain form that was opened before others wrote.
func TestAnOldFormOverwritesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := draft(t, d, "<p>a</p>\n<p>b</p>")
		old := manuscript.Text{Title: a.Title, Body: a.Body}
		form := func(body string) (text manuscript.Text, clashes int) {
			dbtest.Do(t, d, func(tx *db.Tx) error {
				m, n, err := manuscript.Form(t.Context(), tx, noon, 7, a, old, manuscript.Text{Title: a.Title, Body: body})
				if err == nil {
					text, clashes = m.Text, n
				}
				return err
			})
			return text, clashes
		}
		form("<p>a, Awa</p><p>b</p>")
		if got, clashes := form("<p>a</p><p>b, Koffi</p>"); got.Body != "<p>a, Awa</p>\n<p>b, Koffi</p>" || clashes != 0 {
			t.Errorf("it became %s, with %d clashes", got.Body, clashes)
		}
		if got, clashes := form("<p>a, Binta</p><p>b</p>"); got.Body != "<p>a, Binta</p>\n<p>a, Awa</p>\n<p>b, Koffi</p>" || clashes != 1 {
			t.Errorf("it became %s, with %d clashes", got.Body, clashes)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			who, err := staff.AddAccount(t.Context(), tx, noon, "awa@exemple.bj", "Awa", staff.Editor)
			if err != nil {
				return err
			}
			by := staff.Actor{ID: who.ID, Role: who.Role}
			return manuscript.Save(t.Context(), tx, paper(), noon, a, article.Change{By: by})
		})
		if !strings.Contains(a.Body, "Binta") || open(t, d, a.ID).Outside != nil {
			t.Errorf("the article holds %s", a.Body)
		}
	})
}

// Two servers on one database: what one takes in wakes the other.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	location := dbtest.PostgresURL(t)
	one, two := dbtest.Open(t, location), dbtest.Open(t, location)
	id := draft(t, one, "<p>a</p>").ID
	open(t, one, id)
	awake := two.Watch(t.Context())
	late := time.After(10 * time.Second)
	if _, err := add(t, one, id, batch(1)); err != nil {
		t.Fatal(err)
	}
	for {
		select {
		case <-awake:
		case <-late:
			t.Fatal("the other server was not woken")
		}
		if names, _ := since(t, two, id, 0); len(names) == 1 {
			return
		}
	}
}
