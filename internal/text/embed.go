package text

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// embedded is what stands for a player or a frame of another site, so that nothing of that site loads before the reader asks:
// for a host that we know, a figure whose data-embed is the address of the player and whose link leads to the page; for any
// other, a paragraph with a link; "" for an address that is none.
func embedded(src, title string) string {
	u := webURL(src)
	if u == nil {
		return ""
	}
	var b strings.Builder
	player, page, ok := player(u)
	if ok {
		b.WriteString(`<figure data-embed="` + html.EscapeString(player) + `"><a href="` + html.EscapeString(page) + `">`)
		escape(&b, label(title, page), inText)
		b.WriteString("</a></figure>")
		return b.String()
	}
	b.WriteString(`<p><a href="` + html.EscapeString(u.String()) + `">`)
	escape(&b, label(title, u.String()), inText)
	b.WriteString("</a></p>")
	return b.String()
}

// label is what an embed's link says: its title, else whose it is.
func label(title, page string) string {
	if title = fold(repair(title)); title != "" {
		return title
	}
	if u := webURL(page); u != nil {
		return site(u)
	}
	return "…"
}

func site(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }

// embeddable keeps an address that a click may load in a frame: over https, at a host that we know.
func embeddable(raw string) (string, bool) {
	u := webURL(raw)
	if u == nil || u.Scheme != "https" || !plays(u) {
		return "", false
	}
	return u.String(), true
}

// bareEmbed is the player for an address that stands alone in its paragraph, which is how WordPress writes an embed.
func bareEmbed(s string) (playerURL, page string, ok bool) {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "http") || strings.ContainsAny(s, " \n\t") {
		return "", "", false
	}
	if u := webURL(s); u != nil {
		return player(u)
	}
	return "", "", false
}

// player gives the addresses of the player and of the page for either of them.
func player(u *url.URL) (playerURL, page string, ok bool) {
	part := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch host := site(u); host {
	case "youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be":
		if id := youtubeID(u, part); id != "" {
			return "https://www.youtube-nocookie.com/embed/" + id, "https://www.youtube.com/watch?v=" + id, true
		}
	case "vimeo.com":
		if digitsOnly(part[0]) && len(part) == 1 {
			return "https://player.vimeo.com/video/" + part[0], "https://vimeo.com/" + part[0], true
		}
	case "dailymotion.com", "dai.ly":
		if id := dailymotionID(host, part); id != "" {
			return "https://www.dailymotion.com/embed/video/" + id, "https://www.dailymotion.com/video/" + id, true
		}
	case "open.spotify.com":
		if len(part) == 2 && token(part[1]) {
			return "https://open.spotify.com/embed/" + part[0] + "/" + part[1], "https://open.spotify.com/" + part[0] + "/" + part[1], true
		}
	}
	if !plays(u) {
		return "", "", false
	}
	secure := *u
	secure.Scheme = "https"
	return secure.String(), secure.String(), true
}
