package journey

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take before a journey gives up. It is no promise of speed: the machine may be busy.
const patience = time.Minute

// program is the path of the program.
func program(t *testing.T) string {
	t.Helper()
	binary, err := world.griot()
	return must(t, binary, err)
}

// outcome is what a program left behind.
type outcome struct {
	status         int
	stdout, stderr string
}

// griot runs the program to its end, with nothing of this machine's settings.
func griot(t *testing.T, args ...string) outcome {
	t.Helper()
	cmd := command(program(t), args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer stop.Stop()
	return outcome{statusOf(t, cmd.Wait()), out.String(), errs.String()}
}

func command(binary string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Env = []string{"HOME=" + os.TempDir(), "PATH=" + os.Getenv("PATH"), "TZ=UTC"}
	return cmd
}

func statusOf(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}

// running is a program that serves.
type running struct {
	cmd   *exec.Cmd
	first string        // its first line
	log   *bytes.Buffer // its standard error; to be read when it has ended
	ended chan error
}

// start runs the program until it has said its first line.
func start(binary string, args ...string) (*running, error) {
	r := &running{cmd: command(binary, args...), log: &bytes.Buffer{}, ended: make(chan error, 1)}
	r.cmd.Stderr = r.log
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	said := make(chan string, 1)
	go func() {
		lines := bufio.NewReader(out)
		line, _ := lines.ReadString('\n')
		said <- line
		_, _ = io.Copy(io.Discard, lines)
		r.ended <- r.cmd.Wait()
	}()
	select {
	case r.first = <-said:
	case <-time.After(patience):
	}
	if r.first == "" {
		_ = r.cmd.Process.Kill()
		<-r.ended
		return nil, fmt.Errorf("griot %s said nothing\n%s", strings.Join(args, " "), r.log)
	}
	return r, nil
}

// stop asks the program to end, and gives how long that took and how it ended: nil is status 0.
func (r *running) stop() (time.Duration, error) {
	began := time.Now()
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-r.ended:
		return time.Since(began), err
	case <-time.After(patience):
		_ = r.cmd.Process.Kill()
		return patience, fmt.Errorf("still running a minute after SIGTERM: %w", <-r.ended)
	}
}
