package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// door is one fuzz target.
type door struct{ dir, target string }

// fuzz gives every fuzz target of the module its time, two at once. What it finds is left under testdata/fuzz, where the next ordinary test run fails on it.
func (c *check) fuzz() count {
	doors, err := c.doors()
	if err != nil {
		return c.broken(err)
	}
	if len(doors) == 0 {
		return c.broken(errors.New("no fuzz target was found"))
	}
	var n count
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(2)
	for _, d := range doors {
		group.Go(func() error {
			found, said := c.try(d)
			mu.Lock()
			defer mu.Unlock()
			n.add(found)
			_, err := fmt.Fprintf(c.out, "%s: %d passed, %d failed\n%s", d.target, found.passed, found.failed, said)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return c.broken(err)
	}
	return n
}

// try fuzzes one target. The go command now and then takes the end of the time given for a failure (golang.org/issue/75804): then, and only then, it is tried once more.
func (c *check) try(d door) (count, string) {
	for again := true; ; again = false {
		var said bytes.Buffer
		n := c.goTest(&said, nil, "-run", "^$", "-fuzz", "^"+d.target+"$", "-fuzztime", c.fuzzTime.String(), "-parallel", "1", d.dir)
		text := said.String()
		late := strings.Contains(text, "context deadline exceeded") && !strings.Contains(text, "Failing input")
		if n.failed == 0 {
			return n, ""
		}
		if !late || !again {
			return n, text
		}
	}
}

// doors lists the fuzz targets of the module.
func (c *check) doors() (list []door, err error) {
	packages, err := c.fuzzed()
	if err != nil {
		return nil, err
	}
	for _, dir := range packages {
		targets, err := c.targets(dir)
		if err != nil {
			return nil, err
		}
		for _, target := range targets {
			list = append(list, door{dir, target})
		}
	}
	return list, nil
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
