package site

import (
	"regexp"
	"slices"
	"strings"
)

// policy is the Content-Security-Policy of a rendered page: its own sheet and scripts by their hashes, pictures and sounds of this site, and nothing else. The woven placeholder is a data:
// picture; sounds and films of an article may lie elsewhere and load when a reader plays them. The page's own script may fetch another of this site and tell the browser what comes next (ADR 16).
// A light page has a sheet, forms, and sounds and films.
func (l *look) policy(body []byte) string {
	styles, scripts := l.Sources(body)
	allow := []string{"default-src 'none'", "style-src " + styles, "img-src data:"}
	if scripts != "" {
		allow = []string{"default-src 'none'", "style-src " + styles, "script-src " + scripts + " 'strict-dynamic' 'inline-speculation-rules'",
			"worker-src 'self'", "img-src 'self' data:", "manifest-src 'self'", "connect-src 'self'"}
	}
	return strings.Join(append(allow, "media-src 'self' https:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"), "; ")
}

var embedOrigin = regexp.MustCompile(`data-embed="(https://[A-Za-z0-9.-]+)/`)

// frames lists the origins of a text's embeds: text.Clean keeps those of players it knows, and a frame of theirs loads when a reader clicks. A page allows the players it has and no other.
func frames(body string) (origins []string) {
	for _, m := range embedOrigin.FindAllStringSubmatch(body, -1) {
		if !slices.Contains(origins, m[1]) {
			origins = append(origins, m[1])
		}
	}
	return origins
}
