package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"griot/internal/app"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/masthead"
)

const (
	freshEvery = time.Second / 5 // between two publications
	freshLeast = 0.8             // of the quiet rate
	freshOld   = time.Second     // a page may be behind what is published
	freshLook  = 50 * time.Millisecond
)

// fresh asks for the front page as fast as it comes, in slices in turn: nothing happens, or five articles a second are published by another process, this one. Meanwhile
// one reader looks how far the front page is behind.
func (b *bench) fresh(ctx context.Context) ([]row, error) {
	if _, err := exec.LookPath("wrk"); err != nil {
		return []row{unmeasured("front page while articles are published", "needs wrk: tools/need wrk")}, nil
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return nil, err
	}
	defer p.close()
	desk, err := app.Open(ctx, settings(dir, ""))
	if err != nil {
		return nil, err
	}
	defer func() { _ = desk.Close() }()
	model, err := nearest(ctx, dir, func(c *article.Card) bool { return c.Hero != nil && c.Section != 0 })
	if err != nil {
		return nil, err
	}
	wire := &wire{desk: desk, paper: p, model: model, out: map[int]time.Time{}}
	quiet, busy, err := wire.inTurn(ctx)
	if err != nil {
		return nil, err
	}
	shares := ratios(busy, quiet)
	note := fmt.Sprintf("from %.2f to %.2f in %d slices; %.0f and %.0f answers a second; %d articles", shares[0], shares[len(shares)-1], len(shares), middle(busy).rate, middle(quiet).rate, len(wire.out))
	r := tell("front page while 5 articles a second are published, times the quiet rate", fmt.Sprintf("%.2f ×", shares[len(shares)/2]), note)
	r.promised, r.verdict = fmt.Sprintf("%.1f ×", freshLeast), met
	if shares[len(shares)/2] < freshLeast {
		r.verdict = unmet
	}
	return []row{r, promise("how old a front page was that somebody got meanwhile, at most", slices.Max(wire.ages), freshOld, span, fmt.Sprintf("%d looked at; counted from the end of the publication", len(wire.ages)))}, nil
}

// wire publishes articles beside a server and watches when they reach its readers.
type wire struct {
	desk  *app.Newsroom
	paper *paper
	model *article.Card // whose picture and rubric they have: so the newest leads the front page

	mu   sync.Mutex
	out  map[int]time.Time // when each article was published
	ages []time.Duration   // of the front pages that were looked at: how long before, the first article that is missing was published
}

// inTurn takes slices without and with publications.
func (w *wire) inTurn(ctx context.Context) (quiet, busy []slice, err error) {
	script, err := w.paper.bench.wrkScript([]string{"/"})
	if err != nil {
		return nil, nil, err
	}
	pids := []int{w.paper.cmd.Process.Pid}
	if _, err := wrk(ctx, script, w.paper.origin, nil); err != nil {
		return nil, nil, err
	}
	for range sliceCount {
		if _, err := w.paper.settled(ctx, "/"); err != nil {
			return nil, nil, err
		}
		q, err := wrk(ctx, script, w.paper.origin, pids)
		if err != nil {
			return nil, nil, err
		}
		b, err := w.whilePublishing(ctx, func() (slice, error) { return wrk(ctx, script, w.paper.origin, pids) })
		if err != nil {
			return nil, nil, err
		}
		quiet, busy = append(quiet, q), append(busy, b)
	}
	return quiet, busy, nil
}

// whilePublishing takes a slice during which articles are published and somebody looks.
func (w *wire) whilePublishing(ctx context.Context, take func() (slice, error)) (s slice, err error) {
	during, end := context.WithCancel(ctx)
	var group sync.WaitGroup
	var failed [2]error
	group.Go(func() { failed[0] = repeat(during, freshEvery, w.publish) })
	group.Go(func() { failed[1] = repeat(during, freshLook, w.look) })
	s, err = take()
	end()
	group.Wait()
	return s, errors.Join(err, failed[0], failed[1])
}

// repeat acts at an interval until ctx ends or an act fails.
func repeat(ctx context.Context, interval time.Duration, act func(context.Context) error) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		if err := act(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// publish brings out an article whose headline carries its number.
func (w *wire) publish(ctx context.Context) error {
	w.mu.Lock()
	n := len(w.out) + 1
	w.mu.Unlock()
	err := w.desk.DB.Transact(ctx, func(tx *db.Tx) error {
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		a := &article.Article{Title: fmt.Sprintf("Dépêche numéro %d du fleuve", n), Body: "<p>" + strings.Repeat("Le fleuve monte et les guetteurs lisent l’échelle. ", 40) + "</p>", Status: article.Published,
			Section: w.model.Section, Hero: article.Hero{Picture: w.model.Hero.ID}}
		return article.Put(ctx, tx, paper, w.desk.Now(), a)
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.out[n] = time.Now()
	return err
}

var dispatch = regexp.MustCompile(`Dépêche numéro (\d+) du fleuve`)

// look gets the front page and notes for how long the first article that is missing on it had been out when it was asked for; nothing that is out was missing: 0.
func (w *wire) look(ctx context.Context) error {
	asked := time.Now()
	a, err := w.paper.get(ctx, "/", "identity")
	if err != nil {
		return err
	}
	newest := 0
	for _, m := range dispatch.FindAllSubmatch(a.body, -1) {
		n, _ := strconv.Atoi(string(m[1]))
		newest = max(newest, n)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.out) > 10 && newest == 0 {
		return errors.New("the front page shows none of the articles")
	}
	age := time.Duration(0)
	if out, ok := w.out[newest+1]; ok && out.Before(asked) {
		age = asked.Sub(out)
	}
	w.ages = append(w.ages, age)
	return nil
}
