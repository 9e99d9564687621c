package site_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"golang.org/x/net/html"
)

// maxWorkerBytes is what the service worker may cost, compressed, its words included.
const maxWorkerBytes = 3000

// TestWorker: one small script at the root, whose words are in every language, the newspaper's own first.
func TestWorker(t *testing.T) {
	t.Parallel()
	n := open(t)
	for path, name := range map[string]string{"/sw.js": "self.words=", "/lecture.js": "var words="} {
		w := n.ask("GET", path, "Accept-Encoding", "br")
		if w.Code != 200 || w.Body.Len() > maxWorkerBytes || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") {
			t.Errorf("%s: status %d, %d bytes of %s", path, w.Code, w.Body.Len(), w.Header().Get("Content-Type"))
		}
		table, _, _ := strings.Cut(strings.TrimPrefix(n.page(path).body, name), ";\n")
		if !strings.HasPrefix(table, "{fr:") {
			t.Errorf("%s begins with %.40q", path, table)
		}
		for _, lang := range []string{"fr", "en", "ar", "pt", "sw"} {
			table = strings.Replace(table, lang+":[", `"`+lang+`":[`, 1)
		}
		var words map[string][]string
		if err := json.Unmarshal([]byte(table), &words); err != nil || len(words) != 5 || len(words["sw"]) != 2 {
			t.Errorf("%s: its words are %v, %v", path, words, err)
		}
	}
	if w := n.ask("GET", "/sw.js"); w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("a browser may keep an old worker: %s", w.Header().Get("Cache-Control"))
	}
}

// TestOfflinePage is light, allows its one script, and shows no date: it opens on another day.
func TestOfflinePage(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/hors-ligne/")
	a.says("h1", "Lire hors ligne")
	a.none("time,img")
	policy := a.header["Content-Security-Policy"]
	if !strings.Contains(policy, "script-src "+sha256Source(textIn(a, "script"))) || !strings.Contains(policy, "worker-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("its policy is %s", policy)
	}
	if got := len(a.all("section[hidden] ul:empty")); got != 3 {
		t.Errorf("%d empty lists wait for the script, want 3", got)
	}
	n.page("/").one(`.foot a[href="/hors-ligne/"]`)
	if full := n.page("/").header["Content-Security-Policy"]; !strings.Contains(full, "worker-src 'self'") || !strings.Contains(full, "'strict-dynamic'") {
		t.Errorf("pages may not register the worker: %s", full)
	}
}

// decoded reads a page as a browser does that takes a coding.
func (n *newsroom) decoded(target, coding string) *answer {
	n.t.Helper()
	w := n.ask("GET", target, "Accept-Encoding", coding)
	if got := w.Header().Get("Content-Encoding"); got != coding {
		n.t.Fatalf("%s came in %q, want %q", target, got, coding)
	}
	var body io.Reader = brotli.NewReader(w.Body)
	if coding == "gzip" {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			n.t.Fatal(err)
		}
		body = z
	}
	text, err := io.ReadAll(body)
	if err != nil {
		n.t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		n.t.Fatal(err)
	}
	return &answer{t: n.t, path: target, status: w.Code, body: string(text), root: root}
}
