package app

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/search"
)

// contents reads a folder whole: every file's bytes by its name.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, dir+"/")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// dump is every row of every table of a newsroom.
func dump(t testing.TB, n *Newsroom) (rows []string) {
	t.Helper()
	tables := column(t, n, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
	for _, table := range tables {
		var columns []string
		for _, c := range column(t, n, "SELECT name FROM pragma_table_info($1)", table) {
			columns = append(columns, "quote("+c+")")
		}
		for _, row := range column(t, n, "SELECT "+strings.Join(columns, " || ',' || ")+" AS row FROM "+table+" ORDER BY row") {
			rows = append(rows, table+" "+row)
		}
	}
	return rows
}

func backup(t testing.TB, n *Newsroom) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "journal.griot")
	if err := n.Backup(context.Background(), file); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestBackupAndRestore: what comes back is the newsroom whole, row by row and file by file.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	own := map[string]string{"griot.toml": "access_log = \"off\"\n", "theme/extra.css": ".neuf{color:#123456}", "theme/templates/liste.txt": "rien", "autre.txt": "pas à nous"}
	for name, text := range own {
		save(t, filepath.Join(n.Dir, name), text)
	}
	file := backup(t, n)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup holds passwords and may be read by %v (%v)", info.Mode(), err)
	}
	to := filepath.Join(t.TempDir(), "rétabli")
	if err := Restore(context.Background(), file, to); err != nil {
		t.Fatal(err)
	}
	back := opened(t, settings(to))
	healthy(t, back)
	if was, is := dump(t, n), dump(t, back); !slices.Equal(was, is) {
		t.Errorf("%d rows came back as %d, not the same", len(was), len(is))
	}
	was, is := contents(t, n.mediaDir()), contents(t, back.mediaDir())
	if len(was) < 200 || len(was) != len(is) {
		t.Errorf("%d files came back as %d", len(was), len(is))
	}
	for name, data := range was {
		if is[name] != data {
			t.Errorf("file %s came back otherwise", name)
		}
	}
	for name, text := range own {
		got, err := os.ReadFile(filepath.Join(to, name))
		if ours := name != "autre.txt"; ours != (err == nil) || ours && string(got) != text {
			t.Errorf("%s came back as %q (%v)", name, got, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(n.Dir, ".backup-*")); len(left) > 0 {
		t.Errorf("the backup left %v behind", left)
	}
	if found, err := search.New(0).Find(t.Context(), back.DB, search.Query{Words: "asmara"}); err != nil || found.Total == 0 {
		t.Errorf("nothing is found in what came back: %v", err)
	}
}

func save(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestBackupWhileWriting: a backup is made while articles and pictures come in. Whatever instant it holds, it is a whole one.
func TestBackupWhileWriting(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	before := number(t, n, "SELECT COUNT(*) FROM article")
	ctx, stop := context.WithCancel(context.Background())
	var writing sync.WaitGroup
	started := make(chan struct{})
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			write(t, n, i)
			if i == 3 {
				close(started)
			}
		}
	})
	<-started
	file := backup(t, n)
	stop()
	writing.Wait()
	after := number(t, n, "SELECT COUNT(*) FROM article")
	to := filepath.Join(t.TempDir(), "to")
	if err := Restore(context.Background(), file, to); err != nil {
		t.Fatal(err)
	}
	back := opened(t, settings(to))
	healthy(t, back)
	if got := number(t, back, "SELECT COUNT(*) FROM article"); got < before+4 || got > after {
		t.Errorf("the copy holds %d articles; there were %d when it began and %d when it ended", got, before+4, after)
	}
	const articles = "SELECT id || path || title || body || COALESCE(hero_id, 0) FROM article WHERE id <= $1 ORDER BY id"
	upTo := number(t, back, "SELECT MAX(id) FROM article")
	if !slices.Equal(column(t, back, articles, upTo), column(t, n, articles, upTo)) {
		t.Error("an article came back otherwise")
	}
}

// write publishes an article with a new picture, as an editor does: the file first, then its row.
func write(t testing.TB, n *Newsroom, i int) {
	t.Helper()
	ctx := context.Background()
	drawing := bytes.Clone(png)
	drawing = append(drawing, fmt.Sprint(i)...) // a file of its own
	f, err := media.ReceiveMade(ctx, n.Blob, drawing, "image/png", 1, 1, []media.Variant{{Width: 1, Format: "webp", Data: drawing}, {Width: 1, Format: "jpg", Data: drawing}})
	if err != nil {
		t.Error(err)
		return
	}
	var m *media.Media
	dbtest.Do(t, n.DB, func(tx *db.Tx) error { m, err = media.Add(ctx, tx, n.Now(), f, media.Media{}); return err })
	publish(t, n, &article.Article{Title: fmt.Sprintf("Pendant la sauvegarde, %d", i), Body: "<p>Vite.</p>", Hero: article.Hero{Picture: m.ID}})
}

// png is the smallest picture.
var png = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde")

