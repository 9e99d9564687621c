package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"griot/internal/fault"
	"griot/internal/staff"
)

// Limits of a request.
const (
	MaxBodyBytes = 1 << 20
	MaxDepth     = 32 // of JSON within JSON
	MaxKeyBytes  = 200
)

// caller is who asks, and what is known of the request besides what it says.
type caller struct {
	staff.Actor
	key     string // its Idempotency-Key; "" for none
	request string // a hash of method, address and body
}

type callerKey struct{}

func callerOf(ctx context.Context) *caller {
	c, _ := ctx.Value(callerKey{}).(*caller)
	return c
}

// enter lets a request in: it knows the token, has room for the write, and reads the body within its bounds.
func (a *API) enter(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	token, bearer := bearerOf(r)
	if !bearer {
		return r, errUnknown("this address asks for a token: send Authorization: Bearer TOKEN")
	}
	account, err := staff.AccountByToken(r.Context(), a.DB, a.Now(), token)
	if fault.Is(err, fault.Forbidden) {
		return r, errUnknown(fault.Message(err))
	}
	if err != nil {
		return r, err
	}
	if err := staff.NoteTokenUse(r.Context(), a.DB, a.Now(), token); err != nil {
		return r, err
	}
	c := &caller{Actor: staff.Actor{ID: account.ID, Role: account.Role, Device: "API"}, key: r.Header.Get("Idempotency-Key")}
	if from := a.Address(r); from.IsValid() {
		c.Address = from.String()
	}
	if len(c.key) > MaxKeyBytes || !isText(c.key) {
		return r, fault.New(fault.Invalid, "an Idempotency-Key is text of at most %d bytes", MaxKeyBytes)
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		if wait := a.rates.take(sha256.Sum256([]byte(token))); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(1+int(wait.Seconds())))
			return r, fault.New(fault.TooMany, "more than %d writes in a minute by one token: wait a moment", WritesAMinute)
		}
	}
	if streams(r) {
		r.Body = http.MaxBytesReader(w, r.Body, MaxMediaBytes)
		return r.WithContext(context.WithValue(r.Context(), callerKey{}, c)), nil
	}
	body, err := readBody(w, r)
	if err != nil {
		return r, err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %s\n", r.Method, r.URL.RequestURI())
	sum.Write(body)
	c.request = hex.EncodeToString(sum.Sum(nil))
	r = r.WithContext(context.WithValue(r.Context(), callerKey{}, c))
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r, nil
}

// bearerOf is the token of a request (RFC 6750 §2.1).
func bearerOf(r *http.Request) (token string, ok bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), ok && strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(token) != ""
}

// readBody reads a body whole, unless it is too large or nests too deep.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	tooLarge := fault.New(fault.TooLarge, "a request may have at most %d bytes", MaxBodyBytes)
	if r.ContentLength > MaxBodyBytes {
		return nil, tooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBodyBytes))
	if over := (*http.MaxBytesError)(nil); errors.As(err, &over) {
		return nil, tooLarge
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the request broke off")
	}
	if depth(body) > MaxDepth {
		return nil, fault.New(fault.Invalid, "the JSON nests more than %d deep", MaxDepth)
	}
	return body, nil
}

// depth is how deep JSON nests, so far as it is JSON; brackets in texts do not count.
func depth(body []byte) (deepest int) {
	now, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}
