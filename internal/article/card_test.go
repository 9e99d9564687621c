package article_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/media"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// picture adds a picture in a state.
func (n newsroom) picture(state media.State) media.ID {
	n.Helper()
	var m *media.Media
	dbtest.Do(n, n.db, func(tx *db.Tx) (err error) {
		hash := fmt.Sprintf("%064d", dbtest.Count(n, n.db, "media"))
		if m, err = media.Add(n.Context(), tx, noon, &media.File{Hash: hash, Kind: media.Picture, Mime: "image/jpeg", Width: 800, Height: 600}, media.Media{}); err != nil {
			return err
		}
		_, err = tx.Exec(n.Context(), "UPDATE media SET state = $1 WHERE id = $2", string(state), m.ID)
		return err
	})
	dbtest.Do(n, n.db, func(tx *db.Tx) error { _, err := tx.Exec(n.Context(), "DELETE FROM job"); return err })
	return m.ID
}

func TestCards(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "Un long titre", func(a *article.Article) {
			a.Short, a.Standfirst, a.Dateline, a.Section, a.Pinned, a.Kind, a.Updated = "Court", "Chapeau", "Niamey", 2, true, "reportage", hours(1)
			a.Countries, a.Bylines = []taxonomy.CountryID{2, 1}, []staff.BylineID{2, 1}
		})
		b := n.news(noon, "Seul", func(a *article.Article) { a.Language = "en" })
		draft := n.put(noon, article.Article{Title: "Brouillon", Status: article.Draft})
		cards, err := article.Cards(n.Context(), n.db, []article.ID{b.ID, 4711, draft.ID, a.ID, b.ID})
		if err != nil || len(cards) != 3 || cards[0].ID != b.ID || cards[1].ID != a.ID || cards[2].ID != b.ID {
			n.Fatalf("%+v: %v", cards, err)
		}
		c := cards[1]
		want := []article.Signature{{ID: 2, Name: "Binta Sow", Slug: "binta-sow"}, {ID: 1, Name: "Awa Diallo", Slug: "awa-diallo"}}
		if c.Path != a.Path || c.Title != "Un long titre" || c.Heading() != "Court" || c.Standfirst != "Chapeau" || c.Dateline != "Niamey" || c.Section != 2 || !c.Pinned || c.Kind != "reportage" ||
			!c.Published.Equal(noon) || !c.Updated.Equal(hours(1)) || !slices.Equal(c.Countries, []taxonomy.CountryID{2, 1}) || !slices.Equal(c.Bylines, want) || c.Words != a.Words {
			n.Errorf("the card is %+v", c)
		}
		if cards[0].Heading() != "Seul" || cards[0].Language != "en" || cards[0].Section != 0 || cards[0].Hero != nil || !cards[0].Updated.IsZero() {
			n.Errorf("the bare card is %+v", cards[0])
		}
		if none, err := article.Cards(n.Context(), n.db, nil); len(none) != 0 || err != nil {
			n.Errorf("of none: %v %v", none, err)
		}
	})
}

// Any number of cards, whatever way their numbers are asked in.
func TestManyCards(t *testing.T) {
	each(t, func(n newsroom) {
		var ids []article.ID
		for i := range 21 {
			ids = append(ids, n.news(hours(i), fmt.Sprint(i), func(a *article.Article) { a.Countries = []taxonomy.CountryID{1} }).ID)
		}
		for count := range ids {
			cards, err := article.Cards(n.Context(), n.db, ids[:count])
			if err != nil || len(cards) != count {
				n.Fatalf("%d cards of %d: %v", len(cards), count, err)
			}
			for i, c := range cards {
				if c.ID != ids[i] || len(c.Countries) != 1 {
					n.Errorf("card %d of %d is %+v", i, count, c)
				}
			}
		}
	})
}

func TestHeroes(t *testing.T) {
	each(t, func(n newsroom) {
		for state, want := range map[media.State]string{media.Ready: "shown", media.Pending: "awaited", media.Failed: "none"} {
			id := n.picture(state)
			a := n.news(noon, string(state), func(a *article.Article) { a.Hero = article.Hero{Picture: id, Alt: "Alt"} })
			cards, err := article.Cards(n.Context(), n.db, []article.ID{a.ID})
			if err != nil {
				n.Fatal(err)
			}
			got := "none"
			if c := cards[0]; c.Hero != nil && c.Hero.ID == id && c.Pending == 0 {
				got = "shown"
			} else if c.Hero == nil && c.Pending == id {
				got = "awaited"
			}
			if got != want || cards[0].Alt != "Alt" {
				n.Errorf("a picture that is %s is %s, want %s", state, got, want)
			}
		}
	})
}

