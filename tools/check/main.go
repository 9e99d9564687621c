// Command check runs everything that must hold before a change is taken, one step after another, and ends with the count: a line "N passed, N failed" alone. A step that
// fails does not keep the next from running; a skipped test, and a step of tests that ran none, has failed, because it proves nothing. The exit status is 1 if
// anything failed.
//
//	go run ./tools/check [-fuzztime 2s] [STEP…]
//
// Without a step it runs all. The steps that touch PostgreSQL want to run below tools/with-postgres.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	fuzzTime := flag.Duration("fuzztime", 2*time.Second, "for each fuzz target")
	flag.Parse()
	work, err := os.MkdirTemp("", "griot-check-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
	c := &check{ctx: ctx, out: os.Stdout, binary: filepath.Join(work, "griot"), fuzzTime: *fuzzTime}
	ok := c.run(flag.Args())
	_ = os.RemoveAll(work)
	if !ok {
		os.Exit(1)
	}
}

// check is one run of the steps.
type check struct {
	ctx      context.Context //nolint:containedctx // of this one run
	out      io.Writer
	binary   string // where the program is built, for the journeys
	fuzzTime time.Duration
	total    count
}

// run takes the steps named, or all, and reports whether all of them hold.
func (c *check) run(names []string) bool {
	for _, name := range names {
		if !slices.ContainsFunc(steps(), func(s step) bool { return s.name == name }) {
			fmt.Fprintf(c.out, "check: no step is called %q\n", name)
			c.total.failed++
		}
	}
	for _, s := range steps() {
		if c.ctx.Err() == nil && (len(names) == 0 || slices.Contains(names, s.name)) {
			c.take(s)
		}
	}
	if c.ctx.Err() != nil {
		fmt.Fprintln(c.out, "interrupted")
		c.total.failed++
	}
	fmt.Fprintf(c.out, "\n%d passed, %d failed\n", c.total.passed, c.total.failed)
	return c.total.failed == 0
}

func (c *check) take(s step) {
	fmt.Fprintf(c.out, "\n== %s: %s\n", s.name, s.about)
	began := time.Now() //nolint:forbidigo // a tool has no other clock
	n := s.run(c)
	c.total.add(n)
	verdict := "ok"
	if n.failed > 0 {
		verdict = "FAILED"
	}
	fmt.Fprintf(c.out, "== %s: %s, %d passed, %d failed, %s\n", s.name, verdict, n.passed, n.failed, time.Since(began).Round(100*time.Millisecond))
}

// command is a program of this step, with what env adds to its environment.
func (c *check) command(env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(c.ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// quiet runs a program that says nothing when all is well, and counts as one.
func (c *check) quiet(env []string, name string, args ...string) count {
	said, err := c.command(env, name, args...).CombinedOutput()
	if err == nil && (name != "gofmt" || len(said) == 0) {
		return count{passed: 1}
	}
	fmt.Fprintf(c.out, "%s\n", bytes.TrimSpace(said))
	if err != nil {
		fmt.Fprintf(c.out, "%s %s: %v\n", name, strings.Join(args, " "), err)
	}
	return count{failed: 1}
}
