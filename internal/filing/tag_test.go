package filing_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/job"
	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// follow runs the jobs that find articles by the new names of their tags.
func (r *room) follow() {
	r.Helper()
	worker := &article.Renamer{DB: r.db, Now: func() time.Time { return noon }}
	for range 10 {
		waiting, err := job.Payloads(r.Context(), r.db, article.RenamedJob)
		if err != nil {
			r.Fatal(err)
		}
		if len(waiting) == 0 {
			return
		}
		for id, payload := range waiting {
			if err := worker.Work(r.Context(), job.Job{ID: id, Kind: article.RenamedJob, Payload: payload}); err != nil {
				r.Fatal(err)
			}
			r.do(func(ctx context.Context, tx *db.Tx) error { return job.Drop(ctx, tx, id) })
		}
	}
	r.Error("the jobs do not end")
}

// found is which articles the readers' search finds.
func (r *room) found(words string) (ids []article.ID) {
	r.Helper()
	answer, err := search.New(1<<20).Find(r.Context(), r.db, search.Query{Words: words, Language: "fr", Exact: true, Now: noon, Limit: 100})
	if err != nil {
		r.Fatal(err)
	}
	for _, id := range answer.Articles {
		ids = append(ids, article.ID(id))
	}
	return ids
}

func (r *room) rename(id taxonomy.TagID, name, slug string) func(ctx context.Context, tx *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		_, err := r.clerk.RenameTag(ctx, tx, id, name, slug, "")
		return err
	}
}

func (r *room) mergeTags(into taxonomy.TagID, from ...taxonomy.TagID) func(ctx context.Context, tx *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error { return r.clerk.MergeTags(ctx, tx, from, into) }
}

// named is the tag that a name gives, 0 for none.
func (r *room) named(name string) taxonomy.TagID {
	r.Helper()
	t, err := taxonomy.TagNamed(r.Context(), r.db, name)
	if fault.Is(err, fault.NotFound) {
		return 0
	}
	if err != nil {
		r.Fatal(err)
	}
	return t.ID
}

func TestTagRenamed(t *testing.T) {
	each(t, func(r *room) {
		eau, riz := r.tag("Eau"), r.tag("Riz")
		var all []article.ID
		for range 60 { // more than two turns of the job
			all = append(all, r.news(0, eau))
		}
		r.do(r.rename(eau, " Hydrologie ", "hydrologie"))
		r.expect("its address", r.leads("/mots-cles/eau/"), "→ /mots-cles/hydrologie/")
		r.same("by its name before the job", r.found("hydrologie"), nil)
		r.follow()
		r.same("by its name", r.found("hydrologie"), all)
		r.same("by the old one", r.found("eau"), nil)
		if r.named("eau") != eau || r.named("hydrologie") != eau {
			r.Error("one of its names gives another tag")
		}
		r.do(r.rename(eau, "Hydro-logie", "")) // the address stays
		r.do(r.rename(eau, "eau", "eau"))      // and back to what is a synonym by now
		r.expect("back again", r.leads("/mots-cles/hydrologie/")+" "+r.leads("/mots-cles/eau/"), "→ /mots-cles/eau/ tag 1")
		if r.named("hydrologie") != eau || r.named("Eau") != eau {
			r.Error("a name is lost")
		}
		r.refused("the name of another", taxonomy.IsATag, r.rename(eau, "RIZ", ""))
		r.refused("the address of another", taxonomy.IsATag, r.rename(eau, "Eaux", "riz"))
		r.refused("no letter", taxonomy.TagLetters, r.rename(eau, "!!!", ""))
		r.refused("no address", taxonomy.BadSlug, r.rename(eau, "Eaux", "a/b"))
		r.refused("2,000 characters", filing.TooLong, r.rename(eau, long(2000), ""))
		seen, err := filing.WordByID(r.Context(), r.db, riz)
		if err != nil {
			r.Fatal(err)
		}
		r.do(r.rename(riz, "Céréales", "cereales"))
		r.refused("renamed since", filing.Outrun, func(ctx context.Context, tx *db.Tx) error {
			_, err := r.clerk.RenameTag(ctx, tx, riz, "Mil", "", seen.Mark)
			return err
		})
		r.sound()
	})
}

