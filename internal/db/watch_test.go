package db_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
)

// childLocation makes this test binary a second process that writes into the database there and ends.
const childLocation = "GRIOT_TEST_CHILD_DATABASE"

func TestMain(m *testing.M) {
	if location := os.Getenv(childLocation); location != "" {
		if err := child(location); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(location string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, location)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Transact(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ('child', 'was here')"); err != nil || tx.Engine() == db.SQLite {
			return err
		}
		_, err := tx.Exec(ctx, "SELECT pg_notify($1, '')", db.Channel)
		return err
	})
}

// A watcher learns of what another process commits: on SQLite by the file's data_version, on PostgreSQL by NOTIFY.
func TestWatchHearsAnotherProcess(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, location string) {
		d := dbtest.Open(t, location)
		wake := d.Watch(t.Context())
		receive(t, wake) // from now on somebody listens
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childLocation+"="+location)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		receive(t, wake)
		var value string
		if err := d.QueryRow(t.Context(), "SELECT value FROM setting WHERE key = 'child'").Scan(&value); err != nil || value != "was here" {
			t.Errorf("read %q: %v", value, err)
		}
	})
}

func TestWatchHearsThisProcess(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		wake := d.Watch(t.Context())
		receive(t, wake)
		if err := insertSettings(t.Context(), d, "a"); err != nil {
			t.Fatal(err)
		}
		select { // at once, without the detour by the file or the server
		case <-wake:
		default:
			t.Error("a commit woke nobody")
		}
	})
}

// A quiet database wakes nobody: otherwise the test above could not fail.
func TestWatchKeepsQuiet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		wake := d.Watch(t.Context())
		receive(t, wake)
		err := d.Transact(t.Context(), func(*db.Tx) error { return context.Canceled })
		if err == nil {
			t.Fatal("the transaction was committed")
		}
		select {
		case <-wake:
			t.Error("a transaction that was rolled back woke a watcher")
		default:
		}
	})
}

// However many watch, readers keep their connections.
func TestManyWatchersLeaveRoomForReaders(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var last <-chan struct{}
		for range 100 {
			last = d.Watch(t.Context())
		}
		receive(t, last)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		var n int
		if err := d.QueryRow(ctx, "SELECT COUNT(*) FROM setting").Scan(&n); err != nil {
			t.Error(err)
		}
	})
}

func TestWatchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		first, second := d.Watch(ctx), d.Watch(t.Context())
		receive(t, second)
		cancel()
		again := d.Watch(t.Context())
		for range 3 {
			dbtest.Do(t, d, func(*db.Tx) error { return nil })
			receive(t, again)
			receive(t, second)
		}
		_ = first // it may hold one last value; nobody waits for it
	})
}

// receive waits for a wake. The bound is for a broken program alone.
func receive(t *testing.T, wake <-chan struct{}) {
	t.Helper()
	select {
	case <-wake:
	case <-time.After(20 * time.Second):
		t.Fatal("no wake came")
	}
}

func TestChildFailsLoudly(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childLocation+"="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "cannot be opened") {
		t.Errorf("the child ended with %v and said %q", err, out)
	}
}
