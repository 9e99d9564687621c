package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/search"
)

// TestCheckNamesEachDamage: planted one at a time, each is named so that somebody can mend it.
func TestCheckNamesEachDamage(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(t *testing.T, n *Newsroom) (named string){
		"a missing file": func(t *testing.T, n *Newsroom) string {
			file := "public/" + column(t, n, "SELECT substr(name, 1, 2) || '/' || name || '-320.webp' FROM media ORDER BY id LIMIT 1")[0]
			remove(t, filepath.Join(n.mediaDir(), file))
			return file
		},
		"a missing original": func(t *testing.T, n *Newsroom) string {
			file := "originals/" + column(t, n, "SELECT substr(hash, 1, 2) || '/' || hash FROM media ORDER BY id LIMIT 1")[0]
			remove(t, filepath.Join(n.mediaDir(), file))
			return file
		},
		"an empty file": func(t *testing.T, n *Newsroom) string {
			file := "public/" + column(t, n, "SELECT substr(name, 1, 2) || '/' || name || '-1280.jpg' FROM media ORDER BY id LIMIT 1")[0]
			remove(t, filepath.Join(n.mediaDir(), file))
			if err := os.WriteFile(filepath.Join(n.mediaDir(), file), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return file
		},
		"a redirect to nothing": func(t *testing.T, n *Newsroom) string {
			exec(t, n, "INSERT INTO address (path, kind, location, created_at) VALUES ('/ancien/', 'redirect', '/nulle-part/', 0)")
			return "/ancien/ redirects to /nulle-part/"
		},
		"a redirect in two steps": func(t *testing.T, n *Newsroom) string {
			exec(t, n, "INSERT INTO address (path, kind, location, created_at) VALUES ('/un/', 'redirect', '/deux/', 0), ('/deux/', 'redirect', '/sante/', 0)")
			return "/un/ redirects to /deux/"
		},
		"an article without an address": func(t *testing.T, n *Newsroom) string {
			exec(t, n, "DELETE FROM address WHERE kind = 'article' AND target = 7")
			return "article 7 "
		},
		"an article whose address is another's": func(t *testing.T, n *Newsroom) string {
			exec(t, n, "UPDATE address SET target = 8 WHERE kind = 'article' AND target = 7")
			return "article 7 "
		},
		"an article that is not found": func(t *testing.T, n *Newsroom) string {
			if err := n.DB.Transact(context.Background(), func(tx *db.Tx) error { return search.Remove(context.Background(), tx, 9) }); err != nil {
				t.Fatal(err)
			}
			return "article 9 is not in the search index"
		},
		"an article in no list": func(t *testing.T, n *Newsroom) string {
			exec(t, n, "DELETE FROM listing WHERE article_id = 10")
			recounted(t, n)
			return "article 10 "
		},
		"a list that is counted wrongly": func(t *testing.T, n *Newsroom) string {
			exec(t, n, "UPDATE listing_count SET last_at = last_at + 1 WHERE list = 'language:fr'")
			return "list language:fr is counted wrongly"
		},
		"a draft in a list": func(t *testing.T, n *Newsroom) string {
			publish(t, n, &article.Article{Title: "Brouillon", Status: article.Draft})
			id := column(t, n, "SELECT CAST(MAX(id) AS TEXT) FROM article")[0]
			exec(t, n, "INSERT INTO listing (list, at, article_id) VALUES ('language:fr', 5, $1)", id)
			recounted(t, n)
			return "article " + id + " "
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := opened(t, settings(demo(t)))
			healthy(t, n)
			named := damage(t, n)
			wrong, err := n.Check(context.Background())
			if err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], named) || strings.Contains(wrong[0], "\n") {
				t.Errorf("check says %q (%v), want one line with %q", wrong, err, named)
			}
		})
	}
}

// recounted makes the counts agree with the lists again.
func recounted(t testing.TB, n *Newsroom) {
	t.Helper()
	if err := n.recount(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func remove(t testing.TB, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

// TestCheckOfADamagedDatabase: a page of the file that was overwritten is named, whether or not the other checks can still read around it.
func TestCheckOfADamagedDatabase(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"article_reads_day_article", "listing", "address", "article_note"} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			s := settings(demo(t))
			n := opened(t, s)
			at, size := number(t, n, "SELECT rootpage FROM sqlite_schema WHERE name = $1", part), number(t, n, "SELECT page_size FROM pragma_page_size")
			if err := n.Close(); err != nil {
				t.Fatal(err)
			}
			overwrite(t, s.database(), int64(at-1)*int64(size), size)
			n, err := Open(context.Background(), s)
			if err != nil {
				t.Fatalf("the newsroom cannot be opened to be checked: %v", err)
			}
			defer func() { _ = n.Close() }()
			wrong, err := n.Check(context.Background())
			if err != nil || len(wrong) == 0 || !strings.HasPrefix(wrong[0], "database: ") {
				t.Errorf("check says %q (%v)", wrong, err)
			}
			if !strings.Contains(strings.Join(wrong, " "), strconv.Itoa(at)) && !strings.Contains(strings.Join(wrong, " "), part) {
				t.Errorf("check names neither page %d nor %s: %q", at, part, wrong)
			}
		})
	}
}

func overwrite(t testing.TB, name string, at int64, size int) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := io.Copy(io.NewOffsetWriter(f, at), strings.NewReader(strings.Repeat("\xa5", size))); err != nil {
		t.Fatal(err)
	}
}

// TestReindex mends what check says of the index, and drops every page.
func TestReindex(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	exec(t, n, "DELETE FROM search_doc WHERE article_id BETWEEN 3 AND 40")
	events := number(t, n, "SELECT MAX(seq) FROM event")
	var heard int
	done, err := n.Reindex(context.Background(), func(d int) { heard = d })
	if err != nil || done != number(t, n, "SELECT COUNT(*) FROM article") || heard != done {
		t.Errorf("reindex: %d, heard of %d (%v)", done, heard, err)
	}
	healthy(t, n)
	if got := column(t, n, "SELECT labels FROM event WHERE seq > $1", events); len(got) != 1 || got[0] != "*" {
		t.Errorf("events %q", got)
	}
}
