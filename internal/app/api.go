package app

import (
	"net/http"
	"net/netip"

	"griot/internal/api"
	"griot/internal/server"
)

// openAPI makes the surface for programs.
func (s *Service) openAPI() (err error) {
	s.api, err = api.New(api.Config{
		DB: s.DB, Locales: s.Words, Origin: s.Origin, Now: s.Now, Log: s.Log, Private: s.PrivateHub, Darkroom: s.darkroom,
		Address: func(r *http.Request) netip.Addr { return server.Address(r, s.TrustedProxies) },
	})
	return err
}

// withAPI gives the API what is its own, past the edge: nothing of it is ever kept.
func (s *Service) withAPI(rest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if api.Takes(r.URL.Path) {
			s.api.ServeHTTP(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}
