package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"griot/internal/app"
	"griot/internal/db"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

const (
	rubricTime    = 2 * time.Second // until a rubric of half the archive is renamed, or merged, and readers see it
	rubricReaders = 4               // who ask for it all the time
)

// rubrics renames and merges a rubric of half a deep archive while readers read it, on each engine.
func (b *bench) rubrics(ctx context.Context) ([]row, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	rows, err := b.rubricsOn(ctx, dir, "", "SQLite")
	if err != nil {
		return rows, err
	}
	if b.postgres == "" {
		return append(rows, unmeasured("rubrics on PostgreSQL", "no server: prefix the command with tools/with-postgres")), nil
	}
	url, drop, err := newDatabase(ctx, b.postgres)
	if err != nil {
		return rows, err
	}
	defer drop()
	if dir, err = b.folder(); err != nil {
		return rows, err
	}
	more, err := b.rubricsOn(ctx, dir, url, "PostgreSQL")
	return append(rows, more...), err
}

func (b *bench) rubricsOn(ctx context.Context, dir, database, engine string) ([]row, error) {
	fmt.Fprintf(b.log, "bench: making two rubrics of %d articles in all on %s …\n", b.deep, engine)
	first, second, err := b.halves(ctx, settings(dir+"/demo", database))
	if err != nil {
		return nil, err
	}
	args := []string{"--dir", dir + "/demo"}
	if database != "" {
		args = append(args, "--database", database)
	}
	p, err := b.serve(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer p.close()
	return p.refile(ctx, first, second, fmt.Sprintf("%s articles", thousands(int64(b.deep/2))), engine)
}

// halves makes a newsroom with a deep archive, half of it in one rubric and half in another.
func (b *bench) halves(ctx context.Context, s app.Settings) (first, second taxonomy.Section, err error) {
	n, _, err := app.OpenDemo(ctx, s, app.DemoOptions{})
	if err != nil {
		return first, second, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if _, err := deepen(ctx, n.DB, b.deep); err != nil {
		return first, second, err
	}
	sections, err := taxonomy.Sections(ctx, n.DB)
	if err != nil || len(sections) < 2 || sections[1].Parent != 0 {
		return first, second, fmt.Errorf("the sample newspaper has no two rubrics: %w", err)
	}
	first, second = sections[0], sections[1]
	if err := divide(ctx, n.DB, first.ID, second.ID); err != nil {
		return first, second, err
	}
	return first, second, recount(ctx, n.DB)
}

// divideAtOnce is how many articles are filed in one statement: it keeps what it changed in memory until it is done.
const divideAtOnce = 5_000

// divide files the deep archive, all of which stands in the list of one rubric, half in that and half in another.
func divide(ctx context.Context, d *db.DB, first, second taxonomy.SectionID) error {
	for from := int64(0); ; from += divideAtOnce {
		var changed int64
		err := d.Transact(ctx, func(tx *db.Tx) (err error) {
			const file = `UPDATE article SET section_id = CASE WHEN id % 2 = 0 THEN CAST($1 AS BIGINT) ELSE CAST($2 AS BIGINT) END WHERE uid LIKE 'urn:deep:%' AND id > $3 AND id <= $4`
			if changed, err = tx.Exec(ctx, file, first, second, from, from+divideAtOnce); err != nil {
				return err
			}
			const list = "UPDATE listing SET list = $2 WHERE list = $1 AND article_id > $3 AND article_id <= $4 AND article_id % 2 <> 0 AND article_id IN (SELECT id FROM article WHERE uid LIKE 'urn:deep:%')"
			_, err = tx.Exec(ctx, list, string(page.Section(int64(first))), string(page.Section(int64(second))), from, from+divideAtOnce)
			return err
		})
		if err != nil || changed == 0 && from > 0 {
			return err
		}
	}
}

// refile renames a rubric, then merges it into another, while it is read.
func (p *paper) refile(ctx context.Context, first, second taxonomy.Section, of, engine string) ([]row, error) {
	old := listAddresses(first.Path)
	article, err := p.firstArticle(ctx, first.Path)
	if err != nil {
		return nil, err
	}
	crowd := p.readAlways(ctx, append(listAddresses(first.Path), article, "/", listAddresses(second.Path)[0]))
	const name, slug = "Rubrique au nouveau nom", "rubrique-au-nouveau-nom"
	api := fmt.Sprintf("/api/v1/sections/%d", first.ID)
	renamed, answered, err := p.moves(ctx, http.MethodPatch, api, map[string]any{"name": name, "slug": slug}, first.Path, "/"+slug+"/")
	if err != nil {
		return nil, errors.Join(err, crowd.end())
	}
	twice := p.notOnce(ctx, old)
	old = append(old, listAddresses("/"+slug+"/")...)
	merged, mergeAnswered, err := p.moves(ctx, http.MethodPost, api+"/merge", map[string]any{"into": int64(second.ID)}, first.Path, second.Path)
	if err != nil {
		return nil, errors.Join(err, crowd.end())
	}
	twice += p.notOnce(ctx, old)
	failed := crowd.end()
	note := fmt.Sprintf("of %d pages read meanwhile", crowd.read.Load())
	if failed != nil {
		note += "; " + failed.Error()
	}
	return []row{
		promise("rubric of "+of+" renamed until it is seen, "+engine, renamed, rubricTime, span, "by the API, which answered after "+span(answered)),
		promise("rubric of "+of+" merged until it is seen, "+engine, merged, rubricTime, span, "by the API, which answered after "+span(mergeAnswered)),
		promise("  errors that readers saw", int(crowd.errors.Load()), 0, count, note),
		promise("  old addresses that do not redirect once", twice, 0, count, fmt.Sprintf("of %d, its pages and feeds among them", len(old))),
	}, nil
}

func count(n int) string { return fmt.Sprint(n) }

// listAddresses are those of a list that readers and programs keep.
func listAddresses(path string) []string {
	return []string{path, path + "?page=2", path + "?page=7", path + "feed.xml", path + "atom.xml", path + "feed.json"}
}

// firstArticle is the address of an article that a list shows.
func (p *paper) firstArticle(ctx context.Context, list string) (string, error) {
	a, err := p.get(ctx, list, "identity")
	if err != nil {
		return "", err
	}
	_, rest, ok := strings.Cut(string(a.body), `href="/20`)
	path, _, closed := strings.Cut(rest, `"`)
	if !ok || !closed {
		return "", fmt.Errorf("%s shows no article", list)
	}
	return "/20" + path, nil
}

// moves asks for a change by the API, and says when it was answered and when an address led to another, which is there.
func (p *paper) moves(ctx context.Context, method, api string, what map[string]any, from, to string) (seen, answered time.Duration, err error) {
	began := time.Now()
	if err := p.send(ctx, method, api, what, http.StatusOK); err != nil {
		return 0, 0, err
	}
	answered = time.Since(began)
	for time.Since(began) < time.Minute {
		status, location, err := p.step(ctx, from)
		if err != nil {
			return 0, 0, err
		}
		if status == http.StatusMovedPermanently && location == to {
			if status, _, err = p.step(ctx, to); err == nil && status != http.StatusOK {
				err = fmt.Errorf("%s answered %d", to, status)
			}
			return time.Since(began), answered, err
		}
	}
	return 0, 0, fmt.Errorf("%s does not lead to %s within a minute", from, to)
}

// maxSteps is how many redirects a reader's browser follows here: whoever asks while a rubric moves twice may be led twice.
const maxSteps = 3

// read asks for an address and follows redirects, and says how many there were. Anything but a page in the end is an error.
func (p *paper) read(ctx context.Context, path string) (led int, err error) {
	for ; led <= maxSteps; led++ {
		status, to, err := p.step(ctx, path)
		if err != nil || status == http.StatusOK {
			return led, err
		}
		if status != http.StatusMovedPermanently {
			return led, fmt.Errorf("%s answered %d", path, status)
		}
		path = to
	}
	return led, fmt.Errorf("%s leads on and on", path)
}

// step asks for an address, and follows nothing.
func (p *paper) step(ctx context.Context, path string) (status int, to string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+strings.TrimPrefix(path, p.origin), http.NoBody)
	if err != nil {
		return 0, "", err
	}
	client := *p.bench.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = w.Body.Close() }()
	_, err = io.Copy(io.Discard, w.Body)
	return w.StatusCode, w.Header.Get("Location"), err
}

