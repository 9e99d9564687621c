package masthead

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"griot/internal/fault"
)

// Limits of what a newspaper says of itself.
const (
	maxLineRunes = 2_000
	maxFileBytes = 100_000 // of a file for machines: IAB and Google read more, but nobody writes more by hand
	maxChannels  = 50
	maxAuditDays = 3650
	maxReplyDays = 60
)

// check refuses what would make a page or a file for machines wrong.
func (n *Newspaper) check() error {
	if n.Title == "" {
		return fault.New(fault.Invalid, "a newspaper needs a title")
	}
	for _, line := range []string{n.Title, n.Tagline, n.Description, n.About, n.Place, n.Copyright, n.ShortName} {
		if utf8.RuneCountInString(line) > maxLineRunes || strings.ContainsFunc(line, unicode.IsControl) {
			return fault.New(fault.Invalid, "a line of the masthead has at most %d letters and no line break", maxLineRunes)
		}
	}
	if n.Email != "" && !address.MatchString(n.Email) {
		return fault.New(fault.Invalid, "%q is no e-mail address", n.Email)
	}
	if n.Colour != "" && !colour.MatchString(n.Colour) {
		return fault.New(fault.Invalid, "a colour is written #rrggbb, not %q", n.Colour)
	}
	if err := n.checkAddresses(); err != nil {
		return err
	}
	for _, f := range []struct {
		name, text string
		line       func(string) bool
	}{{"ads.txt", n.AdsTxt, adsLine}, {"robots.txt", n.RobotsTxt, robotsLine}, {"security.txt", n.SecurityTxt, securityLine}} {
		if err := checkFile(f.name, f.text, f.line); err != nil {
			return err
		}
	}
	return nil
}

var (
	address = regexp.MustCompile(`^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$`)
	colour  = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

func (n *Newspaper) checkAddresses() error {
	if n.Webmail != "" && !absolute(n.Webmail) {
		return fault.New(fault.Invalid, "the webmail's address must begin with https:// or http://, unlike %q", n.Webmail)
	}
	if len(n.Channels) > maxChannels {
		return fault.New(fault.Invalid, "a newspaper has at most %d channels", maxChannels)
	}
	for _, c := range n.Channels {
		if c.Name == "" || !absolute(c.URL) {
			return fault.New(fault.Invalid, "a channel is a name and an address that begins with https:// or http://, unlike %q %q", c.Name, c.URL)
		}
	}
	if n.Hub != "" && !hub(n.Hub) {
		return fault.New(fault.Invalid, "a hub's address begins with https://, unlike %q", n.Hub)
	}
	return nil
}

func absolute(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && len(address) <= maxLineRunes
}

// hub is an address to which nobody between can listen: https, or http on the operator's own network, which is reached only where the operator allows it.
func hub(address string) bool {
	u, err := url.Parse(address)
	if err != nil || !absolute(address) || u.Fragment != "" || strings.ContainsAny(address, `<>" `) { // it stands in a header
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	own := u.Hostname() == "localhost" || err == nil && (ip.IsLoopback() || ip.IsPrivate())
	return u.Scheme == "https" || own
}

// checkFile compares each line of a file for machines with what its readers understand: they pass over anything else in silence.
func checkFile(name, text string, understood func(line string) bool) error {
	if len(text) > maxFileBytes {
		return fault.New(fault.Invalid, "%s has at most %d bytes", name, maxFileBytes)
	}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line, comment, _ := strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if strings.ContainsFunc(line+comment, func(r rune) bool { return unicode.IsControl(r) && r != '\t' || r == utf8.RuneError }) || line != "" && !understood(line) {
			return fault.New(fault.Invalid, "line %d of %s is nothing that its readers understand: %.80q", i+1, name, line)
		}
	}
	return nil
}

// adsLine is a record of two to four fields (the third names the account's kind where it is there), or a variable (IAB ads.txt 1.1 §3).
func adsLine(line string) bool {
	line, _, _ = strings.Cut(line, ";") // extension data
	fields := strings.Split(line, ",")
	if len(fields) == 1 {
		name, value, ok := strings.Cut(line, "=")
		return ok && strings.TrimSpace(name) != "" && strings.TrimSpace(value) != ""
	}
	return len(fields) <= 4 && !slices.ContainsFunc(fields, func(f string) bool { return strings.TrimSpace(f) == "" })
}

// robotsLine is a field of RFC 9309 or one of those that large engines added.
func robotsLine(line string) bool {
	return field(line, "user-agent", "allow", "disallow", "crawl-delay", "sitemap", "content-signal")
}

// securityLine is a field of RFC 9116 that the program does not write itself.
func securityLine(line string) bool {
	return field(line, "contact", "encryption", "acknowledgments", "policy", "hiring", "csaf")
}

func field(line string, known ...string) bool {
	name, value, ok := strings.Cut(line, ":")
	return ok && slices.Contains(known, strings.ToLower(strings.TrimSpace(name))) && (strings.TrimSpace(value) != "" || strings.EqualFold(name, "disallow"))
}
