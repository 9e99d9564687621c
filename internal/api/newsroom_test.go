package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"griot/internal/api"
	"griot/internal/article"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// newsroom is a newspaper with an API: rubrics monde, monde/sahel, culture; countries niger, mali; byline awa-diallo; an account of each role, with a token.
type newsroom struct {
	testing.TB
	db     *db.DB
	api    *api.API
	now    *time.Time
	tokens map[staff.Role]string
	log    *bytes.Buffer
	blob   blob.Store
}

func each(t *testing.T, test func(n newsroom)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(open(t, d)) })
}

func open(t testing.TB, d *db.DB) newsroom {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := noon
	files, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	n := newsroom{t, d, nil, &now, map[staff.Role]string{}, &bytes.Buffer{}, files}
	dbtest.Do(t, d, func(tx *db.Tx) error { return n.furnish(tx, words.For("fr")) })
	n.api, err = api.New(api.Config{
		DB: d, Locales: words, Origin: func() string { return "https://griot.example" }, Now: func() time.Time { return *n.now }, Log: slog.New(slog.NewTextHandler(n.log, nil)),
		Address: func(*http.Request) netip.Addr { return netip.MustParseAddr("192.0.2.7") }, Darkroom: media.NewDarkroom(files, 1),
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (n newsroom) furnish(tx *db.Tx, sort taxonomy.Sorter) error {
	ctx := n.Context()
	paper := &masthead.Newspaper{Title: "Griot", Language: "fr", Languages: []string{"fr", "en"}, TimeZone: "Africa/Niamey"}
	if err := masthead.Save(ctx, tx, noon, paper); err != nil {
		return err
	}
	for _, code := range []string{"news", "reportage"} {
		if err := article.SaveKind(ctx, tx, &article.Kind{Code: code, SchemaType: "NewsArticle", Labels: map[string]string{"fr": code}}); err != nil {
			return err
		}
	}
	for _, s := range []taxonomy.Section{{Name: "Monde"}, {Name: "Sahel", Parent: 1}, {Name: "Culture"}} {
		if err := taxonomy.SaveSection(ctx, tx, noon, sort, &s); err != nil {
			return err
		}
	}
	for _, c := range []taxonomy.Country{{Code: "NE", Slug: "niger", Name: "Niger"}, {Code: "ML", Slug: "mali", Name: "Mali"}} {
		if err := taxonomy.SaveCountry(ctx, tx, noon, sort, &c); err != nil {
			return err
		}
	}
	if err := staff.SaveByline(ctx, tx, noon, sort, &staff.Byline{Name: "Awa Diallo"}); err != nil {
		return err
	}
	for _, role := range staff.Roles() {
		a, err := staff.AddAccount(ctx, tx, noon, string(role)+"@example.org", "Person "+string(role), role)
		if err != nil {
			return err
		}
		if n.tokens[role], err = staff.AddToken(ctx, tx, noon, a.ID, "test"); err != nil {
			return err
		}
	}
	return nil
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	newsroom
}

// ask sends a request with the token of a role; body is JSON as it is, or anything that becomes it. Further words are names and values of header fields.
func (n newsroom) ask(role staff.Role, method, path string, body any, fields ...string) answer {
	n.Helper()
	var r io.Reader = http.NoBody
	switch body := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(body)
	default:
		data, err := json.Marshal(body)
		if err != nil {
			n.Fatal(err)
		}
		r = bytes.NewReader(data)
	}
	req := httptest.NewRequest(method, "/api/v1"+path, r)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token := n.tokens[role]; token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(fields); i += 2 {
		req.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	n.api.ServeHTTP(w, req)
	if w.Header().Get("Cache-Control") != "no-store" {
		n.Errorf("%s %s may be kept: %v", method, path, w.Header())
	}
	if w.Code >= 400 {
		n.isProblem(w)
	}
	return answer{w, n}
}

// isProblem: every refusal is a problem in a sentence (RFC 9457), and no larger than a page.
func (n newsroom) isProblem(w *httptest.ResponseRecorder) {
	n.Helper()
	var p struct {
		Status        int
		Title, Detail string
	}
	err := json.Unmarshal(w.Body.Bytes(), &p)
	if err != nil || p.Status != w.Code || p.Title == "" || p.Detail == "" || w.Header().Get("Content-Type") != "application/problem+json" || w.Body.Len() > 20_000 {
		n.Errorf("%d with %v is no problem: %.300s: %v", w.Code, w.Header(), w.Body, err)
	}
}

// is checks the status and reads the body.
func (a answer) is(status int) map[string]any {
	a.newsroom.Helper()
	got := map[string]any{}
	if a.Code != status {
		a.newsroom.Fatalf("answered %d, want %d: %.500s\n%s", a.Code, status, a.ResponseRecorder.Body, a.log)
	}
	if a.ResponseRecorder.Body.Len() > 0 {
		if err := json.Unmarshal(a.ResponseRecorder.Body.Bytes(), &got); err != nil {
			a.newsroom.Fatal(err)
		}
	}
	return got
}

// detail is the sentence of a problem.
func (a answer) detail(status int) string {
	a.newsroom.Helper()
	s, _ := a.is(status)["detail"].(string)
	return s
}

type sent map[string]any
