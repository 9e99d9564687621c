package sample

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"griot/internal/article"
	"griot/internal/db/dbtest"
	"griot/internal/text"
)

// drafted makes the articles that would grow the sample newspaper by so many, after so many.
func drafted(t *testing.T, before, n int) (*generator, []*draft) {
	t.Helper()
	room := fill(t, dbtest.SQLite(t))
	have := len(manuscripts(t)) + before
	g, err := room.generator(context.Background(), have, have+n)
	if err != nil {
		t.Fatal(err)
	}
	list := make([]*draft, n)
	for place := range list {
		list[place] = g.draft(place)
	}
	return g, list
}

// share fails when a part of the articles is not about as large as it should be.
func share(t *testing.T, what string, list []*draft, percent, within float64, has func(a *article.Article) bool) {
	t.Helper()
	n := 0
	for _, d := range list {
		if has(d.article) {
			n++
		}
	}
	if got := 100 * float64(n) / float64(len(list)); math.Abs(got-percent) > within {
		t.Errorf("%s: %.1f %%, want %.0f", what, got, percent)
	}
}

// TestGeneratedShape: every field is there as often as in a real newspaper.
func TestGeneratedShape(t *testing.T) {
	t.Parallel()
	g, list := drafted(t, 1_000, 3_000)
	for what, test := range map[string]struct {
		percent, within float64
		has             func(a *article.Article) bool
	}{
		"a picture":             {75, 4, func(a *article.Article) bool { return a.Hero.Picture != 0 && a.Hero.Credit != "" }},
		"no rubric":             {14, 4, func(a *article.Article) bool { return a.Section == 0 }},
		"no country":            {6, 3, func(a *article.Article) bool { return len(a.Countries) == 0 }},
		"several countries":     {21, 4, func(a *article.Article) bool { return len(a.Countries) > 1 }},
		"neither":               {0, 0, func(a *article.Article) bool { return a.Section == 0 && len(a.Countries) == 0 }},
		"plain news":            {62, 4, func(a *article.Article) bool { return a.Kind == article.News }},
		"a standfirst":          {100, 0, func(a *article.Article) bool { return a.Standfirst != "" }},
		"a dateline":            {45, 4, func(a *article.Article) bool { return a.Dateline != "" }},
		"agencies":              {12, 3, func(a *article.Article) bool { return a.Agencies != "" }},
		"somebody who signs":    {100, 0, func(a *article.Article) bool { return len(a.Bylines) > 0 || a.Agencies != "" }},
		"several who sign":      {8, 3, func(a *article.Article) bool { return len(a.Bylines) > 1 }},
		"a short title":         {25, 20, func(a *article.Article) bool { return a.Short != "" }},
		"another language":      {4, 1.5, func(a *article.Article) bool { return a.Language != "fr" }},
		"a text of 60 words":    {99, 1, func(a *article.Article) bool { return text.Words(a.Body) >= 30 }},
		"more than 2,000 words": {0, 0, func(a *article.Article) bool { return text.Words(a.Body) > 2_000 }},
		"an update":             {6, 2, func(a *article.Article) bool { return !a.Updated.IsZero() }},
		"paid for":              {0.6, 0.6, func(a *article.Article) bool { return a.Kind == "publi" }},
		"the nearest country":   {19, 5, func(a *article.Article) bool { return slices.Contains(a.Countries, g.countries[0].ID) }},
	} {
		share(t, what, list, test.percent, test.within, test.has)
	}
	notes, reads, tags := 0, []int64{}, map[string]bool{}
	for _, d := range list {
		if d.note != nil {
			notes++
		}
		reads = append(reads, d.reads)
		for _, name := range d.tags {
			tags[name] = true
		}
	}
	slices.Sort(reads)
	if notes < 10 || notes > 60 {
		t.Errorf("%d of 3,000 have a note", notes)
	}
	if median, top := reads[1_500], reads[2_999]; median < 50 || median > 500 || top < 50*median {
		t.Errorf("the median article has %d reads, the first %d: no power law", median, top)
	}
	if len(tags) < 200 || len(tags) > 900 {
		t.Errorf("%d tags", len(tags))
	}
}

