package article

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
)

// knownArticle is a row of related_article.
type knownArticle struct {
	id       ID
	language string
	at       int64
	root     ID
	offered  bool // may stand in the lists of others
	profile  profile
	readAt   int64
	rankedAt int64
}

// knownArticles gives what is known of those articles that were read.
func knownArticles(ctx context.Context, q db.Querier, ids []ID) (map[ID]*knownArticle, error) {
	known := make(map[ID]*knownArticle, len(ids))
	if len(ids) == 0 {
		return known, nil
	}
	in, args := inList(ids)
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		k, packed := &knownArticle{}, []byte(nil)
		err := rows.Scan(&k.id, &k.language, &k.at, &k.root, &k.offered, &packed, &k.readAt, &k.rankedAt)
		k.profile = unpack(packed)
		known[k.id] = k
		return struct{}{}, err
	}, "SELECT article_id, language, at, root, offered, traits, read_at, ranked_at FROM related_article WHERE article_id IN ("+in+")", args...)
	if err != nil {
		return nil, fmt.Errorf("read what articles are about: %w", err)
	}
	return known, nil
}

// same is whether nothing changed that relations hang on.
func (k *knownArticle) same(o *knownArticle) bool {
	return k.language == o.language && k.at == o.at && k.root == o.root && k.offered == o.offered && k.profile.sameTraits(o.profile)
}

// enter keeps what an article is about, and puts it under its traits.
func (k *knownArticle) enter(ctx context.Context, tx *db.Tx, now time.Time) error {
	const upsert = `INSERT INTO related_article (article_id, language, at, root, offered, traits, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (article_id) DO UPDATE SET language = excluded.language, at = excluded.at, root = excluded.root, offered = excluded.offered, traits = excluded.traits, read_at = excluded.read_at`
	if _, err := tx.Exec(ctx, upsert, k.id, k.language, k.at, k.root, k.offered, k.profile.pack(), db.Millis(now)); err != nil {
		return err
	}
	if !k.offered {
		return nil
	}
	rows := make([][]any, 0, maxPostings)
	for _, w := range k.profile.postings() {
		rows = append(rows, []any{int64(w.trait), k.at, k.id, w.weight})
	}
	return insertRows(ctx, tx, "INSERT INTO related_posting (trait, at, article_id, weight) VALUES ", "", rows)
}

// leave takes it from under them, and has those ranked again in whose lists it stands.
func (k *knownArticle) leave(ctx context.Context, tx *db.Tx) error {
	if k.offered {
		for _, w := range k.profile.postings() {
			const remove = "DELETE FROM related_posting WHERE trait = $1 AND at = $2 AND article_id = $3"
			if _, err := tx.Exec(ctx, remove, int64(w.trait), k.at, k.id); err != nil {
				return err
			}
		}
	}
	listing, err := listedBy(ctx, tx, k.id)
	if err != nil {
		return err
	}
	return concern(ctx, tx, listing)
}
