package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

// axe is the text of axe-core, from the journeys' folder or another place where it may lie.
func (b *bench) axe() (string, error) {
	name := first(b.getenv("AXE_JS"), filepath.Join(b.root, "internal/journey/testdata/axe.min.js"), "/tmp/griot-audit*/node_modules/axe-core/axe.min.js")
	if name == "" {
		return "", errors.New("no axe.min.js: name one in AXE_JS (npm pack axe-core)")
	}
	text, err := os.ReadFile(name) //nolint:gosec // a fixed name or the caller's
	return string(text), err
}

// first is the first file that a list of names and patterns finds; "" when there is none.
func first(patterns ...string) string {
	for _, p := range patterns {
		if found, err := filepath.Glob(p); err == nil && len(found) > 0 {
			return found[0]
		}
	}
	return ""
}

// breaches runs axe in an open page and gives a line for each rule that is broken: the levels of WCAG 2.2 up to AA, and good practice.
func breaches(tab context.Context, path, axe string) (list []string, err error) {
	if _, err := chromedp.Run(tab, chromedp.Evaluate[int](axe+"\n;1")); err != nil {
		return nil, fmt.Errorf("axe: %w", err)
	}
	const look = `axe.run(document, {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then((r) => r.violations.map((v) => v.id + ' on ' + v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')))`
	found, err := chromedp.Run(tab, chromedp.Evaluate[[]string](look, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, fmt.Errorf("axe on %s: %w", path, err)
	}
	for _, f := range found {
		list = append(list, path+": "+f)
	}
	return list, nil
}
