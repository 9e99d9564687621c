package journey

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The newspaper on Opera Mini and phones of its age, which know nothing of what older.go takes away: still in order, ink on paper, with lines, names, the menu and the
// countries, and no picture larger than it needs.
func TestOldPhone(t *testing.T) {
	t.Parallel()
	paper := open(t)
	old := httptest.NewServer(olderProxy(t, paper.origin))
	t.Cleanup(old.Close)
	for name, path := range map[string]string{
		"front": "/", "article": paper.article(t, translated), "rubric": "/environnement/", "country": "/pays/niger/",
		"search": "/recherche/?q=fleuve", "arabic article": paper.article(t, arabic),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := read(t, old.URL)
			p.withoutScripts()
			p.prefer("dark") // which such a phone does not know either
			p.visit(path)
			checkOldPage(p)
		})
	}
}

func checkOldPage(p *tab) {
	p.t.Helper()
	p.holds("the page is stripped", "!document.querySelector('[srcset],details')&&![...document.querySelectorAll('style')].some(s=>/var\\(|grid/.test(s.textContent))")
	p.none("wider than the phone", "look.wide()")
	p.none("out of order", "look.backwards('main h1,main h2,main h3,main .body>*')")
	p.none("out of order", "look.backwards('header.mast,main,#menu,#pays,.foot')")
	p.holds("ink on paper", "look.contrast(getComputedStyle(document.body).color,getComputedStyle(document.body).backgroundColor)>=7&&look.luminance(getComputedStyle(document.body).backgroundColor)>.9")
	p.none("text that cannot be read", "look.all('main h1,main h2,main h3,main p,main .k,main .k *,.foot a').filter(e=>e.innerText.trim()&&look.legible(e)<4.5).map(e=>look.legible(e).toFixed(1)+' '+look.words(e))")
	// An advertisement has a quarter more dots than px, and fewer colours: it is no heavier for it.
	p.none("pictures missing or over 320 px wide", "[...document.images].filter(i=>look.shown(i)&&!(i.complete&&i.naturalWidth>0&&i.naturalWidth<=(i.closest('a[rel~=sponsored]')?400:320))).map(i=>i.naturalWidth+' px '+i.src)")
	p.holds("lines between things", "look.all('main .band,main .it,main .by,.foot').some(look.ruled)")
	p.none("things without their line", "look.all('main .band,.foot').filter(e=>!look.ruled(e)).map(look.words)")
	p.holds("rubric names", "look.all('main .k,main .bh h2,main h1').some(e=>e.innerText.trim())")
	p.holds("the menu is a list at the foot", "look.all('#menu .rub>li>a').length>=15")
	p.holds("the countries are a list at the foot", "look.all('#pays li a').length===60")
}

// A country is reached from the front page by the list at the foot.
func TestOldPhoneReachesCountry(t *testing.T) {
	t.Parallel()
	old := httptest.NewServer(olderProxy(t, open(t).origin))
	t.Cleanup(old.Close)
	p := read(t, old.URL)
	p.withoutScripts()
	p.visit("/")
	p.click("a[href='#menu']")
	p.until("look.all('#menu .rub a').length>=9")
	p.click("#menu a[href='#pays']")
	p.follow("#pays a[href='/pays/niger/']")
	p.follow("main article h3 a")
	p.holds("an article", "look.all('main article h1').length===1")
}

// olderProxy is the newspaper as an old phone understands it.
func olderProxy(t *testing.T, origin string) http.Handler {
	to, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: func(res *http.Response) error {
			res.Header.Del("Content-Security-Policy") // which names the sheet's hash
			if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
				return nil
			}
			body, err := io.ReadAll(res.Body)
			if err != nil {
				return err
			}
			body = []byte(older(string(body), origin))
			res.Body = io.NopCloser(bytes.NewReader(body))
			res.ContentLength = int64(len(body))
			res.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return nil
		},
	}
}

var (
	sheetTag   = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	laterTag   = regexp.MustCompile(`<source [^>]*>`)
	laterWords = regexp.MustCompile(` (srcset|sizes|loading|fetchpriority)="[^"]*"`)
	folded     = regexp.MustCompile(`<(/?)(details|summary)\b`)
	manifest   = regexp.MustCompile(`<link rel="?manifest"?[^>]*>`)
)

// older takes from a page what old phones do not know. Links to the newspaper's own origin stay on the proxy.
func older(html, origin string) string {
	html = sheetTag.ReplaceAllStringFunc(html, func(tag string) string {
		return "<style>" + olderSheet(sheetTag.FindStringSubmatch(tag)[1]) + "</style>"
	})
	html = laterTag.ReplaceAllString(html, "")
	html = laterWords.ReplaceAllString(html, "")
	html = folded.ReplaceAllString(html, "<${1}x-$2")
	html = manifest.ReplaceAllString(html, "")
	return html
}
