package drawing_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"griot/internal/fault"
	"griot/internal/media/drawing"
	"griot/internal/media/scrub"
)

const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">`

// TestClean: what draws stays; what runs, moves, fetches or tells goes.
func TestClean(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`<path d="M0 0h9" fill="url(#g)"/>`:                                                               `<path d="M0 0h9" fill="url(#g)"></path>`,
		`<use xlink:href="#a"/>`:                                                                          `<use href="#a"></use>`,
		`<use href="https://spy.example/a.svg#a"/>`:                                                       `<use></use>`,
		`<script>alert(1)</script><g onclick="alert(1)"/>`:                                                `<g></g>`,
		`<g ONLOAD="alert(1)" style="fill:red"/>`:                                                         `<g style="fill:red"></g>`,
		`<a href="javascript:alert(1)"><text x="1">Kayes &amp; Ségou</text></a>`:                          `<g><text x="1">Kayes &amp; Ségou</text></g>`,
		`<image href="https://spy.example/1.png"/><foreignObject><p/></foreignObject>`:                    ``,
		`<animate attributeName="href" to="javascript:alert(1)"/><set/>`:                                  ``,
		`<style>@import "https://spy.example";</style>`:                                                   `<style></style>`,
		`<style>.a{fill:url(https://spy.example)}</style>`:                                                `<style></style>`,
		`<style>.a{fill:url( "#g")}</style><g class="a"/>`:                                                `<style>.a{fill:url( &#34;#g&#34;)}</style><g class="a"></g>`,
		`<g style="background:u\72l(//spy.example)" filter="url(//spy.example#f)"/>`:                      `<g></g>`,
		`<!-- drawn by Awa --><metadata>Awa</metadata><path data-name="Awa"/>`:                            `<path></path>`,
		`<sodipodi:view xmlns:sodipodi="http://sodipodi"/><script xmlns="http://www.w3.org/1999/xhtml"/>`: ``,
	} {
		c, err := drawing.Clean([]byte(`<?xml version="1.0" encoding="UTF-8"?>` + head + in + `</svg>`))
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := string(c.SVG); got != `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">`+want+`</svg>` || c.Width != 40 || c.Height != 20 {
			t.Errorf("%s\nbecomes %s\nwant    %s", in, got, want)
		}
	}
	c, err := drawing.Clean([]byte(head + `<!-- GPS 13.5 N --></svg>`))
	if err != nil || !slices.Equal(c.Traces, []scrub.Trace{scrub.Place}) {
		t.Errorf("it tells of %v, %v", c, err)
	}
}

// TestRefused: what is no drawing, or one without end, is refused.
func TestRefused(t *testing.T) {
	t.Parallel()
	var laughs strings.Builder
	laughs.WriteString(head + `<g id="a0"><path/></g>`)
	for i := range 30 {
		fmt.Fprintf(&laughs, `<g id="a%d"><use href="#a%d"/><use href="#a%d"/></g>`, i+1, i, i)
	}
	for name, source := range map[string]string{
		"nothing": "", "text": "Chers lecteurs", "cut": head + "<g>", "two": head + "</svg>" + head + "</svg>", "other root": "<html><svg/></html>", "crossed": head + "<g></svg></g>",
		"no size":  `<svg xmlns="http://www.w3.org/2000/svg"/>`,
		"too wide": `<svg xmlns="http://www.w3.org/2000/svg" width="20001" height="1"/>`, "in per cent": `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"/>`,
		"entities": `<!DOCTYPE svg [<!ENTITY a "b">]>` + head + `<text>&a;</text></svg>`, "other letters": `<?xml version="1.0" encoding="utf-16"?>` + head + `</svg>`,
		"deep": head + strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100) + "</svg>", "laughs": laughs.String() + "</svg>", "itself": head + `<g id="a"><use href="#a"/></g></svg>`,
	} {
		if c, err := drawing.Clean([]byte(source)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}

// FuzzClean: whatever comes out is XML in which nothing runs, and is clean itself.
func FuzzClean(f *testing.F) {
	f.Add([]byte(head + `<g id="a" style="fill:url(#b)"><text>é</text></g><a xlink:href="#a"/></svg>`))
	f.Add([]byte(`<s:svg xmlns:s="http://www.w3.org/2000/svg" width="3cm" height="2in"><s:title>x</s:title></s:svg>`))
	f.Fuzz(func(t *testing.T, source []byte) {
		c, err := drawing.Clean(source)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		d := xml.NewDecoder(bytes.NewReader(c.SVG))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q is no XML: %v", c.SVG, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if start.Name.Local == "script" || start.Name.Local == "foreignObject" || start.Name.Local == "image" {
				t.Fatalf("%q has %s", c.SVG, start.Name.Local)
			}
			for _, a := range start.Attr {
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
					t.Fatalf("%q has %s", c.SVG, a.Name.Local)
				}
			}
		}
		again, err := drawing.Clean(c.SVG)
		if err != nil || !bytes.Equal(again.SVG, c.SVG) {
			t.Fatalf("%q, cleaned twice, is %+v, %v", c.SVG, again, err)
		}
	})
}
