package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/fault"
	"griot/internal/server"
)

// journal collects log lines.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

// line is the last log line with a message; a request's is written after its answer, so stop the server first.
func (j *journal) line(t *testing.T, message string) map[string]any {
	t.Helper()
	var found map[string]any
	for text := range strings.Lines(j.String()) {
		var l map[string]any
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if l["msg"] == message {
			found = l
		}
	}
	if found == nil {
		t.Fatalf("no line %q in\n%s", message, j)
	}
	return found
}

type running struct {
	*server.Server
	url, addr string
	log       *journal
	stop      func() error
}

// start serves on a free port until the test ends or stop is called.
func start(t *testing.T, cfg server.Config) *running {
	t.Helper()
	return startAt(t, cfg, time.Now)
}

// startAt is start with another clock.
func startAt(t *testing.T, cfg server.Config, now func() time.Time) *running {
	t.Helper()
	r := &running{log: &journal{}}
	cfg.Addr, cfg.Now, cfg.AccessLog = "127.0.0.1:0", now, true
	cfg.Log = slog.New(slog.NewJSONHandler(r.log, nil))
	if cfg.Public == nil {
		cfg.Public = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "bonjour") })
	}
	r.Server = server.New(cfg)
	addr, err := r.Listen()
	if err != nil {
		t.Fatal(err)
	}
	r.addr, r.url = addr.String(), "http://"+addr.String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Serve(ctx) }()
	r.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *running) do(t *testing.T, method, target string, fields ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, r.url+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(fields); i += 2 {
		req.Header.Add(fields[i], fields[i+1])
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// raw sends bytes as they are and gives the answer.
func (r *running) raw(t *testing.T, request string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestHealth(t *testing.T) {
	t.Parallel()
	var away error
	s := start(t, server.Config{Ready: func(context.Context) error { return away }})
	for _, tt := range []struct {
		away         error
		method, path string
		status       int
		body         string
	}{
		{nil, "GET", "/healthz", 200, "ok"},
		{nil, "HEAD", "/healthz", 200, ""},
		{nil, "GET", "/readyz", 200, "ok"},
		{errors.New("secret"), "GET", "/readyz", 503, "not ready"},
		{errors.New("secret"), "GET", "/healthz", 200, "ok"},
		{nil, "POST", "/healthz", 405, "Method Not Allowed\n"},
	} {
		away = tt.away
		if res, body := s.do(t, tt.method, tt.path); res.StatusCode != tt.status || body != tt.body {
			t.Errorf("%s %s: %d %q", tt.method, tt.path, res.StatusCode, body)
		}
	}
}

func TestWhoAnswers(t *testing.T) {
	t.Parallel()
	says := func(word string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, word) })
	}
	s := start(t, server.Config{Public: says("public"), Media: says("media")})
	for path, want := range map[string]string{"/": "public", "/media/a.webp": "media", "/media": "public", "/mediatheque/": "public"} {
		if _, got := s.do(t, "GET", path); got != want {
			t.Errorf("%s is answered by %s", path, got)
		}
	}
	if res := s.raw(t, "GET / HTTP/1.1\r\nHost: unknown.example\r\n\r\n"); res.StatusCode != 200 {
		t.Errorf("an unknown host gets %d", res.StatusCode)
	}
	for _, line := range []string{"TRACE / HTTP/1.1", "CONNECT evil.example:443 HTTP/1.1"} {
		if res := s.raw(t, line+"\r\nHost: a\r\n\r\n"); res.StatusCode != 405 {
			t.Errorf("%s gets %d", line, res.StatusCode)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	s := start(t, server.Config{MaxBodyBytes: 1000, Public: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		}
	})})
	for name, tt := range map[string]struct {
		request string
		want    int
	}{
		"header":          {"GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 40_000) + "\r\n\r\n", 431},
		"path":            {"GET /" + strings.Repeat("x", 100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431},
		"body":            {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n" + strings.Repeat("x", 2000), 413},
		"body within":     {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + strings.Repeat("x", 1000), 200},
		"no host":         {"GET / HTTP/1.1\r\n\r\n", 400},
		"broken escape":   {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		"two lengths":     {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400},
		"OPTIONS for all": {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 200},
	} {
		if res := s.raw(t, tt.request); res.StatusCode != tt.want {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, tt.want)
		}
	}
}

func TestRequestIDsAreOurs(t *testing.T) {
	t.Parallel()
	s := start(t, server.Config{Public: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, server.RequestID(r.Context()))
	})})
	first, seen := s.do(t, "GET", "/", "X-Request-Id", "mine")
	second, _ := s.do(t, "GET", "/")
	a, b := first.Header.Get("X-Request-Id"), second.Header.Get("X-Request-Id")
	if len(a) != 16 || a == b || a != seen {
		t.Errorf("ids %q, %q; the handler saw %q", a, b, seen)
	}
	if server.RequestID(t.Context()) != "" {
		t.Error("an id outside of a request")
	}
}

