package search_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/search"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// archive is an index with its database.
type archive struct {
	*testing.T
	db    *db.DB
	index *search.Index
}

// story is what a search looks at. Its language is French, and it is an hour newer than the one before, unless it says otherwise.
type story struct {
	id                int64
	title, standfirst string
	body              string
	names             []string
	lang, kind        string
	at                time.Time
	section           int64
	countries         []int64
	authors           []int64
}

func each(t *testing.T, test func(a archive)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(archive{t, d, search.New(1 << 20)}) })
}

func (s story) document() search.Document {
	if s.at.IsZero() {
		s.at = noon.Add(time.Duration(s.id) * time.Hour)
	}
	if s.lang == "" {
		s.lang = "fr"
	}
	return search.Document{Article: s.id, At: s.at, Language: s.lang, Kind: s.kind, Section: s.section, Countries: s.countries, Authors: s.authors,
		Title: s.title, Standfirst: s.standfirst, Names: s.names, Body: s.body}
}

func (a archive) add(stories ...story) {
	a.Helper()
	dbtest.Do(a, a.db, func(tx *db.Tx) error {
		for _, s := range stories {
			if err := search.Put(a.Context(), tx, s.document()); err != nil {
				return err
			}
		}
		return nil
	})
}

// ask gives an answer whole.
func (a archive) ask(q search.Query) *search.Result {
	a.Helper()
	if q.Limit == 0 {
		q.Limit = 1000
	}
	r, err := a.index.Find(a.Context(), a.db, q)
	if err != nil {
		a.Fatalf("%.60q: %v", q.Words, err)
	}
	if q.Offset == 0 && r.Total < q.Limit && r.Total != len(r.Articles) {
		a.Errorf("%.60q: %d found, %d in all", q.Words, len(r.Articles), r.Total)
	}
	return r
}

// find takes what is written as it is written.
func (a archive) find(q search.Query) []int64 {
	a.Helper()
	q.Exact = true
	return a.ask(q).Articles
}

