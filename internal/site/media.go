package site

import (
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"griot/internal/blob"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/preview"
)

// Media serves the files under /media/: named by their content, so they never change and may be kept for ever. fail answers what is not there.
func (s *Site) Media(fail func(w http.ResponseWriter, r *http.Request, err error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/media/")
		file, ok := s.mediaFile(w, r, name, fail)
		if !ok {
			return
		}
		defer func() { _ = file.Close() }()
		h := w.Header()
		h.Set("Content-Type", mediaType(name))
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("ETag", `"`+strings.TrimSuffix(name, path.Ext(name))+`"`)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin") // feeds and previews show our pictures elsewhere
		http.ServeContent(w, r, "", time.Time{}, file)
	})
}

// mediaFile opens the file behind the last part of a public address; ok is false when the answer is written.
func (s *Site) mediaFile(w http.ResponseWriter, r *http.Request, name string, fail func(w http.ResponseWriter, r *http.Request, err error)) (file blob.File, ok bool) {
	if _, is := preview.Subject(name); is {
		return s.previewFile(w, r, name, fail)
	}
	public, err := media.PublicBlob(name)
	if err == nil {
		file, err = s.Blob.Open(r.Context(), public)
	}
	if err != nil {
		s.failMedia(w, r, err, fail)
		return nil, false
	}
	return file, true
}

// failMedia answers what went wrong; what nobody classified is ours, and logged.
func (s *Site) failMedia(w http.ResponseWriter, r *http.Request, err error, fail func(w http.ResponseWriter, r *http.Request, err error)) {
	if fault.Of(err) == fault.Internal && r.Context().Err() == nil {
		s.Log.Error("a media file cannot be opened", "error", err)
	}
	fail(w, r, err)
}

// mediaType names the type of a public file by its ending, which we gave.
func mediaType(name string) string {
	if strings.HasSuffix(name, ".webp") {
		return "image/webp"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
