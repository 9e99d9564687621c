package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	openPages    = 1000                   // that listen for breaking news
	pushes       = 20                     // lines of breaking news
	pushTime     = time.Second            // the 99th of a hundred pages shows it by then
	quietSpan    = time.Minute            // that nothing happens: longer than the pause between two signs of life
	quietShare   = 0.01                   // of a core
	compositions = 100                    // of the front page
	composeTime  = 250 * time.Millisecond // the 99th is seen by then
)

// breaking opens a thousand pages' streams and measures what they cost while nothing happens, how soon what is pushed reaches all of them and the kept pages, and how soon a front page that
// is composed anew is seen.
func (b *bench) breaking(ctx context.Context) ([]row, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return nil, err
	}
	defer p.close()
	alone, err := p.idle(ctx)
	if err != nil {
		return nil, err
	}
	before := memory(p.cmd.Process.Pid, "VmRSS")
	crowd, err := p.listen(ctx, openPages)
	if err != nil {
		return nil, err
	}
	defer crowd.leave()
	held := memory(p.cmd.Process.Pid, "VmRSS") - before
	quiet, err := p.share(ctx, quietSpan)
	if err != nil {
		return nil, err
	}
	var seen, kept spread
	for i := range pushes {
		some, page, err := crowd.push(ctx, fmt.Sprintf("Dernière heure, numéro %d", i))
		if err != nil {
			return nil, err
		}
		seen, kept = append(seen, some...), append(kept, page)
	}
	composed, err := p.compositions(ctx)
	if err != nil {
		return nil, err
	}
	percent := func(f float64) string { return fmt.Sprintf("%.2f %%", 100*f) }
	return []row{
		promise(fmt.Sprintf("breaking news from the API to %d open pages and a kept one, 99th", openPages), max(seen.at(0.99), kept.at(0.99)), pushTime, span,
			fmt.Sprintf("open pages: median %s, latest %s; kept: median %s, latest %s", span(seen.median()), span(seen.slowest()), span(kept.median()), span(kept.slowest()))),
		promise(fmt.Sprintf("of a core, for %d open pages while nothing happens", openPages), quiet, quietShare, percent, fmt.Sprintf("over %v; %s without them; they hold %s", quietSpan, percent(alone), size(held))),
		promise("front page composed by the API until it is seen, 99th", composed.at(0.99), composeTime, span, "median "+span(composed.median())),
	}, nil
}

// share is the part of a core that the program takes over a while.
func (p *paper) share(ctx context.Context, while time.Duration) (float64, error) {
	pids := []int{p.cmd.Process.Pid}
	before := busy(pids)
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-time.After(while):
	}
	return float64(busy(pids)-before) / float64(while), nil
}

// idle waits until the program has done what a new sample leaves it to do, and gives the share of a core that it takes then.
func (p *paper) idle(ctx context.Context) (alone float64, err error) {
	for range 30 {
		if alone, err = p.share(ctx, quietSpan/10); err != nil || alone < quietShare {
			return alone, err
		}
	}
	return alone, nil
}

// listeners are open pages.
type listeners struct {
	paper *paper
	stop  context.CancelFunc
	group sync.WaitGroup
	heard chan hearing
}

// hearing is a line that an open page was told.
type hearing struct {
	first string // its newest headline
	at    time.Time
	err   error
}

// listen opens so many streams and waits until each has said that it lives.
func (p *paper) listen(ctx context.Context, many int) (*listeners, error) {
	var now struct {
		V string `json:"v"`
	}
	a, err := p.get(ctx, "/flash.json?langue=fr", "identity")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(a.body, &now); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	l := &listeners{paper: p, stop: stop, heard: make(chan hearing, many)}
	ready := make(chan error, many)
	for range many {
		l.group.Go(func() { l.one(ctx, "/flash.events?langue=fr&vu="+now.V, ready) })
	}
	for range many {
		if err := <-ready; err != nil {
			l.leave()
			return nil, err
		}
	}
	return l, nil
}

