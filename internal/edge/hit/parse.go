package hit

import (
	"bytes"
	"unicode/utf8"
)

// request is what matters of a plain GET, as it stands in what was read.
type request struct {
	target                                   []byte // path, still escaped
	query                                    []byte
	host, accept, agent, referrer, forwarded []byte
	seen                                     field // fields that were there, as bits
	lines                                    [1]string
}

// parse recognises one request at the beginning of what was read and gives its size. ok is false for anything that is not entirely a plain GET: whether it
// is wrong, unusual, or not complete, net/http finds out.
func parse(read []byte, r *request) (size int, ok bool) {
	end := bytes.Index(read, []byte("\r\n\r\n"))
	if end < 0 {
		return 0, false
	}
	*r = request{}
	line, rest, _ := bytes.Cut(read[:end+2], []byte("\r\n"))
	if !r.startLine(line) {
		return 0, false
	}
	for len(rest) > 0 {
		line, rest, _ = bytes.Cut(rest, []byte("\r\n"))
		if !r.fieldLine(line) {
			return 0, false
		}
	}
	return end + 4, r.seen&host != 0
}

// startLine takes GET, a path that begins with one slash, perhaps a query, and HTTP/1.1, with single spaces.
func (r *request) startLine(line []byte) bool {
	rest, get := bytes.CutPrefix(line, []byte("GET /"))
	rest, http := bytes.CutSuffix(rest, []byte(" HTTP/1.1"))
	if !get || !http || !all(rest, &inTarget) {
		return false
	}
	r.target = line[len("GET ") : len("GET /")+len(rest)]
	if at := bytes.IndexByte(r.target, '?'); at >= 0 {
		r.target, r.query = r.target[:at], r.target[at+1:]
	}
	return true
}

// fieldLine takes a field that is known to change nothing, or that we heed.
func (r *request) fieldLine(line []byte) bool {
	colon := bytes.IndexByte(line, ':')
	if colon < 1 || colon > longestName || !all(line[colon+1:], &inValue) {
		return false
	}
	var name [longestName]byte
	what, known := fields[string(lower(name[:0], line[:colon]))]
	if !known || what != harmless && r.seen&what != 0 { // twice is net/http's to judge
		return false
	}
	r.seen |= what
	value := bytes.Trim(line[colon+1:], " \t")
	switch what {
	case host:
		r.host = value
		return len(value) > 0 && all(value, &inHost)
	case accept:
		r.accept = value
	case userAgent:
		r.agent = value
	case referrer:
		r.referrer = value
	case forwarded:
		r.forwarded = value
	case connection:
		return bytes.EqualFold(value, []byte("keep-alive"))
	}
	return true
}

// decoded is the path without escapes. One whose escapes are broken or stand for what no path of ours holds is not ours.
func (r *request) decoded(to []byte) (path string, ok bool) {
	if bytes.IndexByte(r.target, '%') < 0 {
		return string(r.target), true
	}
	for i := 0; i < len(r.target); i++ {
		c := r.target[i]
		if c == '%' {
			if i+2 >= len(r.target) {
				return "", false
			}
			high, low := unhex(r.target[i+1]), unhex(r.target[i+2])
			if high > 15 || low > 15 {
				return "", false
			}
			c = high<<4 | low
			i += 2
		}
		to = append(to, c)
	}
	return string(to), utf8.Valid(to)
}

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 255
}

func lower(to, name []byte) []byte {
	for _, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}
