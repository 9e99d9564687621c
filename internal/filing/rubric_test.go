package filing_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/frontpage"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

func TestRubricRenamed(t *testing.T) {
	each(t, func(r *room) {
		env := r.rubric(taxonomy.Section{Name: "  Environ<b>nement</b> ", Hue: "canopee", Names: map[string]string{"en": "Environment", "pt": "Ambiente"}})
		r.expect("cleaned", env.Name+" "+env.Path, "Environnement /environnement/")
		climat := r.rubric(taxonomy.Section{Name: "Climat", Parent: env.ID})
		pluie := r.rubric(taxonomy.Section{Name: "Pluie", Parent: climat.ID})
		env.Name, env.Slug, env.Names = "Planète", "planete", map[string]string{"pt": ""}
		env = r.rubric(env)
		r.expect("its address", r.leads("/environnement/"), "→ /planete/")
		r.expect("one below", r.leads("/environnement/climat/"), "→ /planete/climat/")
		r.expect("two below", r.leads("/environnement/climat/pluie/"), "→ /planete/climat/pluie/")
		r.expect("two below now", r.leads("/planete/climat/pluie/"), fmt.Sprintf("section %d", pluie.ID))
		env.Slug = "terre"
		r.rubric(env)
		for _, path := range []string{"/environnement/climat/pluie/", "/planete/climat/pluie/"} {
			r.expect("after two changes "+path, r.leads(path), "→ /terre/climat/pluie/")
		}
		kept, err := filing.RubricByID(r.Context(), r.db, env.ID)
		if err != nil || kept.NameIn("en") != "Environment" || kept.NameIn("pt") != "Planète" || kept.Hue != "canopee" {
			r.Errorf("kept as %+v: %v", kept, err)
		}
		env.Slug = "environnement"
		r.rubric(env)
		r.expect("back again", r.leads("/environnement/climat/pluie/"), fmt.Sprintf("section %d", pluie.ID))
		r.sound()
	})
}

