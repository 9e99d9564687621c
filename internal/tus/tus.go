// Package tus takes uploads that come in pieces, by the protocol of that name: version 1.0.0, core, creation, termination and expiration. (tus.io/protocols/resumable-upload)
//
// It reads requests and writes answers; where uploads are kept, who may make them and what becomes of them is the shelf's. What is wrong is an error for the surface to put into its own words.
package tus

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"griot/internal/fault"
)

// Upload is one upload as far as the protocol goes.
type Upload struct {
	ID       string
	Length   int64 // bytes
	Received int64
	Ends     time.Time // when it is forgotten if it is not whole
	Became   string    // what it became once it was whole; "" before
}

// Shelf keeps uploads. Errors are of package fault; an unknown upload is fault.NotFound.
type Shelf interface {
	Create(ctx context.Context, length int64, said map[string]string) (*Upload, error)
	Find(ctx context.Context, id string) (*Upload, error)
	// Append keeps what a body brings, as far as it comes: a body that breaks off is no error. Where the upload is whole after it, it becomes what it is to become.
	Append(ctx context.Context, u *Upload, body io.Reader) error
	Drop(ctx context.Context, id string) error
}

const (
	version   = "1.0.0"
	abilities = "creation,termination,expiration"
	maxSaid   = 4096 // bytes of what a client says of an upload
)

// Serve answers a request for an upload, or where id is empty for a new one, whose address is below base. most is the longest upload in bytes.
func Serve(w http.ResponseWriter, r *http.Request, s Shelf, base, id string, most int64) error {
	h := w.Header()
	h.Set("Tus-Resumable", version)
	h.Set("Cache-Control", "no-store")
	if r.Method == http.MethodOptions {
		h.Set("Tus-Version", version)
		h.Set("Tus-Extension", abilities)
		h.Set("Tus-Max-Size", strconv.FormatInt(most, 10))
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if r.Header.Get("Tus-Resumable") != version {
		h.Set("Tus-Version", version)
		w.WriteHeader(http.StatusPreconditionFailed)
		return nil
	}
	switch {
	case id == "":
		return create(w, r, s, base, most)
	case r.Method == http.MethodHead:
		return tell(w, r, s, id)
	case r.Method == http.MethodPatch:
		return take(w, r, s, id)
	case r.Method == http.MethodDelete:
		if err := s.Drop(r.Context(), id); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return fault.New(fault.Invalid, "an upload takes HEAD, PATCH and DELETE")
}

func create(w http.ResponseWriter, r *http.Request, s Shelf, base string, most int64) error {
	length, err := strconv.ParseInt(r.Header.Get("Upload-Length"), 10, 64)
	if err != nil || length < 1 {
		return fault.New(fault.Invalid, "say in Upload-Length how many bytes will come")
	}
	if length > most {
		return fault.New(fault.TooLarge, "an upload has at most %d MB", most>>20)
	}
	said, err := metadata(r.Header.Get("Upload-Metadata"))
	if err != nil {
		return err
	}
	u, err := s.Create(r.Context(), length, said)
	if err != nil {
		return err
	}
	w.Header().Set("Location", base+u.ID)
	expire(w, u)
	w.WriteHeader(http.StatusCreated)
	return nil
}

// metadata reads what a client says of an upload: names, each with a value in base64, with commas between.
func metadata(field string) (map[string]string, error) {
	said := map[string]string{}
	if len(field) > maxSaid {
		return nil, fault.New(fault.TooLarge, "Upload-Metadata has at most %d bytes", maxSaid)
	}
	for pair := range strings.SplitSeq(field, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		data, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "the values in Upload-Metadata are base64")
		}
		if name != "" {
			said[name] = string(data)
		}
	}
	return said, nil
}

func tell(w http.ResponseWriter, r *http.Request, s Shelf, id string) error {
	u, err := s.Find(r.Context(), id)
	if err != nil {
		return err
	}
	w.Header().Set("Upload-Length", strconv.FormatInt(u.Length, 10))
	standing(w, u)
	w.WriteHeader(http.StatusOK)
	return nil
}

// standing says how far an upload is.
func standing(w http.ResponseWriter, u *Upload) {
	w.Header().Set("Upload-Offset", strconv.FormatInt(u.Received, 10))
	if u.Became != "" {
		w.Header().Set("Upload-Became", u.Became)
	}
	expire(w, u)
}

func expire(w http.ResponseWriter, u *Upload) {
	if u.Received < u.Length {
		w.Header().Set("Upload-Expires", u.Ends.UTC().Format(http.TimeFormat))
	}
}

func take(w http.ResponseWriter, r *http.Request, s Shelf, id string) error {
	if r.Header.Get("Content-Type") != "application/offset+octet-stream" {
		w.WriteHeader(http.StatusUnsupportedMediaType)
		return nil
	}
	at, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || at < 0 {
		return fault.New(fault.Invalid, "say in Upload-Offset where these bytes belong")
	}
	u, err := s.Find(r.Context(), id)
	if err != nil {
		return err
	}
	if at != u.Received {
		standing(w, u)
		w.WriteHeader(http.StatusConflict)
		return nil
	}
	if r.ContentLength > u.Length-u.Received {
		return fault.New(fault.TooLarge, "more bytes came than were announced")
	}
	if err := s.Append(r.Context(), u, r.Body); err != nil {
		return err
	}
	standing(w, u)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
