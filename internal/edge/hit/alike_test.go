package hit_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/edge"
	"griot/internal/edge/hit"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/server"
)

// half is one of two servers that must not differ: with a hit.Listener or without.
type half struct {
	t    testing.TB
	addr string
	edge *edge.Edge

	mu   sync.Mutex
	log  bytes.Buffer
	hits int // answers that the listener gave
	told int // connections
}

func (h *half) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.Write(b)
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func start(t testing.TB, front bool) *half {
	t.Helper()
	h := &half{t: t}
	h.edge = edge.New(edge.Config{Now: noon, Failure: failure, Table: page.Table{{Name: "page", Pattern: "/*", Query: []string{"page"}, Make: makePage}}})
	// A reader who has sent everything and says so is taken for one who left, and then it is chance whether a page that is not kept is made in time.
	patient := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.edge.ServeHTTP(w, r.WithContext(context.WithoutCancel(r.Context())))
	})
	var s *server.Server
	cfg := server.Config{Addr: "127.0.0.1:0", Public: patient, Media: http.HandlerFunc(http.NotFound), Fail: h.edge.Fail, Log: slog.New(slog.NewJSONHandler(h, nil)), AccessLog: true, Now: time.Now}
	if front {
		cfg.Stand = func(l net.Listener) net.Listener {
			return hit.Listen(l, hit.Config{
				Edge: h.edge, Now: time.Now, Fields: func(string) (string, bool) { return "", true }, Detailed: true, Idle: server.IdleTimeout, First: server.FirstTimeout, Patience: server.Patience,
				Note: func(a *hit.Answer) {
					h.mu.Lock()
					h.hits++
					h.mu.Unlock()
					s.Note((*server.Hit)(a))
				},
			})
		}
	}
	s = server.New(cfg)
	addr, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	h.addr = addr.String()
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return h
}

func failure(_ context.Context, _ page.Address, err error) *page.Page {
	return &page.Page{ContentType: "text/html", Body: []byte("<h1>" + fault.Of(err).String() + "</h1>")}
}

// makePage has pages of several sorts, at any address.
func makePage(_ context.Context, at page.Address) (*page.Page, error) {
	p := &page.Page{ContentType: "text/html; charset=utf-8", Language: "fr", Labels: []page.Label{page.Article(1), page.Ticker}, Reads: 1}
	p.Body = []byte(strings.Repeat("<p>Le fleuve monte, les pêcheurs attendent.</p>\n", 60) + at.Path + at.Query.Encode())
	switch {
	case strings.HasPrefix(at.Path, "/rien/"):
		return nil, fault.New(fault.NotFound, "nothing")
	case strings.HasPrefix(at.Path, "/ailleurs/"):
		return &page.Page{Status: 301, Location: "/a/"}, nil
	case strings.HasPrefix(at.Path, "/petit/"):
		p.Body = []byte("petit")
	case strings.HasPrefix(at.Path, "/grand/"):
		p.Body = bytes.Repeat(p.Body, 60)
	case strings.HasPrefix(at.Path, "/bientot/"):
		p.Until = noon().Add(time.Minute)
	case strings.HasPrefix(at.Path, "/recherche/"):
		p.Volatile = true
	}
	return p, nil
}

// said is all that came of some bytes: the answers without what differs from one to the next, the log likewise, and who was counted.
type said struct {
	answers []string
	log     []string
	reads   int64
}

func (s said) String() string { return fmt.Sprintf("%q %q %d", s.answers, s.log, s.reads) }

func (h *half) tell(sent []byte) (s said) {
	h.told++
	from := net.IPv4(127, 0, byte(h.told>>8), byte(h.told)|1) // of many addresses: one has not enough ports for a fuzzer
	conn, err := (&net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}).Dial("tcp", h.addr)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := conn.Write(sent); err != nil {
		h.t.Fatal(err)
	}
	_ = conn.(*net.TCPConn).CloseWrite()
	s.answers = answers(conn, sent)
	s.log = h.lines()
	for _, n := range h.edge.FlushReads() {
		s.reads += n
	}
	return s
}

