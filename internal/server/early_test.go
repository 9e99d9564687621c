package server

import (
	"context"
	"net/http/httptest"
	"testing"
	"testing/synctest"
)

// Before the end of the handshake whatever is more than reading waits for it, or for the reader to give up.
func TestWhatWaitsForTheHandshake(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		method, field string
		waits         bool
	}{
		{"GET", "", false}, {"HEAD", "", false}, {"GET", "Accept", false},
		{"POST", "", true}, {"DELETE", "", true}, {"OPTIONS", "", true}, {"GET", "Cookie", true}, {"GET", "Authorization", true},
	} {
		synctest.Test(t, func(t *testing.T) {
			complete := make(chan struct{})
			r := httptest.NewRequest(tt.method, "/", nil).WithContext(withHandshake(t.Context(), complete))
			if tt.field != "" {
				r.Header.Set(tt.field, "x")
			}
			answer := make(chan bool, 1)
			go func() { answer <- settled(r) }()
			synctest.Wait()
			if waits := len(answer) == 0; waits != tt.waits {
				t.Errorf("%s with %q waits: %v", tt.method, tt.field, waits)
			}
			close(complete)
			if !<-answer {
				t.Errorf("%s with %q is not answered", tt.method, tt.field)
			}
		})
	}
	ctx, leave := context.WithCancel(withHandshake(t.Context(), make(chan struct{})))
	leave()
	if settled(httptest.NewRequest("POST", "/", nil).WithContext(ctx)) {
		t.Error("answered although nobody was ever there")
	}
	if !settled(httptest.NewRequest("POST", "/", nil)) {
		t.Error("a request without early data is not answered")
	}
}