// TestRenamedAgain: a job that another renaming has outrun ends, and the one that begins anew indexes all.
func TestRenamedAgain(t *testing.T) {
	each(t, func(r *room) {
		eau := r.tag("Eau")
		var all []article.ID
		for range 30 {
			all = append(all, r.news(0, eau))
		}
		r.do(r.rename(eau, "Hydrologie", "hydrologie"))
		old, err := job.Payloads(r.Context(), r.db, article.RenamedJob)
		if err != nil || len(old) != 1 {
			r.Fatalf("%d jobs wait: %v", len(old), err)
		}
		r.do(r.rename(eau, "Limnologie", "limnologie"))
		for id, payload := range old {
			if err := (&article.Renamer{DB: r.db, Now: func() time.Time { return noon }}).Work(r.Context(), job.Job{ID: id, Payload: json.RawMessage(payload)}); err != nil {
				r.Error(err)
			}
		}
		r.follow()
		r.same("by its last name", r.found("limnologie"), all)
	})
}

func TestTagsMerged(t *testing.T) {
	each(t, func(r *room) {
		crue, crues, flood, riz := r.tag("Crue"), r.tag("Les crues"), r.tag("Inondation"), r.tag("Riz")
		r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.AddSynonym(ctx, tx, flood, "Débordement") })
		one, both, other := r.news(0, crues), r.news(0, riz, flood, crue), r.news(0, crue)
		draft := article.ID(0)
		r.do(func(ctx context.Context, tx *db.Tx) error {
			a := &article.Article{Title: "Brouillon", Status: article.Draft, Tags: []taxonomy.TagID{flood}}
			err := article.Put(ctx, tx, r.paper, noon, a)
			draft = a.ID
			return err
		})
		r.do(r.mergeTags(crue, crues, flood))
		r.same("its list", r.in(page.Tag(int64(crue))), []article.ID{one, both, other})
		r.same("the other's", r.in(page.Tag(int64(crues))), nil)
		for _, path := range []string{"/mots-cles/les-crues/", "/mots-cles/inondation/"} {
			r.expect(path, r.leads(path), "→ /mots-cles/crue/")
		}
		for id, want := range map[article.ID][]taxonomy.TagID{both: {riz, crue}, one: {crue}, draft: {crue}} {
			if a, err := article.ByID(r.Context(), r.db, id); err != nil || !slices.Equal(a.Tags, want) {
				r.Errorf("article %d has the tags %v, want %v: %v", id, a.Tags, want, err)
			}
		}
		for _, word := range []string{"inondation", "LES CRUES", "debordement", "Crue"} {
			if r.named(word) != crue {
				r.Errorf("%s gives tag %d", word, r.named(word))
			}
		}
		suggested, err := taxonomy.TagsIn(r.Context(), r.db, "Le débordement du fleuve, une inondation sans riz", 5)
		if err != nil || len(suggested) != 2 || suggested[0].ID != crue || suggested[1].ID != riz {
			r.Errorf("suggested %v: %v", suggested, err)
		}
		r.follow()
		r.same("by its name", r.found("crue"), []article.ID{one, both, other})
		r.refused("merged again", taxonomy.MergedAway, r.mergeTags(crue, flood))
		r.refused("into what was merged", taxonomy.MergedAway, r.mergeTags(flood, riz))
		r.refused("into itself", taxonomy.IntoItself, r.mergeTags(riz, riz))
		r.refused("nothing", filing.Nothing, r.mergeTags(riz))
		var many []taxonomy.TagID
		for i := range filing.MaxAtOnce + 1 {
			many = append(many, taxonomy.TagID(100+i))
		}
		r.refused("too many", filing.TooMany, r.mergeTags(riz, many...))
		late := r.news(0, crues, crue, 4711) // whose form was open meanwhile; the last is none
		if a, err := article.ByID(r.Context(), r.db, late); err != nil || !slices.Equal(a.Tags, []taxonomy.TagID{crue}) {
			r.Errorf("the latecomer has the tags %v: %v", a.Tags, err)
		}
		r.sound()
	})
}

