package feed_test

import (
	"context"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/feed"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

const origin = "https://presse.example"

// secret is the address of the account behind a byline: no document may lead to it.
const secret = "qui.ecrit@presse.example"

// newsroom is a newspaper of seven articles.
type newsroom struct {
	t       testing.TB
	db      *db.DB
	blob    blob.Store
	now     time.Time
	paper   *masthead.Newspaper
	loc     *locale.Locale
	routes  page.Table
	climate taxonomy.Section
	report  article.Article
}

func open(t testing.TB) *newsroom {
	t.Helper()
	catalogues, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := &newsroom{t: t, db: dbtest.SQLite(t), now: time.Date(2026, 11, 22, 12, 30, 0, 0, time.UTC), loc: catalogues.For("fr"),
		paper: &masthead.Newspaper{Title: "Le Fleuve & la Presse", Tagline: "Une référence", Description: "L’actualité du fleuve", Language: "fr",
			Languages: []string{"fr", "en", "ar"}, TimeZone: "Africa/Niamey", Email: "redaction@presse.example", Copyright: "Le Fleuve"}}
	store, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	n.blob = store
	n.routes = feed.New(feed.Config{DB: n.db, Blob: n.blob, Locales: catalogues, Origin: func() string { return origin }, Now: func() time.Time { return n.now }}).Routes()
	n.do(func(ctx context.Context, tx *db.Tx) error { return masthead.Save(ctx, tx, n.now, n.paper) })
	n.file()
	n.write()
	return n
}

func (n *newsroom) do(act func(ctx context.Context, tx *db.Tx) error) {
	n.t.Helper()
	ctx := context.Background()
	if err := n.db.Transact(ctx, func(tx *db.Tx) error { return act(ctx, tx) }); err != nil {
		n.t.Fatal(err)
	}
}

// file makes the rubrics, countries, kinds, bylines and standing pages.
func (n *newsroom) file() {
	n.t.Helper()
	n.do(func(ctx context.Context, tx *db.Tx) error {
		environment := taxonomy.Section{Name: "Environnement", Names: map[string]string{"en": "Environment"}}
		sport := taxonomy.Section{Name: "Sport"}
		if err := taxonomy.SaveSection(ctx, tx, n.now, n.loc, &environment); err != nil {
			return err
		}
		if err := taxonomy.SaveSection(ctx, tx, n.now, n.loc, &sport); err != nil {
			return err
		}
		n.climate = taxonomy.Section{Name: "Climat", Parent: environment.ID, Description: "Ce que le temps change"}
		if err := taxonomy.SaveSection(ctx, tx, n.now, n.loc, &n.climate); err != nil {
			return err
		}
		for i, c := range []taxonomy.Country{{Code: "NE", Slug: "niger", Name: "Niger"}, {Code: "BJ", Slug: "benin", Name: "Bénin"}, {Code: "ZM", Slug: "zambie", Name: "Zambie"}} {
			c.Position, c.Continent, c.Region = i, true, "west"
			if err := taxonomy.SaveCountry(ctx, tx, n.now, n.loc, &c); err != nil {
				return err
			}
		}
		for _, k := range []article.Kind{{Code: article.News, SchemaType: "NewsArticle", Labels: map[string]string{"fr": "Actualité"}},
			{Code: "publi", SchemaType: "AdvertiserContentArticle", Sponsored: true, Labels: map[string]string{"fr": "Publi-rédactionnel"}}} {
			if err := article.SaveKind(ctx, tx, &k); err != nil {
				return err
			}
		}
		for _, name := range []string{"Mariama Djibo", "La rédaction"} {
			if err := staff.SaveByline(ctx, tx, n.now, n.loc, &staff.Byline{Name: name}); err != nil {
				return err
			}
		}
		account, err := staff.AddAccount(ctx, tx, n.now, secret, "Son Vrai Nom", staff.Journalist)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE byline SET account_id = $1", account.ID); err != nil {
			return err
		}
		return standing.Save(ctx, tx, n.now, &standing.Page{Language: "fr", Slug: "contact", Title: "Contact", Body: "<p>Écrivez-nous.</p>", Published: true})
	})
}

// picture adds a picture whose variants are there, or one that still waits for them.
func (n *newsroom) picture(ctx context.Context, tx *db.Tx, name string, ready bool) (media.ID, error) {
	variants := []media.Variant{{Width: 1280, Height: 720, Format: "jpg", Data: []byte("the bytes of " + name)}}
	f, err := media.ReceiveMade(ctx, n.blob, []byte(name), "image/png", 1600, 900, variants)
	if err != nil {
		return 0, err
	}
	m, err := media.Add(ctx, tx, n.now, f, media.Media{Alt: "Un " + name, Credit: "Illustration : l’atelier"})
	if err != nil || ready {
		return m.ID, err
	}
	_, err = tx.Exec(ctx, "UPDATE media SET state = $2 WHERE id = $1", m.ID, string(media.Pending))
	return m.ID, err
}

