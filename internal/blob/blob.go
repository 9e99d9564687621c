// Package blob keeps files: bytes under a name, written whole or not at all. A folder serves one machine; object storage comes with scale.
package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"griot/internal/fault"
)

// Store keeps files by name. Names are relative, with "/" between their parts; an unknown name is fault.NotFound.
type Store interface {
	Put(ctx context.Context, name string, content io.Reader) error
	Open(ctx context.Context, name string) (File, error)
	Delete(ctx context.Context, name string) error
	Walk(ctx context.Context, each func(name string, size int64) error) error
}

// File is an open file that can be read from any place.
type File interface {
	io.ReadSeekCloser
	Size() int64
	ModTime() time.Time
}

// Folder keeps files in a folder.
type Folder struct{ dir string }

// OpenFolder opens a folder, which is made if it is absent.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the media folder %s cannot be made: give this user write permission", dir)
	}
	return &Folder{dir: dir}, nil
}

// Put writes a file beside its place and then moves it there, so that a crash leaves the old one or the new one.
func (f *Folder) Put(_ context.Context, name string, content io.Reader) error {
	path, err := f.path(name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return writeFault(err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return writeFault(err)
	}
	_, err = io.Copy(tmp, content)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return writeFault(errors.Join(err, os.Remove(tmp.Name())))
	}
	return nil
}

func writeFault(err error) error {
	return fault.Wrap(fault.Unavailable, err, "a media file could not be written: check free space and permissions of the media folder")
}

// Open opens a file for reading.
func (f *Folder) Open(_ context.Context, name string) (File, error) {
	path, err := f.path(name)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path) //nolint:gosec // path stays inside the folder: see path
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENAMETOOLONG) {
		return nil, fault.Wrap(fault.NotFound, err, "no such file")
	}
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return nil, errors.Join(fault.Wrap(fault.NotFound, err, "no such file"), file.Close())
	}
	return &folderFile{File: file, info: info}, nil
}

type folderFile struct {
	*os.File
	info fs.FileInfo
}

func (f *folderFile) Size() int64        { return f.info.Size() }
func (f *folderFile) ModTime() time.Time { return f.info.ModTime() }

// Delete removes a file; an absent one is no error.
func (f *Folder) Delete(_ context.Context, name string) error {
	path, err := f.path(name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Walk names every file in order. Unfinished ones are passed over.
func (f *Folder) Walk(ctx context.Context, each func(name string, size int64) error) error {
	return filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), unfinished) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(f.dir, path)
		if err != nil {
			return err
		}
		return each(filepath.ToSlash(name), info.Size())
	})
}

// unfinished begins the names of files that are being written.
const unfinished = ".part-"

// path is where a name is kept; a name that would leave the folder, that has two spellings or that is an unfinished file's is refused.
func (f *Folder) path(name string) (string, error) {
	if !fs.ValidPath(name) || name == "." || !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, "\x00\\") || strings.Contains("/"+name, "/"+unfinished) {
		return "", fault.New(fault.NotFound, "no such file")
	}
	return filepath.Join(f.dir, filepath.FromSlash(name)), nil
}
