package app

import (
	"context"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// crawler follows every address that the public surfaces name.
type crawler struct {
	t       testing.TB
	service *Service
	seen    map[string]bool
	next    []string
}

// crawl reads every page, feed and file for machines, and hands each to look.
func crawl(t testing.TB, service *Service, look func(path string, status int, body string)) int {
	t.Helper()
	c := &crawler{t: t, service: service, seen: map[string]bool{}}
	for _, path := range []string{"/", "/robots.txt", "/sitemap.xml", "/feeds.opml", "/ads.txt", "/.well-known/security.txt", "/manifest.webmanifest", "/opensearch.xml", "/sitemap-news.xml"} {
		c.add(path)
	}
	for len(c.next) > 0 {
		path := c.next[0]
		c.next = c.next[1:]
		w := ask(service, path)
		body := w.Body.String()
		look(path, w.Code, body+"\n"+fmt.Sprint(w.Header()))
		c.add(w.Header().Get("Location"))
		for word := range strings.FieldsFuncSeq(body, func(r rune) bool { return r == '"' || r == '<' || r == '>' }) {
			c.add(html.UnescapeString(strings.TrimSuffix(word, `\`))) // in any document an address stands between these
		}
	}
	return len(c.seen)
}

// add notes an address of this site that was not seen yet. Files are package site's to prove; the search's filters multiply without end.
func (c *crawler) add(ref string) {
	ref = strings.TrimPrefix(ref, c.service.Origin())
	u, err := url.Parse(ref)
	if err != nil || !strings.HasPrefix(ref, "/") || strings.ContainsAny(ref, " (|") || // a script
		!strings.ContainsAny(ref[1:], "/.") && ref != "/" || // the end of an element
		strings.HasPrefix(u.Path, "/media/") || u.Query().Has("pays") && u.Query().Get("pays") != "niger" {
		return
	}
	if dir, file, _ := cutLast(u.Path); (file == "atom.xml" || file == "feed.json") && dir != "" && !betraying[dir] {
		return
	}
	u.Fragment = ""
	if path := u.RequestURI(); !c.seen[path] && !strings.Contains(path, "%7B") {
		c.seen[path] = true
		c.next = append(c.next, path)
	}
}

// betraying are the lists in which what is hidden would stand: their feeds are read in all three forms, those of other lists in one.
var betraying = map[string]bool{"/sante": true, "/pays/niger": true, "/auteurs/mariama-djibo": true, "/auteurs/la-redaction": true, "/mots-cles/fleuve-niger": true, "/en": true}

func cutLast(path string) (dir, file string, ok bool) {
	i := strings.LastIndexByte(path, '/')
	return path[:max(i, 0)], path[i+1:], i >= 0
}

// TestNothingHiddenShows walks the whole public site with things in the newsroom that nobody outside may learn: who is behind a byline, what is not published, what was withdrawn, who commented.
func TestNothingHiddenShows(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	secrets := hide(t, n)
	service, err := NewService(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	defer closePort(service)
	look := func(path string, status int, body string) {
		t.Helper()
		if status >= 400 || status == 0 {
			t.Errorf("%s, which a page names, answers %d", path, status)
		}
		body = strings.ToLower(body)
		for _, secret := range secrets {
			if strings.Contains(body, secret) {
				t.Errorf("%s tells of %s", path, secret)
			}
		}
	}
	pages := crawl(t, service, look)
	t.Logf("%d addresses", pages)
	if pages < 400 {
		t.Errorf("only %d addresses were found", pages)
	}
	for _, secret := range secrets {
		w := ask(service, "/recherche/?q="+url.QueryEscape(`"`+secret+`"`)) // in quotes: an address is more than the common words in it
		if w.Code != 200 || strings.Contains(w.Body.String(), "résultat</h2>") || strings.Contains(w.Body.String(), "résultats</h2>") {
			t.Errorf("search for %s: %d, and something was found", secret, w.Code)
		}
	}
	feed := ask(service, "/feed.xml").Body.Bytes()
	if err := xml.Unmarshal(feed, new(struct{ XMLName xml.Name })); err != nil {
		t.Errorf("the feed is not well-formed: %v", err)
	}
}

// hide plants what is not public, and gives the words that would betray it, in lower case.
func hide(t testing.TB, n *Newsroom) []string {
	t.Helper()
	ctx := context.Background()
	if _, err := n.AddUser(ctx, "plume.secrete@dedans.example", "Zéphyrine Quatrebarbes", "journalist"); err != nil {
		t.Fatal(err)
	}
	exec(t, n, "UPDATE byline SET account_id = (SELECT id FROM account WHERE email = 'plume.secrete@dedans.example') WHERE slug IN ('mariama-djibo', 'la-redaction')")
	exec(t, n, "INSERT INTO comment (article_id, status, name, email, url, body, posted_at) VALUES (1, 'approved', 'Lecteur', 'lecteur.cache@dehors.example', '', 'Bravo', 1)")
	bylines, tags := []string{"mariama-djibo"}, []string{"fleuve-niger"}
	secrets := []string{"plume.secrete", "dedans.example", "quatrebarbes", "zéphyrine", "zephyrine", "lecteur.cache", "dehors.example"}
	for _, status := range []article.Status{article.Draft, article.Review, article.Scheduled, article.Private, article.Locked, article.Published} {
		word := "mot" + string(status) + "xq"
		secrets = append(secrets, word)
		a := &article.Article{Status: status, Title: "Titre " + word, Short: word, Standfirst: word, Body: "<p>" + word + "</p>", Section: 6, PublishAt: noon.Add(time.Hour), Slug: word, Pinned: true,
			Countries: ids[taxonomy.CountryID](t, n, "country", "niger"), Bylines: ids[staff.BylineID](t, n, "byline", bylines[0]), Tags: ids[taxonomy.TagID](t, n, "tag", tags[0])}
		publish(t, n, a)
		if status == article.Published { // and taken back
			a.Status, a.Withdrawn, a.Reason = article.Withdrawn, noon, "À la demande d’un témoin."
			publish(t, n, a)
		}
	}
	return secrets
}

// ids gives the number behind a slug, as a list of one.
func ids[T ~int64](t testing.TB, n *Newsroom, table, slug string) (list []T) {
	t.Helper()
	var id int64
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), "SELECT id FROM "+table+" WHERE slug = $1", slug).Scan(&id)
	})
	return []T{T(id)}
}
