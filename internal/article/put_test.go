package article_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

func TestPutKeepsEverything(t *testing.T) {
	each(t, func(n newsroom) {
		want := n.put(noon, article.Article{
			Language: "en", Kind: "reportage", Status: article.Draft, Title: "Title", Short: "Short", Standfirst: "Standfirst", Body: "<p>One two three</p>", Dateline: "Niamey",
			Agencies: "AFP", Section: 2, Countries: []taxonomy.CountryID{2, 1}, Tags: []taxonomy.TagID{2, 1}, Bylines: []staff.BylineID{2, 1},
			Hero: article.Hero{Alt: "Alt", Caption: "Caption", Credit: "Credit"}, SEOTitle: "SEO", SEODesc: "Desc", Pinned: true, Comments: true, Updated: hours(-1), PublishAt: hours(5),
		})
		got := n.get(want.ID)
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			n.Errorf("kept\n%+v\nput\n%+v", got, want)
		}
		if got.Words != 3 || got.Slug != "short" || !got.Created.Equal(noon) || !got.Changed.Equal(noon) || got.Path != "" || !got.FirstPublished.IsZero() {
			n.Errorf("completed as %+v", got)
		}
		if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(got.UID) || strings.Contains(got.UID, got.Slug) {
			n.Errorf("its name for feeds is %s", got.UID)
		}
	})
}

func TestDefaults(t *testing.T) {
	each(t, func(n newsroom) {
		for title, slug := range map[string]string{"Le Niger et l’eau": "le-niger-et-l-eau", "???": "article", "": "article", "النيجر": "النيجر"} {
			a := n.put(noon, article.Article{Title: title, Status: article.Draft})
			if a.Slug != slug && a.Slug != "le-niger-et-leau" || a.Language != "fr" || a.Kind != article.News {
				n.Errorf("%q is completed to %+v", title, a)
			}
		}
	})
}

func TestPutCleans(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.put(noon, article.Article{
			Title: " Un  <b>titre</b>\x00 ", Short: "a\nb", Standfirst: "x\x00y", Body: `<p onclick="x()">Texte<script>alert(1)</script><a href="javascript:x">l</a></p>`,
			Dateline: "Niamey\x00", Agencies: "\x00", Hero: article.Hero{Alt: "a\x00b", Caption: "c\x00", Credit: "\x00d"}, SEOTitle: "e\x00", SEODesc: "\x00f\xff", Status: article.Published,
		})
		if a.Title != "Un titre" || a.Short != "a b" || strings.Contains(a.Body, "script") || strings.Contains(a.Body, "onclick") {
			n.Errorf("put as %+v", a)
		}
		if all := fmt.Sprintf("%+v", n.get(a.ID)); strings.Contains(all, "\x00") || !utf8.ValidString(all) {
			n.Errorf("kept is %q", all)
		}
	})
}

func TestPutRefuses(t *testing.T) {
	each(t, func(n newsroom) {
		var many article.Article
		for i := range article.MaxTerms + 1 {
			many.Tags = append(many.Tags, taxonomy.TagID(i))
		}
		for name, test := range map[string]struct {
			a    article.Article
			kind fault.Kind
		}{
			"without a title":   {article.Article{Status: article.Published, Body: "<p>x</p>"}, fault.Invalid},
			"of blanks":         {article.Article{Status: article.Published, Title: " \t\x00"}, fault.Invalid},
			"without an hour":   {article.Article{Status: article.Scheduled, Title: "T"}, fault.Invalid},
			"of many terms":     {many, fault.TooLarge},
			"of a huge text":    {article.Article{Title: "T", Body: strings.Repeat("<p>x</p>", 1<<20)}, fault.TooLarge},
			"in no language":    {article.Article{Title: "T", Language: "fr *"}, fault.Invalid},
			"in a script":       {article.Article{Title: "T", Language: `"><script>`}, fault.Invalid},
			"that is not there": {article.Article{ID: 4711, Title: "T"}, fault.NotFound},
			"of no rubric":      {article.Article{Title: "T", Section: 4711}, fault.Internal},
			"of no kind":        {article.Article{Title: "T", Kind: "rumour"}, fault.Internal},
			"of no country":     {article.Article{Title: "T", Countries: []taxonomy.CountryID{4711}}, fault.Internal},
		} {
			if a, err := n.try(noon, test.a); err == nil || fault.Of(err) != test.kind {
				n.Errorf("an article %s: %+v, %v", name, a, err)
			}
		}
		if c := dbtest.Count(n, n.db, "article"); c != 0 {
			n.Errorf("%d articles are kept", c)
		}
	})
}

