package api

import (
	"context"
	"net/http"
	"time"

	"griot/internal/db"
	"griot/internal/webhook"
)

// Hook is a webhook as a client is told of it.
type Hook struct {
	ID      int64     `json:"id"`
	URL     string    `json:"url"`
	Events  []string  `json:"events" nullable:"false"`
	Created time.Time `json:"created_at"`
	Secret  string    `json:"secret,omitempty" doc:"By which deliveries are signed. It is told once, when the webhook is added."`
}

func tellHook(w *webhook.Webhook) Hook {
	h := Hook{ID: int64(w.ID), URL: w.URL, Created: w.Created, Events: []string{}}
	for _, e := range w.Events {
		h.Events = append(h.Events, string(e))
	}
	return h
}

type hookAnswer struct {
	Status int
	Body   Hook
}

// addWebhook has an address told of events.
func (a *API) addWebhook(ctx context.Context, in *struct {
	Body struct {
		URL    string   `json:"url" maxLength:"2000" doc:"https://… It is never followed to another." example:"https://example.org/griot"`
		Events []string `json:"events,omitempty" nullable:"false" maxItems:"10" enum:"article.published,article.changed,article.withdrawn" doc:"All of them where none is named."`
	}
}) (*hookAnswer, error) {
	out := &hookAnswer{Status: http.StatusCreated}
	var events []webhook.Event
	for _, e := range in.Body.Events {
		events = append(events, webhook.Event(e))
	}
	err := a.DB.Transact(ctx, func(tx *db.Tx) error {
		w, secret, err := webhook.Add(ctx, tx, a.Now(), callerOf(ctx).Actor, in.Body.URL, events, a.Private)
		if err != nil {
			return err
		}
		out.Body = tellHook(w)
		out.Body.Secret = secret
		return nil
	})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return out, nil
}

type hooksAnswer struct {
	Body struct {
		Webhooks []Hook `json:"webhooks" nullable:"false"`
	}
}

// listWebhooks lists the addresses that are told.
func (a *API) listWebhooks(ctx context.Context, _ *struct{}) (*hooksAnswer, error) {
	all, err := webhook.List(ctx, a.DB, callerOf(ctx).Actor)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &hooksAnswer{}
	out.Body.Webhooks = []Hook{}
	for i := range all {
		out.Body.Webhooks = append(out.Body.Webhooks, tellHook(&all[i]))
	}
	return out, nil
}

// removeWebhook has an address told no more.
func (a *API) removeWebhook(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*struct{}, error) {
	err := a.DB.Transact(ctx, func(tx *db.Tx) error {
		return webhook.Remove(ctx, tx, a.Now(), callerOf(ctx).Actor, webhook.ID(in.ID))
	})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}

// Delivery is a line of a webhook's log.
type Delivery struct {
	ID        int64     `json:"id"`
	Event     string    `json:"event"`
	Article   int64     `json:"article"`
	Happened  time.Time `json:"at"`
	Attempts  int       `json:"attempts"`
	Tried     time.Time `json:"tried_at,omitzero"`
	Answer    int       `json:"answer,omitempty" doc:"HTTP status of the last attempt."`
	Problem   string    `json:"problem,omitempty"`
	Delivered bool      `json:"delivered"`
	Done      time.Time `json:"done_at,omitzero" doc:"When it was delivered, or given up."`
}

type deliveriesAnswer struct {
	Body struct {
		Deliveries []Delivery `json:"deliveries" nullable:"false"`
	}
}

// listDeliveries lists what an address was told.
func (a *API) listDeliveries(ctx context.Context, in *struct {
	ID    int64 `path:"id" minimum:"1"`
	After int64 `query:"after" minimum:"0" doc:"The smallest id of the page before."`
	Limit int   `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*deliveriesAnswer, error) {
	all, err := webhook.Deliveries(ctx, a.DB, callerOf(ctx).Actor, webhook.ID(in.ID), in.After, in.Limit)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &deliveriesAnswer{}
	out.Body.Deliveries = []Delivery{}
	for _, d := range all {
		out.Body.Deliveries = append(out.Body.Deliveries, Delivery{ID: d.ID, Event: string(d.Event), Article: d.Article, Happened: d.Happened, Attempts: d.Attempts, Tried: d.Tried, Answer: d.Answer, Problem: d.Problem,
			Delivered: d.Delivered, Done: d.Done})
	}
	return out, nil
}
