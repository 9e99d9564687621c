package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"runtime"
	"strings"

	"griot/internal/app"
	"griot/internal/page"
	"griot/internal/site"
	"griot/internal/site/theme"
)

// pressroom makes the pages of a newsroom without keeping any: the program's own table of routes, with no edge before it.
type pressroom struct {
	newsroom *app.Newsroom
	table    page.Table
}

func newPressroom(n *app.Newsroom) (*pressroom, error) {
	look, err := theme.Load("")
	if err != nil {
		return nil, err
	}
	origin := func() string { return "https://africapresse.example" }
	public := site.New(site.Config{DB: n.DB, Blob: n.Blob, Locales: n.Words, Origin: origin, Now: n.Now, Log: n.Log}, look)
	return &pressroom{newsroom: n, table: app.Routes(n, public, origin)}, nil
}

// settings are those of a newsroom that is opened inside this process.
func settings(dir, database string) app.Settings {
	return app.Settings{Dir: dir, Database: database, Now: app.SystemClock, Log: slog.New(slog.DiscardHandler)}
}

// make makes the page of an address, which must be one that readers see.
func (p *pressroom) make(ctx context.Context, address string) error {
	path, query, _ := strings.Cut(address, "?")
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return err
	}
	at, ok := p.table.Find(decoded, query)
	if !ok {
		return fmt.Errorf("no route takes %s", address)
	}
	made, err := at.Route.Make(ctx, at)
	if err != nil {
		return fmt.Errorf("make %s: %w", address, err)
	}
	if made.Status >= 300 || len(made.Body) == 0 {
		return fmt.Errorf("make %s: status %d with %d bytes", address, made.Status, len(made.Body))
	}
	return nil
}

// warmUp is how many pages are made before the clock runs.
const warmUp = 30

// time makes the pages one after the other, in an order of no meaning that is the same at each run, as often as it takes to make enough of them.
func (p *pressroom) time(ctx context.Context, addresses []string) (spread, error) {
	return p.timeSome(ctx, addresses, makes)
}

// timeSome makes so many pages.
func (p *pressroom) timeSome(ctx context.Context, addresses []string, makes int) (s spread, err error) {
	if err := p.warm(ctx, addresses); err != nil {
		return nil, err
	}
	return p.clock(ctx, shuffled(addresses, makes))
}

// shuffled is n of the addresses, evenly spread over them, or each of them several times.
func shuffled(addresses []string, n int) []string {
	some := every(addresses, n)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] }) //nolint:gosec // no secret
	list := make([]string, n)
	for i := range list {
		list[i] = some[i%len(some)]
	}
	return list
}

// warm makes some pages before the clock runs.
func (p *pressroom) warm(ctx context.Context, addresses []string) error {
	for _, a := range shuffled(addresses, warmUp) {
		if err := p.make(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// clock times the making of each page.
func (p *pressroom) clock(ctx context.Context, addresses []string) (s spread, err error) {
	runtime.GC()
	for _, a := range addresses {
		took, err := timed(func() error { return p.make(ctx, a) })
		if err != nil {
			return nil, err
		}
		s = append(s, took)
	}
	return s, nil
}
