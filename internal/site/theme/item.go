package theme

import "html/template"

// Item is an article as it stands in lists, bands and grids.
type Item struct {
	Title      string
	Href       string
	Lang, Dir  string // where they differ from the page's
	Hue        string // of its rubric
	Section    string // the rubric's name; empty where the page says it already
	Country    string // one name or several, ready to show
	Kind       string // "Tribune", "Enquête"; empty for plain news
	Sponsored  string // the label of what is paid for; empty for everything else
	Pinned     string // the label of a pinned entry; empty for the others
	Standfirst string
	Excerpt    template.HTML // in search results: a passage with <mark>, in place of the standfirst
	Byline     string
	Time       Moment
	Reading    string // "6 min de lecture"
	Picture    *Picture
}

// Weave is the number of the woven placeholder's hue, 0 to 11, always the same for the same address.
func (i Item) Weave() int {
	h := uint32(2166136261)
	for _, c := range []byte(i.Href) {
		h = (h ^ uint32(c)) * 16777619
	}
	return int(h>>8) % 12
}
