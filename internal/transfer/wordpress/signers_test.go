package wordpress

import (
	"context"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

func authorXML(id, login, name string) string {
	return "<wp:author><wp:author_id>" + id + "</wp:author_id><wp:author_login><![CDATA[" + login + "]]></wp:author_login><wp:author_email>" + login +
		"@secret.example</wp:author_email><wp:author_display_name><![CDATA[" + name + "]]></wp:author_display_name></wp:author>\n"
}

func signers(t *testing.T, d *db.DB, id int64) string {
	t.Helper()
	var names []string
	for _, b := range theArticle(t, d, id).Bylines {
		byline, err := staff.BylineByID(context.Background(), d, b)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, byline.Name+" "+byline.Slug)
	}
	return strings.Join(names, ", ")
}

func TestSigners(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		a := imported(t, o, export(
			authorXML("1", "admin", "admin"), authorXML("2", "adiop77", "Awa Diop"), authorXML("3", "muet", "Sans Article"), authorXML("4", "awa2", "Awa DIOP"),
			authorXML("5", "moussa@journal.example", "moussa@journal.example"),
			entryXML{id: 1, title: "Un", name: "un", creator: "adiop77"},
			entryXML{id: 2, title: "Deux", name: "deux", creator: "admin"},
			entryXML{id: 3, title: "Trois", name: "trois", creator: "adiop77", terms: filed([3]string{authors, "cap-jane-kone", "jane-kone"}, [3]string{authors, "cap-adiop77", "adiop77"}, [3]string{authors, "cap-inconnu-x", "inconnu-x"})},
			entryXML{id: 4, title: "Quatre", name: "quatre", creator: "awa2"},
			entryXML{id: 5, title: "Cinq", name: "cinq", creator: "jean.le_bon"},
			entryXML{id: 6, title: "Six", name: "six", creator: "moussa@journal.example"},
			entryXML{id: 90, typ: typeGuest, title: "Jane Koné", name: "cap-jane-kone", meta: [][2]string{{"cap-display_name", "Jane Koné"}, {"cap-user_email", "jane@secret.example"}, {"cap-description", "Écrit de <b>Bamako</b>."}}},
		))
		want(t, "one", signers(t, d, 1), "Awa Diop awa-diop")
		want(t, "the administrator", signers(t, d, 2), "La rédaction la-redaction")
		want(t, "co-authors", signers(t, d, 3), "Jane Koné jane-kone, Awa Diop awa-diop, Inconnu X inconnu-x")
		want(t, "one name, one byline", signers(t, d, 4), "Awa Diop awa-diop")
		want(t, "a login without a name", signers(t, d, 5), "Jean Le Bon jean-le-bon")
		want(t, "an address as a name", signers(t, d, 6), "Moussa moussa")
		for from, to := range map[string]string{
			"/author/adiop77/": "/auteurs/awa-diop/", "/author/adiop77/feed/": "/auteurs/awa-diop/feed.xml", "/?author=2": "/auteurs/awa-diop/",
			"/author/jane-kone/": "/auteurs/jane-kone/", "/author/admin/": "()", "/author/muet/": "()", "/author/awa2/": "/auteurs/awa-diop/",
		} {
			want(t, from, leadsTo(t, d, from), to)
		}
		want(t, "who signs nothing", a.Authors.LeftOut[SignsNo], 1)
		want(t, "bio", text1(t, d, "SELECT bio FROM byline WHERE slug = 'jane-kone'"), "Écrit de Bamako.")
		want(t, "accounts", text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM account"), "0")
		for _, table := range []string{"byline", "address"} {
			column := map[string]string{"byline": "name || bio || slug", "address": "path || location"}[table]
			if s := text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM "+table+" WHERE "+column+" LIKE '%secret%' OR "+column+" LIKE '%journal-example%'"); s != "0" {
				t.Errorf("%s of %s hold an e-mail address", s, table)
			}
		}
	})
}
