package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	coldRate   = 5_000                // questions a second for pages none of which is kept
	coldAskers = 16                   // connections, each of which asks for every page, in the same order
	slowestHit = 5 * time.Millisecond // the 99th percentile at half of the full rate
	pacedTime  = 4 * time.Second
)

// cold asks a program that has just started for many pages at once, then one that has them all at half of what it can.
func (b *bench) cold(ctx context.Context) ([]row, error) {
	if _, err := exec.LookPath("h2load"); err != nil {
		return []row{unmeasured("cold start, latency of hits", "needs h2load: tools/need h2load")}, nil
	}
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
	before, err := p.made(ctx, metrics)
	if err != nil {
		return nil, err
	}
	_, failed, err := p.paced(ctx, paths, coldAskers, coldRate, time.Duration(1+len(paths)*coldAskers/coldRate)*time.Second)
	if err != nil {
		return nil, err
	}
	after, err := p.made(ctx, metrics)
	if err != nil {
		return nil, err
	}
	rows := []row{
		promise(fmt.Sprintf("cold start, %s questions a second for %s pages: pages made", thousands(coldRate), thousands(int64(len(paths)))), after-before, len(paths), number, "each at most once"),
		promise("cold start: questions without an answer", failed, 0, number, ""),
	}
	full, err := p.hits(ctx, paths[0])
	if err != nil {
		return rows, err
	}
	times, _, err := p.paced(ctx, paths[:1], connections, int(full/2), pacedTime)
	if err != nil {
		return rows, err
	}
	note := fmt.Sprintf("at %s a second, half of what as many askers get as there are processors; median %s", thousands(full/2), span(times.median()))
	return append(rows, promise("99th percentile of a hit at half of the full rate", times.at(0.99), slowestHit, span, note)), nil
}

// made is how many pages the program says it has made.
func (p *paper) made(ctx context.Context, metrics string) (int, error) {
	a, err := (&paper{bench: p.bench, origin: "http://" + metrics}).get(ctx, "/metrics", "identity")
	if err != nil {
		return 0, err
	}
	m := regexp.MustCompile(`(?m)^griot_edge_made_total (\S+)$`).FindSubmatch(a.body)
	if m == nil {
		return 0, fmt.Errorf("no griot_edge_made_total in the metrics")
	}
	n, err := strconv.ParseFloat(string(m[1]), 64)
	return int(n), err
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
