package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is griot as a process of its own.
type process struct {
	*exec.Cmd
	site   string
	errors *syncBuffer
}

func spawn(t testing.TB, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0], args...), errors: &syncBuffer{}} //nolint:gosec // this very binary
	p.Env, p.Stderr = append(os.Environ(), asProgram+"=1"), p.errors
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the program said nothing: %v\n%s", err, p.errors)
	}
	p.site = strings.TrimSpace(line)
	return p
}

func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(15 * time.Second); !is(); {
		select {
		case <-end:
			t.Fatalf("still not: %s", what)
		case <-tick.C:
		}
	}
}

// TestSignals: SIGHUP reads the theme again, a broken one is refused while the old goes on, and SIGTERM ends it well.
func TestSignals(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	sheet := filepath.Join(dir, "theme", "extra.css")
	save(t, sheet, ".un{color:#111111}")
	p := spawn(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	wears := func(colour string) func() bool {
		return func() bool { _, body := get(t, p.site); return strings.Contains(body, colour) }
	}
	if !wears("#111111")() {
		t.Error("it does not wear its theme")
	}
	save(t, sheet, ".deux{color:#222222}")
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it wears the new theme", wears("#222222"))
	broken := filepath.Join(dir, "theme", "templates", "front.html")
	save(t, broken, "{{define \"front\"}}\n{{.Nulle.Part}}{{end}}")
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it refuses the broken theme", func() bool { return strings.Contains(p.errors.String(), broken+":2") })
	if !wears("#222222")() {
		t.Error("the old theme does not go on")
	}
	must(t, "user", "add", "une@journal.example", "--name", "Une", "--role", "editor", "--dir", dir) // another process writes meanwhile
	began := time.Now()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, p.errors)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
}