func TestSynonymsAndRemoval(t *testing.T) {
	each(t, func(r *room) {
		crue, riz := r.tag("Crue"), r.tag("Riz")
		add := func(id taxonomy.TagID, word string) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error { return r.clerk.AddSynonym(ctx, tx, id, word) }
		}
		r.do(add(crue, "Inondation"))
		r.do(add(crue, "inondation")) // said twice
		r.do(add(crue, "CRUE"))       // its own name
		r.refused("a tag", taxonomy.IsATag, add(crue, "riz"))
		r.refused("what means another", taxonomy.IsATag, add(riz, "Inondation"))
		r.refused("no letter", taxonomy.TagLetters, add(riz, "…"))
		r.refused("too long", filing.TooLong, add(riz, long(101)))
		if _, err := taxonomy.EnsureTag(r.Context(), nil, noon, r.clerk.Locale, "", ""); !fault.Is(err, fault.Invalid) {
			r.Errorf("a tag without a name: %v", err)
		}
		r.refused("a tag of that name", filing.Taken, func(ctx context.Context, tx *db.Tx) error {
			_, err := r.clerk.AddTag(ctx, tx, "inondation")
			return err
		})
		words, err := taxonomy.Synonyms(r.Context(), r.db, crue)
		if err != nil || len(words) != 1 {
			r.Fatalf("the synonyms %v: %v", words, err)
		}
		list, err := taxonomy.FindTags(r.Context(), r.db, taxonomy.SoughtTags{Words: "INONDÂT%", Limit: 10})
		if err != nil || len(list) != 1 || list[0].ID != crue {
			r.Errorf("by a synonym %v: %v", list, err)
		}
		r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.RemoveSynonym(ctx, tx, crue, words[0].ID) })
		if r.named("Inondation") != 0 {
			r.Error("the word still means it")
		}
		r.do(add(crue, "Inondation"))
		draft := &article.Article{Title: "Brouillon", Status: article.Draft, Tags: []taxonomy.TagID{riz}}
		r.do(func(ctx context.Context, tx *db.Tx) error {
			a := *draft
			return article.Put(ctx, tx, r.paper, noon, &a)
		})
		remove := func(id taxonomy.TagID) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error { return r.clerk.RemoveTag(ctx, tx, id) }
		}
		r.refused("one that a draft bears", filing.TagStays, remove(riz))
		if unused, err := taxonomy.FindTags(r.Context(), r.db, taxonomy.SoughtTags{Unused: true, Limit: 10}); err != nil || len(unused) != 1 || unused[0].ID != crue {
			r.Errorf("unused are %v: %v", unused, err)
		}
		r.do(remove(crue))
		r.expect("its address", r.leads("/mots-cles/crue/"), "gone 0")
		again := r.tag("Inondation")
		r.expect("a tag of what was its synonym", r.leads("/mots-cles/inondation/"), fmt.Sprintf("tag %d", again))
		r.sound()
	})
}

