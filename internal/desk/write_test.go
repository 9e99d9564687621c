package desk_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"griot/internal/db/dbtest"
	"griot/internal/desk"
	"griot/internal/manuscript"
	"griot/internal/staff"
)

// tells posts JSON, as the editor does.
func (b *browser) tells(path, body string) *answer {
	b.Helper()
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

func (b *browser) asks(path string) *answer {
	b.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, path, http.NoBody))
}

// begins starts an article and gives its address.
func (b *browser) begins() string {
	b.Helper()
	a := b.tells("/desk/articles/new", "")
	if a.StatusCode != http.StatusSeeOther {
		b.Fatalf("an article begins with %d: %s", a.StatusCode, a.body)
	}
	return a.Header.Get("Location")
}

func update(name, content string) string {
	return fmt.Sprintf(`{"key":%q,"update":%q}`, name, base64.StdEncoding.EncodeToString([]byte(content)))
}

func TestUpdatesAreRelayed(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("koffi", staff.Editor)
		awa, koffi := r.in("awa"), r.in("koffi")
		path := awa.begins()
		awa.asks(path + "updates?after=0&wait=0&name=aaaaaaaa").is(200)
		awa.tells(path+"updates", update("aaaaaaaa-1", "x")).is(200)
		awa.tells(path+"updates", update("aaaaaaaa-1", "x")).is(200) // the line was cut before the answer
		awa.tells(path+"cursor", `{"name":"aaaaaaaa","data":"AAAA"}`).is(200)
		for name, cursors := range map[string]int{"bbbbbbbb": 1, "aaaaaaaa": 0} {
			var got struct {
				Seq     int64
				Updates []struct{ Data []byte }
				Cursors []string
			}
			if err := json.Unmarshal([]byte(koffi.asks(path+"updates?after=0&wait=0&name="+name).is(200).body), &got); err != nil {
				r.Fatal(err)
			}
			if got.Seq != 1 || len(got.Updates) != 1 || string(got.Updates[0].Data) != "x" || len(got.Cursors) != cursors {
				r.Errorf("%s is told %+v", name, got)
			}
		}
	})
}

// listens begins an article, in which nobody has written, and has somebody of a name wait for news of it.
func listens(t *testing.T, name string) (awa *browser, path string, told <-chan *answer) {
	t.Helper()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Editor)
	awa = r.in("awa")
	path = awa.begins()
	awa.asks(path + "updates?after=0&wait=0")
	answers := make(chan *answer, 1)
	go func() { answers <- awa.asks(path + "updates?after=0&wait=20&name=" + name) }()
	return awa, path, answers
}

// isTold fails unless somebody is told what holds some words so many times each.
func isTold(t *testing.T, told <-chan *answer, words map[string]int) {
	t.Helper()
	select {
	case a := <-told:
		for s, n := range words {
			if strings.Count(a.body, s) != n {
				t.Errorf("it was told %s, want %s in it %d times", a.body, s, n)
			}
		}
	case <-time.After(15 * time.Second):
		t.Error("it was not told")
	}
}

// Whoever waits for news is told at once when there is some.
func TestNewsComesAtOnce(t *testing.T) {
	t.Parallel()
	awa, path, told := listens(t, "bbbbbbbb")
	awa.tells(path+"updates", update("aaaaaaaa-1", "x")).is(200)
	isTold(t, told, map[string]int{`"seq":1,"reach"`: 1})
}

// Whoever waits for news is not told of what they wrote alone: they have its number from the answer. With another's words it comes along, in order.
func TestOwnWordsAreNoNews(t *testing.T) {
	t.Parallel()
	awa, path, told := listens(t, "aaaaaaaa")
	for i, name := range []string{"aaaaaaaa-1", "aaaaaaaa-2", "bbbbbbbb-1"} {
		if a := awa.tells(path+"updates", update(name, "x")); !strings.Contains(a.body, fmt.Sprintf(`"seq":%d`, i+1)) {
			t.Errorf("%s got %s", name, a.body)
		}
	}
	isTold(t, told, map[string]int{`"reach":3`: 1, `"data"`: 3})
}

