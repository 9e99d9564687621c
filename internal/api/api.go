// Package api is the newsroom's surface for programs, below /api/v1/: JSON over the rules that the desk has. It translates; the rooms decide.
//
// What it promises:
//
//   - Every route is a line of Routes, which says who may call it: everyone, or whoever brings a token. What the token's person may do with an article is article's table of moves.
//   - The description at /api/v1/openapi.json (OpenAPI 3.1) is made from the Go types that requests are read by.
//   - Whatever goes wrong is a problem (RFC 9457) in one sentence that says what to change. What is ours to mend goes to the log, and only there.
//   - A request costs no more than its limits: MaxBodyBytes, MaxDepth, and so many writes a minute for each token.
//   - A request with an Idempotency-Key that is sent again is answered as it was the first time, and does nothing.
//   - No answer is kept by anybody: no-store, and nothing passes the edge.
package api

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/media"
)

// Config is what the API is made from.
type Config struct {
	DB       *db.DB
	Locales  *locale.Catalogues
	Origin   func() string // the public origin, "https://host"
	Now      func() time.Time
	Log      *slog.Logger
	Address  func(r *http.Request) netip.Addr // who asks, behind proxies that are trusted
	Darkroom *media.Darkroom                  // where files are taken in; nil: nowhere
	Private  bool                             // a webhook may be on the operator's own network
}

// API answers below /api/. It is safe for concurrent use.
type API struct {
	Config
	mux         *http.ServeMux
	names       map[string]string // of the routes, by their patterns
	rates       rates
	description []byte // of all of it, as OpenAPI
}

// Root is where the API stands.
const Root = "/api/v1"

// Takes reports whether a path is the API's.
func Takes(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }

// New makes the API. An error means that the program was built from broken parts.
func New(cfg Config) (*API, error) {
	a := &API{Config: cfg, mux: http.NewServeMux(), names: map[string]string{}, rates: rates{now: cfg.Now}}
	h := humago.New(a.mux, described())
	for _, r := range a.Routes() {
		a.names[r.Method+" "+r.Path] = r.Name
		if r.register != nil {
			r.register(h, r.operation())
		}
	}
	var err error
	if a.description, err = h.OpenAPI().MarshalJSON(); err != nil {
		return nil, err
	}
	return a, nil
}

// described is what the description says of the API as a whole.
func described() huma.Config {
	json := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: huma.DefaultJSONFormat.Unmarshal}
	c := huma.Config{OpenAPI: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Griot", Version: "1", Description: "Articles of this newspaper: write, publish, correct, withdraw, list. Times are RFC 3339; without a zone they are the newsroom's. " +
			"What a token may do is what its person may do at the desk."},
		Servers: []*huma.Server{{URL: "/"}},
		Components: &huma.Components{
			Schemas:         huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token made at the desk or by griot token add."}},
		},
	}}
	c.Formats = map[string]huma.Format{"application/json": json, "json": json}
	c.DefaultFormat = "application/json"
	c.RejectUnknownQueryParameters = true
	c.Transformers = []huma.Transformer{brief}
	return c
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Robots-Tag", "noindex")
	_, pattern := a.mux.Handler(r)
	if n, ok := w.(interface{ Note(route, outcome string) }); ok { // for the log and the metrics
		n.Note("api "+a.names[pattern], "api")
	}
	switch {
	case r.URL.Path == descriptionPath:
		a.describe(w, r)
		return
	case pattern == "":
		a.unknown(w, r)
		return
	}
	r, err := a.enter(w, r)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	a.mux.ServeHTTP(w, r)
}

const descriptionPath = Root + "/openapi.json"

func (a *API) describe(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		notAllowed(w, http.MethodGet, http.MethodHead)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
	_, _ = w.Write(a.description)
}
