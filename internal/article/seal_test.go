package article_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/media"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// holding names the tables in which a word stands, in whatever way it is kept.
func (n newsroom) holding(word string) (found []string) {
	n.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	if n.db.Engine() == db.Postgres {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
	}
	tables, err := db.All(n.Context(), n.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query)
	if err != nil || len(tables) < 40 {
		n.Fatalf("%d tables: %v", len(tables), err)
	}
	for _, table := range tables {
		rows, err := db.All(n.Context(), n.db, scanAny, "SELECT * FROM "+table)
		if err != nil {
			n.Fatal(err)
		}
		if slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, text.Fold(word)) }) {
			found = append(found, table)
		}
	}
	return found
}

// scanAny is a row as folded text; what is compressed is unfolded.
func scanAny(rows *sql.Rows) (string, error) {
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values := make([]any, len(columns))
	to := make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	if err := rows.Scan(to...); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, v := range values {
		if data, ok := v.([]byte); ok {
			if bytes.HasPrefix(data, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
				z, err := zstd.NewReader(nil)
				if err != nil {
					return "", err
				}
				if data, err = z.DecodeAll(data, nil); err != nil {
					return "", err
				}
				z.Close()
			}
			b.WriteString(text.Fold(string(data)) + strings.ToLower(string(data)) + "\n")
			continue
		}
		fmt.Fprintf(&b, "%s\n", text.Fold(fmt.Sprint(v)))
	}
	return b.String(), nil
}

