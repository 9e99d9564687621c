package journey

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// answer is what came back over a plain connection.
type answer struct {
	*http.Response
	body string
}

// say sends the bytes of a request as they are, which no client would do for us, and reads the answer.
func (p *paper) say(t *testing.T, method, target string, fields ...string) answer {
	t.Helper()
	conn, err := net.DialTimeout("tcp", p.host(t), patience)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	if !strings.Contains(strings.ToLower(strings.Join(fields, "\n")), "host:") {
		fields = append(fields, "Host: "+p.host(t))
	}
	request := method + " " + target + " HTTP/1.1\r\n" + strings.Join(append(fields, "Connection: close"), "\r\n") + "\r\n\r\n"
	go func() { _, _ = io.WriteString(conn, request) }() // the server may answer before it has read it all
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%s %.80s: %v", method, target, err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	a := answer{res, string(body)}
	a.checkManners(t, method+" "+target)
	return a
}

// leaks are traces of the program's inside.
var leaks = []string{"goroutine ", "runtime error", ".go:", "panic", "SQLITE", "sqlite", "SELECT ", "griot.db"}

// checkManners: no answer is the server's fault, shows its inside, or is of another length than it says.
func (a answer) checkManners(t *testing.T, asked string) {
	t.Helper()
	asked = fmt.Sprintf("%.100s", asked)
	if a.StatusCode >= 500 {
		t.Errorf("%s: %s", asked, a.Status)
	}
	for _, leak := range leaks {
		if strings.Contains(a.body, leak) {
			t.Errorf("%s: the answer holds %q", asked, leak)
		}
	}
	if a.StatusCode == http.StatusOK && a.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: no nosniff on %s", asked, a.Status)
	}
}

// Addresses that nobody writes in good faith get a clean answer, and the newspaper goes on.
func TestStrangeAddresses(t *testing.T) {
	t.Parallel()
	p := open(t)
	long := strings.Repeat("a", 100_000)
	for target, want := range map[string][]int{
		"/politique/?page=0":                                    {404},
		"/politique/?page=-1":                                   {404},
		"/politique/?page=1":                                    {301},
		"/politique/?page=99999":                                {404},
		"/politique/?page=99999999999999999999999":              {404},
		"/politique/?page=abc":                                  {404},
		"/politique/?page=2&page=3":                             {404},
		"/politique/?page=%00":                                  {200, 404},
		"/recherche/?q=eau&page=-9223372036854775808":           {404},
		"/recherche/?q=%00":                                     {200},
		"/recherche/?q=%ff%fe":                                  {200},
		"/recherche/?q=%22*%20OR%20NEAR(%20--":                  {200},
		"/recherche/?q=" + long[:8000]:                          {200},
		"/recherche/?q=%3Cscript%3Ealert(1)%3C/script%3E":       {200},
		"/recherche/?du=9999-99-99&au=hier&pays=%27&rubrique=%": {200},
		"/?p=99999999999999999999":                              {404},
		"/?utm_source=%zz&%":                                    {200},
		"/" + long + "/":                                        {404, 414, 431},
		"/" + long[:9000] + "/":                                 {404},
		"/%2e%2e%2f%2e%2e%2fetc/passwd":                         {400, 404},
		"/..%5c..%5cwindows%5cwin.ini":                          {400, 404},
		"/../../../../etc/passwd":                               {400, 404},
		"/media/%2e%2e%2fgriot.db":                              {400, 404},
		"/media/..%2f..%2fgriot.toml":                           {400, 404},
		"/media/../griot.db":                                    {400, 404},
		"/media//etc/passwd":                                    {301, 400, 404},
		"/%00":                                                  {400, 404},
		"/politique/%00.html":                                   {400, 404},
		"/media/%00":                                            {400, 404},
		"/%ff%fe/":                                              {400, 404},
		"/%zz":                                                  {400},
		"//evil.example/..":                                     {400, 404},
		"/politique//":                                          {301},
		"/%0d%0aSet-Cookie:%20a=b":                              {400, 404},
		"/.git/config/":                                         {404},
		"/debug/pprof/":                                         {404},
	} {
		a := p.say(t, "GET", target)
		if !slices.Contains(want, a.StatusCode) {
			t.Errorf("GET %.80s: %s, want one of %v", target, a.Status, want)
		}
		if strings.Contains(a.body, "<script>alert") || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("GET %.80s: what was asked is in the answer as it came", target)
		}
	}
	if a := p.say(t, "GET", "/healthz"); a.StatusCode != 200 || strings.TrimSpace(a.body) != "ok" {
		t.Errorf("afterwards /healthz says %s %q", a.Status, a.body)
	}
}

