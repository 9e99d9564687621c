package journey

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// Parts of a file are the parts of the whole, single or several at once; and whoever has a part of another file gets this one whole (RFC 9110 §14, §13.1.5).
func TestPartsOfAFile(t *testing.T) {
	t.Parallel()
	p := open(t)
	picture := firstPicture(t, p)
	all := p.say(t, "GET", picture)
	whole, tag := all.body, all.Header.Get("Etag")
	size := len(whole)
	if all.StatusCode != http.StatusOK || all.Header.Get("Accept-Ranges") != "bytes" || !strings.HasPrefix(tag, `"`) || size < 100 {
		t.Fatalf("GET %s: %s, %d bytes, Accept-Ranges %q, ETag %q", picture, all.Status, size, all.Header.Get("Accept-Ranges"), tag)
	}
	for _, c := range []struct {
		fields []string
		status int
		extent string // of Content-Range
		want   string
	}{
		{[]string{"Range: bytes=0-9"}, 206, fmt.Sprintf("bytes 0-9/%d", size), whole[:10]},
		{[]string{"Range: bytes=10-"}, 206, fmt.Sprintf("bytes 10-%d/%d", size-1, size), whole[10:]},
		{[]string{"Range: bytes=-7"}, 206, fmt.Sprintf("bytes %d-%d/%d", size-7, size-1, size), whole[size-7:]},
		{[]string{"Range: bytes=5-99999999"}, 206, fmt.Sprintf("bytes 5-%d/%d", size-1, size), whole[5:]},
		{[]string{"Range: bytes=0-9", "If-Range: " + tag}, 206, fmt.Sprintf("bytes 0-9/%d", size), whole[:10]},
		{[]string{"Range: bytes=0-9", `If-Range: "other"`}, 200, "", whole},
		{[]string{"Range: bytes=0-9", "If-Range: W/" + tag}, 200, "", whole}, // a weak tag says nothing of bytes
		{[]string{"Range: bytes=0-9", "If-Range: Sat, 29 Oct 1994 19:43:31 GMT"}, 200, "", whole},
		{[]string{fmt.Sprintf("Range: bytes=%d-", size)}, 416, fmt.Sprintf("bytes */%d", size), ""},
		{[]string{"Range: bytes=0-9", "If-None-Match: " + tag}, 304, "", ""},
	} {
		a := p.say(t, "GET", picture, c.fields...)
		if a.StatusCode != c.status || a.Header.Get("Content-Range") != c.extent || c.status != 416 && a.body != c.want {
			t.Errorf("%v: %s, %d bytes, Content-Range %q, want %d, %d bytes, %q", c.fields, a.Status, len(a.body), a.Header.Get("Content-Range"), c.status, len(c.want), c.extent)
		}
	}
}

func TestSeveralPartsOfAFile(t *testing.T) {
	t.Parallel()
	p := open(t)
	picture := firstPicture(t, p)
	whole := p.say(t, "GET", picture).body
	a := p.say(t, "GET", picture, "Range: bytes=0-4,20-29")
	kind, parameters, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if a.StatusCode != http.StatusPartialContent || err != nil || kind != "multipart/byteranges" {
		t.Fatalf("%s, type %q", a.Status, a.Header.Get("Content-Type"))
	}
	parts := multipart.NewReader(strings.NewReader(a.body), parameters["boundary"])
	for _, want := range []struct{ from, to int }{{0, 5}, {20, 30}} {
		part, err := parts.NextPart()
		part = must(t, part, err)
		got, err := io.ReadAll(part)
		if extent := fmt.Sprintf("bytes %d-%d/%d", want.from, want.to-1, len(whole)); string(must(t, got, err)) != whole[want.from:want.to] || part.Header.Get("Content-Range") != extent {
			t.Errorf("a part of %q says %q", part.Header.Get("Content-Range"), got)
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("there are more than two: %v", err)
	}
	if greedy := p.say(t, "GET", picture, "Range: bytes="+strings.Repeat("0-,", 200)+"0-"); len(greedy.body) > len(whole)+1000 {
		t.Errorf("200 times everything is %d bytes", len(greedy.body))
	}
}
