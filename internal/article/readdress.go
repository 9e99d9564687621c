package article

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// ReaddressJob gives published articles the addresses that the newspaper's pattern makes now; its payload is a Readdressed.
const ReaddressJob = "article.readdress"

// readdressedAtOnce is how many articles move in one transaction: publication waits no longer.
const readdressedAtOnce = 50

// Readdressed is how far a ReaddressJob is: articles up to this one have their address.
type Readdressed struct{ After ID }

// Readdress has every published article move to the address that the newspaper's pattern makes, in the background. The addresses that they had lead there.
func Readdress(ctx context.Context, tx *db.Tx, now time.Time) error {
	return Readdressed{}.enqueue(ctx, tx, now)
}

// Readdressing reports whether articles are moving.
func Readdressing(ctx context.Context, q db.Querier) (bool, error) {
	waiting, err := job.Payloads(ctx, q, ReaddressJob)
	return len(waiting) > 0, err
}

func (r Readdressed) enqueue(ctx context.Context, tx *db.Tx, now time.Time) error {
	const only = "all"
	if err := job.Cancel(ctx, tx, ReaddressJob, only); err != nil { // one that waits, or runs, begins anew
		return err
	}
	return job.Enqueue(ctx, tx, now, ReaddressJob, r, job.Options{Unique: only})
}

// Readdresser is the worker behind ReaddressJob.
type Readdresser struct {
	DB  *db.DB
	Now func() time.Time
}

// Work moves the next articles and has the rest follow, behind whatever else waits. At the end every page is made anew: most name articles that they do not list.
func (w *Readdresser) Work(ctx context.Context, j job.Job) error {
	var at Readdressed
	if err := json.Unmarshal(j.Payload, &at); err != nil {
		return err
	}
	return w.DB.Transact(ctx, func(tx *db.Tx) error {
		if holds, err := job.Holds(ctx, tx, j); err != nil || !holds { // somebody asked anew: another job begins from the first
			return err
		}
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		list, err := nextAddressed(ctx, tx, at.After)
		if err != nil {
			return err
		}
		now := w.Now()
		if len(list) == 0 {
			return event.Append(ctx, tx, now, page.Menu)
		}
		var moved []page.Label
		for i := range list {
			to, err := list[i].move(ctx, tx, paper, now)
			if err != nil {
				return fmt.Errorf("move article %d to its address: %w", list[i].id, err)
			}
			if to != list[i].path {
				moved = append(moved, page.Article(int64(list[i].id)))
			}
		}
		if len(moved) > 0 {
			if err := event.Append(ctx, tx, now, moved...); err != nil {
				return err
			}
		}
		return Readdressed{list[len(list)-1].id}.enqueue(ctx, tx, now)
	})
}

// addressed is what of an article its address is made of.
type addressed struct {
	id         ID
	path, slug string
	section    taxonomy.SectionID
	first      time.Time
}

func nextAddressed(ctx context.Context, q db.Querier, after ID) ([]addressed, error) {
	const query = "SELECT id, path, slug, COALESCE(section_id, 0), first_published_at FROM article WHERE id > $1 AND status = $2 ORDER BY id LIMIT $3"
	return db.All(ctx, q, func(rows *sql.Rows) (a addressed, err error) {
		var first int64
		err = rows.Scan(&a.id, &a.path, &a.slug, &a.section, &first)
		a.first = db.Time(first)
		return a, err
	}, query, after, string(Published), readdressedAtOnce)
}

// move gives an article its address; the one that it had leads there.
func (a *addressed) move(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time) (to string, err error) {
	section, err := sectionPath(ctx, tx, a.section)
	if err != nil {
		return "", err
	}
	if to, err = a.free(ctx, tx, paper.Address(a.first, section, a.slug)); err != nil || to == a.path {
		return to, err
	}
	if _, err := address.Claim(ctx, tx, now, to, address.Article, int64(a.id)); err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, "UPDATE article SET path = $2 WHERE id = $1", a.id, to); err != nil {
		return "", err
	}
	return to, address.Move(ctx, tx, now, a.path, to)
}

// free is the first address like the one wanted that is nobody's, or this article's own; a page that is gone gives way. An address that leads to another page keeps leading there: somebody may have kept it.
func (a *addressed) free(ctx context.Context, q db.Querier, wanted string) (string, error) {
	try := wanted
	for n := 2; ; n++ {
		owner, err := address.Find(ctx, q, try)
		switch {
		case fault.Is(err, fault.NotFound):
			return try, nil
		case err != nil:
			return "", err
		case owner.Kind == address.Gone, owner.Kind == address.Article && owner.Target == int64(a.id), owner.Kind == address.Redirect && owner.Location == a.path:
			return try, nil
		}
		try = strings.TrimSuffix(wanted, "/") + "-" + strconv.Itoa(n) + "/"
	}
}

// sectionPath is the address of a rubric, "" of none.
func sectionPath(ctx context.Context, q db.Querier, id taxonomy.SectionID) (string, error) {
	if id == 0 {
		return "", nil
	}
	s, err := taxonomy.SectionByID(ctx, q, id)
	if err != nil {
		return "", err
	}
	return s.Path, nil
}
