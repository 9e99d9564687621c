package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/staff"
)

// Job delivers once what its payload names.
const Job = "webhook.deliver"

// Pauses are how long after each attempt that failed the next one comes. After the last, a delivery is given up.
func Pauses() []time.Duration {
	return []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour}
}

// keep is how long the log keeps a delivery after it is done.
const keep = 30 * 24 * time.Hour

// Delivery is a line of the log: what an address was told, or is to be told.
type Delivery struct {
	ID        int64
	Event     Event
	Article   int64
	Happened  time.Time
	Attempts  int
	Tried     time.Time // the last attempt; zero: none yet
	Answer    int       // its HTTP status; 0: there was none
	Problem   string    // why there was none
	Delivered bool
	Done      time.Time // delivered or given up; zero: it is tried again
}

// attempt is the payload of a job: the delivery, and how many attempts there were before. A job that runs twice finds another number, and does nothing.
type attempt struct {
	Delivery int64
	Before   int
}

// Announce enqueues a delivery of an event to every address that is to be told of it, in the transaction that causes it.
func Announce(ctx context.Context, tx *db.Tx, now time.Time, event Event, article int64) error {
	hooks, err := list(ctx, tx)
	if err != nil {
		return fmt.Errorf("announce %s: %w", event, err)
	}
	for _, h := range hooks {
		if !slices.Contains(h.Events, event) {
			continue
		}
		var id int64
		const insert = "INSERT INTO webhook_delivery (webhook_id, event, article_id, happened_at) VALUES ($1, $2, $3, $4) RETURNING id"
		if err := tx.QueryRow(ctx, insert, h.ID, string(event), article, db.Millis(now)).Scan(&id); err != nil {
			return fmt.Errorf("announce %s: %w", event, err)
		}
		if err := job.Enqueue(ctx, tx, now, Job, attempt{id, 0}, job.Options{}); err != nil {
			return err
		}
	}
	return nil
}

// Deliveries lists the newest deliveries to an address, for administrators; those before a number where it is not 0.
func Deliveries(ctx context.Context, q db.Querier, by staff.Actor, hook ID, before int64, limit int) ([]Delivery, error) {
	all, err := List(ctx, q, by)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(all, func(w Webhook) bool { return w.ID == hook }) {
		return nil, fault.New(fault.NotFound, "no such webhook")
	}
	const query = `SELECT id, event, article_id, happened_at, attempts, tried_at, answer, problem, delivered, done_at FROM webhook_delivery
WHERE webhook_id = $1 AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3`
	return db.All(ctx, q, func(rows *sql.Rows) (d Delivery, err error) {
		var happened, tried, done int64
		err = rows.Scan(&d.ID, &d.Event, &d.Article, &happened, &d.Attempts, &tried, &d.Answer, &d.Problem, &d.Delivered, &done)
		d.Happened, d.Tried, d.Done = db.Time(happened), db.Time(tried), db.Time(done)
		return d, err
	}, query, hook, before, limit)
}

// Forget drops what the log need not keep any more, for once a day.
func Forget(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM webhook_delivery WHERE done_at > 0 AND done_at <= $1", db.Millis(now.Add(-keep)))
	return err
}

// Message is what is sent, as it is.
type Message struct {
	URL    string
	Header map[string]string
	Body   []byte
}

// Worker delivers. Post sends a message and gives the status of the answer; an error where there was none.
type Worker struct {
	DB     *db.DB
	Now    func() time.Time
	Origin func() string
	Post   func(ctx context.Context, m Message) (status int, err error)
}

// Work delivers once. What fails is tried again by a job of its own, so that the pauses are those of Pauses.
func (w *Worker) Work(ctx context.Context, j job.Job) error {
	var t attempt
	if err := json.Unmarshal(j.Payload, &t); err != nil {
		return err
	}
	m, err := w.message(ctx, t)
	if fault.Is(err, fault.NotFound) { // its webhook was removed, or another worker did it
		return nil
	}
	if err != nil {
		return err
	}
	status, failed := w.Post(ctx, *m)
	return w.DB.Transact(ctx, func(tx *db.Tx) error { return note(ctx, tx, w.Now(), t, status, failed) })
}

// message is what an attempt sends, signed now. fault.NotFound where there is nothing to send.
func (w *Worker) message(ctx context.Context, t attempt) (*Message, error) {
	const query = `SELECT h.url, h.secret, d.event, d.article_id, d.happened_at FROM webhook_delivery d JOIN webhook h ON h.id = d.webhook_id
WHERE d.id = $1 AND d.attempts = $2 AND d.done_at = 0`
	var secret string
	var told struct {
		Delivery int64     `json:"delivery"`
		Event    Event     `json:"event"`
		Article  int64     `json:"article"`
		At       time.Time `json:"at"`
		API      string    `json:"api"`
	}
	m := &Message{}
	var happened int64
	err := w.DB.QueryRow(ctx, query, t.Delivery, t.Before).Scan(&m.URL, &secret, &told.Event, &told.Article, &happened)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "nothing to deliver")
	}
	if err != nil {
		return nil, fmt.Errorf("read delivery %d: %w", t.Delivery, err)
	}
	told.Delivery, told.At, told.API = t.Delivery, db.Time(happened).UTC(), w.Origin()+"/api/v1/articles/"+strconv.FormatInt(told.Article, 10)
	if m.Body, err = json.Marshal(told); err != nil {
		return nil, err
	}
	m.Header = map[string]string{"Content-Type": "application/json", "User-Agent": "Griot", "Griot-Event": string(told.Event), "Griot-Delivery": strconv.FormatInt(t.Delivery, 10),
		"Griot-Signature": Sign(secret, w.Now(), m.Body)}
	return m, nil
}

// Sign is the signature of a body sent at a time: "t=" and the time in seconds since 1970, a comma, "v1=" and in hexadecimal the HMAC-SHA256 of the time, a full stop and the body.
func Sign(secret string, at time.Time, body []byte) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	sum := hmac.New(sha256.New, []byte(secret))
	sum.Write([]byte(seconds + "."))
	sum.Write(body)
	return "t=" + seconds + ",v1=" + hex.EncodeToString(sum.Sum(nil))
}

// maxProblem bounds what the log keeps of an error, in bytes.
const maxProblem = 300

// note writes the outcome of an attempt into the log, and enqueues the next one if there is to be one.
func note(ctx context.Context, tx *db.Tx, now time.Time, t attempt, status int, failed error) error {
	problem := ""
	if failed != nil {
		problem = fmt.Sprintf("%.*s", maxProblem, failed.Error())
	}
	delivered := failed == nil && status >= 200 && status < 300
	n, done := t.Before+1, int64(0)
	again := Pauses()
	if delivered || n > len(again) {
		done = db.Millis(now)
	}
	const update = "UPDATE webhook_delivery SET attempts = $3, tried_at = $4, answer = $5, problem = $6, delivered = $7, done_at = $8 WHERE id = $1 AND attempts = $2"
	changed, err := tx.Exec(ctx, update, t.Delivery, t.Before, n, db.Millis(now), status, problem, delivered, done)
	if err != nil || changed == 0 || done != 0 {
		return err
	}
	return job.Enqueue(ctx, tx, now, Job, attempt{t.Delivery, n}, job.Options{At: now.Add(again[n-1])})
}
