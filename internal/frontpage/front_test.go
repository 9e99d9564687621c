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
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

func pin(slot frontpage.Slot, id int) frontpage.Pin {
	return frontpage.Pin{Slot: slot, Article: article.ID(id)}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	for _, s := range []frontpage.Slot{frontpage.Lead(), frontpage.Second(1), frontpage.Second(4), frontpage.InBand(12, 1), frontpage.InBand(1, 4)} {
		again, err := frontpage.ParseSlot(s.String())
		if err != nil || again != s {
			t.Errorf("%s reads as %v, %v", s, again, err)
		}
	}
	for _, name := range []string{"", "lead-1", "lead-", "second", "second-0", "second-5", "second-01", "second--1", "band", "band-1", "band-0-1", "band-1-5", "band--1-1", "band-1-1-1", "foot", "second-1x"} {
		if s, err := frontpage.ParseSlot(name); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q reads as %v, %v", name, s, err)
		}
	}
}

func TestWith(t *testing.T) {
	t.Parallel()
	p := frontpage.Pins{pin(frontpage.Lead(), 1), pin(frontpage.Second(1), 2)}
	swapped := p.With(pin(frontpage.Lead(), 2))
	if lead, _ := swapped.At(frontpage.Lead()); lead.Article != 2 || len(swapped) != 2 {
		t.Errorf("the lead is %v of %v", lead, swapped)
	}
	if second, _ := swapped.At(frontpage.Second(1)); second.Article != 1 {
		t.Errorf("what led stands %v", second)
	}
	put := p.With(pin(frontpage.Lead(), 3))
	if _, still := put.Of(1); still || len(put) != 2 {
		t.Errorf("what led is still there: %v", put)
	}
	if again := p.With(pin(frontpage.Lead(), 1)); !again.Equal(p) {
		t.Errorf("pinned where it is: %v", again)
	}
}

// drawPins draws a composition of a few slots and articles.
func drawPins(t *rapid.T, name string) (p frontpage.Pins) {
	for range rapid.IntRange(0, 6).Draw(t, name) {
		slot := rapid.SampledFrom([]frontpage.Slot{frontpage.Lead(), frontpage.Second(1), frontpage.Second(2), frontpage.InBand(1, 1), frontpage.InBand(1, 2), frontpage.InBand(2, 4)}).Draw(t, "slot")
		until := time.Time{}
		if rapid.Bool().Draw(t, "ends") {
			until = hours(rapid.IntRange(-1, 2).Draw(t, "until"))
		}
		p = p.With(frontpage.Pin{Slot: slot, Article: article.ID(rapid.IntRange(1, 9).Draw(t, "article")), Until: until})
	}
	return p
}

// Whatever two editors did to one page: each slot and each article stands once, all that I changed is mine, and what I left alone is theirs unless it moved into a place of mine.
func TestMerge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		base, mine, theirs := drawPins(rt, "base"), drawPins(rt, "mine"), drawPins(rt, "theirs")
		merged := frontpage.Merge(base, mine, theirs)
		slots, articles := map[frontpage.Slot]bool{}, map[article.ID]bool{}
		for _, p := range merged {
			if slots[p.Slot] || articles[p.Article] {
				rt.Fatalf("%v stands twice in %v", p, merged)
			}
			slots[p.Slot], articles[p.Article] = true, true
		}
		changed := map[frontpage.Slot]bool{}
		for _, d := range frontpage.Differences(base, mine) {
			changed[d.Slot] = true
			if is, _ := merged.At(d.Slot); is.Article != d.Is.Article || !is.Until.Equal(d.Is.Until) {
				rt.Fatalf("I put %v into %s and it is %v", d.Is, d.Slot, is)
			}
		}
		for _, p := range theirs {
			is, stands := merged.At(p.Slot)
			if _, moved := merged.Of(p.Article); !changed[p.Slot] && !(stands && is.Article == p.Article) && !moved {
				rt.Fatalf("theirs %v is lost from %v", p, merged)
			}
		}
		if same := frontpage.Merge(base, base, theirs); !same.Equal(theirs) {
			rt.Fatalf("I changed nothing, and it is %v", same)
		}
	})
}