// The same words find the same articles on both engines: accents, case, apostrophes and signs make no difference, nothing is an operator, and nothing breaks.
func TestWords(t *testing.T) {
	each(t, func(a archive) {
		long := strings.Repeat("abcdefghij", 400) // longer than PostgreSQL keeps a word
		a.add(
			story{id: 1, title: "L’été à Niamey : la Côte d’Ivoire en tête", body: "Le fleuve Niger déborde. Crédit : 3,5 millions de francs CFA."},
			story{id: 2, title: "Économie", standfirst: "Awa Diallo, à Bamako", body: "Le prix du riz and the rice OR maize NOT wheat."},
			story{id: 3, title: "النِّيجَر والماء", body: "مدينة أبوجا"},
			story{id: 4, title: "Covid-19 et 5G", body: "Le C++ et le C# ; le 1er mars 2026, à 20h30, 1e5 et 0x1F, a_b, user@example.org, https://example.org/chemin?x=1"},
			story{id: 5, title: "ГРИОТ", body: "œuvre cœur ﬁn straße ǅ İstanbul", standfirst: long},
			story{id: 6, title: "𞤀𞤣𞤤𞤢𞤥", body: "ߒߞߏ ꕙꔤ ⵜⵉⴼⵉⵏⴰⵖ አማርኛ 汉字 हिन्दी ไทย e\u0301te\u0301"},
		)
		for words, want := range map[string][]int64{
			"été": {1, 6}, "ete": {1, 6}, "ÉTÉ": {1, 6}, "e\u0301te\u0301": {1, 6}, "cote d'ivoire": {1}, "Côte d’Ivoire": {1}, "ivoire cote": {1}, "niamey fleuve": {1}, "fleuve bamako": nil,
			"awa diallo": {2}, "économie": {2}, "riz OR maize": {2}, "riz AND maize": {2}, "riz NOT maize": {2}, "rice and": {2}, "fleuve OR riz": nil, "riz -prix": nil, "riz - prix": {2}, "riz -absent": {2}, "riz —prix": {2}, "riz !prix": {2},
			"النيجر": {3}, "ابوجا": {3}, "أبوجا": {3}, "مدينه": {3}, "covid": {4}, "covid-19": {4}, "covid19": nil, "5g": {4}, "19": {4}, "c++": {4}, "c": {4}, "1er mars 2026": {4}, "20h30": {4},
			"1e5": {4}, "0x1f": {4}, "a_b": {4}, "user@example.org": {4}, "example.org/chemin": {4}, "example": {4}, "3,5": {1}, "3.5 millions": {1},
			"гриот": {5}, "oeuvre": {5}, "coeur": {5}, "fin": {5}, "strasse": {5}, "istanbul": {5},
			"𞤀𞤣𞤤𞤢𞤥": {6}, "ߒߞߏ": {6}, "ꕙꔤ": {6}, "ⵜⵉⴼⵉⵏⴰⵖ": {6}, "አማርኛ": {6}, "汉字": {6}, "हिन्दी": {6}, "ไทย": {6},
			`"niamey"`: {1}, `"fleuve`: {1}, `niamey"`: {1}, `""`: nil, "niam*": nil, "niam": nil, "niamey*": {1}, "title:niamey": nil, "title : niamey": nil, "^niamey": {1}, "NEAR(niamey fleuve)": nil,
			"niamey + fleuve": {1}, "(niamey)": {1}, "{niamey}": {1}, "niamey:*": {1}, "niamey & fleuve": {1}, "niamey | riz": nil, "niamey <-> fleuve": {1}, "$1": {4}, "niamey $1": nil, "?": nil,
			"'": nil, "';DROP TABLE article;--": nil, "niamey\x00 fleuve": {1}, "\xff\xfe niamey": {1}, "niamey\nfleuve\t": {1}, "%": nil, "_": nil, `\`: nil, `niamey\`: {1}, "niamey😀": {1}, "\u202eniamey": {1},
			long: {5}, "niamey " + long: nil, long[:1000] + " grIOT": nil, long[:1000] + " гриот": {5}, strings.Repeat("niamey ", 20): {1}, "absent": nil,
		} {
			q := search.Query{Words: words}
			if q.Empty() {
				if len(want) > 0 {
					a.Errorf("%.60q counts as nothing", words)
				}
				continue
			}
			got := a.find(q)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				a.Errorf("%.60q finds %v, want %v", words, got, want)
			}
		}
	})
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"", " ", "\x00", "!?", "'\"()", "\u202e", "😀", "***"} {
		if !(search.Query{Words: words}).Empty() {
			t.Errorf("%q is something to look for", words)
		}
	}
	for _, q := range []search.Query{{Words: "a"}, {Kind: "news"}, {In: "fr"}, {Country: 1}, {Sections: []int64{1}}, {Author: 1}, {From: noon}, {To: noon}} {
		if q.Empty() {
			t.Errorf("%+v is nothing to look for", q)
		}
	}
}

// 100 kB of anything is answered, quickly, on both engines alike.
func TestHugeQueries(t *testing.T) {
	each(t, func(a archive) {
		a.add(story{id: 1, title: "niamey"}, story{id: 2, title: "fleuve", body: strings.Repeat("mot ", 10)})
		var words strings.Builder
		for i := range 20_000 {
			fmt.Fprintf(&words, "mot%d ", i)
		}
		for name, test := range map[string]struct {
			words string
			want  []int64
		}{
			"one word again and again": {strings.Repeat("niamey ", 15_000), []int64{1}},
			"many words":               {words.String(), nil},
			"one long word":            {strings.Repeat("x", 100_000), nil},
			"quotes":                   {"niamey" + strings.Repeat(`"`, 100_000), []int64{1}},
			"brackets":                 {"niamey" + strings.Repeat("(", 100_000), []int64{1}},
			"minuses":                  {"niamey" + strings.Repeat(" -", 100_000), []int64{1}},
			"beyond what is read":      {strings.Repeat("\x00", 100_000) + "niamey", []int64{2, 1}},
		} {
			if got := a.find(search.Query{Words: test.words}); !slices.Equal(got, test.want) {
				a.Errorf("%s: %v, want %v", name, got, test.want)
			}
		}
	})
}

