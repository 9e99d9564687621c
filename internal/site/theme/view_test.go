package theme

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestPaging(t *testing.T) {
	tests := []struct {
		current, total      int
		numbers, prev, next string
	}{
		{1, 0, "", "", ""},
		{1, 1, "", "", ""},
		{1, 2, "[1] 2", "", "2"},
		{1, 22, "[1] 2 3 … 22", "", "2"},
		{10, 22, "1 … 8 9 [10] 11 12 … 22", "9", "11"},
		{4, 7, "1 2 3 [4] 5 6 7", "3", "5"},
		{22, 22, "1 … 20 21 [22]", "21", ""},
	}
	for _, tt := range tests {
		p := Pages(tt.current, tt.total, func(n int) string { return fmt.Sprint(n) })
		if got := numbers(p); got != tt.numbers || p.Prev != tt.prev || p.Next != tt.next {
			t.Errorf("page %d of %d: %q, prev %q, next %q", tt.current, tt.total, got, p.Prev, p.Next)
		}
	}
}

func numbers(p Paging) string {
	var out []string
	for _, l := range p.Pages {
		switch {
		case l.Gap:
			out = append(out, "…")
		case l.Current:
			out = append(out, "["+l.Number+"]")
		default:
			out = append(out, l.Number)
		}
	}
	return strings.Join(out, " ")
}

func TestRows(t *testing.T) {
	duo, half := Band{Layout: Duo}, Band{Layout: Half}
	read := []Link{{Text: "x", Href: "/x/"}}
	tests := []struct {
		name  string
		bands []Band
		read  []Link
		want  string
	}{
		{"nothing", nil, nil, ""},
		{"only the most read", nil, read, "0+read"},
		{"the first duo takes the most read", []Band{half, duo, duo}, read, "1 1+read 1"},
		{"halves pair up", []Band{half, half, half}, nil, "2 1"},
		{"a duo parts halves", []Band{half, duo, half}, nil, "1 1 1"},
		{"no duo", []Band{half, half}, read, "2 0+read"},
	}
	for _, tt := range tests {
		var got []string
		for _, r := range (&FrontView{Bands: tt.bands, MostRead: tt.read}).Rows() {
			s := fmt.Sprint(len(r.Bands))
			if r.MostRead != nil {
				s += "+read"
			}
			got = append(got, s)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
		}
	}
}

func TestListPlaces(t *testing.T) {
	day := func(n int) Day { return Day{Entries: make([]Item, n)} }
	v := &ListView{Days: []Day{day(3), day(2), day(1)}}
	if !v.AdHere(1, 0) || v.AdHere(0, 2) || v.AdHere(2, 0) {
		t.Error("the advertisement does not follow the fourth entry, and it alone")
	}
	if short := (&ListView{Days: []Day{day(2)}}); !short.AdHere(0, 1) || short.AdHere(0, 0) {
		t.Error("a short list does not have it at its end")
	}
	if v.Opens(0, 0) {
		t.Error("an entry without picture opens the list")
	}
	v.Days[0].Entries[0].Picture = &Picture{}
	if !v.Opens(0, 0) || v.Opens(0, 1) {
		t.Error("the first entry with a picture does not open the list")
	}
	if v.Pages.Prev = "/?page=1"; v.Opens(0, 0) {
		t.Error("the second page opens as the first")
	}
}

func TestPicture(t *testing.T) {
	p := &Picture{Variants: []Variant{{"/a,b.webp", 320}, {"/c.webp", 640}, {"/d.webp", 1280}}}
	if got := p.SrcSet(640); got != "/a%2Cb.webp 320w,/c.webp 640w" {
		t.Errorf("srcset %q", got)
	}
	for _, tt := range []struct {
		x, y int
		want string
	}{{0, 0, ""}, {50, 50, ""}, {10, 50, "x0"}, {95, 100, "x4 y4"}, {30, 70, "x1 y3"}, {-5, 400, "x0 y4"}} {
		if got := (&Picture{FocusX: tt.x, FocusY: tt.y}).FocusClass(); got != tt.want {
			t.Errorf("focus %d,%d: %q, want %q", tt.x, tt.y, got, tt.want)
		}
	}
	if got := (&Picture{Width: 600, Height: 900}).FocusClass(); got != "po" {
		t.Errorf("portrait: %q", got)
	}
}

func TestShareLinks(t *testing.T) {
	const title, page = "Été & pluie : 100 % d’eau", "https://exemple.org/a/?x=1&y=2"
	links := Share{URL: page, Title: title}.Links()
	if len(links) != 8 {
		t.Fatalf("%d links", len(links))
	}
	for _, l := range links {
		u, err := url.Parse(l.Href)
		if err != nil || strings.Contains(l.Href, "+") {
			t.Errorf("%s: %v in %s", l.Icon, err, l.Href)
			continue
		}
		if all := fmt.Sprint(u.Query()); !strings.Contains(all, page) {
			t.Errorf("%s: the address is not in %s", l.Icon, l.Href)
		}
		if icons[l.Icon] == "" {
			t.Errorf("%s has no drawing", l.Icon)
		}
	}
}