// Which pictures stand in a text is known, so that they can be dropped when they change.
func TestPicturesOfAnArticle(t *testing.T) {
	each(t, func(n newsroom) {
		one, two, three := n.picture(media.Ready), n.picture(media.Ready), n.picture(media.Ready)
		body := func(ids ...media.ID) (html string) {
			for _, id := range ids {
				html += fmt.Sprintf(`<figure data-media="%d"></figure><p>x</p>`, id)
			}
			return html
		}
		a := n.put(noon, article.Article{Title: "T", Body: body(one, two, 4711), Hero: article.Hero{Picture: three}, Status: article.Draft})
		count := func() int { return dbtest.Count(n, n.db, "article_picture") }
		if len(article.BodyPictures(a.Body)) == 3 && count() != 3 || count() == 0 {
			n.Errorf("%d pictures are known of\n%s", count(), a.Body)
		}
		n.edit(noon, a.ID, func(a *article.Article) { a.Body, a.Hero = "<p>x</p>", article.Hero{Picture: one} })
		if count() != 1 {
			n.Errorf("%d pictures are known", count())
		}
	})
}

func TestTranslations(t *testing.T) {
	each(t, func(n newsroom) {
		fr := n.news(noon, "Français")
		en := n.news(noon, "English", func(a *article.Article) { a.Language, a.Original = "en", fr.ID })
		ar := n.put(noon, article.Article{Title: "عربي", Language: "ar", Original: fr.ID, Status: article.Draft})
		for _, a := range []*article.Article{fr, en, ar} {
			got, err := article.Translations(n.Context(), n.db, a)
			if want := map[string]string{"fr": fr.Path, "en": en.Path}; !maps.Equal(got, want) || err != nil {
				n.Errorf("of the %s one: %v, want %v: %v", a.Language, got, want, err)
			}
		}
		n.publish(noon, ar.ID)
		n.withdraw(noon, fr.ID, "x")
		got, err := article.Translations(n.Context(), n.db, en)
		if want := map[string]string{"en": en.Path, "ar": n.get(ar.ID).Path}; !maps.Equal(got, want) || err != nil {
			n.Errorf("without the original: %v, want %v: %v", got, want, err)
		}
	})
}

func TestKinds(t *testing.T) {
	each(t, func(n newsroom) {
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			return article.SaveKind(n.Context(), tx, &article.Kind{Code: "reportage", Position: 4, SchemaType: "NewsArticle", Labels: map[string]string{"fr": "Grand reportage"}})
		})
		kinds, err := article.Kinds(n.Context(), n.db)
		if err != nil || len(kinds) != 3 {
			n.Fatalf("%v: %v", kinds, err)
		}
		if k := kinds["reportage"]; k.Position != 4 || k.Label("fr") != "Grand reportage" || k.Label("sw") != "Grand reportage" || k.Sponsored {
			n.Errorf("kept as %+v", k)
		}
		if !kinds["publi"].Sponsored || kinds["news"].Label("en") != "News" {
			n.Errorf("%+v %+v", kinds["publi"], kinds["news"])
		}
	})
}

func TestReindex(t *testing.T) {
	each(t, func(n newsroom) {
		for i := range 5 {
			n.news(hours(i), fmt.Sprintf("Fleuve %d", i))
		}
		draft := n.put(noon, article.Article{Title: "Fleuve caché", Status: article.Draft})
		dbtest.Do(n, n.db, func(tx *db.Tx) error { return search.Empty(n.Context(), tx) })
		if wrong, err := article.Broken(n.Context(), n.db); len(wrong) != 5 || err != nil {
			n.Errorf("an empty index: %v %v", wrong, err)
		}
		after, all := article.ID(0), 0
		for {
			last, done := after, 0
			dbtest.Do(n, n.db, func(tx *db.Tx) (err error) { last, done, err = article.Reindex(n.Context(), tx, after, 2); return err })
			if done == 0 {
				break
			}
			after, all = last, all+done
		}
		if found := n.found("fleuve"); all != 5 || len(found) != 5 || slices.Contains(found, int64(draft.ID)) {
			n.Errorf("%d were indexed, found are %v", all, found)
		}
		n.consistent()
	})
}

func TestBrokenNamesWhatIsWrong(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "T")
		for _, damage := range []struct{ statement, say string }{
			{"DELETE FROM address", "is published but has no address"},
			{"DELETE FROM listing", "is published but stands in no list"},
			{"UPDATE article SET status = 'draft'", "is not published but stands in a list"},
			{"DELETE FROM search_doc", "is not in the search index: run griot reindex"},
		} {
			undo := fmt.Errorf("undo")
			_ = n.db.Transact(n.Context(), func(tx *db.Tx) error {
				if _, err := tx.Exec(n.Context(), damage.statement); err != nil {
					n.Error(err)
				}
				wrong, err := article.Broken(n.Context(), tx)
				if want := fmt.Sprintf("article %d %s", a.ID, damage.say); !slices.Contains(wrong, want) || err != nil {
					n.Errorf("after %s: %v %v, want %s", damage.statement, wrong, err, want)
				}
				return undo
			})
		}
		n.consistent()
	})
}