func TestRubricRefused(t *testing.T) {
	each(t, func(r *room) {
		a := r.rubric(taxonomy.Section{Name: "A"})
		b := r.rubric(taxonomy.Section{Name: "B", Parent: a.ID})
		c := r.rubric(taxonomy.Section{Name: "C", Parent: b.ID})
		d := r.rubric(taxonomy.Section{Name: "D"})
		r.news(c.ID)
		under := func(s taxonomy.Section, parent taxonomy.SectionID) taxonomy.Section { s.Parent = parent; return s }
		for _, bad := range []struct {
			what string
			s    taxonomy.Section
			why  staff.Reason
		}{
			{"no name", taxonomy.Section{Name: " \x00\t "}, taxonomy.Unnamed},
			{"markup alone", taxonomy.Section{Name: "<i></i>"}, taxonomy.Unnamed},
			{"2,000 characters", taxonomy.Section{Name: long(2000)}, filing.TooLong},
			{"a book", taxonomy.Section{Name: long(1 << 20)}, filing.TooLong},
			{"a long description", taxonomy.Section{Name: "X", Description: long(501)}, filing.TooLong},
			{"a long name in English", taxonomy.Section{Name: "X", Names: map[string]string{"en": long(101)}}, filing.TooLong},
			{"a hue that is none", taxonomy.Section{Name: "X", Hue: "red; }"}, filing.NoHue},
			{"an address that is none", taxonomy.Section{Name: "X", Slug: "../desk"}, taxonomy.BadSlug},
			{"no letter", taxonomy.Section{Name: "!!!"}, taxonomy.BadSlug},
			{"below itself", under(a, a.ID), taxonomy.UnderItself},
			{"below its child's child", under(a, c.ID), taxonomy.UnderItself},
		} {
			r.refused(bad.what, bad.why, r.save(bad.s, ""))
		}
		r.refused("merged into itself", taxonomy.IntoItself, r.merge(a.ID, a.ID))
		r.refused("merged into its child", taxonomy.IntoBelow, r.merge(a.ID, b.ID))
		r.refused("merged into its child's child", taxonomy.IntoBelow, r.merge(a.ID, c.ID))
		remove := func(id taxonomy.SectionID) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error { return r.clerk.RemoveRubric(ctx, tx, id, "") }
		}
		r.refused("removed with rubrics below", filing.HasBelow, remove(a.ID))
		r.refused("removed with articles", filing.NotEmpty, remove(c.ID))
		if err := r.try(r.merge(a.ID, 4711)); !fault.Is(err, fault.NotFound) {
			r.Errorf("merged into nothing: %v", err)
		}
		if err := r.try(r.save(taxonomy.Section{Name: "X", Parent: 4711}, "")); !fault.Is(err, fault.NotFound) {
			r.Errorf("under nothing: %v", err)
		}
		reader := r.clerk
		reader.By.Role = staff.Journalist
		if err := r.try(func(ctx context.Context, tx *db.Tx) error { return reader.MergeRubric(ctx, tx, d.ID, a.ID, "") }); !fault.Is(err, fault.Forbidden) {
			r.Errorf("a journalist merges: %v", err)
		}
		deep := taxonomy.Section{ID: d.ID}
		for range taxonomy.MaxDepth - 1 {
			deep = r.rubric(taxonomy.Section{Name: "Plus bas", Parent: deep.ID})
		}
		r.refused("too deep", taxonomy.TooDeep, r.save(taxonomy.Section{Name: "Trop bas", Parent: deep.ID}, ""))
		r.refused("moved too deep", taxonomy.TooDeep, r.save(under(b, deep.ID), ""))
		r.refused("merged too deep", taxonomy.TooDeep, r.merge(a.ID, deep.ID))
		pays := r.rubric(taxonomy.Section{Name: "Pays"})
		again := r.rubric(taxonomy.Section{Name: "a"})
		r.expect("reserved and taken", pays.Path+" "+again.Path, "/pays-2/ /a-2/")
		r.sound()
	})
}

// Of two who change the same rubric, the second is told, whatever they do; of two who merge two rubrics crosswise too.
func TestTwoKeepers(t *testing.T) {
	each(t, func(r *room) {
		a, b := r.rubric(taxonomy.Section{Name: "A"}), r.rubric(taxonomy.Section{Name: "B"})
		seen, err := filing.RubricByID(r.Context(), r.db, a.ID)
		if err != nil {
			r.Fatal(err)
		}
		mine, theirs := a, a
		theirs.Description = "Première"
		r.do(r.save(theirs, seen.Mark))
		mine.Description = "Seconde"
		r.refused("changed since", filing.Outrun, r.save(mine, seen.Mark))
		r.refused("merged since", filing.Outrun, func(ctx context.Context, tx *db.Tx) error { return r.clerk.MergeRubric(ctx, tx, a.ID, b.ID, seen.Mark) })
		r.refused("removed since", filing.Outrun, func(ctx context.Context, tx *db.Tx) error { return r.clerk.RemoveRubric(ctx, tx, a.ID, seen.Mark) })
		errs := make(chan error, 2)
		for _, pair := range [][2]taxonomy.SectionID{{a.ID, b.ID}, {b.ID, a.ID}} {
			go func() { errs <- r.try(r.merge(pair[0], pair[1])) }()
		}
		first, second := <-errs, <-errs
		if (first == nil) == (second == nil) || !fault.Is(first, fault.Conflict) && !fault.Is(second, fault.Conflict) {
			r.Errorf("two merged crosswise: %v and %v", first, second)
		}
		r.refused("a name for what was merged", taxonomy.MergedAway, func(ctx context.Context, tx *db.Tx) error {
			list, err := taxonomy.Sections(ctx, tx)
			if err != nil {
				return err
			}
			gone := a
			if list[0].ID == a.ID {
				gone = b
			}
			return r.clerk.SaveRubric(ctx, tx, &gone, "")
		})
		r.sound()
	})
}

