package feed

import (
	"context"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// tagsInPiece is how many numbers of tags a sitemap of tags covers. It is fixed: a tag never moves to another.
const tagsInPiece = 5000

// sitemapTags lists the tags of a piece that have articles, each with the date of its newest.
func (f *Feed) sitemapTags(ctx context.Context, at page.Address) (*page.Page, error) {
	n, err := pieceNumber(at.Any)
	if err != nil {
		return nil, err
	}
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	first, last := taxonomy.TagID((n-1)*tagsInPiece+1), taxonomy.TagID(n*tagsInPiece)
	newest, err := article.TagsBetween(ctx, p.db, first, last)
	if err != nil {
		return nil, err
	}
	tags, err := taxonomy.TagsBetween(ctx, p.db, first, last)
	if err != nil {
		return nil, err
	}
	var list []located
	for i := range tags {
		if at, ok := newest[tags[i].ID]; ok {
			list = append(list, located{tags[i].Path(), at})
		}
	}
	if len(list) == 0 {
		return nil, noPiece()
	}
	return p.urlset(list, page.Archive)
}
