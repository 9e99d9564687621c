package app

import (
	"os"
	"path/filepath"
	"sync"
	"time"

	"griot/internal/fault"
)

// DailyLog writes a log to a file a day in a folder and removes files that are older than the days to keep: what is not kept cannot be asked for.
type DailyLog struct {
	dir  string
	days int
	now  func() time.Time

	mu   sync.Mutex
	day  string
	file *os.File
}

const (
	logPrefix = "griot-"
	logSuffix = ".log"
	logDay    = "2006-01-02"
)

// OpenDailyLog opens the folder, which is made if it is absent. days is at least 1.
func OpenDailyLog(dir string, days int, now func() time.Time) (*DailyLog, error) {
	if days < 1 {
		return nil, fault.New(fault.Invalid, "--log-days takes at least 1")
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the log folder %s cannot be made", dir)
	}
	l := &DailyLog{dir: dir, days: days, now: now}
	return l, l.turn(now().UTC())
}

// Write adds whole lines to the day's file.
func (l *DailyLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now().UTC(); now.Format(logDay) != l.day {
		if err := l.turn(now); err != nil {
			return 0, err
		}
	}
	return l.file.Write(p)
}

// turn opens the day's file and removes those whose time is over.
func (l *DailyLog) turn(now time.Time) error {
	day := now.Format(logDay)
	f, err := os.OpenFile(filepath.Join(l.dir, logPrefix+day+logSuffix), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640) //nolint:gosec // the operator's folder
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "the log folder %s cannot be written", l.dir)
	}
	if l.file != nil {
		_ = l.file.Close()
	}
	l.day, l.file = day, f
	return l.forget(now.AddDate(0, 0, -l.days).Format(logDay))
}

// forget removes the files of a day and of those before it.
func (l *DailyLog) forget(last string) error {
	names, err := filepath.Glob(filepath.Join(l.dir, logPrefix+"????-??-??"+logSuffix))
	if err != nil {
		return err
	}
	for _, name := range names {
		day := filepath.Base(name)[len(logPrefix) : len(logPrefix)+len(logDay)]
		if day <= last {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close closes the day's file.
func (l *DailyLog) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}
