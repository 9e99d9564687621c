package app

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
)

// noon is the hour of the tests. It is ahead of the machine's own, because package server sets its deadlines by the clock that it is handed.
var noon = time.Date(2046, 11, 22, 12, 0, 0, 0, time.UTC)

// hand is a clock that the test moves.
type hand struct{ at atomic.Int64 }

func (h *hand) now() time.Time { return time.UnixMilli(h.at.Load()).UTC() }

func (h *hand) move(by time.Duration) { h.at.Add(by.Milliseconds()) }

func clock() *hand {
	h := &hand{}
	h.at.Store(noon.UnixMilli())
	return h
}

func settings(dir string) Settings {
	return Settings{Dir: dir, Addr: "127.0.0.1:0", Now: clock().now, Log: slog.New(slog.DiscardHandler)}
}

// demoFolder is a sample newsroom as every test of this package finds it, made once.
var demoFolder = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "griot-app-*"); err != nil {
		return "", err
	}
	n, _, err := OpenDemo(context.Background(), settings(filepath.Join(dir, "demo")), DemoOptions{})
	if err != nil {
		return dir, err
	}
	return dir, n.Close()
})

func TestMain(m *testing.M) {
	status := m.Run()
	if dir, _ := demoFolder(); dir != "" {
		_ = os.RemoveAll(dir)
	}
	os.Exit(status)
}

// demo is a sample newsroom's folder of the test's own.
func demo(t testing.TB) (dir string) {
	t.Helper()
	made, err := demoFolder()
	if err != nil {
		t.Fatal(err)
	}
	from, dir := filepath.Join(made, "demo"), filepath.Join(t.TempDir(), "demo")
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		to := filepath.Join(dir, strings.TrimPrefix(path, from))
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.MkdirAll(to, 0o750)
		case strings.Contains(path, "/media/"):
			return os.Link(path, to) // files there are never written again, only removed
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// opened opens a newsroom and closes it when the test ends.
func opened(t testing.TB, s Settings) *Newsroom {
	t.Helper()
	n, err := Open(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	return n
}

// healthy fails when griot check finds anything.
func healthy(t testing.TB, n *Newsroom) {
	t.Helper()
	wrong, err := n.Check(context.Background())
	if err != nil || len(wrong) > 0 {
		t.Errorf("check: %q (%v)", wrong, err)
	}
}

func publish(t testing.TB, n *Newsroom, a *article.Article) {
	t.Helper()
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		paper, err := masthead.Load(context.Background(), tx)
		if err != nil {
			return err
		}
		if a.Status == "" {
			a.Status = article.Published
		}
		return article.Put(context.Background(), tx, paper, n.Now(), a)
	})
}

// column reads one column of text.
func column(t testing.TB, n *Newsroom, query string, args ...any) []string {
	t.Helper()
	list, err := db.All(context.Background(), n.DB, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return list
}

func number(t testing.TB, n *Newsroom, query string, args ...any) (v int) {
	t.Helper()
	if err := n.DB.QueryRow(context.Background(), query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// exec changes a newsroom behind its back.
func exec(t testing.TB, n *Newsroom, statement string, args ...any) {
	t.Helper()
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		changed, err := tx.Exec(context.Background(), statement, args...)
		if err == nil && changed == 0 && !strings.HasPrefix(statement, "DROP") {
			return errors.New("nothing changed: " + statement)
		}
		return err
	})
}

// running is a service that serves until the test ends or stops it.
type running struct {
	*Service
	t    testing.TB
	stop func()
}

func run(t testing.TB, n *Newsroom) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s, err := NewService(ctx, n)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the service ended with %v", err)
		}
	})
	t.Cleanup(stop)
	return &running{Service: s, t: t, stop: stop}
}

// get asks the service for a page as a reader does, over its own port.
func (r *running) get(path string) (status int, body string) {
	r.t.Helper()
	req, err := http.NewRequest(http.MethodGet, r.Origin()+path, http.NoBody)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("User-Agent", "Mozilla/5.0 (Android) Mobile")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var b strings.Builder
	if _, err := io.Copy(&b, resp.Body); err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, b.String()
}

// eventually waits for what another goroutine does.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	end := time.After(time.Minute)
	for !is() {
		select {
		case <-end:
			t.Fatalf("after a minute still not: %s", what)
		case <-tick.C:
		}
	}
}

// ask answers a request without the listener.
func ask(s *Service, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://intrus.example"+target, http.NoBody))
	return w
}