// Terms keep their order, each once.
func TestTerms(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "T", func(a *article.Article) {
			a.Countries, a.Tags, a.Bylines = []taxonomy.CountryID{2, 0, 1, 2}, []taxonomy.TagID{1, 1}, []staff.BylineID{2, 1}
		})
		got := n.get(a.ID)
		if !slices.Equal(got.Countries, []taxonomy.CountryID{2, 1}) || !slices.Equal(got.Tags, []taxonomy.TagID{1}) || !slices.Equal(got.Bylines, []staff.BylineID{2, 1}) {
			n.Errorf("kept as %v %v %v", got.Countries, got.Tags, got.Bylines)
		}
		n.consistent()
	})
}

func TestAddress(t *testing.T) {
	each(t, func(n newsroom) {
		draft := n.put(hours(-30), article.Article{Title: "Le fleuve", Status: article.Draft})
		if n.at("/2026/03/01/le-fleuve/") != "nothing" {
			n.Error("a draft has an address")
		}
		n.publish(hours(11).Add(30*time.Minute), draft.ID) // 23:30 in London is 0:30 in Niamey
		a := n.get(draft.ID)
		if a.Path != "/2026/03/02/le-fleuve/" || n.at(a.Path) != fmt.Sprintf("article %d", a.ID) {
			n.Errorf("it stands at %s, which is %s", a.Path, n.at(a.Path))
		}
		same := n.news(hours(12), "Le fleuve")
		if same.Path != "/2026/03/02/le-fleuve-2/" {
			n.Errorf("the second of one title stands at %s", same.Path)
		}
		old := n.news(hours(1), "Ancien", func(a *article.Article) { a.Path = "/blog/2009/ancien.html" })
		if old.Path != "/blog/2009/ancien.html" || n.at(old.Path) != fmt.Sprintf("article %d", old.ID) {
			n.Errorf("an imported one stands at %s", old.Path)
		}
		ours := n.news(hours(1), "Pays", func(a *article.Article) { a.Path = "/pays/niger/x/" })
		if address.Reserved(ours.Path) {
			n.Errorf("one with a reserved address stands at %s", ours.Path)
		}
		n.consistent()
	})
}

// What feeds, bookmarks and archives know an article by never changes, whoever puts it with whatever.
func TestWhatNeverChanges(t *testing.T) {
	each(t, func(n newsroom) {
		first := n.news(noon, "Le fleuve")
		for name, change := range map[string]func(a *article.Article){
			"a new title and slug":        func(a *article.Article) { a.Title, a.Slug = "La mer", "la-mer" },
			"another date":                func(a *article.Article) { a.FirstPublished, a.Created = hours(-100), hours(-200) },
			"no date":                     func(a *article.Article) { a.FirstPublished = time.Time{} },
			"another address":             func(a *article.Article) { a.Path = "/la-mer/" },
			"no address":                  func(a *article.Article) { a.Path = "" },
			"another name":                func(a *article.Article) { a.UID = "urn:other" },
			"no name":                     func(a *article.Article) { a.UID = "" },
			"a withdrawal":                func(a *article.Article) { a.Status = article.Withdrawn },
			"a draft again":               func(a *article.Article) { a.Status = article.Draft },
			"publication, after all that": func(a *article.Article) { a.Status = article.Published },
			"another language":            func(a *article.Article) { a.Language = "en" },
		} {
			got := n.edit(hours(7), first.ID, change)
			kept := n.get(first.ID)
			for _, a := range []*article.Article{got, kept} {
				if a.UID != first.UID || a.Path != first.Path || !a.FirstPublished.Equal(first.FirstPublished) || !a.Created.Equal(first.Created) {
					n.Errorf("after %s: %+v, first %+v", name, a, first)
				}
			}
		}
		n.publish(hours(9), first.ID)
		if got := n.get(first.ID); got.Path != first.Path || n.at(first.Path) != fmt.Sprintf("article %d", first.ID) {
			n.Errorf("published again it stands at %s", got.Path)
		}
		n.consistent()
	})
}

// "Mis à jour" is what an editor sets; the row's own time is another.
func TestUpdatedIsSet(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "T")
		if got := n.edit(hours(1), a.ID, func(a *article.Article) { a.Title = "U" }); !got.Updated.IsZero() || !got.Changed.Equal(hours(1)) {
			n.Errorf("edited to %+v", got)
		}
		if got := n.edit(hours(2), a.ID, func(a *article.Article) { a.Updated = hours(2) }); !n.get(a.ID).Updated.Equal(hours(2)) {
			n.Errorf("edited to %+v", got)
		}
	})
}

