package notice_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/locale"
	"griot/internal/mail"
	"griot/internal/mail/mailtest"
	"griot/internal/masthead"
	"griot/internal/notice"
	"griot/internal/staff"
)

// noon in Niamey, an hour before Greenwich.
var noon = time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)

// floor is a newsroom: Awa, a journalist, account 1; Moussa, an editor, account 2; Binta, a contributor, account 3; article 1, a draft that nobody owns.
type floor struct {
	*testing.T
	db   *db.DB
	now  time.Time
	post *notice.Post
	runs *job.Runner
}

const (
	awa    staff.AccountID = 1
	moussa staff.AccountID = 2
	binta  staff.AccountID = 3
)

func newFloor(t *testing.T, d *db.DB, office *mail.Office) *floor {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := &floor{T: t, db: d, now: noon}
	f.post = &notice.Post{DB: d, Now: func() time.Time { return f.now }, Letters: staff.Letters{Office: office, Words: words, Origin: func() string { return "https://fleuve.example" }},
		Sees: func(ctx context.Context, q db.Querier, who *staff.Account, id int64) (bool, error) {
			return article.Sees(ctx, q, who, article.ID(id))
		}}
	f.runs = &job.Runner{DB: d, Now: f.post.Now, Works: map[string]job.Work{notice.DigestJob: f.post.WorkDigest, notice.LetterJob: f.post.WorkLetter}}
	f.do(func(tx *db.Tx) error {
		paper := &masthead.Newspaper{Title: "Le Fleuve", Language: "fr", Languages: []string{"fr"}, TimeZone: "Africa/Niamey"}
		if err := masthead.Save(t.Context(), tx, noon, paper); err != nil {
			return err
		}
		for _, p := range []struct {
			name string
			role staff.Role
		}{{"Awa Diallo", staff.Journalist}, {"Moussa Sow", staff.Editor}, {"Binta Ba", staff.Contributor}} {
			email := strings.ToLower(p.name[:strings.Index(p.name, " ")]) + "@fleuve.example"
			if _, err := staff.AddAccount(t.Context(), tx, noon, email, p.name, p.role); err != nil {
				return err
			}
		}
		if err := article.SaveKind(t.Context(), tx, &article.Kind{Code: article.News, Labels: map[string]string{"fr": "Actualité"}}); err != nil {
			return err
		}
		return article.Put(t.Context(), tx, paper, noon, &article.Article{Title: "La crue", Status: article.Draft, Body: "<p>mot du texte</p>"})
	})
	return f
}

func each(t *testing.T, test func(f *floor)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(newFloor(t, d, nil)) })
}

func (f *floor) do(act func(tx *db.Tx) error) { f.Helper(); dbtest.Do(f.T, f.db, act) }

func (f *floor) tell(n notice.Notice) {
	f.Helper()
	if n.At.IsZero() {
		n.At = f.now
	}
	if n.Article == 0 {
		n.Article = 1
	}
	f.do(func(tx *db.Tx) error { return notice.Tell(f.Context(), tx, n) })
}

func (f *floor) list(id staff.AccountID) []notice.Notice {
	f.Helper()
	list, err := notice.List(f.Context(), f.db, id, 0, 100)
	if err != nil {
		f.Fatal(err)
	}
	return list
}

func (f *floor) unread(id staff.AccountID, want int) {
	f.Helper()
	if n, err := notice.Unread(f.Context(), f.db, id); err != nil || n != want {
		f.Errorf("%d unread, want %d: %v", n, want, err)
	}
}

func TestTell(t *testing.T) {
	each(t, func(f *floor) {
		f.tell(notice.Notice{To: awa, What: notice.Refused, By: moussa, Words: strings.Repeat("é", 300)})
		f.tell(notice.Notice{To: moussa, What: notice.Refused, By: moussa})    // their own act
		f.tell(notice.Notice{To: 0, What: notice.Refused, By: moussa})         // nobody
		f.tell(notice.Notice{To: 99, What: notice.Refused, By: moussa})        // nobody of this number
		f.tell(notice.Notice{To: awa, What: notice.Published, Place: "notes"}) // by the hour
		list := f.list(awa)
		if len(list) != 2 || list[0].What != notice.Published || list[0].Name != "" || list[0].Place != notice.InNotes {
			f.Fatalf("got %+v", list)
		}
		if n := list[1]; n.What != notice.Refused || n.Name != "Moussa Sow" || n.Title != "La crue" || len([]rune(n.Words)) != notice.MaxWords || !n.At.Equal(noon) || !n.Read.IsZero() {
			f.Errorf("got %+v", n)
		}
		f.unread(awa, 2)
		f.unread(moussa, 0)
		f.do(func(tx *db.Tx) error {
			return staff.EndAccount(f.Context(), tx, noon, staff.Actor{ID: moussa, Role: staff.Administrator}, binta)
		})
		f.tell(notice.Notice{To: binta, What: notice.Published})
		if n := dbtest.Count(f.T, f.db, "notice"); n != 2 {
			f.Errorf("%d notices, want 2: whoever has left is told nothing", n)
		}
		for _, wrong := range []notice.Notice{{To: awa, What: "gossip", Article: 1}, {To: awa, What: notice.Ready}} {
			if err := f.db.Transact(f.Context(), func(tx *db.Tx) error { return notice.Tell(f.Context(), tx, wrong) }); err == nil {
				f.Errorf("%+v was taken", wrong)
			}
		}
	})
}

