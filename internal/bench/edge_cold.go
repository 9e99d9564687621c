package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	coldRate   = 5_000                // questions a second for pages none of which is kept
	coldTurns  = 5                    // how often each page is asked for
	coldOpen   = 512                  // connections
	coldBeat   = 2 * time.Millisecond // questions are put in so small portions
	slowestHit = 5 * time.Millisecond // the 99th percentile at half of the full rate
	pacedTime  = 3 * time.Second
	tailSlices = 5
)

// cold asks a program that has just started for many pages at once, then, when that is done with, one that has them all at half of what it can.
func (b *bench) cold(ctx context.Context) ([]row, error) {
	dir, err := b.archive(ctx)
	if err != nil {
		return nil, err
	}
	paths, err := archivePaths(ctx, dir)
	if err != nil {
		return nil, err
	}
	metrics, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir, "--metrics", metrics)
	if err != nil {
		return nil, err
	}
	defer p.close()
	rows, err := p.coldRows(ctx, paths, metrics)
	if err != nil {
		return rows, err
	}
	if _, err := exec.LookPath("h2load"); err != nil {
		return append(rows, unmeasured("latency of hits", "needs h2load: tools/need h2load")), nil
	}
	if _, err := p.idle(ctx); err != nil { // the 2,000 pages are compressed strongly behind the crowd
		return rows, err
	}
	tail, err := p.tail(ctx, paths[:1])
	return append(rows, tail...), err
}

// coldRows asks for pages of which none is kept, and has the program's own count say that each was made once.
func (p *paper) coldRows(ctx context.Context, paths []string, metrics string) ([]row, error) {
	before, err := p.counts(ctx, metrics)
	if err != nil {
		return nil, err
	}
	took, failed := p.burst(ctx, paths, coldRate, coldTurns*len(paths))
	after, err := p.counts(ctx, metrics)
	if err != nil {
		return nil, err
	}
	note := fmt.Sprintf("%s questions; answered %s after the first", thousands(int64(coldTurns*len(paths))), span(took))
	if after.applied != before.applied {
		note += "; the newspaper changed meanwhile, so some pages had to be made again"
	}
	made := promise(fmt.Sprintf("cold start, %s questions a second for %s pages: pages made", thousands(coldRate), thousands(int64(len(paths)))), after.made-before.made, len(paths), number, note)
	if after.made-before.made < len(paths) {
		made.verdict, made.note = unmet, "some were not asked for or kept from before; "+note
	}
	return []row{made, promise("cold start: questions without an answer", failed, 0, number, "")}, nil
}

// burst puts so many questions at a rate, whether or not those before have been answered, and counts those without an answer.
func (p *paper) burst(ctx context.Context, paths []string, rate, total int) (took time.Duration, failed int) {
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true, MaxConnsPerHost: coldOpen, MaxIdleConnsPerHost: coldOpen}}
	defer client.CloseIdleConnections()
	var lost atomic.Int64
	var group sync.WaitGroup
	began := time.Now()
	tick := time.NewTicker(coldBeat)
	defer tick.Stop()
	for asked := 0; asked < total; <-tick.C {
		for due := int(time.Since(began).Seconds()*float64(rate)) + 1; asked < min(due, total); asked++ {
			path := paths[asked%len(paths)]
			group.Go(func() {
				if !p.answers(ctx, client, path) {
					lost.Add(1)
				}
			})
		}
	}
	group.Wait()
	return time.Since(began), int(lost.Load())
}

// answers reports whether a page comes.
func (p *paper) answers(ctx context.Context, client *http.Client, path string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+path, nil)
	if err != nil {
		return false
	}
	r.Header.Set("Accept-Encoding", "gzip")
	w, err := client.Do(r)
	if err != nil {
		return false
	}
	n, err := io.Copy(io.Discard, w.Body)
	return errors.Join(err, w.Body.Close()) == nil && w.StatusCode == http.StatusOK && n > 0
}

