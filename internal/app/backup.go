package app

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"griot/internal/fault"
	"griot/internal/preview"
)

// A backup is one zstd-compressed tar: first the database, then the newsroom's settings and theme, then its files under media/, and last an entry that says it is whole.
const (
	mediaPrefix = "media/"
	themePrefix = "theme/"
	configName  = "griot.toml"
	endMark     = "griot-backup-complete"
)

// Backup writes the newsroom whole, media included, to a new file while others read and write it. The database comes first: files are stored before rows name them,
// so every file a row of the copy names is there.
func (n *Newsroom) Backup(ctx context.Context, file string) (err error) {
	if n.onPostgres() {
		return fault.New(fault.Invalid, "the database is PostgreSQL: back it up with pg_dump --format=custom %s, and copy the folder %s beside it", "\"$GRIOT_DATABASE\"", n.mediaDir())
	}
	if _, err := os.Stat(file); err == nil {
		return fault.New(fault.Conflict, "%s exists already: a backup never writes over another", file)
	}
	part := file + ".part"
	out, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written: check the folder and its permissions", file)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	err = errors.Join(n.writeBackup(ctx, out), out.Sync(), out.Close())
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return os.Rename(part, file)
}

func (n *Newsroom) writeBackup(ctx context.Context, out io.Writer) error {
	z, err := zstd.NewWriter(out, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	if err := n.archiveDatabase(ctx, t); err != nil {
		return err
	}
	if err := n.archiveSettings(t); err != nil {
		return err
	}
	err = n.Blob.Walk(ctx, func(name string, size int64) error {
		if strings.HasPrefix(name, preview.Folder) { // drawn again when they are asked for
			return nil
		}
		f, err := n.Blob.Open(ctx, name)
		if fault.Is(err, fault.NotFound) {
			return nil // deleted since it was named
		}
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		return archiveFile(t, mediaPrefix+name, size, f.ModTime(), f)
	})
	if err != nil {
		return err
	}
	end := strings.NewReader("")
	return errors.Join(archiveFile(t, endMark, 0, n.Now(), end), t.Close(), z.Close())
}

func (n *Newsroom) archiveDatabase(ctx context.Context, t *tar.Writer) error {
	dir, err := os.MkdirTemp(n.Dir, ".backup-*")
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "the folder %s cannot be written: a backup needs room in it for a copy of the database", n.Dir)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	name := filepath.Join(dir, databaseFile)
	if err := n.DB.CopyTo(ctx, name); err != nil {
		return err
	}
	f, err := os.Open(name) //nolint:gosec // our own temporary file
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return archiveFile(t, databaseFile, info.Size(), n.Now(), f)
}

// archiveSettings adds griot.toml and the theme folder where there are any: without them a restored newsroom would look and listen otherwise.
func (n *Newsroom) archiveSettings(t *tar.Writer) error {
	dir := os.DirFS(n.Dir)
	return fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && name != "theme" && !strings.HasPrefix(name, themePrefix):
			return fs.SkipDir
		case !d.Type().IsRegular() || name != configName && !strings.HasPrefix(name, themePrefix):
			return nil
		}
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		return archiveFile(t, name, int64(len(data)), n.Now(), bytes.NewReader(data))
	})
}

func archiveFile(t *tar.Writer, name string, size int64, at time.Time, r io.Reader) error {
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o640, Size: size, ModTime: at, Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err := io.Copy(t, r)
	return err
}

// Restore unpacks a backup into a folder that holds no newsroom. It unpacks beside the place and moves it there when all of it was whole, so that a broken
// backup leaves nothing.
func Restore(ctx context.Context, file, dir string) (err error) {
	in, err := os.Open(file) //nolint:gosec // the operator names the file
	if err != nil {
		return fault.Wrap(fault.NotFound, err, "%s cannot be read", file)
	}
	defer func() { _ = in.Close() }()
	if err := emptyFolder(dir); err != nil {
		return err
	}
	part := strings.TrimRight(dir, "/") + ".restoring"
	if err := os.Mkdir(part, 0o750); err != nil {
		return fault.Wrap(fault.Conflict, err, "%s cannot be made: remove what an interrupted restore left, and check permissions", part)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(part))
		}
	}()
	if err := unpack(ctx, in, part); err != nil {
		return fault.Wrap(fault.Invalid, err, "%s is no whole Griot backup; nothing was restored", file)
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(part, dir)
}

func emptyFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || len(entries) > 0 {
		return fault.New(fault.Conflict, "%s is not an empty folder: a backup is restored into a new one", dir)
	}
	return nil
}

func unpack(ctx context.Context, in io.Reader, dir string) error {
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer z.Close()
	t := tar.NewReader(z)
	whole, database := false, false
	for {
		h, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if h.Name == endMark {
			whole = true
			continue
		}
		if err := unpackFile(dir, h, t); err != nil {
			return err
		}
		database = database || h.Name == databaseFile
	}
	if !whole || !database {
		return errors.New("it ends too early")
	}
	return nil
}

func expected(name string) bool {
	return name == databaseFile || name == configName || strings.HasPrefix(name, mediaPrefix) || strings.HasPrefix(name, themePrefix)
}

func unpackFile(dir string, h *tar.Header, r io.Reader) error {
	if h.Typeflag != tar.TypeReg || !filepath.IsLocal(h.Name) || !expected(h.Name) {
		return fmt.Errorf("unexpected entry %q", h.Name)
	}
	name := filepath.Join(dir, filepath.FromSlash(h.Name))
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640) //nolint:gosec // stays inside dir: see above
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r) //nolint:gosec // an operator's own backup may be as large as the disk
	return errors.Join(err, f.Sync(), f.Close())
}
