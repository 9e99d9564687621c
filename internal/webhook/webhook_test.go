package webhook_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/staff"
	"griot/internal/webhook"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// room is a newsroom with a worker whose machine elsewhere is the test.
type room struct {
	*testing.T
	db     *db.DB
	now    time.Time
	runner *job.Runner
	sent   []webhook.Message
	answer func() (int, error)
}

func each(t *testing.T, test func(r *room)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := &room{T: t, db: d, now: noon, answer: func() (int, error) { return 204, nil }}
		clock := func() time.Time { return r.now }
		w := &webhook.Worker{DB: d, Now: clock, Origin: func() string { return "https://presse.example" }, Post: func(_ context.Context, m webhook.Message) (int, error) {
			r.sent = append(r.sent, m)
			return r.answer()
		}}
		r.runner = &job.Runner{DB: d, Log: slog.New(slog.DiscardHandler), Now: clock, Works: map[string]job.Work{webhook.Job: w.Work}}
		test(r)
	})
}

var admin = staff.Actor{Role: staff.Administrator}

func (r *room) add(by staff.Actor, address string, private bool, events ...webhook.Event) (h *webhook.Webhook, secret string, err error) {
	err = r.db.Transact(r.Context(), func(tx *db.Tx) (err error) {
		h, secret, err = webhook.Add(r.Context(), tx, r.now, by, address, events, private)
		return err
	})
	return h, secret, err
}

func (r *room) announce(e webhook.Event, article int64) {
	r.Helper()
	dbtest.Do(r, r.db, func(tx *db.Tx) error { return webhook.Announce(r.Context(), tx, r.now, e, article) })
}

// work does what is due, and gives how many messages went.
func (r *room) work() int {
	r.Helper()
	r.sent = nil
	for r.runner.Once(r.Context()) {
	}
	return len(r.sent)
}

func (r *room) log(id webhook.ID) webhook.Delivery {
	r.Helper()
	list, err := webhook.Deliveries(r.Context(), r.db, admin, id, 0, 10)
	if err != nil || len(list) == 0 {
		r.Fatalf("log %v: %v", list, err)
	}
	return list[0]
}

// What is told is signed, names the article and says nothing of it; whoever did not ask is not told.
func TestDelivery(t *testing.T) {
	each(t, func(r *room) {
		all, secret, err := r.add(admin, "https://a.example/hook?key=1", false)
		if err != nil {
			r.Fatal(err)
		}
		if _, _, err := r.add(admin, "https://b.example/", false, webhook.Withdrawn); err != nil {
			r.Fatal(err)
		}
		r.announce(webhook.Published, 12)
		if n := r.work(); n != 1 {
			r.Fatalf("%d messages", n)
		}
		m := r.sent[0]
		var told map[string]any
		if err := json.Unmarshal(m.Body, &told); err != nil || told["event"] != "article.published" || told["article"] != 12.0 || told["api"] != "https://presse.example/api/v1/articles/12" || told["at"] != "2026-03-01T12:00:00Z" || len(told) != 5 {
			r.Errorf("told %s: %v", m.Body, err)
		}
		sum := hmac.New(sha256.New, []byte(secret))
		sum.Write([]byte("1772366400." + string(m.Body)))
		if want := "t=1772366400,v1=" + hex.EncodeToString(sum.Sum(nil)); m.Header["Griot-Signature"] != want || m.URL != "https://a.example/hook?key=1" {
			r.Errorf("to %s with %v, want %s", m.URL, m.Header, want)
		}
		if d := r.log(all.ID); !d.Delivered || d.Answer != 204 || d.Attempts != 1 || d.Done.IsZero() {
			r.Errorf("logged %+v", d)
		}
		r.announce(webhook.Withdrawn, 12)
		if n := r.work(); n != 2 {
			r.Errorf("%d messages of a withdrawal", n)
		}
		dbtest.Do(r, r.db, func(tx *db.Tx) error { return webhook.Forget(r.Context(), tx, noon.AddDate(0, 0, 31)) })
		if left := dbtest.Count(r, r.db, "webhook_delivery"); left != 0 {
			r.Errorf("%d lines are kept", left)
		}
	})
}

