package wordpress

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// cleaner drops what XML forbids, which real exports hold: controls, NULs, noncharacters, byte order marks in the middle. Bytes
// that are not UTF-8 are read as Windows-1252, as in package text. Line ends stay, so that lines can be counted after it.
type cleaner struct{ transform.NopResetter }

// Transform is transform.Transformer's.
func (cleaner) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if n := plainRun(dst[nDst:], src[nSrc:]); n > 0 {
			nDst, nSrc = nDst+n, nSrc+n
			continue
		}
		if nDst+utf8.UTFMax > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && size == 1 {
			if !atEOF && !utf8.FullRune(src[nSrc:]) {
				return nDst, nSrc, transform.ErrShortSrc
			}
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		nSrc += size
		if legal(r) {
			nDst += utf8.EncodeRune(dst[nDst:], r)
		}
	}
	return nDst, nSrc, nil
}

// plainRun copies the ASCII text at the beginning of src that needs no look.
func plainRun(dst, src []byte) int {
	n := min(len(dst), len(src))
	for i := range n {
		if c := src[i]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7f {
			n = i
			break
		}
	}
	return copy(dst, src[:n])
}

func legal(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return true
	case r < ' ', r == 0x7f, r == 0xfeff, r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return false
	}
	return true
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// charsetOf is how to read a file that is not UTF-8; nil for one that is.
func charsetOf(head []byte) (transform.Transformer, error) {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder(), nil
	}
	m := declared.FindSubmatch(head)
	if m == nil {
		return nil, nil
	}
	switch name := strings.ToLower(string(m[1])); name {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return nil, nil
	case "iso-8859-1", "latin1", "windows-1252", "cp1252":
		return charmap.Windows1252.NewDecoder(), nil
	case "iso-8859-15", "latin9":
		return charmap.ISO8859_15.NewDecoder(), nil
	case "windows-1256", "cp1256":
		return charmap.Windows1256.NewDecoder(), nil
	default:
		return nil, fmt.Errorf("the file is written in %s: convert it to UTF-8 and import that", name)
	}
}
