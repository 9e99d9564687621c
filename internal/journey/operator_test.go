package journey

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"griot/internal/db"
)

// newsroom makes an empty newsroom and gives its folder.
func newsroom(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "journal")
	if o := griot(t, "init", "--dir", dir, "--title", "L’Essai", "--lang", "fr"); o.status != 0 {
		t.Fatalf("griot init: %+v", o)
	}
	return dir
}

// refused: one line that says what was wrong, on standard error, and the status.
func (o outcome) refused(t *testing.T, status int, says ...string) {
	t.Helper()
	if o.status != status {
		t.Errorf("status %d, want %d: %s", o.status, status, o.stderr)
	}
	if strings.Count(o.stderr, "\n") != 1 || !strings.HasSuffix(o.stderr, "\n") || !strings.HasPrefix(o.stderr, "griot: ") {
		t.Errorf("not one line:\n%s", o.stderr)
	}
	for _, words := range says {
		if !strings.Contains(o.stderr, words) {
			t.Errorf("%q is not said: %s", words, o.stderr)
		}
	}
	if o.stdout != "" {
		t.Errorf("on standard output: %s", o.stdout)
	}
}

func TestDemoSaysHowToEnter(t *testing.T) {
	t.Parallel()
	p := open(t)
	if p.Desk != p.Site+"desk/" || !strings.Contains(p.Email, "@") || len(p.Password) < 12 || p.Token == "" || !strings.HasSuffix(p.Site, "/") {
		t.Errorf("griot demo --json said %+v", p)
	}
	res, err := http.Get(p.origin + "/readyz")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("/readyz: %v %v", res, err)
	}
	_ = res.Body.Close()
}

// A second process works on a newsroom that another one serves.
func TestUserBesideServer(t *testing.T) {
	t.Parallel()
	p := open(t)
	o := griot(t, "user", "add", "awa@essai.example", "--name", "Awa Essai", "--role", "journalist", "--dir", p.dir)
	if o.status != 0 || len(strings.TrimSpace(o.stdout)) < 12 {
		t.Fatalf("griot user add: %+v", o)
	}
	griot(t, "user", "add", "awa@essai.example", "--name", "Awa Essai", "--role", "journalist", "--dir", p.dir).refused(t, 1, "awa@essai.example")
	if o := griot(t, "check", "--dir", p.dir); o.status != 0 {
		t.Errorf("griot check beside the server: %+v", o)
	}
	if a := p.say(t, "GET", "/"); a.StatusCode != 200 {
		t.Errorf("the newspaper afterwards: %s", a.Status)
	}
}

// SIGTERM ends the program within ten seconds, with status 0, although readers keep their connections and one has not finished asking.
func TestStops(t *testing.T) {
	t.Parallel()
	run, err := start(program(t), "serve", "--dir", newsroom(t), "--addr", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	site := strings.TrimSpace(run.first)
	res, err := http.Get(site)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v %v", site, res, err)
	}
	defer res.Body.Close() // unread: the connection stays
	idle, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(site, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	_, _ = idle.Write([]byte("GET / HT"))
	took, err := run.stop()
	if err != nil || took > 10*time.Second {
		t.Errorf("ended after %s with %v\n%s", took, err, run.log)
	}
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	o := griot(t, "serve", "--dir", newsroom(t), "--addr", taken.Addr().String())
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	o.refused(t, 1, port)
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"demo", "--dir", dir, "--addr", "0.0.0.0:0"}, "--public"},
		{[]string{"demo", "--dir", dir, "--addr", "[::]:0"}, "--public"},
		{[]string{"demo", "--dir", dir, "--addr", ":0"}, "--public"},
		{[]string{"demo", "--dir", dir, "--articles", "-1"}, "--articles"},
		{[]string{"serve", "--dir", dir, "--no-such-flag"}, "no-such-flag"},
		{[]string{"nosuchcommand"}, "nosuchcommand"},
		{[]string{"user", "add"}, "--role"},
		{[]string{"serve", "--dir", newsroom(t), "--addr", "nonsense"}, "nonsense"},
	} {
		griot(t, c.args...).refused(t, 2, c.says)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a refused command made its folder")
	}
	griot(t, "serve", "--dir", dir).refused(t, 1, dir)
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--help"}, {"demo", "--help"}} {
		if o := griot(t, args...); o.status != 0 || !strings.Contains(o.stdout, "griot") || o.stderr != "" {
			t.Errorf("griot %v: %+v", args, o)
		}
	}
}

