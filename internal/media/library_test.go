package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/tus"
)

func nothing(*db.Tx, *media.Media) error { return nil }

// ready adds a picture and makes its variants.
func (r *darkroom) ready(content []byte, about media.Media) *media.Media {
	r.t.Helper()
	m := r.add(content, about)
	w := r.workers()
	if err := w.Work(r.t.Context(), job.Job{Payload: []byte(strconv.FormatInt(int64(m.ID), 10))}); err != nil {
		r.t.Fatal(err)
	}
	return r.find(m.ID)
}

func (r *darkroom) workers() *media.Variants {
	return &media.Variants{DB: r.db, Store: r.store, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon }}
}

// sweeps runs the jobs that remove files.
func (r *darkroom) sweeps() {
	r.t.Helper()
	waiting, err := job.Payloads(r.t.Context(), r.db, media.SweepJob)
	if err != nil {
		r.t.Fatal(err)
	}
	w := r.workers()
	for _, payload := range waiting {
		if err := w.WorkSweep(r.t.Context(), job.Job{Payload: payload}); err != nil {
			r.t.Fatal(err)
		}
	}
}

// present fails unless exactly the files that readers may ask for, and the original, are kept.
func (r *darkroom) present(m *media.Media) {
	r.t.Helper()
	kept := map[string]bool{}
	for _, name := range names(r.t, r.store) {
		kept[name] = true
	}
	want := []string{m.OriginalBlob()}
	for _, file := range m.PublicFiles() {
		name, err := media.PublicBlob(file)
		if err != nil {
			r.t.Fatal(err)
		}
		want = append(want, name)
	}
	for _, name := range want {
		if !kept[name] {
			r.t.Errorf("%s is missing", name)
		}
		delete(kept, name)
	}
	if len(kept) > 0 {
		r.t.Errorf("%v is left", kept)
	}
}

// TestLibraryFinds: files are found by the words that are said of them, without regard to accents, and by what they are.
func TestLibraryFinds(t *testing.T) {
	each(t, func(r *darkroom) {
		bridge := r.add(jpegOf(t, quarters(40, 40)), media.Media{Caption: "Le pont de Kayes", Credit: "Awa Diallo", Alt: "Un pont", By: 7})
		silent := r.add(jpegOf(t, quarters(41, 41)), media.Media{Caption: "Élève à l’école 100%"})
		sound := r.add(mp3(true), media.Media{Caption: "Une voix du pont"})
		for _, test := range []struct {
			ask  media.Sought
			want []media.ID
		}{
			{media.Sought{}, []media.ID{sound.ID, silent.ID, bridge.ID}},
			{media.Sought{Words: "PONT diallo"}, []media.ID{bridge.ID}},
			{media.Sought{Words: "eleve ecole"}, []media.ID{silent.ID}},
			{media.Sought{Words: "0%_"}, []media.ID{silent.ID}},
			{media.Sought{Words: "pont", Kind: media.Sound}, []media.ID{sound.ID}},
			{media.Sought{By: 7}, []media.ID{bridge.ID}},
			{media.Sought{Silent: true}, []media.ID{silent.ID}},
			{media.Sought{Before: silent.ID}, []media.ID{bridge.ID}},
			{media.Sought{Words: "'; DROP TABLE media"}, nil},
		} {
			test.ask.Limit = 10
			found, err := media.Find(t.Context(), r.db, test.ask)
			if err != nil {
				t.Fatal(err)
			}
			var got []media.ID
			for _, m := range found {
				got = append(got, m.ID)
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("%+v finds %v, want %v", test.ask, got, test.want)
			}
		}
		dbtest.Do(t, r.db, func(tx *db.Tx) error {
			return media.Describe(t.Context(), tx, noon, bridge.ID, media.Words{Caption: "La <b>digue</b>", Licence: "CC BY 4.0"})
		})
		if m := r.find(bridge.ID); m.Caption != "La digue" || m.Alt != "" || m.Licence != "CC BY 4.0" {
			t.Errorf("it is described as %+v", m)
		}
		if found, err := media.Find(t.Context(), r.db, media.Sought{Words: "digue", Limit: 1}); err != nil || len(found) != 1 {
			t.Errorf("found %v, %v", found, err)
		}
	})
}

// TestFoldBefore: what was there before the library is searched once its job has run.
func TestFoldBefore(t *testing.T) {
	each(t, func(r *darkroom) {
		m := r.add(jpegOf(t, quarters(40, 40)), media.Media{Caption: "Forêt"})
		dbtest.Do(t, r.db, func(tx *db.Tx) error { _, err := tx.Exec(t.Context(), "UPDATE media SET words = ''"); return err })
		if err := r.workers().WorkFold(t.Context(), job.Job{Payload: []byte("0")}); err != nil {
			t.Fatal(err)
		}
		if found, err := media.Find(t.Context(), r.db, media.Sought{Words: "foret", Limit: 5}); err != nil || len(found) != 1 || found[0].ID != m.ID {
			t.Errorf("found %v, %v", found, err)
		}
	})
}

