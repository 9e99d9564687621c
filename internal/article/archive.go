package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"griot/internal/db"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// PieceSize is how many numbers of articles a piece of the archive covers. It is fixed: an article never moves to another piece, so a piece changes only when its own articles do.
const PieceSize = 5000

// Piece is a part of the archive as search engines are shown it: the published articles whose numbers lie together, of which there is at least one. Those that are kept from them do not count.
type Piece struct {
	Number  int64     // from 1
	Changed time.Time // when an article last came, went, or showed another address, date or picture
}

// Pieces are those that hold a published article, in order.
func Pieces(ctx context.Context, q db.Querier) ([]Piece, error) {
	list, err := db.All(ctx, q, func(rows *sql.Rows) (p Piece, err error) {
		var changed int64
		err = rows.Scan(&p.Number, &changed)
		p.Changed = db.Time(changed)
		return p, err
	}, "SELECT number, changed_at FROM archive_piece WHERE articles > 0 ORDER BY number")
	if err != nil {
		return nil, fmt.Errorf("list pieces of the archive: %w", err)
	}
	return list, nil
}

// TagPieces numbers, from 1 and in order, the runs of so many numbers of tags in which a tag stands over articles.
func TagPieces(ctx context.Context, q db.Querier, size int64) ([]int64, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (n int64, err error) { err = rows.Scan(&n); return n, err },
		"SELECT DISTINCT ("+tagNumber+" - 1) / $1 + 1 FROM listing_count WHERE list >= 'tag:' AND list < 'tag;' AND articles > 0 ORDER BY 1", size)
}

// TagsBetween dates, by the newest article, the tags with the numbers from first to last that stand over articles.
func TagsBetween(ctx context.Context, q db.Querier, first, last taxonomy.TagID) (map[taxonomy.TagID]time.Time, error) {
	newest := map[taxonomy.TagID]time.Time{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id taxonomy.TagID
		var at int64
		err := rows.Scan(&id, &at)
		newest[id] = db.Time(at)
		return struct{}{}, err
	}, "SELECT "+tagNumber+", last_at FROM listing_count WHERE list >= 'tag:' AND list < 'tag;' AND articles > 0 AND "+tagNumber+" BETWEEN $1 AND $2", first, last)
	return newest, err
}

// tagNumber is the number in the label of a tag's list.
const tagNumber = "CAST(SUBSTR(list, 5) AS BIGINT)"

// Filed is a published article as the archive names it.
type Filed struct {
	Path    string
	Changed time.Time    // for readers: published, or brought up to date
	Hero    *media.Media // nil: no picture, or none that is ready
	Pending media.ID     // a hero that is still being made
}

// InPiece are the published articles of a piece, by number, but for those that are kept out of search engines.
func InPiece(ctx context.Context, q db.Querier, number int64) ([]Filed, error) {
	const query = `SELECT path, CASE WHEN updated_at > first_published_at THEN updated_at ELSE first_published_at END, COALESCE(hero_id, 0) FROM article
WHERE id BETWEEN $1 AND $2 AND status = 'published' AND NOT noindex ORDER BY id`
	list, err := db.All(ctx, q, func(rows *sql.Rows) (f Filed, err error) {
		var changed int64
		err = rows.Scan(&f.Path, &changed, &f.Pending)
		f.Changed = db.Time(changed)
		return f, err
	}, query, (number-1)*PieceSize+1, number*PieceSize)
	if err == nil {
		err = addPictures(ctx, q, list)
	}
	if err != nil {
		return nil, fmt.Errorf("list piece %d of the archive: %w", number, err)
	}
	return list, nil
}

// picturesAtOnce is how many pictures are asked for in one query.
const picturesAtOnce = 400

func addPictures(ctx context.Context, q db.Querier, list []Filed) error {
	var ids []media.ID
	for i := range list {
		if list[i].Pending != 0 {
			ids = append(ids, list[i].Pending)
		}
	}
	slices.Sort(ids)
	found := map[media.ID]*media.Media{}
	for part := range slices.Chunk(slices.Compact(ids), picturesAtOnce) {
		for len(part)%50 != 0 { // few texts of SQL are ever prepared
			part = append(part, part[0])
		}
		some, err := media.ByIDs(ctx, q, part)
		if err != nil {
			return err
		}
		for id, m := range some {
			found[id] = m
		}
	}
	for i := range list {
		list[i].Hero, list[i].Pending = heroOf(found[list[i].Pending])
	}
	return nil
}

// heroOf is a picture that is ready, or the number of one that is still being made.
func heroOf(m *media.Media) (ready *media.Media, pending media.ID) {
	switch {
	case m == nil || m.Kind != media.Picture || m.State == media.Failed || m.State == media.Gone:
		return nil, 0
	case m.State == media.Ready:
		return m, 0
	}
	return nil, m.ID
}

// archive notes that the archive's piece changes with an article, and gives the labels of what shows it. One of its states, or both, are public.
func archive(ctx context.Context, tx *db.Tx, a, before *Article) ([]page.Label, error) {
	came := 0
	switch was, is := before.listed(), a.listed(); {
	case !was && !is:
		return nil, nil
	case !was:
		came = 1
	case !is:
		came = -1
	case a.Path == before.Path && a.lastChange().Equal(before.lastChange()) && a.Hero.Picture == before.Hero.Picture:
		return nil, nil
	}
	number := (int64(a.ID)-1)/PieceSize + 1
	const count = `INSERT INTO archive_piece (number, articles, changed_at) VALUES ($1, $2, $3) ON CONFLICT (number) DO UPDATE SET articles = archive_piece.articles + excluded.articles,
  changed_at = CASE WHEN excluded.changed_at > archive_piece.changed_at THEN excluded.changed_at ELSE archive_piece.changed_at END`
	_, err := tx.Exec(ctx, count, number, came, db.Millis(a.Changed))
	labels := []page.Label{page.Archive, page.Piece(number)}
	if before != nil && before.Public() && a.Public() && before.NoIndex != a.NoIndex {
		labels = append(labels, page.Language(a.Language)) // the sitemap of the news lacked it, or loses it
	}
	return labels, err
}

// listed reports whether search engines are shown the article; nil, what there was before a new one, is not.
func (a *Article) listed() bool { return a != nil && a.Public() && !a.NoIndex }

// lastChange is when the article last changed for readers, as far as it says so.
func (a *Article) lastChange() time.Time {
	if a.Updated.After(a.FirstPublished) {
		return a.Updated
	}
	return a.FirstPublished
}
