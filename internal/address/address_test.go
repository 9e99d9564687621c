package address_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// book is the address table within one transaction.
type book struct {
	testing.TB
	tx *db.Tx
}

// each runs a test on both engines, inside a transaction that is kept.
func each(t *testing.T, test func(b book)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Do(t, d, func(tx *db.Tx) error { test(book{t, tx}); return nil })
	})
}

func (b book) claim(path string, kind address.Kind, target int64) string {
	b.Helper()
	given, err := address.Claim(b.Context(), b.tx, noon, path, kind, target)
	if err != nil {
		b.Fatalf("claim %s: %v", path, err)
	}
	return given
}

func (b book) move(from, to string) {
	b.Helper()
	if err := address.Move(b.Context(), b.tx, noon, from, to); err != nil {
		b.Fatalf("move %s to %s: %v", from, to, err)
	}
}

func (b book) lead(from, to string) bool {
	b.Helper()
	taken, err := address.Lead(b.Context(), b.tx, noon, from, to)
	if err != nil {
		b.Fatalf("lead %s to %s: %v", from, to, err)
	}
	return taken
}

func (b book) bury(path string, target int64) {
	b.Helper()
	if err := address.Bury(b.Context(), b.tx, noon, path, target); err != nil {
		b.Fatalf("bury %s: %v", path, err)
	}
}

// is describes what a path is: "article 7", "→ /monde/", "gone 7", "nothing".
func (b book) is(path string) string {
	b.Helper()
	a, err := address.Find(b.Context(), b.tx, path)
	switch {
	case fault.Is(err, fault.NotFound):
		return "nothing"
	case err != nil:
		b.Fatalf("find %s: %v", path, err)
	case a.Path != path:
		b.Errorf("found %s under %s", a.Path, path)
	case a.Kind == address.Redirect:
		return "→ " + a.Location
	}
	return fmt.Sprintf("%s %d", a.Kind, a.Target)
}

func (b book) expect(path, want string) {
	b.Helper()
	if got := b.is(path); got != want {
		b.Errorf("%s is %s, want %s", path, got, want)
	}
}

func TestClaim(t *testing.T) {
	each(t, func(b book) {
		for _, step := range []struct {
			path   string
			kind   address.Kind
			target int64
			want   string
		}{
			{"/monde/", address.Section, 1, "/monde/"},
			{"/monde/", address.Section, 1, "/monde/"}, // its own again
			{"/monde/", address.Standing, 1, "/monde-2/"},
			{"/monde/", address.Section, 2, "/monde-3/"},
			{"/monde/", address.Section, 2, "/monde-3/"}, // the one it has
			{"/monde-2/", address.Section, 4, "/monde-2-2/"},
			{"/2026/03/01/été/", address.Article, 7, "/2026/03/01/été/"},
			{"/2026/03/01/été/", address.Article, 8, "/2026/03/01/été-2/"},
			{"/old.html", address.Article, 9, "/old.html"},
			{"/?p=12", address.Article, 10, "/?p=12"},
		} {
			if got := b.claim(step.path, step.kind, step.target); got != step.want {
				b.Errorf("%s %d asked for %s and got %s, want %s", step.kind, step.target, step.path, got, step.want)
			}
		}
		b.expect("/monde/", "section 1")
		b.expect("/monde-2/", "standing 1")
		b.expect("/monde-3/", "section 2")
	})
}

func TestLivingBeatsRedirectAndGone(t *testing.T) {
	each(t, func(b book) {
		b.claim("/a/", address.Article, 1)
		if b.lead("/b/", "/a/") {
			b.Error("a free path was called taken")
		}
		if got := b.claim("/b/", address.Article, 2); got != "/b/" {
			b.Errorf("a redirect stood in the way of a living page: %s", got)
		}
		b.expect("/b/", "article 2")
		if !b.lead("/b/", "/a/") {
			b.Error("a redirect was laid over a living page")
		}
		b.expect("/b/", "article 2")
		b.bury("/a/", 1)
		b.expect("/a/", "gone 1")
		if got := b.claim("/a/", address.Article, 3); got != "/a/" {
			b.Errorf("a gone page stood in the way: %s", got)
		}
	})
}

func TestBuriedPageComesBack(t *testing.T) {
	each(t, func(b book) {
		b.claim("/a/", address.Article, 1)
		b.lead("/old/", "/a/")
		b.bury("/a/", 1)
		b.expect("/old/", "→ /a/")
		if got := b.claim("/a/", address.Article, 1); got != "/a/" {
			b.Errorf("it came back at %s", got)
		}
		b.expect("/a/", "article 1")
	})
}

