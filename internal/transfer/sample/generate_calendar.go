package sample

import (
	"sort"
	"time"
)

// rhythm is how much of a day's news comes in each of its hours.
var rhythm = [24]float64{1, 1, 1, 1, 2, 4, 8, 11, 11, 9, 8, 8, 9, 7, 7, 8, 9, 11, 11, 9, 7, 5, 3, 2}

// calendar spreads an archive over days: fewer articles at the end of a week, more every year.
type calendar struct {
	first time.Time // a midnight
	upTo  []float64 // what has come at the end of each day, of 1 in all
	hours [24]float64
}

// newCalendar is a calendar of so many days that ends with the last midnight before a time.
func newCalendar(end time.Time, zone *time.Location, days int) *calendar {
	end = end.In(zone)
	last := time.Date(end.Year(), end.Month(), end.Day(), 0, 0, 0, 0, zone)
	c := &calendar{first: last.AddDate(0, 0, -days), upTo: make([]float64, days)}
	sum := 0.0
	for d := range days {
		weight := 1 + 1.5*float64(d)/float64(days)
		switch c.first.AddDate(0, 0, d).Weekday() {
		case time.Saturday:
			weight *= 0.55
		case time.Sunday:
			weight *= 0.45
		}
		sum += weight
		c.upTo[d] = sum
	}
	for d := range c.upTo {
		c.upTo[d] /= sum
	}
	sum = 0
	for h, weight := range rhythm {
		sum += weight
		c.hours[h] = sum
	}
	for h := range c.hours {
		c.hours[h] /= sum
	}
	return c
}

// at is the time by which a part of the archive, from 0 to 1, has come.
func (c *calendar) at(part float64) time.Time {
	day, within := step(c.upTo, part)
	hour, rest := step(c.hours[:], within)
	date := c.first.AddDate(0, 0, day)
	return time.Date(date.Year(), date.Month(), date.Day(), hour, 0, int(rest*3600), 0, date.Location())
}

// step finds the step of a rising list that a part falls on, and how far into it.
func step(upTo []float64, part float64) (i int, within float64) {
	i = min(sort.SearchFloat64s(upTo, part), len(upTo)-1)
	from := 0.0
	if i > 0 {
		from = upTo[i-1]
	}
	return i, min(max(0, (part-from)/(upTo[i]-from)), 0.9999)
}
