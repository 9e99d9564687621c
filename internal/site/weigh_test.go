package site_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var toldSize = regexp.MustCompile(`([0-9]+)(?:,([0-9]+))? (o|ko)$`)

// bytesOf reads a size as the page writes it.
func bytesOf(t *testing.T, told string) float64 {
	t.Helper()
	m := toldSize.FindStringSubmatch(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(told))
	if m == nil {
		t.Fatalf("%q is no size", told)
	}
	n, err := strconv.ParseFloat(m[1]+"."+m[2]+"0", 64)
	if err != nil {
		t.Fatal(err)
	}
	if m[3] == "ko" {
		n *= 1000
	}
	return n
}

// TestWeights are true to 2 % of what the reader then gets, in whatever coding their browser takes, and however often the page was read before.
func TestWeights(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, coding := range []string{"br", "gzip", "identity"} {
		path := n.find("fleuve-niger-guetteurs").Path
		n.ask("GET", "/leger/sante/", "Accept-Encoding", coding) // so that one was compressed quickly before
		n.ask("GET", "/poids"+path, "Accept-Encoding", coding)
		a := n.page("/poids" + path)
		if coding != "identity" {
			a = n.decoded("/poids"+path, coding)
		}
		weighed := 0
		for _, link := range a.all("a[href]") {
			size := within(t, link, ".kg")
			if len(size) == 0 {
				continue
			}
			weighed++
			told := bytesOf(t, textOf(size[0]))
			got := float64(n.ask("GET", attr(link, "href"), "Accept-Encoding", coding).Body.Len())
			if told < got*.98 || told > got*1.02 {
				t.Errorf("%s in %s: told %.0f bytes, sent %.0f", attr(link, "href"), coding, told, got)
			}
		}
		if weighed < 20 {
			t.Errorf("%s: only %d links are weighed", coding, weighed)
		}
	}
}

// TestWeighs what can be weighed: nothing that is not kept, nothing elsewhere; and it is kept by nobody.
func TestWeighs(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/poids/")
	if len(a.all(`main li a .kg`)) < 20 || len(a.all(`a[rel="canonical"] .kg`)) != 0 {
		t.Errorf("%d links of the front page are weighed", len(a.all("main li a .kg")))
	}
	if cdn := n.ask("GET", "/poids/").Header().Get("CDN-Cache-Control"); cdn != "no-store" {
		t.Errorf("a CDN may keep it: %q", cdn)
	}
	if robots := n.ask("GET", "/poids/").Header().Get("X-Robots-Tag"); robots != "noindex" {
		t.Errorf("robots are told %q", robots)
	}
	for _, link := range n.page("/poids/recherche/?q=fleuve").all(`a[href*="page="] .kg`) {
		t.Errorf("a search is weighed: %s", textOf(link))
	}
	n.leads("/poids/fr/", "/poids/")
	if post := n.ask("POST", "/poids/"); post.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST answers %d", post.Code)
	}
	if head := n.ask("HEAD", "/poids/"); head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD answers %d with %d bytes", head.Code, head.Body.Len())
	}
	if reads := n.edge.FlushReads(); len(reads) != 0 {
		t.Errorf("weighing counts as reading: %v", reads)
	}
}
