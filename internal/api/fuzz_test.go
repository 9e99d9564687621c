package api_test

import (
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

// FuzzSent: whatever a client sends is taken or refused in a sentence, and never our fault.
func FuzzSent(f *testing.F) {
	for _, seed := range []string{
		`{"title":"x","body":"<p>y</p>","tags":["a","b"],"countries":["niger"],"section":"monde","status":"published"}`, `{"publish_at":"2026-03-01T18:30","status":"published","title":"x"}`,
		`{"title":"\u0000\ud800","slug":"é/../..","minor":true}`, `{"embargo_until":"9999-12-31T23:59:60Z","confirm_embargo":true}`, `{"language":"ar","kind":"reportage","dateline":"<b>","authors":["awa-diallo"]}`, `[{}]`, `{"a":{"a":[[[]]]}}`,
	} {
		f.Add(seed, "POST", "")
		f.Add(seed, "PATCH", "k")
	}
	n := open(f, dbtest.SQLite(f))
	n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "status": "published"}).is(201)
	f.Fuzz(func(t *testing.T, body, method, key string) {
		path := "/articles"
		if method == "PATCH" {
			path = "/articles/1"
		} else {
			method = "POST"
		}
		if strings.ContainsAny(key, "\r\n") {
			return
		}
		n := n
		n.TB = t
		*n.now = n.now.Add(1e9)
		if w := n.ask(staff.Editor, method, path, body, "Idempotency-Key", key); w.Code >= 500 {
			t.Errorf("%s %q: %d %s\n%s", method, body, w.Code, w.Body, n.log)
		}
	})
}
