package desk

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"griot/internal/article"
	"griot/internal/masthead"
)

// channelRow is one of the newspaper's places elsewhere, in a form.
type channelRow struct {
	Place     int // counted from one
	Name, URL string
	New       bool // the empty one at the end
}

func channelRows(value string) (rows []channelRow) {
	for line := range strings.Lines(value) {
		line = strings.TrimSpace(line)
		at := strings.LastIndexByte(line, ' ')
		rows = append(rows, channelRow{Place: len(rows) + 1, Name: line[:max(at, 0)], URL: line[at+1:]})
	}
	return rows
}

// sentChannels are the rows of a form that hold anything.
func (v *Visit) sentChannels() (rows []channelRow) {
	addresses := v.Values("channel_url")
	for i, name := range v.Values("channel_name") {
		row := channelRow{Place: len(rows) + 1, Name: strings.Join(strings.Fields(name), " ")}
		if i < len(addresses) {
			row.URL = strings.Join(strings.Fields(addresses[i]), "")
		}
		if row.Name != "" || row.URL != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

func channelLines(rows []channelRow) string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = r.Name + " " + r.URL
	}
	return strings.Join(lines, "\n")
}

// rowsMoved does what a button of a row of the form asks, without keeping it: "up 3", "down 3", "remove 3", "add".
func (v *Visit) rowsMoved(fields []*settingField) bool {
	act, at, _ := strings.Cut(v.Value("do"), " ")
	f := fieldOf(fields, "channels")
	if f == nil || act == "" || act == "save" {
		return false
	}
	place, _ := strconv.Atoi(at)
	i := place - 1
	if rows := f.Channels; i >= 0 && i < len(rows) {
		switch {
		case act == "up" && i > 0:
			rows[i-1], rows[i] = rows[i], rows[i-1]
		case act == "down" && i < len(rows)-1:
			rows[i+1], rows[i] = rows[i], rows[i+1]
		case act == "remove":
			f.Channels = slices.Delete(rows, i, i+1)
		}
	}
	for i := range f.Channels {
		f.Channels[i].Place = i + 1
	}
	v.notice = v.T("settings.unsaved")
	return true
}

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// patternExample is a pattern of addresses that a form offers.
type patternExample struct {
	Pattern, Example string
	Chosen           bool
}

// patternExamples are those that the program offers, and the newspaper's own where it is none of them.
func (v *Visit) patternExamples(now string) (list []patternExample) {
	for _, p := range masthead.Patterns() {
		list = append(list, patternExample{p, v.exampleAddress(p), p == now})
	}
	return list
}

// dressPattern shows what patterns make of an address, and what there is to move.
func (v *Visit) dressPattern(f *settingField) error {
	f.Examples = v.patternExamples(f.Value)
	filed, err := article.Counts(v.R.Context(), v.desk.DB, "language:")
	if err != nil {
		return err
	}
	for _, n := range filed {
		f.Articles += n
	}
	f.Moving, err = article.Readdressing(v.R.Context(), v.desk.DB)
	return err
}

// Known reports whether the pattern is one of those offered.
func (f *settingField) Known() bool {
	return slices.ContainsFunc(f.Examples, func(e patternExample) bool { return e.Chosen })
}
