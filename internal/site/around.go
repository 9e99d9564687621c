package site

import (
	"slices"
	"strconv"

	"griot/internal/advert"
	"griot/internal/frontpage"
	"griot/internal/site/theme"
	"griot/internal/standing"
)

// ticker is the breaking line: what was pushed, completed to six by the newest articles. Hours stand for today, dates for before.
func (f *frame) ticker() (items []theme.TickerItem) {
	var shown []string
	for i := range f.pushed {
		b := &f.pushed[i]
		at := b.Pushed.In(f.paper.Location())
		items = append(items, theme.TickerItem{Title: f.typo(b.Language, b.Text), Href: b.URL, Time: theme.Moment{Text: f.loc.Ticker(at, f.now), Machine: f.loc.Machine(at)}})
		shown = append(shown, b.URL)
	}
	for i := range f.newest {
		c := &f.newest[i]
		if len(items) == frontpage.TickerLength || slices.Contains(shown, c.Path) {
			continue
		}
		at := c.Published.In(f.paper.Location())
		items = append(items, theme.TickerItem{Title: f.typo(c.Language, c.Heading()), Href: c.Path, Time: theme.Moment{Text: f.loc.Ticker(at, f.now), Machine: f.loc.Machine(at)}})
	}
	return items
}

// The sizes in which each slot stands, from the narrowest screen up.
var slotSizes = map[advert.Slot][]struct{ minWidth, width, height int }{
	advert.Top:    {{0, 320, 100}, {48, 728, 90}, {64, 970, 250}},
	advert.Text:   {{0, 300, 250}},
	advert.Column: {{0, 300, 600}},
	advert.List:   {{0, 320, 100}, {48, 728, 90}},
}

func (f *frame) adverts() theme.Ads {
	return theme.Ads{Haut: ad(f.ads[advert.Top]), Texte: ad(f.ads[advert.Text]), Colonne: ad(f.ads[advert.Column]), Liste: ad(f.ads[advert.List])}
}

func ad(a *advert.Advert) *theme.Ad {
	if a == nil {
		return nil
	}
	shown := &theme.Ad{Advertiser: a.Advertiser, Href: a.URL, Alt: a.Alt}
	for _, size := range slotSizes[a.Slot] {
		for _, p := range a.Pictures {
			if p.Width != size.width || p.Height != size.height {
				continue
			}
			if shown.Src == "" {
				shown.Src, shown.Width, shown.Height = p.File, p.Width, p.Height
			} else {
				shown.Wider = append(shown.Wider, theme.AdSource{MinWidth: size.minWidth, Src: p.File, Width: p.Width, Height: p.Height})
			}
		}
	}
	if shown.Src == "" {
		return nil
	}
	slices.Reverse(shown.Wider)
	return shown
}

// footerRecent is how many recent articles the footer shows, with their pictures.
const footerRecent = 4

func (f *frame) footer() theme.Footer {
	foot := theme.Footer{About: f.typo(f.paper.Language, f.paper.About), Closing: f.loc.T("footer.rights", strconv.Itoa(f.now.Year())+" "+f.paper.Copyright)}
	for i := range f.newest {
		if len(foot.Recent) < footerRecent && f.newest[i].Hero != nil {
			foot.Recent = append(foot.Recent, f.item(&f.newest[i], showing{short: true}))
		}
	}
	journal := theme.LinkGroup{Title: f.loc.T("footer.journal")}
	for _, p := range f.pages {
		l := theme.Link{Text: f.pageName(&p), Href: p.Path}
		switch p.Place {
		case "paper":
			journal.Links = append(journal.Links, l)
		case "legal":
			foot.Legal = append(foot.Legal, l)
		}
	}
	foot.Legal = append(foot.Legal, theme.Link{Text: f.loc.T("light.title"), Href: theme.LightPath(f.home(f.lang))}, theme.Link{Text: f.loc.T("offline.title"), Href: theme.OfflinePath})
	journal.Links = append(journal.Links, theme.Link{Text: f.loc.T("corrections.title"), Href: "/corrections/"}, theme.Link{Text: f.loc.T("list.feed"), Href: "/feed.xml"})
	if f.paper.Webmail != "" {
		journal.Links = append(journal.Links, theme.Link{Text: f.loc.T("footer.webmail"), Href: f.paper.Webmail})
	}
	foot.Lists = []theme.LinkGroup{journal}
	for _, c := range f.paper.Channels {
		foot.Follow = append(foot.Follow, theme.Link{Text: c.Name, Href: c.URL})
	}
	return foot
}

// pageName is a standing page's name in the page's language, where the catalogue knows the page.
func (f *frame) pageName(p *standing.Link) string {
	key, ok := map[string]string{"a-propos": "about", "equipe": "team", "contact": "contact", "publicite": "advertising", "mentions-legales": "legal",
		"confidentialite": "privacy", "cookies": "cookies", "droit-de-reponse": "reply", "charte": "charter", "accessibilite": "accessibility",
		"conditions": "terms"}[p.Slug]
	if ok && f.lang != f.paper.Language {
		return f.loc.T("standing." + key)
	}
	return f.typo(f.paper.Language, p.Title)
}