// TestBackupRefuses to write over another, or where it may not, and leaves nothing half-written.
func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	dir := t.TempDir()
	there := filepath.Join(dir, "là.griot")
	save(t, there, "un autre")
	if err := n.Backup(context.Background(), there); !fault.Is(err, fault.Conflict) {
		t.Errorf("over another: %v", err)
	}
	if err := n.Backup(context.Background(), filepath.Join(there, "x.griot")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("below a file: %v", err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := n.Backup(stopped, filepath.Join(dir, "arrêté.griot")); err == nil {
		t.Error("a backup that was stopped passes for done")
	}
	if got := contents(t, dir); len(got) != 1 || got["là.griot"] != "un autre" {
		t.Errorf("left behind: %d files", len(got))
	}
}

// TestBackupOfPostgres names the tool that makes it.
func TestBackupOfPostgres(t *testing.T) {
	t.Parallel()
	s := settings(t.TempDir())
	s.Database = dbtest.PostgresURL(t)
	if err := Init(context.Background(), s, "plain", "T", "fr"); err != nil {
		t.Fatal(err)
	}
	n := opened(t, s)
	err := n.Backup(context.Background(), filepath.Join(t.TempDir(), "x.griot"))
	if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "pg_dump") || !strings.Contains(fault.Message(err), n.mediaDir()) {
		t.Errorf("backup on PostgreSQL: %v", err)
	}
	healthy(t, n)
}

// archive packs entries as a backup does.
func archive(t testing.TB, entries ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(z)
	for _, h := range entries {
		if h.Typeflag == 0 {
			h.Typeflag, h.Mode, h.Size = tar.TypeReg, 0o600, 4
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := io.WriteString(w, "mal!"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRestoreLeavesNothing of an archive that is truncated, foreign or wicked: neither in the folder, nor beside it, nor above it.
func TestRestoreLeavesNothing(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	whole, err := os.ReadFile(backup(t, n))
	if err != nil {
		t.Fatal(err)
	}
	database, end := tar.Header{Name: databaseFile}, tar.Header{Name: endMark}
	var plain bytes.Buffer
	w := tar.NewWriter(&plain)
	_ = w.WriteHeader(&tar.Header{Name: databaseFile, Typeflag: tar.TypeReg})
	_ = w.Close()
	cases := map[string][]byte{
		"empty":                    {},
		"noise":                    []byte("Ceci n’est pas une sauvegarde.\n"),
		"a tar without zstd":       plain.Bytes(),
		"zstd without a tar":       zstdOf(t, strings.Repeat("bruit", 1000)),
		"without its end":          archive(t, database, tar.Header{Name: "media/public/ab/abcd.jpg"}),
		"without a database":       archive(t, tar.Header{Name: "media/public/ab/abcd.jpg"}, end),
		"nothing but its end":      archive(t, end),
		"above":                    archive(t, database, tar.Header{Name: "../dehors.txt"}, end),
		"above, from within media": archive(t, database, tar.Header{Name: "media/../../dehors.txt"}, end),
		"beside":                   archive(t, database, tar.Header{Name: "griot.db-wal"}, end),
		"absolute":                 archive(t, database, tar.Header{Name: "/tmp/dehors.txt"}, end),
		"a link":                   archive(t, database, tar.Header{Name: "media/lien", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, end),
		"a hard link":              archive(t, database, tar.Header{Name: "media/lien", Typeflag: tar.TypeLink, Linkname: databaseFile}, end),
		"a folder":                 archive(t, database, tar.Header{Name: "media/", Typeflag: tar.TypeDir, Mode: 0o700}, end),
		"a device":                 archive(t, database, tar.Header{Name: "media/null", Typeflag: tar.TypeChar}, end),
		"the database twice":       archive(t, database, database, end),
	}
	for _, part := range []int{1, 100, len(whole) / 3, len(whole) / 2, len(whole) - 1} {
		cases[fmt.Sprintf("cut after %d of %d bytes", part, len(whole))] = whole[:part]
	}
	spoilt := bytes.Clone(whole)
	for i := range 20 {
		spoilt[len(spoilt)/4+i*len(spoilt)/50] ^= 0x5a
	}
	cases["spoilt"] = spoilt
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := filepath.Join(dir, "sauvegarde.griot")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			err := Restore(context.Background(), file, filepath.Join(dir, "un", "to"))
			if err == nil {
				t.Error("into a folder below one that is not there: it was restored")
			}
			err = Restore(context.Background(), file, filepath.Join(dir, "to"))
			if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "nothing was restored") {
				t.Errorf("restored: %v", err)
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 1 {
				t.Errorf("%d entries are left, want the archive alone: %v", len(entries), entries)
			}
		})
	}
}

func zstdOf(t testing.TB, text string) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return z.EncodeAll([]byte(text), nil)
}

// TestRestoreOnlyIntoAnEmptyFolder: what is there stays.
func TestRestoreOnlyIntoAnEmptyFolder(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	file := backup(t, n)
	dir := t.TempDir()
	full := filepath.Join(dir, "plein")
	save(t, full+"/griot.toml", "à moi")
	save(t, dir+"/fichier", "à moi")
	for _, to := range []string{full, filepath.Join(dir, "fichier"), n.Dir} {
		was := dump(t, n)
		if err := Restore(context.Background(), file, to); !fault.Is(err, fault.Conflict) {
			t.Errorf("into %s: %v", to, err)
		}
		if !slices.Equal(was, dump(t, n)) {
			t.Error("a newsroom changed")
		}
	}
	if got := contents(t, dir); len(got) != 2 || got["plein/griot.toml"] != "à moi" {
		t.Errorf("what was there is now %d files", len(got))
	}
	empty := filepath.Join(dir, "vide")
	if err := os.Mkdir(empty, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := Restore(context.Background(), file, empty+"/"); err != nil {
		t.Errorf("into an empty folder: %v", err)
	}
	healthy(t, opened(t, settings(empty)))
	if err := Restore(context.Background(), filepath.Join(dir, "absent"), filepath.Join(dir, "x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("of a file that is not there: %v", err)
	}
}
