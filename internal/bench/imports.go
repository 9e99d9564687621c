package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"griot/internal/app"
	"griot/internal/article"
	"griot/internal/masthead"
	"griot/internal/page"
)

// What the import of importSize posts may take. Linear means that four times the posts take at most importBend times a quarter's time and memory.
const (
	importSize   = 10_000
	importTime   = 60 * time.Second
	importMemory = 150_000_000
	importBend   = 5.0
)

// imported is one import, measured.
type imported struct {
	posts int
	took  time.Duration
	busy  time.Duration // of the processors, which other programs do not lengthen as they do the time on the clock
	peak  int64         // bytes of resident memory
}

// imports brings archives of three sizes over, each into a new newsroom, and a fourth where a larger one was asked for.
func (b *bench) imports(ctx context.Context) (rows []row, err error) {
	var runs []imported
	for _, posts := range []int{importSize / 4, importSize / 2, importSize} {
		run, err := b.importOnce(ctx, posts)
		if err != nil {
			return rows, err
		}
		runs = append(runs, run)
		if posts < importSize {
			rows = append(rows, tell(fmt.Sprintf("import of %s posts without media", thousands(int64(posts))), span(run.took), run.note()))
		}
	}
	rows = append(rows, promised(runs[0], runs[2])...)
	if b.articles <= importSize {
		return rows, nil
	}
	larger, err := b.larger(ctx, runs[2])
	return append(rows, larger...), err
}

// larger brings the archive over that was asked for. A machine's pace may change by a tenth from one minute to the next: so it is compared with the mean of as many imports of importSize, half of them before
// it and half after, as take its time together.
func (b *bench) larger(ctx context.Context, usual imported) (rows []row, err error) {
	half := max(b.articles/importSize/2, 1)
	small := []imported{usual}
	again := func(runs int) error {
		for range runs {
			run, err := b.importOnce(ctx, importSize)
			if err != nil {
				return err
			}
			small = append(small, run)
		}
		return nil
	}
	if err := again(half - 1); err != nil {
		return nil, err
	}
	run, err := b.importOnce(ctx, b.articles)
	if err != nil {
		return nil, err
	}
	if err := again(half); err != nil {
		return nil, err
	}
	return grown(small, run), nil
}

// promised compares the whole archive with a quarter of it.
func promised(quarter, whole imported) []row {
	rows := []row{
		promise("import of 10,000 posts without media", whole.took, importTime, span, whole.note()),
		promise("import: processor time of 10,000 over that of 2,500 (4 is linear)", float64(whole.busy)/float64(quarter.busy), importBend, times, ""),
	}
	if quarter.peak == 0 || whole.peak == 0 {
		return append(rows, unmeasured("import: peak of resident memory", "only Linux tells it of a process that runs"))
	}
	return append(rows,
		promise("import of 10,000 posts: peak of resident memory", whole.peak, importMemory, megabytes, ""),
		promise("import: memory of 10,000 over memory of 2,500 (1 is constant)", float64(whole.peak)/float64(quarter.peak), importBend, times, ""),
	)
}

// grown compares a larger archive with those of importSize: it takes as many times the time as it has the posts, and no more memory than they may.
func grown(small []imported, larger imported) []row {
	posts := thousands(int64(larger.posts))
	var sum time.Duration
	least, most := small[0].busy, small[0].busy
	for _, s := range small {
		sum, least, most = sum+s.busy, min(least, s.busy), max(most, s.busy)
	}
	ratio := float64(larger.busy) / float64(sum) * float64(len(small))
	return []row{
		promise("import of "+posts+" posts without media", larger.took, time.Duration(larger.posts/importSize)*importTime, span, larger.note()),
		promise(fmt.Sprintf("import: processor time of %s over that of 10,000", posts), ratio, float64(larger.posts)/importSize, times,
			fmt.Sprintf("%d imports of 10,000 took %s to %s", len(small), span(least), span(most))),
		promise("import of "+posts+" posts: peak of resident memory", larger.peak, importMemory, megabytes, ""),
	}
}

func (i imported) note() string {
	return fmt.Sprintf("%.0f posts a second; %s of the processors; %s at the peak", float64(i.posts)/i.took.Seconds(), span(i.busy), megabytes(i.peak))
}

func (b *bench) importOnce(ctx context.Context, posts int) (run imported, err error) {
	dir, err := b.folder()
	if err != nil {
		return run, err
	}
	file := filepath.Join(dir, "export.xml")
	if err := writeWXR(file, posts); err != nil {
		return run, err
	}
	room := filepath.Join(dir, "newsroom")
	if _, _, err := b.finish(ctx, "init", "--dir", room, "--title", "Journal", "--lang", "fr", "--preset", "africapresse"); err != nil {
		return run, err
	}
	run.posts = posts
	run.took, err = timed(func() (err error) {
		run.busy, run.peak, err = b.finish(ctx, "import", "wordpress", file, "--dir", room)
		return err
	})
	if err != nil {
		return run, err
	}
	return run, arrived(ctx, room, posts)
}

// finish runs a command of the built binary to its end and gives the time it took of the processors and the peak of its memory.
func (b *bench) finish(ctx context.Context, args ...string) (busy time.Duration, peak int64, err error) {
	cmd := b.griot(ctx, args...)
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	if peak, err = waitWatching(cmd); err != nil {
		return 0, 0, fmt.Errorf("griot %s: %w: %s", strings.Join(args[:2], " "), err, lastLine(said.String()))
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak, nil
}

// arrived makes sure that what was measured is an import of all posts.
func arrived(ctx context.Context, dir string, posts int) (err error) {
	n, err := app.Open(ctx, settings(dir, ""))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	newspaper, err := masthead.Load(ctx, n.DB)
	if err != nil {
		return err
	}
	count, _, err := article.Count(ctx, n.DB, page.Language(newspaper.Language))
	if err == nil && count != posts {
		err = fmt.Errorf("%d of %d posts arrived", count, posts)
	}
	return err
}
