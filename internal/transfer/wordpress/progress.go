package wordpress

import (
	"os"
	"sync"
	"time"
)

// Stage names what an import is doing.
type Stage string

// The stages, in order.
const (
	StageSurvey Stage = "survey" // first reading
	StageTerms  Stage = "terms"
	StageFiles  Stage = "files"
	StagePosts  Stage = "posts" // second reading
	StageMenus  Stage = "menus"
)

// French is the stage as a progress bar says it.
func (s Stage) French() string {
	switch s {
	case StageSurvey:
		return "lecture"
	case StageTerms:
		return "rubriques, pays et mots clés"
	case StageFiles:
		return "fichiers"
	case StagePosts:
		return "articles et pages"
	case StageMenus:
		return "menus et adresses"
	}
	return string(s)
}

// Progress says how far a stage is.
type Progress struct {
	Stage      Stage
	Items      int           // done in this stage
	Bytes      int64         // read of the files as they lie on disk, in the two stages that read them; else 0
	TotalBytes int64         // of all files
	Rate       float64       // items a second
	Left       time.Duration // of this stage; 0 when it cannot be told yet
}

// meter measures a stage. Two goroutines work on the second reading: one reads, one writes.
type meter struct {
	mu     sync.Mutex
	now    func() time.Time
	tell   func(Progress)
	total  int64
	of     int   // items of a stage that reads no file
	before int64 // bytes of the files already read
	began  time.Time
	told   time.Time
	p      Progress
}

// tellInterval is how often progress is told at most.
const tellInterval = 100 * time.Millisecond

func newMeter(o Options, files []string) *meter {
	m := &meter{now: o.Now, tell: o.Progress}
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			m.total += info.Size()
		}
	}
	return m
}

// begin starts a stage of so many items, or one that reads the files.
func (m *meter) begin(s Stage, items int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p = Progress{Stage: s}
	if items == 0 {
		m.p.TotalBytes = m.total
	}
	m.of, m.before, m.began, m.told = items, 0, m.now(), time.Time{}
}

func (m *meter) reading(f *file) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.Bytes = m.before + f.read.n
}

func (m *meter) file(f *file) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.before += f.read.n
	m.p.Bytes = m.before
}

// done counts items that are written, and tells.
func (m *meter) done(items int) {
	m.mu.Lock()
	m.p.Items += items
	now := m.now()
	due := m.tell != nil && (m.told.IsZero() || now.Sub(m.told) >= tellInterval)
	if due {
		m.told = now
		m.estimate(now.Sub(m.began))
	}
	p := m.p
	m.mu.Unlock()
	if due {
		m.tell(p)
	}
}

// end tells how a stage ended.
func (m *meter) end() {
	m.mu.Lock()
	m.told = time.Time{}
	m.mu.Unlock()
	m.done(0)
}

func (m *meter) estimate(spent time.Duration) {
	if spent <= 0 {
		return
	}
	m.p.Rate = float64(m.p.Items) / spent.Seconds()
	part := 0.0
	switch {
	case m.of > 0:
		part = float64(m.p.Items) / float64(m.of)
	case m.p.TotalBytes > 0:
		part = float64(m.p.Bytes) / float64(m.p.TotalBytes)
	}
	if part > 0 && part <= 1 {
		m.p.Left = time.Duration(float64(spent) * (1 - part) / part).Round(time.Second)
	}
}
