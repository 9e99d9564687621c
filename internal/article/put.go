package article

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/search"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// PublishJob publishes the scheduled article whose number is its payload.
const PublishJob = "article.publish"

// Limits of what an article may hold.
const (
	MaxTitleRunes = 2_000
	MaxTerms      = 200 // tags, countries, authors, each
)

// Unnamed is the slug of an article without a title to make one of.
const Unnamed = "article"

// Put adds an article (ID 0) or changes one, with everything that follows from its state: a published one has an address, stands in its lists and is
// found; any other has left them. The body is cleaned. a is completed with what was decided: ID, UID, Slug, Path, Words, FirstPublished.
func Put(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, a *Article) error {
	var before *Article
	if a.ID != 0 {
		var err error
		if before, err = ByID(ctx, tx, a.ID); err != nil {
			return err
		}
	}
	if err := complete(paper, now, a, before); err != nil {
		return err
	}
	if a.Status == Published {
		if err := settlePath(ctx, tx, paper, a); err != nil {
			return fmt.Errorf("address of article %q: %w", a.Title, err)
		}
	}
	var err error
	if a.Tags, err = taxonomy.Living(ctx, tx, a.Tags); err != nil {
		return fmt.Errorf("tags of article %q: %w", a.Title, err)
	}
	if err := write(ctx, tx, a, before); err != nil {
		return fmt.Errorf("put article %q: %w", a.Title, err)
	}
	if err := settleAssignment(ctx, tx, now, a, before); err != nil {
		return fmt.Errorf("settle article %d: %w", a.ID, err)
	}
	if err := place(ctx, tx, now, a, before); err != nil {
		return fmt.Errorf("place article %d: %w", a.ID, err)
	}
	a.prepared = nil
	labels, err := relist(ctx, tx, paper, a, before)
	if err != nil {
		return fmt.Errorf("list article %d: %w", a.ID, err)
	}
	if err := follow(ctx, tx, paper, now, a, before, labels); err != nil {
		return fmt.Errorf("follow article %d: %w", a.ID, err)
	}
	if err := markRelated(ctx, tx, now, a, before); err != nil {
		return fmt.Errorf("relate article %d: %w", a.ID, err)
	}
	return event.Append(ctx, tx, now, labels...)
}

// complete cleans what came, refuses what cannot be, and decides what follows.
func complete(paper *masthead.Newspaper, now time.Time, a, before *Article) error {
	if err := clean(a); err != nil {
		return err
	}
	if a.Title == "" && (a.Status == Published || a.Status == Scheduled) {
		return fault.Wrap(fault.Invalid, Untitled, "an article needs a title before it is published")
	}
	if max(len(a.Tags), len(a.Countries), len(a.Bylines)) > MaxTerms {
		return fault.Wrap(fault.TooLarge, TooManyTerms, "an article may have at most %d tags, countries or authors", MaxTerms)
	}
	if a.Status == Scheduled && a.PublishAt.IsZero() {
		return fault.Wrap(fault.Invalid, NoHour, "a scheduled article needs an hour")
	}
	if err := embargoed(now, a); err != nil {
		return err
	}
	if before != nil { // what feeds, bookmarks and archives know an article by is for good
		a.UID, a.Created, a.Creator = before.UID, before.Created, before.Creator
		if !before.FirstPublished.IsZero() {
			a.FirstPublished = before.FirstPublished
			a.Path = cmp.Or(before.Path, a.Path)
		}
	}
	a.Language, a.Kind, a.UID = cmp.Or(a.Language, paper.Language), cmp.Or(a.Kind, News), cmp.Or(a.UID, newUID())
	if !language.MatchString(a.Language) {
		return fault.New(fault.Invalid, "%q is no language: use a code like fr", a.Language)
	}
	a.Slug = cmp.Or(a.Slug, text.Slug(a.ListTitle()), Unnamed)
	if a.Created.IsZero() {
		a.Created = now
	}
	a.Changed = now
	if a.Status == Published && a.FirstPublished.IsZero() {
		a.FirstPublished = now.Truncate(time.Second)
	}
	return nil
}

