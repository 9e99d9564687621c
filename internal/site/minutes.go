package site

import (
	"sync"
	"time"
)

// minutes keeps answers that may be a minute old, such as what is read most: counting for every page would cost more than the page.
type minutes[K comparable, V any] struct {
	mu   sync.Mutex
	kept map[K]minute[V]
}

type minute[V any] struct {
	made  time.Time
	value V
}

// maxMinutes bounds what is kept: lists are many, those asked for in one minute few.
const maxMinutes = 200

// get gives the kept value of less than a minute ago, or makes it. Two may make it at once; nothing waits.
func (m *minutes[K, V]) get(now time.Time, key K, make func() (V, error)) (V, error) {
	m.mu.Lock()
	kept, ok := m.kept[key]
	m.mu.Unlock()
	if age := now.Sub(kept.made); ok && age >= 0 && age < time.Minute {
		return kept.value, nil
	}
	v, err := make()
	if err != nil {
		return v, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil || len(m.kept) >= maxMinutes {
		m.kept = map[K]minute[V]{}
	}
	m.kept[key] = minute[V]{made: now, value: v}
	return v, nil
}
