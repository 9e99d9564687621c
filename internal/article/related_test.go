package article_test

import (
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
	"griot/internal/taxonomy"
)

// relate runs the jobs that work relations off, at a time, to the end, and gives their number.
func (n newsroom) relate(now time.Time) (ran int) {
	n.Helper()
	at := func() time.Time { return now }
	r := &job.Runner{DB: n.db, Log: slog.New(slog.DiscardHandler), Now: at, Works: map[string]job.Work{article.RelatedJob: (&article.Relater{DB: n.db, Now: at}).Work}}
	for r.Once(n.Context()) {
		ran++
		if ran > 1000 {
			n.Fatal("there is always another job")
		}
	}
	if _, failed, err := job.Waiting(n.Context(), n.db); failed > 0 || err != nil || dbtest.Count(n, n.db, "related_due") > 0 {
		n.Fatalf("%d jobs failed (%v), %d articles are still due", failed, err, dbtest.Count(n, n.db, "related_due"))
	}
	return ran
}

func (n newsroom) related(a *article.Article, limit int) []article.ID {
	n.Helper()
	got, err := article.Related(n.Context(), n.db, a, limit)
	if err != nil {
		n.Fatal(err)
	}
	return got
}

func (n newsroom) wantRelated(what string, a *article.Article, want ...*article.Article) {
	n.Helper()
	var ids []article.ID
	for _, w := range want {
		ids = append(ids, w.ID)
	}
	if got := n.related(a, len(want)); !slices.Equal(got, ids) {
		n.Errorf("%s: %v, want %v", what, got, ids)
	}
}

// filed files an article.
func filed(section taxonomy.SectionID, country taxonomy.CountryID, tags ...taxonomy.TagID) func(a *article.Article) {
	return func(a *article.Article) {
		a.Section, a.Tags = section, tags
		if country != 0 {
			a.Countries = []taxonomy.CountryID{country}
		}
	}
}

// TestRelated: what is shared counts, tags more than the country and that more than the rubric, then nearness in time; and some articles never are in a list.
func TestRelated(t *testing.T) {
	each(t, func(n newsroom) {
		for i := range 12 { // others, so that terms are not common
			n.news(hours(-500-i), fmt.Sprintf("qwerty%d", i), filed(2, 0))
		}
		a := n.news(noon, "Abeille", filed(1, 1, 1, 2))
		bothTags := n.news(hours(-50), "Brume", filed(3, 2, 1, 2))
		tagAndCountry := n.news(hours(-40), "Caravane", filed(3, 1, 2))
		country := n.news(hours(-30), "Dune", filed(3, 1))
		older := n.news(hours(-20), "Erg", filed(1, 0))
		newer := n.news(hours(-10), "Figue", filed(1, 0))
		n.news(noon, "Gomme", filed(1, 1, 1, 2), func(a *article.Article) { a.Kind = "publi" })
		n.news(noon, "Henna", filed(1, 1, 1, 2), func(a *article.Article) { a.Language = "en" })
		n.news(noon, "Indigo", filed(1, 1, 1, 2), func(b *article.Article) { b.Original = a.ID })
		n.put(noon, article.Article{Title: "Jujube", Status: article.Draft, Section: 1, Tags: []taxonomy.TagID{1, 2}})
		gone := n.news(noon, "Karité", filed(1, 1, 1, 2))
		n.withdraw(noon, gone.ID, "x")
		n.relate(hours(1))
		want := []*article.Article{bothTags, tagAndCountry, country, newer, older}
		for _, limit := range []int{5, 3, 1, 0} {
			n.wantRelated(fmt.Sprint(limit, " of them"), a, want[:limit]...)
		}
		if kept := n.kept(a.ID); !slices.Equal(kept[:5], n.related(a, 5)) {
			n.Errorf("kept are %v", kept)
		}
		n.consistent()
	})
}

// kept are the numbers in the kept list of an article.
func (n newsroom) kept(id article.ID) []article.ID {
	n.Helper()
	return n.ids("SELECT related_id FROM article_related WHERE article_id = $1 ORDER BY position", id)
}

