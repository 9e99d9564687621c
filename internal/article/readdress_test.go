package article_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
	"griot/internal/masthead"
)

// pattern settles how addresses are made.
func (n newsroom) pattern(pattern string) {
	n.Helper()
	n.paper.Permalink = pattern
	dbtest.Do(n, n.db, func(tx *db.Tx) error { return masthead.Save(n.Context(), tx, noon, n.paper) })
}

// readdress moves all that was published, and tells in how many steps.
func (n newsroom) readdress() (steps int) {
	n.Helper()
	dbtest.Do(n, n.db, func(tx *db.Tx) error { return article.Readdress(n.Context(), tx, noon) })
	if moving, err := article.Readdressing(n.Context(), n.db); err != nil || !moving {
		n.Errorf("nothing moves: %v", err)
	}
	now := func() time.Time { return noon }
	work := (&article.Readdresser{DB: n.db, Now: now}).Work
	r := &job.Runner{DB: n.db, Log: slog.New(slog.DiscardHandler), Now: now, Works: map[string]job.Work{article.ReaddressJob: func(ctx context.Context, j job.Job) error {
		err := work(ctx, j)
		if err != nil {
			n.Error(err)
		}
		return err
	}}}
	for r.Once(n.Context()) {
		steps++
	}
	if moving, err := article.Readdressing(n.Context(), n.db); err != nil || moving {
		n.Errorf("still moving: %v", err)
	}
	return steps
}

func TestNewArticlesFollowThePattern(t *testing.T) {
	each(t, func(n newsroom) {
		first := n.news(hours(1), "La crue")
		n.pattern("/{section}/{slug}/")
		sahel := func(a *article.Article) { a.Section = 2 }
		for _, c := range []struct {
			a    *article.Article
			want string
		}{
			{first, "/2026/03/01/la-crue/"}, {n.edit(hours(2), first.ID, sahel), "/2026/03/01/la-crue/"}, {n.news(hours(2), "Le mil", sahel), "/monde/sahel/le-mil/"},
			{n.news(hours(2), "Le mil", sahel), "/monde/sahel/le-mil-2/"}, {n.news(hours(2), "Culture"), "/culture-2/"}, {n.news(hours(2), "Podcasts"), "/podcasts-2/"},
		} {
			if c.a.Path != c.want {
				n.Errorf("%s stands at %s, want %s", c.a.Title, c.a.Path, c.want)
			}
		}
		n.consistent()
	})
}

func TestReaddress(t *testing.T) {
	each(t, func(n newsroom) {
		sahel := func(a *article.Article) { a.Section = 2 }
		crue, mil, twin := n.news(hours(1), "La crue", sahel), n.news(hours(1), "Le mil", sahel), n.news(hours(30), "Le mil", sahel)
		old := n.news(hours(1), "Ancien", func(a *article.Article) { a.Path = "/?p=12" })
		gone, draft := n.news(hours(1), "Parti"), n.put(hours(1), article.Article{Title: "Brouillon"})
		n.withdraw(hours(2), gone.ID, "erreur")
		dbtest.Do(n, n.db, func(tx *db.Tx) error { // addresses that somebody kept: one of the article itself, one of another page
			if _, err := address.Lead(n.Context(), tx, noon, "/la-crue/", crue.Path); err != nil {
				return err
			}
			_, err := address.Lead(n.Context(), tx, noon, "/ancien/", mil.Path)
			return err
		})
		n.pattern("/{slug}/")
		n.readdress()
		for path, want := range map[string]string{
			"/la-crue/": fmt.Sprintf("article %d", crue.ID), crue.Path: "→ /la-crue/", "/le-mil/": fmt.Sprintf("article %d", mil.ID), mil.Path: "→ /le-mil/",
			"/le-mil-2/": fmt.Sprintf("article %d", twin.ID), twin.Path: "→ /le-mil-2/", "/ancien-2/": fmt.Sprintf("article %d", old.ID), "/?p=12": "→ /ancien-2/",
			"/ancien/": "→ /le-mil/", gone.Path: fmt.Sprintf("gone %d", gone.ID), "/parti/": "nothing",
		} {
			if got := n.at(path); got != want {
				n.Errorf("%s is %s, want %s", path, got, want)
			}
		}
		if got := n.get(crue.ID).Path; got != "/la-crue/" {
			n.Errorf("the article stands at %s", got)
		}
		if got := n.get(draft.ID).Path; got != "" {
			n.Errorf("a draft stands at %s", got)
		}
		n.readdress() // again: all stand where they are
		if got := n.at("/le-mil-2/"); got != fmt.Sprintf("article %d", twin.ID) {
			n.Errorf("asked twice, the twin is %s", got)
		}
		n.pattern("") // and back: each address leads there in one step
		n.readdress()
		for path, want := range map[string]string{"/la-crue/": "→ " + crue.Path, crue.Path: fmt.Sprintf("article %d", crue.ID), twin.Path: fmt.Sprintf("article %d", twin.ID), "/le-mil-2/": "→ " + twin.Path, "/ancien/": "→ " + mil.Path} {
			if got := n.at(path); got != want {
				n.Errorf("back again %s is %s, want %s", path, got, want)
			}
		}
		broken, err := address.Broken(n.Context(), n.db)
		if err != nil || len(broken) > 0 {
			n.Errorf("broken: %v %v", broken, err)
		}
		n.consistent()
	})
}

// Many move in steps; whoever asks again meanwhile has it begin anew, and nothing is done twice.
func TestReaddressInSteps(t *testing.T) {
	t.Parallel()
	n := open(t, dbtest.SQLite(t))
	for i := range 120 {
		n.news(hours(1), fmt.Sprintf("Nouvelle %d", i))
	}
	n.pattern("/{year}/{slug}/")
	dbtest.Do(n, n.db, func(tx *db.Tx) error { return article.Readdress(n.Context(), tx, noon) })
	if steps := n.readdress(); steps != 4 {
		t.Errorf("%d steps", steps)
	}
	if got := n.at("/2026/nouvelle-119/"); got != "article 120" {
		t.Errorf("the last is %s", got)
	}
	labels := dbtest.LabelsOf(t, n.db, func() { n.pattern("/{slug}/"); n.readdress() })
	seen := map[string]bool{}
	for _, l := range labels {
		seen[l] = true
	}
	if !seen["article:1"] || !seen["article:120"] || !seen["menu"] {
		t.Errorf("the labels are %v", labels)
	}
}

// An address that somebody kept of another page goes on leading there: a new article of the same name gets another.
func TestNewArticlesTakeNoRedirect(t *testing.T) {
	each(t, func(n newsroom) {
		n.pattern("/{slug}/")
		first := n.news(hours(1), "La crue")
		n.pattern("")
		n.readdress()
		n.pattern("/{slug}/")
		if second := n.news(hours(2), "La crue"); second.Path != "/la-crue-2/" || n.at("/la-crue/") != "→ "+n.get(first.ID).Path {
			n.Errorf("the second stands at %s, and /la-crue/ is %s", second.Path, n.at("/la-crue/"))
		}
		n.consistent()
	})
}
