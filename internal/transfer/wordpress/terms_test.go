package wordpress

import (
	"context"
	"strings"
	"testing"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/taxonomy"
)

func categoryXML(id, slug, parent, name string) string {
	return "<wp:category><wp:term_id>" + id + "</wp:term_id><wp:category_nicename>" + slug + "</wp:category_nicename><wp:category_parent>" + parent +
		"</wp:category_parent><wp:cat_name><![CDATA[" + name + "]]></wp:cat_name><wp:category_description>D</wp:category_description></wp:category>\n"
}

func filed(terms ...[3]string) [][3]string { return terms }

func countryCodes(t *testing.T, d *db.DB, a *article.Article) string {
	t.Helper()
	var codes []string
	for _, id := range a.Countries {
		c, err := taxonomy.CountryByID(context.Background(), d, id)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, c.Code)
	}
	return strings.Join(codes, " ")
}

func sectionName(t *testing.T, d *db.DB, a *article.Article) string {
	t.Helper()
	if a.Section == 0 {
		return ""
	}
	s, err := taxonomy.SectionByID(context.Background(), d, a.Section)
	if err != nil {
		t.Fatal(err)
	}
	return s.Path
}

func tagNames(t *testing.T, d *db.DB, a *article.Article) string {
	t.Helper()
	var names []string
	for _, id := range a.Tags {
		tag, err := taxonomy.TagByID(context.Background(), d, id)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, tag.Name)
	}
	return strings.Join(names, ", ")
}

func TestFiling(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		a := imported(t, o, export(
			categoryXML("1", "non-classe", "", "Non classé"),
			categoryXML("21", "climat", "environnement", "Climat"), // before its parent
			categoryXML("2", "environnement", "", "Environnement"),
			categoryXML("3", "sport", "", "Sport"),
			categoryXML("4", "afrique", "", "Afrique"),
			categoryXML("5", "niger", "afrique", "NIGER"),
			categoryXML("6", "rci", "afrique", "Cote d Ivoire"),
			categoryXML("7", "politique-niger", "niger", "Politique"),
			categoryXML("8", "videos", "", "Vidéos"),
			categoryXML("9", "a", "b", "Cercle A"), categoryXML("10", "b", "a", "Cercle B"),
			`<wp:tag><wp:term_id>31</wp:term_id><wp:tag_slug>tchad</wp:tag_slug><wp:tag_name>Tchad</wp:tag_name></wp:tag>`,
			`<wp:term><wp:term_id>41</wp:term_id><wp:term_taxonomy>lieu</wp:term_taxonomy><wp:term_slug>mali</wp:term_slug><wp:term_name>Mali</wp:term_name></wp:term>`,
			`<wp:term><wp:term_id>42</wp:term_id><wp:term_taxonomy>lieu</wp:term_taxonomy><wp:term_slug>tombouctou</wp:term_slug><wp:term_name>Tombouctou</wp:term_name><wp:termmeta><wp:meta_key>lat</wp:meta_key><wp:meta_value>16.7</wp:meta_value></wp:termmeta></wp:term>`,
			categoryXML("11", "uncategorized", "", "Actualités"),
			entryXML{id: 1, title: "Pays seul", name: "un", terms: filed([3]string{category, "niger", "NIGER"})},
			entryXML{id: 2, title: "Profonde", name: "deux", terms: filed([3]string{category, "environnement", "Environnement"}, [3]string{category, "sport", "Sport"}, [3]string{category, "climat", "Climat"}, [3]string{category, "rci", "x"})},
			entryXML{id: 3, title: "Yoast", name: "trois", meta: [][2]string{{"_yoast_wpseo_primary_category", "3"}}, terms: filed([3]string{category, "climat", "Climat"}, [3]string{category, "sport", "Sport"})},
			entryXML{id: 4, title: "Rank Math, pays", name: "quatre", meta: [][2]string{{"rank_math_primary_category", "5"}}, terms: filed([3]string{category, "niger", "x"}, [3]string{category, "sport", "Sport"})},
			entryXML{id: 5, title: "Sous un pays", name: "cinq", terms: filed([3]string{category, "politique-niger", "x"}, [3]string{postTag, "tchad", "Tchad"}, [3]string{postTag, "eau", "L’eau"})},
			entryXML{id: 6, title: "Lieu", name: "six", terms: filed([3]string{"lieu", "mali", "Mali"}, [3]string{"lieu", "tombouctou", "Tombouctou"}, [3]string{category, "non-classe", "x"}, [3]string{category, "videos", "V"})},
		))
		for id, w := range map[int64]struct{ section, countries, tags string }{
			1: {"", "NE", ""},
			2: {"/environnement/climat/", "CI", "Sport"},
			3: {"/sport/", "", "Climat"},
			4: {"/sport/", "NE", ""},
			5: {"/politique/", "NE TD", "Tchad, L’eau"},
			6: {"/videos-2/", "ML", ""},
		} {
			got := theArticle(t, d, id)
			want(t, got.Title+" section", sectionName(t, d, got), w.section)
			want(t, got.Title+" countries", countryCodes(t, d, got), w.countries)
			want(t, got.Title+" tags", tagNames(t, d, got), w.tags)
		}
		for from, to := range map[string]string{
			"/category/niger/": "/pays/niger/", "/category/afrique/niger/": "/pays/niger/", "/niger/": "/pays/niger/", "/?cat=5": "/pays/niger/",
			"/category/niger/feed/": "/pays/niger/feed.xml", "/category/afrique/": "/pays/", "/category/environnement/climat/": "/environnement/climat/",
			"/category/climat/": "/environnement/climat/", "/category/videos/": "/videos-2/", "/tag/tchad/": "/pays/tchad/", "/tag/eau/": "/mots-cles/eau/",
			"/tag/eau/feed/": "/mots-cles/eau/feed.xml", "/?tag=eau": "/mots-cles/eau/", "/lieu/mali/": "/pays/mali/", "/category/rci/": "/pays/cote-d-ivoire/",
			"/category/politique-niger/": "/politique/", "/sport/": "(section)", "/category/uncategorized/": "/actualites/", "/feed/": "/feed.xml", "/feed/atom/": "/atom.xml", "/comments/feed/": "(gone)",
		} {
			want(t, from, leadsTo(t, d, from), to)
		}
		want(t, "left out", a.term(category).LeftOut[DefaultTerm]+a.term(category).LeftOut[Container], 2)
		want(t, "to merge", a.Repeats.Lines[0].Title, "Tchad")
		want(t, "marked", text1(t, d, "SELECT c.code FROM tag t JOIN country c ON c.id = t.repeats_country WHERE t.slug = 'tchad'"), "TD")
		want(t, "kept", text1(t, d, "SELECT meta FROM import_term WHERE slug = 'tombouctou'"), `{"lat":"16.7"}`)
		if c, err := address.Find(context.Background(), d, "/pays/niger/"); err != nil || c.Kind != address.Country {
			t.Error(c, err)
		}
		want(t, "collision", a.Collided.Lines[0].From+a.Collided.Lines[0].To, "/videos//videos-2/")
	})
}

