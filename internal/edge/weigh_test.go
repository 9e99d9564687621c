package edge_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"griot/internal/fault"
	"griot/internal/page"
)

// varied is a text that stronger compression makes smaller.
func varied() []byte {
	var b strings.Builder
	for i := range 900 {
		b.WriteString("<p>" + strings.Repeat(string(rune('a'+i*i%26)), i%7) + " le fleuve monte " + string(rune('a'+i%26)) + strings.Repeat("eau ", i%5) + "</p>\n")
	}
	return []byte(b.String())
}

// What is told is what is sent, whether the page was asked for before or is only then made, and goes on being sent.
func TestWeightIsWhatIsSent(t *testing.T) {
	t.Parallel()
	for _, coding := range []string{"br", "gzip", "zstd", "identity", ""} {
		for asked := range 3 {
			h := open(t, page.Page{Body: varied()})
			for range asked {
				h.get("/a/", "Accept-Encoding", coding)
			}
			r := httptest.NewRequest("GET", "/poids/", nil)
			r.Header.Set("Accept-Encoding", coding)
			size, ok := h.Weight(r, "/a/", "")
			for range 3 {
				if sent := len(body(t, h.get("/a/", "Accept-Encoding", coding))); !ok || int64(sent) != size {
					t.Errorf("%q, asked %d times before: told %d, %v; sent %d", coding, asked, size, ok, sent)
				}
			}
			h.wantMakes(1)
		}
	}
}

// What is not kept has no lasting size, and what is no page has none at all.
func TestWeightOfNothing(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: varied()})
	r := httptest.NewRequest("GET", "/poids/", nil)
	for name, p := range map[string]page.Page{"volatile": {Body: varied(), Volatile: true}, "moved": {Status: 301, Location: "/b/"}, "gone": {Status: 410, Body: varied()}} {
		h.set(p, nil)
		if size, ok := h.Weight(r, "/"+name+"/", ""); ok {
			t.Errorf("what is %s weighs %d", name, size)
		}
	}
	h.set(page.Page{}, fault.New(fault.NotFound, "nothing"))
	for _, path := range []string{"/missing/", "a", "/a\x00/", "/../a/", "/" + strings.Repeat("x", 5000)} {
		if size, ok := h.Weight(r, path, ""); ok {
			t.Errorf("%.20q weighs %d", path, size)
		}
	}
}

// Page gives what a reader gets, its redirects and the reasons why there is none, and counts nobody.
func TestPage(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: varied(), Reads: 7})
	ctx := context.Background()
	h.get("/a/", "Accept-Encoding", "br")
	h.FlushReads()
	if p, err := h.Page(ctx, "/a/", "x=1"); err != nil || string(p.Body) != string(varied()) || p.Status != 200 {
		t.Errorf("not the page: %v, %v", p, err)
	}
	if reads := h.FlushReads(); len(reads) != 0 {
		t.Errorf("reads %v", reads)
	}
	h.set(page.Page{Status: 301, Location: "/b/"}, nil)
	if p, err := h.Page(ctx, "/moved/", ""); err != nil || p.Location != "/b/" {
		t.Errorf("a redirect is %v, %v", p, err)
	}
	for kind, want := range map[fault.Kind]fault.Kind{fault.NotFound: fault.NotFound, fault.Gone: fault.Gone, fault.Internal: fault.Unavailable} {
		h.set(page.Page{}, fault.New(kind, "no"))
		if _, err := h.Page(ctx, "/"+kind.String()+"/", ""); fault.Of(err) != want {
			t.Errorf("%s becomes %s", kind, fault.Of(err))
		}
	}
}
