package server

import (
	"context"
	"net/http"
)

type handshakeKey struct{}

// withHandshake lets requests of a connection know when its handshake is complete.
func withHandshake(ctx context.Context, complete <-chan struct{}) context.Context {
	return context.WithValue(ctx, handshakeKey{}, complete)
}

// settled reports that a request may be answered. What came before the end of the handshake (0-RTT) may be a recording of another day's, sent again by
// somebody else (RFC 8470 §2): reading a public page is harmless however often, anything else waits until the reader has shown to be there. It reports false
// when they never did.
func settled(r *http.Request) bool {
	complete, early := r.Context().Value(handshakeKey{}).(<-chan struct{})
	if !early || harmless(r) {
		return true
	}
	select {
	case <-complete:
		return true
	case <-r.Context().Done():
		return false
	}
}

// harmless is what nobody is harmed by if it happens twice: reading, by nobody in particular.
func harmless(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header["Cookie"] == nil && r.Header["Authorization"] == nil
}
