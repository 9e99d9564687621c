package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"griot/internal/api"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

func apiForget(n newsroom, tx *db.Tx) error { return api.Forget(n.Context(), tx, *n.now) }

// Every route asks for a token, but for the description; one that is unknown, ended or somebody's who has gone is as good as none.
func TestEveryRouteAsksForAToken(t *testing.T) {
	each(t, func(n newsroom) {
		n.tokens["unknown"], n.tokens["ended"], n.tokens["gone"] = "griot_x", n.tokens[staff.Journalist], n.tokens[staff.Commercial]
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			if _, err := tx.Exec(n.Context(), "UPDATE token SET ends_at = 1 WHERE account_id = (SELECT id FROM account WHERE role = 'journalist')"); err != nil {
				return err
			}
			_, err := tx.Exec(n.Context(), "UPDATE account SET ended_at = 1 WHERE role = 'commercial'")
			return err
		})
		for _, r := range n.api.Routes() {
			if r.Name == "" || r.Summary == "" || r.Who != api.Everyone && r.Who != api.Token {
				n.Errorf("%s %s is %q for %q", r.Method, r.Path, r.Name, r.Who)
			}
			path := strings.TrimPrefix(strings.Replace(r.Path, "{id}", "1", 1), api.Root)
			for _, who := range []staff.Role{"nobody", "unknown", "ended", "gone"} {
				w := n.ask(who, r.Method, path, nil)
				if r.Who == api.Everyone {
					w.is(200)
					continue
				}
				w.is(401)
				if !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
					n.Errorf("%s %s: %v", r.Method, r.Path, w.Header())
				}
			}
		}
		for _, field := range []string{"Basic abc", "Bearer", "Bearer ", n.tokens[staff.Editor], "bearer"} {
			n.ask("nobody", "GET", "/sections", nil, "Authorization", field).is(401)
		}
		n.ask("nobody", "GET", "/sections", nil, "Authorization", "bearer "+n.tokens[staff.Editor]).is(200)
	})
}

// Each role at each route: what may be read is read, and writing is as the table of moves has it.
func TestEveryRoleAtEveryRoute(t *testing.T) {
	each(t, func(n newsroom) {
		for _, role := range staff.Roles() {
			writer := role != staff.Moderator && role != staff.Commercial
			publisher := writer && role != staff.Journalist && role != staff.Contributor
			expect := func(ok bool, method, path string, body any) {
				n.Helper()
				if w := n.ask(role, method, path, body); ok != (w.Code < 300) || !ok && w.Code != 403 {
					n.Errorf("%s: %s %s %v: %d %.200s", role, method, path, body, w.Code, w.Body)
				}
			}
			for _, path := range []string{"/sections", "/countries", "/tags", "/authors", "/articles"} {
				expect(true, "GET", path, nil)
			}
			expect(writer, "POST", "/articles", sent{"title": "x"})
			expect(writer, "POST", "/articles", sent{"title": "x", "status": "review"})
			expect(publisher, "POST", "/articles", sent{"title": "x", "status": "ready"})
			expect(publisher, "POST", "/articles", sent{"title": "x", "status": "published"})
			expect(publisher, "POST", "/articles", sent{"title": "x", "status": "scheduled", "publish_at": "2030-01-01T10:00"})
			of := fmt.Sprintf("/articles/%v", n.ask(staff.Administrator, "POST", "/articles", sent{"title": "x", "status": "published"}).is(201)["id"])
			expect(true, "GET", of, nil)
			expect(publisher, "PATCH", of, sent{"title": "y", "minor": true})
			expect(role == staff.Administrator || role == staff.EditorInChief, "DELETE", of, nil)
		}
	})
}

