package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// archive is the folder of a sample newsroom with as many articles as were asked for. It is made once and kept as long as what it is made from does not change.
func (b *bench) archive(ctx context.Context) (string, error) {
	key, err := b.archiveKey()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(b.cache, fmt.Sprintf("archive-%d-%s", b.articles, key))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := b.forgetArchives(key); err != nil {
		return "", err
	}
	fmt.Fprintf(b.log, "bench: making the archive of %d articles in %s …\n", b.articles, dir)
	p, err := b.serve(ctx, "--dir", dir+".part", "--articles", strconv.Itoa(b.articles))
	if err != nil {
		return "", err
	}
	p.close()
	return dir, os.Rename(dir+".part", dir)
}

// forgetArchives throws away those that are made of something else, and what is left of one that was not finished.
func (b *bench) forgetArchives(key string) error {
	old, err := filepath.Glob(filepath.Join(b.cache, "archive-*"))
	if err != nil {
		return err
	}
	for _, dir := range old {
		if strings.HasSuffix(dir, "-"+key) {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return os.MkdirAll(b.cache, 0o750)
}

// archiveKey is a hash of everything that decides what lies in the folder: the tables, the preset and the sample newspaper.
func (b *bench) archiveKey() (string, error) {
	h := sha256.New()
	for _, dir := range []string{"internal/db/migrations", "internal/transfer/preset", "internal/transfer/sample"} {
		err := filepath.WalkDir(filepath.Join(b.root, dir), func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			fmt.Fprintln(h, name)
			return readInto(h, name)
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:12], nil
}

func readInto(h io.Writer, name string) error {
	f, err := os.Open(name) //nolint:gosec // our own sources
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	_, err = io.Copy(h, f)
	return err
}

// serveCopy serves a copy of the archive, for what changes it.
func (b *bench) serveCopy(ctx context.Context) (*paper, error) {
	archive, err := b.archive(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	if err := os.CopyFS(dir, os.DirFS(archive)); err != nil {
		return nil, err
	}
	return b.serve(ctx, "--dir", dir)
}
