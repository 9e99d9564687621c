package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"griot/internal/app"
)

// crawlPages is how many pages are asked for before memory is looked at.
const crawlPages = 2_000

// more gives figures that nobody promised: how large the program is, how much memory it takes under many pages, how many hits it answers.
func (b *bench) more(ctx context.Context) ([]row, error) {
	info, err := os.Stat(b.binary)
	if err != nil {
		return nil, err
	}
	rows := []row{tell("binary", megabytes(info.Size()), "go build, as it stands")}
	dir, err := b.archive(ctx)
	if err != nil {
		return rows, err
	}
	paths, err := archivePaths(ctx, dir)
	if err != nil {
		return rows, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return rows, err
	}
	defer p.close()
	hits, err := p.hits(ctx, paths[0])
	if err != nil {
		return rows, err
	}
	rows = append(rows, tell("hits a second on one kept article, brotli", thousands(hits), fmt.Sprintf("%d connections from this process, which takes its share of the processor", runtime.GOMAXPROCS(0))))
	for _, path := range paths {
		if _, err := p.get(ctx, path, "br"); err != nil {
			return rows, err
		}
	}
	pid := p.cmd.Process.Pid
	return append(rows, tell(fmt.Sprintf("memory of the server after a crawl of %s pages", thousands(int64(len(paths)))), megabytes(memory(pid, "VmRSS")), "at its peak "+megabytes(memory(pid, "VmHWM")))), nil
}

func archivePaths(ctx context.Context, dir string) (paths []string, err error) {
	n, err := app.Open(ctx, settings(dir, ""))
	if err != nil {
		return nil, err
	}
	defer func() { _ = n.Close() }()
	cards, err := (&pressroom{newsroom: n}).cards(ctx, crawlPages)
	for i := range cards {
		paths = append(paths, cards[i].Path)
	}
	return paths, err
}

// hitTime is how long hits are counted.
const hitTime = 3 * time.Second

// hits counts the answers in a second to as many askers as there are processors, each on a connection of its own.
func (p *paper) hits(ctx context.Context, path string) (int64, error) {
	if _, err := p.settled(ctx, path); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, hitTime)
	defer cancel()
	var answered atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for p.hit(ctx, path) {
				answered.Add(1)
			}
		})
	}
	group.Wait()
	return int64(float64(answered.Load()) / hitTime.Seconds()), nil
}

// hit asks once and throws the answer away.
func (p *paper) hit(ctx context.Context, path string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+path, nil)
	if err != nil {
		return false
	}
	r.Header.Set("Accept-Encoding", "br")
	w, err := p.bench.client.Do(r)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, w.Body)
	return w.Body.Close() == nil && err == nil
}