// Types that lie, fields that are not there, words that name nothing: 422 or 400 with a sentence, and nothing is written.
func TestLies(t *testing.T) {
	each(t, func(n newsroom) {
		for body, status := range map[string]int{
			``: 400, `{`: 400, `not json`: 400, `null`: 422, `[]`: 422, `"x"`: 422, `1`: 422, `{"title":1}`: 422, `{"title":null}`: 422, `{"title":["x"]}`: 422, `{"title":{"a":1}}`: 422, `{"minor":"yes"}`: 422,
			`{"tags":"eau"}`: 422, `{"tags":[1]}`: 422, `{"tags":null}`: 422, `{"countries":{}}`: 422, `{"status":"lost"}`: 422, `{"status":"PUBLISHED"}`: 422, `{"titel":"x"}`: 422, `{"id":5}`: 422,
			`{"section":"nowhere"}`: 422, `{"countries":["atlantis"]}`: 422, `{"authors":["nobody"]}`: 422, `{"kind":"poem"}`: 422, `{"language":"français !"}`: 422, `{"tags":["!!!"]}`: 422, `{"tags":[""]}`: 422,
			`{"status":"published"}`: 422, `{"title":"` + strings.Repeat("x", 2001) + `"}`: 422, `{"tags":[` + strings.Repeat(`"a",`, 200) + `"a"]}`: 422, `{"correction":"x"}`: 409, `{"title":"x","status":"withdrawn"}`: 409,
			`{"title":"x","correction":"a","update":"b"}`: 422, `{"section":"` + strings.Repeat("../", 60) + `"}`: 422, `{"section":"'; DROP TABLE article; --"}`: 422,
			strings.Repeat(`[`, 10_000) + strings.Repeat(`]`, 10_000): 422, strings.Repeat(`{"a":`, 10_000): 422, `{"body":"` + strings.Repeat("x", 1<<20) + `"}`: 413,
		} {
			if w := n.ask(staff.Editor, "POST", "/articles", body); w.Code != status {
				n.Errorf("%.80s: %d, want %d: %.300s", body, w.Code, status, w.Body)
			}
		}
		for _, field := range []string{"section", "kind", "language", "publish_at", "status"} {
			n.ask(staff.Editor, "POST", "/articles", sent{field: "a\x00b"}).is(422)
			n.ask(staff.Editor, "POST", "/articles", `{"`+field+`":"`+"a\xffb"+`"}`).is(422)
		}
		for _, field := range []string{"countries", "authors"} {
			n.ask(staff.Editor, "POST", "/articles", sent{field: []string{"a\x00b"}}).is(422)
		}
		for _, query := range []string{"section", "country", "tag", "author", "language"} {
			n.ask(staff.Editor, "GET", "/articles?"+query+"=a%00b", nil).is(422)
			n.ask(staff.Editor, "GET", "/articles?"+query+"=a%ffb", nil).is(422)
		}
		n.ask(staff.Editor, "POST", "/articles", `{}`, "Idempotency-Key", "a\xffb").is(422)
		n.ask(staff.Editor, "POST", "/articles", `title=x`, "Content-Type", "application/x-www-form-urlencoded").is(415)
		if got := dbtest.Count(n, n.db, "article") + dbtest.Count(n, n.db, "tag"); got != 0 {
			n.Errorf("%d articles and tags were written", got)
		}
		for _, path := range []string{"/articles/0", "/articles/-1", "/articles/x", "/articles/99999999999999999999"} {
			n.ask(staff.Editor, "GET", path, nil).is(422)
		}
		n.ask(staff.Editor, "GET", "/articles/4711", nil).is(404)
		for _, path := range []string{"/", "", "/nothing", "/articles/", "/articles/1/x"} {
			n.ask(staff.Editor, "GET", path, nil).is(404)
		}
		if w := n.ask(staff.Editor, "PUT", "/articles/1", `{}`); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD, PATCH, DELETE" {
			n.Errorf("PUT: %d, %v", w.Code, w.Header())
		}
		if w := n.ask(staff.Editor, "POST", "/openapi.json", `{}`); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
			n.Errorf("POST to the description: %d, %v", w.Code, w.Header())
		}
		// What has a NUL or a broken byte in a text is taken without it.
		for _, odd := range []string{"a\x00b", "a\xffb", "\ufeff"} {
			body := `{"title":"` + odd + `","body":"<p>` + odd + `</p>","dateline":"` + odd + `","tags":["eau` + odd + `"],"slug":"` + odd + `","reason":"` + odd + `"}`
			n.ask(staff.Editor, "POST", "/articles", strings.ReplaceAll(body, "\x00", `\u0000`)).is(201)
		}
		n.ask(staff.EditorInChief, "DELETE", "/articles/1?reason=a%00b%ff", nil).is(204)
		if n.log.Len() > 0 {
			n.Errorf("the log has %s", n.log)
		}
	})
}

// flood is a body without end that counts what was read of it.
type flood struct{ read int }

func (f *flood) Read(b []byte) (int, error) {
	f.read += len(b)
	return copy(b, strings.Repeat("x", len(b))), nil
}

