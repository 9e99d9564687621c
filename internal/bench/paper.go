package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// paper is a newsroom served by the built binary, a process of its own.
type paper struct {
	bench           *bench
	origin          string        // "http://127.0.0.1:41937"
	token           string        // its administrator's, for the API
	email, password string        // theirs, for the desk
	first           time.Duration // from the start of the process until the front page was read
	pem             string        // file with certificate and key of one that speaks TLS; "" for plain HTTP
	cmd             *exec.Cmd
	said            bytes.Buffer // on standard error; read it only after close
}

// serve runs griot demo on a free port and reads its front page once.
func (b *bench) serve(ctx context.Context, args ...string) (*paper, error) {
	p := &paper{bench: b, cmd: b.griot(ctx, append([]string{"demo", "--json", "--addr", "127.0.0.1:0", "--access-log", "off"}, args...)...)}
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.first, err = timed(func() error {
		if err := p.cmd.Start(); err != nil {
			return err
		}
		return p.open(ctx, out)
	})
	if err != nil {
		p.close()
		return nil, fmt.Errorf("griot %s: %w: %s", strings.Join(p.cmd.Args[1:], " "), err, lastLine(p.said.String()))
	}
	return p, nil
}

// open waits until the process says that it serves, and reads the front page.
func (p *paper) open(ctx context.Context, out io.Reader) error {
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		return errors.New("ended before it served")
	}
	var access struct{ Site, Token, Email, Password string }
	if err := json.Unmarshal(line, &access); err != nil || access.Site == "" {
		return fmt.Errorf("said %q instead of its address", line)
	}
	p.origin, p.token = strings.TrimSuffix(access.Site, "/"), access.Token
	p.email, p.password = access.Email, access.Password
	_, err = p.get(ctx, "/", "identity")
	return err
}

// close ends the process and waits for it.
func (p *paper) close() {
	if p.cmd.Process != nil {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		_ = p.cmd.Wait() // how it ends is not what is measured
	}
}

// lastLine is where a program says what was wrong.
func lastLine(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return lines[len(lines)-1]
}

// answer is a response as it came over the wire.
type answer struct {
	status int
	header http.Header
	body   []byte // encoded as Content-Encoding says
}

// fetch asks for a path in an encoding.
func (p *paper) fetch(ctx context.Context, path, encoding string) (*answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", encoding)
	r.Header.Set("User-Agent", "griot-bench")
	w, err := p.bench.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(w.Body)
	return &answer{w.StatusCode, w.Header, body}, err
}

// get is fetch for a page that must be there.
func (p *paper) get(ctx context.Context, path, encoding string) (*answer, error) {
	a, err := p.fetch(ctx, path, encoding)
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("GET %s answered %d", path, a.status)
	}
	return a, err
}
