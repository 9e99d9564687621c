package journey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/caddyserver/certmagic"
	"github.com/chromedp/chromedp"
)

const (
	paperName = "journal.example"
	// authorityAway is one that nobody answers at: the certificate lies in the folder.
	authorityAway = "https://127.0.0.1:1/directory"
)

// A browser that speaks HTTP/3 gets the newspaper by it.
func TestChromiumReadsByHTTP3(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "journal")
	if made := griot(t, "init", "--dir", dir, "--title", "Le Journal", "--lang", "fr"); made.status != 0 {
		t.Fatal(made.stderr)
	}
	pin := certify(t, filepath.Join(dir, "certificates"))
	addr := freeAddress(t)
	run, err := start(program(t), "serve", "--dir", dir, "--domain", paperName, "--addr", addr, "--http-addr", "127.0.0.1:0", "--acme", authorityAway)
	run = must(t, run, err)
	t.Cleanup(func() { _, _ = run.stop() })
	_, port, _ := strings.Cut(addr, ":")
	p := readByHTTP3(t, paperName+":"+port, pin)
	p.do(chromedp.Navigate("https://" + paperName + ":" + port + "/"))
	if got := ask[string](p, "performance.getEntriesByType('navigation')[0].nextHopProtocol"); got != "h3" {
		t.Errorf("the front page came by %q", got)
	}
	if got := ask[string](p, "document.querySelector('h1').innerText"); got == "" {
		t.Error("it says nothing")
	}
	if got := ask[string](p, "fetch('/icon.svg').then(r=>r.blob()).then(()=>performance.getEntriesByType('resource').find(e=>e.name.endsWith('/icon.svg')).nextHopProtocol)"); got != "h3" {
		t.Errorf("a second request went by %q", got)
	}
}

// readByHTTP3 opens a tab of a Chromium of its own, which speaks HTTP/3 to one place and believes its certificate.
func readByHTTP3(t *testing.T, place, pin string) *tab {
	t.Helper()
	path, err := chromium()
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.ExecPath(must(t, path, err)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-component-update", true),
		chromedp.Flag("enable-quic", true), chromedp.Flag("origin-to-force-quic-on", place), chromedp.Flag("ignore-certificate-errors-spki-list", pin),
		chromedp.Flag("host-resolver-rules", "MAP "+paperName+" 127.0.0.1"))
	alloc, closeAlloc := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, closeBrowser := chromedp.NewContext(alloc)
	t.Cleanup(func() { closeBrowser(); closeAlloc() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return &tab{t: t, ctx: ctx, origin: "https://" + place}
}

// certify puts a certificate that nobody signed where the program keeps its own, and gives the hash of its key by which Chromium believes it.
func certify(t *testing.T, certificates string) (pin string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	key = must(t, key, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{paperName}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(60 * 24 * time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	signed = must(t, signed, err)
	private, err := x509.MarshalECPrivateKey(key)
	private = must(t, private, err)
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	sum := sha256.Sum256(must(t, public, err))
	store, at, issuer := &certmagic.FileStorage{Path: certificates}, certmagic.StorageKeys, (&certmagic.ACMEIssuer{CA: authorityAway}).IssuerKey()
	if err := errors.Join(
		store.Store(t.Context(), at.SiteCert(issuer, paperName), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed})),
		store.Store(t.Context(), at.SitePrivateKey(issuer, paperName), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private})),
		store.Store(t.Context(), at.SiteMeta(issuer, paperName), []byte(`{"sans":["`+paperName+`"]}`)),
	); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(sum[:])
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	l = must(t, l, err)
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
