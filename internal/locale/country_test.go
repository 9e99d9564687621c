package locale

import (
	"slices"
	"strings"
	"testing"
)

// The newspaper's own lists (look/make-pages.mjs): names and order are part of how it looks, in French and in Arabic.
const (
	newspaperFrench = "Afrique du Sud, Algérie, Angola, Bénin, Botswana, Burkina Faso, Burundi, Cameroun, Cap-Vert, Centrafrique, Comores, Congo, Côte d’Ivoire, Djibouti, Égypte, Érythrée, Eswatini, Éthiopie, Gabon, Gambie, Ghana, Guinée, Guinée équatoriale, Guinée-Bissau, Maurice, Kenya, Lesotho, Liban, Libéria, Libye, Madagascar, Malawi, Mali, Maroc, Mauritanie, Mozambique, Namibie, Niger, Nigeria, Ouganda, RD Congo, Rwanda, São Tomé-et-Principe, Sénégal, Seychelles, Sierra Leone, Somalie, Soudan, Soudan du Sud, Tanzanie, Tchad, Togo, Tunisie, Zambie, Zimbabwe, Canada, États-Unis, France, Russie, Ukraine"
	newspaperArabic = "جنوب أفريقيا، الجزائر، أنغولا، بنين، بوتسوانا، بوركينا فاسو، بوروندي، الكاميرون، الرأس الأخضر، أفريقيا الوسطى، جزر القمر، الكونغو، ساحل العاج، جيبوتي، مصر، إريتريا، إسواتيني، إثيوبيا، الغابون، غامبيا، غانا، غينيا، غينيا الاستوائية، غينيا بيساو، موريشيوس، كينيا، ليسوتو، لبنان، ليبيريا، ليبيا، مدغشقر، مالاوي، مالي، المغرب، موريتانيا، موزمبيق، ناميبيا، النيجر، نيجيريا، أوغندا، الكونغو الديمقراطية، رواندا، ساو تومي وبرينسيب، السنغال، سيشل، سيراليون، الصومال، السودان، جنوب السودان، تنزانيا، تشاد، توغو، تونس، زامبيا، زيمبابوي، كندا، الولايات المتحدة، فرنسا، روسيا، أوكرانيا"
)

func TestCountriesAreTheNewspapers(t *testing.T) {
	var fr, ar []string
	for _, c := range Countries() {
		fr, ar = append(fr, c.Name("fr")), append(ar, c.Name("ar"))
	}
	if got := strings.Join(fr, ", "); got != newspaperFrench {
		t.Errorf("French: %s", got)
	}
	if got := strings.Join(ar, "، "); got != newspaperArabic {
		t.Errorf("Arabic: %s", got)
	}
}

// TestCountryTable holds the shape of countries.tsv, so that readAtlas need not report errors.
func TestCountryTable(t *testing.T) {
	var width int
	for line := range strings.Lines(countriesTSV) {
		if !strings.HasPrefix(line, "#") {
			fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if width = max(width, len(fields)); len(fields) != width {
				t.Errorf("%d columns, want %d: %s", len(fields), width, line)
			}
		}
	}
	codes, slugs := map[string]bool{}, map[string]bool{}
	for _, c := range Countries() {
		if len(c.Code) != 2 || codes[c.Code] || c.Slug == "" || slugs[c.Slug] {
			t.Errorf("code or slug of %q: %q, %q", c.Name("fr"), c.Code, c.Slug)
		}
		codes[c.Code], slugs[c.Slug] = true, true
		if !slices.Contains(Regions(), c.Region) {
			t.Errorf("%s lies in %q", c.Code, c.Region)
		}
		for _, lang := range Languages() {
			if n := c.names[lang]; n.plain == "" || n.in == "" || strings.TrimSpace(n.plain) != n.plain {
				t.Errorf("%s has no whole name in %s: %+v", c.Code, lang, n)
			}
		}
	}
}

func TestSlugs(t *testing.T) {
	for code, want := range map[string]string{
		"CI": "cote-d-ivoire", "EG": "egypte", "CD": "rd-congo", "ST": "sao-tome-et-principe", "US": "etats-unis", "GW": "guinee-bissau",
	} {
		if c, ok := CountryByCode(code); !ok || c.Slug != want {
			t.Errorf("%s: slug %q, want %q", code, c.Slug, want)
		}
	}
}

