package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"griot/internal/api"
	"griot/internal/job"
	"griot/internal/media"
	"griot/internal/staff"
)

// photo is a JPEG of some size.
func photo(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// brings sends a form with a file.
func (n newsroom) brings(role staff.Role, name string, content []byte, fields ...string) *httptest.ResponseRecorder {
	n.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	for i := 0; i < len(fields) && err == nil; i += 2 {
		err = form.WriteField(fields[i], fields[i+1])
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		n.Fatal(err)
	}
	return n.sends(role, http.MethodPost, "/api/v1/media", body.Bytes(), "Content-Type", form.FormDataContentType())
}

func (n newsroom) sends(role staff.Role, method, path string, body []byte, fields ...string) *httptest.ResponseRecorder {
	n.Helper()
	req := httptest.NewRequest(method, path, bytes.NewReader(body))
	if role != "" {
		req.Header.Set("Authorization", "Bearer "+n.tokens[role])
	}
	for i := 0; i < len(fields); i += 2 {
		req.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	n.api.ServeHTTP(w, req)
	return w
}

func is(t *testing.T, w *httptest.ResponseRecorder, status int) *httptest.ResponseRecorder {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	return w
}

func told(t *testing.T, w *httptest.ResponseRecorder) (m api.ToldMedia) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMedia: a file comes in, is described, found, shown by an article, and removed once nothing shows it.
func TestMedia(t *testing.T) {
	each(t, func(n newsroom) {
		t := n.TB.(*testing.T)
		m := told(t, is(t, n.brings(staff.Editor, "../../../etc/passwd", photo(t, 900, 600), "alt", "Un <b>pont</b>", "credit", "Awa"), http.StatusCreated))
		if m.Kind != "picture" || m.State != "pending" || m.Width != 900 || m.Alt != "Un pont" || m.Credit != "Awa" || m.URL != "" {
			t.Errorf("it is %+v", m)
		}
		at := fmt.Sprintf("/api/v1/media/%d", m.ID)
		work := &media.Variants{DB: n.db, Store: n.blob, Now: func() time.Time { return noon }}
		if err := work.Work(t.Context(), job.Job{Payload: []byte(fmt.Sprint(m.ID))}); err != nil {
			t.Fatal(err)
		}
		if m = told(t, is(t, n.sends(staff.Journalist, "GET", at, nil), http.StatusOK)); m.State != "ready" || !strings.HasPrefix(m.URL, "https://griot.example/media/") {
			t.Errorf("it is %+v", m)
		}
		is(t, n.sends(staff.Journalist, "PATCH", at, []byte(`{"caption":"Le pont"}`), "Content-Type", "application/json"), http.StatusForbidden)
		if m = told(t, is(t, n.sends(staff.Editor, "PATCH", at, []byte(`{"caption":"Le pont","focal_x":10}`), "Content-Type", "application/json"), http.StatusOK)); m.Caption != "Le pont" || m.FocalX != 10 || m.FocalY != 50 || m.Credit != "Awa" {
			t.Errorf("it is %+v", m)
		}
		var list struct{ Media []api.ToldMedia }
		for q, want := range map[string]int{"q=pont": 1, "kind=sound": 0, "q=digue": 0, "": 1} {
			if err := json.Unmarshal(is(t, n.sends(staff.Editor, "GET", "/api/v1/media?"+q, nil), http.StatusOK).Body.Bytes(), &list); err != nil || len(list.Media) != want {
				t.Errorf("%s finds %d, %v", q, len(list.Media), err)
			}
		}
		body := fmt.Sprintf(`{"title":"La pluie","body":"<p>Elle tombe.</p>","status":"published","hero":{"media":%d}}`, m.ID)
		made := is(t, n.sends(staff.Editor, "POST", "/api/v1/articles", []byte(body), "Content-Type", "application/json"), http.StatusCreated)
		var a api.Told
		if err := json.Unmarshal(made.Body.Bytes(), &a); err != nil || a.Hero == nil || a.Hero.Media != m.ID || a.Hero.Caption != "Le pont" || a.Hero.Alt != "Un pont" {
			t.Errorf("the article has %+v, %v", a.Hero, err)
		}
		is(t, n.sends(staff.Editor, "DELETE", at, nil), http.StatusConflict)
		is(t, n.sends(staff.Editor, "PATCH", fmt.Sprintf("/api/v1/articles/%d", a.ID), []byte(`{"hero":{"media":0},"minor":true}`), "Content-Type", "application/json"), http.StatusOK)
		is(t, n.sends(staff.Journalist, "DELETE", at, nil), http.StatusForbidden)
		is(t, n.sends(staff.Editor, "DELETE", at, nil), http.StatusNoContent)
		is(t, n.sends(staff.Editor, "GET", at, nil), http.StatusGone)
	})
}

// TestHeroUntold: a picture without its words is demanded them before the article is published, and an article without a picture nothing.
func TestHeroUntold(t *testing.T) {
	each(t, func(n newsroom) {
		t := n.TB.(*testing.T)
		m := told(t, is(t, n.brings(staff.Editor, "a.jpg", photo(t, 40, 40)), http.StatusCreated))
		send := func(hero string) *httptest.ResponseRecorder {
			return n.sends(staff.Editor, "POST", "/api/v1/articles", []byte(`{"title":"La pluie","status":"published"`+hero+`}`), "Content-Type", "application/json")
		}
		is(t, send(""), http.StatusCreated)
		is(t, send(fmt.Sprintf(`,"hero":{"media":%d}`, m.ID)), http.StatusUnprocessableEntity)
		is(t, send(`,"hero":{"media":4711}`), http.StatusUnprocessableEntity)
		is(t, send(fmt.Sprintf(`,"hero":{"media":%d,"alt":"Un pont","caption":"Le pont","credit":"Awa"}`, m.ID)), http.StatusCreated)
	})
}

// TestMediaRefused: bad files and bad callers have a clear answer.
func TestMediaRefused(t *testing.T) {
	each(t, func(n newsroom) {
		t := n.TB.(*testing.T)
		for content, status := range map[string]int{"": 422, "MZ\x90": 422, "<!DOCTYPE html>": 422, "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x4e\x20\x00\x00\x4e\x20\x08\x06\x00\x00\x00": 422} {
			if w := is(t, n.brings(staff.Editor, "x.jpg", []byte(content)), status); !strings.Contains(w.Header().Get("Content-Type"), "problem+json") {
				t.Errorf("%q is refused by %s", content, w.Body)
			}
		}
		is(t, n.sends("", "POST", "/api/v1/media", []byte("x"), "Content-Type", "multipart/form-data; boundary=x"), http.StatusUnauthorized)
		is(t, n.sends(staff.Editor, "POST", "/api/v1/media", []byte("x"), "Content-Type", "multipart/form-data; boundary=x"), http.StatusUnprocessableEntity)
		is(t, n.sends(staff.Editor, "POST", "/api/v1/media", []byte(`{}`), "Content-Type", "application/json"), http.StatusUnprocessableEntity)
	})
}

// TestResumable: a file comes in pieces, by the protocol.
func TestResumable(t *testing.T) {
	each(t, func(n newsroom) {
		t := n.TB.(*testing.T)
		whole := photo(t, 640, 480)
		tus := []string{"Tus-Resumable", "1.0.0", "Content-Type", "application/offset+octet-stream"}
		if can := is(t, n.sends(staff.Editor, "OPTIONS", "/api/v1/media/uploads", nil), http.StatusNoContent).Header().Get("Tus-Extension"); !strings.Contains(can, "termination") {
			t.Errorf("it can do %s", can)
		}
		made := is(t, n.sends(staff.Editor, "POST", "/api/v1/media/uploads", nil, append(tus, "Upload-Length", fmt.Sprint(len(whole)))...), http.StatusCreated)
		at := made.Header().Get("Location")
		half := len(whole) / 2
		is(t, n.sends(staff.Editor, "PATCH", at, whole[:half], append(tus, "Upload-Offset", "0")...), http.StatusNoContent)
		is(t, n.sends(staff.Editor, "PATCH", at, whole[:half], append(tus, "Upload-Offset", "0")...), http.StatusConflict)
		is(t, n.sends(staff.Journalist, "HEAD", at, nil, tus...), http.StatusNotFound)
		if w := is(t, n.sends(staff.Editor, "HEAD", at, nil, tus...), http.StatusOK); w.Header().Get("Upload-Offset") != fmt.Sprint(half) {
			t.Errorf("it stands at %v", w.Header())
		}
		is(t, n.sends(staff.Editor, "PATCH", at, append(whole[half:], 0), append(tus, "Upload-Offset", fmt.Sprint(half))...), http.StatusRequestEntityTooLarge)
		w := is(t, n.sends(staff.Editor, "PATCH", at, whole[half:], append(tus, "Upload-Offset", fmt.Sprint(half))...), http.StatusNoContent)
		if m := told(t, is(t, n.sends(staff.Editor, "GET", "/api/v1/media/"+w.Header().Get("Upload-Became"), nil), http.StatusOK)); m.Width != 640 {
			t.Errorf("it became %+v", m)
		}
		is(t, n.sends(staff.Editor, "POST", "/api/v1/media/uploads", nil, append(tus, "Upload-Length", "99999999999999")...), http.StatusRequestEntityTooLarge)
		is(t, n.sends(staff.Editor, "POST", "/api/v1/media/uploads", nil, "Upload-Length", "9"), http.StatusPreconditionFailed)
		made = is(t, n.sends(staff.Editor, "POST", "/api/v1/media/uploads", nil, append(tus, "Upload-Length", "9")...), http.StatusCreated)
		is(t, n.sends(staff.Editor, "DELETE", made.Header().Get("Location"), nil, tus...), http.StatusNoContent)
		is(t, n.sends(staff.Editor, "HEAD", made.Header().Get("Location"), nil, tus...), http.StatusNotFound)
	})
}
