package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDistIsCurrent holds the committed files to their sources.
func TestDistIsCurrent(t *testing.T) {
	files, err := build("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "dist", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("dist/%s is not what its source makes: go run ./internal/site/theme/gen", name)
		}
	}
}

func TestFallbacks(t *testing.T) {
	const root = ":root{--ink:#111;--rule:var(--ink);--_no:none}"
	tests := []struct{ name, rule, want string }{
		{"a token", "a{color:var(--ink)}", "a{color:#111;color:var(--ink)}"},
		{"a token of a token", "a{border:1px solid var(--rule)}", "a{border:1px solid #111;border:1px solid var(--rule)}"},
		{"its own fallback", "a{color:var(--h,var(--ink))}", "a{color:#111;color:var(--h,var(--ink))}"},
		{"unknown", "a{color:var(--h)}", "a{color:var(--h)}"},
		{"meant to fall away", "a{display:var(--_no)}", "a{display:var(--_no)}"},
		{"in strings", `a{content:";}";color:var(--ink)}`, `a{content:";}";color:#111;color:var(--ink)}`},
		{"wide screens", "@media(min-width:1em){a{color:var(--ink)}}", "@media(min-width:1em){a{color:var(--ink)}}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := addFallbacks(root+tt.rule, map[string]string{})
			if err != nil || strings.TrimPrefix(got, ":root{--ink:#111;--rule:var(--ink);--_no:none}") != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestFallbacksRefuseBrokenSheets(t *testing.T) {
	for _, sheet := range []string{"a{color:red", "a", `a{content:"`} {
		if _, err := addFallbacks(sheet, map[string]string{}); err == nil {
			t.Errorf("%q passed", sheet)
		}
	}
}
