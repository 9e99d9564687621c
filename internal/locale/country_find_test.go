package locale

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// TestFindCountry: spellings of categories and tags in archives, by country; the first is the code that they must give.
func TestFindCountry(t *testing.T) {
	for _, line := range []string{
		"ZA|Afrique du Sud|AFRIQUE DU SUD|afrique-du-sud|South Africa|RSA|R.S.A.|Afrika Kusini|África do Sul|AfriqueDuSud|جنوب إفريقيا",
		"DZ|Algérie|Algerie|L’Algérie|l'algerie|DZA|الجزائر|الجَزائِر",
		"BJ|Bénin|BENIN|Benim|République du Bénin",
		"BF|Burkina|Burkina Faso|Burkina-Faso|burkinafaso|BurkinaFaso|BF|BFA|بوركينا فاسو",
		"CM|Cameroun|Cameroon|Kamerun|Camarões|كاميرون",
		"CV|Cap-Vert|Cap Vert|Cabo Verde|Cape Verde|capvert|Îles du Cap-Vert",
		"CF|Centrafrique|République centrafricaine|Republique Centrafricaine|RCA|R.C.A.|Central African Republic|Rép. centrafricaine|República Centro-Africana|Centre-Afrique",
		"KM|Comores|Les Comores|Union des Comores|Comoros",
		"CG|Congo|Le Congo|CONGO|Congo-Brazzaville|Congo Brazzaville|Congo (Brazzaville)|Congo - Brazzaville|République du Congo|Republic of the Congo|COG",
		"CI|Côte d’Ivoire|Côte d'Ivoire|Cote d'Ivoire|Cote dIvoire|Cote d Ivoire|COTE D`IVOIRE|Côte d´Ivoire|cote-divoire|cote-d-ivoire|Côte-d’Ivoire|cotedivoire|Ivory Coast|The Ivory Coast|La Côte d’Ivoire|RCI|CIV|CI|Costa do Marfim|ساحل العاج|كوت ديفوار",
		"DJ|Djibouti|République de Djibouti|Jibuti",
		"EG|Égypte|Egypte|E\u0301gypte|EGYPTE|Egypt|L’Égypte|l'Egypte|Misri|Egito|مصر",
		"ER|Érythrée|Erythrée|Erythree|Eritrea|إريتريا|اريتريا",
		"SZ|Eswatini|eSwatini|Swaziland|Swazi\u00adland|Suazilândia",
		"ET|Éthiopie|Ethiopie|Ethiopia|ETH|أثيوبيا",
		"GM|Gambie|Gambia|The Gambia|La Gambie|Gâmbia",
		"GN|Guinée|Guinee|Guinea|Guinée Conakry|Guinée-Conakry|Guinée (Conakry)|République de Guinée|La Guinée",
		"GQ|Guinée équatoriale|Guinée Equatoriale|Guinée-Équatoriale|Equatorial Guinea|GuineeEquatoriale",
		"GW|Guinée-Bissau|Guinée Bissau|Guinee-bissau|Guiné-Bissau|Guinea Bissau",
		"MU|Maurice|Ile Maurice|Île Maurice|ile-maurice|L’île Maurice|Mauritius|Ilhas Maurícias",
		"KE|Kenya|KENYA|Quénia|Quênia|KE",
		"LB|Liban|Le Liban|Lebanon|لبنان",
		"LR|Libéria|Liberia|Libèria",
		"LY|Libye|Libya|Lybie",
		"MG|Madagascar|Madagaska|Madagáscar",
		"ML|Mali|Le Mali|MALI| mali |#Mali|Mali.|مالي|مالى",
		"MA|Maroc|Morocco|Marrocos|المغرب",
		"MR|Mauritanie|Mauritania|RIM Mauritanie",
		"MZ|Mozambique|Moçambique|Msumbiji",
		"NE|Niger|Le Niger|Níger|NER|النيجر",
		"NG|Nigeria|Nigéria|NIGERIA|Nijeria|نيجيريا",
		"UG|Ouganda|Uganda",
		"CD|RD Congo|RDC|R.D.C.|rdc|RD-Congo|R.D. Congo|RDCongo|République démocratique du Congo|Republique Democratique du Congo|Congo-Kinshasa|Congo Kinshasa|Congo (RDC)|Congo/RDC|Congo RDC|RDC – Congo|La RDC|DRC|DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo|Congo, Democratic Republic of the|Rép. dém. du Congo|الكونغو الديمقراطية|جمهورية الكونغو الديموقراطية",
		"RW|Rwanda|Ruanda",
		"ST|São Tomé-et-Principe|São Tomé|Sao Tome|Sao Tomé et Principe|Sao Tome and Principe|São Tomé e Príncipe|Sao Tomé & Principe",
		"SN|Sénégal|Senegal|SENEGAL|SEN|السنغال",
		"SC|Seychelles|Les Seychelles|Îles Seychelles|Ushelisheli",
		"SL|Sierra Leone|Sierra-Leone|Sierraleone|Sierra Léone",
		"SO|Somalie|Somalia|SOM",
		"SD|Soudan|Le Soudan|Sudan",
		"SS|Soudan du Sud|Soudan-du-Sud|Sud-Soudan|South Sudan|Sudan Kusini|Soudan Sud",
		"TZ|Tanzanie|Tanzania|République unie de Tanzanie|United Republic of Tanzania",
		"TD|Tchad|Le Tchad|Chad|TCHAD|Chade|تشاد",
		"TG|Togo|Le Togo|TOGO|République togolaise",
		"TN|Tunisie|Tunisia|La Tunisie|تونس",
		"ZM|Zambie|Zambia",
		"ZW|Zimbabwe|Zimbabué|زيمبابوي",
		"CA|Canada|Le Canada|Kanada",
		"US|États-Unis|Etats Unis|Etats-Unis|États-Unis d’Amérique|Les États-Unis|USA|U.S.A.|usa|US|U.S.|United States|The United States|Marekani",
		"FR|France|La France|FR|Ufaransa",
		"RU|Russie|Russia|Fédération de Russie",
		"UA|Ukraine|L’Ukraine|Ucrânia",
	} {
		code, spellings, _ := strings.Cut(line, "|")
		for s := range strings.SplitSeq(spellings, "|") {
			if c, ok := FindCountry(s); !ok || c.Code != code {
				t.Errorf("%q gives %q, want %s", s, c.Code, code)
			}
		}
	}
}

