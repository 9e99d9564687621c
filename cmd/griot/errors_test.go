package main

import (
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// TestErrors: one line on standard error that says what was wrong and what to do; 1 for what failed, 2 for what was asked wrongly.
func TestErrors(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	odd := func(config string) string {
		folder := filepath.Join(t.TempDir(), "j")
		must(t, "init", "--dir", folder, "--title", "T")
		save(t, filepath.Join(folder, "griot.toml"), config)
		return folder
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	blocked := filepath.Join(t.TempDir(), "fichier")
	save(t, blocked, "rien")
	for _, try := range []struct {
		name   string
		env    environ
		args   []string
		status int
		says   []string
	}{
		{"a port in use", nil, []string{"serve", "--dir", dir, "--addr", taken.Addr().String()}, exitFailed, []string{taken.Addr().String(), "in use"}},
		{"a port that is none", nil, []string{"serve", "--dir", dir, "--addr", "127.0.0.1:99999"}, exitUsage, []string{"HOST:PORT"}},
		{"an address without a port", nil, []string{"serve", "--dir", dir, "--addr", "ici"}, exitUsage, []string{"HOST:PORT"}},
		{"a corrupt griot.toml", nil, []string{"serve", "--dir", odd("addr = \"127.0.0.1:0\"\nurl = https://\n")}, exitUsage, []string{"griot.toml", "line 2"}},
		{"an unknown setting", nil, []string{"serve", "--dir", odd("adresse = \"127.0.0.1:0\"\n")}, exitUsage, []string{"griot.toml", "adresse", "trusted_proxy"}},
		{"a setting of the wrong kind", nil, []string{"serve", "--dir", odd("cache_mb = \"beaucoup\"\n")}, exitUsage, []string{"cache-mb"}},
		{"a strange environment", environ{"GRIOT_CACHE_MB": "beaucoup"}, []string{"serve", "--dir", dir}, exitUsage, []string{"cache-mb"}},
		{"an unknown flag", nil, []string{"serve", "--dir", dir, "--vitesse", "9"}, exitUsage, []string{"--vitesse", "griot --help"}},
		{"an unknown command", nil, []string{"ouvre"}, exitUsage, []string{"ouvre", "griot --help"}},
		{"a flag that is missing", nil, []string{"init", "--dir", dir}, exitUsage, []string{"--title"}},
		{"an argument that is missing", nil, []string{"backup"}, exitUsage, []string{"<file>"}},
		{"no newsroom", nil, []string{"serve", "--dir", t.TempDir(), "--addr", "127.0.0.1:0"}, exitFailed, []string{"griot init", "griot demo"}},
		{"no newsroom to check", nil, []string{"check", "--dir", t.TempDir()}, exitFailed, []string{"griot init"}},
		{"a folder that is a file", nil, []string{"init", "--dir", blocked, "--title", "T"}, exitFailed, []string{blocked, "--dir"}},
		{"a folder below a file", nil, []string{"demo", "--dir", filepath.Join(blocked, "x"), "--addr", "127.0.0.1:0"}, exitFailed, []string{"--dir"}},
		{"a backup below a file", nil, []string{"backup", filepath.Join(blocked, "x"), "--dir", dir}, exitFailed, []string{blocked}},
		{"a demo for everybody", nil, []string{"demo", "--dir", t.TempDir(), "--addr", "0.0.0.0:0"}, exitUsage, []string{"0.0.0.0:0", "--public"}},
		{"a demo on every address", nil, []string{"demo", "--dir", t.TempDir(), "--addr", ":0"}, exitUsage, []string{"--public"}},
		{"a demo on IPv6 for everybody", nil, []string{"demo", "--dir", t.TempDir(), "--addr", "[::]:0"}, exitUsage, []string{"--public"}},
		{"a demo of fewer than none", nil, []string{"demo", "--dir", t.TempDir(), "--articles=-1"}, exitUsage, []string{"--articles"}},
		{"fresh on a real newsroom", nil, []string{"demo", "--dir", dir, "--addr", "127.0.0.1:0", "--fresh"}, exitFailed, []string{dir, "--dir"}},
		{"a proxy that is no network", nil, []string{"serve", "--dir", dir, "--trusted-proxy", "voisin"}, exitUsage, []string{"voisin", "10.0.0.0/8"}},
		{"an origin with a path", nil, []string{"serve", "--dir", dir, "--url", "https://x.example/journal"}, exitUsage, []string{"--url"}},
		{"metrics for everybody", nil, []string{"serve", "--dir", dir, "--addr", "127.0.0.1:0", "--metrics", "0.0.0.0:0"}, exitUsage, []string{"0.0.0.0:0"}},
		{"no memory", nil, []string{"serve", "--dir", dir, "--cache-mb", "0"}, exitUsage, []string{"--cache-mb"}},
		{"a log of no day", nil, []string{"serve", "--dir", dir, "--log-dir", t.TempDir(), "--log-days", "0"}, exitUsage, []string{"--log-days"}},
		{"a log in a file", nil, []string{"serve", "--dir", dir, "--log-dir", blocked}, exitFailed, []string{blocked}},
		{"a theme that is not there", nil, []string{"serve", "--dir", dir, "--addr", "127.0.0.1:0", "--theme", filepath.Join(dir, "absent")}, exitFailed, []string{"absent"}},
		{"another database", nil, []string{"serve", "--dir", dir, "--database", "mysql://x"}, exitUsage, []string{"postgres://"}},
		{"a newsroom twice", nil, []string{"init", "--dir", dir, "--title", "T"}, exitFailed, []string{"already"}},
		{"an unknown language", nil, []string{"init", "--dir", t.TempDir(), "--title", "T", "--lang", "xx"}, exitUsage, []string{"xx", "fr"}},
		{"an unknown preset", nil, []string{"init", "--dir", t.TempDir(), "--title", "T", "--preset", "lemonde"}, exitUsage, []string{"africapresse"}},
		{"an unknown role", nil, []string{"user", "add", "une@journal.example", "--name", "N", "--role", "roi", "--dir", dir}, exitUsage, []string{"roi", "editor"}},
		{"no address", nil, []string{"user", "add", "une", "--name", "N", "--role", "editor", "--dir", dir}, exitUsage, []string{"une"}},
		{"a token for nobody", nil, []string{"token", "add", "personne@journal.example", "--name", "N", "--dir", dir}, exitFailed, []string{"personne@journal.example"}},
		{"a backup that is none", nil, []string{"restore", blocked, "--dir", filepath.Join(t.TempDir(), "x")}, exitUsage, []string{blocked, "nothing was restored"}},
		{"a backup that is not there", nil, []string{"restore", blocked + "x", "--dir", filepath.Join(t.TempDir(), "x")}, exitFailed, []string{blocked + "x"}},
	} {
		t.Run(try.name, func(t *testing.T) {
			t.Parallel()
			s := griot(try.env, try.args...)
			if s.status != try.status || s.out != "" {
				t.Errorf("status %d, want %d; said %q", s.status, try.status, s.out)
			}
			line := strings.TrimSuffix(s.errors, "\n")
			if !strings.HasPrefix(line, "griot: ") || strings.HasPrefix(line, "griot: --help") || strings.Contains(line, "\n") || strings.Contains(line, "goroutine") {
				t.Errorf("not one line: %q", s.errors)
			}
			for _, want := range try.says {
				if !strings.Contains(line, want) {
					t.Errorf("%q does not say %q", line, want)
				}
			}
		})
	}
}

// TestHelp is in French, for every command.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "demo", "init", "serve", "import", "import wordpress", "backup", "restore", "check", "reindex", "user", "user add", "token", "token add"} {
		s := griot(nil, append(strings.Fields(command), "--help")...)
		if s.status != exitDone || s.errors != "" || !strings.HasPrefix(s.out, "Usage : griot") {
			t.Errorf("griot %s --help: %d, %.60q, %s", command, s.status, s.out, s.errors)
		}
		for _, english := range []string{"Usage:", "Flags:", "Commands:", "Arguments:", "Show ", "<command>", "[flags]", "Run \"", "for more information", " the ", "required"} {
			if strings.Contains(s.out, english) {
				t.Errorf("griot %s --help speaks English: %q", command, english)
			}
		}
		for line := range strings.Lines(s.out) {
			if fields := strings.Fields(line); len(fields) == 1 && strings.HasPrefix(fields[0], "--") && len(fields[0]) < 25 {
				t.Errorf("griot %s --help does not explain %s", command, fields[0])
			}
		}
	}
	if s := griot(nil); s.status != exitDone || !strings.Contains(s.out, "Commandes :") {
		t.Errorf("griot alone: %d, %.60q", s.status, s.out)
	}
	dir := t.TempDir()
	save(t, filepath.Join(dir, "griot.toml"), "ceci n’est pas du TOML")
	if s := griot(nil, "serve", "--dir", dir, "--help"); s.status != exitDone {
		t.Errorf("help beside a corrupt griot.toml: %d, %s", s.status, s.errors)
	}
	if s := griot(nil, "--version"); s.status != exitDone || !strings.HasPrefix(s.out, "griot ") {
		t.Errorf("griot --version: %d, %q", s.status, s.out)
	}
}
