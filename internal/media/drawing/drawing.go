// Package drawing cleans SVG: what comes out draws the same lines, and can do nothing else. It knows which elements and attributes a drawing needs and drops the rest: scripts, whatever moves, what
// is fetched from elsewhere, pictures within it, and what drawing programs write beside. A drawing that is no XML, that says no size, or that unfolds without end is refused with fault.Invalid.
package drawing

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"griot/internal/fault"
	"griot/internal/media/scrub"
)

// MaxBytes is the longest drawing that is read.
const MaxBytes = 2 << 20

const (
	maxElements = 50_000
	maxDepth    = 64
	maxUnfolded = 200_000 // elements, once every use is followed
	svgSpace    = "http://www.w3.org/2000/svg"
	xlinkSpace  = "http://www.w3.org/1999/xlink"
)

// Cleaned is a clean drawing.
type Cleaned struct {
	SVG           []byte
	Width, Height int // CSS pixels
	Traces        []scrub.Trace
}

// Clean makes a clean drawing of a source.
func Clean(source []byte) (*Cleaned, error) {
	c := &cleaner{refs: map[string]*reach{}, root: &reach{}}
	d := xml.NewDecoder(bytes.NewReader(source))
	d.Strict = true
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = c.token(token)
		}
		if err != nil {
			return nil, refused(err)
		}
	}
	if len(c.open) > 0 || !c.begun {
		return nil, refused(nil)
	}
	if !c.bounded() {
		return nil, fault.New(fault.Invalid, "this drawing repeats itself without end: simplify it, or send it as PNG")
	}
	return &Cleaned{SVG: c.out.Bytes(), Width: c.width, Height: c.height, Traces: c.traces}, nil
}

func refused(err error) error {
	if fault.Is(err, fault.Invalid) {
		return err
	}
	return fault.Wrap(fault.Invalid, err, "this drawing cannot be read: save it as plain SVG, in UTF-8, or send it as PNG")
}

// element is one that is open.
type element struct {
	name    string // as it is written out; "" for what is dropped
	raw     xml.Name
	id      string
	plain   bool // it holds words: a style, a title
	dropped bool // with all that it holds
	spaces  map[string]string
}

type cleaner struct {
	out           bytes.Buffer
	open          []element
	begun         bool
	count         int
	width, height int
	traces        []scrub.Trace
	refs          map[string]*reach // by id
	root          *reach
}

func (c *cleaner) note(traces ...scrub.Trace) {
	for _, t := range traces {
		if !slices.Contains(c.traces, t) {
			c.traces = append(c.traces, t)
		}
	}
}

func (c *cleaner) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return c.start(t)
	case xml.EndElement:
		return c.end(t)
	case xml.CharData:
		c.words(t)
	case xml.Comment:
		if len(bytes.TrimSpace(t)) > 0 {
			c.note(scrub.Guess(t)...)
		}
	case xml.ProcInst:
		if encoding := strings.ToLower(string(t.Inst)); t.Target == "xml" && strings.Contains(encoding, "encoding") && !strings.Contains(encoding, "utf-8") {
			return fault.New(fault.Invalid, "this drawing is not written in UTF-8: save it anew")
		}
	}
	return nil
}

// start opens an element, as itself, as a plain group or not at all.
func (c *cleaner) start(t xml.StartElement) error {
	if c.count++; c.count > maxElements || len(c.open) >= maxDepth {
		return fault.New(fault.Invalid, "this drawing is too intricate: simplify it, or send it as PNG")
	}
	e := element{raw: t.Name, spaces: c.spaces(t.Attr), dropped: len(c.open) > 0 && c.open[len(c.open)-1].dropped}
	name := t.Name.Local
	switch space := e.spaces[t.Name.Space]; {
	case len(c.open) == 0 && (c.begun || name != "svg" || space != svgSpace && space != ""):
		return refused(nil)
	case e.dropped:
	case space != svgSpace && (space != "" || t.Name.Space != ""):
		e.dropped = true
	case name == "a":
		e.name = "g"
	case slices.Contains(elements, name):
		e.name = name
	default:
		e.dropped = true
	}
	if e.dropped {
		c.open = append(c.open, e)
		return nil
	}
	c.root.elements++
	if err := c.write(&e, t); err != nil {
		return err
	}
	c.open = append(c.open, e)
	c.begun = true
	return nil
}

// spaces are the namespaces by their prefixes, within an element.
func (c *cleaner) spaces(attributes []xml.Attr) map[string]string {
	var known map[string]string
	if n := len(c.open); n > 0 {
		known = c.open[n-1].spaces
	}
	copied := false
	for _, a := range attributes {
		prefix, is := a.Name.Local, a.Name.Space == "xmlns"
		if a.Name.Space == "" && a.Name.Local == "xmlns" {
			prefix, is = "", true
		}
		if !is {
			continue
		}
		if !copied {
			fresh := map[string]string{}
			for k, v := range known {
				fresh[k] = v
			}
			known, copied = fresh, true
		}
		known[prefix] = a.Value
	}
	return known
}

// write writes the beginning of an element with the attributes that it may have.
func (c *cleaner) write(e *element, t xml.StartElement) error {
	c.out.WriteString("<" + e.name)
	if len(c.open) == 0 {
		c.out.WriteString(` xmlns="` + svgSpace + `"`)
		if err := c.measure(t.Attr); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, a := range t.Attr {
		name := a.Name.Local
		if a.Name.Space != "" && (e.spaces[a.Name.Space] != xlinkSpace || name != "href") || seen[name] || !c.allowed(e, name, a.Value) {
			continue
		}
		seen[name] = true
		c.out.WriteString(" " + name + `="`)
		_ = xml.EscapeText(&c.out, []byte(a.Value)) // to memory
		c.out.WriteByte('"')
	}
	c.out.WriteByte('>')
	e.plain = slices.Contains(worded, e.name)
	c.reaches(e, t)
	return nil
}

// allowed reports an attribute that an element may have.
func (c *cleaner) allowed(e *element, name, value string) bool {
	switch {
	case name == "href":
		return e.name != "g" && isFragment(value)
	case name == "id":
		return isFragment("#" + value)
	case len(c.open) == 0 && (name == "width" || name == "height" || name == "viewBox"):
		return false // measure has written them
	case name == "style":
		return harmless(value)
	}
	return slices.Contains(attributes, name) && harmless(value)
}

func (c *cleaner) end(t xml.EndElement) error {
	n := len(c.open) - 1
	if n < 0 || c.open[n].raw != t.Name {
		return refused(nil)
	}
	e := c.open[n]
	c.open = c.open[:n]
	if !e.dropped {
		c.out.WriteString("</" + e.name + ">")
	}
	return nil
}

// words writes text where text is shown, and tells of text that is dropped.
func (c *cleaner) words(text []byte) {
	n := len(c.open) - 1
	if n < 0 || len(bytes.TrimSpace(text)) == 0 {
		return
	}
	switch e := c.open[n]; {
	case e.dropped:
		c.note(scrub.Guess(text)...)
	case e.name == "style":
		if harmless(string(text)) {
			_ = xml.EscapeText(&c.out, text) // to memory
		}
	case e.plain:
		_ = xml.EscapeText(&c.out, text) // likewise
	}
}
