package locale

import (
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// Date is "22 novembre 2026", and "1er mars 2026" in French.
func (l *Locale) Date(t time.Time) string {
	return l.T("format.date", l.day(t), l.cldr.MonthWide(t.Month()), t.Year())
}

// DateShort is "22 novembre", with the year when it is not now's.
func (l *Locale) DateShort(t, now time.Time) string {
	if t.Year() != now.In(t.Location()).Year() {
		return l.Date(t)
	}
	return l.T("format.day", l.day(t), l.cldr.MonthWide(t.Month()))
}

// DateWeekday is "Dimanche 22 novembre 2026": the date as it opens a line.
func (l *Locale) DateWeekday(t time.Time) string {
	return l.T("format.weekday", l.weekday(t), l.Date(t))
}

// DateWeekdayShort is "Dimanche 22 novembre", the heading of a day in a list, with the year when it is not now's.
func (l *Locale) DateWeekdayShort(t, now time.Time) string {
	return l.T("format.weekday", l.weekday(t), l.DateShort(t, now))
}

// Time is the hour of the day on 24 hours: "14 h 05" and "17 h" in French (with U+00A0), "14:05" in English.
func (l *Locale) Time(t time.Time) string {
	key := "format.time"
	if t.Minute() == 0 {
		key = "format.time_sharp"
	}
	return l.T(key, t.Hour(), twoDigits(t.Minute()), twoDigits(t.Hour()))
}

// DateTime is "22 novembre 2026, 6 h 30".
func (l *Locale) DateTime(t time.Time) string {
	return l.T("format.date_time", l.Date(t), l.Time(t))
}

// DateTimeShort is "22 novembre, 12 h 10", with the year when it is not now's.
func (l *Locale) DateTimeShort(t, now time.Time) string {
	return l.T("format.date_time", l.DateShort(t, now), l.Time(t))
}

// Ticker is the hour with its zone when t falls on now's day in t's zone ("14 h 05 GMT+1"), else the short date.
func (l *Locale) Ticker(t, now time.Time) string {
	if sameDay(t, now.In(t.Location())) {
		return l.Time(t) + " " + l.TimeZone(t)
	}
	return l.DateShort(t, now)
}

// TimeZone is "GMT", "GMT+1" or "GMT+5:30": names like WAT or CAT say nothing to most readers.
func (l *Locale) TimeZone(t time.Time) string {
	_, seconds := t.Zone()
	minutes := seconds / 60
	if minutes == 0 {
		return "GMT"
	}
	sign := "+"
	if minutes < 0 {
		sign, minutes = minus, -minutes
	}
	zone := "GMT" + sign + strconv.Itoa(minutes/60)
	if minutes%60 != 0 {
		zone += ":" + twoDigits(minutes%60)
	}
	return zone
}

// Machine is t as datetime, feeds and structured data want it: RFC 3339 to the second, with t's own offset.
func (l *Locale) Machine(t time.Time) string { return t.Format(time.RFC3339) }

// day is the number of the day; CLDR lacks the French "1er".
func (l *Locale) day(t time.Time) string {
	if t.Day() == 1 {
		return l.T("format.first")
	}
	return strconv.Itoa(t.Day())
}

func (l *Locale) weekday(t time.Time) string { return capital(l.cldr.WeekdayWide(t.Weekday())) }

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