func TestRedirectsAreFlat(t *testing.T) {
	each(t, func(b book) {
		b.claim("/1/", address.Section, 1)
		for n := 2; n <= 6; n++ {
			from, to := fmt.Sprintf("/%d/", n-1), fmt.Sprintf("/%d/", n)
			b.claim(to, address.Section, 1)
			b.move(from, to)
		}
		for n := 1; n < 6; n++ {
			b.expect(fmt.Sprintf("/%d/", n), "→ /6/")
		}
		b.lead("/x/", "/3/") // to a redirect
		b.expect("/x/", "→ /6/")
		b.claim("/2/", address.Section, 1) // back to an old one
		b.move("/6/", "/2/")
		b.expect("/2/", "section 1")
		for _, path := range []string{"/1/", "/3/", "/4/", "/5/", "/6/", "/x/"} {
			b.expect(path, "→ /2/")
		}
	})
}

// An import may lay a redirect before it brings what it leads to.
func TestLeadBeforeThereIsATarget(t *testing.T) {
	each(t, func(b book) {
		b.lead("/old/", "/new/")
		b.expect("/old/", "→ /new/")
		if list, err := address.Broken(b.Context(), b.tx); len(list) != 1 || err != nil || !strings.Contains(list[0], "/old/ redirects to /new/") {
			b.Errorf("broken: %v %v", list, err)
		}
		b.lead("/new/", "/newest/")
		b.expect("/old/", "→ /newest/")
		b.claim("/newest/", address.Article, 1)
		if list, err := address.Broken(b.Context(), b.tx); len(list) != 0 || err != nil {
			b.Errorf("broken: %v %v", list, err)
		}
	})
}

func TestNoLoops(t *testing.T) {
	each(t, func(b book) {
		b.lead("/a/", "/b/")
		if !b.lead("/b/", "/a/") {
			b.Error("a loop of two was laid")
		}
		if !b.lead("/c/", "/c/") {
			b.Error("a loop of one was laid")
		}
		b.expect("/a/", "→ /b/")
		b.expect("/b/", "nothing")
		b.expect("/c/", "nothing")
		b.claim("/d/", address.Article, 1)
		b.move("/d/", "/d/")
		b.move("", "/d/")
		b.expect("/d/", "article 1")
		b.expect("", "nothing")
	})
}

func TestBroken(t *testing.T) {
	each(t, func(b book) {
		b.claim("/a/", address.Article, 1)
		b.claim("/g/", address.Article, 2)
		b.bury("/g/", 2)
		b.lead("/to-a/", "/a/")
		b.lead("/to-g/", "/g/")
		b.lead("/out/", "https://example.org/")
		b.lead("/nowhere/", "/absent/")
		for from, to := range map[string]string{"/chain/": "/to-a/"} { // as only a hand could write it
			if _, err := b.tx.Exec(b.Context(), "INSERT INTO address (path, kind, location, created_at) VALUES ($1, 'redirect', $2, 0)", from, to); err != nil {
				b.Fatal(err)
			}
		}
		list, err := address.Broken(b.Context(), b.tx)
		if err != nil || len(list) != 2 || !strings.Contains(list[0], "/chain/") || !strings.Contains(list[1], "/nowhere/") {
			b.Errorf("broken: %q %v", list, err)
		}
	})
}

func TestReserved(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/": true, "": true, "/pays/": true, "/pays/niger/": true, "/media/x": true, "/desk/": true, "/api/v1/": true, "/en/": true, "/.well-known/x": true,
		"/feed.xml": true, "/debats/": true, "/favicon.ico": true, "//x": true, "/pays": true, "/leger/": true, "/leger/sante/": true, "/poids/": true, "/hors-ligne/": true, "/sw.js": true, "/legerete/": false,
		"/monde/": false, "/paysage/": false, "/2026/03/01/pays/": false, "/monde/pays/": false, "/entre-nous/": false, "/?p=1": false,
	} {
		if got := address.Reserved(path); got != want {
			t.Errorf("Reserved(%q) is %v", path, got)
		}
	}
}

// Strangers ask for anything; on both engines it is simply not there.
func TestPathsThatCannotBe(t *testing.T) {
	each(t, func(b book) {
		b.claim("/a/", address.Article, 1)
		for _, path := range []string{"", "/a\x00/", "\x00", "/a/\xff/", "/é\xc3/", "/" + strings.Repeat("x", 100_000) + "/", "/a/' OR '1'='1", "/A/", "/a", "/a//", "/%61/", "/a\\/", "/$1/", "/?1/", "/a/\u202e"} {
			b.expect(path, "nothing")
		}
		long := "/" + strings.Repeat("x", address.MaxPathBytes) + "/"
		if _, err := address.Claim(b.Context(), b.tx, noon, long, address.Article, 2); !fault.Is(err, fault.Invalid) {
			b.Errorf("a path that is too long: %v", err)
		}
		if b.lead(long, "/a/") {
			b.Error("a path that is too long was called taken")
		}
		b.expect("/a/", "article 1")
	})
}