// TestRecutReplaceDiscard: a picture is cut, replaced and removed everywhere, and nothing of what it was before is left.
func TestRecutReplaceDiscard(t *testing.T) {
	each(t, func(r *darkroom) {
		ctx := t.Context()
		dark := media.NewDarkroom(r.store, 1)
		m := r.ready(jpegOf(t, quarters(600, 400), exif(binary.BigEndian, 6)), media.Media{Caption: "Avant"})
		if err := dark.Recut(ctx, r.db, noon, m.ID, media.Crop{X: 0, Y: 0, Width: 200, Height: 300}, nothing); err != nil {
			t.Fatal(err)
		}
		cut := r.find(m.ID)
		if cut.Width != 200 || cut.Height != 300 || cut.Name == m.Name || cut.Crop.Width != 200 {
			t.Errorf("it is cut to %+v", cut)
		}
		r.sweeps()
		r.present(cut)
		if err := dark.Recut(ctx, r.db, noon, m.ID, media.Crop{X: 300, Y: 0, Width: 200, Height: 300}, nothing); !fault.Is(err, fault.Invalid) {
			t.Errorf("a part beyond the picture: %v", err)
		}
		if err := dark.Recut(ctx, r.db, noon, m.ID, media.Crop{}, nothing); err != nil || r.find(m.ID).Name != m.Name {
			t.Errorf("the whole again: %v", err)
		}
		other, err := dark.Receive(ctx, bytes.NewReader(pngOf(t, quarters(500, 500))), false)
		if err != nil {
			t.Fatal(err)
		}
		if err := dark.Replace(ctx, r.db, noon, m.ID, other, nothing); err != nil {
			t.Fatal(err)
		}
		r.sweeps()
		now := r.find(m.ID)
		if now.Width != 500 || now.Caption != "Avant" || now.Mime != "image/png" || now.State != media.Ready {
			t.Errorf("it is replaced by %+v", now)
		}
		r.present(now)
		if err := dark.Replace(ctx, r.db, noon, m.ID, other, nothing); !fault.Is(err, fault.Conflict) {
			t.Errorf("replaced by itself: %v", err)
		}
		dbtest.Do(t, r.db, func(tx *db.Tx) error { return media.Discard(ctx, tx, noon, now) })
		r.sweeps()
		if left := names(t, r.store); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
		if gone := r.find(m.ID); gone.State != media.Gone || gone.Caption != "" {
			t.Errorf("it is %+v", gone)
		}
		if found, err := media.Find(ctx, r.db, media.Sought{Limit: 5}); err != nil || len(found) > 0 {
			t.Errorf("found %v, %v", found, err)
		}
		if again := r.add(pngOf(t, quarters(500, 500)), media.Media{}); again.ID == m.ID {
			t.Error("what was removed came back")
		}
	})
}

// cut gives what it has and breaks off; a server learns of it as the end of the request.
type cut struct {
	io.Reader
	hangUp func()
}

