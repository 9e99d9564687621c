package desk

import (
	"net/url"
	"time"
)

// planAt is which planning somebody looks at. Its address says it.
type planAt struct {
	Span string // "day" or "week"
	By   string // "", by the hour; "section", "country"
	Mine bool
	Day  string    // that it is about, as a date field has it
	From time.Time // in the newsroom's zone
	To   time.Time
}

// planAt reads which planning is asked for; what the address does not say, or says in no way that can be read, is today's by the hour.
func (v *Visit) planAt() planAt {
	at := planAt{Span: v.Value("span"), By: v.Value("by"), Mine: v.Value("mine") != ""}
	if at.Span != "week" {
		at.Span = "day"
	}
	if at.By != "section" && at.By != "country" {
		at.By = ""
	}
	zone := v.Paper.Location()
	day, err := time.ParseInLocation(time.DateOnly, v.Value("day"), zone)
	if err != nil || day.Year() < 1971 || day.Year() > 9000 {
		return at.on(v.Now.In(zone))
	}
	return at.on(day.Add(12 * time.Hour)) // a day begins where its clock says, and noon is in it
}

// on is the same planning of another day; of its own where that is zero.
func (at planAt) on(t time.Time) planAt {
	if t.IsZero() {
		return at
	}
	if !at.From.IsZero() {
		t = t.In(at.From.Location())
	}
	y, m, d := t.Date()
	first, length := d, 1
	if at.Span == "week" {
		first, length = d-(int(t.Weekday())+6)%7, 7 // from Monday on
	}
	at.Day = t.Format(time.DateOnly)
	at.From, at.To = midnight(y, m, first, t.Location()), midnight(y, m, first+length, t.Location())
	return at
}

// move is the same planning some days or weeks on.
func (at planAt) move(n int) planAt {
	if at.Span == "week" {
		n *= 7
	}
	y, m, d := at.From.Date()
	return at.on(time.Date(y, m, d+n, 12, 0, 0, 0, at.From.Location()))
}

// holds reports whether a planning shows an hour.
func (at planAt) holds(t time.Time) bool { return !t.Before(at.From) && t.Before(at.To) }

// midnight is the first moment of a day: where clocks leap over midnight, an hour later.
func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	noon := time.Date(y, m, d, 12, 0, 0, 0, zone)
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	if t.Day() != noon.Day() { // it was given the hour before the leap
		_, t = t.ZoneBounds()
	}
	return t
}

// Address leads to a planning.
func (at planAt) Address() string {
	ask := url.Values{"day": {at.Day}}
	if at.Span == "week" {
		ask.Set("span", at.Span)
	}
	if at.By != "" {
		ask.Set("by", at.By)
	}
	if at.Mine {
		ask.Set("mine", "1")
	}
	return "/desk/planning/?" + ask.Encode()
}
