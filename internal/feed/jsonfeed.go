package feed

import (
	"context"
	"time"

	"griot/internal/page"
)

// jsonFeed makes a feed as JSON Feed 1.1.
func (f *Feed) jsonFeed(ctx context.Context, at page.Address) (*page.Page, error) {
	return f.publish(ctx, at, format{file: "feed.json", contentType: typeJSONFeed, write: writeJSONFeed})
}

type jsonDocument struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	Home        string       `json:"home_page_url"`
	Self        string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Icon        string       `json:"icon"`
	Authors     []jsonAuthor `json:"authors"`
	Language    string       `json:"language"`
	Hubs        []jsonHub    `json:"hubs,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Content   string       `json:"content_html"`
	Summary   string       `json:"summary,omitempty"`
	Image     string       `json:"image,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Language  string       `json:"language"`
}

func writeJSONFeed(c *channel) ([]byte, error) {
	doc := jsonDocument{Version: "https://jsonfeed.org/version/1.1", Title: c.Title, Home: c.Home, Self: c.Self, Description: c.Description, Icon: c.Icon,
		Authors: []jsonAuthor{jsonAuthor(c.Publisher)}, Language: c.Language, Items: []jsonItem{}}
	if c.Hub != "" {
		doc.Hubs = []jsonHub{{Type: "WebSub", URL: c.Hub}}
	}
	for i := range c.Entries {
		doc.Items = append(doc.Items, jsonItemOf(&c.Entries[i]))
	}
	return marshalJSON(doc)
}

func jsonItemOf(e *entry) jsonItem {
	it := jsonItem{ID: e.ID, URL: e.URL, Title: e.Title, Content: e.Content, Summary: e.Summary, Published: e.Published.Format(time.RFC3339),
		Modified: e.Updated.Format(time.RFC3339), Tags: e.Categories, Language: e.Language}
	if e.Picture != nil {
		it.Image = e.Picture.URL
	}
	for _, a := range e.Authors {
		it.Authors = append(it.Authors, jsonAuthor(a))
	}
	return it
}