// TestGeneratedText reads like text: whole sentences, marks gone, quotation marks in pairs, and what Clean would leave as it is.
func TestGeneratedText(t *testing.T) {
	t.Parallel()
	_, list := drafted(t, 0, 1_500)
	for _, d := range list {
		a := d.article
		all := strings.Join([]string{a.Title, a.Short, a.Standfirst, a.Dateline, a.Hero.Caption, a.Body}, "\n")
		if strings.ContainsAny(all, placeMark+personMark) {
			t.Fatalf("a mark is left: %.200q", all)
		}
		if strings.Count(a.Body, "«") != strings.Count(a.Body, "»") || strings.Contains(all, " ,") || strings.Contains(all, "  ") {
			t.Errorf("article %s: quotation marks or spaces are amiss: %s", a.Slug, all)
		}
		if words := strings.Count(a.Title, " ") + 1; a.Language == "fr" && (words < 2 || words > 24) {
			t.Errorf("a headline of %d words: %s", words, a.Title)
		}
		clean, err := text.Clean(a.Body)
		if err != nil || text.Plain(clean) != text.Plain(a.Body) {
			t.Errorf("article %s is not clean (%v): %s", a.Slug, err, a.Body)
		}
	}
}

// TestVocabularyGrows without end, but ever more slowly, as that of a real archive does; the commonest words are those of French.
func TestVocabularyGrows(t *testing.T) {
	t.Parallel()
	_, list := drafted(t, 0, 3_000)
	seen, half := map[string]int{}, 0
	for i, d := range list {
		for _, w := range text.Tokens(text.Plain(d.article.Body)) {
			seen[w]++
		}
		if i == len(list)/2 {
			half = len(seen)
		}
	}
	if grown := float64(len(seen)) / float64(half); grown < 1.15 || grown > 1.7 {
		t.Errorf("twice the articles have %.2f times the words (%d, %d)", grown, half, len(seen))
	}
	for _, w := range []string{"de", "la", "le", "les", "et"} {
		if seen[w] < 3_000 {
			t.Errorf("%q occurs %d times", w, seen[w])
		}
	}
}

// TestGeneratedDates: oldest first, ten years long, more on a weekday than on a Sunday, more by day than by night, nothing of the sample newspaper's days.
func TestGeneratedDates(t *testing.T) {
	t.Parallel()
	g, list := drafted(t, 0, 3_000)
	days, hours, years := map[time.Weekday]int{}, map[int]int{}, map[int]int{}
	var last time.Time
	for _, d := range list {
		at := d.article.FirstPublished
		if at.Before(last) {
			t.Fatalf("%v comes after %v", at, last)
		}
		last = at
		local := at.In(g.paper.Location())
		days[local.Weekday()]++
		hours[local.Hour()]++
		years[local.Year()]++
	}
	if last.After(noon.Add(-70 * time.Hour)) {
		t.Errorf("the last is of %v", last)
	}
	if first := list[0].article.FirstPublished; noon.Sub(first) < 9*365*24*time.Hour {
		t.Errorf("the first is of %v", first)
	}
	if days[time.Sunday]*3 > days[time.Tuesday]*2 || hours[3]*4 > hours[8] || years[2018]*3 > years[2025]*2 {
		t.Errorf("no rhythm: days %v, hours %v, years %v", days, hours, years)
	}
}

