package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
	"griot/internal/staff"
)

// An article comes, is read, changed, corrected and withdrawn, and every answer says what is so.
func TestLifeOfAnArticle(t *testing.T) {
	each(t, func(n newsroom) {
		posted := n.ask(staff.Administrator, "POST", "/articles", sent{"title": "Le fleuve monte", "standfirst": "Chapeau.", "body": "<p>Un.</p><script>x()</script>", "kind": "reportage", "section": "monde/sahel",
			"countries": []string{"niger", "mali", "niger"}, "tags": []string{"Eau du fleuve", "eau-du-fleuve", "riz"}, "authors": []string{"awa-diallo"}, "dateline": "Niamey", "status": "published"})
		a := posted.is(http.StatusCreated)
		id := int64(a["id"].(float64))
		at := fmt.Sprintf("/articles/%d", id)
		if a["url"] != "https://griot.example/2026/03/01/le-fleuve-monte/" || posted.Header().Get("Location") != "/api/v1"+at || a["body"] != "<p>Un.</p>" || a["section"] != "monde/sahel" ||
			fmt.Sprint(a["countries"], a["tags"], a["authors"]) != "[niger mali] [Eau du fleuve riz] [awa-diallo]" || a["published_at"] != "2026-03-01T13:00:00+01:00" {
			n.Fatalf("answered %v with %v", a, posted.Header())
		}
		read := n.ask(staff.Editor, "GET", at, nil)
		if b := read.is(200); fmt.Sprint(a) != fmt.Sprint(b) || read.Header().Get("ETag") != posted.Header().Get("ETag") {
			n.Errorf("reads as\n%v, was\n%v", b, a)
		}

		*n.now = noon.Add(time.Hour)
		if why := n.ask(staff.Editor, "PATCH", at, sent{"body": "<p>Deux.</p>"}).detail(422); !strings.Contains(why, "minor") {
			n.Errorf("a change of substance: %s", why)
		}
		if b := n.ask(staff.Editor, "PATCH", at, sent{"body": "<p>Deux.</p>", "correction": "Il y en avait deux."}).is(200); b["body"] != "<p>Deux.</p>" || b["title"] != a["title"] || b["updated_at"] != "2026-03-01T14:00:00+01:00" {
			n.Errorf("corrected: %v", b)
		}
		n.ask(staff.Editor, "PATCH", at, sent{"title": "Le fleuve Niger monte", "minor": true}).is(200)
		n.ask(staff.Editor, "PATCH", at, sent{"tags": []string{"riz"}, "section": "", "authors": []string{}}).is(200)
		if notes, err := article.Notes(n.Context(), n.db, article.ID(id)); err != nil || len(notes) != 1 || notes[0].Kind != article.Correction || notes[0].Text != "Il y en avait deux." {
			n.Errorf("notes %+v: %v", notes, err)
		}
		if b := n.ask(staff.Editor, "GET", at, nil).is(200); b["title"] != "Le fleuve Niger monte" || fmt.Sprint(b["tags"], b["section"], b["authors"]) != "[riz][]" || b["url"] != a["url"] {
			n.Errorf("is now %v", b)
		}

		if why := n.ask(staff.Editor, "DELETE", at, nil).detail(403); !strings.Contains(why, "editor") {
			n.Errorf("an editor withdraws another's: %s", why)
		}
		n.ask(staff.EditorInChief, "DELETE", at+"?reason=Doublon", nil).is(204)
		n.ask(staff.EditorInChief, "DELETE", at, nil).is(204) // once more
		if b := n.ask(staff.EditorInChief, "GET", at, nil).is(200); b["status"] != "withdrawn" || b["reason"] != "Doublon" || b["url"] != "" {
			n.Errorf("withdrawn as %v", b)
		}
		if list, err := article.Revisions(n.Context(), n.db, article.ID(id), 0, 100); err != nil || len(list) != 5 {
			n.Errorf("%d revisions: %v", len(list), err)
		}
		var from string
		if err := n.db.QueryRow(n.Context(), "SELECT address FROM audit WHERE act = 'article.withdrawn'").Scan(&from); err != nil || from != "192.0.2.7" {
			n.Errorf("audited from %q: %v", from, err)
		}
		if n.log.Len() > 0 {
			n.Errorf("the log has %s", n.log)
		}
	})
}

