package wordpress

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
)

// mend makes XML of an element that is none: it escapes what stands bare in text, drops characters that XML forbids even as
// entities, and ends a CDATA section where its element ends, as WordPress means it, not at the first "]]>".
func mend(chunk []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(chunk) + len(chunk)/16)
	var name string // of the start tag just read
	for len(chunk) > 0 {
		var n int
		switch {
		case bytes.HasPrefix(chunk, []byte("<![CDATA[")):
			n = mendCDATA(&out, chunk, name)
			name = ""
		case bytes.HasPrefix(chunk, []byte("<!--")):
			n = upTo(chunk, "-->")
			name = ""
		case chunk[0] == '<' && len(chunk) > 1 && tagBegins(chunk[1]):
			n = upTo(chunk, ">")
			out.Write(chunk[:n])
			name = tagName(chunk[:n])
		case chunk[0] == '<':
			out.WriteString("&lt;")
			n = 1
		default:
			if n = bytes.IndexByte(chunk, '<'); n < 0 {
				n = len(chunk)
			}
			mendText(&out, chunk[:n])
			if len(bytes.TrimSpace(chunk[:n])) > 0 {
				name = ""
			}
		}
		chunk = chunk[n:]
	}
	return out.Bytes()
}

func tagBegins(c byte) bool {
	return c == '/' || c == '_' || c == ':' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// upTo is the length of chunk to the end of a mark, or of all of it.
func upTo(chunk []byte, mark string) int {
	if i := bytes.Index(chunk, []byte(mark)); i >= 0 {
		return i + len(mark)
	}
	return len(chunk)
}

// mendCDATA writes a section that opens the element with the given name, and gives its length.
func mendCDATA(out *bytes.Buffer, chunk []byte, name string) int {
	const open, end, split = "<![CDATA[", "]]>", "]]]]><![CDATA[>"
	n := upTo(chunk, end)
	if name != "" && name[0] != '/' {
		if last := bytes.Index(chunk, []byte(end+"</"+name)); last >= 0 {
			n = last + len(end)
		}
	}
	inner := bytes.TrimSuffix(chunk[len(open):n], []byte(end))
	inner = bytes.ReplaceAll(inner, []byte(split), []byte(end))
	out.WriteString(open)
	out.Write(bytes.ReplaceAll(inner, []byte(end), []byte(split)))
	out.WriteString(end)
	return n
}

var entity = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

func mendText(out *bytes.Buffer, s []byte) {
	s = bytes.ReplaceAll(s, []byte("]]>"), []byte("]]&gt;"))
	for {
		i := bytes.IndexByte(s, '&')
		if i < 0 {
			out.Write(s)
			return
		}
		out.Write(s[:i])
		s = s[i:]
		m := entity.FindSubmatch(s)
		if m == nil {
			out.WriteString("&amp;")
			s = s[1:]
			continue
		}
		out.WriteString(lawful(string(m[1])))
		s = s[len(m[0]):]
	}
}

// lawful writes an entity so that an XML parser takes it.
func lawful(ref string) string {
	if ref[0] != '#' {
		switch ref {
		case "amp", "lt", "gt", "quot", "apos":
			return "&" + ref + ";"
		}
		if char, ok := xml.HTMLEntity[ref]; ok {
			return char
		}
		return "&amp;" + ref + ";"
	}
	base, digits := 10, ref[1:]
	if digits[0]|0x20 == 'x' {
		base, digits = 16, digits[1:]
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if r := rune(code); err == nil && code <= 0x10ffff && legal(r) && (r < 0xd800 || r > 0xdfff) { //nolint:gosec // bounded
		return "&#" + strconv.Itoa(int(r)) + ";"
	}
	return ""
}
