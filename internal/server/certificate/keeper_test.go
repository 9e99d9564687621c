package certificate_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io/fs"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/fault"
	"griot/internal/server/certificate"
	"griot/internal/server/certificate/acmetest"
)

const name = "journal.example"

// words collects what is logged.
type words struct {
	mu sync.Mutex
	b  strings.Builder
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// kept is a keeper at work, answering on the ports where the authority asks.
type kept struct {
	*certificate.Keeper
	said *words
	stop func()
	at   string
}

// keep runs a keeper on a folder until the test ends or stop is called.
func keep(t *testing.T, a *acmetest.Authority, cfg certificate.Config) *kept {
	t.Helper()
	said := &words{}
	cfg.Names, cfg.Log, cfg.Now = []string{name}, slog.New(slog.NewTextHandler(said, nil)), time.Now
	cfg.Roots = x509.NewCertPool()
	cfg.Roots.AddCert(a.Certificate())
	if cfg.Directory == "" {
		cfg.Directory = a.Directory()
	}
	k := certificate.New(cfg)
	plain := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // of a test
		if !k.Answer(w, r) {
			http.NotFound(w, r)
		}
	})}
	secure := &http.Server{Handler: http.NotFoundHandler(), ErrorLog: log.New(&bytes.Buffer{}, "", 0)} //nolint:gosec // of a test
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() { k.Run(ctx, a.HTTP.Addr(), a.TLS.Addr()) })
	group.Go(func() { _ = plain.Serve(a.HTTP) })
	group.Go(func() { _ = secure.Serve(tls.NewListener(a.TLS, k.TLS())) })
	stop := sync.OnceFunc(func() {
		cancel()
		_, _ = plain.Close(), secure.Close()
		group.Wait()
		k.Close()
	})
	t.Cleanup(stop)
	return &kept{Keeper: k, said: said, stop: stop, at: a.TLS.Addr().String()}
}

// shown is the serial number of what a visitor is shown; "" when there is nothing.
func (k *kept) shown() string {
	conn, err := tls.Dial("tcp", k.at, &tls.Config{ServerName: name, InsecureSkipVerify: true}) //nolint:gosec // who signed is not what is looked at
	if err != nil {
		return ""
	}
	defer func() { _ = conn.Close() }()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.String()
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 2000 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond) // an authority on the network cannot say when it is done
	}
	t.Fatalf("never: %s", what)
}

// A certificate is obtained, and lies in the folder for nobody else to read.
func TestObtained(t *testing.T) {
	a, dir := acmetest.Start(t, time.Hour), filepath.Join(t.TempDir(), "certificates")
	k := keep(t, a, certificate.Config{Dir: dir})
	if k.Ready() || k.shown() != "" {
		t.Error("there is a certificate before the authority was asked")
	}
	eventually(t, "a certificate", k.Ready)
	conn, err := tls.Dial("tcp", k.at, &tls.Config{ServerName: name, InsecureSkipVerify: true}) //nolint:gosec // signed by a root made for this test
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if leaf := conn.ConnectionState().PeerCertificates[0]; leaf.VerifyHostname(name) != nil || leaf.VerifyHostname("autre.example") == nil {
		t.Errorf("it is for %v", leaf.DNSNames)
	}
	files := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 && !strings.HasSuffix(path, ".lock") {
			t.Errorf("%s may be read by others: %s", path, info.Mode())
		}
		if !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil || files < 4 {
		t.Errorf("%d files in the folder (%v)", files, err)
	}
	if !strings.Contains(k.said.String(), "certificate obtained") {
		t.Errorf("logged %s", k.said)
	}
}

// What lies in the folder is used while the authority is away.
func TestKept(t *testing.T) {
	a, dir := acmetest.Start(t, time.Hour), t.TempDir()
	k := keep(t, a, certificate.Config{Dir: dir})
	eventually(t, "a certificate", k.Ready)
	first := k.shown()
	k.stop()
	a.HTTP, a.TLS = again(t, a.HTTP), again(t, a.TLS)
	a.Close()
	k = keep(t, a, certificate.Config{Dir: dir})
	eventually(t, "the certificate of before", k.Ready)
	if got := k.shown(); got != first {
		t.Errorf("certificate %s, want %s", got, first)
	}
}

// again listens where l did.
func again(t *testing.T, l net.Listener) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// An authority that is away is asked again until it is there.
func TestAway(t *testing.T) {
	a := acmetest.Start(t, time.Hour)
	var asked sync.Map
	away := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, before := asked.LoadOrStore("once", true); !before {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		a.Config.Handler.ServeHTTP(w, r)
	}))
	defer away.Close()
	k := keep(t, a, certificate.Config{Dir: t.TempDir(), Directory: away.URL + "/dir", Patience: []time.Duration{50 * time.Millisecond}})
	eventually(t, "a certificate", k.Ready)
	for _, want := range []string{"no certificate yet", "next=", "certificate obtained"} {
		if !strings.Contains(k.said.String(), want) {
			t.Errorf("nothing of %q is logged:\n%s", want, k.said)
		}
	}
}

// A certificate that soon ends is replaced while connections go on being answered.
func TestRenewed(t *testing.T) {
	a := acmetest.Start(t, 3*time.Second)
	k := keep(t, a, certificate.Config{Dir: t.TempDir(), Look: 50 * time.Millisecond})
	eventually(t, "a certificate", k.Ready)
	first := k.shown()
	eventually(t, "another certificate", func() bool {
		now := k.shown()
		if now == "" {
			t.Fatal("no certificate is shown meanwhile")
		}
		return now != first
	})
}

// A folder that cannot be written is said, and does not stop the program.
func TestNowhereToKeep(t *testing.T) {
	a := acmetest.Start(t, time.Hour)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	k := keep(t, a, certificate.Config{Dir: filepath.Join(file, "certificates")})
	eventually(t, "a line that says so", func() bool { return strings.Contains(k.said.String(), "not a directory") })
	if k.Ready() {
		t.Error("ready")
	}
}

func TestName(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{"journal.example": "journal.example", " Journal.Example ": "journal.example", "été.example": "xn--t-9fab.example", "localhost": "localhost"} {
		if got, err := certificate.Name(given); got != want || err != nil {
			t.Errorf("%q: %q, %v", given, got, err)
		}
	}
	for _, bad := range []string{"", "127.0.0.1", "::1", "journal example", "journal.", ".example", "*", "*.example", "a/b", "a:443", "https://a.example", "a..b", strings.Repeat("a.", 200) + "a"} {
		if got, err := certificate.Name(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %q, %v", bad, got, err)
		}
	}
}
