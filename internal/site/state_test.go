package site_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/article/articletest"
	"griot/internal/db"
	"griot/internal/frontpage"
	"griot/internal/taxonomy"
)

// everywhere is the addresses where an article of the newsroom's may show: fronts, lists, search, the pages of others.
func everywhere(n *newsroom, a *article.Article) []string {
	paths := []string{"/", "/en/", "/pays/niger/", "/sante/", "/auteurs/mariama-djibo/", "/auteurs/", "/corrections/", "/recherche/?q=ornithorynque", "/recherche/?pays=niger", "/recherche/?rubrique=sante",
		n.find("fleuve-niger-guetteurs").Path, n.find("asmara-mur-des-chronos").Path, "/a-propos/", "/n-existe-pas/"}
	for _, id := range a.Tags {
		paths = append(paths, "/mots-cles/"+n.column("SELECT slug FROM tag WHERE id = $1", id)[0]+"/")
	}
	return paths
}

// secretive is an article that would show in every list that there is, if it could.
func secretive(n *newsroom) *article.Article {
	river := n.find("fleuve-niger-guetteurs")
	return &article.Article{Title: "Ornithorynque", Short: "Ornithorynque", Standfirst: "Ornithorynque.", Body: "<p>Ornithorynque.</p>", Section: taxonomy.SectionID(n.number("SELECT id FROM section WHERE slug = 'sante'")),
		Countries: river.Countries, Tags: river.Tags, Bylines: river.Bylines, Hero: river.Hero, Pinned: true}
}

// shows is whether a page tells of an article in any of its words or addresses. The address of the search for it tells nothing.
func (a *answer) shows(word string) bool {
	return strings.Contains(strings.ToLower(textOf(a.one("body"))), word) && a.path != "/recherche/?q="+word || len(a.all(`a[href*="`+word+`"]:not([href*="/recherche/?q="])`)) > 0
}

// TestUnpublished: nothing but a published article is ever seen, at any address and in any list.
func TestUnpublished(t *testing.T) {
	t.Parallel()
	for _, status := range []article.Status{article.Draft, article.Review, article.Scheduled, article.Private, article.Locked} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			n := open(t)
			a := secretive(n)
			a.Status, a.PublishAt, a.Path = status, n.now.Add(24*time.Hour), "/2026/03/02/ornithorynque/"
			n.put(a)
			n.refuses(a.Path, 404).none(`main a[href*="ornithorynque"]`)
			n.refuses(fmt.Sprintf("/?p=%d", a.ID), 404)
			for _, path := range everywhere(n, a) {
				if n.get(path).shows("ornithorynque") {
					t.Errorf("%s shows it", path)
				}
			}
			if got := n.page("/recherche/?q=ornithorynque").texts("main article"); len(got) != 0 {
				t.Errorf("search finds %q", got)
			}
		})
	}
}

// TestPublishedThenNot: an article that was published shows everywhere at once, and is gone from everywhere at once when it is taken back.
func TestPublishedThenNot(t *testing.T) {
	t.Parallel()
	for _, status := range []article.Status{article.Withdrawn, article.Draft, article.Private} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			n := open(t)
			for _, path := range everywhere(n, secretive(n)) {
				n.get(path) // so that the edge keeps it
			}
			a := n.put(secretive(n))
			n.page(a.Path).says("h1", "Ornithorynque")
			for _, path := range []string{"/", "/pays/niger/", "/sante/", "/auteurs/mariama-djibo/", "/recherche/?pays=niger", n.find("fleuve-niger-guetteurs").Path} {
				if !n.page(path).shows("ornithorynque") {
					t.Errorf("%s does not show the new article", path)
				}
			}
			a.Status, a.Withdrawn = status, n.now
			n.put(a)
			if status == article.Withdrawn {
				n.refuses(a.Path, 410)
			} else if got := n.get(a.Path).status; got != 404 && got != 410 {
				t.Errorf("its address answers %d", got)
			}
			for _, path := range everywhere(n, a) {
				if n.get(path).shows("ornithorynque") {
					t.Errorf("%s still shows it", path)
				}
			}
		})
	}
}

