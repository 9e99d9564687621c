package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// generatedYears is how far back the generated archive reaches.
const generatedYears = 10

// generateBatch is how many articles one transaction adds.
const generateBatch = 250

// Grow adds generated articles, until the newsroom holds n in all: paragraphs of the sample newspaper in new orders, filed and dated over ten years, to try how the program behaves with a
// large archive. The same n gives the same archive. progress may be nil.
func (n *Newsroom) Grow(ctx context.Context, total int, progress func(done, of int)) error {
	g, err := n.generator(ctx)
	if err != nil {
		return err
	}
	have, err := count(ctx, n.DB)
	if err != nil {
		return err
	}
	for have < total {
		size := min(generateBatch, total-have)
		err := n.DB.Transact(ctx, func(tx *db.Tx) error {
			for i := range size {
				if err := g.add(ctx, tx, have+i, total); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("grow the archive: %w", err)
		}
		have += size
		if progress != nil {
			progress(have, total)
		}
	}
	return nil
}

func count(ctx context.Context, q db.Querier) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT COUNT(*) FROM article").Scan(&n)
	return n, err
}

// generator makes articles of the newsroom's own rubrics, countries, tags, authors and pictures.
type generator struct {
	now        time.Time
	paper      *masthead.Newspaper
	sections   []taxonomy.Section
	countries  []taxonomy.Country
	tags       []taxonomy.TagID
	bylines    []staff.BylineID
	pictures   []media.ID
	paragraphs []string
	titles     []string
}

var paragraph = regexp.MustCompile(`(?s)<p>[^<]{120,}</p>`)

func (n *Newsroom) generator(ctx context.Context) (g *generator, err error) {
	g = &generator{now: n.Now()}
	if g.paper, err = masthead.Load(ctx, n.DB); err != nil {
		return nil, err
	}
	if g.sections, err = taxonomy.Sections(ctx, n.DB); err != nil {
		return nil, err
	}
	if g.countries, err = taxonomy.Countries(ctx, n.DB); err != nil {
		return nil, err
	}
	bylines, err := staff.Bylines(ctx, n.DB)
	if err != nil {
		return nil, err
	}
	for _, b := range bylines {
		g.bylines = append(g.bylines, b.ID)
	}
	if err := g.readTerms(ctx, n.DB); err != nil {
		return nil, err
	}
	manuscripts, err := read(files)
	if err != nil {
		return nil, err
	}
	for _, m := range manuscripts {
		if m.lang == g.paper.Language {
			g.paragraphs = append(g.paragraphs, paragraph.FindAllString(m.body, -1)...)
			g.titles = append(g.titles, m.title)
		}
	}
	return g, nil
}

func (g *generator) readTerms(ctx context.Context, q db.Querier) error {
	rows, err := q.Query(ctx, "SELECT id FROM tag ORDER BY id LIMIT 400")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id taxonomy.TagID
		if err := rows.Scan(&id); err != nil {
			return err
		}
		g.tags = append(g.tags, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return media.Walk(ctx, q, func(m *media.Media) error {
		if m.Kind == media.Picture {
			g.pictures = append(g.pictures, m.ID)
		}
		return nil
	})
}

// add makes article number i of an archive of total.
func (g *generator) add(ctx context.Context, tx *db.Tx, i, total int) error {
	r := rand.New(rand.NewPCG(uint64(i), 20261122)) //nolint:gosec // the same archive every time
	a := &article.Article{Language: g.paper.Language, Kind: article.News, Status: article.Published, Comments: true, FirstPublished: g.date(r, i, total)}
	country := pick(r, g.countries)
	a.Countries = []taxonomy.CountryID{country.ID}
	if r.IntN(5) > 0 {
		a.Section = pick(r, g.sections).ID
	}
	title := pick(r, g.titles)
	if _, after, ok := strings.Cut(title, " : "); ok {
		title = strings.ToUpper(after[:1]) + after[1:]
	}
	a.Title = fmt.Sprintf("%s : %s (%d)", country.Name, title, i)
	a.Slug = fmt.Sprintf("%s-%d", country.Slug, i)
	for range 2 + r.IntN(4) {
		a.Tags = append(a.Tags, skewed(r, g.tags))
	}
	a.Bylines = []staff.BylineID{skewed(r, g.bylines)}
	if r.IntN(4) > 0 && len(g.pictures) > 0 {
		a.Hero = article.Hero{Picture: pick(r, g.pictures), Credit: "Illustration : atelier graphique d’Africa Presse"}
	}
	var body strings.Builder
	for range 4 + r.IntN(4) {
		body.WriteString(pick(r, g.paragraphs))
	}
	a.Body = body.String()
	a.Standfirst = strings.TrimSuffix(strings.TrimPrefix(pick(r, g.paragraphs), "<p>"), "</p>")
	if len([]rune(a.Standfirst)) > 220 {
		a.Standfirst = string([]rune(a.Standfirst)[:219]) + "…"
	}
	if err := article.Put(ctx, tx, g.paper, g.now, a); err != nil {
		return err
	}
	return audience.SetReads(ctx, tx, int64(a.ID), int64(20+r.ExpFloat64()*600))
}

// date spreads the archive evenly, the oldest first, and leaves the last three days to the sample newspaper.
func (g *generator) date(r *rand.Rand, i, total int) time.Time {
	span := time.Duration(generatedYears) * 365 * 24 * time.Hour
	age := span - time.Duration(float64(span)*float64(i)/float64(total+1)) + 72*time.Hour
	return g.now.Add(-age).Add(time.Duration(r.IntN(3600)) * time.Second).Truncate(time.Second)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// skewed takes the first far more often than the last, as tags and authors are.
func skewed[T any](r *rand.Rand, list []T) T {
	i := int(r.ExpFloat64() * float64(len(list)) / 5)
	return list[min(i, len(list)-1)]
}
