// Package app makes a running newsroom of settings: it opens the database and the files, wires rooms, surfaces and delivery together, and does the program's commands. Only cmd imports it.
package app

import (
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"griot/internal/fault"
	"griot/internal/server/certificate"
)

// Settings is what the command line, the environment and griot.toml say. The zero value of a field means its default.
type Settings struct {
	Dir            string   // the newsroom's folder
	Database       string   // postgres://…, or "" for griot.db in Dir
	Addr           string   // HOST:PORT to listen on
	Domains        []string // names that certificates are obtained for, the newspaper's own first; none: plain HTTP
	HTTPAddr       string   // HOST:PORT of plain HTTP beside HTTPS, with Domains
	NoHTTP3        bool     // HTTP/3 is not offered
	ACME           string   // directory of the certificate authority; "" is Let's Encrypt
	URL            string   // the public origin, https://…; "" is the listening address
	Theme          string   // a folder that overrides templates and sheet; "" is Dir/theme where there is one
	MetricsAddr    string   // loopback address of Prometheus metrics; "" for none
	TrustedProxies []netip.Prefix
	AccessLog      bool
	PrivateHub     bool   // the newspaper's WebSub hub may be on the operator's own network
	CacheBytes     int64  // bound of the kept pages; 0 is the edge's own
	NoFastPath     bool   // net/http answers everything
	PurgeURL       string // asked for each label that changed, in place of "{label}": see purge.Config; "" is no cache in front
	PurgeMethod    string
	PurgeHeader    []string // "Name: value"
	SMTP           string   // the server that letters are sent by, smtp://user:password@host:port; "": no letters
	MailFrom       string   // whom they come from; "" is the newsroom's own address
	Now            func() time.Time
	Log            *slog.Logger
}

// databaseFile is the newsroom's SQLite file in its folder.
const databaseFile = "griot.db"

func (s *Settings) database() string {
	if s.Database != "" {
		return s.Database
	}
	return filepath.Join(s.Dir, databaseFile)
}

func (s *Settings) certificateDir() string { return filepath.Join(s.Dir, "certificates") }

func (s *Settings) mediaDir() string { return filepath.Join(s.Dir, "media") }

func (s *Settings) onPostgres() bool { return strings.HasPrefix(s.Database, "postgres") }

// check refuses settings that cannot work, and writes the origin without what does not belong to one.
func (s *Settings) check() error {
	if s.Database != "" && !s.onPostgres() {
		return fault.New(fault.Invalid, "--database takes an address that begins with postgres://; without it the newsroom is kept in %s", filepath.Join(s.Dir, databaseFile))
	}
	if err := s.checkDomains(); err != nil || s.URL == "" {
		return err
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return fault.New(fault.Invalid, "--url takes the public origin alone, such as https://africapresse.example")
	}
	s.URL = u.Scheme + "://" + u.Host
	return nil
}

// checkDomains refuses names that nobody certifies, and gives the newspaper its public origin where none was set.
func (s *Settings) checkDomains() error {
	for i, given := range s.Domains {
		name, err := certificate.Name(given)
		if err != nil {
			return err
		}
		if slices.Contains(s.Domains[:i], name) {
			return fault.New(fault.Invalid, "--domain names %s twice", name)
		}
		s.Domains[i] = name
	}
	if s.ACME != "" && !strings.HasPrefix(s.ACME, "https://") {
		return fault.New(fault.Invalid, "--acme takes the https:// address of a certificate authority's directory, not %q", s.ACME)
	}
	if len(s.Domains) > 0 && s.URL == "" {
		s.URL = "https://" + s.Domains[0]
	}
	return nil
}

// NewLog is the program's log: one JSON object a line.
func NewLog(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }
