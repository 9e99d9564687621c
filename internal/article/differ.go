package article

import "slices"

// differ names what an editor changed between two states of an article, in the order of the form.
func differ(before, after *Article) (names []string) {
	note := func(name string, same bool) {
		if !same {
			names = append(names, name)
		}
	}
	note("status", before.Status == after.Status && before.Reason == after.Reason)
	note("title", before.Title == after.Title)
	note("short_title", before.Short == after.Short)
	note("standfirst", before.Standfirst == after.Standfirst)
	note("body", before.Body == after.Body)
	note("dateline", before.Dateline == after.Dateline && before.Agencies == after.Agencies)
	note("kind", before.Kind == after.Kind)
	note("language", before.Language == after.Language && before.Original == after.Original)
	note("section", before.Section == after.Section)
	note("countries", slices.Equal(before.Countries, after.Countries))
	note("tags", slices.Equal(before.Tags, after.Tags))
	note("authors", slices.Equal(before.Bylines, after.Bylines))
	note("hero", before.Hero == after.Hero)
	note("preview", before.Preview == after.Preview)
	note("slug", before.Slug == after.Slug)
	note("seo", before.SEOTitle == after.SEOTitle && before.SEODesc == after.SEODesc)
	note("noindex", before.NoIndex == after.NoIndex)
	note("comments", before.Comments == after.Comments)
	note("pinned", before.Pinned == after.Pinned)
	note("reply_to", before.ReplyTo == after.ReplyTo)
	note("publish_at", before.PublishAt.Equal(after.PublishAt))
	note("embargo", before.Embargo.Equal(after.Embargo))
	return names
}

// substance reports whether readers would read something else than before: words, a date's place, a picture. Where an article is filed, how it is found and who signs it is not
// substance.
func substance(before, after *Article) bool {
	return before.Title != after.Title || before.Standfirst != after.Standfirst || before.Body != after.Body || before.Dateline != after.Dateline || before.Hero != after.Hero
}
