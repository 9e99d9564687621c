package hit

import (
	"encoding/hex"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"
)

// dateLine is the Date field, written once a second.
type dateLine struct{ last atomic.Pointer[dated] }

type dated struct {
	second int64
	line   string
}

func (d *dateLine) at(now time.Time) string {
	second := now.Unix()
	if last := d.last.Load(); last != nil && last.second == second {
		return last.line
	}
	fresh := &dated{second, "Date: " + now.UTC().Format(http.TimeFormat) + "\r\n"}
	d.last.Store(fresh)
	return fresh.line
}

// newID names an answer in the log. It is no secret, so it need not be unguessable.
func newID() (id [16]byte) {
	n := rand.Uint64() //nolint:gosec // see above
	var b [8]byte
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	hex.Encode(id[:], b[:])
	return id
}
