package preview_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/preview"
	"griot/internal/preview/press"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// newsroom is a newspaper with one rubric, one country, one tag, one author and whatever a test publishes.
type newsroom struct {
	*testing.T
	db    *db.DB
	store blob.Store
	paper *masthead.Newspaper
	maker *preview.Maker
	now   time.Time
	hero  media.ID
}

func each(t *testing.T, test func(n *newsroom)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(open(t, d)) })
}

func open(t *testing.T, d *db.DB) *newsroom {
	t.Helper()
	store, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := &newsroom{T: t, db: d, store: store, now: noon, paper: &masthead.Newspaper{Title: "Africa Presse", Tagline: "Le continent", Language: "fr", Languages: []string{"fr", "ar"}, TimeZone: "Africa/Niamey"}}
	n.maker = preview.NewMaker(d, store, words, slog.New(slog.DiscardHandler), func() time.Time { return n.now })
	loc := words.For("fr")
	dbtest.Do(t, d, func(tx *db.Tx) error {
		ctx := t.Context()
		if err := masthead.Save(ctx, tx, n.now, n.paper); err != nil {
			return err
		}
		for _, k := range []article.Kind{{Code: article.News, SchemaType: "NewsArticle", Labels: map[string]string{"fr": "Actualité"}}, {Code: "publi", Sponsored: true, SchemaType: "AdvertiserContentArticle", Labels: map[string]string{"fr": "Publi-rédactionnel"}}} {
			if err := article.SaveKind(ctx, tx, &k); err != nil {
				return err
			}
		}
		if err := taxonomy.SaveSection(ctx, tx, n.now, loc, &taxonomy.Section{Name: "Santé", Hue: "lagune"}); err != nil {
			return err
		}
		if err := taxonomy.SaveSection(ctx, tx, n.now, loc, &taxonomy.Section{Name: "Hôpitaux", Parent: 1}); err != nil {
			return err
		}
		if err := taxonomy.SaveCountry(ctx, tx, n.now, loc, &taxonomy.Country{Code: "NE", Slug: "niger", Name: "Niger", Region: "west", Continent: true}); err != nil {
			return err
		}
		if _, err := taxonomy.EnsureTag(ctx, tx, n.now, loc, "Fleuve", ""); err != nil {
			return err
		}
		if err := staff.SaveByline(ctx, tx, n.now, loc, &staff.Byline{Name: "Mariama Djibo"}); err != nil {
			return err
		}
		n.hero, err = n.picture(ctx, tx)
		return err
	})
	return n
}

// picture adds a red photograph that is ready.
func (n *newsroom) picture(ctx context.Context, tx *db.Tx) (media.ID, error) {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for i := range img.Pix {
		img.Pix[i] = [4]uint8{0xd0, 0, 0, 0xff}[i%4]
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		return 0, err
	}
	f, err := media.ReceiveMade(ctx, n.store, b.Bytes(), "image/jpeg", 640, 480, []media.Variant{{Width: 640, Height: 480, Format: "jpg", Data: b.Bytes()}})
	if err != nil {
		return 0, err
	}
	m, err := media.Add(ctx, tx, n.now, f, media.Media{})
	return m.ID, err
}

func (n *newsroom) put(a *article.Article) *article.Article {
	n.Helper()
	if a.Status == "" {
		a.Status = article.Published
	}
	dbtest.Do(n.T, n.db, func(tx *db.Tx) error { return article.Put(n.Context(), tx, n.paper, n.now, a) })
	return a
}

// named is the picture of a subject as it is now.
func (n *newsroom) named(subject page.Label) *preview.Picture {
	n.Helper()
	terms, err := preview.Read(n.Context(), n.db, n.maker.Locales)
	if err != nil {
		n.Fatal(err)
	}
	p, err := terms.Find(n.Context(), n.db, subject)
	if err != nil {
		n.Fatalf("%s: %v", subject, err)
	}
	return p
}

// shown opens a picture as a reader would and decodes it.
func (n *newsroom) shown(name string) image.Image {
	n.Helper()
	f, moved, err := n.maker.Open(n.Context(), name)
	if err != nil || moved != "" {
		n.Fatalf("%s: moved to %q: %v", name, moved, err)
	}
	defer func() { _ = f.Close() }()
	img, err := jpeg.Decode(f)
	if err != nil || img.Bounds().Dx() != press.Width || img.Bounds().Dy() != press.Height {
		n.Fatalf("%s: %v", name, err)
	}
	return img
}

// kept counts the files of preview pictures; the lines about them must be as many.
func (n *newsroom) kept() (files int) {
	n.Helper()
	err := n.store.Walk(n.Context(), func(name string, _ int64) error {
		if len(name) > len(preview.Folder) && name[:len(preview.Folder)] == preview.Folder {
			files++
		}
		return nil
	})
	if err != nil {
		n.Fatal(err)
	}
	if lines := dbtest.Count(n.T, n.db, "preview"); lines != files {
		n.Errorf("%d files, %d lines", files, lines)
	}
	return files
}

