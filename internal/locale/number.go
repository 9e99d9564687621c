package locale

import "strconv"

// minus is the sign that stands as wide as a plus.
const minus = "−"

// Number is n with its thousands grouped: "1 023" in French (with U+202F), "1,023" in English.
func (l *Locale) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = minus, digits[1:]
	}
	if len(digits) <= 3 {
		return sign + digits
	}
	first := (len(digits)-1)%3 + 1
	grouped := sign + digits[:first]
	for ; first < len(digits); first += 3 {
		grouped += l.T("format.group") + digits[first:first+3]
	}
	return grouped
}

// units of 1,000 bytes each, as keys of the catalogue.
var units = [...]string{"format.b", "format.kb", "format.mb", "format.gb", "format.tb"}

// Bytes is a size as readers with prepaid data count it, in powers of 1,000: "12 ko", "1,4 Mo". From a megabyte up, what is
// under ten has one decimal. A negative size is written as zero.
func (l *Locale) Bytes(n int64) string {
	n = max(n, 0)
	unit, size := 0, int64(1)
	for unit < len(units)-1 && rounded(n, size) > 999 {
		unit, size = unit+1, size*1000
	}
	if unit >= 2 {
		if tenths := rounded(n, size/10); tenths < 100 && tenths%10 != 0 {
			return l.T(units[unit], l.decimal(tenths))
		}
	}
	return l.T(units[unit], l.Number(rounded(n, size)))
}

// Weight is a size that a reader pays for, in three figures, so that it is true to half a percent: "4,31 ko", "12,4 ko", "118 ko", "870 o".
func (l *Locale) Weight(n int64) string {
	n = max(n, 0)
	unit, size := 0, int64(1)
	for unit < len(units)-1 && rounded(n, size) > 999 {
		unit, size = unit+1, size*1000
	}
	places, step := 0, size
	for step > 1 && rounded(n, step) < 100 {
		places, step = places+1, step/10
	}
	figures := rounded(n, step)
	if places == 0 {
		return l.T(units[unit], l.Number(figures))
	}
	whole, part := figures, ""
	for range places {
		whole, part = whole/10, strconv.FormatInt(whole%10, 10)+part
	}
	return l.T(units[unit], l.Number(whole)+l.T("format.decimal")+part)
}

// decimal writes a number of tenths under a hundred.
func (l *Locale) decimal(tenths int64) string {
	return l.Number(tenths/10) + l.T("format.decimal") + l.Number(tenths%10)
}

// rounded is n/by, halves upward.
func rounded(n, by int64) int64 {
	q := n / by
	if n%by*2 >= by && by > 1 {
		q++
	}
	return q
}
