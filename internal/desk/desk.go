// Package desk is the newsroom's own surface, below /desk/: pages for people who have signed in, made by the server and usable without scripts. It translates; the rooms decide.
//
// What it promises:
//
//   - Every route is a line of Routes, which names the act (staff.Act) that its caller must be allowed. A route that names none is refused at start. What a person may do is
//     looked up at each request: a role that was taken away or an account that ended counts at once.
//   - A request that changes something is refused when it comes from another origin, and when its body is larger than the route takes.
//   - Nothing that the server says is kept by browsers or caches between (no-store); the page of a text keeps itself without a word of it, to open without a network, until its person signs out
//     (ui/editor/src/shell.ts). Nothing may frame a page, but the desk itself the front page that somebody composes; and only scripts and sheets of this site run, none of them inline.
//   - No secret stands in an address's path, in a log line, or in a page that is shown twice.
//
// To add pages, write a file (write.go) with
//
//	func (d *Desk) writingRoutes() []Route {
//		return []Route{{Name: "write", Pattern: "GET /desk/articles/{id}/{$}", May: staff.WriteArticle, Serve: d.write}}
//	}
//	func (d *Desk) write(v *Visit) error { return v.Page("write", v.T("write.title"), writeView{…}) }
//
// name it in Routes, put ui/write.html beside the others (it defines "main", and gets a Sheet: {{.V}} is the view, {{.T "key"}} a text), its texts into
// internal/locale/catalogue/desk/fr.toml and en.toml, files that browsers fetch into ui/static ({{.Asset "write.js"}} is their address), and a line into navigation.
// Visit has what a handler needs: Who, Now, Value, Page, Explain for what was refused, Flash and Redirect after a POST, Actor for staff.Audit.
package desk

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/locale"
	"griot/internal/mail"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/standing"
)

// Config is what the desk is made from.
type Config struct {
	DB       *db.DB
	Locales  *locale.Catalogues
	Origin   func() string // the public origin, "https://host": cookies are Secure when it is https
	Now      func() time.Time
	Log      *slog.Logger
	Address  func(r *http.Request) netip.Addr                          // who asks, behind proxies that are trusted
	Office   *mail.Office                                              // nil: no letters
	Blob     blob.Store                                                // where files are kept
	Darkroom *media.Darkroom                                           // where pictures are decoded while somebody waits; nil: one of the desk's own
	Search   *search.Index                                             // finds what is published by its words
	Weigh    func(r *http.Request, path string) (bytes int64, ok bool) // what a public page costs whoever asks; nil where nothing is weighed
	// FrontDraft is the front page of a language as readers would see it with some pins; nil where there are no pages for readers.
	FrontDraft func(ctx context.Context, language string, pins frontpage.Pins) (*page.Page, error)
	// StandingDraft is a standing page as readers would see it; nil where there are no pages for readers.
	StandingDraft func(ctx context.Context, p *standing.Page) (*page.Page, error)
	// Stands reports whether an address, of this site or elsewhere, is a page to which a menu may lead; nil where nobody can tell.
	Stands func(ctx context.Context, address string) (bool, error)

	Closing <-chan struct{} // closed when the server stops: whoever waits for news has an answer then; nil never is
}

// Desk serves what stands below /desk/. It is safe for concurrent use.
type Desk struct {
	Config
	Door    *staff.Door
	routes  []Route
	mux     *http.ServeMux
	sheets  sheets
	assets  assets
	origins *http.CrossOriginProtection
	cursors cursors
}

// Anybody is the act of whoever comes: only the pages before the door ask for it.
const Anybody staff.Act = "anybody"

// Route is a line of the desk's table.
type Route struct {
	Name    string    // of its own, for logs and metrics
	Pattern string    // as http.ServeMux takes it: "POST /desk/people/{id}/end"
	May     staff.Act // what its caller must be allowed; Anybody, who need not have signed in
	Early   bool      // may be called before a second factor that is due
	Enrols  bool      // may be called by whoever must have a second factor and has none yet, to make one
	MaxBody int64     // bytes of a request's body; 0 is 64 KiB
	Serve   func(v *Visit) error
}

const defaultMaxBody = 64 << 10

// Routes is every route of the desk.
func (d *Desk) Routes() []Route {
	return slices.Concat(
		d.homeRoutes(),
		d.doorRoutes(),
		d.linkRoutes(),
		d.accountRoutes(),
		d.codeRoutes(),
		d.passkeyRoutes(),
		d.peopleRoutes(),
		d.dataRoutes(),
		d.auditRoutes(),
		d.writingRoutes(),
		d.bulkRoutes(),
		d.sealRoutes(),
		d.anonymiseRoutes(),
		d.previewRoutes(),
		d.breakingRoutes(),
		d.frontRoutes(),
		d.noticeRoutes(),
		d.remarkRoutes(),
		d.noteRoutes(),
		d.planningRoutes(),
		d.assignmentRoutes(),
		d.replyRoutes(),
		d.libraryRoutes(),
		d.paperRoutes(),
		d.sectionRoutes(),
		d.countryRoutes(),
		d.tagRoutes(),
		d.pageRoutes(),
		d.teamRoutes(),
		d.redirectRoutes(),
		d.settingsRoutes(),
		d.menuRoutes(),
	)
}

