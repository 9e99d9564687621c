package journey

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unknown are the declarations that an old phone passes over: custom properties and their use, grid, sticky, logical properties and functions, and newer ones still.
var unknown = regexp.MustCompile(`^(--|grid|gap|inset|(margin|padding|border)-(inline|block)|(inline|block)-size|aspect-ratio|object-|mask|text-wrap|columns?\b)|` +
	`var\(|:\s*(inline-)?grid\b|:\s*sticky\b|\b(min|max|clamp)\(|hsl\(.*var`)

// unknownRules are the conditions and selectors that make it pass over a whole rule.
var unknownRules = regexp.MustCompile(`prefers-|:has\(|:is\(|:where\(|:focus-visible|:dir\(|:not\([^)]*,`)

// olderSheet leaves of a style sheet what an old phone knows.
func olderSheet(css string) string {
	var b strings.Builder
	for _, r := range rules(css) {
		switch {
		case unknownRules.MatchString(r.head):
		case strings.HasPrefix(r.head, "@media"):
			b.WriteString(r.head + "{" + olderSheet(r.body) + "}")
		default:
			kept := slices.DeleteFunc(split(r.body, ';'), func(d string) bool { return d == "" || unknown.MatchString(strings.TrimSpace(d)) })
			b.WriteString(r.head + "{" + strings.Join(kept, ";") + "}")
		}
	}
	return b.String()
}

type rule struct{ head, body string }

// rules cuts a sheet into its rules of the first level.
func rules(css string) (list []rule) {
	for css = strings.TrimSpace(css); css != ""; css = strings.TrimSpace(css) {
		open := find(css, '{')
		if open < 0 {
			return list
		}
		end := open + 1
		for depth := 1; end < len(css) && depth > 0; end++ {
			switch step := find(css[end:], '{', '}'); {
			case step < 0:
				end = len(css)
			default:
				end += step
				depth += map[byte]int{'{': 1, '}': -1}[css[end]]
			}
		}
		list = append(list, rule{strings.TrimSpace(css[:open]), css[open+1 : end-1]})
		css = css[end:]
	}
	return list
}

func split(css string, at byte) (parts []string) {
	for {
		i := find(css, at)
		if i < 0 {
			return append(parts, css)
		}
		parts, css = append(parts, css[:i]), css[i+1:]
	}
}

// find is the first of some signs outside of quotes and brackets; -1 without one.
func find(css string, signs ...byte) int {
	var quote byte
	depth := 0
	for i := range len(css) {
		switch c := css[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth == 0 && slices.Contains(signs, c):
			return i
		}
	}
	return -1
}

func TestOlderSheet(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`:root{--a:#fff}a{color:#000;color:var(--a)}`:                       `:root{}a{color:#000}`,
		`@media(min-width:4em){a{display:grid;margin:0}}`:                   `@media(min-width:4em){a{margin:0}}`,
		`@media(prefers-color-scheme:dark){a{color:red}}b{color:red}`:       `b{color:red}`,
		`a{background:url("data:x;{}");margin-inline-start:1px;top:0}`:      `a{background:url("data:x;{}");top:0}`,
		`.x{position:static;position:sticky}.y{display:block;display:grid}`: `.x{position:static}.y{display:block}`,
		`a:focus-visible{top:0}a:hover{top:0}`:                              `a:hover{top:0}`,
	} {
		if got := olderSheet(in); got != want {
			t.Errorf("olderSheet(%s) = %s, want %s", in, got, want)
		}
	}
}
