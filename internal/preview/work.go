package preview

import (
	"context"
	"encoding/json"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/media"
	"griot/internal/page"
)

// heroWait is how long a drawing waits for its hero to be made, each time it looks.
const heroWait = 5 * time.Second

// Work is the worker behind article.PreviewJob: it draws the picture of an article that was just published or changed, and removes those of one that readers may no longer see.
func (m *Maker) Work(ctx context.Context, j job.Job) error {
	var id article.ID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	subject := page.Article(int64(id))
	a, err := article.ByID(ctx, m.DB, id)
	if fault.Is(err, fault.NotFound) || err == nil && !a.Public() {
		return m.Forget(ctx, subject)
	}
	if err != nil {
		return err
	}
	if waits, err := m.pending(ctx, a.Hero.Picture); err != nil || waits {
		return m.later(ctx, id, err)
	}
	terms, err := Read(ctx, m.DB, m.Locales)
	if err != nil {
		return err
	}
	p, err := terms.Find(ctx, m.DB, subject)
	if fault.Is(err, fault.NotFound) { // withdrawn this very moment: that has a job of its own
		return nil
	}
	if err != nil {
		return err
	}
	if f, err := m.Store.Open(ctx, file(p.Name())); err == nil {
		return f.Close()
	}
	return m.keep(ctx, p)
}

// WorkForget is the worker behind article.ForgetPreviewsJob: it removes every picture of an article. Whoever asks for one gets it drawn as the article is now.
func (m *Maker) WorkForget(ctx context.Context, j job.Job) error {
	var id article.ID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	return m.Forget(ctx, page.Article(int64(id)))
}

// pending says whether a picture's variants are still being made. They end well or badly, so nobody waits for ever.
func (m *Maker) pending(ctx context.Context, id media.ID) (bool, error) {
	if id == 0 {
		return false, nil
	}
	hero, err := media.ByID(ctx, m.DB, id)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && hero.State == media.Pending, err
}

// later has a job of its own look again, unless an error does that.
func (m *Maker) later(ctx context.Context, id article.ID, err error) error {
	if err != nil {
		return err
	}
	now := m.Now()
	// Without a key: under the one of this job, which still runs, it would be due at once.
	return m.DB.Transact(ctx, func(tx *db.Tx) error {
		return job.Enqueue(ctx, tx, now, article.PreviewJob, id, job.Options{At: now.Add(heroWait)})
	})
}
