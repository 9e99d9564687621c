package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// asProgram has the test's own binary be griot, for tests that need a process.
const asProgram = "GRIOT_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// environ is an environment that holds nothing but what the test puts there.
type environ map[string]string

func (e environ) get(name string) string { return e[name] }

// said is what a command left: its status and its words.
type said struct {
	status      int
	out, errors string
}

// griot runs a command to its end. One that serves where it should fail is ended.
func griot(env environ, args ...string) said {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var out, errors bytes.Buffer
	status := run(ctx, args, env.get, &out, &errors)
	return said{status, out.String(), errors.String()}
}

// must runs a command that has to succeed and gives what it said.
func must(t testing.TB, args ...string) string {
	t.Helper()
	s := griot(nil, args...)
	if s.status != exitDone || s.errors != "" && !strings.HasPrefix(s.errors, "{") {
		t.Fatalf("griot %s: status %d, %s", strings.Join(args, " "), s.status, s.errors)
	}
	return strings.TrimSpace(s.out)
}

// server is a command that serves until the test stops it.
type server struct {
	t      testing.TB
	first  string // what it said first
	stop   func() int
	errors *syncBuffer
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// start runs a command that serves, and waits for its first line.
func start(t testing.TB, env environ, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	s := &server{t: t, errors: &syncBuffer{}}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, args, env.get, w, s.errors)
		_ = w.Close()
	}()
	s.stop = sync.OnceValue(func() int {
		cancel()
		select {
		case status := <-ended:
			return status
		case <-time.After(10 * time.Second):
			t.Error("it does not end within ten seconds")
			return -1
		}
	})
	t.Cleanup(func() { s.stop() })
	lines := bufio.NewReader(r)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("griot %s said nothing: %v\n%s", strings.Join(args, " "), err, s.errors)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	s.first = strings.TrimSpace(line)
	return s
}

// get asks for an absolute address.
func get(t testing.TB, address string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(address) //nolint:gosec,noctx // the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

// newsroom is an empty newsroom's folder.
func newsroom(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "journal")
	must(t, "init", "--dir", dir, "--title", "Le Mien", "--lang", "fr", "--preset", "africapresse")
	return dir
}

func save(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDemo: one line of JSON with five keys once it serves; at the next start the same newspaper with another password and token.
func TestDemo(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "démo")
	var before map[string]string
	for range 2 {
		s := start(t, nil, "demo", "--dir", dir, "--addr", "127.0.0.1:0", "--json")
		var access map[string]string
		if err := json.Unmarshal([]byte(s.first), &access); err != nil {
			t.Fatalf("%q: %v", s.first, err)
		}
		for _, key := range []string{"site", "desk", "email", "password", "token"} {
			if access[key] == "" {
				t.Errorf("no %s in %s", key, s.first)
			}
		}
		if len(access) != 5 || !strings.HasPrefix(access["site"], "http://127.0.0.1:") || access["desk"] != access["site"]+"desk/" {
			t.Errorf("access %v", access)
		}
		if status, body := get(t, access["site"]); status != 200 || !strings.Contains(body, "Africa Presse") {
			t.Errorf("the site answers %d", status)
		}
		for _, path := range []string{"healthz", "readyz"} {
			if status, body := get(t, access["site"]+path); status != 200 || body != "ok" {
				t.Errorf("%s: %d %q", path, status, body)
			}
		}
		if before != nil && (before["email"] != access["email"] || before["password"] == access["password"] || before["token"] == access["token"]) {
			t.Errorf("before %v, now %v", before, access)
		}
		before = access
		if status := s.stop(); status != exitDone {
			t.Errorf("it ended with %d: %s", status, s.errors)
		}
	}
	if s := griot(nil, "check", "--dir", dir); s.status != exitDone || strings.TrimSpace(s.out) != "Tout est en ordre." {
		t.Errorf("check: %d, %s%s", s.status, s.out, s.errors)
	}
	s := start(t, nil, "demo", "--dir", dir, "--addr", "127.0.0.1:0", "--access-log", "off")
	if s.first != "Africa Presse, le journal d’exemple, est ouvert." {
		t.Errorf("it says %q", s.first)
	}
	if s.stop(); s.errors.String() != "" {
		t.Errorf("it complains: %s", s.errors)
	}
}

