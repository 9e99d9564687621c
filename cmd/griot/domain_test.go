package main

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"

	"griot/internal/server/certificate/acmetest"
)

// named reaches a program by the name journal.example, whoever signed its certificate.
type named struct{ secure, plain string }

func (n named) client(version int) *http.Client {
	cfg := &tls.Config{InsecureSkipVerify: true, ServerName: "journal.example"} //nolint:gosec // signed by an authority made for this test
	client := &http.Client{Timeout: 5 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	client.Transport = &http.Transport{TLSClientConfig: cfg, ForceAttemptHTTP2: version == 2, DisableKeepAlives: true, DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
		to := n.secure
		if strings.HasSuffix(addr, ":80") {
			to = n.plain
		}
		return (&net.Dialer{}).DialContext(ctx, "tcp", to)
	}}
	if version == 3 {
		client.Transport = &http3.Transport{TLSClientConfig: cfg, Dial: func(ctx context.Context, _ string, cfg *tls.Config, q *quic.Config) (*quic.Conn, error) {
			return quic.DialAddrEarly(ctx, n.secure, cfg, q)
		}}
	}
	return client
}

// get gives status, protocol and body; "" for the protocol when nobody answers.
func (n named) get(version int, address string) (status int, proto, body string, h http.Header) {
	client := n.client(version)
	if h3, ok := client.Transport.(*http3.Transport); ok {
		defer func() { _ = h3.Close() }()
	}
	res, err := client.Get(address)
	if err != nil {
		return 0, "", err.Error(), nil
	}
	defer func() { _ = res.Body.Close() }()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, res.Proto, string(b), res.Header
}

// TestDomain: griot serve --domain with an authority that is away, then there, then away again: the newspaper is served all the time, over HTTPS as soon as
// that can be, with a certificate that lies in its folder.
func TestDomain(t *testing.T) {
	authority := acmetest.Start(t, time.Hour)
	roots := filepath.Join(t.TempDir(), "roots.pem")
	save(t, roots, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Certificate().Raw})))
	t.Setenv("SSL_CERT_FILE", roots) // whom the program believes that they are the authority
	at := named{authority.TLS.Addr().String(), authority.HTTP.Addr().String()}
	_, _ = authority.TLS.Close(), authority.HTTP.Close()
	dir := newsroom(t)
	serve := func(directory string) *process {
		return spawn(t, "serve", "--dir", dir, "--domain", "journal.example", "--addr", at.secure, "--http-addr", at.plain, "--acme", directory)
	}

	p := serve("https://127.0.0.1:1/dir") // nobody is there
	if p.site != "https://journal.example/" {
		t.Errorf("it says %s", p.site)
	}
	if status, _, body, h := at.get(1, "http://journal.example/"); status != 200 || !strings.Contains(body, "Le Mien") || h["Strict-Transport-Security"] != nil {
		t.Errorf("without a certificate plain HTTP answers %d %.80s", status, body)
	}
	eventually(t, "a line that says that there is no certificate", func() bool { return strings.Contains(p.errors.String(), "no certificate yet") })
	p.end(t)

	p = serve(authority.Directory())
	eventually(t, "HTTPS", func() bool { status, _, _, _ := at.get(1, "https://journal.example/"); return status == 200 })
	for version, want := range map[int]string{1: "HTTP/1.1", 2: "HTTP/2.0", 3: "HTTP/3.0"} {
		status, proto, body, h := at.get(version, "https://journal.example/")
		if status != 200 || proto != want || !strings.Contains(body, "Le Mien") || h.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: %d %s %v %.80s", want, status, proto, h, body)
		}
	}
	if status, _, _, h := at.get(1, "http://journal.example/sante/?page=2"); status != 301 || h.Get("Location") != "https://journal.example/sante/?page=2" {
		t.Errorf("plain HTTP answers %d %s", status, h.Get("Location"))
	}
	if status, _, _, _ := at.get(2, "https://journal.example/"); status != 200 {
		t.Errorf("status %d", status)
	}
	p.end(t)

	kept := 0
	err := filepath.WalkDir(filepath.Join(dir, "certificates"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".key") {
			if info, err := d.Info(); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v (%v)", path, info.Mode(), err)
			}
			kept++
		}
		return err
	})
	if err != nil || kept == 0 {
		t.Errorf("%d keys are kept (%v)", kept, err)
	}

	authority.Close()
	serve(authority.Directory())
	eventually(t, "HTTPS with the certificate of before", func() bool { status, _, _, _ := at.get(2, "https://journal.example/"); return status == 200 })
}

// end stops the program and waits for it.
func (p *process) end(t *testing.T) {
	t.Helper()
	began := time.Now()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, p.errors)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v to stop", took)
	}
}

// TestDomainErrors: what cannot work is said in one line, before anything is served.
func TestDomainErrors(t *testing.T) {
	t.Parallel()
	dir := newsroom(t)
	for want, args := range map[string][]string{
		"no certificate can be had":   {"--domain", "127.0.0.1"},
		"write a name alone":          {"--domain", "https://journal.example"},
		"names journal.example twice": {"--domain", "journal.example", "--domain", "Journal.Example"},
		"--acme takes":                {"--domain", "journal.example", "--acme", "http://authority.example/dir"},
		"write HOST:PORT":             {"--domain", "journal.example", "--addr", "127.0.0.1:0", "--http-addr", "80"},
	} {
		if s := griot(nil, append([]string{"serve", "--dir", dir}, args...)...); s.status != exitUsage || !strings.Contains(s.errors, want) || strings.Count(s.errors, "\n") != 1 {
			t.Errorf("%v: status %d, %q", args, s.status, s.errors)
		}
	}
	save(t, filepath.Join(dir, configFile), "domain = [\"journal.example\", \"a b\"]\n")
	if s := griot(nil, "serve", "--dir", dir); s.status != exitUsage || !strings.Contains(s.errors, `"a b"`) {
		t.Errorf("from griot.toml: status %d, %q", s.status, s.errors)
	}
	if _, err := os.Stat(filepath.Join(dir, "certificates")); err == nil {
		t.Error("there is a folder for certificates")
	}
}
