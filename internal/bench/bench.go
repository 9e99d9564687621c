package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"griot/internal/app"
)

// bench is what the measurements share.
type bench struct {
	options
	root     string   // of the module
	load     string   // of the machine, before us
	work     string   // a temporary folder, thrown away at the end
	binary   string   // the griot that was built for this run
	postgres string   // address of a superuser of a PostgreSQL server, or ""
	left     []func() // to be done at the end, the last first
	getenv   func(string) string

	onPostgres *app.Newsroom // see archiveOnPostgres
	client     *http.Client
	log        io.Writer // what is being done; the table goes elsewhere
}

func newBench(ctx context.Context, o options, getenv func(string) string, log io.Writer) (*bench, error) {
	module, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	root := filepath.Dir(strings.TrimSpace(string(module)))
	if err != nil || !filepath.IsAbs(root) {
		return nil, fmt.Errorf("run it by go run ./internal/bench inside the repository: it builds the program (%w)", err)
	}
	work, err := os.MkdirTemp("", "griot-bench-")
	if err != nil {
		return nil, err
	}
	b := &bench{options: o, root: root, load: loadBefore(), work: work, postgres: getenv("GRIOT_TEST_POSTGRES"), getenv: getenv, log: log}
	b.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16}}
	fmt.Fprintln(log, "bench: building griot …")
	if err := b.build(ctx); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bench) close() {
	for _, do := range slices.Backward(b.left) {
		do()
	}
	_ = os.RemoveAll(b.work)
}

// leave has something done when everything has been measured.
func (b *bench) leave(do func()) { b.left = append(b.left, do) }

func (b *bench) wanted(name string) bool { return len(b.only) == 0 || slices.Contains(b.only, name) }

func (b *bench) build(ctx context.Context) error {
	b.binary = filepath.Join(b.work, "griot")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", b.binary, "./cmd/griot") //nolint:gosec // our own paths
	cmd.Dir = b.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("griot does not build: %w\n%s", err, out)
	}
	return nil
}

// griot is a command of the built binary, free of the caller's GRIOT_ settings. When ctx ends it is asked to stop, then made to.
func (b *bench) griot(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, b.binary, args...) //nolint:gosec // the binary that we built
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GRIOT_") })
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 15 * time.Second
	return cmd
}

// folder makes a new folder that is thrown away at the end.
func (b *bench) folder() (string, error) { return os.MkdirTemp(b.work, "d") }
