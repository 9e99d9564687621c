package desk_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"griot/internal/job"
	"griot/internal/media"
	"griot/internal/staff"
)

func snapshot(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// brings sends a form with files, under names that tell, and fields.
func (b *browser) brings(path string, files [][]byte, fields ...string) *answer {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, content := range files {
		part, err := form.CreateFormFile("file", "../../Awa Diallo à Kayes.jpg")
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			b.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		b.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, path, &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

// made has the forms of a picture made.
func (r *room) made(id media.ID) {
	r.Helper()
	w := &media.Variants{DB: r.db, Store: r.files, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon }}
	if err := w.Work(r.Context(), job.Job{Payload: []byte(fmt.Sprint(id))}); err != nil {
		r.Fatal(err)
	}
}

// TestLibrary: files come in by a form, are found, described, cut, replaced and removed; who may not is refused.
func TestLibrary(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("koffi", staff.Journalist)
		awa, koffi := r.in("awa"), r.in("koffi")
		koffi.get("/desk/media/").is(200).says("main", "La médiathèque est vide")
		koffi.brings("/desk/media/add", [][]byte{snapshot(t, 900, 600)}, "credit", "Koffi").leads("/desk/media/1/")
		koffi.brings("/desk/media/add", [][]byte{snapshot(t, 40, 41), snapshot(t, 40, 42)}).leads("/desk/media/")
		koffi.brings("/desk/media/add", [][]byte{snapshot(t, 40, 43), []byte("MZ")}).is(422).says("#problem", "cannot be served")
		koffi.brings("/desk/media/add", nil).is(422).says("#problem", "entre un et vingt")
		koffi.get("/desk/media/1/").is(200).says("main", "Personne n’a encore dit").says("main", "Nulle part pour l’instant")
		r.made(1)
		koffi.post("/desk/media/1/", "alt", "Un pont", "caption", "Le pont de Kayes", "credit", "Koffi", "licence", "CC BY 4.0").leads("/desk/media/1/")
		if n := len(awa.get("/desk/media/?q=kayes+koffi").is(200).all(".tiles li")); n != 1 {
			t.Errorf("%d files are found", n)
		}
		if n := len(awa.get("/desk/media/?silent=1").is(200).all(".tiles li")); n != 3 {
			t.Errorf("%d files say nothing", n)
		}
		if strings.Contains(awa.get("/desk/media/1/").body, "Diallo") {
			t.Error("the file's own name is kept")
		}
		awa.post("/desk/media/1/part", "left", "50", "right", "0", "top", "0", "bottom", "50").leads("/desk/media/1/")
		if m := r.media(1); m.Width != 450 || m.Height != 300 || m.Crop.X != 450 {
			t.Errorf("it is cut to %+v", m)
		}
		awa.post("/desk/media/1/part", "left", "60", "right", "60", "top", "0", "bottom", "0").is(422).says("#problem", "quelque chose de la photo")
		awa.post("/desk/media/1/part", "whole", "1").leads("/desk/media/1/")
		awa.post("/desk/media/1/focal", "x", "20", "y", "30").leads("/desk/media/1/")
		awa.brings("/desk/media/1/replace", [][]byte{snapshot(t, 700, 700)}).leads("/desk/media/1/")
		if m := r.media(1); m.Width != 700 || m.Alt != "Un pont" || m.FocalX != 20 {
			t.Errorf("it is replaced by %+v", m)
		}
		awa.brings("/desk/media/1/replace", [][]byte{snapshot(t, 40, 41)}).is(409).says("#problem", "déjà dans la médiathèque")
		path := awa.begins()
		awa.get("/desk/media/?for="+strings.Split(path, "/")[3]).is(200).says("main", "Choisir")
		awa.brings(path+"hero", nil, "picture", "1").leads(path + "hero")
		awa.get("/desk/media/1/").says("main", "Ce fichier paraît encore")
		awa.post("/desk/media/1/remove").is(409).says("#problem", "paraît encore")
		koffi.get("/desk/media/1/").says("main", "Sans titre")
		awa.brings(path+"hero", nil, "remove", "1").leads(path + "hero")
		awa.brings("/desk/media/add", [][]byte{snapshot(t, 50, 50)}).leads("/desk/media/5/")
		koffi.post("/desk/media/5/remove").is(403)
		koffi.post("/desk/media/5/", "alt", "x").is(403)
		awa.post("/desk/media/1/remove").leads("/desk/media/")
		awa.get("/desk/media/1/").is(404)
		awa.brings(path+"hero", nil, "picture", "1").is(422)
		var choices struct{ Pictures []struct{ ID int64 } }
		if err := json.Unmarshal([]byte(awa.get("/desk/media/choices").is(200).body), &choices); err != nil || len(choices.Pictures) != 0 {
			t.Errorf("%v, %v: none is ready", choices, err)
		}
	})
}

func (r *room) media(id media.ID) *media.Media {
	r.Helper()
	m, err := media.ByID(r.Context(), r.db, id)
	if err != nil {
		r.Fatal(err)
	}
	return m
}

// TestLibraryInPieces: a file comes in pieces, with what was taken out of it before it was sent, and nobody else goes on with it.
func TestLibraryInPieces(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		r.account("koffi", staff.Journalist)
		awa, koffi := r.in("awa"), r.in("koffi")
		whole := snapshot(t, 900, 900)
		sends := func(b *browser, method, at string, body []byte, fields ...string) *answer {
			req := httptest.NewRequest(method, at, bytes.NewReader(body))
			for i := 0; i < len(fields); i += 2 {
				req.Header.Set(fields[i], fields[i+1])
			}
			req.Header.Set("Tus-Resumable", "1.0.0")
			req.Header.Set("Sec-Fetch-Site", "same-origin")
			return b.send(req)
		}
		said := "credit " + base64.StdEncoding.EncodeToString([]byte("Awa / Le Fleuve")) + ",sensitive " + base64.StdEncoding.EncodeToString([]byte("1"))
		at := sends(awa, "POST", "/desk/media/uploads/", nil, "Upload-Length", fmt.Sprint(len(whole)), "Upload-Metadata", said).is(201).Header.Get("Location")
		sends(awa, "PATCH", at, whole[:1000], "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream").is(204)
		sends(koffi, "HEAD", at, nil).is(404)
		if got := sends(awa, "HEAD", at, nil).is(200).Header.Get("Upload-Offset"); got != "1000" {
			t.Errorf("it stands at %s", got)
		}
		req := httptest.NewRequest("PATCH", at, bytes.NewReader(whole[1000:]))
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		awa.send(req).is(403)
		end := sends(awa, "PATCH", at, whole[1000:], "Upload-Offset", "1000", "Content-Type", "application/offset+octet-stream").is(204)
		if m := r.media(1); end.Header.Get("Upload-Became") != "1" || m.Credit != "Awa / Le Fleuve" || m.Width != 900 {
			t.Errorf("%v, %+v", end.Header, m)
		}
		sends(awa, "POST", "/desk/media/uploads/", nil, "Upload-Length", "-1").is(422)
	})
}
