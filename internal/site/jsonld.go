package site

import (
	"encoding/json"
	"html/template"

	"griot/internal/article"
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

func (f *frame) organization() thing {
	t := thing{"@type": "NewsMediaOrganization", "@id": f.abs("/#organization"), "name": f.paper.Title, "url": f.abs("/"),
		"logo": thing{"@type": "ImageObject", "url": f.abs("/icon-512.png"), "width": 512, "height": 512}}
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
		"logo": thing{"@type": "ImageObject", "url": f.abs("/icon-512.png")}}
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
		"wordCount": st.Words, "author": f.signed(st.bylines), "publisher": f.publisher()}
	if v.Updated != nil {
		t["dateModified"] = v.Updated.Machine
	}
	if v.Standfirst != "" {
		t["description"] = v.Standfirst
	}
	if st.hero != nil {
		p := f.preview(st.hero, "")
		t["image"] = []any{thing{"@type": "ImageObject", "url": p.URL, "width": p.Width, "height": p.Height}}
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
