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

// archive is a database with articles as the index sees them.
type archive struct {
	*testing.T
	db *db.DB
}

// story is what a search looks at.
type story struct {
	id                int64
	title, standfirst string
	body              string
	at                time.Time
	lists             []string
	status            string
}

func each(t *testing.T, test func(a archive)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := archive{t, d}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "INSERT INTO article_kind (code, position, schema_type, labels) VALUES ('news', 1, 'NewsArticle', '{}')")
			return err
		})
		test(a)
	})
}

func (a archive) add(stories ...story) {
	a.Helper()
	ctx := a.Context()
	dbtest.Do(a, a.db, func(tx *db.Tx) error {
		for _, s := range stories {
			if s.at.IsZero() {
				s.at = noon.Add(time.Duration(s.id) * time.Hour)
			}
			if s.status == "" {
				s.status = "published"
			}
			const insert = `INSERT INTO article (id, uid, language, kind, status, title, first_published_at, created_at, changed_at) VALUES ($1, $2, 'fr', 'news', $3, 't', $4, 0, 0)`
			if _, err := tx.Exec(ctx, insert, s.id, fmt.Sprint(s.id), s.status, s.at.UnixMilli()); err != nil {
				return err
			}
			for _, l := range s.lists {
				if _, err := tx.Exec(ctx, "INSERT INTO listing (list, at, article_id) VALUES ($1, $2, $3)", l, s.at.UnixMilli(), s.id); err != nil {
					return err
				}
			}
			if err := search.Put(ctx, tx, search.Document{Article: s.id, Title: s.title, Standfirst: s.standfirst, Body: s.body}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a archive) find(q search.Query) []int64 {
	a.Helper()
	ids, total, err := search.Find(a.Context(), a.db, q, 100, 0)
	if err != nil {
		a.Errorf("%.60q: %v", q.Words, err)
	}
	if total != len(ids) {
		a.Errorf("%.60q: %d found, %d in all", q.Words, len(ids), total)
	}
	return ids
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
			"awa diallo": {2}, "économie": {2}, "riz OR maize": {2}, "riz AND maize": {2}, "riz NOT maize": {2}, "rice and": {2}, "fleuve OR riz": nil, "riz -prix": {2}, "riz !prix": {2},
			"النيجر": {3}, "ابوجا": {3}, "أبوجا": {3}, "مدينه": {3}, "covid": {4}, "covid-19": {4}, "covid19": nil, "5g": {4}, "19": {4}, "c++": {4}, "c": {4}, "1er mars 2026": {4}, "20h30": {4},
			"1e5": {4}, "0x1f": {4}, "a_b": {4}, "user@example.org": {4}, "example.org/chemin": {4}, "example": {4}, "3,5": {1}, "3.5 millions": {1},
			"гриот": {5}, "oeuvre": {5}, "coeur": {5}, "fin": {5}, "strasse": {5}, "istanbul": {5},
			"𞤀𞤣𞤤𞤢𞤥": {6}, "ߒߞߏ": {6}, "ꕙꔤ": {6}, "ⵜⵉⴼⵉⵏⴰⵖ": {6}, "አማርኛ": {6}, "汉字": {6}, "हिन्दी": {6}, "ไทย": {6},
			`"niamey"`: {1}, `"fleuve`: {1}, `niamey"`: {1}, `""`: nil, "niam*": nil, "niam": nil, "niamey*": {1}, "title:niamey": nil, "title : niamey": nil, "^niamey": {1}, "NEAR(niamey fleuve)": nil,
			"niamey + fleuve": {1}, "(niamey)": {1}, "{niamey}": {1}, "niamey:*": {1}, "niamey & fleuve": {1}, "niamey | riz": nil, "niamey <-> fleuve": {1}, "$1": {4}, "niamey $1": nil, "?": nil,
			"'": nil, "';DROP TABLE article;--": nil, "niamey\x00 fleuve": {1}, "\xff\xfe niamey": nil, "niamey\nfleuve\t": {1}, "%": nil, "_": nil, `\`: nil, `niamey\`: {1}, "niamey😀": {1}, "\u202eniamey": {1},
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
	for _, q := range []search.Query{{Words: "a"}, {Country: 1}, {Section: 1}, {Author: 1}, {From: noon}, {To: noon}} {
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
			"quotes":                   {strings.Repeat(`"`, 100_000) + "niamey", []int64{1}},
			"brackets":                 {strings.Repeat("(", 100_000) + "niamey", []int64{1}},
			"NULs":                     {strings.Repeat("\x00", 100_000) + "niamey", []int64{1}},
		} {
			if got := a.find(search.Query{Words: test.words}); !slices.Equal(got, test.want) {
				a.Errorf("%s: %v, want %v", name, got, test.want)
			}
		}
	})
}

// Words in the title count most, then those in the standfirst; of equals the newest comes first.
func TestOrder(t *testing.T) {
	each(t, func(a archive) {
		filler := strings.Repeat("sable dune vent ", 20)
		a.add(
			story{id: 1, title: "autre", body: "fleuve " + filler},
			story{id: 2, title: "fleuve", body: filler},
			story{id: 3, title: "autre", standfirst: "fleuve", body: filler},
			story{id: 4, title: "autre", body: "fleuve " + filler},
		)
		if got := a.find(search.Query{Words: "fleuve"}); !slices.Equal(got, []int64{2, 3, 4, 1}) {
			a.Errorf("got %v", got)
		}
		for _, test := range []struct {
			limit, offset int
			want          []int64
		}{{2, 0, []int64{2, 3}}, {2, 2, []int64{4, 1}}, {2, 3, []int64{1}}, {2, 4, nil}, {0, 0, nil}, {2, 1 << 40, nil}} {
			ids, total, err := search.Find(a.Context(), a.db, search.Query{Words: "fleuve"}, test.limit, test.offset)
			if !slices.Equal(ids, test.want) || total != 4 || err != nil {
				a.Errorf("%d from %d: %v of %d, want %v: %v", test.limit, test.offset, ids, total, test.want, err)
			}
		}
	})
}

func TestNarrowing(t *testing.T) {
	each(t, func(a archive) {
		a.add(
			story{id: 1, title: "fleuve", lists: []string{"country:1", "section:1"}},
			story{id: 2, title: "fleuve", lists: []string{"country:2", "section:1", "author:3"}},
			story{id: 3, title: "fleuve", lists: []string{"country:1", "country:2"}},
			story{id: 4, title: "riz", lists: []string{"country:1"}},
			story{id: 5, title: "fleuve", status: "draft", lists: []string{"country:1"}},
		)
		hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
		for _, test := range []struct {
			q    search.Query
			want []int64
		}{
			{search.Query{Words: "fleuve"}, []int64{3, 2, 1}},
			{search.Query{Words: "fleuve", Country: 1}, []int64{3, 1}},
			{search.Query{Country: 1}, []int64{4, 3, 1}},
			{search.Query{Country: 2, Section: 1}, []int64{2}},
			{search.Query{Author: 3}, []int64{2}},
			{search.Query{Author: 4}, nil},
			{search.Query{Words: "riz", Country: 2}, nil},
			{search.Query{From: hour(3)}, []int64{4, 3}},
			{search.Query{To: hour(3)}, []int64{2, 1}},
			{search.Query{From: hour(2), To: hour(4), Words: "fleuve"}, []int64{3, 2}},
			{search.Query{From: hour(4), To: hour(2)}, nil},
			{search.Query{From: time.Date(-4000, 1, 1, 0, 0, 0, 0, time.UTC), Country: 1}, []int64{4, 3, 1}},
			{search.Query{}, []int64{4, 3, 2, 1}},
		} {
			if got := a.find(test.q); !slices.Equal(got, test.want) {
				a.Errorf("%+v finds %v, want %v", test.q, got, test.want)
			}
		}
	})
}

func TestPutAgainAndRemove(t *testing.T) {
	each(t, func(a archive) {
		ctx := a.Context()
		a.add(story{id: 1, title: "fleuve"}, story{id: 2, title: "fleuve"})
		dbtest.Do(a, a.db, func(tx *db.Tx) error { return search.Put(ctx, tx, search.Document{Article: 1, Title: "riz"}) })
		if old, now := a.find(search.Query{Words: "fleuve"}), a.find(search.Query{Words: "riz"}); !slices.Equal(old, []int64{2}) || !slices.Equal(now, []int64{1}) {
			a.Errorf("indexed again: %v and %v", old, now)
		}
		dbtest.Do(a, a.db, func(tx *db.Tx) error { return errors.Join(search.Remove(ctx, tx, 2), search.Remove(ctx, tx, 4711)) })
		if got := a.find(search.Query{Words: "fleuve"}); len(got) != 0 {
			a.Errorf("removed, it is found: %v", got)
		}
		_ = a.db.Transact(ctx, func(tx *db.Tx) error {
			return errors.Join(search.Put(ctx, tx, search.Document{Article: 2, Title: "fleuve"}), search.Remove(ctx, tx, 1), errors.New("undo"))
		})
		if got := a.find(search.Query{Words: "fleuve riz"}); len(got) != 0 || len(a.find(search.Query{Words: "riz"})) != 1 {
			a.Error("a transaction that was rolled back changed the index")
		}
	})
}

// The longest texts can be indexed: PostgreSQL takes no more than 1 MB of words.
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
