package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	process "os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"griot/internal/article"
	"griot/internal/article/articletest"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
	"griot/internal/search"
)

const (
	childFolder   = "GRIOT_TEST_CHILD_FOLDER"
	childDatabase = "GRIOT_TEST_CHILD_DATABASE"
	firstNumber   = 100_000 // titles have numbers of their own, which no other word is
)

// TestKilledWhilePublishing: a process that publishes, changes and withdraws articles is killed again and again, mostly while it tidies the index. What it had committed is found, what it had not
// is not, and griot check has nothing to say.
func TestKilledWhilePublishing(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": func() string { return dbtest.PostgresURL(t) }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := settings(filepath.Join(t.TempDir(), "journal"))
			s.Database = database()
			if err := Init(t.Context(), s, "africapresse", "Le Fleuve", "fr"); err != nil {
				t.Fatal(err)
			}
			n := opened(t, s)
			index := search.New(search.KeepBytes)
			for _, least := range []int{0, 600, 950, 1_050} { // a segment is made of 128 documents, and one of the next size when there are eight
				last := killAt(t, s, least)
				everyFound(t, n, index, last)
				everyFound(t, n, search.New(0), last)
				healthy(t, n)
			}
			if segments := number(t, n, "SELECT COUNT(*) FROM search_segment"); segments == 0 {
				t.Error("no segment was ever made")
			}
		})
	}
}

// killAt has a child publish until the index has so many documents and is about to be tidied, and kills it. It gives the number of the last article that was committed.
func killAt(t *testing.T, s Settings, least int) (last int) {
	t.Helper()
	child := process.Command(os.Args[0], "-test.run=^TestChildPublishes$") //nolint:gosec // this very binary
	child.Env = append(os.Environ(), childFolder+"="+s.Dir, childDatabase+"="+s.Database)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	killed := false
	for lines.Scan() {
		var doc int
		if _, err := fmt.Sscan(lines.Text(), &last, &doc); err != nil {
			t.Errorf("the child said %q", lines.Text())
		}
		if !killed && doc >= least && doc%128 == 127 {
			killed = true
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = child.Wait()
	if state, ok := child.ProcessState.Sys().(syscall.WaitStatus); !ok || state.Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended by itself: %v", child.ProcessState)
	}
	return last
}

// everyFound compares what a search finds with what is published.
func everyFound(t *testing.T, n *Newsroom, index *search.Index, last int) {
	t.Helper()
	find := func(words string) *search.Result {
		r, err := index.Find(t.Context(), n.DB, search.Query{Words: words, Exact: true, Language: "fr", Now: n.Now(), Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if got := number(t, n, "SELECT COUNT(*) FROM article WHERE title LIKE $1", "%"+strconv.Itoa(last)+"%"); got != 1 {
		t.Errorf("article %d was committed, and there are %d", last, got)
	}
	for _, title := range column(t, n, "SELECT title FROM article WHERE status = 'published' ORDER BY id") {
		if r := find(`"` + title + `"`); r.Total != 1 {
			t.Errorf("%q finds %d", title, r.Total)
		}
	}
	for word, query := range map[string]string{"crue": "", "corrigée": " AND title LIKE '%corrigée%'"} {
		if got, want := find(word).Total, number(t, n, "SELECT COUNT(*) FROM article WHERE status = 'published'"+query); got != want {
			t.Errorf("%s finds %d, there are %d", word, got, want)
		}
	}
}

// TestChildPublishes is the child of TestKilledWhilePublishing. It says the number of every article that is committed, and its document in the index.
func TestChildPublishes(t *testing.T) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return // only as a child
	}
	s := settings(dir)
	s.Database = os.Getenv(childDatabase)
	n := opened(t, s)
	next := firstNumber + number(t, n, "SELECT COUNT(*) FROM article")
	var own []article.ID // the number of an article that was not committed never comes back
	for i := next; ; i++ {
		id, doc := publishOne(t, n, i, own)
		own = append(own, id)
		if _, err := io.WriteString(os.Stdout, fmt.Sprintln(i, doc)); err != nil {
			return // nobody listens any more
		}
	}
}

// publishOne publishes an article; together with every fourth another is changed, with every ninth one withdrawn.
func publishOne(t *testing.T, n *Newsroom, i int, own []article.ID) (id article.ID, doc int) {
	ctx := context.Background()
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		a := &article.Article{Title: fmt.Sprintf("Crue numéro %d", i), Body: "<p>" + strings.Repeat("Le fleuve monte et les guetteurs lisent l’échelle. ", 8) + "</p>", Status: article.Published}
		if err := article.Put(ctx, tx, paper, n.Now(), a); err != nil {
			return err
		}
		id = a.ID
		if err := tx.QueryRow(ctx, "SELECT doc FROM search_doc WHERE article_id = $1", a.ID).Scan(&doc); err != nil {
			return err
		}
		switch {
		case len(own) >= 3 && i%9 == 0:
			return articletest.Withdraw(ctx, tx, paper, n.Now(), own[len(own)-3], "erreur")
		case len(own) < 2 || i%4 != 0:
			return nil
		}
		other, err := article.ByID(ctx, tx, own[len(own)-2])
		if err != nil || other.Status != article.Published {
			return err
		}
		other.Title = fmt.Sprintf("Crue corrigée numéro %d", i-2)
		return article.Put(ctx, tx, paper, n.Now(), other)
	})
	return id, doc
}
