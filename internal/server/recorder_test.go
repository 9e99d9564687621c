package server

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// line is a ResponseWriter that remembers its deadlines, and may break.
type line struct {
	*httptest.ResponseRecorder
	deadlines []time.Time
	pieces    []int
	breakAt   int
}

func (l *line) SetWriteDeadline(at time.Time) error {
	l.deadlines = append(l.deadlines, at)
	return nil
}

func (l *line) Write(b []byte) (int, error) {
	l.pieces = append(l.pieces, len(b))
	if l.breakAt > 0 && len(l.pieces) == l.breakAt {
		return 1, errors.New("broken")
	}
	return l.ResponseRecorder.Write(b)
}

func record(l *line, method string) *recorder {
	now := time.Unix(1e9, 0)
	return newRecorder(l, httptest.NewRequest(method, "/", nil), func() time.Time { now = now.Add(time.Second); return now }, usual().piece)
}

// Every piece of a long answer has a minute of its own.
func TestTheDeadlineMovesOnWithEachPiece(t *testing.T) {
	t.Parallel()
	l := &line{ResponseRecorder: httptest.NewRecorder()}
	rec := record(l, "GET")
	body := bytes.Repeat([]byte("0123456789"), 10_000)
	if n, err := rec.Write(body); n != len(body) || err != nil {
		t.Fatal(n, err)
	}
	if !bytes.Equal(l.Body.Bytes(), body) || rec.bytes != int64(len(body)) || rec.status != 200 {
		t.Errorf("sent %d bytes, counted %d, status %d", l.Body.Len(), rec.bytes, rec.status)
	}
	if len(l.deadlines) != 4 {
		t.Fatalf("%d deadlines for %v", len(l.deadlines), l.pieces)
	}
	for i, d := range l.deadlines {
		if want := time.Unix(1e9+int64(i)+1, 0).Add(usual().piece); d != want {
			t.Errorf("deadline %d is %s, want %s", i, d, want)
		}
	}
}

func TestRecorderRemembers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		method string
		serve  func(w http.ResponseWriter)
		status int
		bytes  int64
	}{
		{"nothing", "GET", func(http.ResponseWriter) {}, 200, 0},
		{"an empty write", "GET", func(w http.ResponseWriter) { w.Write(nil) }, 200, 0},
		{"a status", "GET", func(w http.ResponseWriter) { w.WriteHeader(304) }, 304, 0},
		{"hints before it", "GET", func(w http.ResponseWriter) { w.WriteHeader(103); w.WriteHeader(404) }, 404, 0},
		{"two, of which the first counts", "GET", func(w http.ResponseWriter) { w.WriteHeader(404); w.WriteHeader(200) }, 404, 0},
		{"HEAD", "HEAD", func(w http.ResponseWriter) { w.Write([]byte("abc")) }, 200, 0},
		{"copied", "GET", func(w http.ResponseWriter) { io.Copy(w, bytes.NewReader([]byte("abc"))) }, 200, 3},
		{"copied in part", "GET", func(w http.ResponseWriter) { io.CopyN(w, bytes.NewReader([]byte("abcdef")), 4) }, 200, 4},
	} {
		rec := record(&line{ResponseRecorder: httptest.NewRecorder()}, tt.method)
		tt.serve(rec)
		rec.finish(false)
		if rec.status != tt.status || rec.bytes != tt.bytes {
			t.Errorf("%s: %d, %d bytes", tt.name, rec.status, rec.bytes)
		}
	}
}

func TestABrokenLineIsReported(t *testing.T) {
	t.Parallel()
	rec := record(&line{ResponseRecorder: httptest.NewRecorder(), breakAt: 2}, "GET")
	if n, err := rec.Write(make([]byte, 3*piece)); n != piece+1 || err == nil {
		t.Errorf("wrote %d, %v", n, err)
	}
}

// Files go through ReadFrom on a real connection: whole, by range, and for HEAD.
func TestFilesAreSentWhole(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789abcdef"), 20_000)
	file := filepath.Join(t.TempDir(), "son.mp3")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	counted := make(chan int64, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := newRecorder(w, r, time.Now, time.Minute)
		http.ServeFile(rec, r, file)
		counted <- rec.bytes
	}))
	defer srv.Close()
	for _, tt := range []struct {
		method, byteRange string
		want              []byte
	}{{"GET", "", content}, {"GET", "bytes=100-200000", content[100:200001]}, {"HEAD", "", nil}} {
		req, _ := http.NewRequest(tt.method, srv.URL, nil)
		if tt.byteRange != "" {
			req.Header.Set("Range", tt.byteRange)
		}
		res, err := srv.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		res.Body.Close()
		if n := <-counted; err != nil || !bytes.Equal(got, tt.want) || n != int64(len(tt.want)) {
			t.Errorf("%s %s: %d bytes, counted %d, %v", tt.method, tt.byteRange, len(got), n, err)
		}
	}
}
