// Package fault names the kinds of error that Griot's rooms hand up to its surfaces. A surface turns the kind into a status
// and shows the message; it never shows the wrapped error, which is for the log.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what a surface should do with an error.
type Kind int

// The kinds. Internal is the zero value: an error that nobody classified is ours.
const (
	Internal    Kind = iota
	NotFound         // no such thing, and as far as we know there never was: 404
	Gone             // it was here and was withdrawn: 410
	Invalid          // the input is wrong; the message says what to change: 400
	Conflict         // the input is right but something stands in its way: 409
	Forbidden        // whoever asks may not: 403
	TooMany          // asked too often: 429
	TooLarge         // over a limit that the message names: 413
	Unavailable      // not now; asking again later makes sense: 503
)

var names = [...]string{"internal", "not found", "gone", "invalid", "conflict", "forbidden", "too many", "too large", "unavailable"}

// String is the kind as it stands in a log line.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(names) {
		return names[Internal]
	}
	return names[k]
}

// Error carries a kind and a message that is safe to show to whoever asked.
type Error struct {
	Kind    Kind
	Message string
	Err     error // the cause, for the log; may be nil
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap gives errors.Is and errors.As the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind with a message that may be shown.
func New(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Wrap gives a cause a kind and a message that may be shown.
func Wrap(kind Kind, err error, format string, args ...any) error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...), Err: err}
}

// Of is the kind of the nearest Error in the chain; Internal when there is none or err is nil.
func Of(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of a kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err) == kind }

// Message is what may be shown of err: the message of the nearest Error in the chain, or "" when nobody meant any of it for showing.
func Message(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return ""
}
