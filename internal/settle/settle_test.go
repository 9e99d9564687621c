package settle_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/settle"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func furnish(t *testing.T, d *db.DB) {
	t.Helper()
	dbtest.Do(t, d, func(tx *db.Tx) error {
		return masthead.Save(t.Context(), tx, noon, &masthead.Newspaper{Title: "Le Fleuve", Language: "fr", TimeZone: "UTC"})
	})
}

func TestPaperIsOneAct(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		furnish(t, d)
		labels := dbtest.Labels(t, d, func(tx *db.Tx) error {
			changed, err := settle.Paper(t.Context(), tx, noon, staff.Actor{}, []masthead.Wish{{Key: "title", Value: "Le Grand Fleuve"}, {Key: "place", Value: ""}})
			if !slices.Equal(changed, []string{"title"}) {
				t.Errorf("changed %v", changed)
			}
			return err
		})
		if !slices.Equal(labels, []string{"menu"}) || dbtest.Count(t, d, "audit") != 1 {
			t.Errorf("labels %v, %d lines of the log", labels, dbtest.Count(t, d, "audit"))
		}
		for _, wishes := range [][]masthead.Wish{
			{{Key: "place", Value: "Ségou"}, {Key: "email", Value: "x"}}, {{Key: "logo", Value: "12"}}, {{Key: "logo_night", Value: "12"}}, {{Key: "language", Value: "en"}},
		} {
			err := d.Transact(t.Context(), func(tx *db.Tx) error {
				_, err := settle.Paper(t.Context(), tx, noon, staff.Actor{}, wishes)
				return err
			})
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%v: %v", wishes, err)
			}
		}
		labels = dbtest.Labels(t, d, func(tx *db.Tx) error {
			_, err := settle.Paper(t.Context(), tx, noon, staff.Actor{}, []masthead.Wish{{Key: "title", Value: "Le Grand Fleuve"}})
			return err
		})
		if len(labels) != 0 || dbtest.Count(t, d, "audit") != 1 {
			t.Errorf("what changes nothing drops %v and is told", labels)
		}
		n, err := masthead.Load(t.Context(), d)
		if err != nil || n.Title != "Le Grand Fleuve" || n.Place != "" {
			t.Errorf("kept %+v: %v", n, err)
		}
	})
}

func entry(label, url string, below ...taxonomy.MenuTree) taxonomy.MenuTree {
	return taxonomy.MenuTree{MenuItem: taxonomy.MenuItem{Label: label, Kind: taxonomy.ToURL, URL: url}, Children: below}
}

func TestMenuIsOneAct(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		furnish(t, d)
		put := func(menu, seen string, trees ...taxonomy.MenuTree) error {
			return d.Transact(t.Context(), func(tx *db.Tx) error {
				return settle.Menu(t.Context(), tx, noon, staff.Actor{}, menu, seen, trees)
			})
		}
		if err := put("main", settle.MenuMark(nil), entry("A", "/a/", entry("B", "/b/"))); err != nil {
			t.Fatal(err)
		}
		if err := put("main", settle.MenuMark(nil), entry("C", "/c/")); !fault.Is(err, fault.Conflict) {
			t.Errorf("over somebody else's: %v", err)
		}
		if err := put("main", settle.MenuMark(nil), entry("A", "/a/", entry("B", "/b/"))); err != nil || dbtest.Count(t, d, "audit") != 1 {
			t.Errorf("the same again: %v, %d lines of the log", err, dbtest.Count(t, d, "audit"))
		}
		if err := put("top", "", entry("A", "/a/", entry("B", "/b/"))); !fault.Is(err, fault.Invalid) {
			t.Errorf("a line with entries below others: %v", err)
		}
		if err := put("side", "", entry("A", "/a/")); !fault.Is(err, fault.NotFound) {
			t.Errorf("a menu that is none: %v", err)
		}
		trees, err := taxonomy.Menu(t.Context(), d, "main")
		if err != nil || len(trees) != 1 || len(trees[0].Children) != 1 {
			t.Errorf("kept %+v: %v", trees, err)
		}
	})
}

// Whatever lines come, Nest makes a tree of all of them or refuses; it never hangs.
func TestNestTakesAnyLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(rt, "n")
		key := rapid.Custom(func(rt *rapid.T) string { return strconv.Itoa(rapid.IntRange(0, n).Draw(rt, "key")) })
		var lines []settle.Line
		for i := range n {
			above := key.Draw(rt, "above")
			if rapid.Bool().Draw(rt, "top") {
				above = ""
			}
			lines = append(lines, settle.Line{MenuItem: taxonomy.MenuItem{Label: strconv.Itoa(i)}, Key: strconv.Itoa(i), Above: above})
		}
		trees, err := settle.Nest(lines)
		if err == nil && count(trees) != n {
			rt.Fatalf("%d of %d lines", count(trees), n)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			rt.Fatal(err)
		}
	})
}

func count(trees []taxonomy.MenuTree) int {
	n := len(trees)
	for i := range trees {
		n += count(trees[i].Children)
	}
	return n
}
