package wordpress

import (
	"context"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/db/dbtest"
)

func TestStates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		a := imported(t, o, export(
			entryXML{id: 1, title: "Publié", name: "publie", link: "https://www.lefleuve.example/2019/05/publie/"},
			entryXML{id: 2, title: "Brouillon", status: "draft", link: "https://www.lefleuve.example/?p=2"},
			entryXML{id: 3, title: "À relire", status: "pending"},
			entryXML{id: 4, title: "Programmé", status: "future", name: "programme", gmt: "2030-01-01 06:00:00"},
			entryXML{id: 5, title: "Privé", status: "private", name: "prive", link: "https://www.lefleuve.example/2019/05/prive/"},
			entryXML{id: 6, title: "Mot de passe", name: "mdp", link: "https://www.lefleuve.example/2019/05/mdp/", raw: "<wp:post_password>secret</wp:post_password>"},
			entryXML{id: 7, title: "Jeté", status: "trash", raw: "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content>x</wp:comment_content></wp:comment>"},
			entryXML{id: 8, status: "auto-draft"},
			entryXML{id: 9, title: "v1", typ: "revision", status: "inherit"},
			entryXML{id: 10, title: "En cours", status: "in-progress"},
			entryXML{id: 11, title: "Sans type", typ: " "},
			entryXML{id: 12, title: "Épinglé", name: "epingle", raw: "<wp:is_sticky>1</wp:is_sticky><wp:comment_status>open</wp:comment_status>"},
			entryXML{id: 13, title: "", name: "sans-titre", content: "Les premiers mots du texte suffisent."},
			entryXML{id: 14, title: "Agenda", typ: "tribe_events", name: "agenda", content: "<p>brut [x]</p>", meta: [][2]string{{"_EventStartDate", "2019-05-01"}, {"_EventStartDate", "deux"}}},
		))
		for id, w := range map[int64]struct {
			status    article.Status
			path      string
			published string
		}{
			1:  {article.Published, "/2019/05/publie/", "2019-05-01T12:00:00Z"},
			2:  {article.Draft, "", "0001-01-01T00:00:00Z"},
			3:  {article.Review, "", "0001-01-01T00:00:00Z"},
			4:  {article.Scheduled, "", "0001-01-01T00:00:00Z"},
			5:  {article.Private, "/2019/05/prive/", "2019-05-01T12:00:00Z"},
			6:  {article.Locked, "/2019/05/mdp/", "2019-05-01T12:00:00Z"},
			10: {article.Draft, "", "0001-01-01T00:00:00Z"},
			12: {article.Published, "/2019/05/01/epingle/", "2019-05-01T12:00:00Z"},
		} {
			got := theArticle(t, d, id)
			want(t, got.Title+" status", got.Status, w.status)
			want(t, got.Title+" path", got.Path, w.path)
			want(t, got.Title+" published", got.FirstPublished.Format(time.RFC3339), w.published)
		}
		want(t, "due", theArticle(t, d, 4).PublishAt.Format(time.RFC3339), "2030-01-01T06:00:00Z")
		want(t, "job", text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM job WHERE kind = 'article.publish'"), "1")
		want(t, "pinned and open", theArticle(t, d, 12).Pinned && theArticle(t, d, 12).Comments && !theArticle(t, d, 1).Comments, true)
		want(t, "title made", theArticle(t, d, 13).Title, "Les premiers mots du texte suffisent.")
		for _, path := range []string{"/2019/05/prive/", "/2019/05/mdp/", "/?p=6", "/?p=2"} {
			want(t, path+" is no address", leadsTo(t, d, path), "()")
		}
		want(t, "uid", theArticle(t, d, 1).UID[:9], "urn:uuid:")
		left := a.item(typePost).LeftOut
		want(t, "left", left[Trash]*100+left[AutoDraft]*10+a.item("revision").LeftOut[Revision], 111)
		want(t, "no type", a.item(typeUnknown).LeftOut[NoType], 1)
		want(t, "comment of a thrown article", a.Comments.LeftOut[ItemLeft], 1)
		want(t, "verbatim", text1(t, d, "SELECT content FROM import_verbatim WHERE old_id = 14"), "<p>brut [x]</p>")
		want(t, "fields", text1(t, d, "SELECT value FROM import_meta WHERE old_id = 14 AND position = 1"), "deux")
		want(t, "became", text1(t, d, "SELECT became FROM import_item WHERE old_id = 14"), asVerbatim)
	})
}

