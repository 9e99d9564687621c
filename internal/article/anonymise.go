package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// Anonymity is a person whose name is taken out of articles.
type Anonymity struct {
	By      staff.Actor
	Reason  string   // for the audit log, which keeps it for good: it must not name the person
	Names   []string // every way in which they are named, the family name alone too where it stands alone
	Instead string   // what stands in their place: "une habitante"
}

// MaxNames bounds in how many ways a person may be named.
const MaxNames = 20

// Anonymise takes a person out of articles in one act: their titles, addresses, texts, captions, tags, notes, every version, the previews and the index. Old addresses lead on without naming anybody. Its errors
// are those of Seal.
func Anonymise(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, ids []ID, who Anonymity) error {
	reason, err := sealed(who.By, who.Reason)
	if err != nil {
		return err
	}
	who.Instead = text.CleanLine(who.Instead)
	if len(ids) == 0 || len(ids) > MaxTerms || len(who.Names) == 0 || len(who.Names) > MaxNames || who.Instead == "" {
		return fault.New(fault.Invalid, "say who, in 1 to %d names, what stands in their place, and in which of at most %d articles", MaxNames, MaxTerms)
	}
	s := newStriking(who.Instead, who.Names...)
	if err := s.bounded(who.Names...); err != nil {
		return err
	}
	if len(s.find(who.Instead)) > 0 {
		return fault.New(fault.Invalid, "what stands in their place must not name them")
	}
	off, err := s.tags(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		before := s.struck
		if err := s.outOf(ctx, tx, paper, now, id, off); err != nil {
			return err
		}
		deed := staff.Deed{Act: "article.anonymise", Subject: fmt.Sprintf("article:%d", id), After: sealing{Reason: reason, Places: s.struck - before}}
		if err := staff.Audit(ctx, tx, now, who.By, deed); err != nil {
			return err
		}
	}
	if s.struck == 0 && len(off) == 0 {
		return fault.New(fault.NotFound, "nobody of this name is in these articles")
	}
	return off.drop(ctx, tx, now)
}

// tagsOff are tags that name somebody.
type tagsOff []taxonomy.TagID

// tags are those of articles, now or in a revision, that name somebody.
func (s *striking) tags(ctx context.Context, tx *db.Tx, ids []ID) (off tagsOff, err error) {
	seen := map[taxonomy.TagID]bool{}
	for _, id := range ids {
		a, err := ByID(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		numbers, err := revisionNumbers(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		all := slices.Clone(a.Tags)
		for _, number := range numbers {
			old, err := AtRevision(ctx, tx, id, number)
			if err != nil {
				return nil, err
			}
			all = append(all, old.Tags...)
		}
		for _, tag := range all {
			if seen[tag] {
				continue
			}
			seen[tag] = true
			t, err := taxonomy.TagByID(ctx, tx, tag)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if s.tagged(t) && !slices.Contains(off, t.ID) {
				off = append(off, t.ID)
			}
			if err := s.dropWords(ctx, tx, t.ID); err != nil {
				return nil, err
			}
		}
	}
	return off, nil
}

// tagged reports whether a tag, or a word that means one, names somebody.
func (s *striking) tagged(t *taxonomy.Tag) bool {
	return len(s.find(t.Name)) > 0 || s.names("/"+t.Slug+"/")
}

// dropWords has the words that mean a tag and name somebody mean it no longer. Addresses that they once had lead on without being written down.
func (s *striking) dropWords(ctx context.Context, tx *db.Tx, tag taxonomy.TagID) error {
	words, err := taxonomy.Synonyms(ctx, tx, tag)
	if err != nil {
		return err
	}
	for i := range words {
		if !s.tagged(&words[i]) {
			continue
		}
		if err := taxonomy.RemoveSynonym(ctx, tx, tag, words[i].ID); err != nil {
			return err
		}
		if err := address.Hide(ctx, tx, words[i].Path()); err != nil {
			return err
		}
		s.struck++
	}
	return nil
}

// from takes the tags off an article, and reports whether it had any.
func (off tagsOff) from(a *Article) bool {
	before := len(a.Tags)
	a.Tags = slices.DeleteFunc(a.Tags, func(t taxonomy.TagID) bool { return slices.Contains(off, t) })
	return len(a.Tags) < before
}

// drop removes the tags under which no article is left. Their addresses are gone, and are written down no more.
func (off tagsOff) drop(ctx context.Context, tx *db.Tx, now time.Time) error {
	for _, id := range off {
		t, err := taxonomy.TagByID(ctx, tx, id)
		if err != nil {
			return err
		}
		var left int
		if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM article_tag WHERE tag_id = $1", id).Scan(&left); err != nil {
			return err
		}
		if left > 0 {
			continue
		}
		if err := dropTag(ctx, tx, now, t); err != nil {
			return fmt.Errorf("remove tag %d: %w", id, err)
		}
	}
	return nil
}

func dropTag(ctx context.Context, tx *db.Tx, now time.Time, t *taxonomy.Tag) error {
	paths, err := db.All(ctx, tx, func(rows *sql.Rows) (p string, err error) { err = rows.Scan(&p); return p, err },
		"SELECT path FROM address WHERE (kind = 'tag' AND target = $1 OR location = $2) AND path LIKE '/%'", t.ID, t.Path())
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := address.Bury(ctx, tx, now, path, 0); err != nil {
			return err
		}
		if err := address.Hide(ctx, tx, path); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE import_term SET slug = $2, name = '', description = '', meta = '', became = '', new_id = 0 WHERE became = 'tag' AND new_id = $1", t.ID, fmt.Sprintf("#%d", t.ID)); err != nil {
		return err
	}
	for _, statement := range []string{"DELETE FROM tag WHERE merged_into = $1", "DELETE FROM tag WHERE id = $1"} {
		if _, err := tx.Exec(ctx, statement, t.ID); err != nil {
			return err
		}
	}
	return event.Append(ctx, tx, now, page.Tag(int64(t.ID)), page.Archive)
}
