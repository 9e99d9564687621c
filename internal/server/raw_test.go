package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"griot/internal/edge"
	"griot/internal/edge/hit"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/server"
)

// ways are the two ways an answer may take.
var ways = []string{"net/http", "hit"}

// paper is the real delivery, of pages that say their own address.
func paper(t *testing.T, way string) *running {
	t.Helper()
	e := edge.New(edge.Config{
		Now: time.Now,
		Failure: func(_ context.Context, _ page.Address, err error) *page.Page {
			return &page.Page{ContentType: "text/plain", Body: []byte(fault.Of(err).String())}
		},
		Table: page.Table{{Name: "page", Pattern: "/*", Make: func(_ context.Context, at page.Address) (*page.Page, error) {
			return &page.Page{ContentType: "text/plain", Body: []byte(at.Path)}, nil
		}}},
	})
	cfg := server.Config{Public: e, Fail: e.Fail}
	if way == "hit" {
		cfg.Stand = func(l net.Listener) net.Listener {
			return hit.Listen(l, hit.Config{
				Edge: e, Now: time.Now, Fields: func(string) (string, bool) { return "", true }, Note: func(*hit.Answer) {},
				Idle: time.Minute, First: time.Minute, Patience: time.Minute,
			})
		}
	}
	return start(t, cfg)
}

// last is asked after whatever a test sends; that it is answered, and by its own page, shows that both ends agree where requests begin and end.
const last = "GET /last/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

// say sends bytes on one connection and gives what was answered until its end: a status each, and the body of what was found.
func (r *running) say(t *testing.T, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	go func() { _, _ = io.WriteString(conn, request) }() // the server may close before it has read all
	var said []string
	for answers := bufio.NewReader(conn); ; {
		asked := &http.Request{Method: http.MethodGet}
		if len(said) == 0 && strings.HasPrefix(request, "HEAD ") {
			asked.Method = http.MethodHead
		}
		res, err := http.ReadResponse(answers, asked)
		if err != nil {
			return strings.Join(said, " | ")
		}
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode >= 300 {
			body = nil
		}
		said = append(said, strings.TrimSpace(fmt.Sprint(res.StatusCode, " ", string(body))))
	}
}

func get(path string, fields ...string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + strings.Join(append(fields, "", ""), "\r\n")
}

func post(body string, fields ...string) string {
	return "POST /a/ HTTP/1.1\r\nHost: a\r\n" + strings.Join(append(fields, "", ""), "\r\n") + body
}

const refusal = "405 | 200 /last/" // of a POST, which is read to its end and no further

