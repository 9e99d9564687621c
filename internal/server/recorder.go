package server

import (
	"io"
	"net/http"
	"time"
)

// piece is small enough for the slowest line: 32 kB a minute is 4.4 kbit/s.
const piece = 32 << 10

// recorder remembers how a request was answered, and moves the write deadline on with each piece, so that a slow reader is
// served and a dead one is let go. A total would cut off whoever fetches a podcast over 2G.
type recorder struct {
	http.ResponseWriter
	control *http.ResponseController
	now     func() time.Time
	each    time.Duration // how long a reader may take for a piece
	head    bool

	status         int
	bytes          int64
	kind           string // who answers: public, media, health, refused
	route, outcome string // as the edge noted
}

func newRecorder(w http.ResponseWriter, r *http.Request, now func() time.Time, each time.Duration) *recorder {
	return &recorder{ResponseWriter: w, control: http.NewResponseController(w), now: now, each: each, head: r.Method == http.MethodHead}
}

// Unwrap serves http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Note is for the edge: which route answered, and where the answer came from.
func (r *recorder) Note(route, outcome string) { r.route, r.outcome = route, outcome }

// WriteHeader remembers the first final status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= 200 {
		r.status = status
	}
	r.extend()
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (written int, err error) {
	for first := true; first || len(b) > 0; first = false {
		n, err := r.writePiece(b[:min(len(b), piece)])
		written += n
		if err != nil {
			return written, err
		}
		b = b[n:]
	}
	return written, nil
}

func (r *recorder) writePiece(b []byte) (int, error) {
	r.begin()
	n, err := r.ResponseWriter.Write(b)
	r.count(int64(n))
	return n, err
}

// ReadFrom lets the kernel send a file (media), a piece at a time. It takes a LimitedReader apart, because net/http recognises a
// file under one of them and not under two.
func (r *recorder) ReadFrom(src io.Reader) (total int64, err error) {
	from, ok := r.ResponseWriter.(io.ReaderFrom)
	limited, isLimited := src.(*io.LimitedReader)
	if !ok || !isLimited {
		return io.Copy(struct{ io.Writer }{r}, src)
	}
	for limited.N > 0 {
		r.begin()
		want := min(limited.N, piece)
		n, err := from.ReadFrom(&io.LimitedReader{R: limited.R, N: want})
		limited.N -= n
		total += n
		r.count(n)
		if err != nil || n < want {
			return total, err
		}
	}
	return total, nil
}

func (r *recorder) begin() {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	r.extend()
}

func (r *recorder) count(n int64) {
	if !r.head {
		r.bytes += n
	}
}

// extend has no effect on a ResponseWriter without deadlines, as in tests.
func (r *recorder) extend() { _ = r.control.SetWriteDeadline(r.now().Add(r.each)) }

// finish makes net/http's implicit 200 explicit, so that the log says what was sent. A connection that will be cut stays as it is.
func (r *recorder) finish(broken bool) {
	if r.status == 0 && !broken {
		r.WriteHeader(http.StatusOK)
	}
}
