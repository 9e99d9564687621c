package site

import (
	"encoding/json"
	"html/template"
	"time"

	"griot/internal/article"
	"griot/internal/media"
	"griot/internal/site/theme"
	"griot/internal/staff"
)

// thing is an object of schema.org.
type thing map[string]any

// graph puts a page's structured data into one script. encoding/json escapes <, > and &, so no text can end the script.
func (f *frame) graph(things []any) (template.JS, error) {
	if len(things) == 0 {
		return "", nil
	}
	data, err := json.Marshal(thing{"@context": "https://schema.org", "@graph": things})
	return template.JS(data), err //nolint:gosec // JSON, escaped by its encoder
}

// logo is the newspaper's own, or its mark.
func (f *frame) logo() thing {
	if l := f.logos; l.Src != "" {
		return thing{"@type": "ImageObject", "url": f.abs(l.Src), "width": l.Width, "height": l.Height}
	}
	return thing{"@type": "ImageObject", "url": f.abs("/icon-512.png"), "width": 512, "height": 512}
}

// policies are the standing pages by which schema.org knows a newspaper's rules, where the newspaper has them.
var policies = []struct{ slug, property string }{
	{"charte", "publishingPrinciples"}, {"charte", "ethicsPolicy"}, {"equipe", "masthead"}, {"mentions-legales", "ownershipFundingInfo"}, {"droit-de-reponse", "actionableFeedbackPolicy"},
}

func (f *frame) organization() thing {
	t := thing{"@type": "NewsMediaOrganization", "@id": f.abs("/#organization"), "name": f.paper.Title, "url": f.abs("/"), "logo": f.logo(),
		"correctionsPolicy": f.abs("/corrections/")}
	for _, p := range policies {
		for i := range f.pages {
			if f.pages[i].Slug == p.slug {
				t[p.property] = f.abs(f.pages[i].Path)
			}
		}
	}
	if f.paper.About != "" {
		t["description"] = f.paper.About
	}
	if f.paper.Email != "" {
		t["email"] = f.paper.Email
	}
	var elsewhere []string
	for _, c := range f.paper.Channels {
		elsewhere = append(elsewhere, c.URL)
	}
	if len(elsewhere) > 0 {
		t["sameAs"] = elsewhere
	}
	return t
}

// publisher names the newspaper where the front page's own graph says the rest.
func (f *frame) publisher() thing {
	return thing{"@type": "NewsMediaOrganization", "@id": f.abs("/#organization"), "name": f.paper.Title,
		"url": f.abs("/"), "logo": f.logo()}
}

func (f *frame) website() thing {
	return thing{"@type": "WebSite", "@id": f.abs("/#website"), "name": f.paper.Title, "url": f.abs("/"), "inLanguage": f.lang,
		"potentialAction": thing{"@type": "SearchAction", "target": f.abs("/recherche/?q={search_term_string}"), "query-input": "required name=search_term_string"}}
}

func (f *frame) newsArticle(v *theme.ArticleView, st *story) thing {
	kind := "NewsArticle"
	if st.kind != nil {
		kind = st.kind.SchemaType
	}
	t := thing{"@type": kind, "@id": f.abs(st.Path) + "#article", "url": f.abs(st.Path), "headline": v.Headline,
		"inLanguage": st.Language, "datePublished": v.Published.Machine, "dateModified": v.Published.Machine,
		"wordCount": st.Words, "author": f.signed(st.bylines), "publisher": f.publisher(), "isAccessibleForFree": true, "mainEntityOfPage": f.abs(st.Path),
		"image": f.pictures(st)}
	if last := modified(st); last.After(st.FirstPublished) {
		t["dateModified"] = f.loc.Machine(last.In(f.paper.Location()))
	}
	if v.Standfirst != "" {
		t["description"] = v.Standfirst
	}
	if st.section != nil {
		t["articleSection"] = st.section.NameIn(f.lang)
	}
	if st.Dateline != "" {
		t["dateline"] = st.Dateline
	}
	if len(v.Tags) > 0 {
		t["keywords"] = texts(v.Tags)
	}
	if len(v.Places) > 0 {
		t["contentLocation"] = places(v.Places)
	}
	if c := f.corrections(st.notes); len(c) > 0 {
		t["correction"] = c
	}
	return t
}

