package taxonomy

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"griot/internal/db"
	"griot/internal/text"
)

// Bounds of what is read of a text to find tags in it.
const (
	maxTagWords  = 4     // of a tag's name
	maxReadWords = 2_000 // of a text
	tagBatch     = 500   // names asked for at once
)

// TagsIn finds the tags whose names or synonyms stand in a plain text, those that stand in it most often first; of two that are as frequent, the longer name. It asks by the tags' slugs, so it costs what the text is
// long, however many tags there are.
func TagsIn(ctx context.Context, q db.Querier, plain string, limit int) (list []Tag, err error) {
	counts := slugsIn(plain)
	slugs := make([]string, 0, len(counts))
	for slug := range counts {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	found := map[TagID]int{} // how often, by its name and its synonyms
	for batch := range slices.Chunk(slugs, tagBatch) {
		args := make([]any, len(batch))
		for i, slug := range batch {
			args[i] = slug
		}
		const query = `SELECT t.id, t.slug, t.name, COALESCE(t.repeats_country, 0), w.slug FROM tag w JOIN tag t ON t.id = COALESCE(w.merged_into, w.id) WHERE w.slug IN (`
		_, err := db.All(ctx, q, func(rows *sql.Rows) (t Tag, err error) {
			var word string
			if err = rows.Scan(&t.ID, &t.Slug, &t.Name, &t.RepeatsCountry, &word); err != nil {
				return t, err
			}
			if found[t.ID] == 0 {
				list = append(list, t)
			}
			found[t.ID] += counts[word]
			return t, nil
		}, query+db.Placeholders(1, len(batch))+")", args...)
		if err != nil {
			return nil, fmt.Errorf("find tags in a text: %w", err)
		}
	}
	slices.SortFunc(list, func(a, b Tag) int {
		return cmp.Or(found[b.ID]-found[a.ID], len(b.Slug)-len(a.Slug), cmp.Compare(a.ID, b.ID))
	})
	return list[:min(len(list), limit)], nil
}

// slugsIn counts what could be the slug of a tag in a text: up to some words that follow each other.
func slugsIn(plain string) map[string]int {
	var words []string
	for w := range strings.FieldsSeq(plain) {
		if len(words) >= maxReadWords {
			break
		}
		if slug := text.Slug(w); slug != "" {
			words = append(words, strings.Split(slug, "-")...)
		}
	}
	counts := map[string]int{}
	for i := range words {
		for n := 1; n <= maxTagWords && i+n <= len(words); n++ {
			if slug := strings.Join(words[i:i+n], "-"); len(slug) > 2 && len(slug) <= text.MaxSlugBytes {
				counts[slug]++
			}
		}
	}
	return counts
}
