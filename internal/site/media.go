package site

import (
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"griot/internal/fault"
	"griot/internal/media"
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
		blob, err := media.PublicBlob(name)
		if err != nil {
			fail(w, r, err)
			return
		}
		file, err := s.Blob.Open(r.Context(), blob)
		if err != nil {
			if fault.Of(err) == fault.Internal {
				s.Log.Error("a media file cannot be opened", "error", err)
			}
			fail(w, r, err)
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
