package main

import (
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	for name, c := range map[string]struct {
		stream string
		want   count
		says   string
	}{
		"leaves": {`{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/x"}
{"Action":"run","Package":"p","Test":"TestA/y"}
{"Action":"pass","Package":"p","Test":"TestA/x"}
{"Action":"pass","Package":"p","Test":"TestA/y"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`, count{2, 0}, "ok"},
		"a failure counts once": {`{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/x"}
{"Action":"output","Package":"p","Test":"TestA/x","Output":"    a_test.go:3: no\n"}
{"Action":"fail","Package":"p","Test":"TestA/x"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`, count{0, 1}, "a_test.go:3: no"},
		"a parent's own failure": {`{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/x"}
{"Action":"pass","Package":"p","Test":"TestA/x"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:9: own\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`, count{1, 1}, "a_test.go:9: own"},
		"a skip is a failure": {`{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:1: later\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`, count{0, 1}, "SKIPPED"},
		"a package without tests": {`{"Action":"start","Package":"p"}
{"Action":"skip","Package":"p"}`, count{0, 0}, ""},
		"a broken build": {`{"ImportPath":"p","Action":"build-output","Output":"p.go:1: nonsense\n"}
{"ImportPath":"p","Action":"build-fail"}
{"Action":"fail","Package":"p","FailedBuild":"p"}`, count{0, 1}, "p.go:1: nonsense"},
		"a program that ended early": {`{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"panic: oh\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\n"}
{"Action":"fail","Package":"p"}`, count{0, 1}, "panic: oh"},
		"not JSON": {"go: no such package\n", count{0, 0}, "no such package"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			r := newReader(&out)
			r.read(strings.NewReader(c.stream))
			if r.count != c.want {
				t.Errorf("counted %+v, want %+v", r.count, c.want)
			}
			if !strings.Contains(out.String(), c.says) {
				t.Errorf("%q is not said: %s", c.says, out.String())
			}
		})
	}
}