const body = `<p>Le niveau : "4 mètres".</p><figure data-embed="https://www.youtube-nocookie.com/embed/x"><a href="https://www.youtube.com/watch?v=x">La vidéo</a></figure>` +
	`<figure><img data-media="2" alt="Le pont"><figcaption>Le pont</figcaption></figure><figure><img data-media="3" alt="En cours"><figcaption>À venir</figcaption></figure>` +
	`<p><a href="/pays/benin/">le Bénin</a>, <a href="?p=3">là</a>, <a href="#fn-1">1</a>, <a href="https://ailleurs.example/a?b=1&amp;c=2" rel="nofollow">ailleurs</a> &lt;b&gt;</p>` +
	`<p><img src="/media/ancienne.jpg" alt=""></p><p><audio src="/media/voix.mp3" controls></audio></p>`

// write publishes the articles: a report with everything, the reply to it, a paid one, an English and an Arabic one, an old brief; and two that nobody may see.
func (n *newsroom) write() {
	n.t.Helper()
	ago := func(d time.Duration) time.Time { return n.now.Add(-d) }
	n.do(func(ctx context.Context, tx *db.Tx) error {
		hero, err := n.picture(ctx, tx, "fleuve", true)
		if err != nil {
			return err
		}
		if _, err := n.picture(ctx, tx, "pont", true); err != nil {
			return err
		}
		if _, err := n.picture(ctx, tx, "brouillon", false); err != nil {
			return err
		}
		river, err := taxonomy.EnsureTag(ctx, tx, n.now, n.loc, "Fleuve Niger", "")
		if err != nil {
			return err
		}
		arabic, err := taxonomy.EnsureTag(ctx, tx, n.now, n.loc, "النهر", "")
		if err != nil {
			return err
		}
		n.report = article.Article{UID: "urn:uuid:00000000-0000-4000-8000-000000000001", Title: "À Niamey, qui garde le fleuve ?", Standfirst: "Ils sont douze & ils veillent.", Body: body,
			Section: n.climate.ID, Countries: []taxonomy.CountryID{1, 2}, Tags: []taxonomy.TagID{river.ID, arabic.ID}, Bylines: []staff.BylineID{1, 2},
			Hero: article.Hero{Picture: hero, Caption: "Le fleuve à midi"}, FirstPublished: ago(3 * time.Hour), Updated: ago(2 * time.Hour)}
		reply := article.Article{UID: "urn:uuid:00000000-0000-4000-8000-000000000002", Title: "Droit de réponse : douze, et un treizième", Body: "<p>Nous étions treize.</p>",
			Section: n.climate.ID, Countries: []taxonomy.CountryID{1}, ReplyTo: 1, FirstPublished: ago(time.Hour)}
		paid := article.Article{UID: "urn:uuid:00000000-0000-4000-8000-000000000003", Title: "Des pompes pour tous", Kind: "publi", Body: `<p><a href="https://pompes.example/">Voir</a></p>`,
			Countries: []taxonomy.CountryID{1}, FirstPublished: ago(5 * time.Hour)}
		english := article.Article{UID: "urn:uuid:00000000-0000-4000-8000-000000000004", Title: "Who keeps the river: twelve people", Body: "<p>Twelve: no more.</p>", Language: "en",
			Section: n.climate.ID, Countries: []taxonomy.CountryID{2}, Tags: []taxonomy.TagID{river.ID}, Bylines: []staff.BylineID{1}, Original: 1, FirstPublished: ago(150 * time.Minute)}
		inArabic := article.Article{UID: "urn:uuid:00000000-0000-4000-8000-000000000005", Title: "من يحرس النهر؟", Body: "<p>اثنا عشر.</p>", Language: "ar", FirstPublished: ago(151 * time.Minute)}
		brief := article.Article{UID: "urn:uuid:00000000-0000-4000-8000-000000000006", Title: "Vieille brève", Body: "<p>Rien.</p>", Countries: []taxonomy.CountryID{1}, FirstPublished: ago(60 * time.Hour)}
		draft := article.Article{UID: "urn:uuid:00000000-0000-4000-8000-000000000007", Title: "Brouillon secret", Body: "<p>Non.</p>", Status: article.Draft, Countries: []taxonomy.CountryID{3}}
		for _, a := range []*article.Article{&n.report, &reply, &paid, &english, &inArabic, &brief, &draft} {
			if a.Status == "" {
				a.Status = article.Published
			}
			if err := article.Put(ctx, tx, n.paper, n.now, a); err != nil {
				return err
			}
		}
		for _, note := range []article.Note{
			{Article: 1, Kind: article.Correction, Text: "Nous avions écrit dix ; ils sont douze.", Signature: "Mariama Djibo", Noted: ago(90 * time.Minute)},
			{Article: 1, Kind: article.RightOfReply, Text: "La coopérative nous écrit.", Reply: 2, Noted: ago(time.Hour)},
		} {
			if err := article.AddNote(ctx, tx, n.now, &note); err != nil {
				return err
			}
		}
		return nil
	})
}

// get makes the page at an address, as the edge would.
func (n *newsroom) get(path, query string) (*page.Page, error) {
	n.t.Helper()
	at, ok := n.routes.Find(path, query)
	if !ok {
		n.t.Fatalf("no route takes %s", path)
	}
	return at.Route.Make(context.Background(), at)
}

func (n *newsroom) must(path, query string) *page.Page {
	n.t.Helper()
	p, err := n.get(path, query)
	if err != nil {
		n.t.Fatalf("%s: %v", path, err)
	}
	return p
}
