package feed

import (
	"context"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/page"
)

// maxEntries is how many articles a feed holds: a day and a half of a busy newspaper, so that whoever looks once a day misses nothing.
const maxEntries = 30

// generator names the program in every feed.
const generator = "Griot"

// channel is a feed, whatever its format.
type channel struct {
	ID          string // never changes, whatever becomes of the list's address
	Title       string
	Description string
	Language    string
	Self        string // its own address
	Hub         string // that tells who follows it; may be empty
	Home        string // of the page that it follows
	Icon        string
	Rights      string
	Publisher   author    // who signs where no byline does
	Updated     time.Time // of the entry that changed last
	Entries     []entry
}

// entry is an article in a feed. Times are on the newsroom's clock; texts are set in the typography of their language.
type entry struct {
	ID         string
	URL        string
	Language   string
	Title      string
	Summary    string // plain text
	Content    string // HTML
	Authors    []author
	Categories []string
	Picture    *picture
	Published  time.Time
	Updated    time.Time
}

type author struct{ Name, URL string }

// picture is a JPEG: not every reader of feeds knows WebP.
type picture struct {
	URL           string
	Width, Height int
	Bytes         int64 // of the file; 0 where nobody asks, or it is missing
	Description   string
	Credit        string
}

// format is one way of writing a channel.
type format struct {
	file        string // last part of the address
	contentType string
	write       func(*channel) ([]byte, error)
}

// publish makes the feed of the list that "*" names. A list that has moved takes its feeds with it.
func (f *Feed) publish(ctx context.Context, at page.Address, as format) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	path := at.Any + "/"
	l, err := p.list(ctx, path)
	if err != nil {
		return nil, err
	}
	if l.path != path {
		return &page.Page{Status: 301, Location: l.path + as.file, Labels: []page.Label{l.label, page.Menu}}, nil
	}
	r, err := p.reader(ctx)
	if err != nil {
		return nil, err
	}
	c, err := r.channel(ctx, l, f.Now())
	if err != nil {
		return nil, err
	}
	c.Self, c.Hub = p.abs(l.path+as.file), p.Hub
	body, err := as.write(c)
	if err != nil {
		return nil, err
	}
	made := document(as.contentType, body, append(r.labels, l.label)...)
	made.Language = c.Language
	if c.Hub != "" { // WebSub §4: in the header as well, for those who do not parse the feed
		made.Header = map[string]string{"Link": "<" + c.Hub + `>; rel="hub", <` + c.Self + `>; rel="self"`}
	}
	return made, nil
}

// channel fills a feed. An empty one was last changed now: Atom demands an instant.
func (r *reader) channel(ctx context.Context, l *list, now time.Time) (*channel, error) {
	c := &channel{
		// The label is the list's own number, which outlives every slug.
		ID:    r.origin + "/#" + string(l.label),
		Title: l.title, Description: l.description, Language: l.language, Home: r.abs(l.path), Icon: r.abs("/icon-192.png"),
		Publisher: author{Name: r.Title, URL: r.abs("/")},
	}
	if r.Copyright != "" {
		c.Rights = "© " + r.Copyright
	}
	ids, err := article.In(ctx, r.db, l.label, maxEntries, 0)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		e, err := r.entry(ctx, id)
		if fault.Is(err, fault.NotFound) { // withdrawn since the list was read
			continue
		}
		if err != nil {
			return nil, err
		}
		c.Entries = append(c.Entries, *e)
		if e.Updated.After(c.Updated) {
			c.Updated = e.Updated
		}
	}
	if len(c.Entries) == 0 {
		c.Updated = now.In(r.zone).Truncate(time.Second)
	}
	return c, nil
}

// mediaType is a content type without its charset, as links announce it.
func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return kind
}
