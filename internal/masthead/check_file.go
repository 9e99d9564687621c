package masthead

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (n *Newspaper) checkFiles(f *Flaws) {
	for _, file := range []struct {
		key, name, text string
		line            func(string) bool
	}{{"ads_txt", "ads.txt", n.AdsTxt, adsLine}, {"robots_txt", "robots.txt", n.RobotsTxt, robotsLine}, {"security_txt", "security.txt", n.SecurityTxt, securityLine}} {
		if len(file.text) > maxFileBytes {
			f.add(file.key, "file_long", "%s has at most %d bytes", file.name, maxFileBytes)
		} else if number, line := misunderstood(file.text, file.line); number > 0 {
			f.add(file.key, "file_line", "line %d of %s is nothing that its readers understand: %q", number, file.name, shortened(line))
		}
	}
}

// misunderstood compares each line of a file for machines with what its readers understand: they pass over anything else in silence. It gives the first such line, counted from one.
func misunderstood(text string, understood func(line string) bool) (number int, line string) {
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line, comment, _ := strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if strings.ContainsFunc(line+comment, func(r rune) bool { return unicode.IsControl(r) && r != '\t' || r == utf8.RuneError }) || line != "" && !understood(line) {
			return i + 1, line
		}
	}
	return 0, ""
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
