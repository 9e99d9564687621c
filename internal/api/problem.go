package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"griot/internal/fault"
)

// statuses are the kinds of fault as HTTP has them. What is well-formed and wrong is 422, as it is where a type lies.
var statuses = map[fault.Kind]int{
	fault.NotFound: http.StatusNotFound, fault.Gone: http.StatusGone, fault.Invalid: http.StatusUnprocessableEntity, fault.Conflict: http.StatusConflict,
	fault.Forbidden: http.StatusForbidden, fault.TooMany: http.StatusTooManyRequests, fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unavailable: http.StatusServiceUnavailable,
}

// errUnknown is for whoever brings no token, or none that is known.
func errUnknown(detail string) error {
	return &huma.ErrorModel{Status: http.StatusUnauthorized, Detail: detail}
}

// problem is an error as whoever asked may see it. What nobody classified is ours: it goes to the log.
func (a *API) problem(ctx context.Context, err error) *huma.ErrorModel {
	if known := (*huma.ErrorModel)(nil); errors.As(err, &known) {
		return known
	}
	kind := fault.Of(err)
	if kind == fault.Internal || kind == fault.Unavailable {
		a.Log.LogAttrs(ctx, slog.LevelError, "an API request failed", slog.String("kind", kind.String()), slog.Any("error", err))
	}
	return &huma.ErrorModel{Status: cmp.Or(statuses[kind], http.StatusInternalServerError), Detail: cmp.Or(fault.Message(err), "something went wrong on our side; it is in the log")}
}

// handle joins a function of the API to the library that reads requests and writes answers.
func handle[In, Out any](serve func(context.Context, *In) (*Out, error)) func(huma.API, huma.Operation) {
	return func(h huma.API, o huma.Operation) { huma.Register(h, o, serve) }
}

// refuse sends a problem outside of any operation.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	switch p.Status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="api"`)
	case http.StatusRequestEntityTooLarge:
		w.Header().Set("Connection", "close") // what is left of the body is not read
	}
	send(w, p)
}

func send(w http.ResponseWriter, p *huma.ErrorModel) {
	p.Title = http.StatusText(p.Status)
	body, err := json.Marshal(p)
	if err != nil { // of our own words: it cannot be
		body = []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body)
}

// unknown answers where nothing is, or nothing that takes the method.
func (a *API) unknown(w http.ResponseWriter, r *http.Request) {
	var allow []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := *r
		other.Method = method
		if _, pattern := a.mux.Handler(&other); pattern != "" {
			allow = append(allow, method)
		}
	}
	if len(allow) > 0 {
		notAllowed(w, allow...)
		return
	}
	send(w, &huma.ErrorModel{Status: http.StatusNotFound, Detail: "there is nothing at this address: " + descriptionPath + " describes what there is"})
}

func notAllowed(w http.ResponseWriter, allow ...string) {
	list := strings.Join(allow, ", ")
	w.Header().Set("Allow", list)
	send(w, &huma.ErrorModel{Status: http.StatusMethodNotAllowed, Detail: "this address takes " + list})
}

// maxEcho bounds what a problem repeats of the request, in bytes.
const maxEcho = 200

// brief shortens what a problem repeats of the request: it may be a text of a megabyte.
func brief(_ huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p.Title = http.StatusText(p.Status)
	for _, e := range p.Errors {
		if text, err := json.Marshal(e.Value); err != nil || len(text) > maxEcho {
			e.Value = nil
		}
		if len(e.Message) > maxEcho {
			cut := maxEcho
			for !utf8.RuneStart(e.Message[cut]) {
				cut--
			}
			e.Message = e.Message[:cut] + "…"
		}
	}
	return p, nil
}

// sendJSON sends a body outside of the library that describes the API.
func sendJSON(w http.ResponseWriter, status int, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // an error means that whoever asked has left
	return nil
}
