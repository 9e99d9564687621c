package desk

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"griot/internal/staff"
	"griot/internal/text"
)

//go:embed ui/*.html
var templates embed.FS

// sheets are the parsed templates by page.
type sheets map[string]*template.Template

func loadSheets() (sheets, error) {
	frame, err := template.ParseFS(templates, "ui/layout.html", "ui/parts.html")
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(templates, "ui/*.html")
	if err != nil {
		return nil, err
	}
	all := sheets{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := frame.Clone()
		if err == nil {
			all[name], err = t.ParseFS(templates, file)
		}
		if err != nil {
			return nil, fmt.Errorf("desk page %s: %w", name, err)
		}
	}
	return all, nil
}

// Sheet is what a page's template gets: the frame, and V, the page's own view.
type Sheet struct {
	*Visit
	Title   string
	Nav     []entry
	Notice  string // what was just done
	Problem string // what was refused
	V       any
}

// entry is a line of the navigation.
type entry struct {
	Key  string
	Path string
	May  staff.Act
	Here bool
	Rare bool // in the menu of the person, not in the bar: a bar of ten lines is no bar

	Few  string // how much new there is, in signs; "" is nothing
	Told string // the same in words
}

// Asset is the address of a file of ui/static.
func (s *Sheet) Asset(name string) (string, error) { return s.desk.assets.path(name) }

// When is a time as people at the desk read it: in the newsroom's zone, to the minute.
func (s *Sheet) When(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	zone := s.Paper.Location()
	return s.Loc.DateTimeShort(t.In(zone), s.Now.In(zone))
}

// Section is a list under a heading, for ui/data.html.
func (s *Sheet) Section(key string, list []staff.Presence) section { return section{s, key, list} }

type section struct {
	Sheet *Sheet
	Key   string
	List  []staff.Presence
}

// Said is what somebody said or was told of under a heading, for ui/data.html: the newest of it.
func (s *Sheet) Said(key string, list []staff.Saying) sayings {
	return sayings{s, key, list[:min(len(list), shownLines)]}
}

type sayings struct {
	Sheet *Sheet
	Key   string
	List  []staff.Saying
}

// Part is what a template that is used several times on a page gets: the sheet, and V, its own view.
type Part struct {
	S *Sheet
	V any
}

// With gives a part of the page its own view.
func (s *Sheet) With(view any) Part { return Part{s, view} }

// Prose is a text of an article as it is read. It was cleaned when it was kept, and is cleaned again: what is older than the cleaner is no exception.
func (s *Sheet) Prose(body string) (template.HTML, error) {
	clean, err := text.Clean(body)
	return template.HTML(clean), err //nolint:gosec // the cleaner keeps what cannot execute
}

// Machine is a time for datetime.
func (s *Sheet) Machine(t time.Time) string { return s.Loc.Machine(t.In(s.Paper.Location())) }

// Page sends a page: ui/NAME.html with a view in the frame, under a title in the person's language.
func (v *Visit) Page(name, title string, view any) error {
	t := v.desk.sheets[name]
	if t == nil {
		return fmt.Errorf("there is no template %s", name)
	}
	s := &Sheet{Visit: v, Title: title, Notice: v.notice, Problem: v.problem, V: view, Nav: v.nav()}
	if s.Notice == "" {
		s.Notice = v.takeFlash()
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", s); err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Loc.Lang())
	return v.send(b.Bytes())
}

func (v *Visit) nav() (list []entry) {
	for _, e := range navigation() {
		if v.Proven() && v.May(e.May) {
			e.Here = v.R.URL.Path == e.Path || e.Path != "/desk/" && strings.HasPrefix(v.R.URL.Path, e.Path) || e.Path == paperPath && inPaper(v.R.URL.Path)
			if e.Path == "/desk/notices/" {
				e.Few, e.Told = v.unread()
			}
			list = append(list, e)
		}
	}
	return list
}

// compressFrom is from how many bytes on a page is compressed: below, the head of the answer weighs more.
const compressFrom = 1000

// send writes a body, compressed where the browser takes it.
func (v *Visit) send(body []byte) error {
	h := v.W.Header()
	h.Add("Vary", "Accept-Encoding")
	if len(body) >= compressFrom && !v.secret && takesGzip(v.R) {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, 5)
		if err != nil {
			return err
		}
		if _, err := z.Write(body); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		h.Set("Content-Encoding", "gzip")
		body = b.Bytes()
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if v.status != 0 {
		v.W.WriteHeader(v.status)
	}
	if v.R.Method != http.MethodHead {
		_, _ = v.W.Write(body) // an error means that the reader has left
	}
	return nil
}

func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(strings.Join(r.Header["Accept-Encoding"], ","), ",") {
		name, weight, _ := strings.Cut(part, ";")
		weight = strings.ReplaceAll(weight, " ", "")
		if n := strings.TrimSpace(name); n == "gzip" && weight != "q=0" && weight != "q=0.0" {
			return true
		}
	}
	return false
}
