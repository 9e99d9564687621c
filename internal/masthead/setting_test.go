package masthead_test

import (
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/masthead"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	values := map[string]string{"audit_days": "30", "reply_days": "5", "contact_days": "180", "languages": "fr\nen\nar", "timezone": "Africa/Lagos", "email": "redaction@presse.example", "webmail": "https://courriel.example/", "hub": "https://hub.example/",
		"colour": "#a63a12", "accent": "#0c5c45", "accent_night": "#5fc8a4", "logo": "12", "logo_night": "13", "permalink": "/{year}/{slug}/", "channels": "Le fil X https://x.example/journal\nTelegram https://t.example/j", "ads_txt": "exchange.example, 12, DIRECT, f08c\nsubdomain=emplois.example # oui",
		"robots_txt": "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow:", "security_txt": "Contact: mailto:securite@presse.example\nPolicy: https://presse.example/securite/"}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n := &masthead.Newspaper{Title: "T", Language: "fr", TimeZone: "UTC"}
		for _, s := range masthead.Settings() {
			value := values[s.Key]
			if value == "" {
				value = "Le « " + s.Key + " » du journal"
			}
			if err := s.Set(n, "\n "+strings.ReplaceAll(value, "\n", "\r\n")+" \n"); err != nil {
				t.Errorf("%s: %v", s.Key, err)
			}
			labels := dbtest.Labels(t, d, func(tx *db.Tx) error { return masthead.Save(t.Context(), tx, noon, n) })
			if len(labels) != 1 || labels[0] != "menu" {
				t.Errorf("%s drops %v", s.Key, labels)
			}
			kept, err := masthead.Load(t.Context(), d)
			if err != nil || s.Get(kept) != value {
				t.Errorf("%s is kept as %q: %v", s.Key, s.Get(kept), err)
			}
		}
	})
	if _, err := masthead.SettingByKey("language"); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "robots_txt") {
		t.Errorf("an unknown setting: %v", err)
	}
}

func TestLanguagesBeginWithTheOwn(t *testing.T) {
	t.Parallel()
	n := &masthead.Newspaper{Language: "fr"}
	s, err := masthead.SettingByKey("languages")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Set(n, "en, ar en fr"); err != nil || s.Get(n) != "fr\nen\nar" {
		t.Errorf("languages are %q: %v", s.Get(n), err)
	}
	if err := s.Set(n, "klingon"); !fault.Is(err, fault.Invalid) {
		t.Errorf("an unknown language: %v", err)
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	for key, values := range map[string][]string{
		"title":        {"", "   ", "a\nb", strings.Repeat("a", 2001), "a\x00b"},
		"timezone":     {"Local", "Mars/Olympus", "../../etc/passwd"},
		"email":        {"redaction", "a b@c.example", "<a@b.example>", "a@b@c"},
		"webmail":      {"javascript:alert(1)", "courriel.example", "//courriel.example/", "https://u:p@courriel.example/"},
		"hub":          {"http://hub.example/", "http://93.184.215.14/", "hub", "https://hub.example/>; rel=x"},
		"audit_days":   {"0", "-1", "4000", "x", "1e2", "9999999999999999999999"},
		"reply_days":   {"0", "-3", "61", "trois"},
		"contact_days": {"0", "4000"},
		"colour":       {"red", "#fff", "#gggggg", "#ffffff;"},
		"accent":       {"red", "#ffff00", "#8f8f8f", "#ff8a5c"},
		"accent_night": {"#000000", "#a63a12"},
		"logo":         {"-1", "0", "x", "12.svg", "99999999999999999999"},
		"logo_night":   {"<svg>"},
		"permalink":    {"/{slug}", "{slug}/", "/{year}/", "/{slug}/{slug}/", "/desk/{slug}/", "/pays/{slug}/", "/{Slug}/", "/a b/{slug}/", "/a/b/c/d/e/f/{slug}/", "/../{slug}/", "/{id}/{slug}/", "/{year}//{slug}/", "/é/{slug}/"},
		"channels":     {"X", "X javascript:alert(1)", "https://x.example/", strings.Repeat("X https://x.example/\n", 51)},
		"ads_txt":      {"bonjour", "a, b, c, d, e", "a,,DIRECT", "<script>", strings.Repeat("a, b, DIRECT\n", 10_000)},
		"robots_txt":   {"bonjour", "User-agent:", "Host: x", "Disallow: /a\x01"},
		"security_txt": {"Expires: 2030-01-01T00:00:00Z", "Canonical: https://x.example/", "Contact:", "-----BEGIN PGP SIGNED MESSAGE-----"},
	} {
		for _, value := range values {
			n := &masthead.Newspaper{Title: "T", Language: "fr", TimeZone: "UTC"}
			s, err := masthead.SettingByKey(key)
			if err != nil {
				t.Fatal(err)
			}
			err = s.Set(n, value)
			if err == nil {
				err = d.Transact(t.Context(), func(tx *db.Tx) error { return masthead.Save(t.Context(), tx, noon, n) })
			}
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s may be %.60q: %v", key, value, err)
			}
		}
	}
	if n, err := masthead.Load(t.Context(), d); !fault.Is(err, fault.NotFound) {
		t.Errorf("a newspaper that cannot be is kept: %+v, %v", n, err)
	}
}
