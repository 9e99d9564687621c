package site

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"time"
	"unicode/utf16"

	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// The breaking line as open pages ask for it (ADR 19).
const (
	flashPath   = "/flash.json"
	flashScript = "/flash.js"
	StreamPath  = "/flash.events" // as it changes: see Stream
)

func (s *Site) flashRoutes() page.Table {
	return page.Table{
		{Name: "flash", Pattern: flashPath, Query: []string{"langue"}, Make: s.Flash},
		{Name: "flash script", Pattern: flashScript, Make: s.FlashScript},
	}
}

// flash is the breaking line as a script reads it. Names are short: it goes to every open page.
type flash struct {
	Sign  string      `json:"v"` // the same for the same line, here and in the page that shows it
	Lines []flashLine `json:"l"`
}

type flashLine struct {
	Title   string `json:"t"`
	Href    string `json:"h,omitempty"`
	When    string `json:"w"`
	Machine string `json:"d"`
	Pushed  bool   `json:"p,omitempty"` // by hand: it is said to who listens
}

// Flash is the breaking line alone. The edge keeps it as it keeps pages, so asking whether it has changed costs what any kept page costs.
func (s *Site) Flash(ctx context.Context, at page.Address) (*page.Page, error) {
	lang := at.Query.Get("langue")
	if lang != "" && !s.Locales.Has(lang) { // or every word that somebody invents would be kept
		return nil, fault.New(fault.NotFound, "there is no such language here")
	}
	_, body, until, err := s.flash(ctx, lang)
	if err != nil {
		return nil, err
	}
	return &page.Page{ContentType: "application/json", Body: body, Labels: []page.Label{page.Ticker, page.Menu}, Until: until, Header: map[string]string{"X-Robots-Tag": "noindex"}}, nil
}

// FlashScript is the script by which a page that stands open shows what is pushed. A day old is new enough for it.
func (s *Site) FlashScript(context.Context, page.Address) (*page.Page, error) {
	return &page.Page{ContentType: "text/javascript; charset=utf-8", Body: []byte(s.dress().Script("flash")), Labels: []page.Label{page.Theme},
		Header: map[string]string{"Cache-Control": "public, max-age=86400, stale-while-revalidate=604800"}}, nil
}

// flash gives the breaking line of a language, its sign, and when it stops being true.
func (s *Site) flash(ctx context.Context, lang string) (sign string, body []byte, until time.Time, err error) {
	f, err := s.frame(ctx, lang)
	if err != nil {
		return "", nil, until, err
	}
	items := f.ticker()
	told := flash{Sign: signOf(items), Lines: make([]flashLine, len(items))}
	for i, it := range items {
		told.Lines[i] = flashLine{it.Title, it.Href, it.Time.Text, it.Time.Machine, i < len(f.pushed)}
	}
	body, err = json.Marshal(told)
	return told.Sign, body, f.until, err
}

// unlikeInPages is what of an address may be written otherwise in a page: html/template escapes it.
var unlikeInPages = regexp.MustCompile(`(?i)%[0-9a-f]{2}|[^\w./?&=#:-]`)

// signOf is what a page's script makes of the line that it shows (script/flash.ts): a hash of UTF-16, as scripts have texts.
func signOf(items []theme.TickerItem) string {
	var h uint32
	for _, it := range items {
		for _, c := range utf16.Encode([]rune(it.Time.Text + "|" + unlikeInPages.ReplaceAllString(it.Href, "") + "|" + it.Title + "\n")) {
			h = h*31 + uint32(c)
		}
	}
	return strconv.FormatUint(uint64(h), 36)
}
