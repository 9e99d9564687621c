package app

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/netip"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/desk"
	"griot/internal/job"
	"griot/internal/mail"
	"griot/internal/masthead"
	"griot/internal/notice"
	"griot/internal/server"
	"griot/internal/staff"
)

// openDesk makes the desk and what its letters go by.
func (s *Service) openDesk(ctx context.Context) (err error) {
	paper, err := masthead.Load(ctx, s.DB)
	if err != nil {
		return err
	}
	if s.office, err = mail.Open(s.SMTP, cmp.Or(s.MailFrom, paper.Email)); err != nil {
		return err
	}
	s.desk, err = desk.New(desk.Config{
		DB: s.DB, Locales: s.Words, Origin: s.Origin, Now: s.Now, Log: s.Log, Office: s.office, Closing: ctx.Done(), Blob: s.Blob, Search: s.site.Index(),
		FrontDraft: s.site.FrontDraft, StandingDraft: s.site.StandingDraft, Darkroom: s.darkroom, Stands: s.site.Stands,
		Weigh:   func(r *http.Request, path string) (int64, bool) { return s.edge.Weight(r, path, "") },
		Address: func(r *http.Request) netip.Addr { return server.Address(r, s.TrustedProxies) },
	})
	return err
}

// withDesk gives the desk what is its own, past the edge: nothing of it is ever kept.
func (s *Service) withDesk(public http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !desk.Takes(r.URL.Path):
			public.ServeHTTP(w, r)
		case r.URL.Path == "/desk":
			http.Redirect(w, r, "/desk/", http.StatusPermanentRedirect)
		default:
			s.desk.ServeHTTP(w, r)
		}
	})
}

// post writes to people what they were told of at the desk and have not read.
func (s *Service) post() *notice.Post {
	return &notice.Post{DB: s.DB, Now: s.Now, Letters: staff.Letters{Office: s.office, Words: s.Words, Origin: s.Origin},
		Sees: func(ctx context.Context, q db.Querier, who *staff.Account, id int64) (bool, error) {
			return article.Sees(ctx, q, who, article.ID(id))
		}}
}

// letters adds the sending of letters to jobs that wait for machines elsewhere.
func (s *Service) letters(works map[string]job.Work) map[string]job.Work {
	all := maps.Clone(works)
	if s.office.On() {
		all[mail.Job] = s.office.Work
		all[staff.LinkJob] = s.desk.Door.WorkLink(s.Now)
		all[notice.LetterJob] = s.post().WorkLetter
	}
	return all
}
