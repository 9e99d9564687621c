package locale

import (
	"math"
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		lang string
		n    int64
		want string
	}{
		{"fr", 0, "0"}, {"fr", 999, "999"}, {"fr", 1023, "1\u202f023"}, {"fr", 1234567, "1\u202f234\u202f567"},
		{"en", 1023, "1,023"}, {"en", 100000, "100,000"}, {"ar", 1023, "1,023"}, {"pt", 1023, "1\u00a0023"}, {"sw", 1023, "1,023"},
		{"en", -5, "−5"}, {"en", -1023, "−1,023"},
		{"en", math.MinInt64, "−9,223,372,036,854,775,808"}, {"en", math.MaxInt64, "9,223,372,036,854,775,807"},
	} {
		if got := c.For(tt.lang).Number(tt.n); got != tt.want {
			t.Errorf("%s %d: got %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestBytes(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		lang string
		n    int64
		want string
	}{
		{"fr", -1, "0\u00a0o"}, {"fr", 0, "0\u00a0o"}, {"fr", 999, "999\u00a0o"}, {"fr", 1000, "1\u00a0ko"}, {"fr", 11_999, "12\u00a0ko"},
		{"fr", 12_000, "12\u00a0ko"}, {"fr", 290_400, "290\u00a0ko"}, {"fr", 999_499, "999\u00a0ko"}, {"fr", 999_500, "1\u00a0Mo"},
		{"fr", 1_400_000, "1,4\u00a0Mo"}, {"fr", 1_049_999, "1\u00a0Mo"}, {"fr", 9_940_000, "9,9\u00a0Mo"}, {"fr", 9_960_000, "10\u00a0Mo"},
		{"fr", 25_300_000, "25\u00a0Mo"}, {"fr", 2_500_000_000, "2,5\u00a0Go"}, {"fr", 3e12, "3\u00a0To"},
		{"en", 12_000, "12\u00a0kB"}, {"en", 1_400_000, "1.4\u00a0MB"}, {"pt", 1_400_000, "1,4\u00a0MB"}, {"sw", 12_000, "12\u00a0kB"},
		{"ar", 12_000, "12 كيلوبايت"}, {"fr", math.MaxInt64, "9\u202f223\u202f372\u00a0To"},
	} {
		if got := c.For(tt.lang).Bytes(tt.n); got != tt.want {
			t.Errorf("%s %d: got %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

// TestWeight: what is told is within half a percent of the size.
func TestWeight(t *testing.T) {
	fr := load(t).For("fr")
	for n, want := range map[int64]string{0: "0 o", 870: "870 o", 999: "999 o", 1000: "1,00 ko", 1005: "1,01 ko", 4306: "4,31 ko", 9944: "9,94 ko", 9996: "10,0 ko", 12_449: "12,4 ko", 118_499: "118 ko", 999_600: "1,00 Mo", 1_234_567: "1,23 Mo", -5: "0 o"} {
		if got := strings.ReplaceAll(strings.ReplaceAll(fr.Weight(n), "\u00a0", " "), "\u202f", " "); got != want {
			t.Errorf("Weight(%d) is %q, want %q", n, got, want)
		}
	}
}
