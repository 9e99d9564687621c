package feed

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/page"
)

// pieceSize is how many numbers of articles a piece of the sitemap covers. It is fixed: an article never moves to another piece, so a piece changes only when its own articles do.
const pieceSize = 5000

// located is an address with the instant at which what stands there last changed for readers; zero when nobody knows.
type located struct {
	path    string
	changed time.Time
}

// piece is a part of the archive: the published articles whose numbers lie together.
type piece struct {
	number  int64 // from 1
	changed time.Time
}

func (n piece) first() int64 { return (n.number-1)*pieceSize + 1 }

func (n piece) last() int64 { return n.number * pieceSize }

// labels are those of every number in the piece, taken or not: an article that is published late drops its piece too.
func (n piece) labels() []page.Label {
	labels := make([]page.Label, 0, pieceSize+1)
	for id := n.first(); id <= n.last(); id++ {
		labels = append(labels, page.Article(id))
	}
	return labels
}

const lastChange = "CASE WHEN updated_at > first_published_at THEN updated_at ELSE first_published_at END"

// pieces are those that hold a published article.
func pieces(ctx context.Context, q db.Querier) ([]piece, error) {
	const query = "SELECT (id - 1) / $1 + 1 AS piece, MAX(" + lastChange + ") FROM article WHERE status = 'published' GROUP BY piece ORDER BY piece"
	list, err := db.All(ctx, q, func(rows *sql.Rows) (n piece, err error) {
		var changed int64
		err = rows.Scan(&n.number, &changed)
		n.changed = db.Time(changed)
		return n, err
	}, query, int64(pieceSize))
	if err != nil {
		return nil, fmt.Errorf("list pieces of the archive: %w", err)
	}
	return list, nil
}

// articles are the published articles of a piece.
func (n piece) articles(ctx context.Context, q db.Querier) ([]located, error) {
	const query = "SELECT path, " + lastChange + " FROM article WHERE id BETWEEN $1 AND $2 AND status = 'published' ORDER BY id"
	list, err := db.All(ctx, q, func(rows *sql.Rows) (l located, err error) {
		var changed int64
		err = rows.Scan(&l.path, &changed)
		l.changed = db.Time(changed)
		return l, err
	}, query, n.first(), n.last())
	if err != nil {
		return nil, fmt.Errorf("list piece %d of the archive: %w", n.number, err)
	}
	return list, nil
}