// Every request ends where both ends think it does, or is the last on its connection.
func TestWhereRequestsEnd(t *testing.T) {
	t.Parallel()
	hidden := get("/hidden/")
	for name, tt := range map[string]struct{ send, want string }{
		"pipelined":                        {get("/a/") + get("/b/") + get("/c/"), "200 /a/ | 200 /b/ | 200 /c/ | 200 /last/"},
		"pipelined after HEAD":             {strings.Replace(get("/a/"), "GET", "HEAD", 1) + get("/b/"), "200 | 200 /b/ | 200 /last/"},
		"empty lines between":              {get("/a/") + "\r\n" + get("/b/"), "200 /a/ | 400"},
		"a length":                         {post("12345", "Content-Length: 5"), refusal},
		"a GET with a body":                {get("/a/", "Content-Length: 5") + "12345", "200 /a/ | 200 /last/"},
		"a body that is a request":         {post(hidden, fmt.Sprint("Content-Length: ", len(hidden))), refusal},
		"two lengths that differ":          {post("12345", "Content-Length: 5", "Content-Length: 6"), "400"},
		"two lengths in one":               {post("12345", "Content-Length: 5, 6"), "400"},
		"two lengths alike":                {post("12345", "Content-Length: 5", "Content-Length: 5"), refusal},
		"a negative length":                {post("", "Content-Length: -1"), "400"},
		"a length with a sign":             {post("12345", "Content-Length: +5"), "400"},
		"a length in hexadecimal":          {post("12345", "Content-Length: 0x5"), "400"},
		"an absurd length":                 {post("", "Content-Length: 99999999999999999999"), "400"},
		"an empty length":                  {post("", "Content-Length: "), "400"},
		"a length before a colon":          {post("12345", "Content-Length : 5"), "400"},
		"chunks":                           {post("5\r\n12345\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), "405"},
		"chunks with extensions":           {post("5;a=b\r\n12345\r\n0;c\r\n\r\n", "Transfer-Encoding: chunked"), "405"},
		"chunks with a trailer":            {post("0\r\nHost: b\r\nX: y\r\n\r\n", "Transfer-Encoding: chunked"), "405"},
		"chunks, folded":                   {post("0\r\n\r\n", "Transfer-Encoding:", " chunked"), "405"},
		"chunks twice":                     {post("0\r\n\r\n", "Transfer-Encoding: chunked, chunked"), "501"},
		"chunks on two lines":              {post("0\r\n\r\n", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), "501"},
		"chunks and nothing":               {post("0\r\n\r\n", "Transfer-Encoding: chunked", "Transfer-Encoding: identity"), "501"},
		"chunks, almost":                   {post("0\r\n\r\n", "Transfer-Encoding: xchunked"), "501"},
		"chunks after a vertical tab":      {post("0\r\n\r\n", "Transfer-Encoding: \x0bchunked"), "400"},
		"chunks before a colon":            {post("0\r\n\r\n", "Transfer-Encoding : chunked"), "400"},
		"chunks in HTTP/1.0":               {"POST /a/ HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "405"},
		"compressed chunks":                {post("0\r\n\r\n", "Transfer-Encoding: gzip, chunked"), "501"},
		"a chunk in nonsense":              {post("zz\r\n"+hidden, "Transfer-Encoding: chunked"), "405"},
		"a negative chunk":                 {post("-1\r\n"+hidden, "Transfer-Encoding: chunked"), "405"},
		"an absurd chunk":                  {post("fffffffffffffffff\r\n"+hidden, "Transfer-Encoding: chunked"), "405"},
		"a chunk without its end of line":  {post("5\r\n12345"+hidden, "Transfer-Encoding: chunked"), "405"},
		"a chunk with endless extensions":  {post("5;"+strings.Repeat("a", 20_000)+"\r\n12345\r\n0\r\n\r\n"+hidden, "Transfer-Encoding: chunked"), "405"},
		"a length and chunks":              {post("0\r\n\r\n"+hidden, "Content-Length: 5", "Transfer-Encoding: chunked"), "405"},
		"chunks and a length":              {post("0\r\n\r\n"+hidden, "Transfer-Encoding: chunked", fmt.Sprint("Content-Length: ", 5+len(hidden))), "405"},
		"more body than is read to an end": {post(strings.Repeat("x", 400_000), "Content-Length: 400000"), "405"},
		"more body than there may be":      {post(strings.Repeat("x", 3_000_000), "Content-Length: 3000000"), "405"},
	} {
		for _, way := range ways {
			t.Run(name+" by "+way, func(t *testing.T) {
				t.Parallel()
				s := paper(t, way)
				s.say(t, last) // so that it is kept
				if got := s.say(t, tt.send+last); got != tt.want || strings.Contains(got, "hidden") {
					t.Errorf("answered %q, want %q", got, tt.want)
				}
			})
		}
	}
}

// Requests that are none are refused in one answer, and their connection is closed.
func TestRequestsThatAreNone(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ send, want string }{
		"nonsense":                    {"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n", "400"},
		"no version":                  {"GET /\r\n\r\n", "400"},
		"HTTP/2 in clear":             {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "405"},
		"HTTP/3":                      {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505"},
		"a space in the address":      {"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
		"a tab for a space":           {"GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", "400"},
		"a control character":         {"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
		"no host":                     {"GET / HTTP/1.1\r\n\r\n", "400"},
		"two hosts":                   {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
		"two hosts alike":             {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400"},
		"a host that is none":         {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"},
		"a field without a name":      {get("/", ": x"), "400"},
		"a field without a colon":     {get("/", "X"), "400"},
		"a field with a space":        {get("/", "X Y: z"), "400"},
		"a zero byte":                 {get("/", "X: a\x00b"), "400"},
		"a lone carriage return":      {get("/", "X: a\rY: b"), "400"},
		"a first line that is folded": {"GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400"},
		"too many fields":             {get("/", strings.Repeat("X: y\r\n", 9_000)+"Z: z"), "431"},
		"an endless field":            {get("/", "X: "+strings.Repeat("y", 200_000)), "431"},
		"an endless name":             {get("/", strings.Repeat("y", 200_000)+": x"), "431"},
		"an endless address":          {get("/" + strings.Repeat("y", 200_000)), "431"},
		"an endless method":           {strings.Repeat("y", 200_000) + " / HTTP/1.1\r\n\r\n", "431"},
		"what nobody can expect":      {get("/", "Expect: the Spanish Inquisition"), "417"},
	} {
		for _, way := range ways {
			t.Run(name+" by "+way, func(t *testing.T) {
				t.Parallel()
				if got := paper(t, way).say(t, tt.send+last); got != tt.want {
					t.Errorf("answered %q, want %q", got, tt.want)
				}
			})
		}
	}
}

// What is odd and harmless is answered, each by its own page.
func TestOddRequests(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ send, want string }{
		"lines without a carriage return": {"GET /a/ HTTP/1.1\nHost: a\n\n", "200 /a/"},
		"HTTP/1.9":                        {"GET /a/ HTTP/1.9\r\nHost: a\r\n\r\n", "200 /a/"},
		"a folded field":                  {get("/a/", "X: a", "\tb"), "200 /a/"},
		"an absolute address":             {get("http://b/a/"), "200 /a/"},
		"another scheme":                  {get("gopher://b/a/"), "200 /a/"},
		"no path":                         {get("http://b"), "200 /"},
		"an upgrade":                      {get("/a/", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"), "200 /a/"},
		"a socket":                        {get("/a/", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), "200 /a/"},
		"fields named for one hop":        {get("/a/", "Connection: keep-alive, Host, Content-Length"), "200 /a/"},
		"a method of its own":             {strings.Replace(get("/a/"), "GET", "get", 1), "405"},
		"a body that is waited for":       {get("/a/", "Content-Length: 5", "Expect: 100-continue") + "12345", "200 /a/"},
		"bytes that are no text":          {get("/a/", "X: \xff\xfe"), "200 /a/"},
	} {
		for _, way := range ways {
			t.Run(name+" by "+way, func(t *testing.T) {
				t.Parallel()
				s := paper(t, way)
				s.say(t, tt.send+last) // so that it is kept
				got := s.say(t, tt.send+last)
				if got != tt.want+" | 200 /last/" && (got != tt.want || !strings.Contains(tt.send, "100-continue")) {
					t.Errorf("answered %q, want %q", got, tt.want)
				}
			})
		}
	}
}

// Nothing of a request but its address and its encodings changes what is kept for others: a page that was first asked for with lies is the same as ever.
func TestLiesDoNotStick(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			liesDoNotStick(t, paper(t, way))
		})
	}
}

func liesDoNotStick(t *testing.T, s *running) {
	t.Helper()
	plain := func(path string, fields ...string) string {
		res, body := s.do(t, "GET", path, fields...)
		for _, own := range []string{"Date", "X-Request-Id"} {
			res.Header.Del(own)
		}
		return fmt.Sprint(res.StatusCode, res.Header, body)
	}
	for i, lie := range [][2]string{
		{"X-Forwarded-Host", "intrus.example"}, {"X-Forwarded-Proto", "ftp"}, {"X-Forwarded-Scheme", "nothttps"}, {"X-Forwarded-Port", "1"}, {"X-Forwarded-Prefix", "/intrus"},
		{"X-Forwarded-Server", "intrus.example"}, {"Forwarded", "host=intrus.example"}, {"X-Host", "intrus.example"}, {"X-Original-URL", "/intrus/"}, {"X-Rewrite-URL", "/intrus/"},
		{"X-HTTP-Method-Override", "POST"}, {"X-Method-Override", "DELETE"}, {"Origin", "https://intrus.example"}, {"Cookie", "a=intrus"}, {"Accept-Language", "sw"},
		{"User-Agent", "intrus"}, {"Referer", "https://intrus.example/"}, {"Range", "bytes=0-0"}, {"X-Forwarded-For", "intrus"}, {"Via", "intrus"}, {"Max-Forwards", "0"}, {"Cache-Control", "no-store"},
	} {
		lied, honest := fmt.Sprintf("/a%d/", i), fmt.Sprintf("/b%d/", i)
		first := plain(lied, lie[0], lie[1])
		if strings.Contains(first, "intrus") {
			t.Errorf("%s: the answer repeats it: %s", lie[0], first)
		}
		if got, want := plain(lied), strings.ReplaceAll(plain(honest), honest, lied); normal(got) != normal(want) {
			t.Errorf("%s sticks:\n%s\n%s", lie[0], got, want)
		}
	}
}

// normal leaves out the validator, which is made from the address in the body.
func normal(answer string) string {
	before, after, found := strings.Cut(answer, "Etag:[")
	if !found {
		return answer
	}
	_, after, _ = strings.Cut(after, "]")
	return before + after
}