// Words in the title count most, then those in the standfirst; of equals the newest comes first, and the fresh one before the old.
func TestOrder(t *testing.T) {
	each(t, func(a archive) {
		filler := strings.Repeat("sable dune vent ", 20)
		a.add(
			story{id: 1, title: "autre", body: "fleuve " + filler},
			story{id: 2, title: "fleuve", body: filler},
			story{id: 3, title: "autre", standfirst: "fleuve", body: filler},
			story{id: 4, title: "autre", body: "fleuve " + filler},
			story{id: 5, title: "autre", body: "dans le fleuve, au bord du fleuve et sous le fleuve " + filler, at: noon.AddDate(-9, 0, 0)},
		)
		q := search.Query{Words: "fleuve", Now: noon.AddDate(0, 1, 0)}
		if got := a.find(q); !slices.Equal(got, []int64{2, 3, 5, 4, 1}) {
			a.Errorf("got %v", got)
		}
		newest := q
		newest.Newest = true
		if got := a.find(newest); !slices.Equal(got, []int64{4, 3, 2, 1, 5}) {
			a.Errorf("newest first: %v", got)
		}
		for _, test := range []struct {
			limit, offset int
			want          []int64
		}{{2, 0, []int64{2, 3}}, {2, 2, []int64{5, 4}}, {2, 4, []int64{1}}, {2, 5, nil}, {2, 1 << 40, nil}} {
			q.Limit, q.Offset = test.limit, test.offset
			if r := a.ask(q); !slices.Equal(r.Articles, test.want) || r.Total != 5 {
				a.Errorf("%d from %d: %v of %d, want %v", test.limit, test.offset, r.Articles, r.Total, test.want)
			}
		}
	})
}

// Filters narrow, and every filter counts what another choice of its own would find.
func TestFiltersAndFacets(t *testing.T) {
	each(t, func(a archive) {
		year := func(y int) time.Time { return time.Date(y, 12, 31, 23, 30, 0, 0, time.UTC) }
		a.add(
			story{id: 1, title: "fleuve", countries: []int64{1}, section: 1, kind: "news", at: year(2023)},
			story{id: 2, title: "fleuve", countries: []int64{2}, section: 2, kind: "news", authors: []int64{3, 4}, at: year(2024)},
			story{id: 3, title: "fleuve", countries: []int64{1, 2}, section: 2, kind: "analysis", at: year(2025)},
			story{id: 4, title: "riz", countries: []int64{1}, kind: "news", at: year(2025).Add(time.Minute)},
			story{id: 5, title: "the fleuve", lang: "en", kind: "news", authors: []int64{3}, at: year(2025).Add(2 * time.Minute)},
		)
		for _, test := range []struct {
			q    search.Query
			want []int64
		}{
			{search.Query{Words: "fleuve"}, []int64{5, 3, 2, 1}},
			{search.Query{Words: "fleuve", Country: 1}, []int64{3, 1}},
			{search.Query{Country: 1}, []int64{4, 3, 1}},
			{search.Query{Country: 2, Sections: []int64{1, 2}}, []int64{3, 2}},
			{search.Query{Sections: []int64{1}}, []int64{1}},
			{search.Query{Author: 3}, []int64{5, 2}},
			{search.Query{Author: 9}, nil},
			{search.Query{Kind: "analysis"}, []int64{3}},
			{search.Query{Kind: "unknown"}, nil},
			{search.Query{In: "en"}, []int64{5}},
			{search.Query{In: "de"}, nil},
			{search.Query{Words: "riz", Country: 2}, nil},
			{search.Query{From: year(2025)}, []int64{5, 4, 3}},
			{search.Query{To: year(2024)}, []int64{1}},
			{search.Query{From: year(2024), To: year(2025), Words: "fleuve"}, []int64{2}},
			{search.Query{From: year(2025), To: year(2024)}, nil},
			{search.Query{From: time.Date(-4000, 1, 1, 0, 0, 0, 0, time.UTC), Country: 1}, []int64{4, 3, 1}},
			{search.Query{Words: "-fleuve"}, []int64{4}},
			{search.Query{}, []int64{5, 4, 3, 2, 1}},
		} {
			test.q.Newest = true
			if got := a.find(test.q); !slices.Equal(got, test.want) {
				a.Errorf("%+v finds %v, want %v", test.q, got, test.want)
			}
		}
		f := a.ask(search.Query{Words: "fleuve", Country: 1, Kind: "news", Zone: time.FixedZone("", 3600)}).Facets
		if got, want := fmt.Sprint(f), fmt.Sprint(search.Facets{Countries: map[int64]int{1: 1, 2: 1}, Sections: map[int64]int{1: 1}, Authors: map[int64]int{},
			Kinds: map[string]int{"news": 1, "analysis": 1}, Languages: map[string]int{"fr": 1}, Years: map[int]int{2024: 1}}); got != want {
			a.Errorf("facets\n%s, want\n%s", got, want)
		}
	})
}