// Any sequence of claims, moves, redirects and burials: every path that ever worked still resolves, in one step, to what it last stood for.
func TestPathsGoOnWorking(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		undo := errors.New("undo")
		rapid.Check(t, func(rt *rapid.T) {
			err := d.Transact(t.Context(), func(tx *db.Tx) error {
				h := history{book: book{t, tx}, at: map[int64]string{}, owner: map[string]int64{}}
				for range rapid.IntRange(1, 15).Draw(rt, "steps") {
					h.step(rt)
					h.check(rt)
				}
				return undo
			})
			if !errors.Is(err, undo) {
				rt.Fatal(err)
			}
		})
	})
}

// history remembers what was done.
type history struct {
	book
	at    map[int64]string // where each living target stands
	owner map[string]int64 // what each path last stood for
}

func (h *history) step(rt *rapid.T) {
	path := rapid.SampledFrom([]string{"/a/", "/b/", "/c/", "/d/", "/a-2/", "/b-2/"})
	target := int64(rapid.IntRange(1, 4).Draw(rt, "target"))
	switch act := rapid.SampledFrom([]string{"put", "put", "lead", "bury"}).Draw(rt, "act"); {
	case act == "put": // as every room does it: claim the wish, move there
		given := h.claim(path.Draw(rt, "path"), address.Section, target)
		h.move(h.at[target], given)
		h.at[target], h.owner[given] = given, target
	case act == "lead" && h.at[target] != "":
		from := path.Draw(rt, "from")
		taken := h.lead(from, h.at[target])
		if living := h.lives(from); taken != (living != 0) {
			rt.Fatalf("lead %s: taken is %v, %d lives there", from, taken, living)
		}
		if !taken {
			h.owner[from] = target
		}
	case act == "bury" && h.at[target] != "":
		h.bury(h.at[target], target)
		delete(h.at, target)
		for p, o := range h.owner { // a gone path may be given to another, and what led there then leads to the other
			if o == target {
				h.owner[p] = 0
			}
		}
	}
}

func (h *history) lives(path string) int64 {
	for target, at := range h.at {
		if at == path {
			return target
		}
	}
	return 0
}

func (h *history) check(rt *rapid.T) {
	for path, target := range h.owner {
		is := h.is(path)
		if to, redirect := strings.CutPrefix(is, "→ "); redirect {
			if is = h.is(to); strings.HasPrefix(is, "→") || to == path {
				rt.Fatalf("%s leads to %s, which %s", path, to, is)
			}
		}
		if is == "nothing" {
			rt.Fatalf("%s, which worked, is nothing now", path)
		}
		if want := fmt.Sprintf("section %d", target); target != 0 && is != want {
			rt.Fatalf("%s stands for %s, want %s", path, is, want)
		}
	}
	if list, err := address.Broken(h.Context(), h.tx); len(list) > 0 || err != nil {
		rt.Fatalf("broken: %v %v", list, err)
	}
}

// A hidden path leads where it did and is written down nowhere; whatever lives there later comes first.
func TestHide(t *testing.T) {
	each(t, func(b book) {
		b.claim("/nom/", address.Article, 1)
		b.move("/nom/", "/autre/")
		b.claim("/autre/", address.Article, 1)
		if err := address.Hide(b.Context(), b.tx, "/nom/"); err != nil {
			b.Fatal(err)
		}
		if a, err := address.Find(b.Context(), b.tx, "/nom/"); err != nil || a.Kind != address.Redirect || a.Location != "/autre/" {
			b.Fatalf("it is %+v: %v", a, err)
		}
		var written int
		if err := b.tx.QueryRow(b.Context(), "SELECT COUNT(*) FROM address WHERE path LIKE '%nom%'").Scan(&written); err != nil || written != 0 {
			b.Errorf("written down %d times: %v", written, err)
		}
		if paths, err := address.LeadingTo(b.Context(), b.tx, "/autre/"); err != nil || len(paths) != 0 {
			b.Errorf("paths %v lead there: %v", paths, err)
		}
		if got := b.claim("/nom/", address.Article, 2); got != "/nom/" {
			b.Errorf("somebody else was given %s", got)
		}
		if a, err := address.Find(b.Context(), b.tx, "/nom/"); err != nil || a.Target != 2 {
			b.Errorf("then it is %+v: %v", a, err)
		}
	})
}
