package article

import (
	"context"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/staff"
)

// Why an article was not changed as somebody wished, for surfaces that have words of their own for it.
const (
	Untitled      staff.Reason = "article_untitled"
	NoHour        staff.Reason = "article_no_hour"
	TooManyTerms  staff.Reason = "article_too_many_terms"
	ReadersUntold staff.Reason = "article_readers_untold"
	EmptyNote     staff.Reason = "article_empty_note"
	UnderEmbargo  staff.Reason = "article_under_embargo"
	MayNotLift    staff.Reason = "article_may_not_lift"
	MayNotChange  staff.Reason = "article_may_not_change"
	MayNotMove    staff.Reason = "article_may_not_move"
	NoSuchMove    staff.Reason = "article_no_such_move"
	HeroUntold    staff.Reason = "article_hero_untold"
	ReplyStands   staff.Reason = "article_reply_stands"
)

// With gives a picture's own words where the article has none for it.
func (h Hero) With(m *media.Media) Hero {
	for _, w := range []struct {
		own    *string
		theirs string
	}{{&h.Alt, m.Alt}, {&h.Caption, m.Caption}, {&h.Credit, m.Credit}} {
		if *w.own == "" {
			*w.own = w.theirs
		}
	}
	return h
}

// Told reports whether readers are told what the picture shows and whose it is.
func (h Hero) Told() bool { return h.Alt != "" && h.Caption != "" && h.Credit != "" }

// pictured refuses a first publication whose picture lacks its words. What readers have seen once may always be corrected.
func pictured(ctx context.Context, q db.Querier, a *Article) error {
	if a.Status != Published && a.Status != Scheduled || !a.FirstPublished.IsZero() || a.Hero.Picture == 0 {
		return nil
	}
	m, err := media.ByID(ctx, q, a.Hero.Picture)
	if err != nil {
		return err
	}
	if a.Hero.With(m).Told() {
		return nil
	}
	return fault.Wrap(fault.Invalid, HeroUntold, "the picture over the text needs a description, a caption and a credit before the article is published for the first time")
}