// one reads a stream to its end. ready is told once.
func (l *listeners) one(ctx context.Context, path string, ready chan<- error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.paper.origin+path, http.NoBody)
	if err != nil {
		ready <- err
		return
	}
	w, err := (&http.Transport{DisableCompression: true}).RoundTrip(r)
	if err == nil && w.StatusCode != http.StatusOK {
		err = fmt.Errorf("a stream answered %d", w.StatusCode)
	}
	ready <- err
	if err != nil {
		return
	}
	defer func() { _ = w.Body.Close() }()
	lines := bufio.NewReader(w.Body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			if ctx.Err() == nil {
				l.heard <- hearing{err: err}
			}
			return
		}
		data, ok := strings.CutPrefix(line, "data: {")
		if !ok {
			continue
		}
		at := time.Now()
		var told struct {
			L []struct {
				T string `json:"t"`
			} `json:"l"`
		}
		if err := json.Unmarshal([]byte("{"+data), &told); err != nil || len(told.L) == 0 {
			err = errors.Join(err, errors.New("a page was told nothing"))
			l.heard <- hearing{err: err}
			return
		}
		l.heard <- hearing{first: told.L[0].T, at: at}
	}
}

func (l *listeners) leave() {
	l.stop()
	l.group.Wait()
}

// push pushes a line and waits until every open page was told and a page that is kept shows it.
func (l *listeners) push(ctx context.Context, text string) (seen spread, kept time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, publishGives)
	defer cancel()
	const path = "/sante/"
	for range 6 { // it is one that many read
		if _, err := l.paper.get(ctx, path, "identity"); err != nil {
			return nil, 0, err
		}
	}
	began := time.Now()
	shown := make(chan error, 1)
	go func() {
		err := l.paper.until(ctx, path, text)
		kept = time.Since(began)
		shown <- err
	}()
	if err := l.paper.send(ctx, http.MethodPost, "/api/v1/breaking", map[string]any{"text": text, "expires_at": began.Add(time.Minute)}, http.StatusCreated); err != nil {
		return nil, 0, err
	}
	for len(seen) < openPages {
		select {
		case <-ctx.Done():
			return nil, 0, fmt.Errorf("%d of %d open pages were told of %s", len(seen), openPages, text)
		case h := <-l.heard:
			if h.err != nil {
				return nil, 0, h.err
			}
			if h.first == text {
				seen = append(seen, h.at.Sub(began))
			}
		}
	}
	if err := <-shown; err != nil {
		return nil, 0, err
	}
	return seen, kept, l.paper.endBreaking(ctx)
}

// endBreaking ends the first line: more than readers see may not run.
func (p *paper) endBreaking(ctx context.Context) error {
	var list struct {
		Lines []struct{ ID int64 }
	}
	if err := p.ask(ctx, "/api/v1/breaking", &list); err != nil || len(list.Lines) == 0 {
		return errors.Join(err, errors.New("no line runs"))
	}
	return p.send(ctx, http.MethodDelete, fmt.Sprintf("/api/v1/breaking/%d", list.Lines[0].ID), nil, http.StatusNoContent)
}

// compositions composes the front page again and again and looks at it until readers see it.
func (p *paper) compositions(ctx context.Context) (took spread, err error) {
	var front struct {
		Stands []struct {
			Slot, URL string
			Article   int64
		}
	}
	if err := p.ask(ctx, "/api/v1/front", &front); err != nil {
		return nil, err
	}
	if len(front.Stands) < 5 {
		return nil, errors.New("the front page of the sample is short")
	}
	for i := range compositions {
		lead := front.Stands[1+i%4]
		for range 6 {
			if _, err := p.get(ctx, "/", "identity"); err != nil {
				return nil, err
			}
		}
		sign := []byte(`<h2><a href="` + strings.TrimPrefix(lead.URL, p.origin) + `"`)
		began := time.Now()
		if err := p.send(ctx, http.MethodPut, "/api/v1/front", map[string]any{"pins": []any{map[string]any{"slot": "lead", "article": lead.Article}}}, http.StatusOK); err != nil {
			return nil, err
		}
		for {
			a, err := p.get(ctx, "/", "identity")
			if err != nil {
				return nil, err
			}
			if bytes.Contains(a.body, sign) {
				break
			}
			if time.Since(began) > publishGives {
				return nil, fmt.Errorf("the front page never showed %s", lead.URL)
			}
			time.Sleep(lookPause)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// ask reads from the API.
func (p *paper) ask(ctx context.Context, path string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+path, http.NoBody)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	w, err := p.bench.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = w.Body.Close() }()
	return json.NewDecoder(w.Body).Decode(into)
}

// send tells the API something that it has to answer with a status.
func (p *paper) send(ctx context.Context, method, path string, what any, status int) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if what == nil {
		body = nil
	}
	r, err := http.NewRequestWithContext(ctx, method, p.origin+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	r.Header.Set("Content-Type", "application/json")
	w, err := p.bench.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = w.Body.Close() }()
	said, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode != status {
		err = fmt.Errorf("%s %s answered %d: %.300s", method, path, w.StatusCode, said)
	}
	return err
}
