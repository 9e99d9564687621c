package main

import (
	"fmt"
	"strings"
)

// addFallbacks writes before each declaration that uses a root token the same declaration with the token's plain value:
// "color:#16130f;color:var(--ink)". A browser that knows no custom properties keeps the first. Rules inside at-rules are left
// alone: they are for wide screens, for the night, for paper.
//
// tokens are those of the sheets before it; this sheet's own are added. The sheet must be esbuild's: no comments, no space around punctuation.
func addFallbacks(sheet string, tokens map[string]string) (string, error) {
	var out strings.Builder
	for rest := sheet; rest != ""; {
		selector, body, after, err := nextRule(rest)
		if err != nil {
			return "", err
		}
		rest = after
		if strings.HasPrefix(selector, "@") {
			out.WriteString(selector + "{" + body + "}")
			continue
		}
		decls := split(body)
		if selector == ":root" {
			learn(tokens, decls)
		}
		out.WriteString(selector + "{" + strings.Join(withPlain(decls, tokens), ";") + "}")
	}
	return out.String(), nil
}

// nextRule takes the first rule or at-rule of a sheet apart.
func nextRule(sheet string) (selector, body, rest string, err error) {
	open := indexOutside(sheet, '{')
	if open < 0 {
		return "", "", "", fmt.Errorf("no rule in %.60q", sheet)
	}
	depth := 0
	for i := open; i < len(sheet); i++ {
		switch sheet[i] {
		case '"', '\'':
			i = endOfString(sheet, i)
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return sheet[:open], sheet[open+1 : i], sheet[i+1:], nil
			}
		}
	}
	return "", "", "", fmt.Errorf("unclosed rule %.60q", sheet)
}

// withPlain lists declarations, each that needs it after its plain twin.
func withPlain(decls []string, tokens map[string]string) []string {
	var out []string
	for _, d := range decls {
		if name, _, _ := strings.Cut(d, ":"); !strings.HasPrefix(name, "--") && strings.Contains(d, "var(") {
			if plain, ok := resolve(d, tokens); ok {
				out = append(out, plain)
			}
		}
		out = append(out, d)
	}
	return out
}

func learn(tokens map[string]string, decls []string) {
	for _, d := range decls {
		if name, value, ok := strings.Cut(d, ":"); ok && strings.HasPrefix(name, "--") && !strings.HasPrefix(name, "--_") {
			tokens[name] = value
		}
	}
}

// resolve replaces every var() by its token's value, or by its own fallback where no root token has the name. It is false
// when neither is there.
func resolve(value string, tokens map[string]string) (string, bool) {
	for range 20 {
		at := strings.Index(value, "var(")
		if at < 0 {
			return value, true
		}
		end := closing(value, at+3)
		if end < 0 {
			return "", false
		}
		name, fallback, hasFallback := strings.Cut(value[at+4:end], ",")
		plain, known := tokens[name]
		if !known && !hasFallback {
			return "", false
		}
		if !known {
			plain = fallback
		}
		value = value[:at] + plain + value[end+1:]
	}
	return "", false
}

// split cuts the body of a rule at its semicolons.
func split(body string) []string {
	var decls []string
	for body != "" {
		end := indexOutside(body, ';')
		if end < 0 {
			end = len(body)
		}
		decls = append(decls, body[:end])
		body = strings.TrimPrefix(body[end:], ";")
	}
	return decls
}

// indexOutside finds a byte outside strings and brackets.
func indexOutside(s string, want byte) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == want:
			return i
		case s[i] == '"' || s[i] == '\'':
			i = endOfString(s, i)
		case s[i] == '(':
			if i = closing(s, i); i < 0 {
				return -1
			}
		}
	}
	return -1
}

// closing finds the bracket that closes the one at open.
func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '"', '\'':
			i = endOfString(s, i)
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// endOfString finds the quote that closes the one at open, or the end of the text.
func endOfString(s string, open int) int {
	for i := open + 1; i < len(s); i++ {
		if s[i] == '\\' {
			i++
		} else if s[i] == s[open] {
			return i
		}
	}
	return len(s)
}
