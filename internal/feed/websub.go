package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/locale"
	"griot/internal/page"
)

// PingJob tells the hub that the feeds of one list changed; its payload is the list's label.
const PingJob = "websub.ping"

const (
	gather      = 3 * time.Second  // changes of a list within it go into one ping
	hubPatience = 10 * time.Second // for one answer of the hub
	maxAnswer   = 4 << 10          // bytes that are read of it
)

// Hub tells the newspaper's hub which feeds changed (WebSub §7; the form is PubSubHubbub's, which every hub takes). A hub that cannot be reached is tried again by the job's own rule; one that
// refuses is not.
type Hub struct {
	DB      *db.DB
	Locales *locale.Catalogues
	Origin  func() string
	Now     func() time.Time
	Log     *slog.Logger
	Private bool // a hub on the operator's own network may be reached, and by http

	client *http.Client
}

// NewHub makes what speaks to the hub. private allows one on the operator's own network: without it an address that leads there is refused, whoever set it.
func NewHub(cfg Config, log *slog.Logger, private bool) *Hub {
	return &Hub{DB: cfg.DB, Locales: cfg.Locales, Origin: cfg.Origin, Now: cfg.Now, Log: log, Private: private, client: outside(private)}
}

// Works are the jobs of the hub, for a runner of their own: a slow hub keeps nothing else waiting.
func (h *Hub) Works() map[string]job.Work {
	return map[string]job.Work{article.AnnounceJob: h.announce, PingJob: h.ping}
}

// announce makes a job of each list that a publication changed.
func (h *Hub) announce(ctx context.Context, j job.Job) error {
	var a article.Announcement
	if err := json.Unmarshal(j.Payload, &a); err != nil {
		return err
	}
	now := h.Now()
	return h.DB.Transact(ctx, func(tx *db.Tx) error {
		for _, l := range a.Lists {
			if err := job.Enqueue(ctx, tx, now, PingJob, l, job.Options{At: now.Add(gather), Unique: string(l)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ping tells the hub about the feeds of a list.
func (h *Hub) ping(ctx context.Context, j job.Job) error {
	var label page.Label
	if err := json.Unmarshal(j.Payload, &label); err != nil {
		return err
	}
	f := &Feed{Config{DB: h.DB, Locales: h.Locales, Origin: h.Origin, Now: h.Now}}
	p, err := f.paper(ctx)
	if err != nil || p.Hub == "" {
		return err
	}
	l, err := p.labelled(ctx, label)
	if fault.Is(err, fault.NotFound) { // the list is gone, and its feeds with it
		return nil
	}
	if err != nil {
		return err
	}
	form := url.Values{"hub.mode": {"publish"}}
	for _, file := range []string{"feed.xml", "atom.xml", "feed.json"} {
		form.Add("hub.url", p.abs(l.path+file))
	}
	return h.post(ctx, p.Hub, form)
}

// post sends a form to the hub. What the hub will not take now or ever is logged and forgotten; anything that may pass is an error.
func (h *Hub) post(ctx context.Context, hub string, form url.Values) error {
	if !h.Private && !strings.HasPrefix(hub, "https://") {
		h.Log.Warn("the hub is not told: its address is not https, and --private-hub is off", "hub", hub)
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, hubPatience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, hub, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", generator)
	answer, err := h.client.Do(r)
	if err != nil {
		return fmt.Errorf("tell the hub: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	switch code := answer.StatusCode; {
	case code < 300:
		return nil
	case code >= 500, code == http.StatusRequestTimeout, code == http.StatusTooManyRequests:
		return fmt.Errorf("the hub answers %d", code)
	default: // a redirect too: a hub that moved is set anew
		h.Log.Warn("the hub refuses", "hub", hub, "status", code)
		return nil
	}
}