// Fifty megabytes are refused after one, and without a length as well.
func TestFlood(t *testing.T) {
	each(t, func(n newsroom) {
		for _, length := range []int64{50 << 20, -1} {
			f := &flood{}
			r := httptest.NewRequest(http.MethodPost, "/api/v1/articles", io.LimitReader(f, 50<<20))
			r.ContentLength = length
			r.Header.Set("Authorization", "Bearer "+n.tokens[staff.Editor])
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			n.api.ServeHTTP(w, r)
			if n.isProblem(w); w.Code != 413 || f.read > 3<<20 || w.Header().Get("Connection") != "close" {
				n.Errorf("answered %d after %d bytes", w.Code, f.read)
			}
		}
	})
}

// Six hundred writes a minute for each token; reading costs none of them.
func TestRate(t *testing.T) {
	t.Parallel()
	n := open(t, dbtest.SQLite(t))
	write := func() int { return n.ask(staff.Editor, "DELETE", "/articles/4711", nil).Code }
	for i := range api.WritesAMinute {
		if code := write(); code != 404 {
			t.Fatalf("write %d: %d", i+1, code)
		}
	}
	w := n.ask(staff.Editor, "DELETE", "/articles/4711", nil)
	if w.is(429); w.Header().Get("Retry-After") != "1" {
		t.Errorf("%v", w.Header())
	}
	n.ask(staff.Editor, "GET", "/sections", nil).is(200)
	n.ask(staff.Journalist, "DELETE", "/articles/4711", nil).is(404)
	*n.now = n.now.Add(time.Second)
	for i := range 11 {
		if code := write(); (code == 404) != (i < 10) {
			t.Errorf("write %d a second later: %d", i+1, code)
		}
	}
	*n.now = n.now.Add(time.Hour)
	if code := write(); code != 404 {
		t.Errorf("an hour later: %d", code)
	}
}

// Markup made to survive cleaning comes out as text in lines and as nothing in bodies.
func TestScripting(t *testing.T) {
	each(t, func(n newsroom) {
		for _, attack := range []string{
			`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `javascript:alert(1)`, `<a href="javascript:alert(1)">x</a>`, `<iframe srcdoc="<script>alert(1)</script>">`,
			`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `{{7*7}}`, "\u202Eevil\u0000", `<p style="x:expression(alert(1))">x</p>`,
			`<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>`, `</title><script>alert(1)</script>`, `<img src="x" srcset="javascript:alert(1)">`, `<object data="x"></object><embed src=x>`,
		} {
			a := n.ask(staff.Editor, "POST", "/articles", sent{"title": attack + " titre", "standfirst": attack, "body": "<p>corps</p>" + attack, "dateline": attack, "status": "published"}).is(201)
			body := strings.ToLower(a["body"].(string))
			for _, evil := range []string{"<script", "onerror", "onload", "javascript:a", "srcdoc", "<style", "style=", "data:text", "<object", "<embed", "<svg"} {
				if strings.Contains(strings.ReplaceAll(body, "&lt;", "‹"), evil) {
					if evil == "javascript:a" && !strings.Contains(body, "<a") { // as words
						continue
					}
					n.Errorf("%s leaves %s", attack, body)
				}
			}
			for _, line := range []string{"title", "standfirst", "dateline"} {
				if s := a[line].(string); strings.ContainsAny(s, "\x00\n") || strings.Contains(s, "<script") || strings.Contains(s, "<img") {
					n.Errorf("%s leaves the %s %q", attack, line, s)
				}
			}
			if url := a["url"].(string); strings.ContainsAny(url, "<>\"' {}\u202E\x00") {
				n.Errorf("%s leaves the address %s", attack, url)
			}
		}
	})
}

// The description is OpenAPI 3.1, names every route, and says of every field what it is.
func TestDescription(t *testing.T) {
	t.Parallel()
	n := open(t, dbtest.SQLite(t))
	d := n.ask("nobody", "GET", "/openapi.json", nil).is(200)
	if d["openapi"] != "3.1.0" {
		t.Errorf("it is %v", d["openapi"])
	}
	paths := d["paths"].(map[string]any)
	for _, r := range n.api.Routes() {
		if r.Name == "description" {
			continue
		}
		o, _ := paths[r.Path].(map[string]any)[strings.ToLower(r.Method)].(map[string]any)
		if o["operationId"] != r.Name || o["security"] == nil {
			t.Errorf("%s %s is described by %v", r.Method, r.Path, o)
		}
	}
	sent := d["components"].(map[string]any)["schemas"].(map[string]any)["Sent"].(map[string]any)
	if sent["additionalProperties"] != false || sent["properties"].(map[string]any)["title"].(map[string]any)["type"] != "string" || sent["properties"].(map[string]any)["tags"].(map[string]any)["type"] != "array" {
		text, _ := json.Marshal(sent)
		t.Errorf("what is sent is %s", text)
	}
}
