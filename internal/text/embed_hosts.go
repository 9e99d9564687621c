package text

import (
	"net/url"
	"strings"
)

// plays reports whether an address is that of a player, map, chart or document that its site means to be framed by others.
func plays(u *url.URL) bool {
	switch site(u) {
	case "player.vimeo.com", "w.soundcloud.com", "embed.podcasts.apple.com", "player.twitch.tv", "clips.twitch.tv",
		"widget.deezer.com", "player.ausha.co", "podcast.ausha.co", "embed.acast.com", "player.acast.com", "player.captivate.fm",
		"datawrapper.dwcdn.net", "flo.uri.sh", "e.infogram.com", "embed.documentcloud.org", "embed.gettyimages.com",
		"platform.twitter.com", "umap.openstreetmap.fr", "geo.dailymotion.com", "view.genial.ly", "view.genially.com":
		return u.Path != "" && u.Path != "/"
	}
	frame := framePath(site(u))
	return frame != "" && strings.HasPrefix(u.Path, frame)
}

// framePath is where a host keeps what may be framed, apart from its pages.
func framePath(host string) string {
	switch host {
	case "youtube-nocookie.com", "audiomack.com", "boomplay.com", "archive.org", "open.spotify.com", "tiktok.com", "giphy.com":
		return "/embed/"
	case "dailymotion.com":
		return "/embed/video/"
	case "facebook.com":
		return "/plugins/"
	case "instagram.com":
		return "/p/"
	case "google.com", "maps.google.com":
		return "/maps/embed"
	case "openstreetmap.org":
		return "/export/embed.html"
	case "mixcloud.com":
		return "/widget/"
	case "arte.tv":
		return "/embeds/"
	case "slideshare.net":
		return "/slideshow/embed_code/"
	case "scribd.com":
		return "/embeds/"
	}
	return ""
}

func youtubeID(u *url.URL, part []string) string {
	id := ""
	switch {
	case site(u) == "youtu.be":
		id = part[0]
	case part[0] == "watch":
		id = u.Query().Get("v")
	case len(part) > 1 && (part[0] == "embed" || part[0] == "shorts" || part[0] == "live" || part[0] == "v"):
		id = part[1]
	}
	if len(id) != 11 || !token(id) {
		return ""
	}
	return id
}

func dailymotionID(host string, part []string) string {
	id := part[len(part)-1]
	if (host == "dai.ly" || len(part) > 1 && part[len(part)-2] == "video") && token(id) {
		return id
	}
	return ""
}

// token reports whether s is a name such as sites give to their films.
func token(s string) bool {
	return s != "" && strings.Trim(s, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-") == ""
}

func digitsOnly(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