// TestWithdrawn: 410, with the reason that the newsroom gave, in a designed page.
func TestWithdrawn(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("asmara-mur-des-chronos")
	n.page(a.Path)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return articletest.Withdraw(ctx, tx, n.paper, n.now, a.ID, `Un témoin nous l'a demandé : <b>"son" nom</b> y figurait.`)
	})
	gone := n.refuses(a.Path, 410)
	holds(t, gone)
	gone.says("h1", "Article retiré")
	if got := gone.text("main header .sf"); !strings.Contains(got, "Un témoin nous l") || !strings.Contains(got, "nom") || strings.Contains(got, "Asmara") {
		t.Errorf("the page says %q", got)
	}
	gone.none(`link[rel="canonical"]`)
	if robots := gone.attr(`meta[name="robots"]`, "content"); !strings.Contains(robots, "noindex") {
		t.Errorf("robots %q", robots)
	}
	gone.one("main form[role=search] input[name=q]")
	n.do(func(ctx context.Context, tx *db.Tx) error { return articletest.Publish(ctx, tx, n.paper, n.now, a.ID) })
	n.page(a.Path).says("h1", a.Title)
}

// TestScheduled: an article comes when its hour has, with that hour as its own; before, its address is nothing.
func TestScheduled(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := secretive(n)
	a.Status, a.PublishAt = article.Scheduled, n.now.Add(time.Hour)
	n.put(a)
	n.refuses("/2026/03/02/ornithorynque/", 404)
	n.now = n.now.Add(time.Hour + time.Minute)
	publish(n, a.ID)
	n.page("/2026/03/02/ornithorynque/").says("main article > header time", "2 mars 2026, 11 h 30")
	if got := n.page("/").attr(".lead h2 a", "href"); got != "/2026/03/02/ornithorynque/" {
		t.Errorf("the front page leads with %s", got)
	}
}

// TestAReplyOrTranslationThatIsNotPublished leaves no trace with what it answers or translates.
func TestAReplyOrTranslationThatIsNotPublished(t *testing.T) {
	t.Parallel()
	n := open(t)
	answered, reply, english := n.find("bascules-cacao-haut-sassandra"), n.find("bascules-reponse-planteurs-lobo"), n.find("niger-river-watchers-en")
	river := n.find("fleuve-niger-guetteurs")
	n.page(answered.Path).one(".dr")
	n.page(river.Path).one(`main article > header a[hreflang="en"]`)
	n.page("/corrections/")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		if err := articletest.Withdraw(ctx, tx, n.paper, n.now, reply.ID, ""); err != nil {
			return err
		}
		return articletest.Withdraw(ctx, tx, n.paper, n.now, english.ID, "")
	})
	n.page(answered.Path).none(".dr")
	n.page("/corrections/").none(`a[href="` + reply.Path + `"]`)
	a := n.page(river.Path)
	a.none(`head link[hreflang="en"]`)
	a.none(`main article > header a[hreflang="en"]`)
}

