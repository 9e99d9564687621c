package text

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"griot/internal/fault"
)

// Limits of what is cleaned.
const (
	MaxHTMLBytes = 2 << 20 // of HTML, as it comes and as it goes
	MaxLineRunes = 2000    // of a title or a name
	maxDepth     = 64      // of nested elements; deeper ones lose their tags and keep their text
)

// Clean is the one door for HTML that comes from outside: editors, imports, the API. What it returns holds only the elements and
// attributes of the policy, is well-formed, is valid as the content of a <div>, has one top-level block a line, and is its own
// Clean. Text is never lost, except inside elements that are dropped whole (scripts, forms, drawings). Its one error is
// fault.TooLarge.
//
// It works in four steps, each of which trusts the one before: translate brings strangers' markup into our vocabulary, bluemonday
// refuses whatever the policy does not name, build gives every element its lawful place, tidy makes good copy of it.
//
// build is not html.Parse, because the standard's algorithm opens unclosed formatting again in every paragraph, so that a crafted
// text grows without bound, and because x/net gives a text up that is nested more than 512 deep.
func Clean(source string) (string, error) {
	if len(source) > MaxHTMLBytes {
		return "", tooLarge()
	}
	root := build(policy().Sanitize(translate(source)))
	tidy(root)
	if out := render(root); len(out) <= MaxHTMLBytes {
		return out, nil
	}
	return "", tooLarge()
}

func tooLarge() error {
	return fault.New(fault.TooLarge, "the text is longer than %d MiB", MaxHTMLBytes>>20)
}

// CleanLine makes one line of plain text of a title or a name: tags and controls gone, entities decoded, white space folded, in
// Unicode's form C, at most MaxLineRunes. It is text, not HTML: it must be escaped before it is shown.
func CleanLine(s string) string {
	if strings.Contains(s, ">") {
		s = Plain(s)
	} else { // "if a<b" holds no tag
		s = html.UnescapeString(s)
	}
	s, _ = first(norm.NFC.String(fold(repair(s))), MaxLineRunes)
	return strings.TrimSpace(s)
}