func (c cut) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if err == io.EOF {
		c.hangUp()
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// TestUploadOverABadLine: an upload of five megabytes, over a line that is cut at each tenth, arrives whole, and no byte is sent twice that had arrived.
func TestUploadOverABadLine(t *testing.T) {
	each(t, func(r *darkroom) {
		content := make([]byte, 5<<20)
		source := rand.NewChaCha8([32]byte{1})
		_, _ = source.Read(content) // it never fails
		whole := append(wavHead(len(content)), content...)
		s := &media.Uploads{DB: r.db, Room: media.NewDarkroom(r.store, 1), Now: func() time.Time { return noon }, By: staff.Actor{ID: 3}}
		serve := func(ctx context.Context, method, id string, fields map[string]string, body io.Reader) *http.Response {
			req := httptest.NewRequest(method, "/u/"+id, body).WithContext(ctx)
			for k, v := range fields {
				req.Header.Set(k, v)
			}
			req.Header.Set("Tus-Resumable", "1.0.0")
			w := httptest.NewRecorder()
			if err := tus.Serve(w, req, s, "/u/", id, media.MaxFileBytes); err != nil {
				t.Fatal(err)
			}
			return w.Result()
		}
		made := serve(t.Context(), http.MethodPost, "", map[string]string{"Upload-Length": strconv.Itoa(len(whole)), "Upload-Metadata": "filename Li4vLi4veA==,credit QXdh"}, nil)
		id := strings.TrimPrefix(made.Header.Get("Location"), "/u/")
		sent, tenth := 0, len(whole)/10
		for i := range 10 {
			at, err := strconv.Atoi(serve(t.Context(), http.MethodHead, id, nil, nil).Header.Get("Upload-Offset"))
			if err != nil {
				t.Fatal(err)
			}
			until := min(len(whole), (i+1)*tenth)
			if i == 9 {
				until = len(whole)
			}
			ctx, hangUp := context.WithCancel(t.Context())
			body := io.Reader(bytes.NewReader(whole[at:until]))
			if i < 9 {
				body = cut{body, hangUp}
			}
			sent += until - at
			res := serve(ctx, http.MethodPatch, id, map[string]string{"Upload-Offset": strconv.Itoa(at), "Content-Type": "application/offset+octet-stream"}, body)
			hangUp()
			if res.StatusCode != http.StatusNoContent {
				t.Fatalf("tenth %d: %d", i, res.StatusCode)
			}
			if i == 9 && res.Header.Get("Upload-Became") == "" {
				t.Error("it is whole, and became nothing")
			}
		}
		if sent > len(whole)*110/100 {
			t.Errorf("%d bytes were sent for %d", sent, len(whole))
		}
		found, err := media.Find(t.Context(), r.db, media.Sought{Limit: 5})
		if err != nil || len(found) != 1 || found[0].Bytes != int64(len(whole)) || found[0].Credit != "Awa" || found[0].By != 3 {
			t.Fatalf("the library holds %+v, %v", found, err)
		}
		if !bytes.Equal(contentOf(t, r.store, found[0].OriginalBlob()), whole) {
			t.Error("it arrived otherwise than it was sent")
		}
		r.sweeps()
		r.present(&found[0])
	})
}

// contentOf is content where a variable has its name.
func contentOf(t *testing.T, s blob.Store, name string) []byte { return content(t, s, name) }

func wavHead(n int) []byte {
	b := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(36+n))
	b = append(b, "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x44\xac\x00\x00\x88\x58\x01\x00\x02\x00\x10\x00data"...)
	return binary.LittleEndian.AppendUint32(b, uint32(n))
}

// fullDisk is a store on a disk without room.
type fullDisk struct{ blob.Store }

func (fullDisk) Put(context.Context, string, io.Reader) error {
	return fault.New(fault.Unavailable, "no space left on device")
}

// TestUploadsEnd: who is refused is told why; what is not whole ends, what is dropped leaves nothing, and a full disk loses nothing that has come.
func TestUploadsEnd(t *testing.T) {
	each(t, func(r *darkroom) {
		ctx := t.Context()
		now := noon
		s := &media.Uploads{DB: r.db, Room: media.NewDarkroom(r.store, 1), Now: func() time.Time { return now }, By: staff.Actor{ID: 3}}
		begin := func(n int64) *tus.Upload {
			u, err := s.Create(ctx, n, nil)
			if err != nil {
				t.Fatal(err)
			}
			return u
		}
		bad := begin(4)
		if err := s.Append(ctx, bad, strings.NewReader("MZ\x90\x00")); !fault.Is(err, fault.Invalid) {
			t.Errorf("a program: %v", err)
		}
		if _, err := s.Find(ctx, bad.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("what was refused is there: %v", err)
		}
		u := begin(1 << 20)
		if err := s.Append(ctx, u, strings.NewReader("RIFF")); err != nil || u.Received != 4 {
			t.Errorf("%d, %v", u.Received, err)
		}
		other := &media.Uploads{DB: r.db, Room: s.Room, Now: s.Now, By: staff.Actor{ID: 4}}
		if _, err := other.Find(ctx, u.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else finds it: %v", err)
		}
		late := *u
		late.Received = 0
		if err := s.Append(ctx, &late, strings.NewReader("RIFX")); !fault.Is(err, fault.Conflict) {
			t.Errorf("who comes late: %v", err)
		}
		filled := *s
		filled.Room = media.NewDarkroom(fullDisk{r.store}, 1)
		if err := filled.Append(ctx, u, strings.NewReader("more")); !fault.Is(err, fault.Unavailable) || u.Received != 4 {
			t.Errorf("a full disk: %v, %d", err, u.Received)
		}
		if err := s.WorkForget(ctx, job.Job{Payload: []byte(strconv.Quote(u.ID))}); err != nil {
			t.Fatal(err)
		}
		r.sweeps()
		if left := names(t, r.store); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
		for range media.MaxUploads {
			begin(10)
		}
		if _, err := s.Create(ctx, 10, nil); !fault.Is(err, fault.TooMany) {
			t.Errorf("one upload too many: %v", err)
		}
		now = now.Add(media.UploadLife + time.Second)
		begin(10)
	})
}