// What one person does many times is one notice, until it was read.
func TestTellAgain(t *testing.T) {
	each(t, func(f *floor) {
		remark := notice.Notice{To: awa, What: notice.Remark, By: moussa, Place: notice.InRemarks, Words: "un"}
		f.tell(remark)
		f.tell(notice.Notice{To: awa, What: notice.Published, By: moussa})
		remark.Words, f.now = "deux", noon.Add(time.Minute)
		f.tell(remark)
		f.tell(notice.Notice{To: awa, What: notice.Remark, By: binta, Place: notice.InRemarks})
		list := f.list(awa)
		if len(list) != 3 || list[1].Times != 2 || list[1].Words != "deux" || !list[1].At.Equal(f.now) || list[0].Times != 1 {
			f.Fatalf("got %+v", list)
		}
		f.do(func(tx *db.Tx) error { return notice.ReadAll(f.Context(), tx, f.now, awa, list[0].ID) })
		f.tell(remark)
		if list := f.list(awa); len(list) != 4 || list[0].Times != 1 {
			f.Errorf("what was read was taken out: %+v", list)
		}
	})
}

func TestRead(t *testing.T) {
	each(t, func(f *floor) {
		for _, what := range notice.Whats() {
			f.tell(notice.Notice{To: awa, What: what, By: moussa})
		}
		all := f.list(awa)
		f.unread(awa, len(all))
		var opened *notice.Notice
		open := func(id staff.AccountID, n notice.ID) error {
			return f.db.Transact(f.Context(), func(tx *db.Tx) (err error) {
				opened, err = notice.Open(f.Context(), tx, f.now, id, n)
				return err
			})
		}
		if err := open(awa, all[3].ID); err != nil || opened.What != all[3].What {
			f.Fatalf("got %+v, %v", opened, err)
		}
		if err := open(moussa, all[0].ID); !fault.Is(err, fault.NotFound) {
			f.Errorf("somebody else opened it: %v", err)
		}
		f.unread(awa, len(all)-1)
		f.now = noon.Add(time.Hour)
		if err := open(awa, all[3].ID); err != nil || !f.list(awa)[3].Read.Equal(noon) {
			f.Errorf("it was read twice: %v", err)
		}
		f.do(func(tx *db.Tx) error { return notice.ReadAll(f.Context(), tx, f.now, awa, all[1].ID) })
		f.unread(awa, 1) // the newest came after what was seen
		page, err := notice.List(f.Context(), f.db, awa, all[4].ID, 3)
		if err != nil || len(page) != 3 || page[0].ID != all[5].ID {
			f.Errorf("the next page is %+v, %v", page, err)
		}
		f.do(func(tx *db.Tx) error { return notice.Forget(f.Context(), tx, noon.Add(notice.Keep)) })
		if n := len(f.list(awa)); n != len(all) {
			f.Errorf("%d are left before their time", n)
		}
		f.do(func(tx *db.Tx) error { return notice.Forget(f.Context(), tx, noon.Add(notice.Keep+time.Millisecond)) })
		if n := len(f.list(awa)); n != 0 {
			f.Errorf("%d are left after their time", n)
		}
	})
}

// work runs every job that is due, and gives the letters that came of it.
func (f *floor) work(letters <-chan string) (all []string) {
	f.Helper()
	for f.runs.Once(f.Context()) {
	}
	for {
		select {
		case l := <-letters:
			all = append(all, l)
		default:
			return all
		}
	}
}

// withPost is a newsroom on each engine that has a mail server.
func withPost(t *testing.T, test func(f *floor, letters <-chan string)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		address, letters := mailtest.Postbox(t)
		office, err := mail.Open(address, "redaction@fleuve.example")
		if err != nil {
			t.Fatal(err)
		}
		test(newFloor(t, d, office), letters)
	})
}