// TestRelatedByWords: without a term in common the words decide, in any inflection, and a link decides more.
func TestRelatedByWords(t *testing.T) {
	each(t, func(n newsroom) {
		for i := range 12 {
			n.news(hours(-500-i), fmt.Sprintf("qwerty%d", i))
		}
		words := n.news(hours(-40), "Les pêcheurs et la crue du fleuve")
		n.news(hours(-1), "Un stade pour la finale")
		linked := n.news(hours(-90), "Dix ans après")
		a := n.news(noon, "Un pêcheur parle des crues", func(a *article.Article) {
			a.Body = `<p>Le fleuve monte. <a href="` + linked.Path + `">Ailleurs</a>.</p>`
		})
		answer := n.news(noon, "Droit de réponse", func(b *article.Article) { b.ReplyTo = a.ID })
		n.relate(hours(1))
		got := n.related(a, 3)
		slices.Sort(got)
		if want := []article.ID{words.ID, linked.ID, answer.ID}; !slices.Equal(got, want) {
			n.Errorf("%v, want %v", got, want)
		}
		n.wantRelated("the other way about", linked, a)
		n.wantRelated("what answers", answer, a)
	})
}

// TestRelatedBeforeTheyAreRanked: the newest of the rubric and the country stand in, then those of the language; the same ones are left out.
func TestRelatedBeforeTheyAreRanked(t *testing.T) {
	each(t, func(n newsroom) {
		far := n.news(hours(-1), "elsewhere", filed(3, 2))
		rubric := n.news(hours(-30), "rubric", filed(1, 0))
		country := n.news(hours(-20), "country", filed(3, 1))
		a := n.news(noon, "A", filed(1, 1))
		n.news(noon, "paid", filed(1, 1), func(a *article.Article) { a.Kind = "publi" })
		n.news(noon, "translation", filed(1, 1), func(b *article.Article) { b.Original = a.ID })
		n.news(noon, "in another language", filed(1, 1), func(a *article.Article) { a.Language = "en" })
		n.wantRelated("before", a, country, rubric, far)
		n.wantRelated("by a card", &article.Article{ID: a.ID, Language: "fr", Section: 1}, rubric)
		only := n.news(noon, "la seule", func(b *article.Article) { b.Language, b.Original = "ar", a.ID })
		if got := n.related(&article.Article{ID: only.ID, Language: "ar"}, 3); len(got) != 0 {
			n.Errorf("of the only one of its language: %v", got)
		}
		if got := n.related(&article.Article{ID: a.ID, Language: "sw"}, 3); len(got) != 0 {
			n.Errorf("in a language without articles: %v", got)
		}
	})
}

// TestRelatedFollowChanges: an article that comes enters the lists of others, and one that goes leaves them; whoever shows it is told.
func TestRelatedFollowChanges(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(hours(-9), "Abeille", filed(1, 1, 1))
		b := n.news(hours(-8), "Brume", filed(3, 2))
		n.relate(hours(-7))
		var c *article.Article
		labels := dbtest.LabelsOf(n, n.db, func() { c = n.news(hours(-6), "Caravane", filed(1, 1, 1)); n.relate(hours(-5)) })
		if !slices.Contains(labels, "article:1") {
			n.Errorf("C comes into A's list, and the labels are %v", labels)
		}
		n.wantRelated("C in A's", a, c)
		n.edit(hours(-4), c.ID, func(c *article.Article) { c.SEODesc = "autre" })
		if ran := n.relate(hours(-4)); ran > 2 {
			n.Errorf("an edit that changes nothing for others: %d jobs", ran)
		}
		n.edit(hours(-3), c.ID, func(c *article.Article) {
			c.Tags, c.Section, c.Countries = []taxonomy.TagID{2}, 3, []taxonomy.CountryID{2}
		})
		n.relate(hours(-2))
		n.wantRelated("C with B now", c, b)
		n.withdraw(hours(-1), c.ID, "x")
		if got := n.related(b, 2); slices.Contains(got, c.ID) {
			n.Errorf("withdrawn, and still in B's: %v", got)
		}
		n.relate(noon)
		if left := n.ids("SELECT article_id FROM article_related WHERE article_id = $1 OR related_id = $1", c.ID); len(left) != 0 {
			n.Errorf("C is left in the lists of %v", left)
		}
		if rows := n.ids("SELECT article_id FROM related_posting WHERE article_id = $1", c.ID); len(rows) != 0 {
			n.Errorf("C is left under %d traits", len(rows))
		}
	})
}

func (n newsroom) ids(query string, args ...any) []article.ID {
	n.Helper()
	ids, err := db.All(n.Context(), n.db, func(rows *sql.Rows) (id article.ID, err error) { err = rows.Scan(&id); return id, err }, query, args...)
	if err != nil {
		n.Fatal(err)
	}
	return ids
}