// No author is the token's person, whose byline is made once.
func TestOwnByline(t *testing.T) {
	each(t, func(n newsroom) {
		for range 2 {
			if a := n.ask(staff.Journalist, "POST", "/articles", sent{"title": "x"}).is(201); fmt.Sprint(a["authors"]) != "[person-journalist]" || a["status"] != "draft" || a["url"] != "" || a["kind"] != "news" || a["language"] != "fr" {
				n.Errorf("answered %v", a)
			}
		}
		if got := dbtest.Count(n, n.db, "byline"); got != 2 {
			n.Errorf("%d bylines", got)
		}
	})
}

// The hours: a publication to come, an embargo, and what is no time.
func TestHours(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "status": "published", "publish_at": "2026-03-01T18:30"}).is(201)
		if a["status"] != "scheduled" || a["publish_at"] != "2026-03-01T18:30:00+01:00" || a["url"] != "" {
			n.Errorf("scheduled as %v", a)
		}
		*n.now = time.Date(2026, 3, 1, 17, 30, 0, 0, time.UTC)
		publisher := &article.Publisher{DB: n.db, Now: func() time.Time { return *n.now }}
		if err := publisher.Work(n.Context(), job.Job{Payload: fmt.Appendf(nil, "%v", a["id"])}); err != nil {
			n.Fatal(err)
		}
		if b := n.ask(staff.Editor, "GET", fmt.Sprintf("/articles/%v", a["id"]), nil).is(200); b["status"] != "published" || b["published_at"] != "2026-03-01T18:30:00+01:00" {
			n.Errorf("published as %v", b)
		}
		b := n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "embargo_until": "2026-03-02T06:00:00Z"}).is(201)
		at := fmt.Sprintf("/articles/%v", b["id"])
		if why := n.ask(staff.Editor, "PATCH", at, sent{"status": "published"}).detail(409); !strings.Contains(why, "2026-03-02T06:00:00Z") {
			n.Errorf("refused by %s", why)
		}
		n.ask(staff.Editor, "PATCH", at, sent{"status": "published", "confirm_embargo": true}).is(403)
		if b := n.ask(staff.EditorInChief, "PATCH", at, sent{"status": "published", "confirm_embargo": true}).is(200); b["status"] != "published" || b["embargo_until"] != nil {
			n.Errorf("published as %v", b)
		}
		past := n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "status": "published", "publish_at": "2020-01-01T10:00"}).is(201)
		if past["status"] != "published" || past["published_at"] != "2026-03-01T18:30:00+01:00" {
			n.Errorf("an hour that has passed: %v", past)
		}
		for _, hour := range []string{"demain", "2026-13-01T10:00", "1", "0001-01-01T00:00", "99999-01-01T00:00", "2026-03-01", strings.Repeat("2", 40)} {
			n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "publish_at": hour}).is(422)
		}
		n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "status": "scheduled"}).is(422)
		n.ask(staff.Editor, "POST", "/articles", sent{"status": "scheduled", "publish_at": "2030-01-01T10:00"}).is(422)
	})
}

// A save that is based on an old version changes nothing.
func TestIfMatch(t *testing.T) {
	each(t, func(n newsroom) {
		first := n.ask(staff.Editor, "POST", "/articles", sent{"title": "x"})
		at := fmt.Sprintf("/articles/%v", first.is(201)["id"])
		*n.now = noon.Add(time.Minute)
		second := n.ask(staff.Editor, "PATCH", at, sent{"title": "y"}, "If-Match", first.Header().Get("ETag"))
		second.is(200)
		n.ask(staff.Editor, "PATCH", at, sent{"title": "z"}, "If-Match", first.Header().Get("ETag")).is(412)
		n.ask(staff.EditorInChief, "DELETE", at, nil, "If-Match", first.Header().Get("ETag")).is(412)
		if a := n.ask(staff.Editor, "GET", at, nil).is(200); a["title"] != "y" {
			n.Errorf("it is %v", a)
		}
		n.ask(staff.Editor, "PATCH", at, sent{"title": "z"}, "If-Match", `"other", `+second.Header().Get("ETag")).is(200)
		n.ask(staff.Editor, "PATCH", at, sent{"title": "a"}, "If-Match", "*").is(200)
	})
}

