package article

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/page"
)

// shelf is a list of few and small blocks, beside the list as it should be.
type shelf struct {
	order
	list page.Label
	db   *db.DB
	want []spot // newest first
}

// articles adds rows that lists may name.
func articles(t *testing.T, d *db.DB, n int) {
	t.Helper()
	dbtest.Do(t, d, func(tx *db.Tx) error {
		if _, err := tx.Exec(t.Context(), "INSERT INTO article_kind (code, position, schema_type, labels) VALUES ('news', 1, 'NewsArticle', '{}')"); err != nil {
			return err
		}
		for i := range n {
			if _, err := tx.Exec(t.Context(), "INSERT INTO article (uid, language, kind, status, title, created_at, changed_at) VALUES ($1, 'fr', 'news', 'draft', '', 1, 1)", fmt.Sprint(i)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *shelf) toggle(ctx context.Context, tx *db.Tx, p spot) error {
	if i := slices.Index(s.want, p); i >= 0 {
		s.want = slices.Delete(s.want, i, i+1)
		return s.leave(ctx, tx, p)
	}
	i, _ := slices.BinarySearchFunc(s.want, p, func(a, b spot) int { return newestFirst(a, b) })
	s.want = slices.Insert(s.want, i, p)
	return s.enter(ctx, tx, p)
}

func newestFirst(a, b spot) int {
	if a.at != b.at {
		return map[bool]int{true: -1, false: 1}[a.at > b.at]
	}
	return int(b.id - a.id)
}

// agree reports where a page, from the first item to beyond the last, is not what it should be.
func (s *shelf) agree(t rapid.TB) {
	t.Helper()
	for offset := 0; offset <= len(s.want)+1; offset += 3 {
		got, err := newest[int64](context.Background(), s.db, &s.order, s.list, 5, offset)
		if err != nil {
			t.Fatal(err)
		}
		var want []int64
		for _, p := range s.want[min(offset, len(s.want)):min(offset+5, len(s.want))] {
			want = append(want, p.id)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d items after %d of %d: %v, want %v", 5, offset, len(s.want), got, want)
		}
	}
}

func (s *shelf) blocks(t rapid.TB) (n, most int) {
	t.Helper()
	if err := s.db.QueryRow(context.Background(), "SELECT COUNT(*), COALESCE(MAX(items), 0) FROM listing_block WHERE list = $1", string(s.list)).Scan(&n, &most); err != nil {
		t.Fatal(err)
	}
	return n, most
}

// empty takes everything out of the list.
func (s *shelf) empty(t *testing.T) {
	t.Helper()
	dbtest.Do(t, s.db, func(tx *db.Tx) error {
		for _, p := range slices.Clone(s.want) {
			if err := s.toggle(t.Context(), tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// After any items came to any places and went, every page is what passing over every item before it gives; and check finds nothing wrong.
func TestPagesByBlocksAreThoseByOffset(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		articles(t, d, 60)
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			s := &shelf{order: order{"listing", "article_id", 8}, list: page.Tag(int64(round)), db: d}
			spots := rapid.Custom(func(rt *rapid.T) spot {
				return spot{s.list, rapid.Int64Range(-20, 20).Draw(rt, "at"), rapid.Int64Range(1, 60).Draw(rt, "id")}
			})
			for range rapid.IntRange(1, 6).Draw(rt, "transactions") {
				acts := rapid.SliceOfN(spots, 1, 40).Draw(rt, "items")
				before := slices.Clone(s.want)
				err := d.Transact(t.Context(), func(tx *db.Tx) error {
					s.want = slices.Clone(before)
					for _, p := range acts {
						if err := s.toggle(t.Context(), tx, p); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					rt.Fatal(err)
				}
				s.agree(rt)
			}
			if wrong, err := brokenLists(t.Context(), d); len(wrong) > 0 || err != nil {
				rt.Fatalf("%v %v", wrong, err)
			}
		})
	})
}

// A list that only grows at its newest end keeps blocks at least half full; one that is emptied from either end, or in its middle, keeps few.
func TestBlocksDivideAndUnite(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const items = 200
		articles(t, d, items)
		s := &shelf{order: order{"listing", "article_id", 8}, list: "tag:1", db: d}
		toggle := func(ids ...int) {
			t.Helper()
			dbtest.Do(t, d, func(tx *db.Tx) error {
				for _, id := range ids {
					if err := s.toggle(t.Context(), tx, spot{s.list, int64(id) * 10, int64(id)}); err != nil {
						return err
					}
				}
				return nil
			})
			s.agree(t)
		}
		all := make([]int, items)
		for i := range all {
			all[i] = i + 1
		}
		toggle(all...)
		if n, most := s.blocks(t); n > items/4+1 || most > 8 || n < items/8 {
			t.Errorf("%d items in %d blocks of at most %d", items, n, most)
		}
		toggle(all[50:150]...)
		toggle(all[:40]...)
		toggle(all[160:]...)
		if n, most := s.blocks(t); n > 12 || most > 8 {
			t.Errorf("%d items are left in %d blocks of at most %d", len(s.want), n, most)
		}
		s.empty(t)
		toggle(all...)
		var sevenInEight []int
		for _, id := range all {
			if id%8 != 0 {
				sevenInEight = append(sevenInEight, id)
			}
		}
		toggle(sevenInEight...)
		if n, most := s.blocks(t); n > 12 || most > 8 {
			t.Errorf("thinned out, %d items are left in %d blocks of at most %d", len(s.want), n, most)
		}
		s.empty(t)
		if n, most := s.blocks(t); n > 1 || most != 0 {
			t.Errorf("of nothing %d blocks are left, of at most %d", n, most)
		}
		toggle(all[90:140]...)
	})
}

func statements(ctx context.Context, tx *db.Tx, list string) error {
	for s := range strings.SplitSeq(list, "|") {
		if _, err := tx.Exec(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// What was counted wrongly is found, and counted anew.
func TestRecount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		const items = 2*blockSize + 10
		articles(t, d, items)
		s := &shelf{order: articleOrder, list: "tag:1", db: d}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			for id := range items {
				p := spot{s.list, int64(id % 7), int64(id + 1)}
				s.want = append(s.want, p)
				if _, err := tx.Exec(ctx, "INSERT INTO listing (list, at, article_id) VALUES ($1, $2, $3)", string(p.list), p.at, p.id); err != nil {
					return err
				}
			}
			return nil
		})
		slices.SortFunc(s.want, newestFirst)
		for _, damage := range []string{"DELETE FROM listing_block", "DELETE FROM listing_count", "UPDATE listing_block SET items = items + 1", "UPDATE listing_count SET last_at = 1",
			"DELETE FROM listing_block WHERE at = (SELECT MAX(at) FROM listing_block)", "INSERT INTO archive_piece VALUES (3, 1, 1)",
			"INSERT INTO article_note (article_id, kind, text, noted_at) VALUES (1, 'correction', 'x', 1)|INSERT INTO note_listing SELECT 'corrections', noted_at, id FROM article_note"} {
			dbtest.Do(t, d, func(tx *db.Tx) error { return statements(ctx, tx, damage) })
			if wrong, err := brokenLists(ctx, d); len(wrong) == 0 || err != nil {
				t.Errorf("after %s nothing is wrong: %v", damage, err)
			}
			for last, n := page.Label(""), -1; n != 0; {
				dbtest.Do(t, d, func(tx *db.Tx) (err error) { last, n, err = Recount(ctx, tx, last); return err })
			}
			if wrong, err := brokenLists(ctx, d); len(wrong) > 0 || err != nil {
				t.Errorf("after %s and counting anew: %v %v", damage, wrong, err)
			}
		}
		for _, offset := range []int{0, 767, 768, 1023, 1024, 1800, items - 1, items} {
			got, err := In(ctx, d, s.list, 3, offset)
			want := s.want[offset:min(offset+3, items)]
			if err != nil || len(got) != len(want) || len(got) > 0 && got[0] != ID(want[0].id) {
				t.Errorf("after %d: %v, want %v: %v", offset, got, want, err)
			}
		}
	})
}

// A newsroom from before there were blocks gets them all, and its notes' list and its archive's pieces with them.
func TestMigrationCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		const items = 2*768 + 2
		articles(t, d, items)
		steps, err := db.Migrations()
		if err != nil {
			t.Fatal(err)
		}
		step := steps[slices.IndexFunc(steps, func(m db.Migration) bool { return m.Name == "lists" })]
		before := []string{
			"DROP TABLE listing_block", "DROP TABLE note_listing", "DROP TABLE archive_piece", "ALTER TABLE listing_count DROP COLUMN last_at",
			"UPDATE article SET status = 'published', first_published_at = id % 9 + 1 WHERE id <> 3",
			"INSERT INTO listing SELECT 'language:fr', first_published_at, id FROM article WHERE id <> 3",
			"INSERT INTO listing SELECT 'tag:1', first_published_at, id FROM article WHERE id BETWEEN 7 AND 774",
			"INSERT INTO listing_count SELECT list, COUNT(*), MIN(at) FROM listing GROUP BY list", "INSERT INTO listing_count VALUES ('tag:2', 0, 0)",
			"INSERT INTO article_note (article_id, kind, text, noted_at, reply_id) VALUES (1, 'correction', 'a', 5, NULL), (3, 'correction', 'b', 6, NULL), (1, 'droit-de-reponse', '', 7, 2), (1, 'droit-de-reponse', '', 8, 3)",
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			return statements(ctx, tx, strings.Join(append(before, step.Statements(d.Engine())...), "|"))
		})
		if wrong, err := brokenLists(ctx, d); len(wrong) > 0 || err != nil {
			t.Errorf("%v %v", wrong, err)
		}
		if n := dbtest.Count(t, d, "listing_block"); n != 5 { // two and a bit, one, and one of notes
			t.Errorf("%d blocks", n)
		}
		for offset, want := range map[int]int{0: 3, 1100: 3, items - 3: 2} {
			if got, err := In(ctx, d, "language:fr", 3, offset); len(got) != want || err != nil {
				t.Errorf("after %d: %v %v", offset, got, err)
			}
		}
		if notes, err := AllNotes(ctx, d, 10, 0); len(notes) != 2 || notes[0].ID != 3 || notes[1].ID != 1 || err != nil {
			t.Errorf("the notes %v: %v", notes, err)
		}
	})
}

// Many who put articles into one list at once count every one.
func TestManyEnterAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const writers, each = 6, 8
		articles(t, d, writers*each)
		small := order{"listing", "article_id", 4}
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					p := spot{"tag:1", int64(i), int64(w*each + i + 1)}
					if err := d.Transact(t.Context(), func(tx *db.Tx) error { return small.enter(t.Context(), tx, p) }); err != nil {
						t.Error(err)
					}
					if i%3 != 0 {
						continue
					}
					if err := d.Transact(t.Context(), func(tx *db.Tx) error { return small.leave(t.Context(), tx, p) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if wrong, err := brokenLists(t.Context(), d); len(wrong) > 0 || err != nil {
			t.Errorf("%v %v", wrong, err)
		}
		if n, _, err := Count(t.Context(), d, "tag:1"); n != writers*5 || err != nil {
			t.Errorf("%d stand in the list, want %d: %v", n, writers*5, err)
		}
	})
}
