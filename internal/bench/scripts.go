package main

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// scriptsOf is the text of all scripts that run in a page, one after the other. Structured data are no script; a script of another address is a fault
// that the count of requests shows.
func scriptsOf(page []byte) ([]byte, error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	var all []byte
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" && runs(n) && n.FirstChild != nil {
			all = append(all, n.FirstChild.Data...)
			all = append(all, '\n')
		}
	}
	return all, nil
}

// runs reports whether a script element is a program.
func runs(script *html.Node) bool {
	for _, a := range script.Attr {
		if a.Key == "type" {
			return a.Val == "module" || strings.Contains(a.Val, "javascript")
		}
	}
	return true
}
