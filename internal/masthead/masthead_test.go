package masthead_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/masthead"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestSaveAndLoad(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := masthead.Load(t.Context(), d); !fault.Is(err, fault.NotFound) || !strings.Contains(fault.Message(err), "griot demo") {
			t.Errorf("an empty database: %v", err)
		}
		for _, title := range []string{"Africa Presse", "Afrique « Presse »"} {
			n := &masthead.Newspaper{Title: title, Tagline: "L’Afrique", Language: "fr", Languages: []string{"fr", "en"}, TimeZone: "Africa/Niamey",
				Channels: []masthead.Channel{{Name: "X", URL: "https://example.org/"}}, AdsTxt: "a, b\nc, d"}
			labels := dbtest.Labels(t, d, func(tx *db.Tx) error { return masthead.Save(t.Context(), tx, noon, n) })
			if !slices.Equal(labels, []string{"menu"}) {
				t.Errorf("the labels are %v", labels)
			}
			kept, err := masthead.Load(t.Context(), d)
			if err != nil || !reflect.DeepEqual(kept, n) {
				t.Errorf("kept as %+v: %v", kept, err)
			}
			if kept.Location().String() != "Africa/Niamey" {
				t.Errorf("the clock is %v", kept.Location())
			}
		}
	})
}

func TestRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, n := range map[string]*masthead.Newspaper{
			"without a title": {Language: "fr", TimeZone: "UTC"},
			"in no zone":      {Title: "T", Language: "fr", TimeZone: "Africa/Wakanda"},
			"in a file":       {Title: "T", Language: "fr", TimeZone: "../../etc/passwd"},
		} {
			err := d.Transact(t.Context(), func(tx *db.Tx) error { return masthead.Save(t.Context(), tx, noon, n) })
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("a newspaper %s: %v", name, err)
			}
		}
		if n, err := masthead.Load(t.Context(), d); !fault.Is(err, fault.NotFound) {
			t.Errorf("a newspaper that cannot be is kept: %+v, %v", n, err)
		}
	})
}

func TestLocationOfNothing(t *testing.T) {
	t.Parallel()
	if got := (&masthead.Newspaper{TimeZone: "nowhere"}).Location(); got != time.UTC {
		t.Errorf("got %v", got)
	}
}
