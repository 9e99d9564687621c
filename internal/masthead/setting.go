package masthead

import (
	"slices"
	"strconv"
	"strings"

	"griot/internal/fault"
	"griot/internal/locale"
)

// Setting is one thing that the newspaper says of itself, under the name by which an operator changes it. Values are text: lists have a line for each entry.
type Setting struct {
	Key  string
	text func(n *Newspaper) *string
	get  func(n *Newspaper) string // where the value is not one text
	set  func(n *Newspaper, value string) error
}

// Settings lists every setting that can be changed, in the order in which they are shown. The language is none of them: addresses are made of its words.
func Settings() []Setting {
	return []Setting{
		{Key: "title", text: func(n *Newspaper) *string { return &n.Title }},
		{Key: "tagline", text: func(n *Newspaper) *string { return &n.Tagline }},
		{Key: "description", text: func(n *Newspaper) *string { return &n.Description }},
		{Key: "about", text: func(n *Newspaper) *string { return &n.About }},
		{Key: "languages", get: func(n *Newspaper) string { return strings.Join(n.Languages, "\n") }, set: setLanguages},
		{Key: "timezone", text: func(n *Newspaper) *string { return &n.TimeZone }},
		{Key: "email", text: func(n *Newspaper) *string { return &n.Email }},
		{Key: "webmail", text: func(n *Newspaper) *string { return &n.Webmail }},
		{Key: "place", text: func(n *Newspaper) *string { return &n.Place }},
		{Key: "copyright", text: func(n *Newspaper) *string { return &n.Copyright }},
		{Key: "channels", get: channels, set: setChannels},
		{Key: "hub", text: func(n *Newspaper) *string { return &n.Hub }},
		{Key: "short_name", text: func(n *Newspaper) *string { return &n.ShortName }},
		{Key: "colour", text: func(n *Newspaper) *string { return &n.Colour }},
		{Key: "accent", text: func(n *Newspaper) *string { return &n.Accent }},
		{Key: "accent_night", text: func(n *Newspaper) *string { return &n.AccentNight }},
		{Key: "logo", get: number(func(n *Newspaper) *int64 { return &n.Logo }), set: setNumber(func(n *Newspaper) *int64 { return &n.Logo })},
		{Key: "logo_night", get: number(func(n *Newspaper) *int64 { return &n.LogoNight }), set: setNumber(func(n *Newspaper) *int64 { return &n.LogoNight })},
		{Key: "permalink", get: func(n *Newspaper) string { return n.Pattern() }, set: setPattern},
		{Key: "ads_txt", text: func(n *Newspaper) *string { return &n.AdsTxt }},
		{Key: "robots_txt", text: func(n *Newspaper) *string { return &n.RobotsTxt }},
		{Key: "security_txt", text: func(n *Newspaper) *string { return &n.SecurityTxt }},
		{Key: "audit_days", get: func(n *Newspaper) string { return strconv.Itoa(n.KeepAddresses()) }, set: setDays(func(n *Newspaper) *int { return &n.AuditDays }, maxAuditDays)},
		{Key: "reply_days", get: func(n *Newspaper) string { return strconv.Itoa(n.ReplyWithin()) }, set: setDays(func(n *Newspaper) *int { return &n.ReplyDays }, maxReplyDays)},
		{Key: "contact_days", get: func(n *Newspaper) string { return strconv.Itoa(n.KeepContacts()) }, set: setDays(func(n *Newspaper) *int { return &n.ContactDays }, maxAuditDays)},
	}
}

// SettingByKey is one setting; fault.Invalid names those that there are.
func SettingByKey(key string) (*Setting, error) {
	all := Settings()
	keys := make([]string, len(all))
	for i := range all {
		if keys[i] = all[i].Key; keys[i] == key {
			return &all[i], nil
		}
	}
	return nil, fault.New(fault.Invalid, "unknown setting %q; known are %s", key, strings.Join(keys, ", "))
}

// Get is the setting's value.
func (s *Setting) Get(n *Newspaper) string {
	if s.text != nil {
		return *s.text(n)
	}
	return s.get(n)
}

// Set changes the newspaper, which Save then checks and keeps.
func (s *Setting) Set(n *Newspaper, value string) error {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	if s.text != nil {
		*s.text(n) = value
		return nil
	}
	if err := s.set(n, value); err != nil {
		return fault.Wrap(fault.Invalid, err, "%s", err.Error())
	}
	return nil
}

// number writes a number of the library; none is empty.
func number(of func(n *Newspaper) *int64) func(n *Newspaper) string {
	return func(n *Newspaper) string {
		if *of(n) == 0 {
			return ""
		}
		return strconv.FormatInt(*of(n), 10)
	}
}

func setNumber(of func(n *Newspaper) *int64) func(n *Newspaper, value string) error {
	return func(n *Newspaper, value string) error {
		*of(n) = 0
		if value == "" {
			return nil
		}
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil || id < 1 {
			return flaw("logo", "this is the number of a file of the library, not %q", shortened(value))
		}
		*of(n) = id
		return nil
	}
}

func setPattern(n *Newspaper, value string) error {
	if n.Permalink = value; value == DefaultPattern {
		n.Permalink = ""
	}
	return nil
}

// setDays takes a number of days, from 1 on; what is empty is the default.
func setDays(of func(n *Newspaper) *int, most int) func(n *Newspaper, value string) error {
	return func(n *Newspaper, value string) error {
		if value == "" {
			*of(n) = 0
			return nil
		}
		days, err := strconv.Atoi(value)
		if err != nil || days < 1 || days > most {
			return flaw("days", "this is a number of days from 1 to %d, not %q", most, shortened(value))
		}
		*of(n) = days
		return nil
	}
}

func setLanguages(n *Newspaper, value string) error {
	wanted := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
	for _, lang := range wanted {
		if !slices.Contains(locale.Languages(), lang) {
			return flaw("language", "unknown language %q: one of %s", shortened(lang), strings.Join(locale.Languages(), ", "))
		}
	}
	n.Languages = []string{n.Language} // the own first
	for _, lang := range wanted {
		if !slices.Contains(n.Languages, lang) {
			n.Languages = append(n.Languages, lang)
		}
	}
	return nil
}

// channels writes a line for each: the name, then the address.
func channels(n *Newspaper) string {
	lines := make([]string, len(n.Channels))
	for i, c := range n.Channels {
		lines[i] = c.Name + " " + c.URL
	}
	return strings.Join(lines, "\n")
}

func setChannels(n *Newspaper, value string) error {
	n.Channels = nil
	for line := range strings.Lines(value) {
		line = strings.TrimSpace(line)
		at := strings.LastIndexByte(line, ' ')
		if line == "" {
			continue
		}
		if at < 0 {
			return flaw("channel", "a channel is a line with a name and then an address, unlike %q", shortened(line))
		}
		n.Channels = append(n.Channels, Channel{Name: strings.TrimSpace(line[:at]), URL: line[at+1:]})
	}
	return nil
}
