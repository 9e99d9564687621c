package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// row is a line of the table.
type row struct {
	what     string
	measured string
	promised string // the number; "" for what is only told
	verdict  verdict
	note     string
}

type verdict string

const (
	met    verdict = "ok"
	unmet  verdict = "NOT MET"
	told   verdict = "" // for information
	absent verdict = "not measured"
)

// promise is a row of a number that may be at most so large.
func promise[T cmp.Ordered](what string, got, most T, show func(T) string, note string) row {
	r := row{what: what, measured: show(got), promised: show(most), verdict: met, note: note}
	if got > most {
		r.verdict = unmet
	}
	return r
}

// tell is a row for information.
func tell(what, measured, note string) row { return row{what: what, measured: measured, note: note} }

// unmeasured is a row that says why there is no number.
func unmeasured(what, why string) row {
	return row{what: what, verdict: absent, note: strings.Join(strings.Fields(why), " ")}
}

// The widths of the columns, in characters.
const (
	whatWidth     = 62
	measuredWidth = 12
	promisedWidth = 10
	verdictWidth  = 12
)

// table prints rows as they come: a whole run takes minutes.
type table struct{ w io.Writer }

func (t *table) head() {
	t.line("what", "measured", "at least", "", "")
	fmt.Fprintln(t.w, strings.Repeat("─", whatWidth+measuredWidth+promisedWidth+verdictWidth+8))
}

func (t *table) add(rows ...row) {
	for _, r := range rows {
		t.line(r.what, r.measured, r.promised, string(r.verdict), r.note)
	}
}

func (t *table) line(what, measured, promised, verdict, note string) {
	line := pad(what, whatWidth) + "  " + lead(measured, measuredWidth) + "  " + lead(promised, promisedWidth) + "  " + pad(verdict, verdictWidth) + "  " + note
	fmt.Fprintln(t.w, strings.TrimRight(line, " "))
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

func lead(s string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s))) + s
}

// span is a time as the table shows it.
func span(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 100*time.Millisecond:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d%time.Millisecond == 0:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

// size is a number of bytes as the table shows it: "14,000 B".
func size(n int64) string { return thousands(n) + " B" }

// megabytes is a number of bytes in millions.
func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }

// precisely is a ratio that is near what was promised.
func precisely(x float64) string { return fmt.Sprintf("%.2f ×", x) }

// times is a ratio.
func times(x float64) string { return fmt.Sprintf("%.1f ×", x) }

func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