func TestRubricMerged(t *testing.T) {
	each(t, func(r *room) {
		monde, sahel := r.rubric(taxonomy.Section{Name: "Monde"}), r.rubric(taxonomy.Section{Name: "Sahel"})
		eau := r.rubric(taxonomy.Section{Name: "Eau", Parent: sahel.ID})
		other := r.rubric(taxonomy.Section{Name: "Eau", Parent: monde.ID})
		one, two, three := r.news(sahel.ID), r.news(eau.ID), r.news(monde.ID)
		r.do(func(ctx context.Context, tx *db.Tx) error {
			item := func(kind taxonomy.MenuKind, id taxonomy.SectionID, below ...taxonomy.MenuTree) taxonomy.MenuTree {
				return taxonomy.MenuTree{MenuItem: taxonomy.MenuItem{Kind: kind, Target: int64(id)}, Children: below}
			}
			if err := taxonomy.SetMenu(ctx, tx, noon, taxonomy.MainMenu, []taxonomy.MenuTree{item(taxonomy.ToSection, monde.ID), item(taxonomy.ToSection, sahel.ID, item(taxonomy.ToSection, eau.ID))}); err != nil {
				return err
			}
			if err := taxonomy.SetMenu(ctx, tx, noon, taxonomy.TopMenu, []taxonomy.MenuTree{item(taxonomy.ToSection, sahel.ID)}); err != nil {
				return err
			}
			e := frontpage.Edition{Language: "fr", Pins: frontpage.Pins{{Slot: frontpage.InBand(sahel.ID, 1), Article: one}, {Slot: frontpage.InBand(monde.ID, 1), Article: three}}}
			_, err := frontpage.Publish(ctx, tx, noon, r.clerk.By, e)
			return err
		})
		r.do(r.merge(sahel.ID, monde.ID))
		r.same("the rubric's list", r.in(page.Section(int64(monde.ID))), []article.ID{one, two, three})
		r.same("the other's", r.in(page.Section(int64(sahel.ID))), nil)
		r.expect("its address", r.leads("/sahel/"), "→ /monde/")
		r.expect("one below", r.leads("/sahel/eau/"), "→ /monde/eau-2/")
		r.expect("that was there", r.leads("/monde/eau/"), fmt.Sprintf("section %d", other.ID))
		if a, err := article.ByID(r.Context(), r.db, one); err != nil || a.Section != monde.ID {
			r.Errorf("the article stands in %d: %v", a.Section, err)
		}
		if cards, err := article.Cards(r.Context(), r.db, []article.ID{one}); err != nil || cards[0].Section != monde.ID {
			r.Errorf("its card: %+v %v", cards, err)
		}
		if s, err := taxonomy.SectionByPath(r.Context(), r.db, "sahel"); err != nil || s.ID != monde.ID {
			r.Errorf("by its old name: %+v %v", s, err)
		}
		main, err := taxonomy.Menu(r.Context(), r.db, taxonomy.MainMenu)
		if err != nil || len(main) != 2 || main[0].Target != int64(monde.ID) || main[1].Target != int64(eau.ID) {
			r.Errorf("the main menu is %+v: %v", main, err)
		}
		if top, err := taxonomy.Menu(r.Context(), r.db, taxonomy.TopMenu); err != nil || len(top) != 1 || top[0].Target != int64(monde.ID) {
			r.Errorf("the top menu is %+v: %v", top, err)
		}
		front, err := frontpage.Current(r.Context(), r.db, "fr")
		if err != nil {
			r.Fatal(err)
		}
		if pin, ok := front.Pins.Of(one); !ok || pin.Slot != frontpage.InBand(monde.ID, 2) {
			r.Errorf("it is pinned to %v", front.Pins)
		}
		late := r.news(sahel.ID) // whose form was open meanwhile
		r.same("with the latecomer", r.in(page.Section(int64(monde.ID))), []article.ID{one, two, three, late})
		seek := article.Sought{Section: nil, For: staff.Actor{Role: staff.Administrator}, Limit: 10}
		if seek.Section, err = taxonomy.Descendants(r.Context(), r.db, monde.ID); err != nil {
			r.Fatal(err)
		}
		found, err := article.Seek(r.Context(), r.db, seek)
		if err != nil {
			r.Fatal(err)
		}
		r.same("the desk finds", found, []article.ID{one, two, three, late})
		r.do(func(ctx context.Context, tx *db.Tx) error { // an article that is moved out leaves for good
			a, err := article.ByID(ctx, tx, one)
			if err != nil {
				return err
			}
			a.Section = eau.ID
			return article.Put(ctx, tx, r.paper, noon, a)
		})
		r.sound()
		r.do(func(ctx context.Context, tx *db.Tx) error {
			again := taxonomy.Section{Name: "Sahel"}
			return r.clerk.SaveRubric(ctx, tx, &again, "")
		})
		r.same("a new rubric of the old name", r.in("section:5"), nil)
		r.expect("at its address", r.leads("/sahel/"), "section 5")
	})
}