// language is a code that is safe in a label and in an attribute (BCP 47 but for its registry).
var language = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$`)

// newUID is a random UUID (RFC 9562 §5.4) as a URN.
func newUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return "urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// place sees to the address, the search index and the job of a scheduled article.
func place(ctx context.Context, tx *db.Tx, now time.Time, a, before *Article) error {
	switch {
	case a.Status == Published:
		if _, err := address.Claim(ctx, tx, now, a.Path, address.Article, int64(a.ID)); err != nil {
			return err
		}
		if err := index(ctx, tx, a); err != nil {
			return err
		}
	case a.Status == Withdrawn && before != nil && before.Status == Published: // later, the address may be another's
		if err := address.Bury(ctx, tx, now, a.Path, int64(a.ID)); err != nil {
			return err
		}
	}
	if a.Status != Published && before != nil && before.Status == Published {
		if err := search.Remove(ctx, tx, int64(a.ID)); err != nil {
			return err
		}
	}
	return schedule(ctx, tx, now, a, before)
}

// schedule takes back the job of an article that was scheduled, and gives one to an article that is: its hour may have moved to a later one.
func schedule(ctx context.Context, tx *db.Tx, now time.Time, a, before *Article) error {
	key := strconv.FormatInt(int64(a.ID), 10)
	if before != nil && before.Status == Scheduled {
		if err := job.Cancel(ctx, tx, PublishJob, key); err != nil {
			return err
		}
	}
	if a.Status != Scheduled {
		return nil
	}
	return job.Enqueue(ctx, tx, now, PublishJob, a.ID, job.Options{At: a.PublishAt, Unique: key})
}

// settlePath decides the address of an article at its first publication, before it is written. An imported one brings its old address and keeps it.
func settlePath(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, a *Article) (err error) {
	if a.Path == "" || address.Reserved(a.Path) {
		section, err := sectionPath(ctx, tx, a.Section)
		if err != nil {
			return err
		}
		a.Path, err = (&addressed{id: a.ID}).free(ctx, tx, paper.Address(a.FirstPublished, section, a.Slug))
		return err
	}
	a.Path, err = address.Free(ctx, tx, a.Path, address.Article, int64(a.ID))
	return err
}

const (
	insertArticle = `INSERT INTO article (uid, language, kind, status, slug, path, title, short_title, standfirst, body, dateline, agencies, section_id, hero_id, hero_alt,
  hero_caption, hero_credit, seo_title, seo_description, words, pinned, comments_open, translation_of, reply_to, publish_at, first_published_at, updated_at,
  withdrawn_at, withdrawn_reason, created_at, changed_at, created_by, embargo_until, noindex, preview_of)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35) RETURNING id`
	updateArticle = `UPDATE article SET uid = $1, language = $2, kind = $3, status = $4, slug = $5, path = $6, title = $7, short_title = $8, standfirst = $9, body = $10,
  dateline = $11, agencies = $12, section_id = $13, hero_id = $14, hero_alt = $15, hero_caption = $16, hero_credit = $17, seo_title = $18, seo_description = $19,
  words = $20, pinned = $21, comments_open = $22, translation_of = $23, reply_to = $24, publish_at = $25, first_published_at = $26, updated_at = $27,
  withdrawn_at = $28, withdrawn_reason = $29, created_at = $30, changed_at = $31, created_by = $32, embargo_until = $33, noindex = $34, preview_of = $35
WHERE id = $36 RETURNING id`
)

// write writes the article and its terms. One that is new has none to replace.
func write(ctx context.Context, tx *db.Tx, a, before *Article) error {
	args := []any{a.UID, a.Language, a.Kind, string(a.Status), a.Slug, a.Path, a.Title, a.Short, a.Standfirst, a.Body, a.Dateline, a.Agencies,
		orNull(a.Section), orNull(a.Hero.Picture), a.Hero.Alt, a.Hero.Caption, a.Hero.Credit, a.SEOTitle, a.SEODesc, a.Words, a.Pinned, a.Comments,
		orNull(a.Original), orNull(a.ReplyTo), db.Millis(a.PublishAt), db.Millis(a.FirstPublished), db.Millis(a.Updated), db.Millis(a.Withdrawn), a.Reason,
		db.Millis(a.Created), db.Millis(a.Changed), a.Creator, db.Millis(a.Embargo), a.NoIndex, a.Preview}
	query := insertArticle
	if before != nil {
		query, args = updateArticle, append(args, a.ID)
	}
	if err := tx.QueryRow(ctx, query, args...).Scan(&a.ID); err != nil {
		return err
	}
	if before != nil {
		for _, table := range []string{"article_country", "article_tag", "article_byline", "article_picture"} {
			if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE article_id = $1", a.ID); err != nil {
				return err
			}
		}
	}
	if err := relate(ctx, tx, "article_country", "country_id", a.ID, a.Countries); err != nil {
		return err
	}
	if err := relate(ctx, tx, "article_tag", "tag_id", a.ID, a.Tags); err != nil {
		return err
	}
	if err := relate(ctx, tx, "article_byline", "byline_id", a.ID, a.Bylines); err != nil {
		return err
	}
	return relatePictures(ctx, tx, a)
}

func orNull[T ~int64](id T) sql.NullInt64 { return sql.NullInt64{Int64: int64(id), Valid: id != 0} }

// relate writes the ordered terms of an article.
func relate[T ~int64](ctx context.Context, tx *db.Tx, table, column string, id ID, terms []T) error {
	var seen []T
	for _, t := range terms {
		if t == 0 || slices.Contains(seen, t) {
			continue
		}
		seen = append(seen, t)
		if _, err := tx.Exec(ctx, "INSERT INTO "+table+" (article_id, "+column+", position) VALUES ($1, $2, $3)", id, t, len(seen)); err != nil {
			return err
		}
	}
	return nil
}

var pictureRef = regexp.MustCompile(`data-media="([0-9]{1,18})"`)

// BodyPictures lists the pictures that stand in a text.
func BodyPictures(body string) (ids []int64) {
	for _, m := range pictureRef.FindAllStringSubmatch(body, -1) {
		if id, err := strconv.ParseInt(m[1], 10, 64); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// relatePictures notes the pictures of the text that there are, and the hero.
func relatePictures(ctx context.Context, tx *db.Tx, a *Article) error {
	const insert = "INSERT INTO article_picture (article_id, media_id) SELECT $1, id FROM media WHERE id = $2 ON CONFLICT (article_id, media_id) DO NOTHING"
	for _, id := range append(BodyPictures(a.Body), int64(a.Hero.Picture)) {
		if id == 0 {
			continue
		}
		if _, err := tx.Exec(ctx, insert, a.ID, id); err != nil {
			return err
		}
	}
	return nil
}