// indicted is an article that names a person wherever one can be named, in drafts, versions, notes, captions, a manuscript, an import and an answer of the API.
func (n newsroom) indicted(by staff.Actor) *article.Article {
	n.Helper()
	tag := n.tag("Zoubeyrou Kpatcha")
	picture := n.captioned("Zoubeyrou Kpatcha à son procès")
	a := &article.Article{Title: "Procès : Zoubeyrou Kpatcha devant ses juges", Status: article.Published, Tags: []taxonomy.TagID{1, tag}, Dateline: "Niamey",
		Standfirst: "ZOUBEYROU\u00a0KPATCHA se défend.", SEOTitle: "Zoubeyrou Kpatcha", Hero: article.Hero{Picture: picture, Caption: "Zoubeyrou Kpatcha, hier", Alt: "Kpatcha", Credit: "DR"},
		Body: `<p>Hier, <strong>Zoubeyrou</strong> <em>Kpatcha</em> a parlé.</p><p>«&nbsp;Je nie&nbsp;», dit Kpatcha. <a href="/mots-cles/zoubeyrou-kpatcha/">Lire aussi</a></p>`}
	n.mustSave(noon, a, article.Change{By: by})
	a.Body = strings.Replace(a.Body, "a parlé", "a parlé longtemps", 1)
	n.mustSave(hours(1), a, article.Change{By: by, Note: &article.Note{Kind: article.Correction, Text: "Zoubeyrou Kpatcha a parlé longtemps.", Signature: "Kpatcha"}})
	dbtest.Do(n, n.db, func(tx *db.Tx) error {
		for _, act := range []string{
			`INSERT INTO manuscript (article_id, seq, whole_seq, title, standfirst, body, text_seq, told_at, told_by, outsides, known_title, known_standfirst, known_body)
VALUES ($1, 1, 0, 'Kpatcha', 'Zoubeyrou Kpatcha', '<p>Zoubeyrou Kpatcha, et la suite.</p>', 1, 0, 0, 0, 'Kpatcha', '', '<p>Kpatcha</p>')`,
			`INSERT INTO manuscript_update (article_id, seq, name, content, covers, covered_at, at, account_id) VALUES ($1, 1, 'browser-1', 'Zoubeyrou Kpatcha', 0, 0, 0, 0)`,
			`INSERT INTO manuscript_outside (article_id, number, base_title, base_standfirst, base_body, title, standfirst, body) VALUES ($1, 1, '', '', 'Kpatcha', '', '', 'Kpatcha')`,
			`INSERT INTO api_answer (account_id, key, request, status, body, answered_at) SELECT id, 'k', 'r', 201, '{"id":' || CAST(CAST($1 AS BIGINT) AS TEXT) || ',"title":"Kpatcha"}', 0 FROM account`,
			`INSERT INTO api_answer (account_id, key, request, status, body, answered_at) SELECT id, 'other', CAST(CAST($1 AS BIGINT) AS TEXT), 201, '{"id":999}', 0 FROM account`,
			`INSERT INTO remark (article_id, account_id, text, quote, before, after, anchor, at) VALUES ($1, 1, 'Kpatcha nie-t-il ?', 'Zoubeyrou Kpatcha a parlé longtemps', 'Hier,', 'dit Kpatcha', 'Kpatcha', 0)`,
			`INSERT INTO colleague_note (article_id, account_id, text, at) VALUES ($1, 1, 'L’avocat de Kpatcha rappelle.', 0)`,
			`INSERT INTO notice (account_id, what, article_id, by_id, words, place, at) SELECT id, 'note', CAST($1 AS BIGINT), 0, 'L’avocat de Kpatcha rappelle.', 'notes', 0 FROM account`,
			`INSERT INTO comment (article_id, status, name, body, posted_at) VALUES ($1, 'approved', 'Kpatcha', 'Bravo Zoubeyrou Kpatcha', 0)`,
			`INSERT INTO breaking (language, text, article_id, pushed_at, expires_at) VALUES ('fr', 'Kpatcha parle', $1, 0, 0)`,
			`INSERT INTO import_source (system, site) SELECT 'wordpress', CAST(CAST($1 AS BIGINT) AS TEXT)`,
			`INSERT INTO import_item (source_id, old_id, type, name, path, became, new_id) SELECT id, 7, 'post', 'zoubeyrou-kpatcha', '/zoubeyrou-kpatcha/', 'article', $1 FROM import_source`,
			`INSERT INTO import_verbatim (source_id, old_id, title, content, excerpt, fields) SELECT id, 7, 'Kpatcha', '<p>Zoubeyrou Kpatcha</p>', CAST(CAST($1 AS BIGINT) AS TEXT), '{"a":["Zoubeyrou Kpatch\u0061"]}' FROM import_source`,
			`INSERT INTO import_meta (source_id, old_id, position, key, value) SELECT id, 7, 1, CAST(CAST($1 AS BIGINT) AS TEXT), 'Zoubeyrou Kpatcha' FROM import_source`,
			`INSERT INTO address (path, kind, location, created_at) SELECT '/2019/zoubeyrou-kpatcha/', 'redirect', path, 0 FROM article WHERE id = $1`,
		} {
			if _, err := tx.Exec(n.Context(), act, a.ID); err != nil {
				return fmt.Errorf("%.40s: %w", act, err)
			}
		}
		return nil
	})
	return a
}

// captioned is a picture with words of its own.
func (n newsroom) captioned(caption string) (id media.ID) {
	n.Helper()
	dbtest.Do(n, n.db, func(tx *db.Tx) error {
		m, err := media.Add(n.Context(), tx, noon, &media.File{Hash: strings.Repeat("c", 64), Kind: media.Picture, Mime: "image/jpeg", Width: 800, Height: 600}, media.Media{Caption: caption, Alt: caption})
		if err == nil {
			id = m.ID
		}
		return err
	})
	return id
}

func (n newsroom) sorter() taxonomy.Sorter {
	n.Helper()
	all, err := locale.Load()
	if err != nil {
		n.Fatal(err)
	}
	return all.For("fr")
}

// settle publishes so much that what the index held before is in segments.
func (n newsroom) settle() {
	n.Helper()
	for i := 0; dbtest.Count(n, n.db, "search_recent") > 0; i++ {
		n.news(noon, fmt.Sprintf("Autre nouvelle %d", i))
	}
}