func TestRubricRemoved(t *testing.T) {
	each(t, func(r *room) {
		a := r.rubric(taxonomy.Section{Name: "A"})
		b, c := r.rubric(taxonomy.Section{Name: "B", Parent: a.ID}), r.rubric(taxonomy.Section{Name: "C", Parent: a.ID})
		r.do(r.merge(c.ID, b.ID))
		remove := func(id taxonomy.SectionID) {
			r.Helper()
			r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.RemoveRubric(ctx, tx, id, "") })
		}
		remove(b.ID)
		r.expect("below another", r.leads("/a/b/")+" "+r.leads("/a/c/"), "→ /a/ → /a/")
		remove(a.ID)
		r.expect("at the top", r.leads("/a/")+" "+r.leads("/a/b/"), "gone 0 gone 0")
		if n := dbtest.Count(r.T, r.db, "section"); n != 0 {
			r.Errorf("%d rubrics are left", n)
		}
		r.sound()
	})
}

func TestRubricsOrdered(t *testing.T) {
	each(t, func(r *room) {
		var ids []taxonomy.SectionID
		for _, name := range []string{"A", "B", "C"} {
			ids = append(ids, r.rubric(taxonomy.Section{Name: name}).ID)
		}
		below := r.rubric(taxonomy.Section{Name: "D", Parent: ids[0]})
		for _, step := range []struct {
			id   taxonomy.SectionID
			by   int
			want string
		}{{ids[2], -1, "ADCB"}, {ids[2], -1 << 62, "CADB"}, {ids[2], 1 << 62, "ADBC"}, {below.ID, 1, "ADBC"}} {
			r.do(func(ctx context.Context, tx *db.Tx) error { return r.clerk.ShiftRubric(ctx, tx, step.id, step.by) })
			list, err := filing.Rubrics(r.Context(), r.db)
			if err != nil {
				r.Fatal(err)
			}
			got := ""
			for _, s := range list {
				got += s.Name
			}
			r.expect("the order", got, step.want)
		}
	})
}