// TestBreakingNews: what was pushed first, the newest articles after it, six in all; hours for today, dates for before.
func TestBreakingNews(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.do(func(ctx context.Context, tx *db.Tx) error { _, err := tx.Exec(ctx, "DELETE FROM breaking"); return err })
	push := func(text string, ago, life time.Duration, id article.ID) {
		n.do(func(ctx context.Context, tx *db.Tx) error {
			return frontpage.Push(ctx, tx, &frontpage.Breaking{Language: "fr", Text: text, Article: int64(id), Pushed: n.now.Add(-ago), Expires: n.now.Add(life)})
		})
	}
	newest := n.column("SELECT path FROM article WHERE language = 'fr' AND kind <> 'publi' AND status = 'published' ORDER BY first_published_at DESC, id DESC LIMIT 6")
	n.page("/sante/")
	push("Hier soir : l'alerte", 20*time.Hour, 90*time.Minute, 0)
	push("À l'instant : la pluie", 5*time.Minute, 3*time.Hour, n.find("asmara-mur-des-chronos").ID)
	push("Déjà finie", 3*time.Hour, -time.Minute, 0)
	lines := func() []string { return n.page("/sante/").texts(".flash .a") }
	got := lines()
	if len(got) != 6 || got[0] != "À l’instant : la pluie" || got[1] != "Hier soir : l’alerte" {
		t.Errorf("the breaking line is %q", got)
	}
	a := n.page("/sante/")
	if got := a.attrs(".flash a.a", "href"); !slices.Equal(got, append([]string{n.find("asmara-mur-des-chronos").Path}, newest[:4]...)) {
		t.Errorf("it leads to %q", got)
	}
	if got := a.texts(".flash time"); got[0] != "10 h 25 GMT+1" || got[1] != "1er mars" {
		t.Errorf("its times are %q", got)
	}
	if until := n.make("/sante/", "").Until; !until.Equal(n.now.Add(90 * time.Minute)) {
		t.Errorf("the page is true until %v, want the first expiry", until)
	}
	n.now = n.now.Add(90 * time.Minute)
	if got := lines(); len(got) != 6 || got[0] != "À l’instant : la pluie" || slices.Contains(got, "Hier soir : l’alerte") {
		t.Errorf("after the first expiry the breaking line is %q", got)
	}
	n.now = n.now.Add(90 * time.Minute)
	if got := n.page("/sante/").attrs(".flash a.a", "href"); !slices.Equal(got, newest) {
		t.Errorf("when all has expired the breaking line is %q", got)
	}
}

// TestBreakingNewsWaits: a line pushed for later stands when its time comes, without anybody's doing.
func TestBreakingNewsWaits(t *testing.T) {
	t.Parallel()
	n := open(t)
	const text = "Le résultat est là"
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return frontpage.Push(ctx, tx, &frontpage.Breaking{Language: "fr", Text: text, Pushed: n.now.Add(30 * time.Minute), Expires: n.now.Add(time.Hour)})
	})
	if until := n.make("/sante/", "").Until; !until.Equal(n.now.Add(30 * time.Minute)) {
		t.Errorf("the page is true until %v, want the line's time", until)
	}
	if got := n.page("/sante/").texts(".flash .a"); slices.Contains(got, text) {
		t.Errorf("the line stands too early: %q", got)
	}
	n.now = n.now.Add(30 * time.Minute)
	if got := n.page("/sante/").texts(".flash .a"); !slices.Contains(got, text) {
		t.Errorf("the line does not stand at its time: %q", got)
	}
}

// TestBreakingNewsOfALanguage: a page shows the lines of its own language.
func TestBreakingNewsOfALanguage(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.page("/en/")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return frontpage.Push(ctx, tx, &frontpage.Breaking{Language: "en", Text: "Rain at last", Pushed: n.now, Expires: n.now.Add(time.Hour)})
	})
	if got := n.page("/en/").texts(".flash .a"); got[0] != "Rain at last" {
		t.Errorf("in English the breaking line is %q", got)
	}
	if got := n.page("/").texts(".flash .a"); slices.Contains(got, "Rain at last") {
		t.Errorf("in French the breaking line is %q", got)
	}
}

// TestMidnight: every page stops being true at the newsroom's midnight, when today becomes yesterday.
func TestMidnight(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE breaking SET expires_at = $1", db.Millis(n.now.AddDate(0, 0, 9)))
		return err
	})
	end := midnight(n).AddDate(0, 0, 1)
	for _, at := range addresses(n) {
		path, query, _ := strings.Cut(at.path, "?")
		if until := n.make(path, query).Until; !until.Equal(end) {
			t.Errorf("%s is true until %v, want %v", at.path, until, end)
		}
	}
	a := n.page("/sante/")
	a.says("header .jr time", "Lundi 2 mars 2026")
	if got := a.texts(".flash time")[0]; !strings.Contains(got, "GMT+1") {
		t.Errorf("today's line is of %q", got)
	}
	n.now = end.Add(-time.Millisecond)
	n.page("/sante/").says("header .jr time", "Lundi 2 mars 2026")
	n.now = end
	a = n.page("/sante/")
	a.says("header .jr time", "Mardi 3 mars 2026")
	if got := a.texts(".flash time")[0]; got != "2 mars" {
		t.Errorf("yesterday's line is of %q", got)
	}
}

