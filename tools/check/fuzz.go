package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// fuzz gives every fuzz target of the module its time. What it finds is left under testdata/fuzz, where the next ordinary test run fails on it.
func (c *check) fuzz() count {
	packages, err := c.fuzzed()
	if err != nil {
		return c.broken(err)
	}
	var n count
	for _, dir := range packages {
		targets, err := c.targets(dir)
		if err != nil {
			n.add(c.broken(err))
		}
		for _, target := range targets {
			fmt.Fprintf(c.out, "%s %s\n", dir, target)
			n.add(c.goTest(nil, "-run", "^$", "-fuzz", "^"+target+"$", "-fuzztime", c.fuzzTime.String(), dir))
		}
	}
	if n.passed+n.failed == 0 {
		return c.broken(fmt.Errorf("no fuzz target was found"))
	}
	return n
}

// fuzzed finds the folders with fuzz targets by reading, which spares linking every other package's tests.
func (c *check) fuzzed() ([]string, error) {
	dirs, err := c.packages("{{.Dir}}")
	if err != nil {
		return nil, err
	}
	var with []string
	for _, dir := range dirs {
		files, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
		for _, file := range files {
			if text, err := os.ReadFile(file); err == nil && bytes.Contains(text, []byte("\nfunc Fuzz")) {
				with = append(with, dir)
				break
			}
		}
	}
	return with, nil
}

// targets asks the tests of a folder for their fuzz targets.
func (c *check) targets(dir string) ([]string, error) {
	out, err := c.command(nil, "go", "test", "-list", "^Fuzz", dir).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go test -list %s: %w\n%s", dir, err, out)
	}
	var targets []string
	for word := range strings.FieldsSeq(string(out)) {
		if strings.HasPrefix(word, "Fuzz") {
			targets = append(targets, word)
		}
	}
	return targets, nil
}
