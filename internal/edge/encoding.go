package edge

import (
	"strconv"
	"strings"
)

// encoding is a content coding that the edge sends.
type encoding uint8

// The encodings, the most wanted last: where a reader likes several equally, the later one is sent.
const (
	identity encoding = iota
	gzipped
	zstandard
	brotlied
	encodings
)

// token is the name in Accept-Encoding and Content-Encoding.
func (e encoding) token() string { return [...]string{"identity", "gzip", "zstd", "br"}[e] }

func encodingOf(token string) (encoding, bool) {
	switch strings.ToLower(token) {
	case "br":
		return brotlied, true
	case "zstd":
		return zstandard, true
	case "gzip", "x-gzip":
		return gzipped, true
	case "identity":
		return identity, true
	}
	return identity, false
}

// unnamed marks an encoding that Accept-Encoding does not mention.
const unnamed = -1

// negotiate chooses by the lines of Accept-Encoding (RFC 9110 §12.5.3). Where nothing on offer is acceptable, not even identity, it chooses
// identity all the same: a page that can perhaps not be read is worth more than a refusal.
func negotiate(lines []string) encoding {
	if len(lines) == 0 {
		return identity
	}
	weight, star := weights(lines)
	best, bestWeight := identity, 0
	for e := gzipped; e < encodings; e++ {
		w := weight[e]
		if w == unnamed {
			w = star
		}
		if w > 0 && w >= bestWeight {
			best, bestWeight = e, w
		}
	}
	if weight[identity] > bestWeight {
		return identity
	}
	return best
}

// weights reads the lines; star is the weight of "*".
func weights(lines []string) (weight [encodings]int, star int) {
	star = unnamed
	for i := range weight {
		weight[i] = unnamed
	}
	for _, line := range lines {
		for part := range strings.SplitSeq(line, ",") {
			token, parameters, _ := strings.Cut(part, ";")
			token = strings.TrimSpace(token)
			if token == "*" {
				star = quality(parameters)
			} else if e, ok := encodingOf(token); ok {
				weight[e] = quality(parameters)
			}
		}
	}
	return weight, star
}

// quality is a q parameter in thousandths: 1000 where there is none, 0 where it cannot be read.
func quality(parameters string) int {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return int(q * 1000)
	}
	return 1000
}