func TestDates(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Africa/Niamey") // UTC+1
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		d    dates
		want string
	}{
		"gmt":                    {dates{gmt: "2019-05-01 12:00:00", local: "2019-05-01 13:00:00"}, "2019-05-01T12:00:00Z"},
		"gmt alone":              {dates{gmt: "2019-05-01 12:00:00"}, "2019-05-01T12:00:00Z"},
		"zeros":                  {dates{gmt: "0000-00-00 00:00:00", local: "2019-05-01 13:00:00"}, "2019-05-01T12:00:00Z"},
		"gmt against local":      {dates{gmt: "2009-05-01 12:00:00", local: "2019-05-01 13:00:00"}, "2019-05-01T12:00:00Z"},
		"pubDate":                {dates{gmt: "0000-00-00 00:00:00", local: "0000-00-00 00:00:00", pub: "Wed, 01 May 2019 13:00:00 +0100"}, "2019-05-01T12:00:00Z"},
		"WordPress's nil pub":    {dates{pub: "Mon, 30 Nov -0001 00:00:00 +0000", modifiedGMT: "2019-05-02 00:00:00"}, "2019-05-02T00:00:00Z"},
		"modified":               {dates{modified: "2019-05-02 01:00:00"}, "2019-05-02T00:00:00Z"},
		"nothing":                {dates{gmt: "garbage", local: "0000-00-00"}, "0001-01-01T00:00:00Z"},
		"a paper of before 1970": {dates{gmt: "1958-12-18 10:00:00"}, "1958-12-18T10:00:00Z"},
		"day 32":                 {dates{gmt: "2019-05-32 10:00:00", local: "2019-05-31 11:00:00"}, "2019-05-31T10:00:00Z"},
	} {
		want(t, name, c.d.published(zone).Format(time.RFC3339), c.want)
	}
}

func TestOldPaths(t *testing.T) {
	t.Parallel()
	for link, path := range map[string]string{
		"https://x.org/2019/05/un/":                           "/2019/05/un/",
		"https://x.org/2019/05/un":                            "/2019/05/un/",
		"http://x.org/un.html":                                "/un.html",
		"https://x.org/index.php/2019/un/":                    "/index.php/2019/un/",
		"https://x.org/%d8%a7%d9%84%d9%86%d9%8a%d8%ac%d8%b1/": "/النيجر/",
		"https://x.org/caf%C3%A9/?utm=1":                      "/café/",
		"https://x.org/?p=12":                                 "",
		"https://x.org/":                                      "",
		"https://x.org":                                       "",
		"":                                                    "",
		"https://x.org/a/../../etc/passwd":                    "",
		"https://x.org/a//b/":                                 "",
		"https://x.org/a%00b/":                                "",
		"https://x.org/a%0Ab/":                                "",
		"https://x.org/" + strings.Repeat("a", 2000):          "",
		"https://x.org/%zz/":                                  "",
	} {
		want(t, link, oldPath(link), path)
	}
	want(t, "cut in the middle of a letter", decoded("%d8%a7%d9%84%d9%8"), "ال")
	want(t, "cut in the middle of a sign", decoded("%d8%a7%d"), "ا")
}

