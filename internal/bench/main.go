// Command bench measures, on this machine, every number that docs/contract.md and the issues promise: how soon the newsroom opens, how long a page
// takes to make, how fast and in how much memory an archive comes over, and what a reader on a small phone pays for a page.
//
// It is a report and never a test: it exits 0 whether or not a number is met, because numbers depend on the machine and on who else uses it; only
// when something could not be measured at all does it say why and exit 1. It measures the program as readers and newsrooms have it: the built
// binary, over HTTP, in a real browser; only the making of single pages is timed inside this process, past the edge that would keep them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// Exit statuses.
const (
	exitMeasured   = 0
	exitUnmeasured = 1
	exitUsage      = 2
)

// run is the program as a value.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) (status int) {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitMeasured
	}
	if err != nil {
		return exitUsage
	}
	b, err := newBench(ctx, o, getenv, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return exitUnmeasured
	}
	defer b.close()
	describe(ctx, b, stdout)
	return b.measure(ctx, &table{w: stdout})
}

// measure takes the measurements that were asked for. One that fails does not stop the others.
func (b *bench) measure(ctx context.Context, t *table) (status int) {
	t.head()
	for _, m := range measurements() {
		if !b.wanted(m.name) {
			continue
		}
		fmt.Fprintf(b.log, "bench: %s …\n", m.name)
		rows, err := m.take(b, ctx)
		t.add(rows...)
		if err != nil {
			t.add(unmeasured(m.name, err.Error()))
			status = exitUnmeasured
		}
		if ctx.Err() != nil {
			return exitUnmeasured
		}
	}
	return status
}