// The same request with the same key is done once, also when it comes again while the first is on its way.
func TestIdempotency(t *testing.T) {
	each(t, func(n newsroom) {
		body := sent{"title": "Une fois", "status": "published"}
		first := n.ask(staff.Editor, "POST", "/articles", body, "Idempotency-Key", "k1")
		first.is(201)
		again := n.ask(staff.Editor, "POST", "/articles", body, "Idempotency-Key", "k1")
		again.is(201)
		if first.Body.String() != again.Body.String() || again.Header().Get("Location") != first.Header().Get("Location") || again.Header().Get("ETag") != first.Header().Get("ETag") ||
			again.Header().Get("Idempotent-Replayed") != "true" || first.Header().Get("Idempotent-Replayed") != "" {
			n.Errorf("first %s %v\nthen %s %v", first.Body, first.Header(), again.Body, again.Header())
		}
		n.ask(staff.Editor, "POST", "/articles", sent{"title": "Autre"}, "Idempotency-Key", "k1").is(422)
		n.ask(staff.EditorInChief, "POST", "/articles", body, "Idempotency-Key", "k1").is(201) // another person's key
		n.ask(staff.Editor, "POST", "/articles", body, "Idempotency-Key", "k2").is(201)
		n.ask(staff.Editor, "POST", "/articles", sent{"title": ""}, "Idempotency-Key", strings.Repeat("k", 201)).is(422)
		if got := dbtest.Count(n, n.db, "article"); got != 3 {
			n.Errorf("%d articles", got)
		}
		results := make(chan int, 8)
		for range cap(results) {
			go func() {
				results <- n.ask(staff.Editor, "POST", "/articles", body, "Idempotency-Key", "at once").Code
			}()
		}
		for range cap(results) {
			if code := <-results; code != 201 {
				n.Errorf("answered %d", code)
			}
		}
		if got := dbtest.Count(n, n.db, "article"); got != 4 {
			n.Errorf("%d articles", got)
		}
		*n.now = noon.Add(25 * time.Hour)
		dbtest.Do(n, n.db, func(tx *db.Tx) error { return apiForget(n, tx) })
		if got := dbtest.Count(n, n.db, "api_answer"); got != 0 {
			n.Errorf("%d answers are still kept", got)
		}
	})
}

