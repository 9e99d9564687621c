// Package reply is the rights of reply: who asked for one, until when the law wants it published, and what became of it.
//
// What it promises:
//
//   - A request has a deadline from the moment it is entered, counted by the newspaper's setting from when it was received. It keeps it when the setting changes.
//   - Editors-in-chief are told when one comes and once more, a day before its deadline.
//   - What is published is the wording that was asked, as an article of its own, which a note under the article that it answers leads to.
//   - Every act is a line of the audit log, which names nobody from outside. Below editor-in-chief nobody refuses or removes one.
//   - How to reach whoever asked is erased some time after the end; the newspaper says after how many days.
package reply

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// ID numbers a request.
type ID int64

// Status is how far a request has come.
type Status string

// The states. A request ends as Published or Refused; a refused one may be accepted after all.
const (
	Received  Status = "received"
	Accepted  Status = "accepted"
	Published Status = "published"
	Refused   Status = "refused"
)

// Request is somebody's request to have a reply to an article published.
type Request struct {
	ID       ID
	Article  article.ID // that it answers
	Name     string     // of who asks, as it will stand over the reply
	Contact  string     // how to reach them; "" once erased
	Wording  string     // of the reply, in plain paragraphs with empty lines between
	Received time.Time
	Due      time.Time // when the law wants it published
	Status   Status
	Reason   string          // of the refusal
	Reply    article.ID      // the article that is the reply; 0: none yet
	Entered  staff.AccountID // by whom; 0: nobody on the staff
	Closed   time.Time       // zero: it waits

	Title string // of the article, as it is now
	Path  string // of the reply, as it is now; "" for none
}

// Limits of what a request may hold, in letters. The law allows two hundred lines at most, of which this leaves room for some.
const (
	MaxName    = 200
	MaxContact = 500
	MaxWording = 20_000
	MaxReason  = 2_000
)

// Late reports whether the deadline has passed.
func (r *Request) Late(now time.Time) bool { return r.Closed.IsZero() && !r.Due.After(now) }

// Days is how many midnights of a clock lie between now and the deadline: 0 is today, below 0 it is past.
func (r *Request) Days(now time.Time, zone *time.Location) int {
	return dayNumber(r.Due.In(zone)) - dayNumber(now.In(zone))
}

// dayNumber counts days, whatever their length.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

const selectRequest = `SELECT r.id, r.article_id, r.name, r.contact, r.wording, r.received_at, r.due_at, r.status, r.reason, COALESCE(r.reply_id, 0), r.entered_by, r.closed_at, a.title, COALESCE(p.path, '')
FROM reply_request r JOIN article a ON a.id = r.article_id LEFT JOIN article p ON p.id = r.reply_id `

func scanRequest(row interface{ Scan(dest ...any) error }) (r Request, err error) {
	var received, due, closed int64
	err = row.Scan(&r.ID, &r.Article, &r.Name, &r.Contact, &r.Wording, &received, &due, &r.Status, &r.Reason, &r.Reply, &r.Entered, &closed, &r.Title, &r.Path)
	r.Received, r.Due, r.Closed = db.Time(received), db.Time(due), db.Time(closed)
	return r, err
}

func scanRow(rows *sql.Rows) (Request, error) { return scanRequest(rows) }

// ByID is one request; fault.NotFound.
func ByID(ctx context.Context, q db.Querier, id ID) (*Request, error) {
	r, err := scanRequest(q.QueryRow(ctx, selectRequest+"WHERE r.id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no such request")
	}
	if err != nil {
		return nil, fmt.Errorf("find request %d: %w", id, err)
	}
	return &r, nil
}

// Waiting lists the requests that are still to be answered, the most urgent first.
func Waiting(ctx context.Context, q db.Querier, limit int) ([]Request, error) {
	list, err := db.All(ctx, q, scanRow, selectRequest+"WHERE r.closed_at = 0 ORDER BY r.due_at, r.id LIMIT $1", limit)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return list, nil
}

// Closed lists the requests that came to their end, the last first, before one of them; nil for the newest.
func Closed(ctx context.Context, q db.Querier, before *Request, limit int) ([]Request, error) {
	at, id := int64(1)<<62, ID(0)
	if before != nil {
		at, id = db.Millis(before.Closed), before.ID
	}
	const query = "WHERE r.closed_at <> 0 AND r.closed_at <= $1 AND (r.closed_at < $1 OR r.id < $2) ORDER BY r.closed_at DESC, r.id DESC LIMIT $3"
	list, err := db.All(ctx, q, scanRow, selectRequest+query, at, id, limit)
	if err != nil {
		return nil, fmt.Errorf("list closed requests: %w", err)
	}
	return list, nil
}

// CountWaiting counts the requests that are still to be answered.
func CountWaiting(ctx context.Context, q db.Querier) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT COUNT(*) FROM reply_request WHERE closed_at = 0").Scan(&n)
	return n, err
}
