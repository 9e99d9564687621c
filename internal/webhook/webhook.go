// Package webhook tells programs elsewhere that articles came before readers, changed or went.
//
// What it promises:
//
//   - A delivery exists only if the change that caused it was committed, and is tried again with growing pauses for about a day (Pauses).
//   - What is sent names the article by its number and says nothing of its words: what was sealed since is nowhere on its way, nor in the log.
//   - Every delivery is signed by HMAC-SHA256 with a secret that the receiver was given once; its time is in what is signed.
//   - Nothing here reaches a network: whoever runs the worker hands it a Post.
package webhook

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// ID numbers a webhook.
type ID int64

// Event is what a program may be told of.
type Event string

// The events.
const (
	Published Event = "article.published" // for the first time, or again
	Changed   Event = "article.changed"   // before readers
	Withdrawn Event = "article.withdrawn" // or taken back to a draft
)

// Events lists every event.
func Events() []Event { return []Event{Published, Changed, Withdrawn} }

// Webhook is an address that is told of events.
type Webhook struct {
	ID      ID
	URL     string
	Events  []Event
	By      staff.AccountID
	Created time.Time
}

// Limits of webhooks.
const (
	MaxWebhooks = 20
	maxURLBytes = 2000
)

// Add has an address told of events, all of them where none is named, and gives the secret by which deliveries are signed, once. private allows an address on the operator's own network and without TLS. Its errors are
// fault.Forbidden but for administrators, fault.Invalid, and fault.Conflict for an address that is told already, or one too many.
func Add(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, address string, events []Event, private bool) (hook *Webhook, secret string, err error) {
	if err := demand(by); err != nil {
		return nil, "", err
	}
	if err := checkURL(address, private); err != nil {
		return nil, "", err
	}
	if events, err = checkEvents(events); err != nil {
		return nil, "", err
	}
	all, err := list(ctx, tx)
	if err != nil {
		return nil, "", err
	}
	if len(all) >= MaxWebhooks {
		return nil, "", fault.New(fault.Conflict, "at most %d addresses are told: remove one", MaxWebhooks)
	}
	if slices.ContainsFunc(all, func(w Webhook) bool { return w.URL == address }) {
		return nil, "", fault.New(fault.Conflict, "this address is told already")
	}
	hook = &Webhook{URL: address, Events: events, By: by.ID, Created: now}
	var b [32]byte
	_, _ = rand.Read(b[:])
	secret = "whsec_" + base64.RawURLEncoding.EncodeToString(b[:])
	const insert = "INSERT INTO webhook (url, events, secret, created_by, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id"
	if err := tx.QueryRow(ctx, insert, address, joined(events), secret, by.ID, db.Millis(now)).Scan(&hook.ID); err != nil {
		return nil, "", fmt.Errorf("add a webhook: %w", err)
	}
	return hook, secret, staff.Audit(ctx, tx, now, by, staff.Deed{Act: "webhook.add", Subject: fmt.Sprintf("webhook:%d", hook.ID), After: audited(hook)})
}

// List gives every webhook, for administrators.
func List(ctx context.Context, q db.Querier, by staff.Actor) ([]Webhook, error) {
	if err := demand(by); err != nil {
		return nil, err
	}
	return list(ctx, q)
}

// Remove has an address told no more, and drops its log. fault.NotFound for one that is not there.
func Remove(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID) error {
	all, err := List(ctx, tx, by)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(w Webhook) bool { return w.ID == id })
	if i < 0 {
		return fault.New(fault.NotFound, "no such webhook")
	}
	for _, act := range []string{"DELETE FROM webhook_delivery WHERE webhook_id = $1", "DELETE FROM webhook WHERE id = $1"} {
		if _, err := tx.Exec(ctx, act, id); err != nil {
			return err
		}
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "webhook.remove", Subject: fmt.Sprintf("webhook:%d", id), Before: audited(&all[i])})
}

// audited is what the audit log says of a webhook. An address may hold a key in its query.
func audited(w *Webhook) map[string]string {
	address, _, _ := strings.Cut(w.URL, "?")
	return map[string]string{"url": address, "events": joined(w.Events)}
}

func demand(by staff.Actor) error {
	if by.Role != staff.Administrator {
		return fault.New(fault.Forbidden, "only administrators look after webhooks")
	}
	return nil
}

func list(ctx context.Context, q db.Querier) ([]Webhook, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (w Webhook, err error) {
		var events string
		var created int64
		err = rows.Scan(&w.ID, &w.URL, &events, &w.By, &created)
		w.Created = db.Time(created)
		for e := range strings.FieldsSeq(events) {
			w.Events = append(w.Events, Event(e))
		}
		return w, err
	}, "SELECT id, url, events, created_by, created_at FROM webhook ORDER BY id")
}

// checkURL refuses what cannot be told. Where a name leads is looked at when it is dialled.
func checkURL(address string, private bool) error {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxURLBytes || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return fault.New(fault.Invalid, "the address of a webhook is https://…, without a name and password, of at most %d bytes", maxURLBytes)
	}
	if u.Scheme == "http" && !private {
		return fault.New(fault.Invalid, "the address of a webhook begins with https://")
	}
	return nil
}

func checkEvents(events []Event) ([]Event, error) {
	if len(events) == 0 {
		return Events(), nil
	}
	for _, e := range events {
		if !slices.Contains(Events(), e) {
			return nil, fault.New(fault.Invalid, "unknown event %.50q: one of %s", e, joined(Events()))
		}
	}
	events = slices.Clone(events)
	slices.Sort(events)
	return slices.Compact(events), nil
}

func joined(events []Event) string {
	words := make([]string, len(events))
	for i, e := range events {
		words[i] = string(e)
	}
	return strings.Join(words, " ")
}
