package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// comesIn is whether an administrator may come in by a password and by a token.
func comesIn(t testing.TB, d *db.DB, a *Access) (password, token bool) {
	t.Helper()
	ctx := context.Background()
	account, err := staff.AccountByEmail(ctx, d, a.Email)
	if err != nil || account.Role != staff.Administrator {
		t.Fatalf("account %+v (%v)", account, err)
	}
	if password, err = staff.CheckPassword(ctx, d, account.ID, a.Password); err != nil {
		t.Fatal(err)
	}
	_, err = staff.AccountByToken(ctx, d, noon, a.Token)
	return password, err == nil
}

// TestDemoTwice: each start opens the same newsroom, gives its administrator a new password and token, and ends the former ones. Tokens of other names stay.
func TestDemoTwice(t *testing.T) {
	t.Parallel()
	s := settings(demo(t))
	ctx := context.Background()
	n, first, err := OpenDemo(ctx, s, DemoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if password, token := comesIn(t, n.DB, first); !password || !token {
		t.Errorf("the first access: password %v, token %v", password, token)
	}
	own, err := n.AddToken(ctx, first.Email, "mon robot")
	if err != nil {
		t.Fatal(err)
	}
	articles := number(t, n, "SELECT COUNT(*) FROM article")
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n, second, err := OpenDemo(ctx, s, DemoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	if second.Email != first.Email || second.Password == first.Password || second.Token == first.Token || len(second.Password) < 12 || len(second.Token) < 24 {
		t.Errorf("first %+v, then %+v", first, second)
	}
	if password, token := comesIn(t, n.DB, second); !password || !token {
		t.Errorf("the second access: password %v, token %v", password, token)
	}
	if password, token := comesIn(t, n.DB, first); password || token {
		t.Errorf("the first access still: password %v, token %v", password, token)
	}
	if _, err := staff.AccountByToken(ctx, n.DB, noon, own); err != nil {
		t.Errorf("a token of another name ended: %v", err)
	}
	if got := number(t, n, "SELECT COUNT(*) FROM article"); got != articles {
		t.Errorf("%d articles became %d", articles, got)
	}
	if got := number(t, n, "SELECT COUNT(*) FROM account"); got != 1 {
		t.Errorf("%d accounts", got)
	}
}

// TestDemoGrows to the number asked, and no further.
func TestDemoGrows(t *testing.T) {
	t.Parallel()
	s := settings(demo(t))
	for _, want := range []int{120, 120, 0} {
		var last int
		n, _, err := OpenDemo(context.Background(), s, DemoOptions{Articles: want, Progress: func(done, _ int) { last = done }})
		if err != nil {
			t.Fatal(err)
		}
		if got := number(t, n, "SELECT COUNT(*) FROM article"); got != 120 || last != 0 && last != 120 {
			t.Errorf("asked for %d: %d articles, heard of %d", want, got, last)
		}
		healthy(t, n)
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFresh throws away what griot demo made, dates it from today, and leaves what others put beside it.
func TestFresh(t *testing.T) {
	t.Parallel()
	s, h := settings(demo(t)), clock()
	h.move(40 * 24 * time.Hour)
	s.Now = h.now
	save(t, filepath.Join(s.Dir, "griot.toml"), "# à moi\n")
	save(t, filepath.Join(s.Dir, "theme", "extra.css"), "p{color:red}")
	n, _, err := OpenDemo(context.Background(), s, DemoOptions{Fresh: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	if got := number(t, n, "SELECT COUNT(*) FROM article WHERE first_published_at > $1", h.now().Add(-24*time.Hour).UnixMilli()); got < 10 {
		t.Errorf("%d articles are of the last day", got)
	}
	healthy(t, n)
	for _, name := range []string{"griot.toml", "theme/extra.css"} {
		if _, err := os.Stat(filepath.Join(s.Dir, name)); err != nil {
			t.Error(err)
		}
	}
}

// TestFreshLeavesOthersAlone: a newsroom that griot demo did not make stays to the last byte.
func TestFreshLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	s := settings(filepath.Join(t.TempDir(), "vrai"))
	ctx := context.Background()
	if err := Init(ctx, s, "plain", "Le vrai journal", "fr"); err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(s.Dir, "media", "public", "ab", "abcdefgh.pdf"), "un document")
	was := contents(t, s.Dir)
	if _, _, err := OpenDemo(ctx, s, DemoOptions{Fresh: true}); !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Message(err), "--dir") {
		t.Errorf("--fresh on another's folder: %v", err)
	}
	is := contents(t, s.Dir)
	for name, data := range was {
		if is[name] != data {
			t.Errorf("%s changed", name)
		}
	}
	foreign := settings(filepath.Join(t.TempDir(), "photos"))
	save(t, filepath.Join(foreign.Dir, "media", "vacances.jpg"), "une photo")
	n, _, err := OpenDemo(ctx, foreign, DemoOptions{Fresh: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	if got, _ := os.ReadFile(filepath.Join(foreign.Dir, "media", "vacances.jpg")); string(got) != "une photo" {
		t.Error("a file of another's folder is gone")
	}
	pg := settings(t.TempDir())
	pg.Database = "postgres://localhost/x"
	if _, _, err := OpenDemo(ctx, pg, DemoOptions{Fresh: true}); !fault.Is(err, fault.Invalid) {
		t.Errorf("--fresh on PostgreSQL: %v", err)
	}
}
