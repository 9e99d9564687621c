package staff

import (
	"regexp"
	"strings"

	"griot/internal/text"
)

// Handle is what somebody of a name is mentioned by among colleagues, after @: "awa-diallo". It is "" for a name without letters.
func Handle(name string) string { return text.Slug(name) }

// MaxMentions bounds how many mentions of one text count.
const MaxMentions = 20

// aMention is @ and a name. What stands in the middle of a word, as in an address, is none.
var aMention = regexp.MustCompile(`(?:^|[^\p{L}\p{N}_.+-])(@[\p{L}\p{M}\p{N}]+(?:[-’'][\p{L}\p{M}\p{N}]+)*)`)

// Handles are those that a text mentions.
func Handles(said string) (list []string) {
	for _, m := range aMention.FindAllStringSubmatch(said, MaxMentions) {
		list = append(list, Handle(m[1]))
	}
	return list
}

// withoutMention puts something else where a text mentions a handle, and where it was cut amid one.
func withoutMention(said, handle, instead string) string {
	var b strings.Builder
	done := 0
	for _, at := range aMention.FindAllStringSubmatchIndex(said, -1) {
		from, to := at[2], at[3]
		name := Handle(said[from:to])
		if name != handle && !(said[to:] == "…" && strings.HasPrefix(handle, name)) {
			continue
		}
		b.WriteString(said[done:from] + instead)
		done = to
	}
	return b.String() + said[done:]
}
