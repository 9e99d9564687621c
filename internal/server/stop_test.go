package server_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"griot/internal/server"
)

// held answers when it is released.
type held struct{ arrived, release chan struct{} }

func hold() held { return held{make(chan struct{}), make(chan struct{})} }

func (h held) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	close(h.arrived)
	select {
	case <-h.release:
		io.WriteString(w, "fini")
	case <-r.Context().Done():
	}
}

func TestStoppingFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	h := hold()
	s := start(t, server.Config{Public: h})
	answer := make(chan string)
	go func() {
		_, body := s.do(t, "GET", "/")
		answer <- body
	}()
	<-h.arrived
	stopped := make(chan error)
	go func() { stopped <- s.stop() }()
	waitUntilClosed(s.addr)
	select {
	case <-stopped:
		t.Fatal("stopped with a request under way")
	default:
	}
	close(h.release)
	if got := <-answer; got != "fini" {
		t.Errorf("answer %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// waitUntilClosed returns when nobody listens any more.
func waitUntilClosed(addr string) {
	for {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return
		}
		conn.Close()
	}
}

func TestStoppingCutsOffWhatDoesNotFinish(t *testing.T) {
	t.Parallel()
	h := hold()
	s := start(t, server.Config{Public: h, Grace: 20 * time.Millisecond})
	failed := make(chan error)
	go func() {
		_, err := http.Get(s.url)
		failed <- err
	}()
	<-h.arrived
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if <-failed == nil {
		t.Error("an answer after the end")
	}
	s.log.line(t, "requests cut off while stopping")
}

func TestStoppingBeforeServing(t *testing.T) {
	t.Parallel()
	s := server.New(server.Config{Addr: "127.0.0.1:0", MetricsAddr: "127.0.0.1:0", Public: http.NotFoundHandler(), Now: time.Now})
	addr, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Serve(ctx); err != nil {
		t.Error(err)
	}
	waitUntilClosed(addr.String())
}

// A reader over HTTP/3 gets the whole answer that was under way; a connection that is merely open keeps nobody.
func TestStoppingOverHTTP3(t *testing.T) {
	t.Parallel()
	h := hold()
	idle := secure(t, server.Config{}, nil)
	busy := secure(t, server.Config{Public: h}, nil)
	fetch(t, idle.client(t, 3), "GET", "https://example.com/", nil)
	fetch(t, idle.client(t, 2), "GET", "https://example.com/", nil)
	began := time.Now()
	if err := idle.stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("it took %v to stop with nothing under way", took)
	}
	answer := make(chan string)
	client := busy.client(t, 3)
	go func() {
		res, err := client.Get("https://example.com/")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		answer <- fmt.Sprint(string(body), err)
	}()
	<-h.arrived
	stopped := make(chan error)
	go func() { stopped <- busy.stop() }()
	waitUntilClosed(busy.addr)
	close(h.release)
	if got := <-answer; got != "fini<nil>" {
		t.Errorf("answer %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// A request over HTTP/3 that does not end is cut off with the others.
func TestStoppingCutsOffHTTP3(t *testing.T) {
	t.Parallel()
	h := hold()
	s := secure(t, server.Config{Public: h, Grace: 50 * time.Millisecond}, nil)
	failed := make(chan error, 1)
	client := s.client(t, 3)
	go func() {
		res, err := client.Get("https://example.com/")
		if err == nil {
			_, err = io.ReadAll(res.Body)
			_ = res.Body.Close()
		}
		failed <- err
	}()
	<-h.arrived
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if <-failed == nil {
		t.Error("an answer after the end")
	}
	s.log.line(t, "requests cut off while stopping")
}
