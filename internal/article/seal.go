package article

import (
	"cmp"
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/text"
)

// Sealing is what an editor-in-chief takes out of an article for good (ADR 18): a passage, or a version.
type Sealing struct {
	By      staff.Actor
	Reason  string // for the audit log, which keeps it for good: it must not say what is sealed
	Passage string // words of the article, as somebody copied them
	Version int    // number of a revision that readers read no longer; or 0
}

// Limits of a sealing.
const (
	MaxReasonRunes  = 500
	MaxPassageRunes = 20_000
	minPassageRunes = 3
)

// MaySeal reports whether a role may seal a passage or a version, and anonymise a person.
func MaySeal(role staff.Role) bool { return staff.May(role, staff.SealWords) }

// Seal takes a passage out of everything that is kept of an article, or all that is kept of a version of it. Nothing brings it back. Its errors are fault.Forbidden, fault.Invalid, fault.NotFound where
// the article has no such words or no such version, and fault.Conflict for the version that readers read now.
func Seal(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, id ID, s Sealing) error {
	reason, err := sealed(s.By, s.Reason)
	if err != nil {
		return err
	}
	if (s.Version == 0) == (s.Passage == "") {
		return fault.New(fault.Invalid, "seal a passage or a version: one of them")
	}
	var touched int
	if s.Version != 0 {
		touched, err = sealVersion(ctx, tx, now, id, s.Version)
	} else {
		touched, err = sealPassage(ctx, tx, paper, now, id, s.Passage)
	}
	if err != nil {
		return err
	}
	deed := staff.Deed{Act: "article.seal", Subject: fmt.Sprintf("article:%d", id), After: sealing{reason, s.Version, touched}}
	return staff.Audit(ctx, tx, now, s.By, deed)
}

// sealing is what the audit log says of it.
type sealing struct {
	Reason  string `json:"reason"`
	Version int    `json:"version,omitempty"`
	Places  int    `json:"places"` // from which something was taken
}

// sealed checks who seals, and gives the reason as it is kept.
func sealed(by staff.Actor, reason string) (string, error) {
	if !MaySeal(by.Role) {
		return "", fault.New(fault.Forbidden, "only an editor-in-chief may seal")
	}
	reason = text.CleanLine(reason)
	if reason == "" || utf8.RuneCountInString(reason) > MaxReasonRunes {
		return "", fault.New(fault.Invalid, "a sealing needs a reason of at most %d letters", MaxReasonRunes)
	}
	return reason, nil
}

func sealPassage(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, id ID, passage string) (int, error) {
	s := newStriking("", passage)
	if err := s.bounded(passage); err != nil {
		return 0, err
	}
	if err := s.outOf(ctx, tx, paper, now, id, nil); err != nil {
		return 0, err
	}
	if s.struck == 0 {
		return 0, fault.New(fault.NotFound, "these words are nowhere in this article")
	}
	return s.struck, nil
}

// bounded refuses what would take out too much, or cost too much.
func (s *striking) bounded(passages ...string) error {
	for _, p := range passages {
		if n := utf8.RuneCountInString(p); n > MaxPassageRunes || n < minPassageRunes || len(folded(p)) == 0 {
			return fault.New(fault.Invalid, "what is to be taken out needs %d to %d letters", minPassageRunes, MaxPassageRunes)
		}
	}
	return nil
}

// outOf takes the passages out of all that is kept of an article, and tags off it.
func (s *striking) outOf(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, id ID, off tagsOff) error {
	a, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := s.rename(ctx, tx, now, a); err != nil {
		return fmt.Errorf("seal the address of article %d: %w", id, err)
	}
	s.article(a)
	off.from(a)
	if a.Title == "" && (a.Status == Published || a.Status == Scheduled) {
		return fault.New(fault.Conflict, "nothing would be left of the title: give the article another one first")
	}
	if err := Put(ctx, tx, paper, now, a); err != nil {
		return err
	}
	if err := s.revisions(ctx, tx, id, off); err != nil {
		return fmt.Errorf("seal the revisions of article %d: %w", id, err)
	}
	if err := s.everywhere(ctx, tx, id); err != nil {
		return fmt.Errorf("seal what is kept of article %d: %w", id, err)
	}
	return forgetFormer(ctx, tx, now, id)
}

// revisions takes the passages out of every revision of an article.
func (s *striking) revisions(ctx context.Context, tx *db.Tx, id ID, off tagsOff) error {
	numbers, err := revisionNumbers(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		a, err := AtRevision(ctx, tx, id, number)
		if err != nil {
			return err
		}
		struck := s.article(a)
		if slug := s.slug(a.Slug); slug != a.Slug {
			a.Slug, struck = cmp.Or(slug, Unnamed), true
		}
		if !off.from(a) && !struck {
			continue
		}
		content, err := fold(a)
		if err != nil {
			return err
		}
		const update = "UPDATE article_revision SET content = $3, words = $4 WHERE article_id = $1 AND number = $2"
		if _, err := tx.Exec(ctx, update, id, number, content, text.Words(a.Body)); err != nil {
			return err
		}
	}
	return nil
}

// revisionNumbers are those of the revisions that keep something.
func revisionNumbers(ctx context.Context, q db.Querier, id ID) ([]int, error) {
	return db.All(ctx, q, scanNumber, "SELECT number FROM article_revision WHERE article_id = $1 AND sealed_at = 0 ORDER BY number", id)
}

// sealVersion empties a revision, and every other that says the same.
func sealVersion(ctx context.Context, tx *db.Tx, now time.Time, id ID, number int) (n int, err error) {
	old, err := AtRevision(ctx, tx, id, number)
	if err != nil {
		return 0, err
	}
	current, err := ByID(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if current.says(old) {
		return 0, fault.New(fault.Conflict, "this version is what the article says now: change the article first")
	}
	numbers, err := revisionNumbers(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	for _, number := range numbers {
		a, err := AtRevision(ctx, tx, id, number)
		if err != nil {
			return 0, err
		}
		if !a.says(old) {
			continue
		}
		const empty = "UPDATE article_revision SET content = $3, words = 0, sealed_at = $4 WHERE article_id = $1 AND number = $2"
		if _, err := tx.Exec(ctx, empty, id, number, []byte{}, db.Millis(now)); err != nil {
			return 0, err
		}
		if err := dropImported(ctx, tx, id, number); err != nil {
			return 0, err
		}
		n++
	}
	none := &striking{}
	if err := none.everywhere(ctx, tx, id); err != nil {
		return 0, err
	}
	if err := forgetFormer(ctx, tx, now, id); err != nil {
		return 0, err
	}
	return n, event.Append(ctx, tx, now, page.Article(int64(id)))
}

// says reports whether two states of an article have the same words.
func (a *Article) says(b *Article) bool {
	return a.Title == b.Title && a.Short == b.Short && a.Standfirst == b.Standfirst && a.Body == b.Body && a.Hero.words() == b.Hero.words()
}
