package app

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/masthead"
)

// older makes a newsroom as the first Griot left it: its tables alone, and a newspaper in them.
func older(t testing.TB, s Settings) {
	t.Helper()
	ctx := context.Background()
	if err := os.MkdirAll(s.Dir, 0o750); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, s.database())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	all, err := db.Migrations()
	if err != nil || len(all) < 2 {
		t.Fatalf("%d migrations (%v)", len(all), err)
	}
	dbtest.Do(t, d, func(tx *db.Tx) error {
		statements := append(all[0].Statements(db.SQLite), "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)",
			"INSERT INTO schema_version (version, name, applied_at) VALUES (1, 'newsroom', 1)")
		for _, statement := range statements {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return masthead.Save(ctx, tx, noon, &masthead.Newspaper{Title: "L’ancien", Language: "fr", TimeZone: "UTC"})
	})
}

// TestABackupBeforeMigrating stands beside the database, as it was, before its tables change; once, and not again.
func TestABackupBeforeMigrating(t *testing.T) {
	t.Parallel()
	s := settings(t.TempDir())
	older(t, s)
	n := opened(t, s)
	all, _ := db.Migrations()
	if at, err := n.DB.Version(context.Background()); err != nil || at != len(all) {
		t.Errorf("the database is at %d (%v)", at, err)
	}
	copies, _ := filepath.Glob(filepath.Join(s.Dir, "griot-before-*.db"))
	if len(copies) != 1 || !strings.Contains(copies[0], "20461122T120000Z") {
		t.Fatalf("copies %v", copies)
	}
	d, err := db.Open(context.Background(), copies[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if at, err := d.Version(context.Background()); err != nil || at != 1 {
		t.Errorf("the copy is at %d (%v)", at, err)
	}
	if paper, err := masthead.Load(context.Background(), d); err != nil || paper.Title != "L’ancien" {
		t.Errorf("the copy holds %+v (%v)", paper, err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	opened(t, s)
	if copies, _ := filepath.Glob(filepath.Join(s.Dir, "griot-before-*.db")); len(copies) != 1 {
		t.Errorf("opened again, there are %d copies", len(copies))
	}
}

// TestNoMigrationWithoutABackup: where the copy cannot be written, the database stays as it was.
func TestNoMigrationWithoutABackup(t *testing.T) {
	t.Parallel()
	s := settings(t.TempDir())
	older(t, s)
	all, err := db.Migrations()
	if err != nil {
		t.Fatal(err)
	}
	blocked := filepath.Join(s.Dir, "griot-before-"+strconv.Itoa(len(all))+"-20461122T120000Z.db")
	save(t, filepath.Join(blocked, "x"), "") // a folder stands where the copy should
	if _, err := Open(context.Background(), s); err == nil {
		t.Fatal("it migrated without a backup")
	}
	d, err := db.Open(context.Background(), s.database())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if at, err := d.Version(context.Background()); err != nil || at != 1 {
		t.Errorf("the database is at %d (%v)", at, err)
	}
}

// TestANewNewsroomNeedsNoBackup: there is nothing to go back to.
func TestANewNewsroomNeedsNoBackup(t *testing.T) {
	t.Parallel()
	s := settings(t.TempDir())
	if err := Init(context.Background(), s, "plain", "T", "fr"); err != nil {
		t.Fatal(err)
	}
	if copies, _ := filepath.Glob(filepath.Join(s.Dir, "griot-before-*.db")); len(copies) != 0 {
		t.Errorf("copies %v", copies)
	}
}

// TestANewerDatabase is refused with what to do, and not touched.
func TestANewerDatabase(t *testing.T) {
	t.Parallel()
	s := settings(demo(t))
	n := opened(t, s)
	exec(t, n, "INSERT INTO schema_version (version, name, applied_at) VALUES (99, 'future', 1)")
	was := dump(t, n)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), s)
	if !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Message(err), "newer") || !strings.Contains(fault.Message(err), "upgrade") {
		t.Errorf("a newer database: %v", err)
	}
	if _, _, err := OpenDemo(context.Background(), s, DemoOptions{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("griot demo opens a newer database: %v", err)
	}
	d, err := db.Open(context.Background(), s.database())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if is := dump(t, &Newsroom{DB: d}); len(is) != len(was) {
		t.Errorf("%d rows became %d", len(was), len(is))
	}
	if copies, _ := filepath.Glob(filepath.Join(s.Dir, "griot-before-*.db")); len(copies) != 0 {
		t.Errorf("copies %v", copies)
	}
}

// TestOpen says what is wrong with a place in one line, with the remedy.
func TestOpen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	save(t, dir+"/fichier", "rien")
	save(t, dir+"/autre/griot.db", strings.Repeat("Ceci n’est pas une base. ", 500))
	save(t, dir+"/vide/griot.db", "")
	for name, try := range map[string]struct {
		settings Settings
		kind     fault.Kind
		says     string
	}{
		"a folder without a newsroom": {Settings{Dir: dir}, fault.NotFound, "griot init"},
		"a folder that is not there":  {Settings{Dir: dir + "/absent"}, fault.NotFound, "griot init"},
		"another database":            {Settings{Dir: dir + "/autre"}, fault.Unavailable, "not a Griot database"},
		"an empty database":           {Settings{Dir: dir + "/vide"}, fault.NotFound, "griot init"},
		"not a postgres address":      {Settings{Dir: dir, Database: "mysql://x"}, fault.Invalid, "postgres://"},
		"a postgres that is not":      {Settings{Dir: dir, Database: "postgres://localhost:1/x?connect_timeout=2"}, fault.Unavailable, "--database"},
		"an origin with a path":       {Settings{Dir: dir, URL: "https://x.example/journal"}, fault.Invalid, "--url"},
		"an origin without a scheme":  {Settings{Dir: dir, URL: "x.example"}, fault.Invalid, "--url"},
	} {
		s := settings(try.settings.Dir)
		s.Database, s.URL = try.settings.Database, try.settings.URL
		_, err := Open(context.Background(), s)
		if !fault.Is(err, try.kind) || !strings.Contains(fault.Message(err), try.says) || strings.Contains(fault.Message(err), "\n") {
			t.Errorf("%s: %v (%s)", name, err, fault.Of(err))
		}
	}
	s := settings(dir + "/fichier")
	if err := Init(context.Background(), s, "plain", "T", "fr"); !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err), "--dir") {
		t.Errorf("a newsroom in a file: %v", err)
	}
}