// pictures are the hero as it is, and the picture of the article's preview, of another ratio.
func (f *frame) pictures(st *story) (list []any) {
	shown := []*theme.OGImage{f.sharedAs(f.storyPicture(st), "")}
	if st.hero != nil && st.hero.Kind == media.Picture {
		shown = append([]*theme.OGImage{f.preview(st.hero, "")}, shown...)
	}
	for _, p := range shown {
		list = append(list, thing{"@type": "ImageObject", "url": p.URL, "width": p.Width, "height": p.Height})
	}
	return list
}

// modified is when readers last got something new to read: a correction counts.
func modified(st *story) time.Time {
	last := st.FirstPublished
	if st.Updated.After(last) {
		last = st.Updated
	}
	for i := range st.notes {
		if st.notes[i].Noted.After(last) {
			last = st.notes[i].Noted
		}
	}
	return last
}

// listItem is an entry of a list. It is no thing because a page has twenty, and each thing is a map to fill and to sort.
type listItem struct {
	Type     string `json:"@type"`
	Name     string `json:"name"`
	Position int    `json:"position"`
	URL      string `json:"url"`
}

// itemList is a page of a list: what it lists, with the place of each in the whole list. first counts from 1.
func (f *frame) itemList(title, path string, cards []article.Card, first int) thing {
	items := make([]listItem, len(cards))
	for i := range cards {
		items[i] = listItem{"ListItem", f.typo(cards[i].Language, cards[i].Title), first + i, f.abs(cards[i].Path)}
	}
	return thing{"@type": "CollectionPage", "@id": f.abs(path), "url": f.abs(path), "name": title, "inLanguage": f.lang, "isPartOf": thing{"@type": "WebSite", "@id": f.abs("/#website"), "name": f.paper.Title, "url": f.abs("/")},
		"publisher": f.publisher(), "mainEntity": thing{"@type": "ItemList", "numberOfItems": len(cards), "itemListOrder": "https://schema.org/ItemListOrderDescending", "itemListElement": items}}
}

// signed names the bylines; an article without one is signed by the newspaper.
func (f *frame) signed(bylines []staff.Byline) []any {
	var list []any
	for i := range bylines {
		b := &bylines[i]
		kind := "Person"
		if b.Kind == staff.Collective {
			kind = "Organization"
		}
		list = append(list, thing{"@type": kind, "name": b.Name, "url": f.abs(b.Path())})
	}
	if list == nil {
		list = []any{thing{"@type": "Organization", "name": f.paper.Title, "url": f.abs("/")}}
	}
	return list
}

func (f *frame) corrections(notes []article.Note) (list []any) {
	for _, n := range notes {
		if n.Kind != article.RightOfReply {
			list = append(list, thing{"@type": "CorrectionComment", "text": n.Text, "datePublished": f.loc.Machine(n.Noted.In(f.paper.Location()))})
		}
	}
	return list
}

func (f *frame) breadcrumb(v *theme.ArticleView, st *story) thing {
	trail := []theme.Link{{Text: f.loc.T("frame.home"), Href: f.home(f.lang)}}
	if v.Section != nil {
		trail = append(trail, *v.Section)
	} else if len(v.Places) > 0 {
		trail = append(trail, v.Places[0])
	}
	return f.crumbs(append(trail, theme.Link{Text: v.Headline, Href: st.Path}))
}

func (f *frame) crumbs(trail []theme.Link) thing {
	var list []any
	for i, l := range trail {
		list = append(list, thing{"@type": "ListItem", "position": i + 1, "name": l.Text, "item": f.abs(l.Href)})
	}
	return thing{"@type": "BreadcrumbList", "itemListElement": list}
}

func texts(links []theme.Link) (list []string) {
	for _, l := range links {
		list = append(list, l.Text)
	}
	return list
}

func places(links []theme.Link) (list []any) {
	for _, l := range links {
		list = append(list, thing{"@type": "Country", "name": l.Text})
	}
	return list
}