// newsdesk is a table of articles 1 to 9, of which 8 is a draft and 9 is paid for, and 7 in English.
func newsdesk(t *testing.T, d *db.DB) {
	t.Helper()
	for id := int64(1); id <= 9; id++ {
		bareArticle(t, d, id, map[int64]string{7: "language = 'en'", 8: "status = 'draft'", 9: "kind = 'publi'"}[id])
	}
}

func publish(t *testing.T, d *db.DB, now time.Time, base frontpage.FrontID, pins ...frontpage.Pin) (*frontpage.Front, error) {
	t.Helper()
	var f *frontpage.Front
	err := act(t, d, func(tx *db.Tx) (err error) {
		f, err = frontpage.Publish(t.Context(), tx, now, editor, frontpage.Edition{Language: "fr", Base: base, Pins: pins})
		return err
	})
	return f, err
}

func current(t *testing.T, d *db.DB) *frontpage.Front {
	t.Helper()
	f, err := frontpage.Current(t.Context(), d, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPublish(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		newsdesk(t, d)
		if f := current(t, d); f.ID != 0 || len(f.Pins) != 0 {
			t.Fatalf("before anybody composed: %+v", f)
		}
		ends := pin(frontpage.Second(2), 2)
		ends.Until = hours(2)
		var first *frontpage.Front
		labels := dbtest.LabelsOf(t, d, func() {
			var err error
			if first, err = publish(t, d, noon, 0, pin(frontpage.Lead(), 1), ends); err != nil {
				t.Fatal(err)
			}
		})
		if !slices.Equal(labels, []string{"front"}) {
			t.Errorf("the labels are %v", labels)
		}
		got := current(t, d)
		if got.ID != first.ID || !got.Pins.Equal(first.Pins) || !got.Published.Equal(noon) || got.By != editor.ID {
			t.Errorf("published %+v, read %+v", first, got)
		}
		// Somebody who began before it is told, and nothing changes.
		if _, err := publish(t, d, hours(1), 0, pin(frontpage.Lead(), 3)); !fault.Is(err, fault.Conflict) {
			t.Errorf("on top of what was outrun: %v", err)
		}
		if _, err := publish(t, d, hours(1), first.ID, pin(frontpage.Lead(), 1), ends); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same again: %v", err)
		}
		if got := current(t, d); got.ID != first.ID {
			t.Errorf("what was refused is published: %+v", got)
		}
		// When the second pin has ended, the same without it is the same page.
		if _, err := publish(t, d, hours(2), first.ID, pin(frontpage.Lead(), 1)); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same without what has ended: %v", err)
		}
	})
}

func TestPublishRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		newsdesk(t, d)
		far := pin(frontpage.Lead(), 1)
		far.Until = noon.AddDate(2, 0, 0)
		var many frontpage.Pins
		for i := range frontpage.MaxPins + 1 {
			many = append(many, pin(frontpage.InBand(taxonomy.SectionID(i+1), 1), i+1))
		}
		for name, pins := range map[string]frontpage.Pins{
			"a slot twice":         {pin(frontpage.Lead(), 1), pin(frontpage.Lead(), 2)},
			"an article twice":     {pin(frontpage.Lead(), 1), pin(frontpage.Second(1), 1)},
			"no such slot":         {pin(frontpage.Second(9), 1)},
			"no slot":              {{Article: 1}},
			"no such article":      {pin(frontpage.Lead(), 99)},
			"no article":           {pin(frontpage.Lead(), 0)},
			"a draft":              {pin(frontpage.Lead(), 8)},
			"another language":     {pin(frontpage.Lead(), 7)},
			"paid for, in front":   {pin(frontpage.Lead(), 9)},
			"paid for, second":     {pin(frontpage.Second(1), 9)},
			"an end in two years":  {far},
			"more than it can pin": many,
		} {
			if _, err := publish(t, d, noon, 0, pins...); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := publish(t, d, noon, 0, pin(frontpage.InBand(1, 1), 9)); err != nil {
			t.Errorf("what is paid for in a band: %v", err)
		}
		err := act(t, d, func(tx *db.Tx) error {
			_, err := frontpage.Publish(t.Context(), tx, noon, staff.Actor{ID: 8, Role: staff.Journalist}, frontpage.Edition{Language: "fr"})
			return err
		})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("a journalist publishes the front page: %v", err)
		}
	})
}