// A redirect keeps to the newspaper, whatever was asked.
func TestRedirectsStayHere(t *testing.T) {
	t.Parallel()
	p := open(t)
	for _, target := range []string{"//evil.example", "///evil.example/x", "/politique//?u=//evil.example", "/pays", "/pays?#%", "/politique/?page=1#//evil.example", "http://evil.example//pays"} {
		a := p.say(t, "GET", target)
		if to := a.Header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, "#")) {
			t.Errorf("GET %s leads to %q", target, to)
		}
	}
}

// An unknown Host is answered, because the newsroom may stand behind anything, but is never written into a page or a redirect.
func TestUnknownHost(t *testing.T) {
	t.Parallel()
	p := open(t)
	forwarded := []string{"X-Forwarded-Host: evil.example", "Forwarded: host=evil.example;proto=https", "X-Forwarded-Proto: https", "X-Original-URL: /evil.example"}
	for _, target := range []string{"/", "/pays", "/politique/", "/feed.xml", "/sitemap.xml", "/robots.txt", "/nulle-part/", "/recherche/?q=eau"} {
		for _, host := range []string{"evil.example", "evil.example:8080", "EVIL.EXAMPLE."} {
			a := p.say(t, "GET", target, append(forwarded, "Host: "+host)...)
			var head bytes.Buffer
			_ = a.Header.Write(&head)
			if strings.Contains(strings.ToLower(head.String()+a.body), "evil.example") {
				t.Errorf("GET %s: Host %q is in the answer", target, host)
			}
		}
	}
	for _, host := range []string{"<script>", "a b", "a\x00b"} {
		if a := p.say(t, "GET", "/", "Host: "+host); a.StatusCode != 400 {
			t.Errorf("Host %q: %s, want 400", host, a.Status)
		}
	}
}

// Every method has an answer: reading is allowed, anything else is refused with what is allowed.
func TestMethods(t *testing.T) {
	t.Parallel()
	p := open(t)
	picture := firstPicture(t, p)
	for _, target := range []string{"/", "/politique/", "/feed.xml", "/healthz", "/nulle-part/", picture} {
		get, head := p.say(t, "GET", target), p.say(t, "HEAD", target)
		if head.StatusCode != get.StatusCode || head.body != "" {
			t.Errorf("HEAD %s: %s with %d bytes, GET %s", target, head.Status, len(head.body), get.Status)
		}
		for _, name := range []string{"Content-Type", "Content-Length", "Etag", "Cache-Control"} {
			if head.Header.Get(name) != get.Header.Get(name) {
				t.Errorf("%s %s: HEAD says %q, GET %q", name, target, head.Header.Get(name), get.Header.Get(name))
			}
		}
		for _, method := range []string{"OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"} {
			a := p.say(t, method, target, "Content-Length: 0")
			allow := a.Header.Get("Allow")
			if !strings.Contains(allow, "GET") || a.StatusCode == 405 == strings.Contains(allow, method) || a.StatusCode != 405 && a.StatusCode != 204 {
				t.Errorf("%s %s: %s, Allow %q", method, target, a.Status, allow)
			}
		}
	}
}

func firstPicture(t *testing.T, p *paper) string {
	t.Helper()
	_, rest, _ := strings.Cut(p.page(t, "/"), `src="/media/`)
	name, _, found := strings.Cut(rest, `"`)
	if !found {
		t.Fatal("the front page has no picture")
	}
	return "/media/" + name
}