func TestList(t *testing.T) {
	each(t, func(n newsroom) {
		for i := range 5 {
			n.ask(staff.Editor, "POST", "/articles", sent{"title": fmt.Sprint("n", i), "status": "published", "section": []string{"monde", "monde/sahel", "culture"}[i%3], "countries": []string{[]string{"niger", "mali"}[i%2]},
				"tags": []string{[]string{"eau", "riz"}[i%2]}, "authors": []string{"awa-diallo"}}).is(201)
		}
		n.ask(staff.Journalist, "POST", "/articles", sent{"title": "d5", "language": "en"}).is(201)
		n.ask(staff.Contributor, "POST", "/articles", sent{"title": "d6"}).is(201)
		n.ask(staff.Contributor, "POST", "/articles", sent{"title": "r7", "status": "review"}).is(201)
		for query, want := range map[string]string{
			"": "r7 d6 d5 n4 n3 n2 n1 n0", "?status=draft": "d6 d5", "?status=published": "n4 n3 n2 n1 n0", "?status=review": "r7", "?section=monde": "n4 n3 n1 n0", "?section=monde/sahel": "n4 n1", "?country=mali": "n3 n1",
			"?tag=eau&status=published": "n4 n2 n0", "?author=person-contributor": "r7 d6", "?language=en": "d5", "?limit=3": "r7 d6 d5", "?limit=3&after=6": "n4 n3 n2", "?after=1": "", "?section=culture&country=mali": "",
		} {
			if got := n.titles(n.ask(staff.Editor, "GET", "/articles"+query, nil)); got != want {
				n.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		for role, want := range map[staff.Role]string{staff.Contributor: "r7 d6 n4 n3 n2 n1 n0", staff.Moderator: "n4 n3 n2 n1 n0", staff.Journalist: "r7 d6 d5 n4 n3 n2 n1 n0"} {
			if got := n.titles(n.ask(role, "GET", "/articles", nil)); got != want {
				n.Errorf("%s sees %q, want %q", role, got, want)
			}
		}
		n.ask(staff.Contributor, "GET", "/articles/6", nil).is(404) // the journalist's
		n.ask(staff.Contributor, "PATCH", "/articles/6", sent{"title": "x"}).is(404)
		n.ask(staff.Contributor, "DELETE", "/articles/6", nil).is(404)
		var pages []string
		for path := "/articles?limit=3"; path != ""; {
			w := n.ask(staff.Editor, "GET", path, nil)
			pages = append(pages, n.titles(w))
			link := w.Header().Get("Link")
			path, _, _ = strings.Cut(strings.TrimPrefix(link, "</api/v1"), ">")
			if next := w.is(200)["next"]; (next == nil) != (link == "") || link != "" && !strings.HasSuffix(link, `>; rel="next"`) {
				n.Errorf("next is %v, and the Link %q", next, link)
			}
		}
		if got := strings.Join(pages, " | "); got != "r7 d6 d5 | n4 n3 n2 | n1 n0" {
			n.Errorf("pages %s", got)
		}
		for _, query := range []string{"?limit=0", "?limit=101", "?limit=x", "?after=-1", "?status=lost", "?country=atlantis", "?section=nowhere", "?tag=none", "?author=nobody", "?colour=red"} {
			n.ask(staff.Editor, "GET", "/articles"+query, nil).is(422)
		}
	})
}

func (n newsroom) titles(a answer) string {
	n.Helper()
	var list []string
	for _, it := range a.is(200)["articles"].([]any) {
		list = append(list, it.(map[string]any)["title"].(string))
	}
	return strings.Join(list, " ")
}

// aVersion is a mark that is made of what it marks.
var aVersion = regexp.MustCompile(`"version":"[0-9a-f]{16}"`)

func TestShelves(t *testing.T) {
	each(t, func(n newsroom) {
		n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "tags": []string{"eau", "riz", "mil"}}).is(201)
		for path, want := range map[string]string{
			"/sections":           `{"sections":[{"id":3,"slug":"culture","name":"Culture","names":{},"description":"","hue":"","articles":0,"url":"https://griot.example/culture/","version":"V"},{"id":1,"slug":"monde","name":"Monde","names":{},"description":"","hue":"","articles":0,"url":"https://griot.example/monde/","version":"V"},{"id":2,"slug":"monde/sahel","name":"Sahel","names":{},"description":"","hue":"","parent":1,"articles":0,"url":"https://griot.example/monde/sahel/","version":"V"}]}`,
			"/countries":          `{"countries":[{"id":2,"slug":"mali","code":"ML","name":"Mali","region":"","hidden":false,"highlighted":false,"articles":0,"url":"https://griot.example/pays/mali/"},{"id":1,"slug":"niger","code":"NE","name":"Niger","region":"","hidden":false,"highlighted":false,"articles":0,"url":"https://griot.example/pays/niger/"}]}`,
			"/tags?limit=2":       `{"tags":[{"id":1,"slug":"eau","name":"eau","url":"https://griot.example/mots-cles/eau/"},{"id":2,"slug":"riz","name":"riz","url":"https://griot.example/mots-cles/riz/"}],"next":2}`,
			"/tags?after=2":       `{"tags":[{"id":3,"slug":"mil","name":"mil","url":"https://griot.example/mots-cles/mil/"}]}`,
			"/authors":            `{"authors":[{"slug":"awa-diallo","name":"Awa Diallo","kind":"person","role":"","url":"https://griot.example/auteurs/awa-diallo/"},{"slug":"person-editor","name":"Person editor","kind":"person","role":"","url":"https://griot.example/auteurs/person-editor/"}]}`,
			"/tags?after=9999999": `{"tags":[]}`,
		} {
			w := n.ask(staff.Moderator, "GET", path, nil)
			w.is(200)
			if got := aVersion.ReplaceAllString(strings.TrimSpace(w.Body.String()), `"version":"V"`); got != want {
				n.Errorf("%s is\n%s, want\n%s", path, got, want)
			}
		}
	})
}
