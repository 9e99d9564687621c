package app

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"griot/internal/feed"
	"griot/internal/job"
	"griot/internal/webhook"
)

// maxHookAnswer bounds what is read of a receiver's answer, in bytes.
const maxHookAnswer = 4 << 10

// webhooks tells programs elsewhere what happened: a runner of their own, since a slow one keeps nothing else waiting.
func (s *Service) webhooks() *job.Runner {
	w := &webhook.Worker{DB: s.DB, Now: s.Now, Origin: s.Origin, Post: poster(feed.Outside(s.PrivateHub))}
	return &job.Runner{DB: s.DB, Workers: 2, Log: s.Log, Now: s.Now, Works: map[string]job.Work{webhook.Job: w.Work}}
}

// poster sends messages by a client.
func poster(client *http.Client) func(context.Context, webhook.Message) (int, error) {
	return func(ctx context.Context, m webhook.Message) (int, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
		if err != nil {
			return 0, err
		}
		for name, value := range m.Header {
			r.Header.Set(name, value)
		}
		answer, err := client.Do(r)
		if err != nil {
			return 0, err
		}
		defer func() { _ = answer.Body.Close() }()
		_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxHookAnswer))
		return answer.StatusCode, nil
	}
}