// What was pinned and is withdrawn meanwhile stands in nobody's way, and comes back when it is public again.
func TestWithdrawnWhilePinned(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		newsdesk(t, d)
		f, err := publish(t, d, noon, 0, pin(frontpage.Lead(), 1))
		if err != nil {
			t.Fatal(err)
		}
		state := func(status string) {
			dbtest.Do(t, d, func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), "UPDATE article SET status = $1 WHERE id = 1", status)
				return err
			})
		}
		lead := func() article.ID {
			c, err := frontpage.Standing(t.Context(), d, noon, frontpage.Wanted{Language: "fr", Own: true, Pins: current(t, d).Pins})
			if err != nil {
				t.Fatal(err)
			}
			if c.Lead == nil {
				return 0
			}
			return c.Lead.ID
		}
		if lead() != 1 {
			t.Fatalf("%d leads", lead())
		}
		state("withdrawn")
		if lead() != 0 {
			t.Errorf("withdrawn, %d leads", lead())
		}
		if _, err := publish(t, d, noon, f.ID, pin(frontpage.Lead(), 1), pin(frontpage.Second(1), 2)); err != nil {
			t.Errorf("composed beside what is withdrawn: %v", err)
		}
		state("published")
		if lead() != 1 {
			t.Errorf("published again, %d leads", lead())
		}
	})
}

func TestReturn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		newsdesk(t, d)
		ends := pin(frontpage.Second(1), 2)
		ends.Until = hours(1)
		first, err := publish(t, d, noon, 0, pin(frontpage.Lead(), 1), ends, pin(frontpage.Second(3), 4))
		if err != nil {
			t.Fatal(err)
		}
		second, err := publish(t, d, noon, first.ID, pin(frontpage.Lead(), 3))
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE article SET status = 'withdrawn' WHERE id = 4")
			return err
		})
		back := func(base, to frontpage.FrontID) error {
			return act(t, d, func(tx *db.Tx) error {
				_, err := frontpage.Return(t.Context(), tx, hours(2), editor, "fr", base, to)
				return err
			})
		}
		if err := back(first.ID, first.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("on top of what was outrun: %v", err)
		}
		if err := back(second.ID, 999); !fault.Is(err, fault.NotFound) {
			t.Errorf("to what never was: %v", err)
		}
		if err := back(second.ID, first.ID); err != nil {
			t.Fatal(err)
		}
		// Neither the pin that has ended nor the one of an article that is withdrawn comes back.
		if got := current(t, d); !got.Pins.Equal(frontpage.Pins{pin(frontpage.Lead(), 1)}) || got.Returned != first.ID {
			t.Errorf("returned to %+v", got)
		}
		if err := back(current(t, d).ID, 0); err != nil || len(current(t, d).Pins) != 0 {
			t.Errorf("back to the rule: %v, %v", err, current(t, d).Pins)
		}
		past, err := frontpage.Past(t.Context(), d, "fr", 10)
		if err != nil || len(past) != 4 {
			t.Errorf("%d front pages, %v", len(past), err)
		}
	})
}

