package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// count is how many tests passed and failed. Only leaves count: a test with subtests is their sum.
type count struct{ passed, failed int }

func (n *count) add(m count) {
	n.passed += m.passed
	n.failed += m.failed
}

// event is a line of go test -json (go doc test2json).
type event struct {
	Action, Package, Test, Output string

	Elapsed float64 // s
}

// goTest runs tests, writes what failed to out, and counts.
func (c *check) goTest(out io.Writer, env []string, args ...string) count {
	cmd := c.command(env, "go", append([]string{"test", "-json", "-count=1", "-timeout=10m"}, args...)...)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return c.broken(err)
	}
	cmd.Stderr = cmd.Stdout // in its place among the rest
	if err := cmd.Start(); err != nil {
		return c.broken(err)
	}
	r := newReader(out)
	r.read(pipe)
	err = cmd.Wait()
	switch n := r.count; {
	case err != nil && n.failed == 0:
		fmt.Fprintln(out, "go test:", err)
		return count{n.passed, 1}
	case n.passed+n.failed == 0:
		fmt.Fprintln(out, "no test ran")
		return count{failed: 1}
	default:
		return n
	}
}

// reader follows a stream of events.
type reader struct {
	out     io.Writer
	count   count
	said    map[string][]string // output of what has not ended yet, by package and test
	parents map[string]bool     // tests with subtests
	broken  map[string]bool     // tests and packages with a failure below them that was counted
	tests   map[string]int      // passed, by package
}

func newReader(out io.Writer) *reader {
	return &reader{out: out, said: map[string][]string{}, parents: map[string]bool{}, broken: map[string]bool{}, tests: map[string]int{}}
}

func (r *reader) read(in io.Reader) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(r.out, lines.Text())
			continue
		}
		r.take(e)
	}
}

func (r *reader) take(e event) {
	id := e.Package + " " + e.Test
	switch e.Action {
	case "run":
		for at := parent(e.Test); at != ""; at = parent(at) {
			r.parents[e.Package+" "+at] = true
		}
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "output":
		r.said[id] = append(r.said[id], e.Output)
	case "pass", "fail", "skip":
		r.end(e, id)
		delete(r.said, id)
	}
}

func (r *reader) end(e event, id string) {
	switch {
	case e.Test == "":
		r.endPackage(e, id)
	case e.Action == "pass" && !r.parents[id]:
		r.count.passed++
		r.tests[e.Package]++
	case e.Action == "skip" || e.Action == "fail" && !r.broken[id]:
		r.fail(e, id)
	}
}

// fail counts one failure, once for all that it makes fail above it, and shows what was said.
func (r *reader) fail(e event, id string) {
	r.count.failed++
	for at := e.Test; ; at = parent(at) {
		r.broken[e.Package+" "+at] = true
		if at == "" {
			break
		}
	}
	what := map[string]string{"skip": "SKIPPED, which counts as failed", "fail": "FAILED"}[e.Action]
	fmt.Fprintf(r.out, "\n--- %s: %s %s (%.1f s)\n", what, e.Package, e.Test, e.Elapsed)
	for _, line := range r.said[id] {
		if !noise(line) {
			fmt.Fprint(r.out, line)
		}
	}
}

// endPackage says how a package ended. One that failed without a failing test did so as a whole: it did not build, or a test ended the program, or a race was found after the last.
func (r *reader) endPackage(e event, id string) {
	if e.Action == "fail" && !r.broken[id] {
		r.unfinished(e.Package)
		r.fail(e, id)
		return
	}
	if e.Action == "pass" && r.tests[e.Package] > 0 {
		fmt.Fprintf(r.out, "ok   %-40s %4d tests %6.1f s\n", e.Package, r.tests[e.Package], e.Elapsed)
	}
}

// unfinished shows the output of tests that were running when their program ended.
func (r *reader) unfinished(pkg string) {
	var ids []string
	for id := range r.said {
		if strings.HasPrefix(id, pkg+" ") && id != pkg+" " {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		fmt.Fprintf(r.out, "\n--- did not end: %s\n%s", id, strings.Join(r.said[id], ""))
	}
}

func parent(test string) string {
	i := strings.LastIndexByte(test, '/')
	return test[:max(i, 0)]
}

// noise are the lines by which go test says that a test goes on.
func noise(line string) bool {
	return strings.HasPrefix(line, "=== RUN") || strings.HasPrefix(line, "=== PAUSE") || strings.HasPrefix(line, "=== CONT") || strings.HasPrefix(line, "=== NAME")
}
