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
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
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

// serving is a command that serves until the test stops it.
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

// TestErrors: one line on standard error that says what was wrong and what to do; 1 for what failed, 2 for what was asked wrongly.
func TestErrors(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	odd := func(config string) string {
		folder := filepath.Join(t.TempDir(), "j")
		must(t, "init", "--dir", folder, "--title", "T")
		save(t, filepath.Join(folder, "griot.toml"), config)
		return folder
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	blocked := filepath.Join(t.TempDir(), "fichier")
	save(t, blocked, "rien")
	for _, try := range []struct {
		name   string
		env    environ
		args   []string
		status int
		says   []string
	}{
		{"a port in use", nil, []string{"serve", "--dir", dir, "--addr", taken.Addr().String()}, exitFailed, []string{taken.Addr().String(), "in use"}},
		{"a port that is none", nil, []string{"serve", "--dir", dir, "--addr", "127.0.0.1:99999"}, exitUsage, []string{"HOST:PORT"}},
		{"an address without a port", nil, []string{"serve", "--dir", dir, "--addr", "ici"}, exitUsage, []string{"HOST:PORT"}},
		{"a corrupt griot.toml", nil, []string{"serve", "--dir", odd("addr = \"127.0.0.1:0\"\nurl = https://\n")}, exitUsage, []string{"griot.toml", "line 2"}},
		{"an unknown setting", nil, []string{"serve", "--dir", odd("adresse = \"127.0.0.1:0\"\n")}, exitUsage, []string{"griot.toml", "adresse", "trusted_proxy"}},
		{"a setting of the wrong kind", nil, []string{"serve", "--dir", odd("cache_mb = \"beaucoup\"\n")}, exitUsage, []string{"cache-mb"}},
		{"a strange environment", environ{"GRIOT_CACHE_MB": "beaucoup"}, []string{"serve", "--dir", dir}, exitUsage, []string{"cache-mb"}},
		{"an unknown flag", nil, []string{"serve", "--dir", dir, "--vitesse", "9"}, exitUsage, []string{"--vitesse", "griot --help"}},
		{"an unknown command", nil, []string{"ouvre"}, exitUsage, []string{"ouvre", "griot --help"}},
		{"a flag that is missing", nil, []string{"init", "--dir", dir}, exitUsage, []string{"--title"}},
		{"an argument that is missing", nil, []string{"backup"}, exitUsage, []string{"<file>"}},
		{"no newsroom", nil, []string{"serve", "--dir", t.TempDir(), "--addr", "127.0.0.1:0"}, exitFailed, []string{"griot init", "griot demo"}},
		{"no newsroom to check", nil, []string{"check", "--dir", t.TempDir()}, exitFailed, []string{"griot init"}},
		{"a folder that is a file", nil, []string{"init", "--dir", blocked, "--title", "T"}, exitFailed, []string{blocked, "--dir"}},
		{"a folder below a file", nil, []string{"demo", "--dir", filepath.Join(blocked, "x"), "--addr", "127.0.0.1:0"}, exitFailed, []string{"--dir"}},
		{"a backup below a file", nil, []string{"backup", filepath.Join(blocked, "x"), "--dir", dir}, exitFailed, []string{blocked}},
		{"a demo for everybody", nil, []string{"demo", "--dir", t.TempDir(), "--addr", "0.0.0.0:0"}, exitUsage, []string{"0.0.0.0:0", "--public"}},
		{"a demo on every address", nil, []string{"demo", "--dir", t.TempDir(), "--addr", ":0"}, exitUsage, []string{"--public"}},
		{"a demo on IPv6 for everybody", nil, []string{"demo", "--dir", t.TempDir(), "--addr", "[::]:0"}, exitUsage, []string{"--public"}},
		{"a demo of fewer than none", nil, []string{"demo", "--dir", t.TempDir(), "--articles=-1"}, exitUsage, []string{"--articles"}},
		{"fresh on a real newsroom", nil, []string{"demo", "--dir", dir, "--addr", "127.0.0.1:0", "--fresh"}, exitFailed, []string{dir, "--dir"}},
		{"a proxy that is no network", nil, []string{"serve", "--dir", dir, "--trusted-proxy", "voisin"}, exitUsage, []string{"voisin", "10.0.0.0/8"}},
		{"an origin with a path", nil, []string{"serve", "--dir", dir, "--url", "https://x.example/journal"}, exitUsage, []string{"--url"}},
		{"metrics for everybody", nil, []string{"serve", "--dir", dir, "--addr", "127.0.0.1:0", "--metrics", "0.0.0.0:0"}, exitUsage, []string{"0.0.0.0:0"}},
		{"no memory", nil, []string{"serve", "--dir", dir, "--cache-mb", "0"}, exitUsage, []string{"--cache-mb"}},
		{"a log of no day", nil, []string{"serve", "--dir", dir, "--log-dir", t.TempDir(), "--log-days", "0"}, exitUsage, []string{"--log-days"}},
		{"a log in a file", nil, []string{"serve", "--dir", dir, "--log-dir", blocked}, exitFailed, []string{blocked}},
		{"a theme that is not there", nil, []string{"serve", "--dir", dir, "--addr", "127.0.0.1:0", "--theme", filepath.Join(dir, "absent")}, exitFailed, []string{"absent"}},
		{"another database", nil, []string{"serve", "--dir", dir, "--database", "mysql://x"}, exitUsage, []string{"postgres://"}},
		{"a newsroom twice", nil, []string{"init", "--dir", dir, "--title", "T"}, exitFailed, []string{"already"}},
		{"an unknown language", nil, []string{"init", "--dir", t.TempDir(), "--title", "T", "--lang", "xx"}, exitUsage, []string{"xx", "fr"}},
		{"an unknown preset", nil, []string{"init", "--dir", t.TempDir(), "--title", "T", "--preset", "lemonde"}, exitUsage, []string{"africapresse"}},
		{"an unknown role", nil, []string{"user", "add", "une@journal.example", "--name", "N", "--role", "roi", "--dir", dir}, exitUsage, []string{"roi", "editor"}},
		{"no address", nil, []string{"user", "add", "une", "--name", "N", "--role", "editor", "--dir", dir}, exitUsage, []string{"une"}},
		{"a token for nobody", nil, []string{"token", "add", "personne@journal.example", "--name", "N", "--dir", dir}, exitFailed, []string{"personne@journal.example"}},
		{"a backup that is none", nil, []string{"restore", blocked, "--dir", filepath.Join(t.TempDir(), "x")}, exitUsage, []string{blocked, "nothing was restored"}},
		{"a backup that is not there", nil, []string{"restore", blocked + "x", "--dir", filepath.Join(t.TempDir(), "x")}, exitFailed, []string{blocked + "x"}},
	} {
		t.Run(try.name, func(t *testing.T) {
			t.Parallel()
			s := griot(try.env, try.args...)
			if s.status != try.status || s.out != "" {
				t.Errorf("status %d, want %d; said %q", s.status, try.status, s.out)
			}
			line := strings.TrimSuffix(s.errors, "\n")
			if !strings.HasPrefix(line, "griot: ") || strings.HasPrefix(line, "griot: --help") || strings.Contains(line, "\n") || strings.Contains(line, "goroutine") {
				t.Errorf("not one line: %q", s.errors)
			}
			for _, want := range try.says {
				if !strings.Contains(line, want) {
					t.Errorf("%q does not say %q", line, want)
				}
			}
		})
	}
}

// TestHelp is in French, for every command.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "demo", "init", "serve", "import", "import wordpress", "backup", "restore", "check", "reindex", "user", "user add", "token", "token add"} {
		s := griot(nil, append(strings.Fields(command), "--help")...)
		if s.status != exitDone || s.errors != "" || !strings.HasPrefix(s.out, "Usage : griot") {
			t.Errorf("griot %s --help: %d, %.60q, %s", command, s.status, s.out, s.errors)
		}
		for _, english := range []string{"Usage:", "Flags:", "Commands:", "Arguments:", "Show ", "<command>", "[flags]", "Run \"", "for more information", " the ", "required"} {
			if strings.Contains(s.out, english) {
				t.Errorf("griot %s --help speaks English: %q", command, english)
			}
		}
		for line := range strings.Lines(s.out) {
			if fields := strings.Fields(line); len(fields) == 1 && strings.HasPrefix(fields[0], "--") && len(fields[0]) < 25 {
				t.Errorf("griot %s --help does not explain %s", command, fields[0])
			}
		}
	}
	if s := griot(nil); s.status != exitDone || !strings.Contains(s.out, "Commandes :") {
		t.Errorf("griot alone: %d, %.60q", s.status, s.out)
	}
	dir := t.TempDir()
	save(t, filepath.Join(dir, "griot.toml"), "ceci n’est pas du TOML")
	if s := griot(nil, "serve", "--dir", dir, "--help"); s.status != exitDone {
		t.Errorf("help beside a corrupt griot.toml: %d, %s", s.status, s.errors)
	}
	if s := griot(nil, "--version"); s.status != exitDone || !strings.HasPrefix(s.out, "griot ") {
		t.Errorf("griot --version: %d, %q", s.status, s.out)
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

// process is griot as a process of its own.
type process struct {
	*exec.Cmd
	site   string
	errors *syncBuffer
}

func spawn(t testing.TB, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0], args...), errors: &syncBuffer{}} //nolint:gosec // this very binary
	p.Env, p.Stderr = append(os.Environ(), asProgram+"=1"), p.errors
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the program said nothing: %v\n%s", err, p.errors)
	}
	p.site = strings.TrimSpace(line)
	return p
}

