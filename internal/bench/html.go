package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"griot/internal/article"
)

// html has the Nu HTML checker read one page of each kind.
func (b *bench) html(ctx context.Context) ([]row, error) {
	const what = "Nu HTML checker errors"
	jar, java, err := b.checker()
	if err != nil {
		return []row{unmeasured(what, err.Error())}, nil
	}
	p, card, err := b.sample(ctx, func(c *article.Card) bool { return c.Hero != nil })
	if err != nil {
		return nil, err
	}
	defer p.close()
	pages := pagesToRead(card)
	dir, err := p.save(ctx, pages)
	if err != nil {
		return nil, err
	}
	found, err := check(ctx, java, jar, dir, pages)
	if err != nil {
		return nil, err
	}
	return []row{promise(what, len(found), 0, number, strings.Join(every(found, 5), "; "))}, nil
}

// checker finds the checker and what runs it.
func (b *bench) checker() (jar, java string, err error) {
	cache, _ := os.UserCacheDir()
	jar = first(b.getenv("VNU_JAR"), filepath.Join(cache, "vnu.jar"), filepath.Join(cache, "*", "vnu.jar"), filepath.Join(b.cache, "vnu.jar"),
		"/tmp/griot-audit*/node_modules/vnu-jar/build/dist/vnu.jar", "/tmp/vnu/node_modules/vnu-jar/build/dist/vnu.jar")
	java, missing := exec.LookPath("java")
	if jar == "" || missing != nil {
		return "", "", errors.New("needs java and vnu.jar: npm pack vnu-jar, unpack it, and name build/dist/vnu.jar in VNU_JAR")
	}
	return jar, java, nil
}

// save writes pages into a folder, numbered.
func (p *paper) save(ctx context.Context, pages []string) (dir string, err error) {
	if dir, err = p.bench.folder(); err != nil {
		return "", err
	}
	for i, path := range pages {
		a, err := p.fetch(ctx, path, "identity")
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.html", i)), a.body, 0o600); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// check gives a line for each error: the page, the line in it and what is wrong.
func check(ctx context.Context, java, jar, dir string, pages []string) (list []string, err error) {
	out, err := exec.CommandContext(ctx, java, "-jar", jar, "--errors-only", "--exit-zero-always", "--stdout", "--format", "json", dir).Output() //nolint:gosec // what was found or named
	if err != nil {
		return nil, fmt.Errorf("run the Nu HTML checker: %w", err)
	}
	var report struct {
		Messages []struct {
			URL, Message string
			LastLine     int
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("read the Nu HTML checker: %w", err)
	}
	for _, m := range report.Messages {
		var n int
		_, _ = fmt.Sscanf(filepath.Base(m.URL), "%d.html", &n) // a name of ours
		list = append(list, fmt.Sprintf("%s line %d: %s", pages[n], m.LastLine, m.Message))
	}
	return list, nil
}
