package app

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// TestThemeReload: a theme that changed is one event; one that is the same is none; one that is broken is refused with its file and line, and the old goes on.
func TestThemeReload(t *testing.T) {
	t.Parallel()
	s := settings(demo(t))
	s.Theme = filepath.Join(t.TempDir(), "theme")
	save(t, filepath.Join(s.Theme, "extra.css"), ".premier{color:#111111}")
	n := opened(t, s)
	service, err := NewService(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	defer closePort(service)
	themes := func() int { return number(t, n, "SELECT COUNT(*) FROM event WHERE labels = 'theme'") }
	began := themes()
	if began != 1 {
		t.Errorf("the first theme is %d events, want 1", began)
	}
	reload := func() error {
		err := service.ReloadTheme(context.Background())
		follow(t, service)
		return err
	}
	wears := func(sheet string) {
		t.Helper()
		if w := ask(service, "/a-propos/"); w.Code != 200 || !strings.Contains(w.Body.String(), sheet) {
			t.Errorf("the page does not wear %s", sheet)
		}
	}
	wears("#111111")
	if err := reload(); err != nil || themes() != began {
		t.Errorf("the same theme again: %d events (%v)", themes()-began, err)
	}
	save(t, filepath.Join(s.Theme, "extra.css"), ".second{color:#222222}")
	if err := reload(); err != nil || themes() != began+1 {
		t.Errorf("another theme: %d events (%v)", themes()-began, err)
	}
	wears("#222222")
	for broken, line := range map[string]string{"{{define \"standing\"}}\n\n{{.Heading}}\n{{.Nulle.Part}}{{end}}": ":4", "{{define \"standing\"}}\n{{if}}\n{{end}}": ":2"} {
		file := filepath.Join(s.Theme, "templates", "standing.html")
		save(t, file, broken)
		err := reload()
		if err == nil || !strings.Contains(err.Error(), file+line) || themes() != began+1 {
			t.Errorf("a broken theme: %v; %d events", err, themes()-began)
		}
		wears("#222222")
		if _, err := NewService(context.Background(), n); err == nil || !strings.Contains(err.Error(), file+line) {
			t.Errorf("a service begins with a broken theme: %v", err)
		}
		remove(t, file)
	}
	if err := reload(); err != nil || themes() != began+1 {
		t.Errorf("mended: %d events (%v)", themes()-began, err)
	}
}

// TestThemeInTheNewsroomsFolder needs no flag, and an empty folder is none.
func TestThemeInTheNewsroomsFolder(t *testing.T) {
	t.Parallel()
	s := settings(demo(t))
	save(t, filepath.Join(s.Dir, "theme", "extra.css"), ".chez-nous{color:#333333}")
	service, err := NewService(context.Background(), opened(t, s))
	if err != nil {
		t.Fatal(err)
	}
	defer closePort(service)
	if w := ask(service, "/a-propos/"); !strings.Contains(w.Body.String(), "#333333") {
		t.Error("the theme of the newsroom's folder is not worn")
	}
	s.Theme = filepath.Join(s.Dir, "absent")
	if _, err := NewService(context.Background(), opened(t, s)); err == nil || !strings.Contains(err.Error(), s.Theme) {
		t.Errorf("a theme that is not there: %v", err)
	}
}
