package desk

import (
	"sync"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
)

// Limits of what is remembered of cursors.
const (
	maxCursorBytes = 4 << 10
	maxCursors     = 64 // in one article
	cursorLife     = 40 * time.Second
)

// cursors are the places of people in the articles that they write, as their browsers tell them: in memory alone, and gone after a while. It is safe for concurrent use.
type cursors struct {
	mu    sync.Mutex
	rooms map[article.ID]*room
}

// room is the cursors in one article.
type room struct {
	version int64
	places  map[string]place // by the browser's name
	moved   chan struct{}    // closed at the next move
}

type place struct {
	data    string
	version int64
	at      time.Time
}

func (c *cursors) room(id article.ID) *room {
	if c.rooms == nil {
		c.rooms = map[article.ID]*room{}
	}
	if c.rooms[id] == nil {
		c.rooms[id] = &room{places: map[string]place{}, moved: make(chan struct{})}
	}
	return c.rooms[id]
}

// put notes where a browser's cursor is.
func (c *cursors) put(id article.ID, name, data string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(now)
	r := c.room(id)
	if _, known := r.places[name]; !known && len(r.places) >= maxCursors {
		return
	}
	r.version++
	r.places[name] = place{data, r.version, now}
	close(r.moved)
	r.moved = make(chan struct{})
}

// sweep forgets who has not been heard of, and articles where nobody is.
func (c *cursors) sweep(now time.Time) {
	for id, r := range c.rooms {
		for name, p := range r.places {
			if now.Sub(p.at) > cursorLife {
				delete(r.places, name)
			}
		}
		if len(r.places) == 0 {
			close(r.moved) // whoever waits looks again, and waits in another
			delete(c.rooms, id)
		}
	}
}

// moved is closed when a cursor of an article moves; nil, which never is, where nobody is yet: the next question learns of the first.
func (c *cursors) moved(id article.ID) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r := c.rooms[id]; r != nil {
		return r.moved
	}
	return nil
}

// since gives the cursors that moved after a version, but for the asking browser's own, and the version now.
func (c *cursors) since(id article.ID, name string, seen int64, now time.Time) (list []string, version int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list = []string{}
	r := c.rooms[id]
	if r == nil {
		return list, 0
	}
	if seen > r.version {
		seen = 0 // of an earlier room
	}
	for other, p := range r.places {
		if other != name && p.version > seen && now.Sub(p.at) <= cursorLife {
			list = append(list, p.data)
		}
	}
	return list, r.version
}

// point takes in where somebody's cursor is.
func (d *Desk) point(v *Visit) error {
	a, err := v.writing(d.DB)
	if err != nil {
		return err
	}
	body, err := sent[struct {
		Name string `json:"name"`
		Data string `json:"data"`
	}](v)
	if err != nil {
		return err
	}
	if body.Name == "" || len(body.Name)+len(body.Data) > maxCursorBytes {
		return fault.New(fault.TooLarge, "a cursor takes at most %d bytes", maxCursorBytes)
	}
	d.cursors.put(a.ID, body.Name, body.Data, v.Now)
	return v.answer(map[string]bool{"taken": true})
}