func (n newsroom) tag(name string) (id taxonomy.TagID) {
	n.Helper()
	dbtest.Do(n, n.db, func(tx *db.Tx) error {
		t, err := taxonomy.EnsureTag(n.Context(), tx, noon, n.sorter(), name, "")
		if err == nil {
			id = t.ID
		}
		return err
	})
	return id
}

func (n newsroom) anonymise(by staff.Actor, ids []article.ID, names ...string) error {
	return n.db.Transact(n.Context(), func(tx *db.Tx) error {
		return article.Anonymise(n.Context(), tx, n.paper, hours(3), ids, article.Anonymity{By: by, Reason: "Relaxe", Names: names, Instead: "un ancien ministre"})
	})
}

func (n newsroom) seal(by staff.Actor, id article.ID, s article.Sealing) error {
	s.By, s.Reason = by, "Décision de justice"
	return n.db.Transact(n.Context(), func(tx *db.Tx) error { return article.Seal(n.Context(), tx, n.paper, hours(3), id, s) })
}

// After a person is anonymised, no table holds their name, no search finds it, and every address that named them leads on.
func TestAnonymise(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		a := n.indicted(chief)
		old := a.Path
		n.settle() // what the index holds is in segments
		want := []string{"address", "api_answer", "article", "article_note", "article_revision", "breaking", "colleague_note", "comment", "import_item", "import_meta", "import_verbatim", "manuscript", "manuscript_outside", "manuscript_update", "media", "notice", "remark", "search_block", "tag"}
		if got := n.holding("Kpatcha"); !slices.Equal(got, want) {
			t.Fatalf("before, the name is in %v", got)
		}
		if err := n.anonymise(n.actor(staff.Editor), []article.ID{a.ID}, "Zoubeyrou Kpatcha"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor: %v", err)
		}
		if err := n.anonymise(chief, []article.ID{a.ID}, "Zoubeyrou Kpatcha", "Kpatcha", "Zoubeyrou"); err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Kpatcha", "Zoubeyrou"} {
			if got := n.holding(word); len(got) > 0 {
				t.Errorf("%s is still in %v", word, got)
			}
			if got := n.found(word); len(got) > 0 {
				t.Errorf("%s is still found in %v", word, got)
			}
		}
		now := n.get(a.ID)
		if now.Title != "Procès : un ancien ministre devant ses juges" || !strings.Contains(now.Body, "un ancien ministre") || !strings.Contains(now.Body, "Lire aussi") || len(now.Tags) != 1 || now.Status != article.Published {
			t.Errorf("it became %+v", now)
		}
		if now.Path == old || n.at(old) != "→ "+now.Path || n.at("/2019/zoubeyrou-kpatcha/") != "→ "+now.Path || n.at("/mots-cles/zoubeyrou-kpatcha/") != "gone 0" || n.at(now.Path) != fmt.Sprintf("article %d", a.ID) {
			t.Errorf("%s is %s; the new one is %s: %s", old, n.at(old), now.Path, n.at(now.Path))
		}
		if got := n.versions(a.ID); got != "2 correction;1 ;" {
			t.Errorf("versions %s", got)
		}
		if left := dbtest.Count(n, n.db, "api_answer"); left != 1 {
			t.Errorf("%d answers of the API are kept, want that of another article", left)
		}
		var line string
		if err := n.db.QueryRow(n.Context(), "SELECT after FROM audit WHERE act = 'article.anonymise'").Scan(&line); err != nil || !strings.Contains(line, "Relaxe") {
			t.Errorf("audited %s: %v", line, err)
		}
		n.consistent()
		if wrong, err := search.Broken(n.Context(), n.db); err != nil || len(wrong) > 0 {
			t.Errorf("the index: %v: %v", wrong, err)
		}
	})
}

