package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	slowOpen   = 10_000           // connections at once
	slowRead   = 200              // of them read all the time
	slowRate   = 250_000 / 8      // bytes a second that each of these takes
	slowTime   = 15 * time.Second // how long they read
	slowMemory = 300_000_000      // the number
	slowDial   = 64               // connections opened at a time
)

// slow has thousands of readers keep their connections open while some of them read on a slow line, and looks at what that costs the server.
func (b *bench) slow(ctx context.Context) ([]row, error) {
	p, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer p.close()
	before := memory(p.cmd.Process.Pid, "VmRSS")
	conns, err := p.open10k(ctx)
	defer func() {
		for _, c := range conns {
			_ = c.Close()
		}
	}()
	if err != nil {
		return nil, err
	}
	reading, cancel := context.WithTimeout(ctx, slowTime)
	defer cancel()
	taken, lost := readSlowly(reading, conns[:slowRead])
	quick, err := p.quick(reading)
	if err != nil {
		return nil, err
	}
	<-reading.Done()
	peak := memory(p.cmd.Process.Pid, "VmHWM")
	rate := float64(taken.Load()) / slowTime.Seconds() / slowRead * 8 / 1000
	note := fmt.Sprintf("%s before; each of %d takes %.0f kbit/s, %d lost their connection", megabytes(before), slowRead, rate, lost.Load())
	return []row{
		promise(fmt.Sprintf("memory with %s open connections, %d of them slow readers", thousands(slowOpen), slowRead), peak, slowMemory, megabytes, note),
		tell("the front page for somebody else meanwhile, median", span(quick.median()), "slowest of "+thousands(int64(len(quick)))+": "+span(quick.slowest())),
	}, nil
}

// open10k opens the connections and reads a page on each.
func (p *paper) open10k(ctx context.Context) (conns []net.Conn, err error) {
	var mu sync.Mutex
	var group sync.WaitGroup
	each := make(chan struct{})
	for range slowDial {
		group.Go(func() {
			for range each {
				c, failed := p.knock(ctx)
				mu.Lock()
				if failed != nil {
					err = failed
				} else {
					conns = append(conns, c)
				}
				mu.Unlock()
			}
		})
	}
	for range slowOpen {
		each <- struct{}{}
	}
	close(each)
	group.Wait()
	return conns, err
}

// knock opens one connection and reads one page on it.
func (p *paper) knock(ctx context.Context) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", strings.TrimPrefix(p.origin, "http://"))
	if err != nil {
		return nil, err
	}
	_ = c.(*net.TCPConn).SetReadBuffer(16 << 10) // a reader's line holds little
	if _, err := readPage(c, bufio.NewReaderSize(c, 4<<10)); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// readPage asks for the front page and gives the bytes of its body.
func readPage(c io.Writer, from *bufio.Reader) (int64, error) {
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: journal.example\r\nUser-Agent: griot-bench\r\n\r\n"); err != nil {
		return 0, err
	}
	w, err := http.ReadResponse(from, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = w.Body.Close() }()
	return io.Copy(io.Discard, w.Body)
}

// readSlowly reads the front page again and again on every connection, at slowRate, until ctx ends.
func readSlowly(ctx context.Context, conns []net.Conn) (taken, lost *atomic.Int64) {
	taken, lost = &atomic.Int64{}, &atomic.Int64{}
	for _, c := range conns {
		line := &slowLine{Conn: c, taken: taken, began: time.Now()}
		from := bufio.NewReaderSize(line, 4<<10)
		go func() {
			for ctx.Err() == nil {
				if _, err := readPage(c, from); err != nil && ctx.Err() == nil {
					lost.Add(1)
					return
				}
			}
		}()
	}
	return taken, lost
}

// slowLine is a connection of which so many bytes a second arrive.
type slowLine struct {
	net.Conn
	taken *atomic.Int64
	began time.Time
	got   int64
}

// Read waits until what it gives could have arrived.
func (l *slowLine) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b[:min(len(b), slowRate/10)])
	l.got += int64(n)
	l.taken.Add(int64(n))
	time.Sleep(time.Until(l.began.Add(time.Duration(l.got) * time.Second / slowRate)))
	return n, err
}

// quick reads the front page at full speed until ctx ends.
func (p *paper) quick(ctx context.Context) (s spread, err error) {
	for ctx.Err() == nil {
		took, err := timed(func() error { _, err := p.get(ctx, "/", "br"); return err })
		if err != nil {
			if ctx.Err() != nil {
				break
			}
			return s, err
		}
		s = append(s, took)
		time.Sleep(20 * time.Millisecond)
	}
	return s, nil
}
