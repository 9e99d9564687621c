package main

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// What a server may take in memory when a robot has read every article, and how the robot reads.
const (
	crawlMemory = 200_000_000
	crawlers    = 4
	crawlAtRest = 5 * time.Second // before what is resident is read: answers that are under way end, and garbage goes
)

// crawl reads every article of the archive once, as a robot that follows the sitemaps does, and tells what the server holds afterwards.
func (b *bench) crawl(ctx context.Context) ([]row, error) {
	dir, err := b.archive(ctx)
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return nil, err
	}
	defer p.close()
	paths, err := p.mapped(ctx)
	if err != nil {
		return nil, err
	}
	took, err := timed(func() error { return p.readAll(ctx, paths) })
	if err != nil {
		return nil, err
	}
	time.Sleep(crawlAtRest)
	peak := memory(p.cmd.Process.Pid, "VmHWM")
	what := fmt.Sprintf("server with %s articles after a crawl of all: resident memory", thousands(int64(b.articles)))
	note := fmt.Sprintf("%s pages in %s, %.0f a second; %s at the peak", thousands(int64(len(paths))), span(took), float64(len(paths))/took.Seconds(), megabytes(peak))
	return []row{promise(what, memory(p.cmd.Process.Pid, "VmRSS"), crawlMemory, megabytes, note)}, nil
}

// Addresses in a sitemap or its index, and the pieces that list articles.
var (
	mappedAddress = regexp.MustCompile(`<loc>([^<]+)</loc>`)
	articlePiece  = regexp.MustCompile(`/sitemap-\d+\.xml$`)
)

// mapped lists the paths of every article that the sitemaps name.
func (p *paper) mapped(ctx context.Context) (paths []string, err error) {
	pieces, err := p.addresses(ctx, "/sitemap.xml")
	if err != nil {
		return nil, err
	}
	for _, piece := range pieces {
		if !articlePiece.MatchString(piece) {
			continue
		}
		list, err := p.addresses(ctx, piece)
		if err != nil {
			return nil, err
		}
		paths = append(paths, list...)
	}
	if len(paths) < p.bench.articles*9/10 { // some are drafts, or withdrawn
		return nil, fmt.Errorf("the sitemaps name only %d of %d articles", len(paths), p.bench.articles)
	}
	return paths, nil
}

func (p *paper) addresses(ctx context.Context, sitemap string) (paths []string, err error) {
	sent, err := p.get(ctx, sitemap, "identity")
	if err != nil {
		return nil, err
	}
	for _, found := range mappedAddress.FindAllStringSubmatch(string(sent.body), -1) {
		if u, err := url.Parse(found[1]); err == nil && !strings.HasPrefix(u.Path, "/media/") {
			paths = append(paths, u.Path)
		}
	}
	return paths, nil
}

// readAll asks for every path once, a few at a time.
func (p *paper) readAll(ctx context.Context, paths []string) error {
	all, ctx := errgroup.WithContext(ctx)
	for i := range crawlers {
		all.Go(func() error {
			for at := i; at < len(paths); at += crawlers {
				if _, err := p.get(ctx, paths[at], "br"); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return all.Wait()
}