// What fails is tried again after growing pauses, signed anew, and given up after a day; what comes through is not sent again.
func TestRetries(t *testing.T) {
	each(t, func(r *room) {
		h, _, err := r.add(admin, "https://a.example/", false)
		if err != nil {
			r.Fatal(err)
		}
		r.answer = func() (int, error) { return 500, nil }
		r.announce(webhook.Changed, 3)
		signatures := map[string]bool{}
		for i, pause := range webhook.Pauses() {
			if n := r.work(); n != 1 {
				r.Fatalf("attempt %d sent %d messages", i+1, n)
			}
			signatures[r.sent[0].Header["Griot-Signature"]] = true
			r.now = r.now.Add(pause - time.Millisecond)
			if n := r.work(); n != 0 {
				r.Errorf("attempt %d came early", i+2)
			}
			if d := r.log(h.ID); d.Attempts != i+1 || d.Answer != 500 || !d.Done.IsZero() {
				r.Errorf("logged %+v", d)
			}
			r.now = r.now.Add(time.Millisecond)
		}
		r.answer = func() (int, error) { return 0, errors.New("no route to host" + strings.Repeat("!", 5000)) }
		if n := r.work(); n != 1 || len(signatures) != len(webhook.Pauses()) {
			r.Errorf("the last attempt sent %d; %d signatures", n, len(signatures))
		}
		if d := r.log(h.ID); d.Delivered || d.Done.IsZero() || d.Answer != 0 || !strings.HasPrefix(d.Problem, "no route to host") || len(d.Problem) > 300 {
			r.Errorf("given up as %+v", d)
		}
		r.now = r.now.AddDate(0, 1, 0)
		if n := r.work(); n != 0 {
			r.Errorf("%d messages after it was given up", n)
		}
	})
}

// A job that runs twice delivers once; one whose webhook is gone delivers nothing.
func TestTwice(t *testing.T) {
	each(t, func(r *room) {
		h, _, err := r.add(admin, "https://a.example/", false)
		if err != nil {
			r.Fatal(err)
		}
		r.announce(webhook.Changed, 3)
		dbtest.Do(r, r.db, func(tx *db.Tx) error {
			_, err := tx.Exec(r.Context(), "INSERT INTO job (kind, payload, run_at, created_at) SELECT kind, payload, run_at, created_at FROM job")
			return err
		})
		if n := r.work(); n != 1 {
			r.Errorf("%d messages", n)
		}
		r.announce(webhook.Changed, 3)
		dbtest.Do(r, r.db, func(tx *db.Tx) error { return webhook.Remove(r.Context(), tx, r.now, admin, h.ID) })
		if n := r.work(); n != 0 {
			r.Errorf("%d messages to one that was removed", n)
		}
		if err := r.db.Transact(r.Context(), func(tx *db.Tx) error { return webhook.Remove(r.Context(), tx, r.now, admin, h.ID) }); !fault.Is(err, fault.NotFound) {
			r.Errorf("removed twice: %v", err)
		}
	})
}

func TestAddRefuses(t *testing.T) {
	each(t, func(r *room) {
		for address, private := range map[string]bool{"": false, "a.example": false, "ftp://a.example/": true, "http://a.example/": false, "https://u:p@a.example/": false, "https:///x": false, "https://a.example/#x": false,
			"https://a.example/" + strings.Repeat("x", 2000): false} {
			if _, _, err := r.add(admin, address, private); !fault.Is(err, fault.Invalid) {
				r.Errorf("%.40q: %v", address, err)
			}
		}
		if _, _, err := r.add(admin, "https://a.example/", false, "article.read"); !fault.Is(err, fault.Invalid) {
			r.Errorf("an unknown event: %v", err)
		}
		for _, role := range staff.Roles() {
			if _, _, err := r.add(staff.Actor{Role: role}, "http://"+string(role)+".example/", true); fault.Is(err, fault.Forbidden) == (role == staff.Administrator) {
				r.Errorf("the %s: %v", role, err)
			}
		}
		if _, _, err := r.add(admin, "http://administrator.example/", true); !fault.Is(err, fault.Conflict) {
			r.Errorf("once more: %v", err)
		}
	})
}
