package main

import (
	"strings"
	"testing"
)

func TestSettingCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, "init", "--dir", dir, "--title", "Le Neuf")
	if got := must(t, "setting", "get", "title", "--dir", dir); got != "Le Neuf" {
		t.Errorf("the title is %q", got)
	}
	must(t, "setting", "set", "robots_txt", "User-agent: GPTBot\nDisallow: /", "--dir", dir)
	must(t, "setting", "set", "tagline", "Chaque jour", "--dir", dir)
	if got := must(t, "setting", "list", "--dir", dir); !strings.Contains(got, "tagline = Chaque jour\n") || !strings.Contains(got, "robots_txt = \n  User-agent: GPTBot\n  Disallow: /") {
		t.Errorf("the list is\n%s", got)
	}
	for _, args := range [][]string{{"setting", "get", "nothing"}, {"setting", "set", "language", "en"}, {"setting", "set", "robots_txt", "bonjour"}, {"setting", "set", "title", ""}} {
		if s := griot(nil, append(args, "--dir", dir)...); s.status != exitUsage || strings.Count(s.errors, "\n") != 1 {
			t.Errorf("%v: status %d, %q", args, s.status, s.errors)
		}
	}
	if got := must(t, "setting", "get", "title", "--dir", dir); got != "Le Neuf" {
		t.Errorf("a refused setting left the title %q", got)
	}
}
