package db

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Channel is the PostgreSQL channel on which a transaction that others should hear of sends its NOTIFY.
const Channel = "griot"

// pollInterval is how often a SQLite file is asked whether another process has written to it.
const pollInterval = 200 * time.Millisecond

// reconnectPause is the wait before a lost listening connection is opened again; followers look every second regardless.
const reconnectPause = time.Second

// wakers holds the watchers of this process. However many they are, one goroutine with one connection listens for all of them, while there are any.
type wakers struct {
	mu        sync.Mutex
	all       map[chan struct{}]struct{}
	stop      context.CancelFunc // of the listening goroutine; nil while there is none
	listening sync.WaitGroup
}

func (w *wakers) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.all {
		select {
		case c <- struct{}{}:
		default: // one is waiting already
		}
	}
}

func (w *wakers) add(c chan struct{}, listen func(context.Context)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[chan struct{}]struct{}{}
	}
	w.all[c] = struct{}{}
	if w.stop == nil {
		var ctx context.Context
		ctx, w.stop = context.WithCancel(context.Background())
		w.listening.Go(func() { listen(ctx) })
	}
}

func (w *wakers) remove(c chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.all, c)
	if len(w.all) == 0 && w.stop != nil {
		w.stop()
		w.stop = nil
	}
}

// end stops listening and waits for it.
func (w *wakers) end() {
	w.mu.Lock()
	w.all = nil
	if w.stop != nil {
		w.stop()
		w.stop = nil
	}
	w.mu.Unlock()
	w.listening.Wait()
}

// Watch gives a channel that holds a value when something may have been committed, by this process or another. A wake may come for nothing and,
// from another process, may be lost: whoever follows looks from time to time regardless. It ends with ctx.
func (d *DB) Watch(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	d.local.add(c, d.hear)
	context.AfterFunc(ctx, func() { d.local.remove(c) })
	return c
}

func (d *DB) hear(ctx context.Context) {
	for ctx.Err() == nil {
		if d.engine == Postgres {
			d.listen(ctx)
		} else {
			d.poll(ctx)
		}
		sleep(ctx, reconnectPause)
	}
}

// listen uses a connection of its own: LISTEN belongs to a connection, and the pool's come and go.
func (d *DB) listen(ctx context.Context) {
	conn, err := pgx.Connect(ctx, d.url)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+Channel); err != nil {
		return
	}
	d.local.wake() // something may have come while nobody listened
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return
		}
		d.local.wake()
	}
}

// poll asks one connection for its data_version, which changes when another connection has committed.
func (d *DB) poll(ctx context.Context) {
	conn, err := d.read.Conn(ctx)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	var last int64
	for sleep(ctx, pollInterval) {
		version, err := dataVersion(ctx, conn)
		if err != nil {
			return
		}
		if version != last {
			last = version
			d.local.wake()
		}
	}
}

func dataVersion(ctx context.Context, conn *sql.Conn) (version int64, err error) {
	err = conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, err
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
