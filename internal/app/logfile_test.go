package app

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/fault"
)

func names(t testing.TB, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// TestDailyLog keeps a file a day for the days it was told, by its own clock, and touches no file but its own.
func TestDailyLog(t *testing.T) {
	t.Parallel()
	dir, h := t.TempDir()+"/journaux", clock()
	save(t, dir+"/griot-2020-01-01.log", "ancien")
	save(t, dir+"/griot-notes.log", "à nous")
	save(t, dir+"/autre-2020-01-01.log", "à un autre")
	l, err := OpenDailyLog(dir, 3, h.now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	foreign := []string{"autre-2020-01-01.log", "griot-notes.log"}
	for day, want := range [][]string{{"griot-2046-11-22.log"}, {"griot-2046-11-22.log", "griot-2046-11-23.log"}, {"griot-2046-11-22.log", "griot-2046-11-23.log", "griot-2046-11-24.log"},
		{"griot-2046-11-23.log", "griot-2046-11-24.log", "griot-2046-11-25.log"}} {
		for range 2 {
			if _, err := fmt.Fprintf(l, "jour %d\n", day); err != nil {
				t.Fatal(err)
			}
		}
		want = append(want, foreign...)
		slices.Sort(want)
		if got := names(t, dir); !slices.Equal(got, want) {
			t.Errorf("on day %d: %v, want %v", day, got, want)
		}
		h.move(24 * time.Hour)
	}
	if got, err := os.ReadFile(dir + "/griot-2046-11-24.log"); err != nil || string(got) != "jour 2\njour 2\n" {
		t.Errorf("the third day's file holds %q (%v)", got, err)
	}
	h.move(300 * 24 * time.Hour)
	_, _ = l.Write([]byte("plus tard\n"))
	if got := names(t, dir); len(got) != 3 {
		t.Errorf("after a long silence: %v", got)
	}
}

// TestDailyLogGoesOn where it was when the program starts again on the same day.
func TestDailyLogGoesOn(t *testing.T) {
	t.Parallel()
	dir, h := t.TempDir(), clock()
	for range 2 {
		l, err := OpenDailyLog(dir, 1, h.now)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = l.Write([]byte("une ligne\n"))
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if got, _ := os.ReadFile(dir + "/griot-2046-11-22.log"); string(got) != "une ligne\nune ligne\n" {
		t.Errorf("the file holds %q", got)
	}
}

// TestDailyLogByMany: lines from many at once stay whole, over a midnight too.
func TestDailyLogByMany(t *testing.T) {
	t.Parallel()
	dir, h := t.TempDir(), clock()
	l, err := OpenDailyLog(dir, 9, h.now)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 100 {
				if i == 0 {
					h.move(15 * time.Minute)
				}
				if _, err := fmt.Fprintf(l, "%s\n", strings.Repeat(string(rune('a'+i)), 60)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	lines := 0
	for _, name := range names(t, dir) {
		data, err := os.ReadFile(dir + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if lines++; line != strings.Repeat(line[:1], 60)+"\n" {
				t.Errorf("line %q", line)
			}
		}
	}
	if lines != 800 {
		t.Errorf("%d lines, want 800", lines)
	}
}

// TestDailyLogRefuses what it cannot keep.
func TestDailyLogRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	save(t, dir+"/fichier", "")
	if _, err := OpenDailyLog(dir, 0, clock().now); !fault.Is(err, fault.Invalid) {
		t.Errorf("no day at all: %v", err)
	}
	if _, err := OpenDailyLog(dir+"/fichier", 3, clock().now); !fault.Is(err, fault.Unavailable) {
		t.Errorf("in a file: %v", err)
	}
}
