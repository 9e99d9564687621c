package app

import (
	"net/url"
	"strconv"

	"griot/internal/server"
	"griot/internal/server/certificate"
)

// certificates keeps those of a newsroom that has names of its own; nil where it has none.
func (n *Newsroom) certificates() *certificate.Keeper {
	if len(n.Domains) == 0 {
		return nil
	}
	return certificate.New(certificate.Config{Names: n.Domains, Dir: n.certificateDir(), Directory: n.ACME, Log: n.Log, Now: n.Now})
}

// secure is what the server needs to answer over TLS; nil where there are no certificates.
func (n *Newsroom) secure(k *certificate.Keeper) *server.Secure {
	if k == nil {
		return nil
	}
	return &server.Secure{
		Names: n.Domains, TLS: k.TLS(), Ready: k.Ready, Answer: k.Answer, HTTPAddr: n.HTTPAddr, Port: portOf(n.URL), NoQUIC: n.NoHTTP3,
	}
}

// portOf is the port that readers of an https origin use.
func portOf(origin string) int {
	if u, err := url.Parse(origin); err == nil && u.Port() != "" {
		if port, err := strconv.Atoi(u.Port()); err == nil {
			return port
		}
	}
	return 443
}
