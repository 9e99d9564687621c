package desk

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

//go:embed ui/static
var static embed.FS

// asset is a file that browsers fetch once: its address has its content's hash.
type asset struct {
	mime    string
	content []byte
	packed  func() []byte // by gzip, made when first asked for
}

// assets are the files of ui/static: by name their addresses, by address themselves.
type assets struct {
	paths map[string]string
	files map[string]*asset
}

func loadAssets() (assets, error) {
	a := assets{paths: map[string]string{}, files: map[string]*asset{}}
	err := fs.WalkDir(static, "ui/static", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := static.ReadFile(file)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(file, "ui/static/")
		sum := sha256.Sum256(content)
		at := "/desk/-/" + hex.EncodeToString(sum[:6]) + "/" + name
		a.paths[name] = at
		a.files[at] = &asset{mime: mime.TypeByExtension(path.Ext(name)), content: content, packed: sync.OnceValue(func() []byte { return pack(content) })}
		return nil
	})
	return a, err
}

func pack(content []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level exists
	_, _ = z.Write(content)                               // to memory
	_ = z.Close()
	return b.Bytes()
}

func (a assets) path(name string) (string, error) {
	at, ok := a.paths[name]
	if !ok {
		return "", fmt.Errorf("ui/static holds no %s", name)
	}
	return at, nil
}

// serve sends a file. It is the same for everybody, so whoever has it need not ask again.
func (a assets) serve(w http.ResponseWriter, r *http.Request) {
	if n, ok := w.(noter); ok {
		n.Note("desk file", "desk")
	}
	file := a.files[r.URL.Path]
	if file == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", file.mime)
	h.Set("Vary", "Accept-Encoding")
	body := file.content
	if takesGzip(r) {
		if packed := file.packed(); len(packed) < len(body) {
			h.Set("Content-Encoding", "gzip")
			body = packed
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // an error means that the reader has left
	}
}