func TestPanics(t *testing.T) {
	t.Parallel()
	public := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		if r.URL.Path == "/late" {
			w.Header().Del("Content-Encoding")
			io.WriteString(w, strings.Repeat("x", 10_000))
		}
		if r.URL.Path == "/abort" {
			panic(http.ErrAbortHandler)
		}
		panic("boom")
	})
	designed := func(w http.ResponseWriter, r *http.Request, err error) {
		w.WriteHeader(500)
		io.WriteString(w, "désolé")
	}
	s := start(t, server.Config{Public: public, Fail: designed})
	res, body := s.do(t, "GET", "/")
	if res.StatusCode != 500 || body != "désolé" || res.Header.Get("Content-Encoding") != "" {
		t.Errorf("%d %q %v", res.StatusCode, body, res.Header)
	}
	for _, path := range []string{"/late", "/abort"} {
		res, err := http.Get(s.url + path)
		if err == nil {
			_, err = io.ReadAll(res.Body)
		}
		if err == nil {
			t.Errorf("%s: half an answer passes for a whole one", path)
		}
	}
	s.stop()
	line := s.log.line(t, "panic")
	if stack, _ := line["stack"].(string); !strings.Contains(stack, "server_test.go") || line["panic"] != "boom" {
		t.Errorf("logged %v", line)
	}
	if n := strings.Count(s.log.String(), `"msg":"panic"`); n != 2 {
		t.Errorf("%d panics are logged, want 2: aborting is none", n)
	}
}

func TestAPanicWithinAPanicIsPlain(t *testing.T) {
	t.Parallel()
	boom := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") })
	fails := map[string]func(http.ResponseWriter, *http.Request, error){
		"none": nil, "panics": func(http.ResponseWriter, *http.Request, error) { panic("again") },
	}
	for name, fail := range fails {
		res, body := start(t, server.Config{Public: boom, Fail: fail}).do(t, "GET", "/")
		if res.StatusCode != 500 || body != "Internal Server Error\n" {
			t.Errorf("%s: %d %q", name, res.StatusCode, body)
		}
	}
}

func TestAddressesThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	busy := start(t, server.Config{}).addr
	for _, tt := range []struct {
		addr, metrics string
		kind          fault.Kind
		says          string
	}{
		{busy, "", fault.Conflict, "is in use"},
		{"nonsense", "", fault.Invalid, "write HOST:PORT"},
		{"127.0.0.1:99999", "", fault.Invalid, "write HOST:PORT"},
		{"203.0.113.1:0", "", fault.Invalid, "does not have that address"},
		{"127.0.0.1:0", busy, fault.Conflict, "is in use"},
		{"127.0.0.1:0", ":9100", fault.Invalid, "127.0.0.1:PORT"},
		{"127.0.0.1:0", "0.0.0.0:9100", fault.Invalid, "127.0.0.1:PORT"},
		{"127.0.0.1:0", "[::]:9100", fault.Invalid, "127.0.0.1:PORT"},
		{"127.0.0.1:0", "localhost:9100", fault.Invalid, "127.0.0.1:PORT"},
		{"127.0.0.1:0", "9100", fault.Invalid, "127.0.0.1:PORT"},
	} {
		s := server.New(server.Config{Addr: tt.addr, MetricsAddr: tt.metrics, Now: time.Now})
		err := s.Serve(t.Context())
		if !fault.Is(err, tt.kind) || !strings.Contains(fmt.Sprint(err), tt.says) || strings.Contains(fmt.Sprint(err), "\n") {
			t.Errorf("%s, %s: %v", tt.addr, tt.metrics, err)
		}
	}
}
