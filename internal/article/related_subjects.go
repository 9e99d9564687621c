package article

import (
	"context"
	"database/sql"
	"slices"

	"griot/internal/db"
	"griot/internal/page"
)

// readSubjects reads articles with their tags, countries and links.
func readSubjects(ctx context.Context, q db.Querier, ids []ID) (map[ID]*subject, error) {
	in, args := inList(ids)
	found := make(map[ID]*subject, len(ids))
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		s, reply := &subject{}, ID(0)
		err := rows.Scan(&s.id, &s.language, &s.at, &s.root, &reply, &s.public, &s.sponsored, &s.kind, &s.section, &s.title, &s.short, &s.standfirst, &s.dateline, &s.caption, &s.body)
		if reply != 0 {
			s.links = []ID{reply}
		}
		found[s.id] = s
		return struct{}{}, err
	}, `SELECT a.id, a.language, a.first_published_at, COALESCE(a.translation_of, a.id), COALESCE(a.reply_to, 0), a.status = 'published', k.sponsored, a.kind,
  `+sectionNow+`, a.title, a.short_title, a.standfirst, a.dateline, a.hero_caption, a.body
FROM article a JOIN article_kind k ON k.code = a.kind WHERE a.id IN (`+in+")", args...)
	if err != nil {
		return nil, err
	}
	if err := addLabels(ctx, q, found, in, args); err != nil {
		return nil, err
	}
	return found, addLinks(ctx, q, found)
}

func addLabels(ctx context.Context, q db.Querier, found map[ID]*subject, in string, args []any) error {
	scan := func(add func(s *subject, term int64, name string)) func(rows *sql.Rows) (struct{}, error) {
		return func(rows *sql.Rows) (struct{}, error) {
			var id ID
			var term int64
			var name string
			err := rows.Scan(&id, &term, &name)
			if s := found[id]; s != nil {
				add(s, term, name)
			}
			return struct{}{}, err
		}
	}
	_, err := db.All(ctx, q, scan(func(s *subject, term int64, name string) {
		s.tags = append(s.tags, string(page.Tag(term)))
		s.names += name + " "
	}), "SELECT l.article_id, t.id, t.name FROM article_tag l JOIN tag t ON t.id = l.tag_id WHERE l.article_id IN ("+in+") ORDER BY l.article_id, l.position", args...)
	if err != nil {
		return err
	}
	_, err = db.All(ctx, q, scan(func(s *subject, term int64, _ string) { s.countries = append(s.countries, string(page.Country(term))) }),
		"SELECT article_id, country_id, '' FROM article_country WHERE article_id IN ("+in+") ORDER BY article_id, position", args...)
	return err
}

// addLinks finds the articles to which texts lead.
func addLinks(ctx context.Context, q db.Querier, found map[ID]*subject) error {
	leads := map[string]ID{}
	var all []string
	for _, s := range found {
		all = append(all, paths(s.body)...)
	}
	slices.Sort(all)
	err := askEach(slices.Compact(all), func(some []any, in string) error {
		_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var path string
			var id ID
			err := rows.Scan(&path, &id)
			leads[path] = id
			return struct{}{}, err
		}, "SELECT path, target FROM address WHERE kind = 'article' AND path IN ("+in+")", some...)
		return err
	})
	for _, s := range found {
		for _, p := range paths(s.body) {
			if id := leads[p]; id != 0 && id != s.id && !slices.Contains(s.links, id) {
				s.links = append(s.links, id)
			}
		}
	}
	return err
}

// askedAtOnce is how many things one query asks for: always so many, repeating the last, so that it is prepared once.
const askedAtOnce = 128

// askEach asks for many things, some at once.
func askEach[T any](list []T, ask func(some []any, in string) error) error {
	in := db.Placeholders(1, askedAtOnce)
	for some := range slices.Chunk(list, askedAtOnce) {
		args := make([]any, askedAtOnce)
		for i := range args {
			args[i] = some[min(i, len(some)-1)]
		}
		if err := ask(args, in); err != nil {
			return err
		}
	}
	return nil
}