// tail is the slowest hundredth of hits, at half of the rate at which they can be had. nginx, where there is one, is asked the same in turn: what both have is the machine's and the
// asker's.
func (p *paper) tail(ctx context.Context, paths []string) ([]row, error) {
	full, err := p.hits(ctx, paths[0])
	if err != nil {
		return nil, err
	}
	asked := []*paper{p}
	if _, err := exec.LookPath("nginx"); err == nil {
		other, err := p.bench.nginx(ctx, p, paths)
		if err != nil {
			return nil, err
		}
		defer other.close()
		asked = append(asked, &paper{bench: p.bench, origin: other.origin})
	}
	tails, medians := make([]spread, len(asked)), make([]spread, len(asked))
	for range tailSlices {
		for i, a := range asked {
			times, _, err := a.paced(ctx, paths, connections, int(full/2), pacedTime)
			if err != nil {
				return nil, err
			}
			tails[i], medians[i] = append(tails[i], times.at(0.99)), append(medians[i], times.median())
		}
	}
	note := fmt.Sprintf("at %s a second, half of what as many askers get as there are processors; median of %d slices, from %s to %s; half of the hits within %s",
		thousands(full/2), tailSlices, span(tails[0].at(0)), span(tails[0].slowest()), span(medians[0].median()))
	rows := []row{promise("99th percentile of a hit at half of the full rate", tails[0].median(), slowestHit, span, note)}
	if len(asked) > 1 {
		rows = append(rows, tell("the same asked of nginx", span(tails[1].median()), fmt.Sprintf("from %s to %s; half within %s", span(tails[1].at(0)), span(tails[1].slowest()), span(medians[1].median()))))
	}
	return rows, nil
}

// counts is what a program says of itself.
type counts struct{ made, applied int }

func (p *paper) counts(ctx context.Context, metrics string) (c counts, err error) {
	a, err := (&paper{bench: p.bench, origin: "http://" + metrics}).get(ctx, "/metrics", "identity")
	if err != nil {
		return c, err
	}
	for name, to := range map[string]*int{"griot_edge_made_total": &c.made, "griot_event_applied": &c.applied} {
		m := regexp.MustCompile(`(?m)^` + name + ` (\S+)$`).FindSubmatch(a.body)
		if m == nil {
			return c, fmt.Errorf("no %s in the metrics", name)
		}
		n, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return c, err
		}
		*to = int(n)
	}
	return c, nil
}

// paced asks for paths in turn at a rate on so many connections, over HTTP/1.1, and gives the times of all answers and the number of those that were none.
func (p *paper) paced(ctx context.Context, paths []string, askers, rate int, how time.Duration) (times spread, failed int, err error) {
	dir, err := p.bench.folder()
	if err != nil {
		return nil, 0, err
	}
	list, log := filepath.Join(dir, "paths"), filepath.Join(dir, "log")
	if err := os.WriteFile(list, []byte(p.origin+strings.Join(paths, "\n"+p.origin)+"\n"), 0o600); err != nil {
		return nil, 0, err
	}
	out, err := exec.CommandContext(ctx, "h2load", "--h1", "-t1", "-c"+strconv.Itoa(askers), "-D", strconv.Itoa(int(how.Seconds())), //nolint:gosec // our own arguments
		"--rps="+strconv.Itoa(max(1, rate/askers)), "-H", "Accept-Encoding: gzip", "-H", "User-Agent: "+reader, "--log-file", log, "-i", list).CombinedOutput()
	if err != nil {
		return nil, 0, fmt.Errorf("h2load: %w: %s", err, out)
	}
	text, err := os.ReadFile(log) //nolint:gosec // in our own folder
	if err != nil {
		return nil, 0, err
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line) // start in µs, status, time in µs
		if len(fields) != 3 {
			continue
		}
		if fields[1] != "200" {
			failed++
		}
		took, _ := strconv.Atoi(fields[2])
		times = append(times, time.Duration(took)*time.Microsecond)
	}
	slices.Sort(times)
	if len(times) == 0 {
		return nil, 0, fmt.Errorf("h2load answered nothing: %s", out)
	}
	return times, failed, nil
}
