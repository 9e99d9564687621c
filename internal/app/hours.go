package app

import (
	"time"

	"griot/internal/article"
	"griot/internal/job"
	"griot/internal/reply"
)

// hourLease is how soon a scheduled article is taken up again whose worker died with it. Two at once do no harm: the transaction that publishes looks whether it is still scheduled.
const hourLease = time.Second

// hours brings scheduled articles before readers at their time, and reminds people of the hours that come: a runner of their own, for which neither a picture nor an index being made stands in the way.
func (s *Service) hours() *job.Runner {
	publisher := &article.Publisher{DB: s.DB, Log: s.Log, Now: s.Now}
	due, replies := &article.Reminders{DB: s.DB, Now: s.Now}, &reply.Reminders{DB: s.DB, Now: s.Now}
	return &job.Runner{DB: s.DB, Lease: hourLease, Log: s.Log, Now: s.Now,
		Works: map[string]job.Work{article.PublishJob: publisher.Work, article.DueJob: due.Work, reply.DueJob: replies.Work}}
}
