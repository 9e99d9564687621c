package address

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"griot/internal/fault"
)

// Limits of a file of redirects.
const (
	MaxFileBytes = 2 << 20 // what was weighed and comes back to be granted is a little longer than it was
	MaxFileLines = 20_000
)

// ReadCSV reads a file of redirects: the old address, where it leads, and a status if there is a third field. Fields are parted by commas, semicolons or tabs, whichever the file has most of; a first
// line of headings is passed over. A line that cannot be read is a wish that is refused. A file that is no such file, or too large, is an error.
func ReadCSV(file []byte) ([]Wish, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	switch {
	case len(file) > MaxFileBytes:
		return nil, fault.New(fault.TooLarge, "a file of redirects has at most %d kB", MaxFileBytes>>10)
	case !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0:
		return nil, fault.New(fault.Invalid, "this file is no text in UTF-8: save it as CSV UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(file))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(file), -1, true
	r.TrimLeadingSpace = r.Comma != '\t' // it would trim tabs that part fields
	var list []Wish
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if len(list) == MaxFileLines {
			return nil, fault.New(fault.TooLarge, "a file of redirects has at most %d lines", MaxFileLines)
		}
		w := readLine(fields, err)
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			w.Line = wrong.StartLine
		} else {
			w.Line, _ = r.FieldPos(0)
		}
		if err == nil && (blank(fields) || len(list) == 0 && heading(fields)) {
			continue
		}
		list = append(list, w)
	}
}

// readLine is what a line wishes for.
func readLine(fields []string, err error) (w Wish) {
	for i, f := range fields {
		fields[i] = strings.TrimSpace(f)
	}
	switch {
	case err != nil:
		w.Refused = refused(Quotes, "a quote in this line does not end, or stands amid a field")
	case len(fields) < 2 || len(fields) > 3 || fields[0] == "" || fields[1] == "":
		w.Refused = refused(Fields, "a line has two fields, the old address and where it leads, or three with the status")
	case len(fields) == 3 && fields[2] != "" && fields[2] != "301" && fields[2] != "308":
		w.Refused = refused(Temporary, "only permanent redirects are kept: 301, not %.20q", fields[2])
	}
	if err == nil && len(fields) > 0 {
		w.From = fields[0]
		if len(fields) > 1 {
			w.To = fields[1]
		}
	}
	return w
}

func blank(fields []string) bool { return strings.Join(fields, "") == "" }

// heading reports a first line that names its columns: no field of it is an address.
func heading(fields []string) bool {
	for _, f := range fields {
		if strings.ContainsAny(f, "/?") {
			return false
		}
	}
	return len(fields) > 1
}

// separator is what parts the fields: of comma, semicolon and tab the one that most lines among the first have outside of quotes.
func separator(file []byte) rune {
	best, most := ',', 0
	head := file[:min(len(file), 16<<10)]
	for _, c := range []rune{',', ';', '\t'} {
		lines, quoted, there := 0, false, false
		for _, b := range head {
			switch {
			case b == '"':
				quoted = !quoted
			case b == '\n':
				if there {
					lines++
				}
				there, quoted = false, false
			case rune(b) == c && !quoted:
				there = true
			}
		}
		if there {
			lines++
		}
		if lines > most {
			best, most = c, lines
		}
	}
	return best
}

// Written is a path of the table as somebody types it: Source and targets read it back as it was.
func Written(path string) string {
	if name, value, query := strings.Cut(path, "="); query && strings.HasPrefix(path, "/?") {
		return name + "=" + url.QueryEscape(value)
	}
	if strings.HasPrefix(path, "/") {
		return strings.NewReplacer("%", "%25", " ", "%20").Replace(path)
	}
	return path
}

// WriteCSV writes redirects as ReadCSV reads them. A field that a spreadsheet would take for a formula cannot occur: paths begin with "/", addresses elsewhere with https.
func WriteCSV(w io.Writer, list []Line) error {
	c := csv.NewWriter(w)
	for _, l := range list {
		if err := c.Write([]string{Written(l.Path), Written(l.Location), "301"}); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
