package app

import (
	"time"

	"griot/internal/article"
	"griot/internal/job"
)

// bulkLease is how soon an act on many articles is taken up again whose worker died with it. It is longer than a worker keeps one; two at once would do no harm, for each article is seen to once.
const bulkLease = 30 * time.Second

// bulks goes through changes to many articles: a runner of its own, so that neither pictures nor letters wait for thousands of them.
func (s *Service) bulks() *job.Runner {
	bulks := &article.Bulks{DB: s.DB, Now: s.Now}
	return &job.Runner{DB: s.DB, Lease: bulkLease, Log: s.Log, Now: s.Now, Works: map[string]job.Work{article.BulkJob: bulks.Work}}
}