func TestBrokenConfiguration(t *testing.T) {
	t.Parallel()
	for text, says := range map[string][]string{
		"addr = \"127.0.0.1:0\"\nurl = [oops\n":  {"griot.toml", "line 2"},
		"addr = \"127.0.0.1:0\"\nnonsense = 1\n": {"griot.toml", "nonsense"},
		"\x00\xff\xfe":                           {"griot.toml", "line 1"},
	} {
		dir := newsroom(t)
		if err := os.WriteFile(filepath.Join(dir, "griot.toml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o := griot(t, "serve", "--dir", dir)
		if o.status != 1 && o.status != 2 {
			t.Errorf("status %d", o.status)
		}
		o.refused(t, o.status, says...)
	}
}

func TestNewerDatabase(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	ctx := context.Background()
	d, err := db.Open(ctx, filepath.Join(dir, "griot.db"))
	if err != nil {
		t.Fatal(err)
	}
	err = d.Transact(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO schema_version (version, name, applied_at) VALUES (9999, 'later', 0)")
		return err
	})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	griot(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0").refused(t, 1, "9999", "upgrade")
}

// A database that is none, and one cut short, are named; nothing is written over them.
func TestDamagedDatabase(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	file := filepath.Join(dir, "griot.db")
	junk := []byte(strings.Repeat("this is no database\n", 500))
	if err := os.WriteFile(file, junk, 0o600); err != nil {
		t.Fatal(err)
	}
	griot(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0").refused(t, 1, "restore")
	if now, err := os.ReadFile(file); err != nil || string(now) != string(junk) {
		t.Error("the file was written over")
	}
}

// A folder that may not be written is one line for an operator. Root may write everywhere, so that as root the program runs as nobody.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(world.dir, "readonly")
	if err := os.Mkdir(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	cmd := command(program(t), "init", "--dir", filepath.Join(dir, "journal"), "--title", "T", "--lang", "fr")
	if os.Getuid() == 0 {
		for _, open := range []string{world.dir, filepath.Dir(program(t))} {
			if err := os.Chmod(open, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	outcome{status: statusOf(t, cmd.Run()), stderr: errs.String()}.refused(t, 1, "journal")
}

// Backed up while it is read, restored elsewhere, and served again: the same front page.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	p := open(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "journal.tar")
	if o := griot(t, "backup", file, "--dir", p.dir); o.status != 0 {
		t.Fatalf("griot backup: %+v", o)
	}
	again := filepath.Join(dir, "again")
	if o := griot(t, "restore", file, "--dir", again); o.status != 0 {
		t.Fatalf("griot restore: %+v", o)
	}
	if o := griot(t, "check", "--dir", again); o.status != 0 {
		t.Fatalf("griot check of what was restored: %+v", o)
	}
	run, err := start(program(t), "serve", "--dir", again, "--addr", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = run.stop() }()
	copied := &paper{origin: strings.TrimSuffix(strings.TrimSpace(run.first), "/")}
	at := p.article(t, translated)
	_, want, _ := strings.Cut(p.page(t, at), "<h1")
	if _, got, _ := strings.Cut(copied.page(t, at), "<h1"); got[:200] != want[:200] {
		t.Errorf("the restored article is %q, the first %q", got[:200], want[:200])
	}
	if a := copied.say(t, "GET", firstPicture(t, copied)); a.StatusCode != 200 {
		t.Errorf("its picture: %s", a.Status)
	}
	griot(t, "restore", file, "--dir", again).refused(t, 1, "again")
}

// The sample newspaper opens again with a new password and token, and the former ones end.
func TestDemoAgain(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "demo")
	first, second := demo(t, dir), demo(t, dir)
	if first["password"] == second["password"] || first["token"] == second["token"] || first["email"] != second["email"] {
		t.Errorf("first %v, then %v", first, second)
	}
}

func demo(t *testing.T, dir string) (said map[string]string) {
	t.Helper()
	run, err := start(program(t), "demo", "--dir", dir, "--addr", "127.0.0.1:0", "--json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(run.first), &said); err != nil {
		t.Fatal(err)
	}
	if _, err := run.stop(); err != nil {
		t.Errorf("%v\n%s", err, run.log)
	}
	return said
}