func TestPutAgainAndRemove(t *testing.T) {
	each(t, func(a archive) {
		ctx := a.Context()
		a.add(story{id: 1, title: "fleuve"}, story{id: 2, title: "fleuve"})
		a.add(story{id: 1, title: "riz"})
		if old, now := a.find(search.Query{Words: "fleuve"}), a.find(search.Query{Words: "riz"}); !slices.Equal(old, []int64{2}) || !slices.Equal(now, []int64{1}) {
			a.Errorf("indexed again: %v and %v", old, now)
		}
		dbtest.Do(a, a.db, func(tx *db.Tx) error { return errors.Join(search.Remove(ctx, tx, 2), search.Remove(ctx, tx, 4711)) })
		if got := a.find(search.Query{Words: "fleuve"}); len(got) != 0 {
			a.Errorf("removed, it is found: %v", got)
		}
		_ = a.db.Transact(ctx, func(tx *db.Tx) error {
			return errors.Join(search.Put(ctx, tx, story{id: 2, title: "fleuve"}.document()), search.Remove(ctx, tx, 1), errors.New("undo"))
		})
		if got := a.find(search.Query{Words: "fleuve riz"}); len(got) != 0 || len(a.find(search.Query{Words: "riz"})) != 1 {
			a.Error("a transaction that was rolled back changed the index")
		}
	})
}

// The longest texts can be indexed.
func TestLongTexts(t *testing.T) {
	each(t, func(a archive) {
		var many strings.Builder
		for i := range 200_000 {
			fmt.Fprintf(&many, "m%dx ", i)
		}
		a.add(
			story{id: 1, title: "un", body: "debut " + many.String()},
			story{id: 2, title: "deux", body: "debut " + strings.Repeat("é", 500_000)},
			story{id: 3, title: "trois", body: "debut " + strings.Repeat("مرحبا ", 100_000)},
			story{id: 4, title: strings.Repeat("titre ", 2000), body: "debut \x00\xff"},
		)
		if got := a.find(search.Query{Words: "debut"}); len(got) != 4 {
			a.Errorf("found %v", got)
		}
	})
}

// Words are found as other forms inflect them, and one or two slips are corrected and said.
func TestInflectionsAndSlips(t *testing.T) {
	each(t, func(a archive) {
		a.add(
			story{id: 1, title: "Le président et les pêcheurs", body: "Des agriculteurs actifs, des inondations, une première maraîchère, des casques bleus."},
			story{id: 2, title: "Floods and watchers", lang: "en"},
			story{id: 3, title: "الفيضان والمدرسة", lang: "ar"},
			story{id: 4, title: "Inundações e pescadores", lang: "pt"},
			story{id: 5, title: "Watoto wanapanda miti shambani", lang: "sw"},
			story{id: 6, title: "Il préside", body: "présider, présidaient"}, story{id: 7, title: "Elle préside"}, story{id: 8, title: "Ils président une séance"},
		)
		for words, want := range map[string][]int64{
			"pêcheuse": {1}, "agricultrice": {1}, "active": {1}, "inondé": {1}, "premier": {1}, "maraîcher": {1}, "casque bleu": {1}, "flooding": {2}, "watcher": {2},
			"فيضانات": {3}, "مدرسة": {3}, "inundação": {4}, "pescador": {4}, "mtoto": {5}, "alipanda": {5}, "mti": {5}, "shamba": {5},
		} {
			if got := a.find(search.Query{Words: words}); !slices.Equal(got, want) {
				a.Errorf("%s finds %v, want %v", words, got, want)
			}
		}
		for written, meant := range map[string]string{"présidant": "président", "inondatoin": "inondations", "maraichrèe": "maraîchère", "pechuers": "pêcheurs", "watchres": "watchers"} {
			if r := a.ask(search.Query{Words: written}); !r.Corrected || r.Words != meant || r.Total == 0 {
				a.Errorf("%s is taken for %q and finds %d, want %s", written, r.Words, r.Total, meant)
			}
			if r := a.ask(search.Query{Words: written, Exact: true}); r.Corrected || r.Words != written {
				a.Errorf("exactly %s is taken for %q", written, r.Words)
			}
		}
	})
}