// TestAnyMoves: after any merges, moves and removals, each list holds what stands in its rubric and below it, each address leads on in one step, and nothing is counted wrongly.
func TestAnyMoves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		rapid.Check(t, func(rt *rapid.T) {
			m := model{parent: map[taxonomy.SectionID]taxonomy.SectionID{}, of: map[article.ID]taxonomy.SectionID{}, paths: map[string]taxonomy.SectionID{}}
			for i := range 4 {
				s := r.rubric(taxonomy.Section{Name: fmt.Sprintf("R%d %d", r.count, i)})
				m.parent[s.ID], m.paths[s.Path] = 0, s.ID
				m.of[r.news(s.ID)] = s.ID
			}
			for range rapid.IntRange(1, 6).Draw(rt, "acts") {
				ids := slices.Sorted(maps.Keys(m.parent))
				one, other := rapid.SampledFrom(ids).Draw(rt, "one"), rapid.SampledFrom(ids).Draw(rt, "other")
				if rapid.Bool().Draw(rt, "merge") {
					m.merge(one, other, r.try(r.merge(one, other)) == nil)
				} else {
					s, err := filing.RubricByID(r.Context(), r.db, one)
					if err != nil {
						rt.Fatal(err)
					}
					s.Parent = other
					m.move(one, other, r.try(r.save(s.Section, "")) == nil)
				}
				for id := range m.parent {
					s, err := taxonomy.SectionByID(r.Context(), r.db, id)
					if err != nil {
						rt.Fatal(err)
					}
					m.paths[s.Path] = id
				}
			}
			for id := range m.parent {
				r.same(fmt.Sprintf("rubric %d of %v", id, m), r.in(page.Section(int64(id))), m.within(id))
			}
			for path, id := range m.paths {
				s, err := taxonomy.SectionByPath(r.Context(), r.db, path)
				if err != nil || s.ID != id {
					rt.Fatalf("%s is %+v, want %d: %v", path, s, id, err)
				}
			}
			r.sound()
			if r.Failed() {
				rt.Fatal("see above")
			}
		})
	})
}

// model is what rubrics should be: who stands below whom, and which articles and addresses are whose.
type model struct {
	parent map[taxonomy.SectionID]taxonomy.SectionID
	of     map[article.ID]taxonomy.SectionID
	paths  map[string]taxonomy.SectionID
}

func (m *model) below(id, above taxonomy.SectionID) bool {
	for ; id != 0; id = m.parent[id] {
		if id == above {
			return true
		}
	}
	return false
}

func (m *model) merge(from, into taxonomy.SectionID, done bool) {
	if done == m.below(into, from) {
		panic(fmt.Sprintf("merge %d into %d of %v: %v", from, into, m.parent, done))
	}
	if !done {
		return
	}
	delete(m.parent, from)
	for id, parent := range m.parent {
		if parent == from {
			m.parent[id] = into
		}
	}
	for id, s := range m.of {
		if s == from {
			m.of[id] = into
		}
	}
	for path, s := range m.paths {
		if s == from {
			m.paths[path] = into
		}
	}
}

func (m *model) move(id, parent taxonomy.SectionID, done bool) {
	if done == m.below(parent, id) {
		panic(fmt.Sprintf("move %d under %d of %v: %v", id, parent, m.parent, done))
	}
	if done {
		m.parent[id] = parent
	}
}

func (m *model) within(id taxonomy.SectionID) (list []article.ID) {
	for a, s := range m.of {
		if m.below(s, id) {
			list = append(list, a)
		}
	}
	return list
}

// TestEndsOfPins has the pins of a band that is full give way.
func TestEndsOfPins(t *testing.T) {
	t.Parallel()
	r := open(t, dbtest.SQLite(t))
	a, b := r.rubric(taxonomy.Section{Name: "A"}), r.rubric(taxonomy.Section{Name: "B"})
	var pins frontpage.Pins
	for place := 1; place <= frontpage.BandSize; place++ {
		pins = append(pins, frontpage.Pin{Slot: frontpage.InBand(a.ID, place), Article: r.news(a.ID), Until: noon.Add(time.Hour)}, frontpage.Pin{Slot: frontpage.InBand(b.ID, place), Article: r.news(b.ID)})
	}
	r.do(func(ctx context.Context, tx *db.Tx) error {
		_, err := frontpage.Publish(ctx, tx, noon, r.clerk.By, frontpage.Edition{Language: "fr", Pins: pins})
		return err
	})
	r.do(r.merge(a.ID, b.ID))
	front, err := frontpage.Current(r.Context(), r.db, "fr")
	if err != nil || len(front.Pins) != frontpage.BandSize {
		t.Errorf("%d pins are left: %v", len(front.Pins), err)
	}
}
