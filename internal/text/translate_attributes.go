package text

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// attributes repairs those attributes that the policy knows; whether they may stand on this element is for the policy to say.
func attributes(tag string, in []html.Attribute) []html.Attribute {
	var out []html.Attribute
	for _, a := range in {
		if val, ok := attribute(tag, a.Key, repair(a.Val)); ok {
			out = append(out, html.Attribute{Key: a.Key, Val: val})
		}
	}
	return out
}

func attribute(tag, key, val string) (string, bool) {
	switch key {
	case "href":
		return link(val)
	case "poster":
		return picture(val)
	case "src":
		if tag == "img" {
			return picture(val)
		}
		return recording(val)
	case "data-embed":
		return embeddable(val)
	case "alt", "title":
		val = norm.NFC.String(fold(val))
		return val, val != "" || key == "alt"
	case "lang":
		_, err := language.Parse(val)
		return val, err == nil
	case "datetime":
		return datetime(val)
	}
	return attributeWord(key, strings.ToLower(strings.TrimSpace(val)))
}

// attributeWord repairs attributes whose values are words of HTML's own, or numbers.
func attributeWord(key, val string) (string, bool) {
	switch key {
	case "class":
		return among(val, "fact", "readalso", "pullquote", "gallery", "footnotes")
	case "rel":
		return among(val, "sponsored", "nofollow", "ugc")
	case "width", "height":
		return strings.TrimSuffix(val, "px"), true
	case "dir", "id", "scope", "colspan", "rowspan", "start", "data-media", "data-picture":
		return val, true
	}
	return "", false
}

// among keeps the words of val that are allowed, each once.
func among(val string, allowed ...string) (string, bool) {
	var kept []string
	for _, w := range strings.Fields(val) {
		if slices.Contains(allowed, w) && !slices.Contains(kept, w) {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " "), len(kept) > 0
}

// datetime keeps the machine-readable times of HTML that news needs: days, months, years, hours, instants.
func datetime(val string) (string, bool) {
	val = strings.TrimSpace(val)
	for _, layout := range []string{
		"2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", time.RFC3339, "2006-01-02 15:04",
		"2006-01-02T15:04:05-0700", "2006-01", "2006", "15:04",
	} {
		if _, err := time.Parse(layout, val); err == nil {
			return val, !strings.HasPrefix(val, "0000")
		}
	}
	return "", false
}
