package media_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/media"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// darkroom is a database, a store and the worker between them.
type darkroom struct {
	t      *testing.T
	db     *db.DB
	store  blob.Store
	runner *job.Runner
	errs   []error // of the worker
}

func each(t *testing.T, test func(r *darkroom)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := &darkroom{t: t, db: d, store: store(t)}
		now := func() time.Time { return noon }
		r.runner = &job.Runner{DB: d, Log: slog.New(slog.DiscardHandler), Now: now, Works: map[string]job.Work{
			media.VariantsJob: func(ctx context.Context, j job.Job) error {
				err := (&media.Variants{DB: d, Store: r.store, Log: slog.New(slog.DiscardHandler), Now: now}).Work(ctx, j)
				r.errs = append(r.errs, err)
				return err
			},
		}}
		test(r)
	})
}

func (r *darkroom) add(content []byte, about media.Media) *media.Media {
	r.t.Helper()
	f, err := media.Receive(r.t.Context(), r.store, bytes.NewReader(content))
	if err != nil {
		r.t.Fatal(err)
	}
	var m *media.Media
	dbtest.Do(r.t, r.db, func(tx *db.Tx) (err error) { m, err = media.Add(r.t.Context(), tx, noon, f, about); return err })
	return m
}

func (r *darkroom) find(id media.ID) *media.Media {
	r.t.Helper()
	m, err := media.ByID(r.t.Context(), r.db, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

// work does what is due and gives the labels of the events it caused.
func (r *darkroom) work() []string {
	r.t.Helper()
	r.errs = nil
	return dbtest.LabelsOf(r.t, r.db, func() {
		for r.runner.Once(r.t.Context()) {
		}
	})
}

func TestPictureBecomesReady(t *testing.T) {
	each(t, func(r *darkroom) {
		m := r.add(jpegOf(r.t, quarters(700, 400)), media.Media{Alt: "Un marché", Caption: "À Niamey", Credit: "Griot", FocalX: 30, FocalY: 70})
		if m.State != media.Pending || m.Width != 700 || m.Height != 400 || m.Mime != "image/jpeg" || m.Kind != media.Picture {
			r.t.Errorf("added as %+v", m)
		}
		if kept := r.find(m.ID); *kept != *m || kept.Alt != "Un marché" || kept.FocalX != 30 {
			r.t.Errorf("kept as %+v, want %+v", kept, m)
		}
		if labels := r.work(); !slices.Equal(labels, []string{fmt.Sprintf("picture:%d", m.ID)}) {
			r.t.Errorf("the pages dropped are %v", labels)
		}
		done := r.find(m.ID)
		if done.State != media.Ready {
			r.t.Errorf("it is %s", done.State)
		}
		var public []string
		for _, file := range done.PublicFiles() {
			name, err := media.PublicBlob(file)
			if err != nil {
				r.t.Error(err)
			}
			public = append(public, name)
		}
		slices.Sort(public)
		if kept := slices.DeleteFunc(names(r.t, r.store), func(s string) bool { return !strings.HasPrefix(s, "public/") }); !slices.Equal(kept, public) || len(public) != 6 {
			r.t.Errorf("public are\n%v\nwant\n%v", kept, public)
		}
		for _, width := range done.Widths() { // what pages ask for is there
			if url := done.URL(width, "webp"); !slices.Contains(done.PublicFiles(), strings.TrimPrefix(url, "/media/")) {
				r.t.Errorf("%s is not among %v", url, done.PublicFiles())
			}
		}
		for _, width := range []int{done.SmallestJPEG(), done.LargestJPEG()} {
			if url := done.URL(width, "jpg"); !slices.Contains(done.PublicFiles(), strings.TrimPrefix(url, "/media/")) {
				r.t.Errorf("%s is not among %v", url, done.PublicFiles())
			}
		}
	})
}

// Names are made of the content alone: nothing that a person or a camera called it survives.
func TestSameBytesAreOneFile(t *testing.T) {
	each(t, func(r *darkroom) {
		content := jpegOf(r.t, quarters(8, 8))
		a := r.add(content, media.Media{Alt: "first"})
		b := r.add(content, media.Media{Alt: "second"})
		if *a != *b || b.Alt != "first" || dbtest.Count(r.t, r.db, "media") != 1 || dbtest.Count(r.t, r.db, "job") != 1 {
			r.t.Errorf("%+v and %+v", a, b)
		}
		if c := r.add(jpegOf(r.t, quarters(8, 9)), media.Media{}); c.Name == a.Name || c.FocalX != 50 || c.FocalY != 50 {
			r.t.Errorf("another is %+v", c)
		}
		if strings.Contains(a.Hash, a.Name) {
			r.t.Error("the public name gives the hash of the original away")
		}
	})
}

func TestOtherFilesAreReadyAtOnce(t *testing.T) {
	each(t, func(r *darkroom) {
		m := r.add(mp3(true), media.Media{})
		if m.State != media.Ready || dbtest.Count(r.t, r.db, "job") != 0 {
			r.t.Errorf("added as %+v", m)
		}
		if files := m.PublicFiles(); len(files) != 1 || m.FileURL() != "/media/"+files[0] || !strings.HasSuffix(files[0], ".mp3") {
			r.t.Errorf("its files are %v, its address %s", files, m.FileURL())
		}
		kept := content(r.t, r.store, func() string { name, _ := media.PublicBlob(m.PublicFiles()[0]); return name }())
		if !bytes.Equal(kept, mp3(false)) {
			r.t.Errorf("served is %q", kept)
		}
	})
}

func TestAddIsPartOfItsTransaction(t *testing.T) {
	each(t, func(r *darkroom) {
		f := receive(r.t, jpegOf(r.t, quarters(8, 8)))
		refused := errors.New("refused")
		err := r.db.Transact(r.t.Context(), func(tx *db.Tx) error {
			_, err := media.Add(r.t.Context(), tx, noon, f, media.Media{})
			return errors.Join(err, refused)
		})
		if !errors.Is(err, refused) || dbtest.Count(r.t, r.db, "media") != 0 || dbtest.Count(r.t, r.db, "job") != 0 {
			r.t.Errorf("something is left: %v", err)
		}
	})
}

// The first frame of a moving picture may be smaller than its stage: pages give the measures of what is served.
func TestMovingPicture(t *testing.T) {
	each(t, func(r *darkroom) {
		m := r.add(gifOf(r.t, image.Rect(0, 0, 700, 400), image.Rect(100, 50, 500, 250)), media.Media{})
		r.work()
		done := r.find(m.ID)
		if done.State != media.Ready {
			r.t.Fatalf("it is %s: %v", done.State, r.errs)
		}
		for _, file := range done.PublicFiles() {
			name, err := media.PublicBlob(file)
			if err != nil {
				r.t.Fatal(err)
			}
			format := "jpg"
			if strings.HasSuffix(file, "webp") {
				format = "webp"
			}
			img := decode(r.t, media.Variant{Format: format, Data: content(r.t, r.store, name)})
			if w := img.Bounds().Dx(); img.Bounds().Dy() != done.HeightAt(w) {
				r.t.Errorf("%s is %v, pages say %d×%d", file, img.Bounds(), w, done.HeightAt(w))
			}
		}
	})
}

// A picture that cannot be decoded is marked for good, and pages that wait for it are made without it.
func TestDamagedPictureIsFailed(t *testing.T) {
	each(t, func(r *darkroom) {
		whole := jpegOf(r.t, quarters(200, 100))
		cut := r.add(whole[:len(whole)/2], media.Media{})
		lost := r.add(jpegOf(r.t, quarters(20, 10)), media.Media{})
		if err := r.store.Delete(r.t.Context(), lost.OriginalBlob()); err != nil {
			r.t.Fatal(err)
		}
		labels := r.work()
		if want := []string{fmt.Sprintf("picture:%d", cut.ID), fmt.Sprintf("picture:%d", lost.ID)}; !slices.Equal(labels, want) {
			r.t.Errorf("the pages dropped are %v, want %v", labels, want)
		}
		for _, m := range []*media.Media{cut, lost} {
			if got := r.find(m.ID); got.State != media.Failed {
				r.t.Errorf("%d is %s", m.ID, got.State)
			}
		}
		if n := dbtest.Count(r.t, r.db, "job"); n != 0 {
			r.t.Errorf("%d jobs are left to be tried again", n)
		}
	})
}

// full is a store on a disk without room.
type full struct{ blob.Store }

func (full) Put(context.Context, string, io.Reader) error {
	return fault.New(fault.Unavailable, "no room")
}

// A full disk passes: the picture waits.
func TestFullDiskIsTriedAgain(t *testing.T) {
	each(t, func(r *darkroom) {
		m := r.add(jpegOf(r.t, quarters(20, 10)), media.Media{})
		room := r.store
		r.store = full{room}
		if labels := r.work(); len(labels) > 0 {
			r.t.Errorf("pages were dropped: %v", labels)
		}
		if got := r.find(m.ID); got.State != media.Pending || len(r.errs) != 1 || !fault.Is(r.errs[0], fault.Unavailable) {
			r.t.Errorf("it is %s after %v", got.State, r.errs)
		}
		r.store = room
		r.runner.Now = func() time.Time { return noon.Add(time.Hour) }
		r.work()
		if got := r.find(m.ID); got.State != media.Ready {
			r.t.Errorf("with room again it is %s", got.State)
		}
	})
}

// Jobs run at least once: a second time changes nothing and drops nothing.
func TestWorkTwice(t *testing.T) {
	each(t, func(r *darkroom) {
		m := r.add(jpegOf(r.t, quarters(20, 10)), media.Media{})
		r.work()
		for _, id := range []media.ID{m.ID, 4711} {
			dbtest.Do(r.t, r.db, func(tx *db.Tx) error {
				return job.Enqueue(r.t.Context(), tx, noon, media.VariantsJob, id, job.Options{})
			})
		}
		if labels := r.work(); len(labels) > 0 || len(r.errs) != 2 || errors.Join(r.errs...) != nil {
			r.t.Errorf("dropped %v, errors %v", labels, r.errs)
		}
	})
}

func TestFinding(t *testing.T) {
	each(t, func(r *darkroom) {
		ctx := r.t.Context()
		a, b := r.add(mp3(true), media.Media{}), r.add(mp3(false), media.Media{})
		found, err := media.ByIDs(ctx, r.db, []media.ID{b.ID, 4711, a.ID, b.ID})
		if err != nil || len(found) != 2 || *found[a.ID] != *a || *found[b.ID] != *b {
			r.t.Errorf("found %v: %v", found, err)
		}
		if found, err := media.ByIDs(ctx, r.db, nil); len(found) != 0 || err != nil {
			r.t.Errorf("of none found %v: %v", found, err)
		}
		if got, err := media.ByHash(ctx, r.db, a.Hash); err != nil || *got != *a {
			r.t.Errorf("by hash found %v: %v", got, err)
		}
		for _, hash := range []string{"", "x", strings.Repeat("0", 64)} {
			if _, err := media.ByHash(ctx, r.db, hash); !fault.Is(err, fault.NotFound) {
				r.t.Errorf("%q: %v", hash, err)
			}
		}
		if _, err := media.ByID(ctx, r.db, 4711); !fault.Is(err, fault.NotFound) {
			r.t.Errorf("by number: %v", err)
		}
	})
}

func TestWalk(t *testing.T) {
	each(t, func(r *darkroom) {
		ctx := r.t.Context()
		const many = 503
		dbtest.Do(r.t, r.db, func(tx *db.Tx) error {
			for i := range many {
				if _, err := tx.Exec(ctx, "INSERT INTO media (kind, hash, name, mime, state, created_at) VALUES ('picture', $1, 'n', 'image/png', 'ready', 0)", fmt.Sprint(i)); err != nil {
					return err
				}
			}
			return nil
		})
		last, n := media.ID(0), 0
		err := media.Walk(ctx, r.db, func(m *media.Media) error {
			if m.ID <= last {
				r.t.Errorf("%d came after %d", m.ID, last)
			}
			last, n = m.ID, n+1
			return nil
		})
		if n != many || err != nil {
			r.t.Errorf("%d of %d: %v", n, many, err)
		}
		enough := errors.New("enough")
		if err := media.Walk(ctx, r.db, func(*media.Media) error { return enough }); !errors.Is(err, enough) {
			r.t.Errorf("got %v", err)
		}
	})
}