func TestWritingRefuses(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("binta", staff.Contributor)
		awa, binta := r.in("awa"), r.in("binta")
		path := awa.begins()
		awa.asks(path + "updates?after=0&wait=0")
		for name, test := range map[string]struct {
			who  *browser
			page string
			body string
			want int
		}{
			"no JSON":            {awa, "updates", "a=b", 422},
			"types that lie":     {awa, "updates", `{"key":7}`, 422},
			"no name":            {awa, "updates", `{"update":"AAAA"}`, 422},
			"too long an update": {awa, "updates", update("aaaaaaaa-1", strings.Repeat("x", manuscript.MaxUpdateBytes+1)), 413},
			"50 MB":              {awa, "text", `{"body":"` + strings.Repeat("x", 50<<20) + `"}`, 413},
			"more than a form":   {awa, "text", `{"body":"` + strings.Repeat("x", desk.MaxBody) + `"}`, 413},
			"one for too many":   {awa, "whole", `{"key":"aaaaaaaa-2","update":"AAAA","upto":5}`, 200},
			"another's article":  {binta, "updates", update("bbbbbbbb-1", "x"), 403},
			"another's text":     {binta, "text", `{"seq":0,"title":"x"}`, 403},
			"a cursor of 5 kB":   {awa, "cursor", `{"name":"a","data":"` + strings.Repeat("x", 5000) + `"}`, 413},
			"no article":         {awa, "../999/updates", update("aaaaaaaa-1", "x"), 404},
		} {
			to := path + test.page
			if rest, up := strings.CutPrefix(test.page, "../"); up {
				to = "/desk/articles/" + rest
			}
			if a := test.who.tells(to, test.body); a.StatusCode != test.want {
				r.Errorf("%s: %d, want %d: %.200s", name, a.StatusCode, test.want, a.body)
			}
		}
		if n := dbtest.Count(r.T, r.db, "manuscript_update"); n != 0 {
			r.Errorf("%d updates were kept", n)
		}
	})
}

// What strangers' markup would do in a title or a text it does not do on the page where it is written, nor after.
func TestWritingExecutesNothing(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		awa := r.in("awa")
		path := awa.begins()
		const evil = `"><script>x()</script><img src=x onerror=x()></textarea>`
		form := httptest.NewRequest(http.MethodPost, path, strings.NewReader("title="+strings.ReplaceAll(evil, " ", "+")+"&body=%3Cp+onclick%3Dx()%3Ea%3C/p%3E"+strings.ReplaceAll(evil, " ", "+")))
		form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		form.Header.Set("Sec-Fetch-Site", "same-origin")
		if a := awa.send(form); a.StatusCode != http.StatusSeeOther {
			r.Fatalf("it was answered %d: %s", a.StatusCode, a.body)
		}
		page := awa.asks(path).is(200).body
		for _, bad := range []string{"<script>", "onerror", "onclick"} {
			if strings.Contains(page, bad) {
				r.Errorf("the page holds %s", bad)
			}
		}
	})
}

// An article is looked for, for a link, by who may write; the own one is not offered, and nobody asks for more than a line.
func TestLinksAreOffered(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("binta", staff.Contributor)
		awa, binta := r.in("awa"), r.in("binta")
		path := awa.begins()
		if got := awa.asks(path + "links?q=pont").is(200).body; got != `{"links":[]}` {
			r.Errorf("of nothing published it offers %s", got)
		}
		if a := binta.asks(path + "links?q=pont"); a.StatusCode != http.StatusForbidden {
			r.Errorf("who may not change the article is answered %d", a.StatusCode)
		}
		if a := awa.asks(path + "links?q=" + strings.Repeat("x", 201)); a.StatusCode != http.StatusRequestEntityTooLarge {
			r.Errorf("too long a question is answered %d", a.StatusCode)
		}
	})
}

// What an article weighs on a phone follows its text, in the page and at the editor, red above the budget.
func TestWeightFollows(t *testing.T) {
	each(t, func(r *room) {
		base := int64(20_000)
		r.desk.Weigh = func(*http.Request, string) (int64, bool) { return base, true }
		r.account("awa", staff.Editor)
		awa := r.in("awa")
		path := awa.begins()
		awa.asks(path + "updates?after=0&wait=0")
		awa.asks(path).is(200).says("[data-weight]", "20,0\u00a0ko")
		if got := awa.tells(path+"text", `{"seq":0,"title":"x","body":"<p>Un.</p>"}`).is(200).body; !strings.Contains(got, `"heavy":false`) || !strings.Contains(got, "20,0\u00a0ko") {
			r.Errorf("the editor is told %s", got)
		}
		base = 70_000
		if got := awa.tells(path+"text", `{"seq":0,"title":"x","body":"<p>Deux.</p>"}`).is(200).body; !strings.Contains(got, `"heavy":true`) || !strings.Contains(got, "70,0\u00a0ko") {
			r.Errorf("then it is told %s", got)
		}
		awa.asks(path).is(200).says("[data-weight].heavy", "70,0\u00a0ko")
	})
}