// TestNewsroomsOwnClock: dates follow the newspaper's zone, whatever zone the machine is in.
func TestNewsroomsOwnClock(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.now = time.Date(2026, 2, 28, 23, 30, 0, 0, time.FixedZone("", -9*3600)) // 1 March, 8.30 UTC
	n.page("/").says("header .jr time", "Dimanche 1er mars 2026")
	if until := n.make("/a-propos/", "").Until; !until.Equal(time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC)) && until.After(time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("the page is true until %v", until)
	}
}

// TestWithdrawnLeavesEveryCorner: the most read, the footers and the breaking line of pages that the edge keeps name a withdrawn article no more either.
func TestWithdrawnLeavesEveryCorner(t *testing.T) {
	t.Parallel()
	n := open(t)
	page := n.page("/a-propos/")
	for _, path := range []string{"/", "/sante/", "/a-propos/", n.find("asmara-mur-des-chronos").Path} {
		n.page(path)
	}
	corners := append(n.page("/").attrs(".plus ol a", "href"), page.attrs("footer .rec a", "href")...)
	corners = append(corners, page.attrs(".flash a.a", "href")...)
	for _, path := range corners {
		for _, kept := range []string{"/", "/sante/", "/a-propos/", n.find("asmara-mur-des-chronos").Path} {
			n.get(kept)
		}
		a := n.at(path)
		if a.Status != article.Published {
			continue
		}
		n.do(func(ctx context.Context, tx *db.Tx) error {
			return articletest.Withdraw(ctx, tx, n.paper, n.now, a.ID, "")
		})
		for _, kept := range []string{"/", "/sante/", "/a-propos/", n.find("asmara-mur-des-chronos").Path} {
			if got := n.get(kept); got.status == 200 && len(got.all(`a[href="`+path+`"]`)) > 0 {
				t.Errorf("%s still leads to %s", kept, path)
			}
		}
	}
}

// TestAReplyAndWhatItAnswers know of each other when nothing else joins them: a change of one shows on the other's page, and so does its end.
func TestAReplyAndWhatItAnswers(t *testing.T) {
	t.Parallel()
	n := open(t)
	old := n.now.AddDate(0, -1, 0) // the newest stand on every page, and a change of one drops them all
	answered := n.put(&article.Article{Title: "La mesure", Body: "<p>Un kilo.</p>", FirstPublished: old})
	reply := n.put(&article.Article{Title: "La réponse", Kind: "droit-de-reponse", Body: "<p>Mille grammes.</p>", ReplyTo: answered.ID, FirstPublished: old})
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return article.AddNote(ctx, tx, n.now, &article.Note{Article: answered.ID, Kind: article.RightOfReply, Reply: reply.ID})
	})
	n.page(answered.Path).one(`.dr a[href="` + reply.Path + `"]`)
	n.page(reply.Path).says("main article > header .rep a", "La mesure")
	answered.Title, reply.Title = "La juste mesure", "La juste réponse"
	n.put(answered)
	n.page(reply.Path).says("main article > header .rep a", "La juste mesure")
	n.put(reply)
	if got := n.page(answered.Path).text(".dr h2"); got != "Droit de réponse La juste réponse" {
		t.Errorf("over the reply stands %q", got)
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return articletest.Withdraw(ctx, tx, n.paper, n.now, answered.ID, "")
	})
	n.page(reply.Path).none("main article > header .rep")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		if err := articletest.Publish(ctx, tx, n.paper, n.now, answered.ID); err != nil {
			return err
		}
		return articletest.Withdraw(ctx, tx, n.paper, n.now, reply.ID, "")
	})
	n.page(answered.Path).none(".dr")
}
