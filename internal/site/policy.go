package site

import (
	"strings"

	"griot/internal/site/theme"
)

// embedHosts may be shown in a frame, once a reader asks: the players that text.Clean turns frames into links to.
var embedHosts = []string{"https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://www.dailymotion.com", "https://w.soundcloud.com", "https://open.spotify.com"}

// contentPolicy allows the page's own sheet and scripts by their hashes, pictures and sounds of this site, and frames of the players. Nothing else loads. The woven placeholder is a data: picture.
func contentPolicy(t *theme.Theme) string {
	return strings.Join([]string{
		"default-src 'none'",
		"style-src " + t.StyleHash(),
		"script-src " + strings.Join(t.ScriptHashes(), " "),
		"img-src 'self' data:",
		"media-src 'self' https:",
		"manifest-src 'self'",
		"connect-src 'self'",
		"frame-src " + strings.Join(embedHosts, " "),
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}