// A passage that was sealed is nowhere, and what stood around it is where it was.
func TestSealPassage(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		a := n.indicted(chief)
		n.settle()
		if err := n.seal(n.actor(staff.Editor), a.ID, article.Sealing{Passage: "Zoubeyrou Kpatcha"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor: %v", err)
		}
		for _, s := range []article.Sealing{{}, {Passage: "x"}, {Passage: "…"}, {Passage: "Niamey", Version: 1}} {
			if err := n.seal(chief, a.ID, s); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", s, err)
			}
		}
		if err := n.seal(chief, a.ID, article.Sealing{Passage: "ni ici ni ailleurs"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("words that are nowhere: %v", err)
		}
		if err := n.seal(chief, a.ID, article.Sealing{Passage: "Hier, Zoubeyrou Kpatcha a parlé longtemps"}); err != nil {
			t.Fatal(err)
		}
		if got := n.holding("longtemps"); !slices.Equal(got, []string{"article_note"}) { // which does not say "hier"
			t.Errorf("the passage is still in %v", got)
		}
		if now := n.get(a.ID); !strings.HasPrefix(now.Body, "<p><strong></strong>") && !strings.HasPrefix(now.Body, "<p>.") || !strings.Contains(now.Body, "Je nie") {
			t.Errorf("it became %s", now.Body)
		}
		changed, err := article.Differences(n.Context(), n.db, a.ID, 1, 2)
		if err != nil || len(changed) != 1 || strings.Contains(fmt.Sprint(changed), "longtemps") {
			t.Errorf("readers compare %v: %v", changed, err)
		}
		n.consistent()
	})
}

// quotes are what the remarks on an article quote.
func (n newsroom) quotes(id article.ID) string {
	n.Helper()
	list, err := db.All(n.Context(), n.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, "SELECT quote FROM remark WHERE article_id = $1 ORDER BY id", id)
	if err != nil {
		n.Fatal(err)
	}
	return strings.Join(list, "|")
}

// A version that was sealed keeps nothing; the others are compared as if it had never been.
func TestSealVersion(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		a := &article.Article{Title: "Le fleuve", Status: article.Published, Body: "<p>Un.</p>"}
		n.mustSave(noon, a, article.Change{By: chief})
		for i, body := range []string{"<p>Xylographe.</p>", "<p>Trois.</p>"} {
			a.Body = body
			n.mustSave(hours(i+1), a, article.Change{By: chief, Minor: true})
		}
		dbtest.Do(n, n.db, func(tx *db.Tx) error { // made when it was still there
			_, err := tx.Exec(n.Context(), "INSERT INTO remark (article_id, account_id, text, quote, before, after, at) VALUES ($1, 1, 'Est-ce le mot ?', 'Xylographe', '', '', 0), ($1, 1, 'Et deux ?', 'Trois', 'Xylographe', '', 0)", a.ID)
			return err
		})
		n.settle()
		if err := n.seal(chief, a.ID, article.Sealing{Version: 3}); !fault.Is(err, fault.Conflict) {
			t.Errorf("what readers read now: %v", err)
		}
		if err := n.seal(chief, a.ID, article.Sealing{Version: 9}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a version that is not there: %v", err)
		}
		if err := n.seal(chief, a.ID, article.Sealing{Version: 2}); err != nil {
			t.Fatal(err)
		}
		if got := n.holding("Xylographe"); len(got) > 0 {
			t.Errorf("it is still in %v", got)
		}
		if got := n.quotes(a.ID); got != "|Trois" {
			t.Errorf("remarks quote %s", got)
		}
		if _, err := article.AtRevision(n.Context(), n.db, a.ID, 2); !fault.Is(err, fault.Gone) {
			t.Errorf("it is read: %v", err)
		}
		if got := n.versions(a.ID); got != "3 minor;1 ;" || !n.revisions(a.ID)[1].Sealed {
			t.Errorf("versions %s, revisions %+v", got, n.revisions(a.ID))
		}
	})
}
