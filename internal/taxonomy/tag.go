package taxonomy

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// TagID numbers a tag; 0 is none.
type TagID int64

// Tag is a word under which articles are kept.
type Tag struct {
	ID             TagID
	Slug           string
	Name           string
	RepeatsCountry CountryID // a tag that only repeats a country, to be merged; 0 for all others
}

// Path is the tag's own address.
func (t *Tag) Path() string { return "/mots-cles/" + t.Slug + "/" }

// EnsureTag finds the tag with a name, accents and case apart, or of which the name is a synonym, or makes it. The slug is a wish, "" makes one from the name.
func EnsureTag(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, name, slug string) (*Tag, error) {
	name, slug, err := wished(ctx, tx, name, slug)
	if err != nil {
		return nil, err
	}
	if t, err := TagBySlug(ctx, tx, slug); !fault.Is(err, fault.NotFound) {
		return t, err
	}
	t := &Tag{Slug: slug, Name: name}
	const insert = "INSERT INTO tag (slug, name, name_key) VALUES ($1, $2, $3) RETURNING id"
	if err := tx.QueryRow(ctx, insert, t.Slug, t.Name, sort.SortKey(t.Name)).Scan(&t.ID); err != nil {
		return nil, fmt.Errorf("add tag %s: %w", t.Slug, err)
	}
	_, err = address.Claim(ctx, tx, now, t.Path(), address.Tag, int64(t.ID))
	return t, err
}

// TagNamed is the tag with a name, accents and case apart, or of which the name is a synonym; fault.NotFound when there is none.
func TagNamed(ctx context.Context, q db.Querier, name string) (*Tag, error) {
	_, slug, err := wished(ctx, q, name, "")
	if err != nil {
		return nil, err
	}
	return TagBySlug(ctx, q, slug)
}

// wished is a tag's name as it is kept, and the slug that it has or may have.
func wished(ctx context.Context, q db.Querier, name, slug string) (clean, free string, err error) {
	clean = text.CleanLine(name)
	if slug = text.Slug(slug); slug == "" {
		slug = text.Slug(clean)
	}
	if slug == "" || clean == "" {
		return "", "", fault.Wrap(fault.Invalid, TagLetters, "a tag needs a letter or a digit")
	}
	free, err = freeTagSlug(ctx, q, slug, clean)
	return clean, free, err
}

// freeTagSlug is the first slug that is free or belongs to a tag of the same name: two names may make one slug.
func freeTagSlug(ctx context.Context, q db.Querier, slug, name string) (string, error) {
	for n := 1; ; n++ {
		try := slug
		if n > 1 {
			try += "-" + strconv.Itoa(n)
		}
		t, err := oneTag(ctx, q, selectTag+"WHERE slug = $1", try) // the very one, which may be a synonym
		if fault.Is(err, fault.NotFound) || err == nil && text.Fold(t.Name) == text.Fold(name) {
			return try, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// MarkRepeatsCountry notes that a tag only repeats a country, so that an editor may merge it.
func MarkRepeatsCountry(ctx context.Context, tx *db.Tx, tag TagID, country CountryID) error {
	_, err := tx.Exec(ctx, "UPDATE tag SET repeats_country = $2 WHERE id = $1", tag, country)
	return err
}

const selectTag = "SELECT id, slug, name, COALESCE(repeats_country, 0) FROM tag "

// TagByID is one tag; of one that was merged into another, that one.
func TagByID(ctx context.Context, q db.Querier, id TagID) (*Tag, error) {
	return oneTag(ctx, q, selectTag+"WHERE id = (SELECT COALESCE(merged_into, id) FROM tag WHERE id = $1)", id)
}

// TagsBetween lists the tags with the numbers from first to last, in order.
func TagsBetween(ctx context.Context, q db.Querier, first, last TagID) ([]Tag, error) {
	return db.All(ctx, q, scanTag, selectTag+"WHERE id BETWEEN $1 AND $2 AND merged_into IS NULL ORDER BY id", first, last)
}

// TagBySlug is the tag with a slug; of a synonym's, the tag that it means.
func TagBySlug(ctx context.Context, q db.Querier, slug string) (*Tag, error) {
	return oneTag(ctx, q, selectTag+"WHERE id = (SELECT COALESCE(merged_into, id) FROM tag WHERE slug = $1)", slug)
}

// Living gives each of some tags, or the one that it was merged into, once and in their order. What is there no longer is left out.
func Living(ctx context.Context, q db.Querier, ids []TagID) ([]TagID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	now := map[TagID]TagID{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id, living TagID
		err := rows.Scan(&id, &living)
		now[id] = living
		return struct{}{}, err
	}, "SELECT id, COALESCE(merged_into, id) FROM tag WHERE id IN ("+db.Placeholders(1, len(ids))+")", args...)
	var list []TagID
	for _, id := range ids {
		if living := now[id]; living != 0 && !slices.Contains(list, living) {
			list = append(list, living)
		}
	}
	return list, err
}

func oneTag(ctx context.Context, q db.Querier, query string, arg any) (*Tag, error) {
	t := &Tag{}
	err := q.QueryRow(ctx, query, arg).Scan(&t.ID, &t.Slug, &t.Name, &t.RepeatsCountry)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such tag")
	}
	if err != nil {
		return nil, fmt.Errorf("find tag: %w", err)
	}
	return t, nil
}

// TagsOf lists the tags of an article in its order.
func TagsOf(ctx context.Context, q db.Querier, article int64) ([]Tag, error) {
	const query = `SELECT t.id, t.slug, t.name, COALESCE(t.repeats_country, 0) FROM article_tag l JOIN tag t ON t.id = l.tag_id
WHERE l.article_id = $1 ORDER BY l.position`
	return db.All(ctx, q, scanTag, query, article)
}

func scanTag(rows *sql.Rows) (t Tag, err error) {
	err = rows.Scan(&t.ID, &t.Slug, &t.Name, &t.RepeatsCountry)
	return t, err
}