// TestRelatedWorksInBatches: an archive of any size is one job that waits, each run of it is short, and what was done is not done again.
func TestRelatedWorksInBatches(t *testing.T) {
	each(t, func(n newsroom) {
		const articles = 150
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			for i := range articles {
				a := article.Article{Title: fmt.Sprintf("Récolte %d", i), Status: article.Published, Tags: []taxonomy.TagID{taxonomy.TagID(i%2 + 1)}, FirstPublished: hours(-i)}
				if err := article.Put(n.Context(), tx, n.paper, noon, &a); err != nil {
					return err
				}
			}
			return nil
		})
		if jobs := n.ids("SELECT id FROM job WHERE kind = $1", article.RelatedJob); len(jobs) != 1 {
			n.Errorf("%d jobs wait", len(jobs))
		}
		r := &article.Relater{DB: n.db, Now: func() time.Time { return noon }}
		for range 4 { // three read, one ranks
			if err := r.Work(n.Context(), job.Job{}); err != nil {
				n.Fatal(err)
			}
		}
		first := n.ids("SELECT DISTINCT article_id FROM article_related")
		if slices.Contains(first, article.ID(articles)) || !slices.Contains(first, 1) {
			n.Errorf("the newest are not first: %v", first)
		}
		n.relate(hours(1)) // another worker goes on
		if lists := n.ids("SELECT DISTINCT article_id FROM article_related"); len(lists) != articles {
			n.Errorf("%d lists", len(lists))
		}
		if held := n.ids("SELECT articles FROM related_trait ORDER BY articles DESC LIMIT 1"); held[0] != articles {
			n.Errorf("%d articles were counted", held[0])
		}
	})
}

// TestRelatedWhileArticlesChange: what changes while a worker looks at it is looked at again.
func TestRelatedWhileArticlesChange(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(hours(-9), "Abeille", filed(1, 0, 1))
		one := n.news(hours(-8), "Brume", filed(3, 1, 1))
		two := n.news(hours(-8), "Caravane", filed(3, 2, 2))
		now := hours(-7)
		var mu sync.Mutex
		clock := func() time.Time { mu.Lock(); defer mu.Unlock(); now = now.Add(time.Second); return now }
		var editor sync.WaitGroup
		editor.Go(func() {
			for i := range 20 {
				n.edit(clock(), a.ID, func(a *article.Article) { a.Tags = []taxonomy.TagID{taxonomy.TagID(2 - i%2)} })
			}
		})
		r := &article.Relater{DB: n.db, Now: clock}
		for range 20 {
			if err := r.Work(n.Context(), job.Job{}); err != nil {
				n.Error(err)
			}
		}
		editor.Wait()
		n.relate(noon)
		n.wantRelated("after the last edit", n.get(a.ID), one) // the last tag is 1
		n.wantRelated("of the other tag", two, one)            // of its rubric
	})
}

// TestRelatedNotEverywhere: an article that has something in common with all others does not stand in all their lists.
func TestRelatedNotEverywhere(t *testing.T) {
	each(t, func(n newsroom) {
		const articles = 300
		subjects := []string{"mil", "riz", "coton", "cacao", "sorgho", "manioc", "igname", "arachide", "sésame", "karité"}
		hub := ""
		for _, s := range subjects {
			hub += s + " "
		}
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			for i := range articles {
				a := article.Article{Title: fmt.Sprintf("%s parcelle%d", subjects[i%10], i), Status: article.Published, FirstPublished: hours(-i), Tags: []taxonomy.TagID{1}}
				if i == articles/2 {
					a.Title, a.Tags = hub, []taxonomy.TagID{1, 2}
				}
				if err := article.Put(n.Context(), tx, n.paper, noon, &a); err != nil {
					return err
				}
			}
			return nil
		})
		n.relate(noon)
		if most := n.mostListed(); most > articles*3/100 {
			n.Errorf("one article stands in %d of %d lists", most, articles)
		}
	})
}

// mostListed is in how many lists the article stands that stands in most, among the first three.
func (n newsroom) mostListed() int {
	n.Helper()
	return int(n.ids("SELECT COUNT(*) AS lists FROM article_related WHERE position <= 3 GROUP BY related_id ORDER BY 1 DESC LIMIT 1")[0])
}
