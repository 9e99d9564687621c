package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/caddyserver/certmagic"
)

const (
	tlsLeast = 0.9 // times nginx

	// tlsName is the newspaper's name here: what wrk asks for by name must lead to this machine.
	tlsName = "localhost"
	// tlsNobody is an authority that is away: the certificate lies in the folder.
	tlsNobody = "https://127.0.0.1:1/directory"

	h2Connections = 32
	h2Streams     = 8
)

// secure compares a kept article through TLS with nginx, over HTTP/1.1 and over HTTP/2, with a certificate made for this run.
func (b *bench) secure(ctx context.Context) ([]row, error) {
	for _, name := range []string{"nginx", "wrk"} {
		if _, err := exec.LookPath(name); err != nil {
			return []row{unmeasured("kept article through TLS", "needs "+name+": tools/need nginx wrk")}, nil
		}
	}
	dir, err := b.archive(ctx)
	if err != nil {
		return nil, err
	}
	paths, err := archivePaths(ctx, dir)
	if err != nil {
		return nil, err
	}
	p, err := b.serveSecurely(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer p.close()
	other, err := p.bench.nginx(ctx, p, paths[:1])
	if err != nil {
		return nil, err
	}
	defer other.close()
	ours, theirs, err := p.bench.inTurn(ctx, p, other, paths[:1])
	if err != nil {
		return nil, err
	}
	rows := compared("kept article through TLS, HTTP/1.1", tlsLeast, ours, theirs)
	if _, err := exec.LookPath("h2load"); err != nil {
		return append(rows, unmeasured("kept article over HTTP/2", "needs h2load: tools/need h2load")), nil
	}
	ours, theirs = nil, nil
	for range sliceCount {
		s, err := h2load(ctx, p.origin+paths[0], []int{p.cmd.Process.Pid})
		if err != nil {
			return rows, err
		}
		n, err := h2load(ctx, other.origin+paths[0], other.workers())
		if err != nil {
			return rows, err
		}
		ours, theirs = append(ours, s), append(theirs, n)
	}
	told := compared(fmt.Sprintf("kept article, HTTP/2, %d connections of %d streams", h2Connections, h2Streams), 0, ours, theirs)
	return append(rows, told...), nil
}

// serveSecurely serves a newsroom over TLS, with a certificate that nobody signed.
func (b *bench) serveSecurely(ctx context.Context, dir string) (*paper, error) {
	folder, err := b.folder()
	if err != nil {
		return nil, err
	}
	pair, err := certify(ctx, filepath.Join(dir, "certificates"), folder)
	if err != nil {
		return nil, err
	}
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	trusting := *b
	trusting.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // the certificate was made by us, just now
	p := &paper{bench: &trusting, origin: "https://" + strings.Replace(addr, "127.0.0.1", tlsName, 1), pem: pair,
		cmd: b.griot(ctx, "serve", "--dir", dir, "--domain", tlsName, "--addr", addr, "--http-addr", "127.0.0.1:0", "--acme", tlsNobody, "--access-log", "off")}
	p.cmd.Stderr = &p.said
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		_, err := p.get(ctx, "/", "identity")
		if err == nil {
			return p, nil
		}
		if time.Now().After(end) {
			p.close()
			return nil, fmt.Errorf("%w: %s", err, lastLine(p.said.String()))
		}
	}
}

// certify puts a certificate where the program keeps its own, and gives a file with it and its key for nginx.
func certify(ctx context.Context, certificates, folder string) (file string, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(now.UnixNano()), DNSNames: []string{tlsName}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(90 * 24 * time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return "", err
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return "", err
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed})
	secret := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private})
	store, at := &certmagic.FileStorage{Path: certificates}, certmagic.StorageKeys
	issuer := (&certmagic.ACMEIssuer{CA: tlsNobody}).IssuerKey()
	file = filepath.Join(folder, "pair.pem")
	return file, errors.Join(
		store.Store(ctx, at.SiteCert(issuer, tlsName), cert),
		store.Store(ctx, at.SitePrivateKey(issuer, tlsName), secret),
		store.Store(ctx, at.SiteMeta(issuer, tlsName), []byte(`{"sans":["`+tlsName+`"]}`)),
		os.WriteFile(file, append(cert, secret...), 0o600),
	)
}

// h2load runs one slice over HTTP/2 against a program, whose processes are given.
func h2load(ctx context.Context, address string, pids []int) (s slice, err error) {
	before := busy(pids)
	out, err := exec.CommandContext(ctx, "h2load", "-t1", "-c"+strconv.Itoa(h2Connections), "-m"+strconv.Itoa(h2Streams), "-D"+strconv.Itoa(int(sliceTime.Seconds())), //nolint:gosec // our own arguments
		"-H", "accept-encoding: gzip", "-H", "user-agent: "+reader, address).CombinedOutput()
	if err != nil {
		return s, fmt.Errorf("h2load: %w: %s", err, out)
	}
	rate := regexp.MustCompile(`finished in .*?, ([\d.]+) req/s`).FindSubmatch(out)
	done := regexp.MustCompile(`(\d+) succeeded, (\d+) failed`).FindSubmatch(out)
	if rate == nil || done == nil || !strings.Contains(string(out), "Application protocol: h2") {
		return s, fmt.Errorf("h2load said %s", out)
	}
	n, _ := strconv.ParseFloat(string(done[1]), 64)
	if failed := string(done[2]); failed != "0" || n == 0 {
		return s, fmt.Errorf("%s questions of %s failed", failed, address)
	}
	s.rate, err = strconv.ParseFloat(string(rate[1]), 64)
	s.busy = time.Duration(float64(busy(pids)-before) / n)
	return s, err
}