// navigation is what the head of every page leads to, for those who may.
func navigation() []entry {
	return []entry{
		{Key: "nav.home", Path: "/desk/", May: staff.EnterDesk},
		{Key: "nav.notices", Path: "/desk/notices/", May: staff.EnterDesk},
		{Key: "nav.articles", Path: "/desk/articles/", May: staff.WriteArticle},
		{Key: "nav.library", Path: libraryPath, May: staff.WriteArticle},
		{Key: "nav.planning", Path: "/desk/planning/", May: staff.WriteArticle},
		{Key: "nav.replies", Path: "/desk/replies/", May: staff.KeepReplies, Rare: true},
		{Key: "nav.front", Path: "/desk/front/", May: staff.ComposeFront},
		{Key: "nav.breaking", Path: "/desk/breaking/", May: staff.PushBreaking},
		{Key: "nav.paper", Path: paperPath, May: staff.KeepPaper, Rare: true},
		{Key: "nav.people", Path: "/desk/people/", May: staff.SeePeople, Rare: true},
		{Key: "nav.audit", Path: "/desk/audit/", May: staff.ReadAudit, Rare: true},
	}
}

// New makes the desk. An error means that the program was built from broken parts.
func New(cfg Config) (*Desk, error) {
	d := &Desk{Config: cfg, mux: http.NewServeMux(), origins: http.NewCrossOriginProtection()}
	if d.Darkroom == nil {
		d.Darkroom = media.NewDarkroom(cfg.Blob, 1)
	}
	d.Door = staff.NewDoor(cfg.DB, staff.Letters{Office: cfg.Office, Words: cfg.Locales, Origin: cfg.Origin})
	var err error
	if d.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if d.sheets, err = loadSheets(); err != nil {
		return nil, err
	}
	d.routes = d.Routes()
	names := map[string]bool{}
	for i := range d.routes {
		r := &d.routes[i]
		if r.Name == "" || names[r.Name] || r.Serve == nil || r.May != Anybody && !slices.Contains(staff.Acts(), r.May) {
			return nil, fmt.Errorf("desk: the route %q %s has no name of its own or does not say who may call it", r.Name, r.Pattern)
		}
		names[r.Name] = true
		d.mux.Handle(r.Pattern, d.handler(r))
	}
	missing := &Route{Name: "desk missing", May: Anybody, Early: true, Serve: func(*Visit) error { return fault.New(fault.NotFound, "there is no such page") }}
	d.mux.Handle("/desk/", d.handler(missing))
	d.mux.Handle("GET /desk/-/{name...}", http.HandlerFunc(d.assets.serve))
	return d, nil
}

// Takes reports whether a path is the desk's.
func Takes(path string) bool { return path == "/desk" || strings.HasPrefix(path, "/desk/") }

// contentPolicy allows what is the site's own. A recorded sound or a film may lie elsewhere; what a person just dropped in is a blob.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; media-src 'self' https: blob:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP answers what Takes says is the desk's.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	d.mux.ServeHTTP(w, r)
}

// noter is the server's ResponseWriter: its log and metrics say which route answered.
type noter interface{ Note(route, outcome string) }

// handler is what every route passes.
func (d *Desk) handler(route *Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n, ok := w.(noter); ok {
			n.Note(route.Name, "desk")
		}
		v := &Visit{W: w, R: r, desk: d, Now: d.Now(), route: route}
		if err := d.enter(v); err != nil {
			d.fail(v, err)
		}
	})
}

// enter lets a request through the door and to its page.
func (d *Desk) enter(v *Visit) error {
	if err := v.begin(); err != nil {
		return err
	}
	// A proxy in front may ask by another name than the newspaper's: what comes from its own pages is its own all the same.
	if err := d.origins.Check(v.R); err != nil && (v.R.Header.Get("Sec-Fetch-Site") != "" || v.R.Header.Get("Origin") != d.Origin()) {
		return fault.Wrap(fault.Forbidden, reasonOrigin, "this request came from another site")
	}
	if sent := v.sendToTheDoor(); sent {
		return nil
	}
	if err := v.mayPass(); err != nil {
		return err
	}
	if err := v.readForm(); err != nil {
		return err
	}
	return v.route.Serve(v)
}
