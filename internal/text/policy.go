package text

import (
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// policy is what an article may hold. It is built once, because its patterns take longer to compile than an article to clean, and
// is only read afterwards.
var policy = sync.OnceValue(newPolicy)

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	allowWords(p)
	allowTables(p)
	allowLinks(p)
	allowMedia(p)
	return p
}

func allowWords(p *bluemonday.Policy) {
	blocks := strings.Fields("p h2 h3 h4 ul ol li blockquote footer figure figcaption caption pre dl dt dd details summary div")
	words := strings.Fields("cite strong em u s del ins sub sup small mark code kbd abbr q")
	p.AllowNoAttrs().OnElements(append(append([]string{"br", "hr"}, blocks...), words...)...)
	spoken := append(append([]string{"span", "a"}, blocks...), words...)
	p.AllowAttrs("lang").Matching(shape(`[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*`)).OnElements(spoken...)
	p.AllowAttrs("dir").Matching(shape(`ltr|rtl|auto`)).OnElements(spoken...)
	p.AllowAttrs("id").Matching(shape(`fn-[0-9a-z]{1,40}`)).OnElements("li", "p", "a", "sup")
	p.AllowAttrs("class").Matching(shape(`[a-z ]+`)).OnElements("div", "figure", "blockquote", "ul", "ol")
	p.AllowAttrs("start").Matching(shape(`-?[0-9]{1,6}`)).OnElements("ol")
	p.AllowAttrs("title").OnElements("abbr")
	p.AllowAttrs("datetime").Matching(shape(`[0-9T:Z +-]+`)).OnElements("time")
}

func allowTables(p *bluemonday.Policy) {
	p.AllowNoAttrs().OnElements("table", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowAttrs("scope").Matching(shape(`(col|row)(group)?`)).OnElements("th")
	p.AllowAttrs("colspan", "rowspan").Matching(shape(`[1-9][0-9]{0,2}`)).OnElements("th", "td")
}

func allowLinks(p *bluemonday.Policy) {
	p.AllowURLSchemes("http", "https", "mailto", "tel") // and every address must be one
	p.AllowRelativeURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(shape(`(sponsored|nofollow|ugc)( (sponsored|nofollow|ugc))*`)).OnElements("a")
}

func allowMedia(p *bluemonday.Policy) {
	p.AllowAttrs("src").Matching(shape(`(/media/|https?://).*`)).OnElements("img")
	p.AllowAttrs("src").Matching(shape(`(/media/|https://).*`)).OnElements("audio", "video")
	p.AllowAttrs("poster").Matching(shape(`(/media/|https?://).*`)).OnElements("video")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(shape(`[1-9][0-9]{0,4}`)).OnElements("img", "video")
	p.AllowAttrs("data-media").Matching(shape(`[0-9]{1,18}`)).OnElements("img", "audio", "video")
	p.AllowAttrs("data-picture").Matching(shape(`[a-z0-9-]{1,80}`)).OnElements("img")
	p.AllowAttrs("data-embed").Matching(shape(`https://.*`)).OnElements("figure")
}

// shape is a pattern for a whole attribute value.
func shape(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }
