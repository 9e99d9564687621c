package db_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
)

// Every transaction writes a pair. A copy made meanwhile holds whole pairs only, and is a database in good order.
func TestCopyIsWholeWhileOthersWrite(t *testing.T) {
	t.Parallel()
	d, ctx := dbtest.SQLite(t), t.Context()
	writing, stop := context.WithCancel(ctx)
	var writer sync.WaitGroup
	written := make(chan struct{}, 1)
	writer.Go(func() {
		for i := 0; writing.Err() == nil; i++ {
			if err := insertSettings(ctx, d, fmt.Sprintf("left %d", i), fmt.Sprintf("right %d", i)); err != nil {
				t.Error(err)
				return
			}
			select {
			case written <- struct{}{}:
			default:
			}
		}
	})
	before := 0
	for i := range 5 {
		<-written
		path := filepath.Join(t.TempDir(), fmt.Sprintf("copy %d?.db", i))
		if err := d.CopyTo(ctx, path); err != nil {
			t.Fatal(err)
		}
		c := dbtest.Open(t, path)
		var left, right int
		const count = "SELECT SUM(CASE WHEN key LIKE 'left%' THEN 1 ELSE 0 END), SUM(CASE WHEN key LIKE 'right%' THEN 1 ELSE 0 END) FROM setting"
		if err := c.QueryRow(ctx, count).Scan(&left, &right); err != nil {
			t.Fatal(err)
		}
		if left != right || left < before {
			t.Errorf("the copy holds %d left and %d right after %d", left, right, before)
		}
		before = left
		if wrong, err := c.Check(ctx); len(wrong) > 0 || err != nil {
			t.Errorf("the copy is not in order: %v %v", wrong, err)
		}
	}
	stop()
	writer.Wait()
}

func TestCopyOfPostgresNamesPgDump(t *testing.T) {
	t.Parallel()
	err := dbtest.Postgres(t).CopyTo(t.Context(), filepath.Join(t.TempDir(), "copy.db"))
	if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "pg_dump") {
		t.Errorf("got %v", err)
	}
}

func TestCopyToNowhereSaysSo(t *testing.T) {
	t.Parallel()
	err := dbtest.SQLite(t).CopyTo(t.Context(), filepath.Join(t.TempDir(), "absent", "copy.db"))
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}

func TestCheckFindsNothingWrong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if wrong, err := d.Check(t.Context()); len(wrong) > 0 || err != nil {
			t.Errorf("%v %v", wrong, err)
		}
	})
}

func TestCheckFindsABrokenReference(t *testing.T) {
	t.Parallel()
	d, ctx := dbtest.SQLite(t), t.Context()
	// Another program may write without minding references.
	other, err := sql.Open("sqlite3", "file:"+d.Path()+"?_pragma=foreign_keys(0)")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"INSERT INTO article_reads (article_id, reads) VALUES (7, 1)",
		"INSERT INTO article_tag (article_id, tag_id, position) VALUES (7, 8, 1)", // a table without row numbers
	} {
		if _, err := other.ExecContext(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	wrong, err := d.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(wrong, "\n")
	for _, want := range []string{"a row of article_reads refers to a row of article that", "a row of article_tag refers to a row of tag that", "a row of article_tag refers to a row of article that"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not among\n%s", want, all)
		}
	}
	if len(wrong) != 3 {
		t.Errorf("%d lines, want 3:\n%s", len(wrong), all)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	d, ctx := dbtest.SQLite(t), t.Context()
	const key = "a key that stands in the table and in its index"
	if err := insertSettings(ctx, d, key); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "damaged.db")
	if err := d.CopyTo(ctx, path); err != nil {
		t.Fatal(err)
	}
	scribble(t, path, key)
	wrong, err := dbtest.Open(t, path).Check(ctx)
	if len(wrong) == 0 || err != nil || !strings.Contains(wrong[0], "database: ") {
		t.Errorf("damage was not found: %v %v", wrong, err)
	}
}

// A whole page that was overwritten is named, and that the engine cannot read on from there is no reason to say nothing.
func TestCheckNamesADamagedPage(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"setting", "article", "listing", "account"} {
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			d, ctx := dbtest.SQLite(t), t.Context()
			if err := insertSettings(ctx, d, "a"); err != nil {
				t.Fatal(err)
			}
			var at, size int
			if err := d.QueryRow(ctx, "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = $1", table).Scan(&at, &size); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "damaged.db")
			if err := d.CopyTo(ctx, path); err != nil {
				t.Fatal(err)
			}
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			copy(content[(at-1)*size:], strings.Repeat("\xa5", size))
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			c, err := db.Open(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			wrong, err := c.Check(ctx)
			if err != nil || len(wrong) == 0 || !strings.HasPrefix(wrong[0], "database: ") || !strings.Contains(strings.Join(wrong, " "), fmt.Sprint(at)) {
				t.Errorf("of page %d check says %q: %v", at, wrong, err)
			}
		})
	}
}

// scribble changes one key in the table, so that its index no longer agrees.
func scribble(t *testing.T, path, key string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(content, []byte(key))
	if at < 0 {
		t.Fatal("the key is not in the file")
	}
	content[at] = 'X'
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
