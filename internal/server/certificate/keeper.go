// Package certificate has the newspaper's certificates made by an authority that speaks ACME (RFC 8555), keeps them in a folder and renews
// them in time.
//
// What it promises:
//
//   - A certificate that is in the folder is used at once, whether or not the authority can be reached.
//   - An authority that is away, or refuses, is asked again, less and less often; each failure is a line in the log that says when the next try is.
//   - Keys never leave the folder, which only the program's own user can read.
package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/caddyserver/certmagic"
	"github.com/mholt/acmez/v3"
	"go.uber.org/zap"
)

// LetsEncrypt is the directory of the authority that is asked unless another is named.
const LetsEncrypt = certmagic.LetsEncryptProductionCA

// Config is what a Keeper is made from. Names, Dir, Log and Now are required.
type Config struct {
	Names     []string       // as Name writes them; each gets a certificate of its own; the first is also for those who name none
	Dir       string         // where account, keys and certificates are kept
	Directory string         // address of the authority's directory; "" means LetsEncrypt
	Roots     *x509.CertPool // whom to believe that they are the authority; nil: the system's

	Patience []time.Duration // between tries for a first certificate, the last again and again; nil: from a minute to six hours
	Look     time.Duration   // how often certificates are looked at for renewal; zero means ten minutes
	Log      *slog.Logger
	Now      func() time.Time
}

// Keeper keeps the certificates of one newspaper. Run must be running.
type Keeper struct {
	cfg   Config
	cache *certmagic.Cache
	first *certmagic.Config // asks for what is missing
	later *certmagic.Config // renews
	asker *certmagic.ACMEIssuer
}

// New makes a keeper that has nothing yet. Close it, whether or not it was run.
func New(cfg Config) *Keeper {
	if cfg.Patience == nil {
		cfg.Patience = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, time.Hour, 6 * time.Hour}
	}
	k := &Keeper{cfg: cfg}
	k.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert:   func(certmagic.Certificate) (*certmagic.Config, error) { return k.later, nil },
		RenewCheckInterval: cfg.Look, Logger: zap.NewNop(),
	})
	k.first, k.later = k.config(), k.config()
	k.asker = certmagic.NewACMEIssuer(k.later, certmagic.ACMEIssuer{
		CA: cfg.Directory, TrustedRoots: cfg.Roots, Agreed: true, Logger: zap.NewNop(),
	})
	k.first.Issuers, k.later.Issuers = []certmagic.Issuer{unattended{k.asker}}, []certmagic.Issuer{k.asker}
	return k
}

func (k *Keeper) config() *certmagic.Config {
	return certmagic.New(k.cache, certmagic.Config{
		Storage: &certmagic.FileStorage{Path: k.cfg.Dir}, DefaultServerName: k.cfg.Names[0], OnEvent: k.tell, Logger: zap.NewNop(),
	})
}

// unattended asks nobody at a terminal. The library's way of trying once is meant for a person sitting there; ours tries once because Run decides when to
// try again.
type unattended struct{ *certmagic.ACMEIssuer }

// PreCheck is the library's, without questions.
func (u unattended) PreCheck(ctx context.Context, names []string, _ bool) error {
	return u.ACMEIssuer.PreCheck(ctx, names, false)
}

// Run gets what is missing and sees to renewals until ctx ends. The authority's questions are answered at plain over HTTP (Answer) and at secure over TLS; it
// asks at the standard ports, from where a router may lead elsewhere.
func (k *Keeper) Run(ctx context.Context, plain, secure net.Addr) {
	k.asker.ListenHost, k.asker.AltHTTPPort = place(plain)
	host, port := place(secure)
	k.asker.AltTLSALPNPort, k.asker.DisableTLSALPNChallenge = port, host != k.asker.ListenHost // the library knows of one host
	var group sync.WaitGroup
	for _, name := range k.cfg.Names {
		group.Go(func() { k.obtain(ctx, name) })
	}
	group.Wait()
	<-ctx.Done() // the library renews by itself, until Close
}

// place is a listening address as the library wants it, which looks there whether somebody listens.
func place(at net.Addr) (host string, port int) {
	tcp, ok := at.(*net.TCPAddr)
	if !ok {
		return "", 0
	}
	if !tcp.IP.IsUnspecified() {
		host = tcp.IP.String()
	}
	return host, tcp.Port
}

// obtain tries until there is a certificate.
func (k *Keeper) obtain(ctx context.Context, name string) {
	for tries := 0; ; tries++ {
		// Tries after the first go to the authority's rehearsal, where it has one, so that a mistake of ours does not use up what it allows us in a week.
		err := k.first.ManageSync(context.WithValue(ctx, certmagic.AttemptsCtxKey, &tries), []string{name})
		if err == nil || ctx.Err() != nil {
			return
		}
		wait := k.cfg.Patience[min(tries, len(k.cfg.Patience)-1)]
		k.cfg.Log.Warn("no certificate yet; what there is goes on being served", "name", name, "error", err, "next", k.cfg.Now().Add(wait).UTC().Format(time.RFC3339))
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// tell writes what happens to certificates into the log. It is called by the library and never stops it.
func (k *Keeper) tell(ctx context.Context, event string, data map[string]any) error {
	switch event {
	case "cert_obtained":
		k.cfg.Log.InfoContext(ctx, "certificate obtained", "name", data["identifier"], "renewal", data["renewal"])
	case "cert_failed":
		if data["renewal"] == true {
			k.cfg.Log.WarnContext(ctx, "certificate not renewed; the one there is goes on being used and this is tried again", "name", data["identifier"], "error", data["error"])
		}
	}
	return nil
}

// Ready reports whether browsers accept what there is for the newspaper's own name, the first.
func (k *Keeper) Ready() bool {
	now := k.cfg.Now()
	return slices.ContainsFunc(k.cache.AllMatchingCertificates(k.cfg.Names[0]), func(c certmagic.Certificate) bool {
		return c.Leaf != nil && now.Before(c.Leaf.NotAfter) && !now.Before(c.Leaf.NotBefore)
	})
}

// TLS is how connections are secured: with the certificate for the name that is asked for, and the authority's own questions answered.
func (k *Keeper) TLS() *tls.Config {
	return &tls.Config{GetCertificate: k.later.GetCertificate, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1", acmez.ACMETLS1Protocol}}
}

// Answer answers the authority's question over plain HTTP. It reports false when the request is none.
func (k *Keeper) Answer(w http.ResponseWriter, r *http.Request) bool {
	return k.asker.HandleHTTPChallenge(w, r)
}

// Close ends what New began.
func (k *Keeper) Close() { k.cache.Stop() }
