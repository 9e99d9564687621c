package theme

// Alternate is the same page in another language. Lang "x-default" names the one for everybody else.
type Alternate struct{ Lang, Href string }

// Feed is a machine-readable form of a page's list.
type Feed struct {
	Type  string // media type: "application/rss+xml", "application/atom+xml", "application/feed+json"
	Title string
	Href  string
}

// OpenGraph is what a page says of itself when it is shared. An empty Title or Description falls back to the page's.
type OpenGraph struct {
	Type        string // "website", "article", "profile"
	Title       string
	Description string
	SiteName    string
	Locale      string // "fr_FR"
	OtherLocale []string
	Image       *OGImage
	Article     *OGArticle
	Handle      string // the newspaper on X, with @; empty: none
}

// OGImage is the picture of a preview: absolute, JPEG or PNG, at best 1200 px wide.
type OGImage struct {
	URL           string
	Width, Height int
	Alt           string
}

// OGArticle dates and files an article for those who read its preview. Times are RFC 3339.
type OGArticle struct {
	Published, Modified string
	Section             string
	Tags                []string
	Authors             []string // addresses of their pages, absolute
}

// Card is the kind of preview X shows.
func (o OpenGraph) Card() string {
	if o.Image == nil {
		return "summary"
	}
	return "summary_large_image"
}
