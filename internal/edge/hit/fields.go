package hit

// field is what a field of a request is to us.
type field uint8

// The fields that we heed, as bits. A field that is none of these and not harmless makes a request net/http's.
const (
	harmless field = 0
	host     field = 1 << iota
	accept
	userAgent
	referrer
	forwarded
	connection
)

const longestName = 32

// fields are all that may stand in a plain GET, in small letters. Harmless are those that neither net/http, nor the server, nor the edge looks at: the
// differential test sends each of them to both.
var fields = map[string]field{
	"host": host, "accept-encoding": accept, "user-agent": userAgent, "referer": referrer, "x-forwarded-for": forwarded, "connection": connection,

	"accept": harmless, "accept-language": harmless, "cookie": harmless, "priority": harmless,
	"cache-control": harmless, "pragma": harmless, "upgrade-insecure-requests": harmless,
	"dnt": harmless, "sec-gpc": harmless, "save-data": harmless,
	"sec-fetch-site": harmless, "sec-fetch-mode": harmless, "sec-fetch-user": harmless, "sec-fetch-dest": harmless,
	"sec-ch-ua": harmless, "sec-ch-ua-mobile": harmless, "sec-ch-ua-platform": harmless,
	"x-forwarded-host": harmless, "x-forwarded-proto": harmless, "x-requested-with": harmless,
}

// set tells which bytes may stand somewhere.
type set [256]bool

// The bytes of a target, of a host and of a field's value. What is missing in them is not forbidden but rare.
var (
	inTarget = letters("/?%!$&'()*+,;=:@-._~")
	inHost   = letters(".:-[]")
	inValue  = printable()
)

func letters(more string) (s set) {
	for c := range s {
		s[c] = '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
	}
	for i := range len(more) {
		s[more[i]] = true
	}
	return s
}

func printable() (s set) {
	s['\t'] = true
	for c := ' '; c <= '~'; c++ {
		s[c] = true
	}
	return s
}

func all(b []byte, in *set) bool {
	for _, c := range b {
		if !in[c] {
			return false
		}
	}
	return true
}
