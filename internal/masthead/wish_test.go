package masthead_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"griot/internal/fault"
	"griot/internal/masthead"
)

func wish(key, value, seen string) masthead.Wish {
	return masthead.Wish{Key: key, Value: value, Seen: masthead.Mark(seen)}
}

// Two people save at once: what each left alone stays as the other made it, and what both changed is told.
func TestTwoPeopleSettle(t *testing.T) {
	t.Parallel()
	now := &masthead.Newspaper{Title: "Le Fleuve", Tagline: "Chaque jour", Language: "fr", TimeZone: "UTC", Place: "Bamako"} // Ségou, when the form was opened
	fresh, changed, err := now.With([]masthead.Wish{wish("title", "Le Grand Fleuve", "Le Fleuve"), wish("place", "Ségou", "Ségou"), wish("tagline", "Chaque jour", "Chaque jour")})
	if err != nil || !slices.Equal(changed, []string{"title"}) || fresh.Title != "Le Grand Fleuve" || fresh.Place != "Bamako" || now.Title != "Le Fleuve" {
		t.Errorf("changed %v to %+v: %v", changed, fresh, err)
	}
	_, _, err = now.With([]masthead.Wish{wish("title", "Le Petit Fleuve", "Le Fleuve"), wish("place", "Mopti", "Ségou")})
	var clashes masthead.Clashes
	if !fault.Is(err, fault.Conflict) || !errors.As(err, &clashes) || len(clashes) != 1 || clashes[0] != (masthead.Clash{Key: "place", Now: "Bamako"}) {
		t.Errorf("a clash: %v", err)
	}
	if fresh, changed, err = now.With([]masthead.Wish{wish("place", "Bamako", "Ségou")}); err != nil || len(changed) != 0 || fresh.Place != "Bamako" {
		t.Errorf("both want the same: %v %v", changed, err)
	}
	if fresh, _, err = now.With([]masthead.Wish{{Key: "place", Value: "Mopti"}}); err != nil || fresh.Place != "Mopti" { // who saw nothing
		t.Errorf("without a mark: %v", err)
	}
}

// All that is wrong is told at once, at its setting.
func TestFlawsAreToldTogether(t *testing.T) {
	t.Parallel()
	now := &masthead.Newspaper{Title: "Le Fleuve", Language: "fr", TimeZone: "UTC"}
	_, _, err := now.With([]masthead.Wish{{Key: "title", Value: ""}, {Key: "accent", Value: "#ffff00"}, {Key: "audit_days", Value: "0"}, {Key: "timezone", Value: "Mars/Olympus"}})
	var flaws masthead.Flaws
	if !fault.Is(err, fault.Invalid) || !errors.As(err, &flaws) {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range flaws {
		got[f.Key] = f.Reason
	}
	if len(got) != 4 || got["title"] != "needed" || got["accent"] != "contrast" || got["audit_days"] != "days" || got["timezone"] != "zone" {
		t.Errorf("got %v", got)
	}
	for _, f := range flaws {
		if f.Key == "accent" && (len(f.Args) != 3 || f.Args[1] != "1.05") { // pure yellow on the paper
			t.Errorf("the contrast is %v", f.Args)
		}
	}
}

func TestAccentAtNight(t *testing.T) {
	t.Parallel()
	for accent, want := range map[string]string{"": "", "#5fc8a4": "#5fc8a4", "#0c5c45": "", "#000080": ""} {
		n := &masthead.Newspaper{Title: "T", Language: "fr", TimeZone: "UTC", Accent: accent}
		n.AccentNight = n.AccentAtNight()
		if want != "" && n.AccentNight != want || (accent == "") != (n.AccentNight == "") {
			t.Errorf("%q by day is %q at night", accent, n.AccentNight)
		}
		n.Accent = ""
		if flaws := n.Flaws(); len(flaws) > 0 {
			t.Errorf("%q at night: %v", n.AccentNight, flaws)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC) // the day after in Niamey
	for _, c := range []struct{ pattern, section, slug, want string }{
		{"", "/monde/", "crue", "/2026/03/02/crue/"},
		{"/{year}/{slug}/", "/monde/", "crue", "/2026/crue/"},
		{"/{section}/{slug}/", "/monde/afrique/", "crue", "/monde/afrique/crue/"},
		{"/{section}/{slug}/", "", "crue", "/crue/"},
		{"/actus/{year}/{section}/{slug}/", "", "crue", "/actus/2026/crue/"},
		{"/{slug}/", "/monde/", "podcasts", "/podcasts-2/"},
		{"/{section}/{slug}/", "", "desk", "/desk-2/"},
	} {
		n := &masthead.Newspaper{TimeZone: "Africa/Niamey", Permalink: c.pattern}
		if got := n.Address(at, c.section, c.slug); got != c.want {
			t.Errorf("%s of %q %s is %s, want %s", c.pattern, c.section, c.slug, got, c.want)
		}
		if err := masthead.CheckPattern(c.pattern); err != nil {
			t.Error(err)
		}
	}
	for _, pattern := range masthead.Patterns() {
		if err := masthead.CheckPattern(pattern); err != nil {
			t.Error(err)
		}
	}
}