func TestOldFrontPagesAreForgotten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		newsdesk(t, d)
		var base frontpage.FrontID
		for i := range 205 {
			f, err := publish(t, d, noon.Add(time.Duration(i)*time.Second), base, pin(frontpage.Lead(), 1+i%2))
			if err != nil {
				t.Fatal(err)
			}
			base = f.ID
		}
		if n := dbtest.Count(t, d, "front"); n != 200 {
			t.Errorf("%d are kept", n)
		}
	})
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		newsdesk(t, d)
		var id staff.AccountID
		dbtest.Do(t, d, func(tx *db.Tx) error {
			a, err := staff.AddAccount(t.Context(), tx, noon, "awa@example.org", "Awa", staff.Editor)
			if err == nil {
				id = a.ID
			}
			return err
		})
		save := func(pins ...frontpage.Pin) error {
			return act(t, d, func(tx *db.Tx) error {
				return frontpage.SaveDraft(t.Context(), tx, noon, &frontpage.Draft{Account: id, Language: "fr", Pins: pins})
			})
		}
		if _, err := frontpage.DraftOf(t.Context(), d, id, "fr"); !fault.Is(err, fault.NotFound) {
			t.Errorf("before: %v", err)
		}
		for i := range 2 {
			if err := save(pin(frontpage.Lead(), 1+i)); err != nil {
				t.Fatal(err)
			}
			got, err := frontpage.DraftOf(t.Context(), d, id, "fr")
			if err != nil || !got.Pins.Equal(frontpage.Pins{pin(frontpage.Lead(), 1+i)}) || !got.Changed.Equal(noon) {
				t.Errorf("kept %+v, %v", got, err)
			}
		}
		if err := save(pin(frontpage.Lead(), 8)); !fault.Is(err, fault.Invalid) {
			t.Errorf("a draft article: %v", err)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error { return frontpage.DropDraft(t.Context(), tx, id, "fr") })
		if n := dbtest.Count(t, d, "front_draft"); n != 0 {
			t.Errorf("%d drafts are left", n)
		}
	})
}

// Pinned by hand: what is pinned stands where it is pinned until its end, whatever the rule would do, and nothing stands twice.
func TestComposedByHand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var newest []article.Card
		for id := 1; id <= 9; id++ {
			newest = append(newest, card(id, taxonomy.SectionID(id%3), id%2 == 0))
		}
		rubrics := []frontpage.Rubric{{Section: 1, Newest: newest[2:7]}, {Section: 2, Newest: newest[:5]}}
		var pins []frontpage.Pinned
		for _, p := range drawPins(rt, "pins") {
			pins = append(pins, frontpage.Pinned{Pin: p, Card: newest[p.Article-1]})
		}
		c := frontpage.Compose(noon, pins, newest, rubrics, paid, func(*article.Card) []article.ID { return []article.ID{1, 2, 3, 4} })
		stands := map[article.ID]string{}
		stand := func(where string, cards ...article.Card) {
			for _, a := range cards {
				if was := stands[a.ID]; was != "" {
					rt.Fatalf("%d stands %s and %s", a.ID, was, where)
				}
				stands[a.ID] = where
			}
		}
		stand("lead", *c.Lead)
		for _, id := range c.Beside {
			stand("beside", article.Card{ID: id})
		}
		stand("second", c.Seconds...)
		for _, b := range c.Bands {
			stand(fmt.Sprint("band ", b.Section), b.Stories...)
		}
		for _, p := range pins {
			where := string(p.Slot.Part)
			if p.Slot.Part == frontpage.BandPart {
				where = fmt.Sprint("band ", p.Slot.Section)
			}
			ended := !p.Until.IsZero() && !p.Until.After(noon)
			if !ended && stands[p.Article] != where {
				rt.Fatalf("%d is pinned to %s and stands %q", p.Article, p.Slot, stands[p.Article])
			}
			if !ended && !p.Until.IsZero() && c.Until.After(p.Until) {
				rt.Fatalf("the page holds until %v, past the end of a pin, %v", c.Until, p.Until)
			}
			if p.Slot.Part == frontpage.SecondPart && !ended && len(c.Seconds) == frontpage.Seconds && c.Seconds[p.Slot.Place-1].ID != p.Article {
				rt.Fatalf("%d is pinned to %s of %v", p.Article, p.Slot, numbers(c.Seconds))
			}
		}
	})
}
