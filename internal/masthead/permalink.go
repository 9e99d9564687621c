package masthead

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"griot/internal/address"
	"griot/internal/fault"
)

// DefaultPattern is how the addresses of articles are made where nobody said.
const DefaultPattern = "/{year}/{month}/{day}/{slug}/"

// Patterns are those that a form offers.
func Patterns() []string {
	return []string{DefaultPattern, "/{year}/{month}/{slug}/", "/{year}/{slug}/", "/{section}/{slug}/", "/{slug}/"}
}

// Pattern is how the addresses of new articles are made.
func (n *Newspaper) Pattern() string {
	if n.Permalink == "" {
		return DefaultPattern
	}
	return n.Permalink
}

const maxPatternWords = 6

var literal = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// CheckPattern is fault.Invalid for what no address can be made of. Empty is the default.
func CheckPattern(pattern string) error {
	if pattern == "" {
		return nil
	}
	if !strings.HasPrefix(pattern, "/") || !strings.HasSuffix(pattern, "/{slug}/") || len(pattern) > 200 {
		return fault.New(fault.Invalid, "a pattern begins with / and ends in /{slug}/, unlike %q", shortened(pattern))
	}
	words := strings.Split(strings.Trim(pattern, "/"), "/")
	if len(words) > maxPatternWords {
		return fault.New(fault.Invalid, "a pattern has at most %d words between its strokes", maxPatternWords)
	}
	for i, w := range words {
		switch w {
		case "{year}", "{month}", "{day}", "{section}", "{slug}":
			if slices.Contains(words[:i], w) {
				return fault.New(fault.Invalid, "%s stands twice in %q", w, pattern)
			}
		default:
			if !literal.MatchString(w) || len(w) > 40 {
				return fault.New(fault.Invalid, "%q is neither one of {year} {month} {day} {section} {slug} nor a word of small letters and digits", shortened(w))
			}
		}
	}
	if !strings.HasPrefix(words[0], "{") && address.Reserved(pattern) {
		return fault.New(fault.Invalid, "addresses that begin with /%s/ belong to the program", words[0])
	}
	return nil
}

// Address is the address of an article by the newspaper's pattern: published at an hour, in the rubric with a path ("" for none), under a slug. One whose first word belongs to the program gets a number behind it.
func (n *Newspaper) Address(published time.Time, section, slug string) string {
	day := published.In(n.Location())
	path := strings.NewReplacer("{year}", day.Format("2006"), "{month}", day.Format("01"), "{day}", day.Format("02"), "/{section}/", orStroke(section), "{slug}", slug).Replace(n.Pattern())
	if address.Reserved(path) {
		path = strings.TrimSuffix(path, "/") + "-2/"
	}
	return path
}

// orStroke lets the word of a rubric fall away where there is none.
func orStroke(section string) string {
	if section == "" {
		return "/"
	}
	return section
}