func TestMorningLetter(t *testing.T) {
	withPost(t, func(f *floor, letters <-chan string) {
		f.tell(notice.Notice{To: awa, What: notice.Refused, By: moussa, Words: "zebulon"})
		f.tell(notice.Notice{To: awa, What: notice.Mentioned, By: moussa, Place: notice.InNotes, Words: "zebulon"})
		f.now = time.Date(2026, 3, 2, 5, 59, 59, 0, time.UTC) // a second before seven in Niamey
		if got := f.work(letters); len(got) != 0 {
			f.Fatalf("too early: %s", got)
		}
		f.now = f.now.Add(time.Second)
		got := f.work(letters)
		if len(got) != 1 || !strings.Contains(got[0], "awa@fleuve.example") {
			f.Fatalf("%d letters: %s", len(got), got)
		}
		for _, want := range []string{"La crue", "Moussa Sow", "https://fleuve.example/desk/notices/1/", "https://fleuve.example/desk/notices/2/", "https://fleuve.example/desk/account/"} {
			if !strings.Contains(got[0], want) {
				f.Errorf("the letter lacks %q:\n%s", want, got[0])
			}
		}
		for _, never := range []string{"zebulon", "mot du texte"} {
			if strings.Contains(got[0], never) {
				f.Errorf("the letter says %q", never)
			}
		}
		f.now = f.now.Add(48 * time.Hour)
		if got := f.work(letters); len(got) != 0 {
			f.Errorf("it was written twice: %s", got)
		}
		f.tell(notice.Notice{To: awa, What: notice.Refused, By: moussa})
		f.now = f.now.Add(24 * time.Hour)
		if got := f.work(letters); len(got) != 1 || strings.Contains(got[0], "notices/2/") {
			f.Errorf("the next letter: %s", got)
		}
	})
}

// What was read before the hour, what nobody may see any more and what is old is in no letter; who wants none has none, whoever left neither.
func TestNoLetter(t *testing.T) {
	withPost(t, func(f *floor, letters <-chan string) {
		f.tell(notice.Notice{To: awa, What: notice.Refused, By: moussa})
		f.tell(notice.Notice{To: binta, What: notice.Published, By: moussa}) // not hers to see
		f.tell(notice.Notice{To: moussa, What: notice.ReviewAsked, By: awa, At: noon.Add(-80 * time.Hour)})
		f.do(func(tx *db.Tx) error { return notice.ReadAll(f.Context(), tx, f.now, awa, 1<<40) })
		f.now = noon.Add(24 * time.Hour)
		if got := f.work(letters); len(got) != 0 {
			f.Errorf("letters: %s", got)
		}
		rhythm := func(id staff.AccountID, r notice.Rhythm) error {
			return f.db.Transact(f.Context(), func(tx *db.Tx) error { return notice.SetRhythm(f.Context(), tx, f.now, id, r) })
		}
		f.tell(notice.Notice{To: awa, What: notice.Ready, By: moussa})
		if err := rhythm(awa, notice.Never); err != nil {
			f.Fatal(err)
		}
		f.now = f.now.Add(24 * time.Hour)
		if got := f.work(letters); len(got) != 0 {
			f.Errorf("letters to somebody who wants none: %s", got)
		}
		if err := rhythm(awa, notice.Hourly); err != nil {
			f.Fatal(err)
		}
		f.now = f.now.Add(59*time.Minute + 59*time.Second)
		if got := f.work(letters); len(got) != 0 {
			f.Errorf("too early: %s", got)
		}
		f.now = f.now.Add(time.Second)
		if got := f.work(letters); len(got) != 1 {
			f.Errorf("%d letters at the full hour", len(got))
		}
		if err := rhythm(awa, "always"); !fault.Is(err, fault.Invalid) {
			f.Errorf("got %v", err)
		}
		f.tell(notice.Notice{To: awa, What: notice.Withdrawn, By: moussa})
		f.do(func(tx *db.Tx) error {
			return staff.EndAccount(f.Context(), tx, f.now, staff.Actor{ID: moussa, Role: staff.Administrator}, awa)
		})
		f.now = f.now.Add(24 * time.Hour)
		if got := f.work(letters); len(got) != 0 {
			f.Errorf("letters to somebody who left: %s", got)
		}
	})
}

// Without a mail server nothing waits to be sent.
func TestNoOffice(t *testing.T) {
	each(t, func(f *floor) {
		f.tell(notice.Notice{To: awa, What: notice.Refused, By: moussa})
		f.now = noon.Add(24 * time.Hour)
		f.work(nil)
		if n := dbtest.Count(f.T, f.db, "job"); n != 0 {
			f.Errorf("%d jobs wait", n)
		}
		f.unread(awa, 1)
	})
}

// A title that was sealed after the letter was decided on, and before it was sent, is not in it: none waits in the database.
func TestNoTitleWaits(t *testing.T) {
	withPost(t, func(f *floor, _ <-chan string) {
		f.tell(notice.Notice{To: awa, What: notice.Refused, By: moussa})
		f.now = noon.Add(24 * time.Hour)
		f.runs.Works = map[string]job.Work{notice.DigestJob: f.post.WorkDigest}
		f.work(nil)
		waiting, err := job.Payloads(f.Context(), f.db, notice.LetterJob)
		if err != nil || len(waiting) != 1 {
			f.Fatalf("%d letters wait: %v", len(waiting), err)
		}
		for _, payload := range waiting {
			if strings.Contains(string(payload), "crue") {
				f.Errorf("it holds the title: %s", payload)
			}
		}
	})
}
