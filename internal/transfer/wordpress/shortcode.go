package wordpress

import (
	"strings"
)

// shortcode is [name key="value" …] in a text.
type shortcode struct {
	name    string
	attrs   map[string]string
	words   []string // values without a key
	closing bool     // [/name]
	single  bool     // [name /]
	raw     string
}

// maxShortcodeBytes bounds a shortcode's own tag.
const maxShortcodeBytes = 8 << 10

// shortcodes puts HTML in place of the shortcodes that WordPress itself knows. Of unknown ones the tags are taken out and kept for
// editors; what they enclose stays. Brackets that are no shortcode, as in "[sic]", stay; [[name]] is an escaped one.
func (c *converter) shortcodes(s string) string {
	if !strings.Contains(s, "[") {
		return s
	}
	p := codeParser{converter: c, open: map[string]bool{}, marks: map[string]int{}}
	return p.parse(s)
}

type codeParser struct {
	*converter
	out  strings.Builder
	open map[string]bool // unknown shortcodes that were taken out: their end tags go too
	// How long the text was after the next of each mark, when it was last looked for; -1 for one that comes no more. Without it, looking
	// for the end of everything that begins would take the square of the text's length.
	marks map[string]int
}

func (p *codeParser) parse(s string) string {
	for s != "" {
		i := strings.IndexAny(s, "<[")
		if i < 0 {
			p.out.WriteString(s)
			break
		}
		p.out.WriteString(s[:i])
		s = s[i:]
		n := 0
		if s[0] == '<' {
			n = p.markupLength(s)
			p.out.WriteString(s[:n])
		} else {
			n = p.bracket(s)
		}
		s = s[n:]
	}
	return p.out.String()
}

// markupLength is the length of a tag or comment at the beginning of s, with its content where brackets in it mean nothing.
func (p *codeParser) markupLength(s string) int {
	if strings.HasPrefix(s, "<!--") {
		return max(1, p.past(s, "-->"))
	}
	for _, tag := range []string{"pre", "code", "script", "style", "textarea"} {
		if rest := s[1:]; len(rest) > len(tag) && strings.EqualFold(rest[:len(tag)], tag) && strings.IndexByte(" >\t\n/", rest[len(tag)]) >= 0 {
			return max(1, p.past(s, "</"+tag+">"))
		}
	}
	return max(1, p.past(s, ">"))
}

// past is the length of s up to the end of the next of a mark; 0 when there is none.
func (p *codeParser) past(s, mark string) int {
	after, looked := p.marks[mark]
	if !looked || after >= 0 && after+len(mark) > len(s) {
		after = -1
		if i := strings.Index(s, mark); i >= 0 {
			after = len(s) - i - len(mark)
		}
		p.marks[mark] = after
	}
	if after < 0 {
		return 0
	}
	return len(s) - after
}

// bracket handles a "[" and gives the length of what it took.
func (p *codeParser) bracket(s string) int {
	if strings.HasPrefix(s, "[[") {
		if sc, n := readShortcode(s[1:]); n > 0 && strings.HasPrefix(s[1+n:], "]") {
			p.out.WriteString(sc.raw)
			return n + 2
		}
	}
	sc, n := readShortcode(s)
	if n == 0 {
		p.out.WriteByte('[')
		return 1
	}
	rest := s[n:]
	switch {
	case sc.closing && p.open[sc.name]:
		return n
	case !sc.closing && knownShortcode(sc.name):
		content, length := "", 0
		if !sc.single && encloses(sc.name) {
			content, length = p.enclosed(rest, sc.name)
		}
		p.out.WriteString(p.render(sc, content))
		return n + length
	case p.unknown(sc, rest):
		p.keepShortcode(sc)
		if length := p.opaque(sc, rest); length > 0 {
			return n + length
		}
		return n
	}
	p.out.WriteString(sc.raw)
	return n
}

// enclosed is what stands between a shortcode and its end tag, and the length with that.
func (p *codeParser) enclosed(rest, name string) (content string, length int) {
	end := "[/" + name + "]"
	if length = p.past(rest, end); length == 0 {
		return "", 0
	}
	return rest[:length-len(end)], length
}

// keepShortcode keeps an unknown shortcode beside the article.
func (p *codeParser) keepShortcode(sc shortcode) {
	p.open[sc.name] = true
	if sc.closing {
		return
	}
	p.kept = append(p.kept, meta{"griot:shortcode", sc.raw})
	p.acc.changed(ShortcodeKept, 1, sc.name)
}

// opaque is the length of what an unknown shortcode encloses when that is no text: page builders keep code so.
func (p *codeParser) opaque(sc shortcode, rest string) int {
	switch sc.name {
	case "vc_raw_html", "vc_raw_js", "et_pb_code", "fusion_code", "raw_html":
		_, length := p.enclosed(rest, sc.name)
		return length
	}
	return 0
}

// unknown tells a shortcode of some plug-in from words in brackets. Only what no writer would set in brackets counts: fields with
// values, a name with an underline, a name of a list, an end tag.
func (p *codeParser) unknown(sc shortcode, rest string) bool {
	switch {
	case sc.closing:
		return strings.Contains(sc.name, "_") || plugin(sc.name)
	case len(sc.attrs) > 0, strings.Contains(sc.name, "_"), plugin(sc.name), sc.single:
		return true
	case len(sc.words) > 0:
		return false
	}
	return p.past(rest, "[/"+sc.name+"]") > 0
}

// plugin tells names by which well-known plug-ins are called without any field.
func plugin(name string) bool {
	switch name {
	case "toc", "contact-form", "contact-form-7", "adrotate", "adsense", "wpforms", "gravityform", "ninja-form", "mc4wp-form", "newsletter",
		"mailpoet-form", "formidable", "rev-slider", "metaslider", "nggallery", "ngg", "elementor-template", "ads", "ad", "sitemap", "polls",
		"poll", "tablepress", "table", "row", "column", "spoiler", "printfriendly", "addtoany", "ssba-buttons", "sharethis", "jetpack-related-posts":
		return true
	}
	return false
}
