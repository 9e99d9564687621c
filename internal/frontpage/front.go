package frontpage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
)

// FrontID numbers a front page as it was published. They grow. 0 is the rule alone, before anybody composed anything.
type FrontID int64

// Front is a front page as it was published by hand.
type Front struct {
	ID        FrontID
	Language  string
	Pins      Pins
	Published time.Time
	By        staff.AccountID // 0: the program
	Name      string          // of who published it, as it is now
	Returned  FrontID         // the one that it brought back; 0: it is new
}

// keepFronts is how many front pages of a language are kept to return to.
const keepFronts = 200

const selectFront = `SELECT f.id, f.language, f.pins, f.published_at, f.account_id, COALESCE(a.name, ''), f.returned_to FROM front f LEFT JOIN account a ON a.id = f.account_id `

func scanFront(rows *sql.Rows) (f Front, err error) {
	var pins string
	var at int64
	if err = rows.Scan(&f.ID, &f.Language, &pins, &at, &f.By, &f.Name, &f.Returned); err != nil {
		return f, err
	}
	f.Published = db.Time(at)
	if err = json.Unmarshal([]byte(pins), &f.Pins); err != nil {
		return f, fmt.Errorf("front page %d: %w", f.ID, err)
	}
	return f, nil
}

// Current is the front page that holds in a language. Before there was any it has the number 0 and no pins.
func Current(ctx context.Context, q db.Querier, language string) (*Front, error) {
	list, err := Past(ctx, q, language, 1)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return &Front{Language: language}, nil
	}
	return &list[0], nil
}

// Past lists the front pages of a language as they were published, the newest first.
func Past(ctx context.Context, q db.Querier, language string, limit int) ([]Front, error) {
	list, err := db.All(ctx, q, scanFront, selectFront+"WHERE f.language = $1 ORDER BY f.id DESC LIMIT $2", language, limit)
	if err != nil {
		return nil, fmt.Errorf("read front pages: %w", err)
	}
	return list, nil
}

// FrontByID is a front page as it was published; 0 is the rule alone.
func FrontByID(ctx context.Context, q db.Querier, language string, id FrontID) (*Front, error) {
	if id == 0 {
		return &Front{Language: language}, nil
	}
	list, err := db.All(ctx, q, scanFront, selectFront+"WHERE f.id = $1 AND f.language = $2", id, language)
	if err != nil {
		return nil, fmt.Errorf("find front page %d: %w", id, err)
	}
	if len(list) == 0 {
		return nil, fault.New(fault.NotFound, "no such front page")
	}
	return &list[0], nil
}

// Edition is what somebody publishes: pins, on top of the front page that they knew.
type Edition struct {
	Language string
	Base     FrontID
	Pins     Pins
	Returned FrontID // the front page that it brings back; 0: none
}

// Publish makes a composition the front page of its language, as one act. Pins that have ended are left out. When another was published since Base nothing happens, and it is fault.Conflict.
func Publish(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, e Edition) (*Front, error) {
	if err := staff.Demand(by.Role, staff.ComposeFront); err != nil {
		return nil, err
	}
	was, err := Current(ctx, tx, e.Language)
	if err != nil {
		return nil, err
	}
	if was.ID != e.Base {
		return nil, fault.Wrap(fault.Conflict, FrontOutrun, "another front page was published meanwhile, number %d: look at it, then publish on top of it", was.ID)
	}
	pins := e.Pins.Running(now)
	if err := may(ctx, tx, now, e.Language, pins, was.Pins); err != nil {
		return nil, err
	}
	if pins.Equal(was.Pins.Running(now)) {
		return nil, fault.Wrap(fault.Conflict, FrontSame, "this is the front page that readers see already")
	}
	f := &Front{Language: e.Language, Pins: pins, Published: now, By: by.ID, Returned: e.Returned}
	if err := f.keep(ctx, tx); err != nil {
		return nil, err
	}
	deed := staff.Deed{Act: "front.publish", Subject: subject(f.ID), Before: was.Pins, After: f.Pins}
	if f.Returned != 0 {
		deed.Act = "front.return"
	}
	if err := staff.Audit(ctx, tx, now, by, deed); err != nil {
		return nil, err
	}
	return f, event.Append(ctx, tx, now, page.Front)
}