// answers reads what comes back. The method of the first request decides whether an answer has a body; where that is not clear, what follows is compared as
// it stands.
func answers(conn io.Reader, sent []byte) (list []string) {
	raw, err := io.ReadAll(conn)
	if err != nil {
		raw = fmt.Append(raw, "\nread: broken off")
	}
	in := bufio.NewReader(bytes.NewReader(raw))
	method, _, _ := strings.Cut(string(sent), " ")
	for {
		res, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			rest, _ := io.ReadAll(in)
			return append(list, string(rest))
		}
		body, err := io.ReadAll(res.Body)
		for _, name := range []string{"Date", "X-Request-Id"} {
			if len(res.Header[name]) == 1 && (name == "Date" || len(res.Header.Get(name)) == 16) {
				res.Header.Set(name, "…")
			}
		}
		list = append(list, fmt.Sprint(res.Proto, res.Status, res.Header, res.ContentLength, res.TransferEncoding, res.Close, err, string(body)))
	}
}

// lines takes the log, without what differs from one request to the next.
func (h *half) lines() (list []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for line := range strings.Lines(h.log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			h.t.Fatal(err)
		}
		id, _ := fields["id"].(string)
		maps.DeleteFunc(fields, func(name string, _ any) bool { return name == "id" && len(id) == 16 || name == "ms" || name == "time" })
		text, _ := json.Marshal(fields) // of what was just read
		list = append(list, string(text))
	}
	h.log.Reset()
	return list
}

const firefox = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Language: fr\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n" +
	"Sec-Fetch-Site: same-origin\r\nPriority: u=0, i\r\nReferer: https://ailleurs.example/x?y=z\r\nCookie: a=b\r\n"

func get(target, fields string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n"
}

// plain are requests that the listener answers once the page is kept.
func plain() []string {
	list := []string{
		get("/a/", firefox), get("/a/", ""), get("/", "Accept-Encoding: gzip\r\n"), get("/petit/", firefox), get("/grand/", ""), get("/bientot/", firefox),
		get("/a/?page=2", firefox), get("/a/?fbclid=x&utm_source=y", firefox), get("/a/?%zz=;&page=%33", ""), get("/%D8%AE%D8%A8%D8%B1/", firefox), get("/a%3Fb/", ""),
		get("/a%25b/", ""), get("/a/", "Accept-Encoding:br;q=0 , gzip;q=0.5\t\r\n"), get("/a/", "Accept-Encoding:\r\n"), get("/a/", "User-Agent:\r\n"),
		get("/a/", "User-Agent: Googlebot/2.1\r\n"), get("/a/", "X-Forwarded-For: 192.0.2.1, 198.51.100.7\r\n"), get("/a/", "connection: Keep-Alive\r\n"),
		get("/a/", "Accept: a\r\nAccept: b\r\n"), get("/a/", firefox) + get("/petit/", firefox) + get("/a/", "Accept-Encoding: br\r\n"),
	}
	for _, name := range []string{"Accept", "Accept-Language", "Cookie", "Priority", "Cache-Control", "Pragma", "DNT", "Sec-GPC", "Save-Data", "Sec-Fetch-Site", "Sec-Fetch-User",
		"Sec-CH-UA", "Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Requested-With", "Upgrade-Insecure-Requests"} {
		for _, value := range []string{"", "on", "no-cache, max-age=0", "evil.example", `"x";v="1"`} {
			list = append(list, get("/a/", name+": "+value+"\r\n"))
		}
	}
	return list
}

