package text

// content says what an element may hold, as far as an article needs it (HTML Standard, content models).
type content uint8

const (
	holdsNothing content = iota
	holdsPhrasing
	holdsFlow  // blocks, text and inline elements
	holdsItems // li
	holdsPairs // dt and dd
	holdsParts // of a table: caption, thead, tbody, tfoot
	holdsRows
	holdsCells
)

func contentOf(tag string) content {
	switch tag {
	case "blockquote", "div", "li", "td", "th", "dd", "dt", "figcaption", "caption", "figure", "details", "footer":
		return holdsFlow
	case "ul", "ol":
		return holdsItems
	case "dl":
		return holdsPairs
	case "table":
		return holdsParts
	case "thead", "tbody", "tfoot":
		return holdsRows
	case "tr":
		return holdsCells
	}
	if void(tag) || tag == "audio" || tag == "video" {
		return holdsNothing
	}
	return holdsPhrasing
}

// role says how the builder treats a start tag.
type role uint8

const (
	asInline role = iota // formatting: it goes on inside the blocks that interrupt it
	asObject             // inline and without content: br, img, audio, video
	asBlock
	asPart // of the element that parentOf names
)

func roleOf(tag string) role {
	switch tag {
	case "br", "img", "audio", "video":
		return asObject
	case "p", "h2", "h3", "h4", "blockquote", "div", "ul", "ol", "dl", "figure", "table", "pre", "hr", "details":
		return asBlock
	}
	if len(parentsOf(tag)) > 0 {
		return asPart
	}
	return asInline
}

// parentsOf lists where a part may stand, the nearest first.
func parentsOf(tag string) []string {
	switch tag {
	case "li":
		return []string{"ul", "ol"}
	case "dt", "dd":
		return []string{"dl"}
	case "figcaption":
		return []string{"figure"}
	case "summary":
		return []string{"details"}
	case "footer":
		return []string{"blockquote"}
	case "caption", "thead", "tbody", "tfoot":
		return []string{"table"}
	case "tr":
		return []string{"thead", "tbody", "tfoot", "table"}
	case "td", "th":
		return []string{"tr", "thead", "tbody", "tfoot", "table"}
	}
	return nil
}

// implied is the element that HTML, or good sense, puts where stray content stands directly in what cannot hold it.
func implied(c content) string {
	switch c {
	case holdsItems:
		return "li"
	case holdsPairs:
		return "dd"
	case holdsParts:
		return "tbody"
	case holdsRows:
		return "tr"
	case holdsCells:
		return "td"
	}
	return "p"
}

// wraps reports whether stray text in an element becomes paragraphs. The root's name is empty.
func wraps(tag string) bool {
	return tag == "" || tag == "blockquote" || tag == "div" || tag == "details"
}

func void(tag string) bool {
	switch tag {
	case "br", "hr", "img", "wbr", "input", "embed", "source", "track", "area", "base", "col", "link", "meta", "param":
		return true
	}
	return false
}

// inline tells the elements of any HTML that do not interrupt a line of text.
func inline(tag string) bool {
	switch tag {
	case "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
		"nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr":
		return true
	}
	return false
}