func TestContinent(t *testing.T) {
	counts, beyond := map[Region]int{}, []string{}
	for _, c := range Countries() {
		counts[c.Region]++
		if !c.Region.Continent() {
			beyond = append(beyond, c.Code)
		}
	}
	if want := []string{"LB", "CA", "US", "FR", "RU", "UA"}; !slices.Equal(beyond, want) {
		t.Errorf("not counted with the continent: %v, want %v", beyond, want)
	}
	for region, want := range map[Region]int{North: 5, West: 16, Central: 8, East: 11, Southern: 10, IndianOcean: 4, NearEast: 1, America: 2, Europe: 3} {
		if counts[region] != want {
			t.Errorf("%s has %d countries, want %d", region, counts[region], want)
		}
	}
}

func TestNeighbours(t *testing.T) {
	islands := []string{"CV", "ST", "KM", "MG", "MU", "SC"}
	alone := []string{"LB", "FR"} // their neighbours are none of ours
	order := func(code string) int {
		return slices.IndexFunc(Countries(), func(c Country) bool { return c.Code == code })
	}
	for _, c := range Countries() {
		if (len(c.Neighbours) == 0) != slices.Contains(alone, c.Code) {
			t.Errorf("%s has %d neighbours", c.Code, len(c.Neighbours))
		}
		if !slices.IsSortedFunc(c.Neighbours, func(a, b string) int { return order(a) - order(b) }) {
			t.Errorf("the neighbours of %s are out of order: %v", c.Code, c.Neighbours)
		}
		for _, code := range c.Neighbours {
			other, ok := CountryByCode(code)
			land := !slices.Contains(islands, c.Code) && !slices.Contains(islands, code)
			if !ok || code == c.Code || land && !slices.Contains(other.Neighbours, c.Code) {
				t.Errorf("%s is a neighbour of %s, but not the other way round", code, c.Code)
			}
		}
	}
	niger, _ := CountryByCode("NE")
	if want := []string{"DZ", "BJ", "BF", "LY", "ML", "NG", "TD"}; !slices.Equal(niger.Neighbours, want) {
		t.Errorf("Niger: %v, want %v", niger.Neighbours, want)
	}
}

func TestCountryNames(t *testing.T) {
	c := load(t)
	for _, tt := range []struct{ lang, code, name, in string }{
		{"fr", "NE", "Niger", "au Niger"},
		{"fr", "EG", "Égypte", "en Égypte"},
		{"fr", "MU", "Maurice", "à Maurice"},
		{"fr", "KM", "Comores", "aux Comores"},
		{"fr", "CI", "Côte d’Ivoire", "en Côte d’Ivoire"},
		{"en", "GM", "Gambia", "in the Gambia"},
		{"en", "CD", "DR Congo", "in DR Congo"},
		{"pt", "MZ", "Moçambique", "em Moçambique"},
		{"pt", "CM", "Camarões", "nos Camarões"},
		{"ar", "NE", "النيجر", "في النيجر"},
		{"sw", "ZA", "Afrika Kusini", "nchini Afrika Kusini"},
		{"fr", "DE", "DE", "DE"},
	} {
		l := c.For(tt.lang)
		if got := l.Country(tt.code); got != tt.name {
			t.Errorf("%s %s: got %q, want %q", tt.lang, tt.code, got, tt.name)
		}
		if got := l.CountryIn(tt.code); got != tt.in {
			t.Errorf("%s %s: got %q, want %q", tt.lang, tt.code, got, tt.in)
		}
	}
	niger, _ := CountryByCode("NE")
	if got := niger.Name("de"); got != "Niger" {
		t.Errorf("a language that we do not have: %q", got)
	}
	for _, r := range Regions() {
		if got := c.For("fr").Region(r); strings.HasPrefix(got, "region.") {
			t.Errorf("%s has no name", r)
		}
	}
}

func TestCountriesGivesACopy(t *testing.T) {
	Countries()[0].Code = "XX"
	if got := Countries()[0].Code; got != "ZA" {
		t.Errorf("a caller changed the table: %q", got)
	}
}
