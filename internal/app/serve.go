package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"griot/internal/api"
	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/desk"
	"griot/internal/edge"
	"griot/internal/edge/dictionary"
	"griot/internal/edge/purge"
	"griot/internal/event"
	"griot/internal/feed"
	"griot/internal/job"
	"griot/internal/mail"
	"griot/internal/media"
	"griot/internal/notice"
	"griot/internal/page"
	"griot/internal/preview"
	"griot/internal/reply"
	"griot/internal/server"
	"griot/internal/server/certificate"
	"griot/internal/site"
	"griot/internal/site/theme"
	"griot/internal/staff"
	"griot/internal/webhook"
)

const (
	flushEvery   = 10 * time.Second // counted reads are written this often, and when the program ends
	flushTimeout = 2 * time.Second
	keepEvents   = 30 * 24 * time.Hour
	darkSeats    = 1 // pictures are decoded one at a time: each may take 200 MB
	jobWorkers   = 1 // pictures are made one at a time: a small server has other things to do
)

// Service is a newsroom that serves: everything between the listener and the database.
type Service struct {
	*Newsroom
	site     *site.Site
	edge     *edge.Edge
	server   *server.Server
	keeper   *certificate.Keeper // nil over plain HTTP
	purger   *purge.Purger       // nil without a cache in front
	fronts   fronts
	stream   *site.Stream
	desk     *desk.Desk
	darkroom *media.Darkroom
	api      *api.API
	office   *mail.Office // nil where no mail server is configured
	origin   string
	last     int64 // number of the newest event when the service was made
}

// NewService wires a newsroom's surfaces and takes its port. Nothing is served before Run.
func NewService(ctx context.Context, n *Newsroom) (_ *Service, err error) {
	look, err := theme.Load(n.themeDir())
	if err != nil {
		return nil, err
	}
	s := &Service{Newsroom: n, keeper: n.certificates(), darkroom: media.NewDarkroom(n.Blob, darkSeats)}
	defer func() {
		if err != nil && s.keeper != nil {
			s.keeper.Close()
		}
	}()
	public := site.New(site.Config{DB: n.DB, Blob: n.Blob, Locales: n.Words, Origin: s.Origin, Now: n.Now, Log: n.Log}, look)
	s.site = public
	s.openStream(ctx)
	if err := s.noteTheme(ctx, look); err != nil {
		return nil, err
	}
	if s.purger, err = n.purger(); err != nil {
		return nil, err
	}
	shelf, err := dictionary.Open(ctx, n.Blob, n.Now, addressesOf, n.Log)
	if err != nil {
		return nil, err
	}
	s.edge = edge.New(edge.Config{Dictionaries: shelf, Kind: kindOf, Table: append(page.Table{shelf.Route()}, Routes(n, public, s.Origin)...), Failure: public.Failure, Now: n.Now, MaxBytes: n.CacheBytes, Admit: s.admit, Purged: s.purger != nil, Log: n.Log})
	if err := s.openDesk(ctx); err != nil {
		return nil, err
	}
	if err := s.openAPI(); err != nil {
		return nil, err
	}
	stand := s.stand
	if n.NoFastPath {
		stand = nil
	}
	s.server = server.New(server.Config{
		Addr: n.Addr, Public: s.Handler(), Media: public.Media(s.edge.Fail), Ready: n.DB.Ping, Fail: s.edge.Fail, MetricsAddr: n.MetricsAddr, Samples: s.samples,
		Log: n.Log, AccessLog: n.AccessLog, TrustedProxies: n.TrustedProxies, MaxBodyBytes: desk.MaxUpload, Now: n.Now, Secure: n.secure(s.keeper), Stand: stand,
	})
	if err := n.renewIndex(ctx); err != nil {
		return nil, err
	}
	// The follower starts from here: an event after this line is applied, one before it no kept page can have missed.
	if s.last, err = event.Last(ctx, n.DB); err != nil {
		return nil, err
	}
	addr, err := s.server.Listen()
	if err != nil {
		return nil, err
	}
	s.origin = originOf(n.URL, addr)
	return s, nil
}

// Routes is every public address of every surface, in the order in which it is compared.
func Routes(n *Newsroom, public *site.Site, origin func() string) page.Table {
	feeds := feed.New(feed.Config{DB: n.DB, Blob: n.Blob, Locales: n.Words, Origin: origin, Now: n.Now})
	return append(feeds.Routes(), public.Routes()...)
}

func (n *Newsroom) themeDir() string {
	if n.Theme != "" {
		return n.Theme
	}
	if matches, _ := filepath.Glob(filepath.Join(n.Dir, "theme", "*")); len(matches) > 0 {
		return filepath.Join(n.Dir, "theme")
	}
	return ""
}

// originOf is the one public origin: what was set, else the listening address.
func originOf(set string, addr net.Addr) string {
	if set != "" {
		return set
	}
	return "http://" + strings.Replace(addr.String(), "[::]", "127.0.0.1", 1)
}

// Origin is the public origin in every absolute address.
func (s *Service) Origin() string { return s.origin }

// admit asks the server whether somebody may have something made that is not kept.
func (s *Service) admit(ctx context.Context) error { return s.server.Admit(ctx) }

// Handler answers as the service does, without its listener: for tests and benchmarks.
func (s *Service) Handler() http.Handler {
	return s.withStream(s.withAPI(s.withDesk(s.site.Weigh(s.edge))))
}

// Run serves until ctx ends, then finishes what is under way, and writes what was counted.
func (s *Service) Run(ctx context.Context) error {
	working, stop := context.WithCancel(ctx)
	defer stop()
	var group sync.WaitGroup
	group.Go(func() { s.follower().Run(working, s.last) })
	group.Go(func() { s.stream.Run(working) })
	group.Go(func() { s.jobs().Run(working) })
	group.Go(func() { s.hours().Run(working) })
	group.Go(func() { s.bulks().Run(working) })
	group.Go(func() { s.drawings().Run(working) })
	group.Go(func() { s.pings().Run(working) })
	group.Go(func() { s.webhooks().Run(working) })
	group.Go(func() { _ = s.edge.Run(working) })
	group.Go(func() { s.flushReads(working) })
	if s.purger != nil {
		group.Go(func() { s.purger.Run(working) })
	}
	limitMemory(s.edge.MaxBytes())
	settle := s.fronts.settle(ctx)
	if s.keeper != nil {
		defer s.keeper.Close()
		group.Go(func() { s.keeper.Run(working, s.server.HTTPAddr(), s.server.Addr()) })
	}
	err := s.server.Serve(ctx)
	settle()
	stop()
	group.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
	defer cancel()
	return errors.Join(err, s.flush(last))
}

func (s *Service) follower() *event.Follower {
	return &event.Follower{DB: s.DB, Log: s.Log, Apply: s.apply}
}

// drawings are the preview pictures of what was published: an hour of publication does not wait for them.
func (s *Service) drawings() *job.Runner {
	return &job.Runner{DB: s.DB, Workers: jobWorkers, Log: s.Log, Now: s.Now, Works: map[string]job.Work{article.PreviewJob: s.site.Previews.Work, article.ForgetPreviewsJob: s.site.Previews.WorkForget}}
}

// pings are the jobs that wait for a machine elsewhere: the newsroom's own do not wait for them.
func (s *Service) pings() *job.Runner {
	hub := feed.NewHub(feed.Config{DB: s.DB, Blob: s.Blob, Locales: s.Words, Origin: s.Origin, Now: s.Now}, s.Log, s.PrivateHub)
	return &job.Runner{DB: s.DB, Workers: jobWorkers, Log: s.Log, Now: s.Now, Works: s.letters(hub.Works())}
}

func (s *Service) jobs() *job.Runner {
	variants := &media.Variants{DB: s.DB, Store: s.Blob, Log: s.Log, Now: s.Now, Room: s.darkroom}
	uploads := &media.Uploads{DB: s.DB, Room: s.darkroom, Now: s.Now}
	relater := &article.Relater{DB: s.DB, Now: s.Now}
	return &job.Runner{DB: s.DB, Workers: jobWorkers, Log: s.Log, Now: s.Now,
		Works: map[string]job.Work{media.VariantsJob: variants.Work, media.SweepJob: variants.WorkSweep, media.FoldJob: variants.WorkFold, media.ForgetJob: uploads.WorkForget, ReindexJob: s.workReindex,
			article.RenamedJob: (&article.Renamer{DB: s.DB, Now: s.Now}).Work, article.RelatedJob: relater.Work, article.ReaddressJob: (&article.Readdresser{DB: s.DB, Now: s.Now}).Work, notice.DigestJob: s.post().WorkDigest}}
}

// flushReads writes counted reads now and then, and once a day forgets old events.
func (s *Service) flushReads(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	var pruned time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.flush(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("counted reads could not be written; they are kept for the next time", "error", err)
		}
		if now := s.Now(); now.Sub(pruned) > 24*time.Hour {
			pruned = now
			err := s.DB.Transact(ctx, func(tx *db.Tx) error { return event.Prune(ctx, tx, now.Add(-keepEvents)) })
			for _, forget := range []func(context.Context, *db.Tx, time.Time) error{api.Forget, staff.Forget, article.ForgetPreviews, webhook.Forget, notice.Forget, reply.Forget} {
				if err == nil {
					err = s.DB.Transact(ctx, func(tx *db.Tx) error { return forget(ctx, tx, now) })
				}
			}
			if err != nil && ctx.Err() == nil {
				s.Log.Warn("old events could not be forgotten", "error", err)
			}
			if err := s.site.Previews.Sweep(ctx, preview.MaxKept); err != nil && ctx.Err() == nil {
				s.Log.Warn("old preview pictures could not be removed", "error", err)
			}
		}
	}
}

func (s *Service) flush(ctx context.Context) error {
	sums := s.edge.FlushReads()
	if len(sums) == 0 {
		return nil
	}
	err := s.DB.Transact(ctx, func(tx *db.Tx) error { return audience.AddReads(ctx, tx, s.Now(), sums) })
	if err != nil {
		s.edge.AddReads(sums)
	}
	return err
}