func TestLinks(t *testing.T) {
	tests := []struct {
		link Link
		want string
	}{
		{Link{Text: "A & <b>", Href: "/a/?x=1&y=\"2"}, `<a href="/a/?x=1&amp;y=&#34;2">A &amp; &lt;b&gt;</a>`},
		{Link{Text: "العربية", Href: "/ar/", Lang: "ar", Dir: "rtl", Current: true}, `<a href="/ar/" lang="ar" dir="rtl" hreflang="ar" aria-current="true">العربية</a>`},
		{Link{Text: "x"}, `<span>x</span>`},
		{Link{Text: "x", Href: "javascript:alert(1)"}, `<span>x</span>`},
		{Link{Text: "x", Href: " JavaScript:alert(1)"}, `<span>x</span>`},
		{Link{Text: "x", Href: "data:text/html,x"}, `<span>x</span>`},
		{Link{Text: "x", Href: "mailto:a@exemple.org"}, `<a href="mailto:a@exemple.org">x</a>`},
	}
	for _, tt := range tests {
		if got := string(linkHTML(tt.link)); got != tt.want {
			t.Errorf("%+v: %s", tt.link, got)
		}
	}
	if got := listLinks(nil); got != "" {
		t.Errorf("no links: %q", got)
	}
}

func TestWeaveIsSteady(t *testing.T) {
	seen := map[string]bool{}
	for i := range 200 {
		seen[weave(fmt.Sprintf("/2026/11/22/article-%d/", i))] = true
	}
	if len(seen) != weaves || !seen["n0"] || !seen["n11"] {
		t.Errorf("the hues are %v", seen)
	}
	if got := weave("/2026/11/22/article-0/"); got != "n2" {
		t.Errorf("the first address has the hue %q: every page would change with the program", got)
	}
}

func TestGridFillsItsGaps(t *testing.T) {
	with, without := Item{Href: "/a/", Picture: &Picture{}}, Item{Href: "/b/"}
	if cells := grid([]Item{with, without}); cells[0].Weave != "" || cells[1].Weave == "" {
		t.Errorf("one picture of two: %q and %q", cells[0].Weave, cells[1].Weave)
	}
	if cells := grid([]Item{without, without}); cells[0].Weave != "" {
		t.Error("a grid without any picture is woven")
	}
}

func TestKicker(t *testing.T) {
	for _, tt := range []struct {
		item Item
		want string
	}{
		{Item{}, ""},
		{Item{Section: "Santé", Country: "Bénin", Kind: "Enquête"}, `<p class="k">Santé <span>· Bénin</span> <span>· Enquête</span></p>`},
		{Item{Country: "Bénin", Kind: "Tribune"}, `<p class="k">Bénin <span>· Tribune</span></p>`},
		{Item{Kind: "Tribune"}, `<p class="k"> <span>Tribune</span></p>`},
		{Item{Sponsored: "Publi", Pinned: "À la une", Section: "<i>"}, `<p class="k"><b class="sp">Publi</b> <b class="un">À la une</b> &lt;i&gt;</p>`},
	} {
		if got := string(kicker(tt.item)); got != tt.want {
			t.Errorf("%+v: %s", tt.item, got)
		}
	}
}

func TestSigned(t *testing.T) {
	at := Moment{Text: "14 h", Machine: "2026-11-22T14:00+01:00"}
	for _, tt := range []struct {
		item Item
		want string
	}{
		{Item{}, ""},
		{Item{Byline: "A & B", Time: at, Reading: "2 min"}, `<p class="by">A &amp; B · <time datetime="2026-11-22T14:00+01:00">14 h</time> · 2 min</p>`},
		{Item{Time: Moment{Text: "hier"}}, `<p class="by">hier</p>`},
	} {
		if got := string(signed(tt.item)); got != tt.want {
			t.Errorf("%+v: %s", tt.item, got)
		}
	}
}

func TestBody(t *testing.T) {
	const p = "<p>x</p>"
	table := `<table><tbody><tr><td>1</td></tr></tbody></table>`
	box := `<div class="tab" tabindex="0" role="region" aria-label="Tableau &#34;x&#34;">` + table + `</div>`
	tests := []struct{ name, in, start, rest string }{
		{"cut after the third", p + p + p + "<h2>t</h2>" + p, p + p + p, "<h2>t</h2>" + p},
		{"too short", p + p + p, p + p + p, ""},
		{"empty", "", "", ""},
		{"not inside a quotation", p + p + "<blockquote>" + p + p + "</blockquote>" + p + p, p + p + "<blockquote>" + p + p + "</blockquote>" + p, p},
		{"never when unclosed", p + p + "<div>" + p + p + p, p + p + "<div>" + p + p + p, ""},
		{"a table scrolls", table, box, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start, rest := Body(tt.in, `Tableau "x"`)
			if string(start) != tt.start || string(rest) != tt.rest {
				t.Errorf("got %q and %q", start, rest)
			}
		})
	}
}