// TestInit refuses what cannot be before it makes anything.
func TestInit(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "journal")
	for _, try := range []struct{ preset, language string }{{"plain", "xx"}, {"inconnu", "fr"}} {
		if err := Init(context.Background(), settings(dir), try.preset, "T", try.language); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", try, err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%+v: a folder was made for nothing", try)
		}
	}
	if err := Init(context.Background(), settings(dir), "africapresse", "Le Mien", "fr"); err != nil {
		t.Fatal(err)
	}
	if err := Init(context.Background(), settings(dir), "plain", "L’autre", "fr"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second one in its place: %v", err)
	}
	n := opened(t, settings(dir))
	if paper, err := masthead.Load(context.Background(), n.DB); err != nil || paper.Title != "Le Mien" {
		t.Errorf("the newspaper is %+v (%v)", paper, err)
	}
	healthy(t, n)
}

// TestPeople: accounts and tokens are added once, and said once.
func TestPeople(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	ctx := context.Background()
	password, err := n.AddUser(ctx, "Une@Journal.example", "Une", "editor")
	if err != nil || len(password) < 12 {
		t.Errorf("password of %d characters (%v)", len(password), err)
	}
	if _, err := n.AddUser(ctx, "une@journal.example", "Autre", "editor"); !fault.Is(err, fault.Conflict) {
		t.Errorf("the same address twice: %v", err)
	}
	for _, bad := range [][3]string{{"pas une adresse", "N", "editor"}, {"deux@journal.example", "N", "roi"}, {"deux@journal.example", " ", "editor"}} {
		if _, err := n.AddUser(ctx, bad[0], bad[1], bad[2]); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if token, err := n.AddToken(ctx, "une@journal.example", "robot"); err != nil || !strings.HasPrefix(token, "griot_") {
		t.Errorf("token %q (%v)", token, err)
	}
	if _, err := n.AddToken(ctx, "personne@journal.example", "robot"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a token for nobody: %v", err)
	}
	link, err := n.UserLink(ctx, "une@journal.example", "https://journal.example/")
	key, ok := strings.CutPrefix(link, "https://journal.example/desk/link?k=")
	if err != nil || !ok || len(key) < 20 {
		t.Errorf("link %q (%v)", link, err)
	}
	if _, err := n.UserLink(ctx, "personne@journal.example", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("a link for nobody: %v", err)
	}
	if _, err := n.UserLink(ctx, "une@journal.example", "journal.example"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a link to no origin: %v", err)
	}
	if err := n.EndFactors(ctx, "une@journal.example"); err != nil {
		t.Error(err)
	}
	if err := n.EndFactors(ctx, "personne@journal.example"); !fault.Is(err, fault.NotFound) {
		t.Errorf("the factors of nobody: %v", err)
	}
	for _, row := range dump(t, n) {
		if strings.Contains(row, password) || strings.Contains(row, key) {
			t.Errorf("a secret is kept: %.80s", row)
		}
	}
	if acts := column(t, n, "SELECT act FROM audit WHERE device = 'griot' ORDER BY id"); strings.Join(acts, " ") != "account.invite token.make link.make codes.off" {
		t.Errorf("the audit log holds %v", acts)
	}
}