func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(15 * time.Second); !is(); {
		select {
		case <-end:
			t.Fatalf("still not: %s", what)
		case <-tick.C:
		}
	}
}

// TestSignals: SIGHUP reads the theme again, a broken one is refused while the old goes on, and SIGTERM ends it well.
func TestSignals(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	sheet := filepath.Join(dir, "theme", "extra.css")
	save(t, sheet, ".un{color:#111111}")
	p := spawn(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	wears := func(colour string) func() bool {
		return func() bool { _, body := get(t, p.site); return strings.Contains(body, colour) }
	}
	if !wears("#111111")() {
		t.Error("it does not wear its theme")
	}
	save(t, sheet, ".deux{color:#222222}")
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it wears the new theme", wears("#222222"))
	broken := filepath.Join(dir, "theme", "templates", "front.html")
	save(t, broken, "{{define \"front\"}}\n{{.Nulle.Part}}{{end}}")
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it refuses the broken theme", func() bool { return strings.Contains(p.errors.String(), broken+":2") })
	if !wears("#222222")() {
		t.Error("the old theme does not go on")
	}
	must(t, "user", "add", "une@journal.example", "--name", "Une", "--role", "editor", "--dir", dir) // another process writes meanwhile
	began := time.Now()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, p.errors)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
}
