package article_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"griot/internal/article"
	"griot/internal/db/dbtest"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

func TestLists(t *testing.T) {
	each(t, func(n newsroom) {
		filed := func(section taxonomy.SectionID, countries []taxonomy.CountryID, tags []taxonomy.TagID, bylines []staff.BylineID) func(a *article.Article) {
			return func(a *article.Article) {
				a.Section, a.Countries, a.Tags, a.Bylines = section, countries, tags, bylines
			}
		}
		a := n.news(noon, "A", filed(2, []taxonomy.CountryID{1, 2}, []taxonomy.TagID{1}, []staff.BylineID{1, 2}))
		expect := func(what, want string) {
			n.Helper()
			if got := n.stands(a.ID); got != want {
				n.Errorf("%s: it stands in\n  %s, want\n  %s", what, got, want)
			}
			n.consistent()
		}
		expect("new, in a rubric below another", "author:1 author:2 country:1 country:2 language:fr section:1 section:2 tag:1")
		n.edit(noon, a.ID, filed(3, []taxonomy.CountryID{2}, []taxonomy.TagID{2}, []staff.BylineID{2}))
		expect("moved", "author:2 country:2 language:fr section:3 tag:2")
		n.edit(noon, a.ID, filed(1, nil, nil, nil))
		expect("stripped", "language:fr section:1")
		n.edit(noon, a.ID, filed(0, []taxonomy.CountryID{1}, nil, nil))
		expect("in no rubric", "country:1 language:fr")
		n.edit(noon, a.ID, func(a *article.Article) {
			a.Language, a.Section, a.Tags, a.Bylines = "en", 2, []taxonomy.TagID{1}, []staff.BylineID{1}
		})
		expect("in another language rubrics and countries do not list it", "author:1 language:en tag:1")
		for _, status := range []article.Status{article.Draft, article.Review, article.Private, article.Locked, article.Withdrawn} {
			n.edit(noon, a.ID, func(a *article.Article) { a.Status = status })
			expect(string(status), "")
			n.edit(noon, a.ID, func(a *article.Article) { a.Status = article.Published })
			expect("published after "+string(status), "author:1 language:en tag:1")
		}
	})
}

func TestOrderAndPages(t *testing.T) {
	each(t, func(n newsroom) {
		var want []article.ID
		for _, at := range []int{3, 1, 2, 1} {
			a := n.news(hours(at), fmt.Sprint(at), func(a *article.Article) { a.Section = 1 })
			want = append(want, a.ID)
		}
		want = []article.ID{want[0], want[2], want[3], want[1]} // newest first; of one hour, the later one
		if got := n.in(page.Section(1)); !slices.Equal(got, want) {
			n.Errorf("got %v, want %v", got, want)
		}
		for _, test := range []struct {
			limit, offset int
			want          []article.ID
		}{{2, 0, want[:2]}, {2, 2, want[2:]}, {2, 3, want[3:]}, {2, 4, nil}, {0, 0, nil}, {2, 1 << 40, nil}} {
			if got, err := article.In(n.Context(), n.db, page.Section(1), test.limit, test.offset); !slices.Equal(got, test.want) || err != nil {
				n.Errorf("%d from %d: %v, want %v: %v", test.limit, test.offset, got, test.want, err)
			}
		}
		if got, err := article.Since(n.Context(), n.db, page.Section(1), hours(2), 10); !slices.Equal(got, want[:2]) || err != nil {
			n.Errorf("since two hours: %v %v", got, err)
		}
		if c, since, err := article.Count(n.Context(), n.db, page.Section(1)); c != 4 || !since.Equal(hours(1)) || err != nil {
			n.Errorf("%d since %v: %v", c, since, err)
		}
		if c, since, err := article.Count(n.Context(), n.db, "section:4711"); c != 0 || !since.IsZero() || err != nil {
			n.Errorf("of nothing %d since %v: %v", c, since, err)
		}
	})
}

// A list that was emptied and fills again begins again.
func TestFirstOfAList(t *testing.T) {
	each(t, func(n newsroom) {
		since := func(want time.Time) {
			n.Helper()
			if _, since, err := article.Count(n.Context(), n.db, page.Section(3)); !since.Equal(want) || err != nil {
				n.Errorf("since %v, want %v: %v", since, want, err)
			}
		}
		inCulture := func(a *article.Article) { a.Section = 3 }
		a, b := n.news(hours(2), "A", inCulture), n.news(hours(1), "B", inCulture)
		since(hours(1))
		n.withdraw(hours(3), b.ID, "x")
		since(hours(2))
		n.withdraw(hours(3), a.ID, "x")
		since(time.Time{})
		n.news(hours(5), "C", inCulture)
		since(hours(5))
		n.publish(hours(6), b.ID)
		since(hours(1))
		n.consistent()
	})
}