// TestTagsAreFoundByPages: the list of tags goes on where it ended, those of most articles first.
func TestTagsAreFoundByPages(t *testing.T) {
	each(t, func(r *room) {
		var want []string
		for i := range 7 {
			id := r.tag(fmt.Sprintf("Mot %d", i))
			for range i / 2 {
				r.news(0, id)
			}
			want = append([]string{fmt.Sprintf("mot-%d %d", i, i/2)}, want...)
		}
		var got []string
		ask := taxonomy.SoughtTags{Words: "mot", Limit: 3}
		for {
			list, err := taxonomy.FindTags(r.Context(), r.db, ask)
			if err != nil {
				r.Fatal(err)
			}
			if len(list) == 0 {
				break
			}
			for i := range list {
				got = append(got, fmt.Sprintf("%s %d", list[i].Slug, list[i].Articles))
			}
			ask.After = &list[len(list)-1]
		}
		if !slices.Equal(got, want) {
			r.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestCountriesShown(t *testing.T) {
	each(t, func(r *room) {
		ids := map[string]taxonomy.CountryID{}
		for _, code := range []string{"NE", "ML", "FR", "BF"} {
			r.do(func(ctx context.Context, tx *db.Tx) error {
				c, err := r.clerk.AddCountry(ctx, tx, code)
				if err == nil {
					ids[code] = c.ID
				}
				return err
			})
		}
		order := func() string {
			list, _, err := filing.Lands(r.Context(), r.db)
			if err != nil {
				r.Fatal(err)
			}
			var codes []string
			for _, l := range list {
				codes = append(codes, l.Code)
			}
			return strings.Join(codes, " ")
		}
		shift := func(code string, by int) {
			r.Helper()
			r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.ShiftCountry(ctx, tx, ids[code], by) })
		}
		shift("ML", 1) // past France, which is of another region
		r.expect("one down", order(), "NE BF FR ML")
		shift("BF", -9)
		r.expect("to the top", order(), "BF NE FR ML")
		shift("FR", 3)
		r.expect("alone in its region", order(), "BF NE FR ML")
		r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.SortCountries(ctx, tx) })
		r.expect("by name", order(), "BF FR ML NE")
		_, mark, err := filing.Lands(r.Context(), r.db)
		if err != nil {
			r.Fatal(err)
		}
		yes := true
		r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.ShowCountry(ctx, tx, ids["NE"], nil, &yes) })
		r.refused("shown otherwise since", filing.Outrun, func(ctx context.Context, tx *db.Tx) error { return r.clerk.ShowCountries(ctx, tx, nil, nil, mark) })
		r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.ShowCountry(ctx, tx, ids["NE"], &yes, nil) })
		if c, err := taxonomy.CountryByID(r.Context(), r.db, ids["NE"]); err != nil || !c.Hidden || c.Highlight {
			r.Errorf("kept as %+v: %v", c, err)
		}
		r.do(func(ctx context.Context, tx *db.Tx) error { // as an import that knows it by its code
			return taxonomy.SaveCountry(ctx, tx, noon, r.clerk.Locale, &taxonomy.Country{Code: "NE", Slug: "niger", Name: "Niger", Region: "west"})
		})
		if c, err := taxonomy.CountryByID(r.Context(), r.db, ids["NE"]); err != nil || !c.Hidden {
			r.Errorf("kept as %+v: %v", c, err)
		}
		r.do(func(ctx context.Context, tx *db.Tx) error {
			a := &article.Article{Title: "Brouillon", Status: article.Draft, Countries: []taxonomy.CountryID{ids["ML"]}}
			return article.Put(ctx, tx, r.paper, noon, a)
		})
		remove := func(code string) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error { return r.clerk.RemoveCountry(ctx, tx, ids[code]) }
		}
		r.refused("one of a draft", filing.CountryStays, remove("ML"))
		r.refused("no code", filing.NoCountry, func(ctx context.Context, tx *db.Tx) error { _, err := r.clerk.AddCountry(ctx, tx, "Niger"); return err })
		r.refused("twice", filing.Taken, func(ctx context.Context, tx *db.Tx) error { _, err := r.clerk.AddCountry(ctx, tx, "ML"); return err })
		r.do(remove("FR"))
		r.expect("its address", r.leads("/pays/france/"), "gone 0")
		if err := r.try(remove("FR")); !fault.Is(err, fault.NotFound) {
			r.Errorf("removed twice: %v", err)
		}
		r.sound()
	})
}

// Whoever may not file is refused everything.
func TestWhoMayFile(t *testing.T) {
	each(t, func(r *room) {
		tag := r.tag("Crue")
		s := r.rubric(taxonomy.Section{Name: "A"})
		for _, role := range staff.Roles() {
			c := r.clerk
			c.By.Role = role
			for what, act := range map[string]func(ctx context.Context, tx *db.Tx) error{
				"order":   func(ctx context.Context, tx *db.Tx) error { return c.ShiftRubric(ctx, tx, s.ID, 1) },
				"synonym": func(ctx context.Context, tx *db.Tx) error { return c.AddSynonym(ctx, tx, tag, "Inondation") },
				"sort":    func(ctx context.Context, tx *db.Tx) error { return c.SortCountries(ctx, tx) },
				"show":    func(ctx context.Context, tx *db.Tx) error { return c.ShowCountries(ctx, tx, nil, nil, "") },
			} {
				if err := r.try(act); fault.Is(err, fault.Forbidden) == staff.May(role, staff.KeepRubrics) {
					r.Errorf("%s by a %s: %v", what, role, err)
				}
			}
		}
	})
}
