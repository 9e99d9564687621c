package frontpage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/staff"
)

var editor = staff.Actor{ID: 7, Role: staff.Editor}

// announce pushes a line by an editor and gives its number.
func announce(t *testing.T, d *db.DB, now time.Time, text string) frontpage.BreakingID {
	t.Helper()
	b := &frontpage.Breaking{Language: "fr", Text: text, Expires: now.Add(time.Hour)}
	dbtest.Do(t, d, func(tx *db.Tx) error { return frontpage.Announce(t.Context(), tx, now, editor, b) })
	return b.ID
}

// act does something in a transaction that may be refused.
func act(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) error {
	t.Helper()
	return d.Transact(t.Context(), fn)
}

// publishArticle writes a bare published article into the table.
func bareArticle(t *testing.T, d *db.DB, id int64, change string) {
	t.Helper()
	dbtest.Do(t, d, func(tx *db.Tx) error {
		if _, err := tx.Exec(t.Context(), "INSERT INTO article_kind (code, position, schema_type, sponsored, labels) VALUES ('news', 1, 'NewsArticle', FALSE, '{}'), ('publi', 2, 'NewsArticle', TRUE, '{}') ON CONFLICT DO NOTHING"); err != nil {
			return err
		}
		const insert = `INSERT INTO article (id, uid, language, kind, status, path, title, created_at, changed_at, first_published_at) VALUES ($1, $2, 'fr', 'news', 'published', $3, $2, 0, 0, 1)`
		if _, err := tx.Exec(t.Context(), insert, id, fmt.Sprint("a", id), fmt.Sprintf("/a-%d/", id)); err != nil {
			return err
		}
		if change != "" {
			_, err := tx.Exec(t.Context(), "UPDATE article SET "+change+" WHERE id = $1", id)
			return err
		}
		return nil
	})
}

func TestTheNewestLineIsFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := announce(t, d, noon, "a")
		b := announce(t, d, noon.Add(time.Second), "b")
		dbtest.Do(t, d, func(tx *db.Tx) error {
			return frontpage.Arrange(t.Context(), tx, noon.Add(2*time.Second), editor, "fr", []frontpage.BreakingID{a, b})
		})
		announce(t, d, noon.Add(3*time.Second), "c")
		if got := running(t, d, noon.Add(time.Minute), "fr"); !slices.Equal(got, []string{"c", "a", "b"}) {
			t.Errorf("the lines are %q", got)
		}
	})
}

func TestShiftAndArrange(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var ids []frontpage.BreakingID
		for i, text := range []string{"d", "c", "b", "a"} {
			ids = append(ids, announce(t, d, noon.Add(time.Duration(i)*time.Second), text))
		}
		now := noon.Add(time.Minute)
		for i, test := range []struct {
			do   func(tx *db.Tx) error
			want string
		}{
			{func(tx *db.Tx) error { return frontpage.Shift(t.Context(), tx, now, editor, ids[0], -1) }, "abdc"},
			{func(tx *db.Tx) error { return frontpage.Shift(t.Context(), tx, now, editor, ids[3], 2) }, "bdac"},
			{func(tx *db.Tx) error { return frontpage.Shift(t.Context(), tx, now, editor, ids[3], -99) }, "abdc"},
			{func(tx *db.Tx) error { return frontpage.Shift(t.Context(), tx, now, editor, ids[3], 99) }, "bdca"},
			// What the order does not name was pushed meanwhile and comes first; what it names twice or is not there changes nothing.
			{func(tx *db.Tx) error {
				return frontpage.Arrange(t.Context(), tx, now, editor, "fr", []frontpage.BreakingID{ids[3], ids[1], 999, ids[3]})
			}, "bdac"},
		} {
			dbtest.Do(t, d, test.do)
			if got := strings.Join(running(t, d, now, "fr"), ""); got != test.want {
				t.Errorf("after step %d the order is %s, want %s", i, got, test.want)
			}
		}
		if labels := dbtest.Labels(t, d, func(tx *db.Tx) error { return frontpage.Shift(t.Context(), tx, now, editor, ids[2], -1) }); len(labels) != 0 {
			t.Errorf("moving the first line up changes %v", labels)
		}
	})
}

func TestRewordAndEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		bareArticle(t, d, 1, "")
		bareArticle(t, d, 2, "status = 'draft'")
		id := announce(t, d, noon, "Séisme")
		change := func(b frontpage.Breaking) error {
			b.ID = id
			return act(t, d, func(tx *db.Tx) error { return frontpage.Reword(t.Context(), tx, noon, editor, &b) })
		}
		if err := change(frontpage.Breaking{Text: "Séisme au large", Article: 1, Expires: hours(5)}); err != nil {
			t.Fatal(err)
		}
		list, err := frontpage.Running(t.Context(), d, noon, "fr")
		if err != nil || len(list) != 1 || list[0].Text != "Séisme au large" || list[0].URL != "/a-1/" || !list[0].Expires.Equal(hours(5)) {
			t.Fatalf("the line is %+v, %v", list, err)
		}
		for name, b := range map[string]frontpage.Breaking{
			"too long":        {Text: strings.Repeat("é", 141), Expires: hours(1)},
			"much too long":   {Text: strings.Repeat("x", 5000), Expires: hours(1)},
			"of spaces":       {Text: " \n ", Expires: hours(1)},
			"of the past":     {Text: "x", Expires: noon},
			"of years":        {Text: "x", Expires: noon.AddDate(1, 0, 0)},
			"a draft's":       {Text: "x", Article: 2, Expires: hours(1)},
			"nobody's":        {Text: "x", Article: 99, Expires: hours(1)},
			"that executes":   {Text: "x", URL: "javascript:alert(1)", Expires: hours(1)},
			"of another host": {Text: "x", URL: "//evil.example/", Expires: hours(1)},
			"with a password": {Text: "x", URL: "https://a:b@example.org/", Expires: hours(1)},
			"that goes back":  {Text: "x", URL: "/\\evil.example", Expires: hours(1)},
		} {
			if err := change(b); !fault.Is(err, fault.Invalid) {
				t.Errorf("a line %s: %v", name, err)
			}
		}
		dbtest.Do(t, d, func(tx *db.Tx) error { return frontpage.End(t.Context(), tx, noon, editor, id) })
		if got := running(t, d, noon, "fr"); len(got) != 0 {
			t.Errorf("after the end %q", got)
		}
		if err := change(frontpage.Breaking{Text: "x", Expires: hours(1)}); !fault.Is(err, fault.NotFound) {
			t.Errorf("what has ended can be changed: %v", err)
		}
		if err := act(t, d, func(tx *db.Tx) error { return frontpage.End(t.Context(), tx, noon, editor, id) }); !fault.Is(err, fault.NotFound) {
			t.Errorf("what has ended ends: %v", err)
		}
		if n := dbtest.Count(t, d, "audit"); n != 3 {
			t.Errorf("%d lines in the audit log, want 3", n)
		}
	})
}

func TestHowManyAndWho(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var id frontpage.BreakingID
		for i := range frontpage.MaxLines {
			id = announce(t, d, noon, fmt.Sprint(i))
		}
		one := func(by staff.Actor) error {
			return act(t, d, func(tx *db.Tx) error {
				return frontpage.Announce(t.Context(), tx, noon, by, &frontpage.Breaking{Language: "fr", Text: "x", Expires: hours(1)})
			})
		}
		if err := one(editor); !fault.Is(err, fault.Conflict) {
			t.Errorf("one more than there is room for: %v", err)
		}
		journalist := staff.Actor{ID: 8, Role: staff.Journalist}
		for name, err := range map[string]error{
			"announces": one(journalist),
			"ends":      act(t, d, func(tx *db.Tx) error { return frontpage.End(t.Context(), tx, noon, journalist, id) }),
			"shifts":    act(t, d, func(tx *db.Tx) error { return frontpage.Shift(t.Context(), tx, noon, journalist, id, 1) }),
			"rewords": act(t, d, func(tx *db.Tx) error {
				return frontpage.Reword(t.Context(), tx, noon, journalist, &frontpage.Breaking{ID: id, Text: "x", Expires: hours(1)})
			}),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("a journalist %s: %v", name, err)
			}
		}
	})
}

func TestLink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO address (path, kind, target, location, created_at) VALUES ('/a-1/', 'article', 1, '', 0), ('/old/', 'redirect', 0, '/a-1/', 0),
('/gone/', 'gone', 0, '', 0), ('/monde/', 'section', 3, '', 0)`)
			return err
		})
		const ours = "https://journal.example"
		for given, want := range map[string]struct {
			article int64
			to      string
			refused bool
		}{
			"":                                       {},
			" /a-1/ ":                                {article: 1},
			"/a-1":                                   {article: 1},
			ours + "/a-1/?utm_source=x#y":            {article: 1},
			ours + "/old/":                           {article: 1},
			ours:                                     {to: "/"},
			"/monde/":                                {to: "/monde/"},
			"/corrections/":                          {to: "/corrections/"},
			"/gone/":                                 {refused: true},
			"/nowhere/":                              {refused: true},
			"https://example.org/x?y=1#z":            {to: "https://example.org/x?y=1#z"},
			ours + ".evil.example/":                  {to: ours + ".evil.example/"},
			"javascript:alert(1)":                    {refused: true},
			"data:text/html,x":                       {refused: true},
			"//example.org/":                         {refused: true},
			"example.org":                            {refused: true},
			"https://":                               {refused: true},
			"https://x/" + strings.Repeat("a", 1000): {refused: true},
		} {
			article, to, err := frontpage.Link(t.Context(), d, ours, given)
			if fault.Is(err, fault.Invalid) != want.refused || !want.refused && (err != nil || article != want.article || to != want.to) {
				t.Errorf("%.60q leads to %d %q, %v", given, article, to, err)
			}
		}
	})
}