func TestCounts(t *testing.T) {
	each(t, func(n newsroom) {
		for i, c := range [][]taxonomy.CountryID{{1}, {1, 2}, {2}, {1}} {
			n.news(hours(-i*10), fmt.Sprint(i), func(a *article.Article) { a.Countries, a.Section = c, 3 })
		}
		gone := n.news(noon, "gone", func(a *article.Article) { a.Section = 2 })
		n.withdraw(noon, gone.ID, "x")
		got, err := article.Counts(n.Context(), n.db, "country:")
		if want := map[page.Label]int{"country:1": 3, "country:2": 2}; !maps.Equal(got, want) || err != nil {
			n.Errorf("got %v, want %v: %v", got, want, err)
		}
		if got, err := article.Counts(n.Context(), n.db, "section:"); !maps.Equal(got, map[page.Label]int{"section:3": 4}) || err != nil {
			n.Errorf("of rubrics %v: %v", got, err)
		}
		since, err := article.CountriesSince(n.Context(), n.db, "language:fr", hours(-20), hours(-10))
		if want := map[taxonomy.CountryID]article.SinceCount{1: {All: 2, Later: 2}, 2: {All: 2, Later: 1}}; !maps.Equal(since, want) || err != nil {
			n.Errorf("since twenty and ten hours %v, want %v: %v", since, want, err)
		}
	})
}

// Each act names exactly what it changes: less, and readers see what is no longer so; more, and pages are made for nothing.
func TestLabels(t *testing.T) {
	each(t, func(n newsroom) {
		old := n.news(hours(-100), "Ancien", func(a *article.Article) { a.Section, a.Tags = 2, []taxonomy.TagID{1} })
		var draft *article.Article
		for i := range 7 { // the breaking line holds six
			n.news(hours(-10+i), fmt.Sprint("N", i))
		}
		n.labels("a draft", func() {
			draft = n.put(noon, article.Article{Title: "D", Status: article.Draft, Section: 3, Countries: []taxonomy.CountryID{1}})
		})
		n.labels("a draft again", func() { n.edit(noon, draft.ID, func(a *article.Article) { a.Title = "E" }) })
		self := fmt.Sprintf("article:%d", draft.ID)
		n.labels("published", func() { n.publish(noon, draft.ID) }, "archive", "archive:1", self, "country:1", "language:fr", "section:3", "ticker")
		n.labels("published twice", func() { n.publish(noon, draft.ID) })
		n.labels("a new title", func() { n.edit(noon, draft.ID, func(a *article.Article) { a.Title = "F" }) }, self, "ticker")
		n.labels("another rubric", func() { n.edit(noon, draft.ID, func(a *article.Article) { a.Section = 1 }) }, "archive", self, "section:3", "section:1", "front", "ticker")
		n.labels("another country", func() { n.edit(noon, draft.ID, func(a *article.Article) { a.Countries = []taxonomy.CountryID{2} }) }, "archive", self, "country:1", "country:2", "ticker")

		was := fmt.Sprintf("article:%d", old.ID)
		n.labels("an old one's text", func() { n.edit(noon, old.ID, func(a *article.Article) { a.Body = "<p>x</p>" }) }, was)
		n.labels("an old one's tags", func() { n.edit(noon, old.ID, func(a *article.Article) { a.Tags = []taxonomy.TagID{1, 2} }) }, "archive", was, "tag:2")
		n.labels("an old one pinned", func() { n.edit(noon, old.ID, func(a *article.Article) { a.Pinned = true }) }, was, "front")
		n.labels("an old one's kind", func() { n.edit(noon, old.ID, func(a *article.Article) { a.Kind = "publi" }) }, was, "front")
		n.labels("an old one's date", func() { n.edit(noon, old.ID, func(a *article.Article) { a.Updated = noon }) }, was, "archive", "archive:1")
		n.labels("an old one withdrawn", func() { n.withdraw(noon, old.ID, "x") }, "archive", "archive:1", was, "language:fr", "section:1", "section:2", "tag:1", "tag:2", "ticker")
		n.labels("a withdrawn one's reason", func() { n.edit(noon, old.ID, func(a *article.Article) { a.Reason = "y" }) })

		en := n.put(hours(1), article.Article{Title: "F in English", Language: "en", Original: draft.ID, Tags: []taxonomy.TagID{1}, Status: article.Draft})
		n.labels("a translation", func() { n.publish(hours(1), en.ID) }, "archive", "archive:1", fmt.Sprintf("article:%d", en.ID), self, "language:en", "tag:1", "ticker")
		english, arabic := fmt.Sprintf("article:%d", en.ID), fmt.Sprintf("article:%d", en.ID+1)
		n.labels("another translation, new and public at once", func() {
			n.news(hours(1), "بالعربية", func(a *article.Article) { a.Language, a.Original = "ar", draft.ID })
		}, "archive", "archive:1", arabic, english, self, "language:ar", "ticker")
		n.labels("the original withdrawn", func() { n.withdraw(noon, draft.ID, "x") }, "archive", "archive:1", self, english, arabic, "country:2", "language:fr", "section:1", "ticker")
		n.labels("one whose original is not public withdrawn", func() { n.withdraw(noon, en.ID, "x") }, "archive", "archive:1", english, arabic, "language:en", "tag:1", "ticker")
	})
}

