package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"griot/internal/db"
)

// describe prints what the numbers were measured on.
func describe(ctx context.Context, b *bench, w io.Writer) {
	fmt.Fprintf(w, "processor  %s, %d cores%s\n", or(field("/proc/cpuinfo", "model name"), runtime.GOARCH), runtime.NumCPU(), b.load)
	fmt.Fprintf(w, "memory     %s\n", or(field("/proc/meminfo", "MemTotal"), "unknown"))
	fmt.Fprintf(w, "system     %s, %s/%s\n", or(strings.Trim(field("/etc/os-release", "PRETTY_NAME"), `"`), runtime.GOOS), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(w, "program    %s, commit %s\n", runtime.Version(), or(commit(ctx, b.root), "unknown"))
	fmt.Fprintf(w, "engines    SQLite %s; PostgreSQL %s\n", b.version(ctx, filepath.Join(b.work, "version.db"), "SELECT sqlite_version()"), b.postgresVersion(ctx))
	fmt.Fprintf(w, "browser    %s\n\n", or(chromiumVersion(ctx), "no Chromium found"))
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// field is the first value of a name in a file of "name: value" or "name=value" lines; "" where there is none.
func field(file, name string) string {
	text, err := os.ReadFile(file) //nolint:gosec // fixed names, and a process of ours
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			if value := strings.TrimLeft(rest, " \t"); value != "" && (value[0] == ':' || value[0] == '=') {
				return strings.TrimSpace(value[1:])
			}
		}
	}
	return ""
}

// loadBefore says how busy the machine is before we build anything, where it tells: whoever shares its processors lengthens every time on the clock.
func loadBefore() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), " ")
	load, err := strconv.ParseFloat(first, 64)
	if err != nil || load < float64(runtime.NumCPU()) {
		return "; load before: " + first
	}
	return "; load before: " + first + ", so others want its processors: times on the clock say little"
}

func commit(ctx context.Context, root string) string {
	cmd := exec.CommandContext(ctx, "git", "rev-parse", "--short", "HEAD")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// version asks a database program its own.
func (b *bench) version(ctx context.Context, location, query string) (v string) {
	d, err := db.Open(ctx, location)
	if err != nil {
		return "unknown"
	}
	defer func() { _ = d.Close() }()
	if err := d.QueryRow(ctx, query).Scan(&v); err != nil {
		return "unknown"
	}
	return v
}

func (b *bench) postgresVersion(ctx context.Context) string {
	if b.postgres == "" {
		return "not measured: prefix the command with tools/with-postgres"
	}
	return b.version(ctx, b.postgres, "SHOW server_version")
}

func chromiumVersion(ctx context.Context) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if out, err := exec.CommandContext(ctx, name, "--version").Output(); err == nil { //nolint:gosec // fixed names
			return strings.TrimSpace(string(out))
		}
	}
	return ""
}
