package locale

import (
	"testing"
	"time"
)

func lagos(t testing.TB) *time.Location {
	t.Helper()
	return time.FixedZone("WAT", 3600)
}

func TestDate(t *testing.T) {
	c, zone := load(t), lagos(t)
	sunday := time.Date(2026, 11, 22, 6, 30, 0, 0, zone)
	first := time.Date(2026, 3, 1, 17, 0, 0, 0, zone)
	for _, tt := range []struct{ lang, date, weekday, short, first string }{
		{"fr", "22 novembre 2026", "Dimanche 22 novembre 2026", "22 novembre", "1er mars 2026"},
		{"en", "22 November 2026", "Sunday 22 November 2026", "22 November", "1 March 2026"},
		{"pt", "22 de novembro de 2026", "Domingo, 22 de novembro de 2026", "22 de novembro", "1 de março de 2026"},
		{"ar", "22 نوفمبر 2026", "الأحد 22 نوفمبر 2026", "22 نوفمبر", "1 مارس 2026"},
		{"sw", "22 Novemba 2026", "Jumapili, 22 Novemba 2026", "22 Novemba", "1 Machi 2026"},
	} {
		l := c.For(tt.lang)
		for _, got := range [][2]string{
			{l.Date(sunday), tt.date}, {l.DateWeekday(sunday), tt.weekday},
			{l.DateShort(sunday, first), tt.short}, {l.Date(first), tt.first},
			{l.DateShort(sunday, first.AddDate(1, 0, 0)), tt.date},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: got %q, want %q", tt.lang, got[0], got[1])
			}
		}
	}
}

func TestMonths(t *testing.T) {
	c := load(t)
	for lang, want := range map[string][12]string{
		"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		"pt": {"de janeiro", "de fevereiro", "de março", "de abril", "de maio", "de junho", "de julho", "de agosto", "de setembro", "de outubro", "de novembro", "de dezembro"},
		"ar": {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		"sw": {"Januari", "Februari", "Machi", "Aprili", "Mei", "Juni", "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba"},
	} {
		for i, month := range want {
			at := time.Date(2026, time.Month(i+1), 2, 0, 0, 0, 0, time.UTC)
			if got := c.For(lang).DateShort(at, at); got != "2 "+month {
				t.Errorf("%s: got %q, want %q", lang, got, "2 "+month)
			}
		}
	}
}

func TestWeekdays(t *testing.T) {
	c := load(t)
	for lang, want := range map[string][7]string{
		"fr": {"Dimanche", "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi"},
		"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		"pt": {"Domingo,", "Segunda-feira,", "Terça-feira,", "Quarta-feira,", "Quinta-feira,", "Sexta-feira,", "Sábado,"},
		"ar": {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		"sw": {"Jumapili,", "Jumatatu,", "Jumanne,", "Jumatano,", "Alhamisi,", "Ijumaa,", "Jumamosi,"},
	} {
		for i, day := range want {
			at := time.Date(2026, 11, 22+i, 0, 0, 0, 0, time.UTC)
			l := c.For(lang)
			if got, full := l.DateWeekdayShort(at, at), day+" "+l.DateShort(at, at); got != full {
				t.Errorf("%s: got %q, want %q", lang, got, full)
			}
		}
	}
}

func TestTime(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		lang    string
		h, m    int
		want    string
		instant string
	}{
		{"fr", 14, 5, "14\u00a0h\u00a005", "22 novembre 2026, 14\u00a0h\u00a005"},
		{"fr", 6, 30, "6\u00a0h\u00a030", "22 novembre 2026, 6\u00a0h\u00a030"},
		{"fr", 17, 0, "17\u00a0h", "22 novembre 2026, 17\u00a0h"},
		{"fr", 0, 0, "0\u00a0h", "22 novembre 2026, 0\u00a0h"},
		{"en", 14, 5, "14:05", "22 November 2026, 14:05"},
		{"en", 6, 0, "06:00", "22 November 2026, 06:00"},
		{"ar", 6, 30, "6:30", "22 نوفمبر 2026، 6:30"},
		{"ar", 17, 0, "17:00", "22 نوفمبر 2026، 17:00"},
		{"pt", 14, 5, "14h05", "22 de novembro de 2026, 14h05"},
		{"pt", 17, 0, "17h", "22 de novembro de 2026, 17h"},
		{"sw", 6, 5, "06:05", "22 Novemba 2026, 06:05"},
	} {
		l, at := c.For(tt.lang), time.Date(2026, 11, 22, tt.h, tt.m, 9, 0, time.UTC)
		if got := l.Time(at); got != tt.want {
			t.Errorf("%s %d:%d: got %q, want %q", tt.lang, tt.h, tt.m, got, tt.want)
		}
		if got := l.DateTime(at); got != tt.instant {
			t.Errorf("%s %d:%d: got %q, want %q", tt.lang, tt.h, tt.m, got, tt.instant)
		}
	}
	at := time.Date(2026, 11, 22, 12, 10, 0, 0, time.UTC)
	if got := c.For("fr").DateTimeShort(at, at); got != "22 novembre, 12\u00a0h\u00a010" {
		t.Errorf("got %q", got)
	}
}

func TestTimeZone(t *testing.T) {
	l := load(t).For("fr")
	for seconds, want := range map[int]string{
		0: "GMT", 3600: "GMT+1", 7200: "GMT+2", 14400: "GMT+4", 19800: "GMT+5:30", -10800: "GMT−3", -12600: "GMT−3:30",
	} {
		at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.FixedZone("", seconds))
		if got := l.TimeZone(at); got != want {
			t.Errorf("%d: got %q, want %q", seconds, got, want)
		}
	}
}

func TestTicker(t *testing.T) {
	l, zone := load(t).For("fr"), lagos(t)
	at := time.Date(2026, 11, 22, 14, 5, 0, 0, zone)
	for _, tt := range []struct {
		now  time.Time
		want string
	}{
		{at, "14\u00a0h\u00a005 GMT+1"},
		{time.Date(2026, 11, 22, 22, 59, 0, 0, time.UTC), "14\u00a0h\u00a005 GMT+1"},
		{time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC), "22 novembre"}, // the newsroom's midnight, an hour before London's
		{time.Date(2027, 11, 22, 14, 5, 0, 0, zone), "22 novembre 2026"},
	} {
		if got := l.Ticker(at, tt.now); got != tt.want {
			t.Errorf("at %v: got %q, want %q", tt.now, got, tt.want)
		}
	}
	if got := l.Machine(at); got != "2026-11-22T14:05:00+01:00" {
		t.Errorf("Machine: %q", got)
	}
}
