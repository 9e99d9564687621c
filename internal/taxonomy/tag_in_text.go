package taxonomy

import (
	"cmp"
	"context"
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

// TagsIn finds the tags whose names stand in a plain text, those that stand in it most often first; of two that are as frequent, the longer name. It asks by the tags' slugs, so it costs what the text is
// long, however many tags there are.
func TagsIn(ctx context.Context, q db.Querier, plain string, limit int) (list []Tag, err error) {
	counts := slugsIn(plain)
	slugs := make([]string, 0, len(counts))
	for slug := range counts {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	for batch := range slices.Chunk(slugs, tagBatch) {
		args := make([]any, len(batch))
		for i, slug := range batch {
			args[i] = slug
		}
		some, err := db.All(ctx, q, scanTag, "SELECT id, slug, name, COALESCE(repeats_country, 0) FROM tag WHERE slug IN ("+db.Placeholders(1, len(batch))+")", args...)
		if err != nil {
			return nil, fmt.Errorf("find tags in a text: %w", err)
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b Tag) int {
		return cmp.Or(counts[b.Slug]-counts[a.Slug], len(b.Slug)-len(a.Slug), cmp.Compare(a.ID, b.ID))
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