func TestWithdraw(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "Une rumeur", func(a *article.Article) { a.Section, a.Tags = 2, []taxonomy.TagID{1} })
		if !slices.Equal(n.found("rumeur"), []int64{int64(a.ID)}) {
			n.Error("it is not found")
		}
		n.withdraw(hours(1), a.ID, " La source\ns’est rétractée ")
		got := n.get(a.ID)
		if got.Status != article.Withdrawn || got.Reason != "La source s’est rétractée" || !got.Withdrawn.Equal(hours(1)) || got.Public() {
			n.Errorf("withdrawn as %+v", got)
		}
		if n.stands(a.ID) != "" || len(n.found("rumeur")) != 0 || n.at(a.Path) != fmt.Sprintf("gone %d", a.ID) {
			n.Errorf("it still stands in %q, is found %v, its address is %s", n.stands(a.ID), n.found("rumeur"), n.at(a.Path))
		}
		n.consistent()
		n.publish(hours(2), a.ID)
		if n.at(a.Path) != fmt.Sprintf("article %d", a.ID) || len(n.found("rumeur")) != 1 || n.stands(a.ID) == "" {
			n.Errorf("published again it is %s and stands in %q", n.at(a.Path), n.stands(a.ID))
		}
		n.consistent()
	})
}

// The address of a withdrawn article may go to another; what is done to the withdrawn one afterwards leaves the other in peace.
func TestWithdrawnLeavesItsHeirInPeace(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "Le fleuve")
		n.withdraw(hours(1), a.ID, "faux")
		heir := n.news(hours(2), "Le fleuve")
		if heir.Path != a.Path {
			n.Fatalf("the heir stands at %s", heir.Path)
		}
		n.edit(hours(3), a.ID, func(a *article.Article) { a.Reason = "vraiment faux" })
		if n.at(heir.Path) != fmt.Sprintf("article %d", heir.ID) {
			n.Errorf("the heir's address is %s", n.at(heir.Path))
		}
		n.publish(hours(4), a.ID)
		if back := n.get(a.ID); back.Path == heir.Path || n.at(back.Path) != fmt.Sprintf("article %d", a.ID) {
			n.Errorf("it came back at %s, which is %s", back.Path, n.at(back.Path))
		}
		n.consistent()
	})
}

// An article that never was public takes nothing from anybody.
func TestDraftBuriesNothing(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "Le fleuve")
		n.put(noon, article.Article{Title: "x", Path: a.Path, Status: article.Withdrawn})
		n.put(noon, article.Article{Title: "x", Path: a.Path, Status: article.Draft})
		if n.at(a.Path) != fmt.Sprintf("article %d", a.ID) {
			n.Errorf("the address is %s", n.at(a.Path))
		}
	})
}

func TestRollbackLeavesNothing(t *testing.T) {
	each(t, func(n newsroom) {
		tables := []string{"article", "article_country", "article_tag", "article_byline", "article_picture", "listing", "listing_count", "search_doc", "search_recent", "job", "event", "address", "article_note"}
		var before []int
		for _, table := range tables {
			before = append(before, dbtest.Count(n, n.db, table))
		}
		refused := errors.New("refused")
		err := n.db.Transact(n.Context(), func(tx *db.Tx) error {
			a := article.Article{Title: "T", Status: article.Published, Section: 2, Countries: []taxonomy.CountryID{1}, Tags: []taxonomy.TagID{1}, Bylines: []staff.BylineID{1}}
			b := article.Article{Title: "U", Status: article.Scheduled, PublishAt: hours(1)}
			return errors.Join(article.Put(n.Context(), tx, n.paper, noon, &a), article.Put(n.Context(), tx, n.paper, noon, &b),
				article.AddNote(n.Context(), tx, noon, &article.Note{Article: a.ID, Kind: article.Correction, Text: "x"}), refused)
		})
		if !errors.Is(err, refused) || err.Error() != "refused" {
			n.Fatal(err)
		}
		for i, table := range tables {
			if c := dbtest.Count(n, n.db, table); c != before[i] {
				n.Errorf("%d rows more of %s are left", c-before[i], table)
			}
		}
	})
}

// Editors publish at the same moment: all succeed, and the counts are right.
func TestPublishedAtOnce(t *testing.T) {
	each(t, func(n newsroom) {
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				_, err := n.try(noon, article.Article{Title: "Le fleuve", Status: article.Published, Section: taxonomy.SectionID(i%3 + 1), Tags: []taxonomy.TagID{1}})
				if err != nil {
					n.Error(err)
				}
			})
		}
		all.Wait()
		n.consistent()
		if c, _, err := article.Count(n.Context(), n.db, page.Tag(1)); c != 12 || err != nil {
			n.Errorf("the tag counts %d: %v", c, err)
		}
		paths := map[string]bool{}
		for _, id := range n.in("language:fr") {
			paths[n.get(id).Path] = true
		}
		if len(paths) != 12 {
			n.Errorf("12 articles have %d addresses", len(paths))
		}
	})
}

func TestBodyPictures(t *testing.T) {
	t.Parallel()
	got := article.BodyPictures(`<figure data-media="3"></figure><img data-media="12"><img data-media="3"><img data-media="x"><img data-media="99999999999999999999"><p>data-media="</p>`)
	if !slices.Equal(got, []int64{3, 12}) {
		t.Errorf("got %v", got)
	}
}
