// Package agent says, coarsely, what kind of program asks for a page. It is a courtesy, not a defence: whoever lies about
// what they are is believed. Nothing finer than a Class is ever kept of a User-Agent field.
package agent

import (
	"net/http"
	"strings"
)

// Class is all that a log line says of the program that asked.
type Class string

// The classes.
const (
	Robot   Class = "robot"
	Phone   Class = "phone"
	Desktop Class = "desktop"
)

// Of classes a User-Agent field. An empty one is a robot: every browser names itself.
func Of(userAgent string) Class {
	ua := strings.ToLower(userAgent)
	switch {
	case robot(ua):
		return Robot
	case containsAny(ua, "mobi", "android", "iphone", "opera mini", "kaios", "nokia", "j2me", "ucweb"):
		return Phone
	}
	return Desktop
}

// Speculative reports whether a browser asks ahead of its reader, who may never look: a prefetch, a prerender, a preview.
func Speculative(h http.Header) bool {
	for _, name := range [...]string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		if containsAny(strings.ToLower(h.Get(name)), "prefetch", "prerender", "preview") {
			return true
		}
	}
	return false
}

// robot takes out "cubot" first: it is a make of telephone, and common on the continent.
func robot(ua string) bool {
	ua = strings.ReplaceAll(ua, "cubot", "")
	return strings.TrimSpace(ua) == "" || containsAny(ua,
		"bot", "crawl", "spider", "slurp", "archiver", "facebookexternalhit", "preview", "headless", "lighthouse",
		"feed", "rss", "monitor", "uptime", "curl/", "wget/", "httpclient", "http-client", "python", "libwww", "java/",
		"okhttp", "axios", "node-fetch", "scrapy", "validator", "scanner")
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
