package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"time"
)

// growTime is what a generated archive may take: two minutes for 100,000 articles.
const growTime = 2 * time.Minute / 100_000

// grows measures griot demo --articles from an empty folder to its first page.
func (b *bench) grows(ctx context.Context) ([]row, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir, "--articles", strconv.Itoa(b.articles))
	if err != nil {
		return nil, err
	}
	peak := memory(p.cmd.Process.Pid, "VmHWM")
	p.close() // what is in the log of the database is in its file now
	bytes, err := weigh(dir)
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("griot demo --articles %d", b.articles)
	each := time.Duration(int64(p.first) / int64(b.articles))
	return []row{
		promise(what+", to the first page", p.first, max(2*time.Second, time.Duration(b.articles)*growTime), span, span(each)+" an article"),
		tell(what+": size of the folder", megabytes(bytes), thousands(bytes/int64(b.articles))+" B an article"),
		tell(what+": peak of resident memory", megabytes(peak), ""),
	}, nil
}

// weigh is the size of all files in a folder.
func weigh(dir string) (bytes int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}