// Return publishes an earlier front page again, as far as its pins still hold.
func Return(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, language string, base, to FrontID) (*Front, error) {
	was, err := FrontByID(ctx, tx, language, to)
	if err != nil {
		return nil, err
	}
	pins, err := still(ctx, tx, was.Pins.Running(now))
	if err != nil {
		return nil, err
	}
	return Publish(ctx, tx, now, by, Edition{Language: language, Base: base, Pins: pins, Returned: to})
}

func (f *Front) keep(ctx context.Context, tx *db.Tx) error {
	pins, err := encode(f.Pins)
	if err != nil {
		return err
	}
	const insert = "INSERT INTO front (language, pins, published_at, account_id, returned_to) VALUES ($1, $2, $3, $4, $5) RETURNING id"
	if err := tx.QueryRow(ctx, insert, f.Language, pins, db.Millis(f.Published), f.By, f.Returned).Scan(&f.ID); err != nil {
		return fmt.Errorf("publish front page: %w", err)
	}
	const forget = "DELETE FROM front WHERE language = $1 AND id <= (SELECT id FROM front WHERE language = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)"
	if _, err := tx.Exec(ctx, forget, f.Language, keepFronts); err != nil {
		return fmt.Errorf("forget old front pages: %w", err)
	}
	return nil
}

func encode(pins Pins) (string, error) {
	if pins == nil {
		pins = Pins{}
	}
	for i := range pins {
		pins[i].Until = pins[i].Until.UTC()
	}
	data, err := json.Marshal(pins)
	return string(data), err
}

func subject(id FrontID) string { return "front:" + strconv.FormatInt(int64(id), 10) }

// Draft is what somebody composes and has not published.
type Draft struct {
	Account  staff.AccountID
	Language string
	Base     FrontID // the front page that they began from
	Pins     Pins
	Changed  time.Time
}

// DraftOf is what somebody composes in a language; fault.NotFound when they compose nothing.
func DraftOf(ctx context.Context, q db.Querier, account staff.AccountID, language string) (*Draft, error) {
	list, err := db.All(ctx, q, func(rows *sql.Rows) (d Draft, err error) {
		var pins string
		var at int64
		if err = rows.Scan(&d.Base, &pins, &at); err == nil {
			err = json.Unmarshal([]byte(pins), &d.Pins)
		}
		d.Account, d.Language, d.Changed = account, language, db.Time(at)
		return d, err
	}, "SELECT base, pins, changed_at FROM front_draft WHERE account_id = $1 AND language = $2", account, language)
	if err != nil {
		return nil, fmt.Errorf("read a draft of the front page: %w", err)
	}
	if len(list) == 0 {
		return nil, fault.New(fault.NotFound, "nothing is being composed")
	}
	return &list[0], nil
}

// SaveDraft keeps what somebody composes. What readers could not be shown is refused at once.
func SaveDraft(ctx context.Context, tx *db.Tx, now time.Time, d *Draft) error {
	base, err := FrontByID(ctx, tx, d.Language, d.Base)
	if fault.Is(err, fault.NotFound) { // forgotten since
		base, err = &Front{}, nil
	}
	if err != nil {
		return err
	}
	if err := may(ctx, tx, now, d.Language, d.Pins, base.Pins); err != nil {
		return err
	}
	pins, err := encode(d.Pins)
	if err != nil {
		return err
	}
	const upsert = `INSERT INTO front_draft (account_id, language, base, pins, changed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, language) DO UPDATE SET base = excluded.base, pins = excluded.pins, changed_at = excluded.changed_at`
	if _, err := tx.Exec(ctx, upsert, d.Account, d.Language, d.Base, pins, db.Millis(now)); err != nil {
		return fmt.Errorf("keep a draft of the front page: %w", err)
	}
	return nil
}

// DropDraft forgets what somebody composed.
func DropDraft(ctx context.Context, tx *db.Tx, account staff.AccountID, language string) error {
	_, err := tx.Exec(ctx, "DELETE FROM front_draft WHERE account_id = $1 AND language = $2", account, language)
	return err
}
