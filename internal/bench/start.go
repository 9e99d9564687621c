package main

import (
	"context"
	"fmt"
	"time"
)

// startRuns is how often each start is measured; the table shows the median.
const startRuns = 5

// starts measures from the start of griot demo to its first page.
func (b *bench) starts(ctx context.Context) (rows []row, err error) {
	fresh, err := b.startTimes(ctx, b.folder)
	if err != nil {
		return nil, err
	}
	rows = append(rows, promise("griot demo to the first page, fresh folder", fresh.median(), 2*time.Second, span, "slowest of 5: "+span(fresh.slowest())))
	dir, err := b.archive(ctx)
	if err != nil {
		return rows, err
	}
	again, err := b.startTimes(ctx, func() (string, error) { return dir, nil })
	if err != nil {
		return rows, err
	}
	return append(rows, promise(fmt.Sprintf("griot demo to the first page, folder of %s articles", thousands(int64(b.articles))), again.median(), 500*time.Millisecond, span, "slowest of 5: "+span(again.slowest()))), nil
}

func (b *bench) startTimes(ctx context.Context, folder func() (string, error)) (s spread, err error) {
	for range startRuns {
		dir, err := folder()
		if err != nil {
			return nil, err
		}
		p, err := b.serve(ctx, "--dir", dir)
		if err != nil {
			return nil, err
		}
		p.close()
		s = append(s, p.first)
	}
	return s, nil
}