// others are requests that are net/http's.
func others() []string {
	list := []string{
		"", "\r\n", "GET", "GET /a/", "GET /a/ HTTP/1.1\r\nHost: a.example\r\n", "\x16\x03\x01\x02\x00", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", strings.Repeat("A", 20_000),
		"GET /a/ HTTP/1.0\r\n\r\n", "GET /a/ HTTP/1.1\r\n\r\n", "GET /a/ HTTP/1.2\r\nHost: a\r\n\r\n", "GET /a/ HTTP/1.1\nHost: a\n\n", "get /a/ HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET  /a/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a/  HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a/\tHTTP/1.1\r\nHost: a\r\n\r\n", "GET http://a.example/a/ HTTP/1.1\r\nHost: b\r\n\r\n",
		"HEAD /a/ HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "POST /a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "TRACE /a/ HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /a/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "GET /a/ HTTP/1.1\r\nHost:\r\n\r\n", "GET /a/ HTTP/1.1\r\nHost: a b\r\n\r\n", "GET /a/ HTTP/1.1\r\nHost: é\r\n\r\n",
		get("/a", ""), get("//a/", ""), get("/a//b/", ""), get("/../a/", ""), get("/a/%2e%2e/", ""), get("/a%00/", ""), get("/%ff/", ""), get("/%zz/", ""), get("/a/#x", ""), get("/a%2Fb/", ""), get("/a\\b/", ""),
		get("/rien/", ""), get("/ailleurs/", ""), get("/recherche/?page=1", ""), get("/healthz", ""), get("/readyz", ""), get("/media/x.webp", ""), get("/"+strings.Repeat("x", 5000)+"/", ""), get("*", ""), get("", ""),
		get("/a/", "Connection: close\r\n"), get("/a/", "Connection: upgrade\r\nUpgrade: websocket\r\n"), get("/a/", "Connection: keep-alive, x\r\n"), get("/a/", "Expect: 100-continue\r\n"), get("/a/", "Expect: x\r\n"),
		get("/a/", "If-None-Match: *\r\n"), get("/a/", "If-Match: \"x\"\r\n"), get("/a/", "If-Modified-Since: Mon, 01 Jan 2001 00:00:00 GMT\r\n"), get("/a/", "Range: bytes=0-9\r\n"), get("/a/", "Sec-Purpose: prefetch\r\n"),
		get("/a/", "Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n"), get("/a/", "Accept-Encoding : br\r\n"), get("/a/", " Accept-Encoding: br\r\n"), get("/a/", "X: y\r\n z\r\n"), get("/a/", "X\r\n"), get("/a/", ": x\r\n"),
		get("/a/", "Content-Length: 0\r\n"), get("/a/", "Content-Length: 5\r\n") + "abcdeGET / HTTP/1.1\r\n\r\n", get("/a/", "Content-Length: 1\r\nContent-Length: 2\r\n"), get("/a/", "Content-Length: -1\r\n"),
		get("/a/", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n" + get("/a/", ""), get("/a/", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n") + "0\r\n\r\n", get("/a/", "Transfer-Encoding: x\r\n"),
		get("/a/", "Cookie: a\x00b\r\n"), get("/a/", "Cookie: a\x7fb\r\n"), get("/a/", "Cookie: é\r\n"), get("/a/", "Cookie: a\rb\r\n"), get("/a/", "Cookie: "+strings.Repeat("x", 5000)+"\r\n"), get("/a/", "Cookie: "+strings.Repeat("x", 20_000)+"\r\n"),
		get("/a/", "Authorization: Basic x\r\n"), get("/a/", "X-Unknown: 1\r\n"), get("/a/", "TE: trailers\r\n"), get("/a/", "Trailer: x\r\n"), get("/a/", "Early-Data: 1\r\n"), get("/a/", strings.Repeat("A: b\r\n", 500)),
	}
	return append(list, get("/a/", "")+get("/rien/", "")+get("/a/", ""), get("/a/", "")+"GARBAGE\r\n\r\n", get("/a/", firefox)+"GET /a/ HT", get("/a/", "")+"GE", get("/a/", "")+"\r\n", get("/a/", "")+"\r\nGET /a/ HTTP/1.1\r\nHost: a\r\n\r\n", get("/a/", "Connection: close\r\n")+get("/a/", ""))
}

// A request is sent three times: a page that is not kept is, from then on.
func compare(t *testing.T, front, plain *half, sent []byte) {
	t.Helper()
	for round := range 3 {
		if got, want := front.tell(sent).String(), plain.tell(sent).String(); got != want {
			t.Fatalf("round %d, %.300q:\nwith the listener    %s\nwithout the listener %s", round, sent, got, want)
		}
	}
}

func TestAlike(t *testing.T) {
	t.Parallel()
	front, without := start(t, true), start(t, false)
	for _, r := range plain() {
		before := front.hits
		compare(t, front, without, []byte(r))
		if front.hits == before {
			t.Errorf("the listener answered none of %q", r)
		}
	}
	for _, r := range others() {
		compare(t, front, without, []byte(r))
	}
	if without.hits != 0 || front.edge.Stats() != without.edge.Stats() {
		t.Errorf("the edges differ:\n%+v\n%+v", front.edge.Stats(), without.edge.Stats())
	}
}

// FuzzAlike: whatever is sent, nobody can tell whether a hit.Listener stands before net/http.
func FuzzAlike(f *testing.F) {
	for _, r := range append(plain(), others()...) {
		f.Add([]byte(r))
	}
	front, without := start(f, true), start(f, false)
	f.Fuzz(func(t *testing.T, sent []byte) { compare(t, front, without, sent) })
}
