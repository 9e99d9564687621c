package site_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestMedia serves files by the names that their content gave them, for ever, and nothing else.
func TestMedia(t *testing.T) {
	t.Parallel()
	n := open(t)
	src := n.page("/").attr(".lead img", "src")
	w := n.ask("GET", src)
	h := w.Header()
	if w.Code != 200 || h.Get("Content-Type") != "image/jpeg" || !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("X-Content-Type-Options") != "nosniff" || w.Body.Len() == 0 {
		t.Fatalf("%s: %d %v", src, w.Code, h)
	}
	whole, etag := w.Body.String(), h.Get("ETag")
	if w := n.ask("HEAD", src); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") != itoa(len(whole)) || w.Header().Get("ETag") != etag {
		t.Errorf("HEAD: %d %v", w.Code, w.Header())
	}
	for _, match := range []string{etag, "W/" + etag, `"x", ` + etag, "*"} {
		if w := n.ask("GET", src, "If-None-Match", match); w.Code != 304 || w.Body.Len() != 0 {
			t.Errorf("If-None-Match %s: %d", match, w.Code)
		}
	}
	if w := n.ask("GET", src, "If-None-Match", `"x"`); w.Code != 200 {
		t.Errorf("If-None-Match of another: %d", w.Code)
	}
	for _, part := range []struct{ asked, want string }{{"bytes=0-9", whole[:10]}, {"bytes=10-19", whole[10:20]}, {"bytes=-5", whole[len(whole)-5:]}} {
		if w := n.ask("GET", src, "Range", part.asked); w.Code != 206 || w.Body.String() != part.want {
			t.Errorf("Range %s: %d, %d bytes", part.asked, w.Code, w.Body.Len())
		}
	}
	if w := n.ask("GET", src, "Range", "bytes=99999999-"); w.Code != 416 {
		t.Errorf("a range that is not there: %d", w.Code)
	}
	if w := n.ask("GET", src, "Range", "bytes=0-9", "If-Range", `"x"`); w.Code != 200 || w.Body.Len() != len(whole) {
		t.Errorf("If-Range of another: %d", w.Code)
	}
	for _, method := range []string{"POST", "PUT", "DELETE"} {
		if w := n.ask(method, src); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
			t.Errorf("%s: %d, Allow %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
	if w := n.ask("GET", strings.TrimSuffix(src, "320.jpg")+"640.webp"); w.Header().Get("Content-Type") != "image/webp" {
		t.Errorf("a WebP is of type %q", w.Header().Get("Content-Type"))
	}
}

// TestNoOtherFiles: originals, whatever lies beside the folder and what was never there are all the same 404.
func TestNoOtherFiles(t *testing.T) {
	t.Parallel()
	n := open(t)
	hash := n.column("SELECT hash FROM media LIMIT 1")[0]
	for _, path := range []string{"/media/", "/media/abcdefgh-320.jpg", "/media/" + hash, "/media/originals/" + hash[:2] + "/" + hash, "/media/../griot.db", "/media/..%2f..%2fgriot.db", "/media/%2e%2e/%2e%2e/griot.db",
		"/media/....//griot.db", "/media/%00abcdefg.jpg", "/media/abcdefgh%00.jpg", "/media/ABCDEFGH.jpg", "/media/.part-12345678", "/media/a/b/c/d.jpg", "/media/" + strings.Repeat("a", 100_000) + ".jpg", "/media/abcdefgh\\..\\x.jpg", "/media/.........", "/media/éééééééé"} {
		if w := n.ask("GET", strings.ReplaceAll(path, "\\", "%5c")); w.Code != 404 && w.Code != 400 {
			t.Errorf("%.80s: %d", path, w.Code)
		}
	}
	a := n.refuses("/media/abcdefgh-320.jpg", 404)
	holds(t, a)
}

// TestEveryPictureIsThere: every file that the pages name is served.
func TestEveryPictureIsThere(t *testing.T) {
	t.Parallel()
	n := open(t)
	var files []string
	for _, at := range addresses(n) {
		a := n.page(at.path)
		files = append(files, a.attrs("img", "src")...)
		for _, set := range append(a.attrs("img[srcset]", "srcset"), a.attrs("source", "srcset")...) {
			for part := range strings.SplitSeq(set, ",") {
				files = append(files, strings.Fields(part)[0])
			}
		}
		for _, image := range a.attrs(`meta[property="og:image"]`, "content") {
			files = append(files, strings.TrimPrefix(image, origin))
		}
	}
	slices.Sort(files)
	files = slices.Compact(files)
	if len(files) < 60 {
		t.Errorf("only %d files are named", len(files))
	}
	for _, file := range files {
		if w := n.ask("HEAD", file); w.Code != 200 {
			t.Errorf("%s: %d", file, w.Code)
		}
	}
}
