package text

import (
	"slices"
	"testing"
)

func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{
		"":       "",
		"Niamey": "",
		"Le fleuve monte et les guetteurs le disent par téléphone à ceux qui vivent dans la vallée.":       "fr",
		"L’aube, puis le vent : c’est l’heure où l’on descend vers la rive.":                               "fr",
		"The river is rising and the watchers say so by phone to those who live in the valley.":            "en",
		"O rio sobe e os vigias dizem isso por telefone aos que vivem no vale, mas não há medo.":           "pt",
		"Mto unapanda na walinzi wanasema kwa simu kwa watu wa bonde, lakini hali ni nzuri katika kijiji.": "sw",
		"ارتفع منسوب النهر صباح اليوم في تيلابيري، وأرسل الراصدون القياس إلى Niamey.":                      "ar",
		"12 500, 14:05":                        "",
		"De la, que se, de que":                "",
		"Quand la pluie vient, on ne dort pas": "fr",
	} {
		if got := Language(in); got != want {
			t.Errorf("Language(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDirection(t *testing.T) {
	for in, want := range map[string]string{"ar": "rtl", "ar-MA": "rtl", "FA": "rtl", "he": "rtl", "ur_PK": "rtl", "fr": "ltr", "": "ltr", "arn": "ltr", "sw": "ltr"} {
		if got := Direction(in); got != want {
			t.Errorf("Direction(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Côte d’Ivoire":         "cote d ivoire",
		"COTE D'IVOIRE":         "cote d ivoire",
		"Guinée-Bissau":         "guinee-bissau",
		"Œuvre, Straße":         "oeuvre, strasse",
		"São\u00a0Tomé":         "sao tome",
		"إفريقيا":               "افريقيا",
		"مُدِيرَة":              "مديره",
		"القاهرة الكبرى":        "القاهره الكبري",
		"٢٠٢٦":                  "2026",
		"  İstanbul ":           "istanbul",
		"Ɗan Ɓauchi":            "dan bauchi",
		"e\u0301t\u00e9":        "ete",
		"\u202eevil\u202c \x00": "evil",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	for in, want := range map[string][]string{
		"":                    {},
		"l’eau":               {"l", "eau"},
		"Porte-parole, n° 12": {"porte", "parole", "n", "12"},
		"H2O : 3,5 %":         {"h2o", "3", "5"},
		"مرحبا، العالم":       {"مرحبا", "العالم"},
		"हिन्दी भाषा":         {"हिन्दी", "भाषा"},
	} {
		if got := Tokens(in); !slices.Equal(got, want) {
			t.Errorf("Tokens(%q) = %q, want %q", in, got, want)
		}
	}
}