// TestNewsroom: made, served, and added to while it is served.
func TestNewsroom(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	s := start(t, nil, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	site := s.first
	if status, body := get(t, site); status != 200 || !strings.Contains(body, "Le Mien") {
		t.Errorf("%s answers %d", site, status)
	}
	password := must(t, "user", "add", "une@journal.example", "--name", "Une", "--role", "editor", "--dir", dir)
	token := must(t, "token", "add", "une@journal.example", "--name", "robot", "--dir", dir)
	if len(password) < 12 || strings.Contains(password, "\n") || !strings.HasPrefix(token, "griot_") || strings.Contains(token, "\n") {
		t.Errorf("password of %d characters, token %.6q", len(password), token)
	}
	file := filepath.Join(t.TempDir(), "journal.griot")
	must(t, "backup", file, "--dir", dir)
	must(t, "check", "--dir", dir)
	must(t, "reindex", "--dir", dir)
	if status, _ := get(t, site+"a-propos/"); status != 200 {
		t.Errorf("after all that the site answers %d", status)
	}
	if status := s.stop(); status != exitDone {
		t.Errorf("it ended with %d", status)
	}
	back := filepath.Join(t.TempDir(), "rétabli")
	must(t, "restore", file, "--dir", back)
	must(t, "check", "--dir", back)
	for _, again := range [][]string{{"backup", file, "--dir", dir}, {"restore", file, "--dir", back}, {"user", "add", "une@journal.example", "--name", "Une", "--role", "editor", "--dir", back}} {
		if s := griot(nil, again...); s.status != exitFailed {
			t.Errorf("griot %s again: %d", strings.Join(again, " "), s.status)
		}
	}
}

// TestFlagsBeforeEnvironmentBeforeFile is the order in which settings count.
func TestFlagsBeforeEnvironmentBeforeFile(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	save(t, filepath.Join(dir, "griot.toml"), "addr = \"127.0.0.1:0\"\nurl = \"https://fichier.example\"\naccess_log = false\ncache_mb = 8\ntrusted_proxy = [\"10.0.0.0/8\", \"192.168.0.0/16\"]\n")
	for _, try := range []struct {
		env  environ
		args []string
		want string
	}{
		{nil, []string{"serve", "--dir", dir}, "https://fichier.example/"},
		{nil, []string{"serve", "--dir=" + dir}, "https://fichier.example/"},
		{environ{"GRIOT_DIR": dir}, []string{"serve"}, "https://fichier.example/"},
		{environ{"GRIOT_URL": "https://milieu.example"}, []string{"serve", "--dir", dir}, "https://milieu.example/"},
		{environ{"GRIOT_URL": "https://milieu.example"}, []string{"serve", "--dir", dir, "--url", "https://drapeau.example"}, "https://drapeau.example/"},
		{nil, []string{"serve", "--dir", dir, "--url", "https://drapeau.example"}, "https://drapeau.example/"},
	} {
		s := start(t, try.env, try.args...)
		if s.first != try.want {
			t.Errorf("%v %v: the origin is %s, want %s", try.env, try.args, s.first, try.want)
		}
		if status := s.stop(); status != exitDone || s.errors.String() != "" {
			t.Errorf("%v: status %d, %s", try.args, status, s.errors)
		}
	}
}

// TestStopsWithReadersConnected: a reader who keeps a connection open does not keep the program.
func TestStopsWithReadersConnected(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "serve", "--dir", newsroom(t), "--addr", "127.0.0.1:0")
	conn, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(s.first, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Fatalf("%q (%v)", line, err)
	}
	began := time.Now()
	if status := s.stop(); status != exitDone {
		t.Errorf("status %d", status)
	}
	if took := time.Since(began); took > 9*time.Second {
		t.Errorf("it took %v", took)
	}
}