// The labels of notes and replies, each time what readers see of them changes.
func TestLabelsOfNotes(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(hours(-1), "Une affaire")
		reply := n.put(noon, article.Article{Title: "Réponse", Status: article.Draft, ReplyTo: a.ID})
		self, answer := fmt.Sprintf("article:%d", a.ID), fmt.Sprintf("article:%d", reply.ID)
		n.labels("a correction", func() { n.note(noon, article.Note{Article: a.ID, Kind: article.Correction, Text: "x"}) }, self, "corrections")
		n.labels("a right of reply", func() { n.note(noon, article.Note{Article: a.ID, Kind: article.RightOfReply, Reply: reply.ID}) }, self, "corrections")
		n.labels("the reply is published", func() { n.publish(noon, reply.ID) }, "archive", "archive:1", answer, self, "corrections", "language:fr", "ticker")
		n.labels("the reply's text", func() { n.edit(noon, reply.ID, func(a *article.Article) { a.Body = "<p>x</p>" }) }, answer, "ticker")
		n.labels("the article is withdrawn", func() { n.withdraw(noon, a.ID, "x") }, "archive", "archive:1", self, "corrections", "language:fr", "ticker")
	})
}

// TestMain bounds the newsroom's days that TestEverythingAgrees plays: each is many transactions.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "12"); err != nil {
		panic(err)
	}
	m.Run()
}

// After any sequence of acts, lists, counts, index, addresses and jobs agree with the articles.
func TestEverythingAgrees(t *testing.T) {
	each(t, func(n newsroom) {
		rapid.Check(n, func(rt *rapid.T) {
			statuses := rapid.SampledFrom([]article.Status{article.Draft, article.Published, article.Published, article.Scheduled, article.Withdrawn, article.Private})
			ids := []article.ID{0}
			for range rapid.IntRange(2, 8).Draw(rt, "acts") {
				a := article.Article{Title: "T", PublishAt: hours(rapid.IntRange(1, 5).Draw(rt, "hour"))}
				if id := rapid.SampledFrom(ids).Draw(rt, "article"); id != 0 {
					a = *n.get(id)
					a.PublishAt = hours(rapid.IntRange(1, 5).Draw(rt, "hour"))
				}
				a.Status = statuses.Draw(rt, "status")
				a.Language = rapid.SampledFrom([]string{"fr", "fr", "en"}).Draw(rt, "language")
				a.Section = taxonomy.SectionID(rapid.IntRange(0, 3).Draw(rt, "rubric"))
				a.Countries = rapid.SliceOfN(rapid.Map(rapid.IntRange(1, 2), func(i int) taxonomy.CountryID { return taxonomy.CountryID(i) }), 0, 2).Draw(rt, "countries")
				a.Tags = rapid.SliceOfN(rapid.Map(rapid.IntRange(1, 2), func(i int) taxonomy.TagID { return taxonomy.TagID(i) }), 0, 2).Draw(rt, "tags")
				ids = append(ids, n.put(hours(rapid.IntRange(-3, 3).Draw(rt, "now")), a).ID)
				n.consistent()
			}
		})
		if c := dbtest.Count(n, n.db, "article"); c == 0 {
			n.Error("nothing was put")
		}
	})
}
