package desk

import "strings"

// deviceName is the browser and its system in two words, as a person recognises their own: "Firefox, Android". Programs whose name means nothing to them are "?".
func deviceName(userAgent string) string {
	browser, system := firstOf(userAgent, browsers()), firstOf(userAgent, systems())
	if browser == "?" && system == "?" {
		return "?"
	}
	return browser + ", " + system
}

// mark is a word of a User-Agent field, and what it stands for.
type mark struct{ word, name string }

// browsers stand in an order in which the first match is right: nearly all also claim to be Chrome and Safari.
func browsers() []mark {
	return []mark{{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"Opera Mini", "Opera Mini"}, {"SamsungBrowser/", "Samsung Internet"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
}

func systems() []mark {
	return []mark{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"}}
}

func firstOf(userAgent string, marks []mark) string {
	for _, m := range marks {
		if strings.Contains(userAgent, m.word) {
			return m.name
		}
	}
	return "?"
}
