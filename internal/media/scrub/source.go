package scrub

import "io"

// source reads a file here and there, a window at a time.
type source struct {
	r      io.ReaderAt
	size   int64
	window []byte
	from   int64
}

const windowBytes = 64 << 10

// maxRead bounds what is read at once: the longest table of a film of several hours has room.
const maxRead = 64 << 20

// bytes are n bytes; the file is damaged where it has not that many. They are valid until the next call.
func (s *source) bytes(at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || at > s.size || n > s.size-at || n > maxRead {
		return nil, damaged()
	}
	if at >= s.from && at+n <= s.from+int64(len(s.window)) {
		return s.window[at-s.from:][:n], nil
	}
	want := min(max(n, windowBytes), s.size-at)
	if int64(cap(s.window)) < want || cap(s.window) > 4*windowBytes {
		s.window = make([]byte, want)
	}
	s.window, s.from = s.window[:want], at
	if read, err := s.r.ReadAt(s.window, at); int64(read) < want {
		s.window = s.window[:0]
		if err == io.EOF {
			err = damaged()
		}
		return nil, err
	}
	return s.window[:n], nil
}