func TestFindCountryLeavesOtherWords(t *testing.T) {
	for _, s := range []string{
		"", " ", "-", "’", "…", "\x00", "Jordan", "Jordanie", "Afrique", "Afrique de l’Ouest", "Fleuve Niger", "to go", "To-go", "ma li", "Ma-li",
		"cha d", "Politique", "Sport", "CAN", "CAF", "CAN 2025", "CV", "DJ", "CD", "ET", "NE", "SO", "MA", "COM", "SS", "et", "ne", "ci", "ml", "us", "fr", "rca",
		"rsa", "Zaïre", "Haute-Volta", "Réunion", "La Réunion", "Turquie", "Chine", "Maurice Béjart", "Nigériens", "Malien", "Guinéen", "Papouasie-Nouvelle-Guinée",
		"Le", "La", "The", "l’", "République", "Soudans", "Congolais", "Mali Niger", "Mali, Niger", "États", "Cap", "Cote", "Sierra", "Afrique du", "South",
		"Sahara occidental", "Géorgie", "Oman", "Nouvelle-Guinée", "RD", "RDA", "Conakry", "Brazzaville", "Ma\x00li", strings.Repeat("Mali", 50_000),
	} {
		if c, ok := FindCountry(s); ok {
			t.Errorf("%.40q gives %s", s, c.Code)
		}
	}
}

// TestFindCountryKnowsCLDR: whoever wrote a country's name from a standard list is understood, in each of our languages.
func TestFindCountryKnowsCLDR(t *testing.T) {
	for _, tag := range []string{"fr", "en", "ar", "pt", "pt-PT", "sw"} {
		namer := display.Regions(language.MustParse(tag))
		for _, c := range Countries() {
			name := namer.Name(language.MustParseRegion(c.Code))
			if got, ok := FindCountry(name); !ok || got.Code != c.Code {
				t.Errorf("%s: %q gives %q, want %s", tag, name, got.Code, c.Code)
			}
		}
	}
}

// TestNoSpellingIsTwoCountries, for one would be taken for the other without a word.
func TestNoSpellingIsTwoCountries(t *testing.T) {
	for i, c := range Countries() {
		one := &atlas{bySpell: map[string]int{}}
		one.index(c, i)
		for key := range one.bySpell {
			if owner := theAtlas().bySpell[key]; owner != i {
				t.Errorf("%q is %s and %s", key, c.Code, Countries()[owner].Code)
			}
		}
	}
}

func FuzzFindCountry(f *testing.F) {
	for _, s := range []string{"Côte d'Ivoire", "L’Égypte", "U.S.A.", "الجَزائِر", "\xff\xfeMali", "\xf6Ű", "Ma\u200dli", "ﷲ", "İ", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := FindCountry(s)
		if ok != (c.Code != "") {
			t.Fatalf("%q: found %v, country %q", s, ok, c.Code)
		}
		if again := fold(fold(s, drop), drop); len(s) <= maxCountryBytes && again != fold(s, drop) {
			t.Fatalf("%q folds to %q, and that to %q", s, fold(s, drop), again)
		}
	})
}
