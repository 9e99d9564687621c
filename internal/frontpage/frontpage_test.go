package frontpage_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/media"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func hours(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

// push adds a line; texts name what they are.
func push(t *testing.T, d *db.DB, b frontpage.Breaking) frontpage.Breaking {
	t.Helper()
	b.Language = "fr"
	labels := dbtest.Labels(t, d, func(tx *db.Tx) error { return frontpage.Push(t.Context(), tx, &b) })
	if !slices.Equal(labels, []string{"ticker"}) {
		t.Errorf("the labels are %v", labels)
	}
	return b
}

func running(t *testing.T, d *db.DB, now time.Time, language string) (texts []string) {
	t.Helper()
	list, err := frontpage.Running(t.Context(), d, now, language)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		texts = append(texts, b.Text)
	}
	return texts
}

func TestRunning(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, b := range []frontpage.Breaking{
			{Text: "old", Pushed: hours(-3), Expires: hours(3)},
			{Text: "new", Pushed: hours(-1), Expires: hours(2)},
			{Text: "first", Pushed: hours(-9), Expires: hours(9), Position: -1},
			{Text: "expired", Pushed: hours(-2), Expires: noon},
			{Text: "to come", Pushed: hours(1), Expires: hours(5)},
			{Text: "newer of one hour", Pushed: hours(-1), Expires: hours(2)},
		} {
			push(t, d, b)
		}
		for _, test := range []struct {
			now  time.Time
			want []string
		}{
			{hours(-10), nil},
			{hours(-9), []string{"first"}},
			{hours(-2), []string{"first", "expired", "old"}},
			{noon.Add(-time.Millisecond), []string{"first", "newer of one hour", "new", "expired", "old"}},
			{noon, []string{"first", "newer of one hour", "new", "old"}},
			{hours(1), []string{"first", "to come", "newer of one hour", "new", "old"}},
			{hours(2), []string{"first", "to come", "old"}},
			{hours(9), nil},
		} {
			if got := running(t, d, test.now, "fr"); !slices.Equal(got, test.want) {
				t.Errorf("at %v run %q, want %q", test.now, got, test.want)
			}
		}
		if got := running(t, d, noon, "en"); len(got) != 0 {
			t.Errorf("in another language run %q", got)
		}
	})
}

func TestNoMoreThanTheLineHolds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for i := range frontpage.TickerLength + 2 {
			push(t, d, frontpage.Breaking{Text: fmt.Sprint(i), Pushed: hours(i - 20), Expires: hours(1)})
		}
		if got := running(t, d, noon, "fr"); !slices.Equal(got, []string{"7", "6", "5", "4", "3", "2"}) {
			t.Errorf("run %q", got)
		}
	})
}

// A line leads to its own address, else to its article while that is public, else nowhere.
func TestWhereALineLeads(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		dbtest.Do(t, d, func(tx *db.Tx) error {
			for _, s := range []string{
				"INSERT INTO article_kind (code, position, schema_type, labels) VALUES ('news', 1, 'NewsArticle', '{}')",
				"INSERT INTO article (id, uid, language, kind, status, path, title, created_at, changed_at) VALUES (1, 'u', 'fr', 'news', 'draft', '/2026/03/01/a/', 't', 0, 0)",
			} {
				if _, err := tx.Exec(ctx, s); err != nil {
					return err
				}
			}
			return nil
		})
		for _, b := range []frontpage.Breaking{{Text: "article", Article: 1}, {Text: "both", Article: 1, URL: "https://example.org/"}, {Text: "address", URL: "/direct/"}, {Text: "nowhere"}} {
			b.Pushed, b.Expires = hours(-1), hours(1)
			push(t, d, b)
		}
		for status, want := range map[string]string{"draft": "", "published": "/2026/03/01/a/", "withdrawn": ""} {
			dbtest.Do(t, d, func(tx *db.Tx) error { _, err := tx.Exec(ctx, "UPDATE article SET status = $1", status); return err })
			list, err := frontpage.Running(ctx, d, noon, "fr")
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, b := range list {
				got[b.Text] = b.URL
			}
			if got["article"] != want || got["both"] != "https://example.org/" || got["address"] != "/direct/" || got["nowhere"] != "" || len(got) != 4 {
				t.Errorf("while it is %s they lead to %v", status, got)
			}
		}
	})
}

func TestPushRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, b := range map[string]frontpage.Breaking{
			"without a text":         {Pushed: noon, Expires: hours(1)},
			"of tags":                {Text: "<b></b>\x00", Pushed: noon, Expires: hours(1)},
			"without an end":         {Text: "x", Pushed: noon},
			"that ends as it begins": {Text: "x", Pushed: noon, Expires: noon},
		} {
			err := d.Transact(t.Context(), func(tx *db.Tx) error { return frontpage.Push(t.Context(), tx, &b) })
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("a line %s: %v", name, err)
			}
		}
		if got := push(t, d, frontpage.Breaking{Text: " <b>Séisme</b>\n au  large ", Pushed: noon, Expires: hours(1)}); got.Text != "Séisme au large" {
			t.Errorf("pushed as %q", got.Text)
		}
	})
}

// card makes a story: s is its rubric, h whether it has a picture.
func card(id int, section taxonomy.SectionID, picture bool, change ...func(c *article.Card)) article.Card {
	c := article.Card{ID: article.ID(id), Section: section, Kind: "news", Published: hours(-id)}
	if picture {
		c.Hero = &media.Media{ID: 1}
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

func paid(kind string) bool { return kind == "publi" }

func unrelated(*article.Card) []article.ID { return nil }

func numbers(cards []article.Card) (ids []int) {
	for _, c := range cards {
		ids = append(ids, int(c.ID))
	}
	return ids
}

func TestLead(t *testing.T) {
	t.Parallel()
	pinned := func(c *article.Card) { c.Pinned = true }
	sold := func(c *article.Card) { c.Kind = "publi" }
	old := func(c *article.Card) { c.Published = hours(-73) }
	bare := func(n int) (list []article.Card) {
		for i := range n {
			list = append(list, card(i+1, 1, false))
		}
		return list
	}
	for name, test := range map[string]struct {
		newest []article.Card
		want   article.ID
	}{
		"nothing":                    {nil, 0},
		"the newest with a picture":  {[]article.Card{card(1, 1, false), card(2, 1, true), card(3, 1, true)}, 2},
		"the newest without any":     {bare(3), 1},
		"a picture far down":         {append(bare(12), card(13, 1, true)), 1},
		"a picture just in sight":    {append(bare(11), card(12, 1, true)), 12},
		"a pinned one":               {[]article.Card{card(1, 1, true), card(2, 1, false, pinned)}, 2},
		"one pinned too long":        {[]article.Card{card(1, 1, true), card(2, 1, true, pinned, old)}, 1},
		"one that is paid for":       {[]article.Card{card(1, 1, true, sold), card(2, 1, true, sold, pinned), card(3, 1, false)}, 3},
		"nothing but what is paid":   {[]article.Card{card(1, 1, true, sold)}, 0},
		"the newer of two pinned":    {[]article.Card{card(1, 1, true), card(2, 1, true, pinned), card(3, 1, true, pinned)}, 2},
		"pinned, pictures elsewhere": {[]article.Card{card(1, 1, false, pinned), card(2, 1, true)}, 1},
	} {
		c := frontpage.Compose(noon, nil, test.newest, nil, paid, unrelated)
		got := article.ID(0)
		if c.Lead != nil {
			got = c.Lead.ID
		}
		if got != test.want {
			t.Errorf("%s: %d leads, want %d", name, got, test.want)
		}
	}
}

func TestSeconds(t *testing.T) {
	t.Parallel()
	newest := []article.Card{
		card(1, 1, true), card(2, 1, true), card(3, 2, false), card(4, 2, true), card(5, 2, true), card(6, 3, true),
		card(7, 4, true, func(c *article.Card) { c.Kind = "publi" }), card(8, 1, false),
	}
	c := frontpage.Compose(noon, nil, newest, nil, paid, func(*article.Card) []article.ID { return []article.ID{5} })
	// One a rubric with a picture: 4 and 6; then the newest: 2 and 3. 5 stands beside the lead, 7 is paid for.
	if got := numbers(c.Seconds); !slices.Equal(got, []int{4, 6, 2, 3}) {
		t.Errorf("the seconds are %v", got)
	}
}

func TestBands(t *testing.T) {
	t.Parallel()
	newest := []article.Card{card(1, 1, true)}
	rubrics := []frontpage.Rubric{
		{Section: 1, Newest: []article.Card{card(1, 1, true), card(2, 1, false), card(3, 1, false), card(4, 1, true), card(5, 1, true), card(6, 1, true)}},
		{Section: 2, Newest: []article.Card{card(1, 1, true)}}, // all of it stands elsewhere
		{Section: 3, Newest: []article.Card{card(7, 3, false), card(4, 1, true)}},
	}
	c := frontpage.Compose(noon, nil, newest, rubrics, paid, unrelated)
	var got []string
	for _, b := range c.Bands {
		got = append(got, fmt.Sprint(b.Section, numbers(b.Stories)))
	}
	if want := []string{"1 [4 2 3 5]", "3 [7]"}; !slices.Equal(got, want) {
		t.Errorf("the bands are %v, want %v", got, want)
	}
}

// Whatever is published: no story stands twice, nothing paid for leads or seconds, no band is empty or too long, and what stands comes from what was given.
func TestNoStoryStandsTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) article.Card {
			return card(rapid.IntRange(1, 30).Draw(rt, "id"), taxonomy.SectionID(rapid.IntRange(0, 4).Draw(rt, "rubric")), rapid.Bool().Draw(rt, "picture"), func(c *article.Card) {
				c.Pinned = rapid.Bool().Draw(rt, "pinned")
				c.Kind = rapid.SampledFrom([]string{"news", "publi"}).Draw(rt, "kind")
				c.Published = hours(-rapid.IntRange(0, 100).Draw(rt, "age"))
			})
		}), 0, 40).Draw(rt, "stories")
		var rubrics []frontpage.Rubric
		for s := range taxonomy.SectionID(5) {
			rubrics = append(rubrics, frontpage.Rubric{Section: s, Newest: rapid.SliceOfN(rapid.SampledFrom(append(all, card(99, s, true))), 0, 8).Draw(rt, "newest")})
		}
		beside := rapid.SliceOfN(rapid.Map(rapid.IntRange(1, 30), func(i int) article.ID { return article.ID(i) }), 0, 3).Draw(rt, "related")
		c := frontpage.Compose(noon, nil, all, rubrics, paid, func(lead *article.Card) []article.ID {
			return slices.DeleteFunc(slices.Clone(beside), func(id article.ID) bool { return id == lead.ID })
		})

		stands := map[article.ID]string{}
		stand := func(where string, cards ...article.Card) {
			for _, a := range cards {
				if was := stands[a.ID]; was != "" {
					rt.Fatalf("%d stands %s and %s", a.ID, was, where)
				}
				stands[a.ID] = where
				if where != "in a band" && paid(a.Kind) {
					rt.Fatalf("what is paid for stands %s", where)
				}
			}
		}
		if c.Lead != nil {
			stand("in front", *c.Lead)
			for _, id := range c.Beside {
				stand("beside the lead", article.Card{ID: id})
			}
		} else if slices.ContainsFunc(all, func(a article.Card) bool { return !paid(a.Kind) }) {
			rt.Fatal("there is no lead")
		}
		stand("second", c.Seconds...)
		if len(c.Seconds) > frontpage.Seconds {
			rt.Fatalf("%d seconds", len(c.Seconds))
		}
		for _, b := range c.Bands {
			if len(b.Stories) == 0 || len(b.Stories) > frontpage.BandSize {
				rt.Fatalf("a band of %d", len(b.Stories))
			}
			stand("in a band", b.Stories...)
		}
	})
}

func TestBegins(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begins := func(language string) time.Time {
			t.Helper()
			at, err := frontpage.Begins(t.Context(), d, noon, language)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		push(t, d, frontpage.Breaking{Text: "now", Pushed: hours(-1), Expires: hours(4)})
		if at := begins("fr"); !at.IsZero() {
			t.Errorf("nothing waits, but something begins at %v", at)
		}
		push(t, d, frontpage.Breaking{Text: "later", Pushed: hours(3), Expires: hours(4)})
		push(t, d, frontpage.Breaking{Text: "soon", Pushed: hours(2), Expires: hours(4)})
		if at := begins("fr"); !at.Equal(hours(2)) {
			t.Errorf("the next begins at %v, want two hours on", at)
		}
		if at := begins("ar"); !at.IsZero() {
			t.Errorf("another language's line begins at %v", at)
		}
	})
}
