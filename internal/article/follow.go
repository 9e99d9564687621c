package article

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/webhook"
)

const (
	// PreviewJob draws the preview picture of the article whose number is its payload, or removes it when the article was withdrawn.
	PreviewJob = "article.preview"
	// AnnounceJob tells the newspaper's hub which feeds changed; its payload is an Announcement.
	AnnounceJob = "article.announce"
)

// Announcement says in which lists an article appeared, changed, or is no longer.
type Announcement struct {
	Article ID
	Lists   []page.Label
}

// fresh is how old an article may be to be news: what is older comes from an archive, and a hundred thousand of those must not mean a hundred thousand jobs.
const fresh = 48 * time.Hour

// settle is the time in which further changes of an article still go into the same job.
const settle = 2 * time.Second

// follow enqueues what follows when an article comes before readers, changes before them, or goes. changed are the labels of what they see change.
func follow(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, a, before *Article, changed []page.Label) error {
	shown := a.Status == Published
	gone := !shown && before != nil && before.Status == Published
	news := now.Sub(a.FirstPublished) < fresh
	key := strconv.FormatInt(int64(a.ID), 10)
	if err := tellPrograms(ctx, tx, now, a, before, news); err != nil {
		return err
	}
	if gone || shown && news {
		if err := job.Enqueue(ctx, tx, now, PreviewJob, a.ID, job.Options{At: now.Add(settle), Unique: key}); err != nil {
			return err
		}
	}
	if paper.Hub == "" || !news || !shown && !gone {
		return nil
	}
	stands, err := standsIn(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	lists := append(stands, slices.DeleteFunc(slices.Clone(changed), func(l page.Label) bool { return !isList(l) })...)
	slices.Sort(lists)
	to := Announcement{Article: a.ID, Lists: slices.Compact(lists)}
	return job.Enqueue(ctx, tx, now, AnnounceJob, to, job.Options{At: now.Add(settle), Unique: key})
}

// tellPrograms has programs elsewhere told what happened before readers. What comes from an archive happened long ago.
func tellPrograms(ctx context.Context, tx *db.Tx, now time.Time, a, before *Article, news bool) error {
	was := before != nil && before.Public()
	var event webhook.Event
	switch {
	case a.Public() && was:
		event = webhook.Changed
	case a.Public() && (news || before != nil):
		event = webhook.Published
	case was && !a.Public():
		event = webhook.Withdrawn
	default:
		return nil
	}
	return webhook.Announce(ctx, tx, now, event, int64(a.ID))
}

// isList says whether a label is that of a list with feeds.
func isList(l page.Label) bool {
	kind, _, _ := strings.Cut(string(l), ":")
	return slices.Contains([]string{"language", "section", "country", "tag", "author"}, kind)
}
