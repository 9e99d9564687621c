package advert_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"griot/internal/advert"
	"griot/internal/db"
	"griot/internal/db/dbtest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func add(t *testing.T, d *db.DB, a advert.Advert) advert.ID {
	t.Helper()
	labels := dbtest.Labels(t, d, func(tx *db.Tx) error { return advert.Add(t.Context(), tx, noon, &a) })
	if !slices.Equal(labels, []string{"menu"}) {
		t.Errorf("the labels are %v", labels)
	}
	return a.ID
}

func TestRunning(t *testing.T) {
	t.Parallel()
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, a := range []advert.Advert{
			{Slot: advert.Top, Advertiser: "over", Ends: hour(-1)},
			{Slot: advert.Top, Advertiser: "first", Starts: hour(-2), Ends: hour(3)},
			{Slot: advert.Top, Advertiser: "second"},
			{Slot: advert.Column, Advertiser: "tomorrow", Starts: hour(24)},
			{Slot: advert.List, Advertiser: "always"},
			{Slot: advert.List, Advertiser: "waits", Starts: hour(2), Ends: hour(4)},
		} {
			add(t, d, a)
		}
		for _, test := range []struct {
			now                time.Time
			top, column, list_ string
			until              time.Time
		}{
			{hour(-3), "over", "", "always", hour(-2)},
			{hour(-2), "over", "", "always", hour(-1)},
			{hour(-1), "first", "", "always", hour(2)}, // at the instant at which it ends it is over
			{noon, "first", "", "always", hour(2)},
			{hour(2), "first", "", "always", hour(3)},
			{hour(3), "second", "", "always", hour(4)},
			{hour(5), "second", "", "always", hour(24)},
			{hour(24), "second", "tomorrow", "always", time.Time{}},
		} {
			running, until, err := advert.Running(t.Context(), d, test.now)
			if err != nil {
				t.Fatal(err)
			}
			for slot, want := range map[advert.Slot]string{advert.Top: test.top, advert.Column: test.column, advert.List: test.list_, advert.Text: ""} {
				got := ""
				if a := running[slot]; a != nil {
					got = a.Advertiser
				}
				if got != want {
					t.Errorf("at %v in %s stands %q, want %q", test.now, slot, got, want)
				}
			}
			if !until.Equal(test.until) || until.IsZero() != test.until.IsZero() {
				t.Errorf("at %v it may change at %v, want %v", test.now, until, test.until)
			}
		}
	})
}

func TestNoAdverts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if running, until, err := advert.Running(t.Context(), d, noon); len(running) != 0 || !until.IsZero() || err != nil {
			t.Errorf("%v %v %v", running, until, err)
		}
	})
}

func TestPictures(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		want := []advert.Picture{{320, 50, "/media/small.png"}, {320, 100, "/media/mobile.png"}, {970, 90, "/media/wide.png"}}
		id := add(t, d, advert.Advert{Slot: advert.Top, Advertiser: "Karité Lumo", Alt: "Un savon", URL: "https://example.org/", Pictures: []advert.Picture{want[2], want[0], want[1]}})
		running, _, err := advert.Running(t.Context(), d, noon)
		if err != nil {
			t.Fatal(err)
		}
		a := running[advert.Top]
		if a == nil || a.ID != id || a.Alt != "Un savon" || a.URL != "https://example.org/" || !slices.Equal(a.Pictures, want) {
			t.Errorf("running is %+v", a)
		}
		err = d.Transact(t.Context(), func(tx *db.Tx) error {
			return errors.Join(advert.Add(t.Context(), tx, noon, &advert.Advert{Slot: advert.Text, Pictures: want[:1]}), errors.New("refused"))
		})
		if err == nil || dbtest.Count(t, d, "advert") != 1 || dbtest.Count(t, d, "advert_picture") != 3 {
			t.Error("an advertisement that was not added is there")
		}
	})
}