// keptOn is for how long the edge may go on giving what it kept while that is made anew (ADR 2).
const keptOn = time.Second

// notOnce counts the addresses that do not lead to a page by one redirect, once what was kept of them has had its time.
func (p *paper) notOnce(ctx context.Context, paths []string) (n int) {
	end := time.Now().Add(keptOn)
	for _, path := range paths {
		led, err := p.read(ctx, path)
		for err == nil && led != 1 && time.Now().Before(end) {
			led, err = p.read(ctx, path)
		}
		if err != nil || led != 1 {
			n++
		}
	}
	return n
}

// readers read all the time.
type readers struct {
	stop         context.CancelFunc
	group        sync.WaitGroup
	read, errors atomic.Int64
	first        atomic.Pointer[error]
}

// readAlways has some readers ask for addresses, one after the other, until they are told to end.
func (p *paper) readAlways(ctx context.Context, paths []string) *readers {
	r := &readers{}
	ctx, r.stop = context.WithCancel(ctx)
	for i := range rubricReaders {
		r.group.Go(func() {
			for n := i; ctx.Err() == nil; n++ {
				_, err := p.read(ctx, paths[n%len(paths)])
				if ctx.Err() != nil {
					return
				}
				if r.read.Add(1); err != nil {
					r.errors.Add(1)
					first := err
					r.first.CompareAndSwap(nil, &first)
				}
			}
		})
	}
	return r
}

// end has the readers leave, and gives the first error that one of them saw.
func (r *readers) end() error {
	r.stop()
	r.group.Wait()
	if err := r.first.Load(); err != nil {
		return *err
	}
	return nil
}
