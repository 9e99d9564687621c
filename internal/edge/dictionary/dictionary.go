// Package dictionary makes and keeps compression dictionaries (RFC 9842): what pages of one template and language have in common. A browser that has
// fetched one gets the next page without it.
//
// What it promises:
//
//   - A dictionary holds only words and pieces of markup that several pages share. The text of an article, which may be withdrawn one day, is not in it; a
//     headline that stood on several pages may be.
//   - It is named by its content, kept in the newsroom's files, and honoured for Keep after it was made, across restarts and new themes.
//   - What a browser claims to have is looked up by the whole of its hash; a hash that nobody knows is as none.
package dictionary

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"griot/internal/blob"
	"griot/internal/fault"
	"griot/internal/page"
)

const (
	// Keep is how long a dictionary is honoured. Browsers are told half of it.
	Keep = 60 * 24 * time.Hour

	// Dictionaries are fetched below an address that no word of the newspaper's own can be.
	prefix = "/-/d/"
	suffix = ".dict"

	folder   = "dictionary/"
	most     = 64        // are known at a time; the oldest give way
	maxBytes = 256 << 10 // of a dictionary
	better   = 0.9       // what a new one must make of a page, to take the place of the one before
)

// Dictionary is one of them.
type Dictionary struct {
	Kind, Language string
	Made           time.Time
	Body           []byte

	sum         [sha256.Size]byte
	name, hash  string // short and whole, base64
	link        string
	compressors compressors
}

// New names a dictionary by its content, which must not be empty.
func New(kind, language string, made time.Time, body []byte) *Dictionary {
	d := &Dictionary{Kind: kind, Language: language, Made: made, Body: body, sum: sha256.Sum256(body)}
	d.hash = base64.StdEncoding.EncodeToString(d.sum[:])
	d.name = base64.RawURLEncoding.EncodeToString(d.sum[:12])
	d.link = "<" + d.Path() + `>; rel="compression-dictionary"`
	d.compressors.prepare(body)
	return d
}

// Name is its name in addresses, and tells it from others in entity tags.
func (d *Dictionary) Name() string { return d.name }

// Path is its public address.
func (d *Dictionary) Path() string { return prefix + d.name + suffix }

// Link is the field by which pages tell of it.
func (d *Dictionary) Link() string { return d.link }

// Shelf keeps dictionaries. It is safe for concurrent use.
type Shelf struct {
	store blob.Store
	now   func() time.Time
	match func(kind string) string

	mu  sync.RWMutex
	all []*Dictionary // the newest first
}

// Open reads what was kept. match gives the pattern of the addresses that a kind of page has.
func Open(ctx context.Context, store blob.Store, now func() time.Time, match func(kind string) string, log *slog.Logger) (*Shelf, error) {
	s := &Shelf{store: store, now: now, match: match}
	var old []string
	err := store.Walk(ctx, func(name string, size int64) error {
		kind, language, made, ok := parse(name)
		if !ok {
			return nil
		}
		if now().Sub(made) > Keep || size > maxBytes || size == 0 {
			old = append(old, name)
			return nil
		}
		body, err := read(ctx, store, name)
		if err != nil {
			return err
		}
		s.all = append(s.all, New(kind, language, made, body))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read dictionaries: %w", err)
	}
	for _, name := range old {
		if err := store.Delete(ctx, name); err != nil {
			log.WarnContext(ctx, "an old dictionary could not be removed", "error", err)
		}
	}
	s.sort()
	return s, nil
}

func read(ctx context.Context, store blob.Store, name string) (body []byte, err error) {
	f, err := store.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, maxBytes))
}

// sort puts the newest first, and lets the oldest go. It needs the lock, or nobody else to know the shelf.
func (s *Shelf) sort() {
	slices.SortFunc(s.all, func(a, b *Dictionary) int { return cmp.Or(b.Made.Compare(a.Made), strings.Compare(a.name, b.name)) })
	s.all = s.all[:min(len(s.all), most)]
}

// file is where a dictionary is kept; parse reads that.
func (d *Dictionary) file() string {
	return folder + strings.Join([]string{d.Kind, d.Language, strconv.FormatInt(d.Made.UnixMilli(), 10), d.name}, ".")
}

func parse(file string) (kind, language string, made time.Time, ok bool) {
	name, ok := strings.CutPrefix(file, folder)
	parts := strings.Split(name, ".")
	if !ok || len(parts) != 4 {
		return "", "", made, false
	}
	ms, err := strconv.ParseInt(parts[2], 10, 64)
	return parts[0], parts[1], time.UnixMilli(ms), err == nil
}

// Current is the newest for a kind of page in a language; nil when there is none.
func (s *Shelf) Current(kind, language string) *Dictionary {
	return s.first(func(d *Dictionary) bool { return d.Kind == kind && d.Language == language })
}

// Known gives the dictionary that an Available-Dictionary field names; nil for none of ours.
func (s *Shelf) Known(field string) *Dictionary {
	hash, ok := strings.CutPrefix(strings.TrimSpace(field), ":")
	hash, closed := strings.CutSuffix(hash, ":")
	if !ok || !closed {
		return nil
	}
	return s.first(func(d *Dictionary) bool { return d.hash == hash })
}

func (s *Shelf) first(is func(*Dictionary) bool) *Dictionary {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if at := slices.IndexFunc(s.all, is); at >= 0 {
		return s.all[at]
	}
	return nil
}

// Offer makes a dictionary of some pages of a kind and language, the last of which only serves to judge it, and keeps it if it makes clearly less of that page than
// the one before. It reports whether it did.
func (s *Shelf) Offer(ctx context.Context, kind, language string, pages [][]byte) (kept bool, err error) {
	if len(pages) <= fewest {
		return false, nil
	}
	last := pages[len(pages)-1]
	body := Common(pages[:len(pages)-1])
	if len(body) == 0 {
		return false, nil
	}
	d := New(kind, language, s.now(), body)
	if before := s.Current(kind, language); before != nil && d.makes(last) > better*before.makes(last) {
		return false, nil
	}
	if err := s.store.Put(ctx, d.file(), bytes.NewReader(d.Body)); err != nil {
		return false, fmt.Errorf("keep dictionary: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, d)
	s.sort()
	return true, nil
}

// makes is the size in bytes to which it compresses a page.
func (d *Dictionary) makes(body []byte) float64 {
	return float64(len(d.Compress(body, Brotli, Strong)))
}

// Route is where browsers fetch dictionaries.
func (s *Shelf) Route() page.Route {
	return page.Route{Name: "dictionary", Pattern: prefix + "*" + suffix, Make: s.page}
}

func (s *Shelf) page(_ context.Context, at page.Address) (*page.Page, error) {
	d := s.first(func(d *Dictionary) bool { return d.name == at.Any })
	if d == nil {
		return nil, fault.New(fault.NotFound, "no such dictionary")
	}
	return &page.Page{ContentType: "text/plain; charset=utf-8", Body: d.Body, Header: map[string]string{
		"Use-As-Dictionary": `match="` + s.match(d.Kind) + `", match-dest=("document")`,
		"Cache-Control":     "public, max-age=" + strconv.Itoa(int(Keep.Seconds()/2)) + ", immutable",
	}}, nil
}