// TestPlanted: of each topic there are articles of every grade from a thousand articles on, spread over the years; each holds what its grade says; no other article
// touches a topic; and the slug tells.
func TestPlanted(t *testing.T) {
	t.Parallel()
	topics, err := Topics()
	if err != nil || len(topics) < 30 {
		t.Fatalf("%d topics (%v)", len(topics), err)
	}
	if most := 2 * len(topics) * len(firstGrades); most > plantedFirst-len(manuscripts(t)) {
		t.Fatalf("%d topics want %d of the first thousand articles", len(topics), most)
	}
	_, list := drafted(t, 0, 1_000)
	have := map[string][4]int{}
	early := 0
	for place, d := range list {
		slug, grade, ok := Planted(d.article.Slug)
		var of *Topic
		for i := range topics {
			if topics[i].Slug == slug {
				of = &topics[i]
			}
		}
		if ok != (of != nil) {
			t.Fatalf("%s: topic %q is unknown", d.article.Slug, slug)
		}
		told(t, d, topics, of, grade)
		if ok {
			n := have[slug]
			n[grade]++
			have[slug] = n
			if place < 500 {
				early++
			}
		}
	}
	planted := 0
	for _, topic := range topics {
		n := have[topic.Slug]
		planted += n[1] + n[2] + n[3]
		if n[About] != 4 || n[Partly] != 4 || n[Mentions] != 6 {
			t.Errorf("topic %s: %d about it, %d partly, %d mention it", topic.Slug, n[About], n[Partly], n[Mentions])
		}
	}
	if early < planted*2/5 || early > planted*3/5 {
		t.Errorf("%d of %d planted articles are of the first half", early, planted)
	}
}

// told compares an article with what is planted in it: of is nil where nothing is.
func told(t *testing.T, d *draft, topics []Topic, of *Topic, grade int) {
	t.Helper()
	body := text.Plain(d.article.Body)
	for i := range topics {
		topic := &topics[i]
		sentences, mentions := 0, 0
		for _, s := range topic.Sentences {
			if strings.Contains(body, text.Plain(s)) {
				sentences++
			}
		}
		for _, s := range topic.Mentions {
			if strings.Contains(body, text.Plain(s)) {
				mentions++
			}
		}
		want := [2]bool{}
		if topic == of {
			want = [2]bool{grade > Mentions, grade == Mentions}
		}
		if got := [2]bool{sentences > 0, mentions > 0}; got != want || topic == of && grade == Partly && sentences != 2 || topic == of && grade == About && sentences < 4 {
			t.Errorf("%s, topic %s: %d sentences and %d mentions", d.article.Slug, topic.Slug, sentences, mentions)
		}
	}
}

func TestPlantedSlugs(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"", "niamey", "budget-2026", "titre-n", "titre-n99999999999", "titre-n1", "n0x"} {
		if topic, grade, ok := Planted(slug); ok {
			t.Errorf("%q is planted with %s, grade %d", slug, topic, grade)
		}
	}
	if _, grade, ok := Planted("titre-n0"); !ok || grade != About {
		t.Errorf("the first generated article: grade %d, %v", grade, ok)
	}
	later := 0
	for n := plantedFirst; n < plantedFirst+10_000; n++ {
		if _, _, ok := planted(make([]Topic, 33), n); ok {
			later++
		}
	}
	if later < 100 || later > 200 {
		t.Errorf("%d of ten thousand later articles are planted", later)
	}
}

// TestScattered: every number comes once.
func TestScattered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first, n := rapid.IntRange(0, 1e6).Draw(t, "first"), rapid.IntRange(1, 3_000).Draw(t, "n")
		order := scattered(first, n)
		slices.Sort(order)
		for i, number := range order {
			if number != first+i {
				t.Fatalf("place %d has number %d", i, number)
			}
		}
	})
}

// TestNames: a rank has one name, and few share one.
func TestNames(t *testing.T) {
	t.Parallel()
	for what, name := range map[string]func(int) string{"places": placeName, "families": familyName, "people": personName, "tags": tagName} {
		seen := map[string]bool{}
		for rank := range 2_000 {
			n := name(rank)
			if n != name(rank) || text.CleanLine(n) != n || len(n) < 3 || len(n) > 60 {
				t.Errorf("%s: %q", what, n)
			}
			seen[n] = true
		}
		if len(seen) < 1_200 {
			t.Errorf("%s: %d names of 2,000", what, len(seen))
		}
	}
}