// A newsroom that has its rubrics and countries keeps them: what comes is filed there.
func TestFilingIntoAPreset(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	o := newsroom(t, d)
	ctx := context.Background()
	err := d.Transact(ctx, func(tx *db.Tx) error {
		if err := taxonomy.SaveSection(ctx, tx, day(), o.Sorter, &taxonomy.Section{Name: "Économie", Slug: "economie", Hue: "ocre"}); err != nil {
			return err
		}
		return taxonomy.SaveCountry(ctx, tx, day(), o.Sorter, &taxonomy.Country{Code: "NE", Slug: "niger", Name: "Niger", Region: "west", Continent: true})
	})
	if err != nil {
		t.Fatal(err)
	}
	a := imported(t, o, export(categoryXML("1", "eco", "", "economie"),
		entryXML{id: 1, title: "A", name: "a", terms: filed([3]string{category, "eco", "economie"}, [3]string{category, "niger", "Niger"})}))
	got := theArticle(t, d, 1)
	want(t, "section", sectionName(t, d, got), "/economie/")
	want(t, "countries", countryCodes(t, d, got), "NE")
	want(t, "redirect", leadsTo(t, d, "/category/eco/"), "/economie/")
	for _, m := range a.Made {
		if m.What == MadeSections || m.What == MadeCountries {
			t.Errorf("made %d %s", m.Count, m.What)
		}
	}
}

// WXR 1.0 knows no authors and names each term twice.
func TestVersion10(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	o := newsroom(t, d)
	text := strings.ReplaceAll(export(
		`<wp:category><wp:category_nicename>parent</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[parent]]></wp:cat_name></wp:category>`,
		`<wp:tag><wp:tag_slug>chicken</wp:tag_slug><wp:tag_name><![CDATA[chicken]]></wp:tag_name></wp:tag>`,
		entryXML{id: 4, title: "Alpha", link: "http://lefleuve.example/?p=4", name: "alpha", creator: "admin", raw: `<category><![CDATA[parent]]></category>
<category domain="category" nicename="parent"><![CDATA[parent]]></category><category domain="tag"><![CDATA[chicken]]></category><category domain="tag" nicename="chicken"><![CDATA[chicken]]></category>`},
		entryXML{id: 5, title: "Bêta", name: "beta", creator: "awa.diop", raw: `<category domain="tag"><![CDATA[sans adresse]]></category>`},
	), "export/1.2/", "export/1.0/")
	a := imported(t, o, text)
	want(t, "terms", a.term(category).Came+a.term(postTag).Came, 3)
	alpha := theArticle(t, d, 4)
	want(t, "filed", sectionName(t, d, alpha)+tagNames(t, d, alpha), "/parent/chicken")
	want(t, "address", alpha.Path, "/2019/05/01/alpha/")
	want(t, "old", leadsTo(t, d, "/?p=4"), alpha.Path)
	want(t, "signed", text1(t, d, "SELECT name FROM byline WHERE id = $1", alpha.Bylines[0]), newsroomName)
	want(t, "signed", text1(t, d, "SELECT name FROM byline WHERE id = $1", theArticle(t, d, 5).Bylines[0]), "Awa Diop")
	want(t, "nobody is admin", leadsTo(t, d, "/author/admin/"), "()")
	want(t, "tag", tagNames(t, d, theArticle(t, d, 5)), "sans adresse")
}