// work runs the jobs that are due, and no others.
func (n *newsroom) work() {
	n.Helper()
	r := &job.Runner{DB: n.db, Log: n.maker.Log, Now: func() time.Time { return n.now }, Works: map[string]job.Work{article.PreviewJob: n.maker.Work}}
	for r.Once(n.Context()) {
	}
	if _, failed, err := job.Waiting(n.Context(), n.db); err != nil || failed > 0 {
		n.Errorf("%d jobs failed: %v", failed, err)
	}
}

func TestEverySubjectHasAPicture(t *testing.T) {
	each(t, func(n *newsroom) {
		n.put(&article.Article{Title: "Le lac revient", Section: 2, Hero: article.Hero{Picture: n.hero}})
		for _, subject := range []page.Label{page.Article(1), page.Section(1), page.Section(2), page.Country(1), page.Tag(1), page.Author(1), page.Language("fr"), page.Language("ar")} {
			p := n.named(subject)
			if p.Sheet.Title == "" || p.Sheet.Name != "Africa Presse" || p.Sheet.Hue == "" {
				t := p.Sheet
				n.Errorf("%s says %+v", subject, t)
			}
			if back, ok := preview.Subject(p.Name()); !ok || back != subject {
				n.Errorf("%s: %s stands for %q", subject, p.Name(), back)
			}
			n.shown(p.Name())
		}
		red := color.RGBAModel.Convert(n.shown(n.named(page.Article(1)).Name()).At(1000, 300)).(color.RGBA)
		if red.R < 150 || red.G > 60 {
			n.Errorf("the photograph is not shown: %v", red)
		}
		if got := n.kept(); got != 8 {
			n.Errorf("%d pictures are kept", got)
		}
	})
}

func TestTheNameFollowsWhatIsShown(t *testing.T) {
	each(t, func(n *newsroom) {
		a := n.put(&article.Article{Title: "Le lac revient", Section: 1, Hero: article.Hero{Picture: n.hero}})
		names := map[string]string{}
		is := func(what string) {
			n.Helper()
			name := n.named(page.Article(1)).Name()
			if before, seen := names[name]; seen {
				n.Errorf("%s has the name of %s", what, before)
			}
			names[name] = what
		}
		is("the first")
		first := n.named(page.Article(1)).Name()
		a.Body, a.Standfirst, a.Slug = "<p>Autre chose.</p>", "Un chapeau", "autre"
		if n.put(a); n.named(page.Article(1)).Name() != first {
			n.Error("what is not shown changes the name")
		}
		a.Title = "Le lac est revenu"
		n.put(a)
		is("another title")
		a.Section = 0
		n.put(a)
		is("no rubric")
		a.Kind = "publi"
		n.put(a)
		is("what is paid for")
		if got := n.named(page.Article(1)).Sheet.Label; got != "Publi-rédactionnel" {
			n.Errorf("what is paid for says %q", got)
		}
		a.Hero.Picture = 0
		n.put(a)
		is("no photograph")
		n.paper.Title = "Afrique Presse"
		dbtest.Do(n.T, n.db, func(tx *db.Tx) error { return masthead.Save(n.Context(), tx, n.now, n.paper) })
		is("another newspaper")
	})
}

func TestNewsIsDrawnInTheBackground(t *testing.T) {
	each(t, func(n *newsroom) {
		a := n.put(&article.Article{Title: "Le lac revient"})
		n.put(&article.Article{Title: "Du temps jadis", FirstPublished: n.now.AddDate(-3, 0, 0)})
		n.put(&article.Article{Title: "Pas encore", Status: article.Draft})
		n.work()
		if got := n.kept(); got != 0 {
			n.Errorf("%d pictures are drawn before the article has settled", got)
		}
		n.now = n.now.Add(time.Minute)
		if waiting := dbtest.Count(n.T, n.db, "job WHERE kind = '"+article.PreviewJob+"'"); waiting != 1 {
			n.Errorf("%d pictures are to be drawn, want that of the news", waiting)
		}
		n.work()
		if got := n.kept(); got != 1 {
			n.Errorf("%d pictures are kept", got)
		}
		first := n.named(page.Article(1)).Name()
		a.Title = "Le lac est revenu"
		n.put(a)
		n.now = n.now.Add(time.Minute)
		n.work()
		if got := n.kept(); got != 2 {
			n.Errorf("%d pictures are kept after a change", got)
		}
		a.Status = article.Withdrawn
		n.put(a)
		n.now = n.now.Add(time.Minute)
		n.work()
		if got := n.kept(); got != 0 {
			n.Errorf("%d pictures of a withdrawn article are left", got)
		}
		if _, _, err := n.maker.Open(n.Context(), first); !fault.Is(err, fault.NotFound) {
			n.Errorf("the picture of a withdrawn article: %v", err)
		}
	})
}

