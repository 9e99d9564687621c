package masthead

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"
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
	if flaws := n.Flaws(); len(flaws) > 0 {
		return fault.Wrap(fault.Invalid, flaws, "%s", flaws[0].said)
	}
	return nil
}

// Flaws lists all that a newspaper cannot be, in the order of the settings.
func (n *Newspaper) Flaws() (f Flaws) {
	if n.Title == "" {
		f.add("title", "needed", "a newspaper needs a title")
	}
	for _, line := range []struct{ key, text string }{
		{"title", n.Title}, {"short_name", n.ShortName}, {"tagline", n.Tagline}, {"description", n.Description}, {"about", n.About}, {"place", n.Place}, {"copyright", n.Copyright},
	} {
		if utf8.RuneCountInString(line.text) > maxLineRunes || strings.ContainsFunc(line.text, unicode.IsControl) || !utf8.ValidString(line.text) {
			f.add(line.key, "line", "a line of the masthead has at most %d letters and no line break", maxLineRunes)
		}
	}
	if _, err := time.LoadLocation(n.TimeZone); err != nil || n.TimeZone == "Local" { // which is the machine's own, whatever that is
		f.add("timezone", "zone", "unknown time zone %q: use a name like Africa/Niamey", shortened(n.TimeZone))
	}
	if n.Email != "" && !mailbox.MatchString(n.Email) {
		f.add("email", "email", "%q is no e-mail address", shortened(n.Email))
	}
	n.checkAddresses(&f)
	n.checkColours(&f)
	if err := CheckPattern(n.Permalink); err != nil {
		f.add("permalink", "pattern", "%s", err.Error())
	}
	n.checkFiles(&f)
	return f
}

// shortened is what is quoted of a value that is wrong.
func shortened(value string) string {
	const most = 80
	if runes := []rune(strings.ToValidUTF8(value, "")); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}

var (
	mailbox = regexp.MustCompile(`^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$`)
	colour  = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

func (n *Newspaper) checkAddresses(f *Flaws) {
	if n.Webmail != "" && !absolute(n.Webmail) {
		f.add("webmail", "web", "a web address must begin with https:// or http://, unlike %q", shortened(n.Webmail))
	}
	if len(n.Channels) > maxChannels {
		f.add("channels", "many", "a newspaper has at most %d channels", maxChannels)
	}
	for _, c := range n.Channels {
		if c.Name == "" || !absolute(c.URL) || utf8.RuneCountInString(c.Name) > maxNameRunes || strings.ContainsFunc(c.Name, unicode.IsControl) {
			f.add("channels", "channel", "a channel is a name and an address that begins with https:// or http://, unlike %q %q", shortened(c.Name), shortened(c.URL))
			break
		}
	}
	if n.Hub != "" && !hub(n.Hub) {
		f.add("hub", "hub", "a hub's address begins with https://, unlike %q", shortened(n.Hub))
	}
}

const maxNameRunes = 100 // of a channel

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
