package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"griot/internal/db"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Card is what lists show of an article.
type Card struct {
	ID         ID
	Path       string
	Language   string
	Kind       string
	Title      string
	Short      string
	Standfirst string
	Dateline   string
	Section    taxonomy.SectionID
	Countries  []taxonomy.CountryID
	Bylines    []Signature
	Hero       *media.Media // nil: no picture, or none that is ready
	Pending    media.ID     // a hero that is still being made
	Alt        string
	Words      int
	Pinned     bool
	NoIndex    bool // search engines are asked not to show it
	Published  time.Time
	Updated    time.Time
}

// Signature is a byline as a list names it.
type Signature struct {
	ID   staff.BylineID
	Name string
	Slug string
}

// Heading is the short title where there is one.
func (c *Card) Heading() string {
	if c.Short != "" {
		return c.Short
	}
	return c.Title
}

// Cards gives the cards of published articles in the order of their numbers; those that are not, or no longer, published are left out.
func Cards(ctx context.Context, q db.Querier, ids []ID) ([]Card, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := inList(ids)
	list, err := db.All(ctx, q, scanCard, `SELECT id, path, language, kind, title, short_title, standfirst, dateline, `+sectionNow+`, COALESCE(hero_id, 0),
  hero_alt, words, pinned, first_published_at, updated_at, noindex FROM article WHERE status = 'published' AND id IN (`+in+")", args...)
	if err != nil {
		return nil, fmt.Errorf("read cards: %w", err)
	}
	byID := make(map[ID]*Card, len(list))
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	if err := addCardTerms(ctx, q, byID, in, args); err != nil {
		return nil, fmt.Errorf("read cards: %w", err)
	}
	if err := addHeroes(ctx, q, list); err != nil {
		return nil, err
	}
	ordered := make([]Card, 0, len(list))
	for _, id := range ids {
		if c := byID[id]; c != nil {
			ordered = append(ordered, *c)
		}
	}
	return ordered, nil
}

// inList writes the parameters of an IN. Their number is rounded up, repeating the last, so that few texts of SQL are ever prepared.
func inList(ids []ID) (string, []any) {
	n := len(ids)
	if n > 4 {
		n = (n + 7) / 8 * 8
	}
	args := make([]any, n)
	for i := range args {
		args[i] = ids[min(i, len(ids)-1)]
	}
	return db.Placeholders(1, n), args
}

func scanCard(rows *sql.Rows) (c Card, err error) {
	var published, updated int64
	err = rows.Scan(&c.ID, &c.Path, &c.Language, &c.Kind, &c.Title, &c.Short, &c.Standfirst, &c.Dateline, &c.Section, &c.Pending, &c.Alt, &c.Words,
		&c.Pinned, &published, &updated, &c.NoIndex)
	c.Published, c.Updated = db.Time(published), db.Time(updated)
	return c, err
}

// filed is a country or a byline of an article, in its place.
type filed struct {
	article  ID
	position int
	country  taxonomy.CountryID // 0: a byline
	byline   Signature
}

// addCardTerms reads countries and bylines, in one statement. They are put in order here: to sort so few costs a database more than to find them.
func addCardTerms(ctx context.Context, q db.Querier, byID map[ID]*Card, in string, args []any) error {
	query := "SELECT article_id, position, country_id, 0 AS byline, '' AS name, '' AS slug FROM article_country WHERE article_id IN (" + in + `)
UNION ALL SELECT l.article_id, l.position, 0, b.id, b.name, b.slug FROM article_byline l JOIN byline b ON b.id = l.byline_id WHERE l.article_id IN (` + in + ")"
	list, err := db.All(ctx, q, func(rows *sql.Rows) (t filed, err error) {
		err = rows.Scan(&t.article, &t.position, &t.country, &t.byline.ID, &t.byline.Name, &t.byline.Slug)
		return t, err
	}, query, args...)
	slices.SortStableFunc(list, func(a, b filed) int { return a.position - b.position })
	for i := range list {
		c := byID[list[i].article]
		switch {
		case c == nil:
		case list[i].country != 0:
			c.Countries = append(c.Countries, list[i].country)
		default:
			c.Bylines = append(c.Bylines, list[i].byline)
		}
	}
	return err
}

// addHeroes puts the picture in place of its number where it is ready; where it is pending the number stays.
func addHeroes(ctx context.Context, q db.Querier, cards []Card) error {
	var ids []media.ID
	for i := range cards {
		if cards[i].Pending != 0 {
			ids = append(ids, cards[i].Pending)
		}
	}
	found, err := media.ByIDs(ctx, q, ids)
	if err != nil {
		return err
	}
	for i := range cards {
		cards[i].Hero, cards[i].Pending = heroOf(found[cards[i].Pending])
	}
	return nil
}
