package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/andybalholm/brotli"

	"griot/internal/app"
	"griot/internal/article"
)

// What an article of about aboutWords words may weigh, in bytes of body.
const (
	aboutWords    = 500
	weightKept    = 14_000
	weightFirst   = 15_500
	weightScripts = 6 * 1024
)

// weights fetches one article from a new sample newsroom: first as a first reader gets it, then as it is kept.
func (b *bench) weights(ctx context.Context) ([]row, error) {
	p, card, err := b.sample(ctx, func(*article.Card) bool { return true })
	if err != nil {
		return nil, err
	}
	defer p.close()
	first, err := p.get(ctx, card.Path, "br")
	if err != nil {
		return nil, err
	}
	kept, err := p.settled(ctx, card.Path)
	if err != nil {
		return nil, err
	}
	plain, err := p.get(ctx, card.Path, "identity")
	if err != nil {
		return nil, err
	}
	return weightRows(card, first.body, kept.body, plain.body)
}

func weightRows(card *article.Card, first, kept, plain []byte) ([]row, error) {
	again, err := compress(plain)
	if err != nil {
		return nil, err
	}
	scripts, err := scriptsOf(plain)
	if err != nil {
		return nil, err
	}
	squeezed, err := compress(scripts)
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("article of %d words, one request", card.Words)
	return []row{
		promise(what+": as kept (brotli 11)", int64(len(kept)), weightKept, size, fmt.Sprintf("%s; uncompressed %s; compressed again here %s", card.Path, size(int64(len(plain))), size(int64(len(again))))),
		promise(what+": as first sent", int64(len(first)), weightFirst, size, ""),
		promise(what+": its scripts, compressed", int64(len(squeezed)), weightScripts, size, "uncompressed "+size(int64(len(scripts)))),
	}, nil
}

// sample serves a new sample newsroom and gives the article nearest to aboutWords of those that suit.
func (b *bench) sample(ctx context.Context, suits func(*article.Card) bool) (*paper, *article.Card, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, nil, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return nil, nil, err
	}
	card, err := nearest(ctx, dir, suits)
	if err != nil {
		p.close()
		return nil, nil, err
	}
	return p, card, nil
}

// amongNewest is how many of the newest articles are looked at.
const amongNewest = 10_000

func nearest(ctx context.Context, dir string, suits func(*article.Card) bool) (best *article.Card, err error) {
	n, err := app.Open(ctx, settings(dir, ""))
	if err != nil {
		return nil, err
	}
	defer func() { _ = n.Close() }()
	cards, err := (&pressroom{newsroom: n}).cards(ctx, amongNewest)
	if err != nil {
		return nil, err
	}
	for i := range cards {
		if c := &cards[i]; suits(c) && (best == nil || distance(c) < distance(best)) {
			best = c
		}
	}
	if best == nil {
		return nil, fmt.Errorf("no article of the sample newspaper suits")
	}
	return best, nil
}

func distance(c *article.Card) int { return max(c.Words-aboutWords, aboutWords-c.Words) }

// settleTime bounds the wait for strong compression, which the edge does in the background.
const settleTime = 20 * time.Second

// settledFor is how long a page comes unchanged before it counts as settled: a young newsroom still relates its articles, which drops pages.
const settledFor = 3 * time.Second

// settled asks for a page until it comes as it is kept, compressed strongly.
func (p *paper) settled(ctx context.Context, path string) (*answer, error) {
	last, err := p.get(ctx, path, "br")
	since := time.Now()
	for end := since.Add(settleTime); err == nil && time.Now().Before(end) && time.Since(since) < settledFor; time.Sleep(50 * time.Millisecond) {
		var a *answer
		if a, err = p.get(ctx, path, "br"); err == nil && a.header.Get("Etag") != last.header.Get("Etag") {
			last, since = a, time.Now()
		}
	}
	return last, err
}

// compress is brotli as the edge compresses strongly.
func compress(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 22})
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
