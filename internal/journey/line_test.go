package journey

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"testing"

	"griot/internal/agent"
)

// line is the newspaper at the end of a line that can be cut, and on which one page can be another than it was.
type line struct {
	*httptest.Server

	mu      sync.Mutex
	cut     bool
	changes map[string]func(*http.Response) // by path
	ahead   []string                        // paths that were asked for ahead of a reader
	read    []string                        // the others, in order
}

// lay lays a line to the newspaper.
func lay(t *testing.T, origin string) *line {
	t.Helper()
	to, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{changes: map[string]func(*http.Response){}}
	proxy := &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ModifyResponse: func(res *http.Response) error { l.change(res); return nil },
	}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.note(r) {
			panic(http.ErrAbortHandler) // not a byte comes
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *line) note(r *http.Request) (cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if agent.Speculative(r.Header) {
		l.ahead = append(l.ahead, r.URL.Path)
	} else {
		l.read = append(l.read, r.URL.Path)
	}
	return l.cut
}

func (l *line) setCut(cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = cut
}

// asked counts how often a page was asked for ahead of a reader, and by one.
func (l *line) asked(path string) (ahead, read int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	times := func(list []string) (n int) {
		for _, p := range list {
			if p == path {
				n++
			}
		}
		return n
	}
	return times(l.ahead), times(l.read)
}

func (l *line) on(path string, change func(*http.Response)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes[path] = change
}

func (l *line) change(res *http.Response) {
	l.mu.Lock()
	change := l.changes[res.Request.URL.Path]
	l.mu.Unlock()
	if change != nil {
		change(res)
	}
}

// says makes an answer another one.
func says(status int, body string) func(*http.Response) {
	return func(res *http.Response) {
		_ = res.Body.Close()
		res.StatusCode = status
		res.Body, res.ContentLength = io.NopCloser(bytes.NewBufferString(body)), int64(len(body))
		res.Header.Del("Content-Encoding")
		res.Header.Set("Content-Length", strconv.Itoa(len(body)))
	}
}