// state sets the state of every photograph.
func (n *newsroom) state(s media.State) {
	n.Helper()
	dbtest.Do(n.T, n.db, func(tx *db.Tx) error {
		_, err := tx.Exec(n.Context(), "UPDATE media SET state = $1", string(s))
		return err
	})
}

func TestADrawingWaitsForItsHero(t *testing.T) {
	each(t, func(n *newsroom) {
		n.state(media.Pending)
		n.put(&article.Article{Title: "Le lac revient", Hero: article.Hero{Picture: n.hero}})
		n.now = n.now.Add(3 * time.Second)
		n.work()
		if got := n.kept(); got != 0 {
			n.Error("it did not wait")
		}
		n.state(media.Ready)
		n.now = n.now.Add(time.Minute)
		n.work()
		if got := n.kept(); got != 1 {
			n.Errorf("%d pictures are kept", got)
		}
	})
}

func TestAnOldNameLeadsToTheNewOne(t *testing.T) {
	each(t, func(n *newsroom) {
		a := n.put(&article.Article{Title: "Le lac revient"})
		old := n.named(page.Article(1)).Name()
		a.Title = "Le lac est revenu"
		n.put(a)
		now := n.named(page.Article(1)).Name()
		if f, moved, err := n.maker.Open(n.Context(), old); err != nil || f != nil || moved != now {
			n.Errorf("leads to %q, want %q: %v", moved, now, err)
		}
		for _, name := range []string{"00000000000000000000-a99.jpg", "00000000000000000000-s99.jpg", "00000000000000000000-lxx.jpg", "00000000000000000000-t999999999999999999.jpg"} {
			if _, _, err := n.maker.Open(n.Context(), name); !fault.Is(err, fault.NotFound) {
				n.Errorf("%s: %v", name, err)
			}
		}
		if got := n.kept(); got != 0 {
			n.Errorf("%d pictures were drawn for nobody", got)
		}
	})
}

func TestNoNameOfOurs(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "00000000000000000000-320.jpg", "0000000000000000000-a1.jpg", "00000000000000000000-a0.jpg", "00000000000000000000-a1.webp", "00000000000000000000-z1.jpg",
		"00000000000000000000-a1.jpg/..", "../0000000000000000000-a1.jpg", "00000000000000000000-a1234567890123456789.jpg", "G0000000000000000000-a1.jpg", "00000000000000000000-l.jpg"} {
		if subject, ok := preview.Subject(name); ok {
			t.Errorf("%q stands for %q", name, subject)
		}
	}
}

func TestAskedForByManyAtOnceItIsDrawnOnce(t *testing.T) {
	each(t, func(n *newsroom) {
		n.put(&article.Article{Title: "Le lac revient"})
		name := n.named(page.Article(1)).Name()
		var group sync.WaitGroup
		sizes := make(chan int64, 20)
		for range 20 {
			group.Go(func() {
				f, _, err := n.maker.Open(n.Context(), name)
				if err != nil {
					n.Error(err)
					return
				}
				defer func() { _ = f.Close() }()
				size, _ := io.Copy(io.Discard, f)
				sizes <- size
			})
		}
		group.Wait()
		close(sizes)
		for size := range sizes {
			if size < 1000 || size > press.MaxBytes {
				n.Errorf("%d bytes", size)
			}
		}
		if got := n.kept(); got != 1 {
			n.Errorf("%d pictures are kept", got)
		}
	})
}

func TestSweep(t *testing.T) {
	each(t, func(n *newsroom) {
		a := n.put(&article.Article{Title: "Le lac revient"})
		old := n.named(page.Article(1)).Name()
		n.shown(old)
		a.Title = "Le lac est revenu"
		n.put(a)
		n.now = n.now.Add(time.Hour)
		n.shown(n.named(page.Article(1)).Name())
		n.shown(n.named(page.Tag(1)).Name())
		sweep := func(max, want int) {
			n.Helper()
			if err := n.maker.Sweep(n.Context(), max); err != nil {
				n.Fatal(err)
			}
			if got := n.kept(); got != want {
				n.Errorf("%d pictures are kept, want %d", got, want)
			}
		}
		sweep(10, 3)
		n.now = n.now.AddDate(0, 0, 31)
		sweep(10, 2) // the old one's place was taken a month ago
		if _, moved, err := n.maker.Open(n.Context(), old); err != nil || moved == "" {
			n.Errorf("the old name leads nowhere: %v", err)
		}
		sweep(1, 1)
		n.shown(n.named(page.Article(1)).Name()) // drawn again where it was among those that were too many
		n.shown(n.named(page.Tag(1)).Name())
		sweep(10, 2)
	})
}