func TestAddresses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		const site = "https://www.lefleuve.example"
		a := imported(t, o, export(
			entryXML{id: 1, title: "Un", name: "un", link: site + "/2019/05/un/", raw: `<guid isPermaLink="false">https://www.lefleuve.example/?p=1</guid>`, meta: [][2]string{{"_wp_old_slug", "vieux"}}},
			entryXML{id: 2, title: "Même adresse", name: "un", link: site + "/2019/05/un/", raw: `<guid isPermaLink="false">https://www.lefleuve.example/?p=1</guid>`},
			entryXML{id: 3, title: "Réservée", name: "x", link: site + "/videos/x/"},
			entryXML{id: 4, title: "Mot réservé", name: "podcasts", link: site + "/podcasts/"},
			entryXML{id: 5, title: "Arabe", name: "%d8%a7%d9%84%d9%86%d9%8a%d8%ac%d8%b1", link: site + "/%d8%a7%d9%84%d9%86%d9%8a%d8%ac%d8%b1/"},
			entryXML{id: 6, title: "HTML", name: "h", link: site + "/h.html"},
			entryXML{id: 7, title: "Au bureau", name: "bureau", link: site + "/desk/bureau/"},
			entryXML{id: 16, typ: typePage, title: "Les pays", name: "pays", link: site + "/pays/"},
			entryXML{id: 10, typ: typePage, title: "À propos", name: "a-propos", link: site + "/a-propos/"},
			entryXML{id: 11, typ: typePage, title: "Histoire", name: "histoire", link: site + "/a-propos/histoire/", raw: "<wp:post_parent>10</wp:post_parent>"},
			entryXML{id: 12, typ: typePage, title: "Médias", name: "media", link: site + "/media/"},
			entryXML{id: 13, typ: typePage, title: "Accueil", name: "accueil", link: site + "/"},
			entryXML{id: 14, typ: typePage, title: "Plus tard", name: "plus-tard", status: "draft", link: site + "/?page_id=14"},
			entryXML{id: 15, typ: typePage, title: "Autre histoire", name: "histoire", link: site + "/autre/histoire/"},
		))
		for path, target := range map[string]string{
			"/2019/05/un/": "article", "/2019/05/un-2/": "article", "/النيجر/": "article", "/h.html": "article",
			"/a-propos/": "standing", "/a-propos/histoire/": "standing", "/autre/histoire/": "standing", "/media-2/": "standing", "/accueil/": "standing",
		} {
			want(t, path, leadsTo(t, d, path), "("+target+")")
		}
		for from, to := range map[string]string{
			"/?p=1": "/2019/05/un/", "/?p=2": "/2019/05/un-2/", "/2019/05/vieux/": "/2019/05/un/", "/videos/x/": "/2019/05/01/x/", "/?p=3": "/2019/05/01/x/",
			"/podcasts/": "()", "/?p=4": "/2019/05/01/podcasts/", "/?page_id=10": "/a-propos/", "/?page_id=12": "/media-2/", "/?page_id=14": "()", "/desk/bureau/": "/2019/05/01/bureau/", "/pays/": "()", "/?page_id=16": "/pays-2/",
		} {
			want(t, from, leadsTo(t, d, from), to)
		}
		want(t, "collisions", a.Collided.Count, 6)
		want(t, "drafts stay so", text1(t, d, "SELECT CAST(published AS TEXT) FROM standing WHERE slug = 'plus-tard'")[:1], text1(t, d, "SELECT CAST(FALSE AS TEXT)")[:1])
		want(t, "what feeds called it", theArticle(t, d, 1).UID, "https://www.lefleuve.example/?p=1")
		want(t, "not twice", theArticle(t, d, 2).UID[:9], "urn:uuid:")
		want(t, "slug", theArticle(t, d, 5).Slug, "النيجر")
	})
}

func TestFieldsOfPlugins(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	o := newsroom(t, d)
	o.ReadsKey = "lus"
	imported(t, o, export(
		entryXML{id: 1, title: "Les pluies", name: "a", excerpt: "<p>Un <b>résumé</b> [gallery]</p>", meta: [][2]string{{"_yoast_wpseo_title", "%%title%% %%page%% %%sep%% %%sitename%%"}, {"_yoast_wpseo_metadesc", "Pluies %%currentyear%%: %%excerpt%%"}, {"views", "1 023"}}},
		entryXML{id: 2, title: "Le mil", name: "b", meta: [][2]string{{"rank_math_title", "%title% au Sahel %sep% %sitename%"}, {"rank_math_description", "Tout sur le mil"}, {"post_views_count", "7"}, {"lus", "1,500"}}},
		entryXML{id: 3, title: "L’or", name: "c", meta: [][2]string{{"_yoast_wpseo_title", "L'or"}, {"views", "a:1:{i:0;i:5;}"}}},
	))
	ctx := context.Background()
	for id, w := range map[int64]struct {
		title, desc string
		reads       int64
	}{
		1: {"", "Pluies : Un résumé", 1023},
		2: {"Le mil au Sahel – Le Fleuve", "Tout sur le mil", 1500},
		3: {"", "", 0},
	} {
		a := theArticle(t, d, id)
		want(t, a.Title+" seo", a.SEOTitle, w.title)
		want(t, a.Title+" description", a.SEODesc, w.desc)
		n, err := audience.Reads(ctx, d, int64(a.ID))
		if err != nil {
			t.Fatal(err)
		}
		want(t, a.Title+" reads", n, w.reads)
	}
	want(t, "standfirst", theArticle(t, d, 1).Standfirst, "Un résumé")
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	imported(t, newsroom(t, d), export(
		entryXML{id: 1, title: "Rain", name: "rain", terms: filed([3]string{"language", "en", "English"})},
		entryXML{id: 2, title: "Pluie", name: "pluie"},
		entryXML{id: 3, title: "Regen", name: "regen", terms: filed([3]string{"language", "de", "Deutsch"})},
	))
	want(t, "languages", theArticle(t, d, 1).Language+theArticle(t, d, 2).Language+theArticle(t, d, 3).Language, "enfrfr")
}
