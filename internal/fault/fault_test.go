package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"griot/internal/fault"
)

func TestKindAndMessage(t *testing.T) {
	t.Parallel()
	plain := errors.New("pq: relation secret does not exist")
	known := fault.New(fault.Conflict, "the address %s is taken", "/monde/")
	wrapped := fault.Wrap(fault.NotFound, io.EOF, "no such file")
	for _, test := range []struct {
		name    string
		err     error
		kind    fault.Kind
		message string // safe to show
		text    string // for the log
	}{
		{"none", nil, fault.Internal, "", ""},
		{"nobody classified it", plain, fault.Internal, "", "pq: relation secret does not exist"},
		{"new", known, fault.Conflict, "the address /monde/ is taken", "the address /monde/ is taken"},
		{"with a cause", wrapped, fault.NotFound, "no such file", "no such file: EOF"},
		{"within an operation", fmt.Errorf("publish article 7: %w", known), fault.Conflict, "the address /monde/ is taken", "publish article 7: the address /monde/ is taken"},
		{"the nearest counts", fault.Wrap(fault.Unavailable, wrapped, "later"), fault.Unavailable, "later", "later: no such file: EOF"},
		{"joined", errors.Join(plain, known), fault.Conflict, "the address /monde/ is taken", "pq: relation secret does not exist\nthe address /monde/ is taken"},
	} {
		if got := fault.Of(test.err); got != test.kind {
			t.Errorf("%s: kind %v, want %v", test.name, got, test.kind)
		}
		if got := fault.Message(test.err); got != test.message {
			t.Errorf("%s: message %q, want %q", test.name, got, test.message)
		}
		if test.err != nil && test.err.Error() != test.text {
			t.Errorf("%s: text %q, want %q", test.name, test.err, test.text)
		}
		for kind := fault.Internal; kind <= fault.Unavailable; kind++ {
			if got, want := fault.Is(test.err, kind), test.err != nil && kind == test.kind; got != want {
				t.Errorf("%s: Is(%v) is %v", test.name, kind, got)
			}
		}
	}
	if !errors.Is(wrapped, io.EOF) {
		t.Error("the cause is lost")
	}
}

func TestKindNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for kind := fault.Internal; kind <= fault.Unavailable; kind++ {
		if s := kind.String(); s == "" || seen[s] {
			t.Errorf("kind %d is called %q", kind, s)
		} else {
			seen[s] = true
		}
	}
	for _, kind := range []fault.Kind{-1, fault.Unavailable + 1} {
		if kind.String() != "internal" {
			t.Errorf("kind %d is called %q", kind, kind)
		}
	}
}
