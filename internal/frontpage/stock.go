package frontpage

import (
	"context"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

const (
	frontNewest = 20 // among these the lead and the seconds are chosen
	bandNewest  = 8  // of each rubric, for its band
)

// Stock is what the front page of a language is composed from.
type Stock struct {
	Pins    []Pinned
	Newest  []article.Card
	Rubrics []Rubric
}

// Wanted says for which front page a stock is gathered.
type Wanted struct {
	Language string
	Own      bool                 // it is the newspaper's own language, in which the rubrics' lists are
	Rubrics  []taxonomy.SectionID // those that have bands, in their order
	Pins     Pins
}

// Gather reads all that a front page may show, in as few questions as it takes. cards gives those of the articles that are public, and may read others with them.
func Gather(ctx context.Context, q db.Querier, w Wanted, cards func(ids []article.ID) (map[article.ID]*article.Card, error)) (s Stock, err error) {
	language := page.Language(w.Language)
	tops := []article.Top{{List: language, Limit: frontNewest}}
	for _, id := range w.Rubrics {
		if w.Own {
			tops = append(tops, article.Top{List: page.Section(int64(id)), Limit: bandNewest})
		}
	}
	in, err := article.InEach(ctx, q, tops)
	if err != nil {
		return s, err
	}
	var ids []article.ID
	for _, list := range in {
		ids = append(ids, list...)
	}
	for _, pin := range w.Pins {
		ids = append(ids, pin.Article)
	}
	known, err := cards(ids)
	if err != nil {
		return s, err
	}
	for _, pin := range w.Pins {
		if c := known[pin.Article]; c != nil {
			s.Pins = append(s.Pins, Pinned{pin, *c})
		}
	}
	s.Newest = among(known, in[language])
	for _, id := range w.Rubrics {
		if w.Own {
			s.Rubrics = append(s.Rubrics, Rubric{id, among(known, in[page.Section(int64(id))])})
		} else { // here they are what the newest are filed under
			s.Rubrics = append(s.Rubrics, Rubric{id, filed(s.Newest, id)})
		}
	}
	return s, nil
}

func among(known map[article.ID]*article.Card, ids []article.ID) []article.Card {
	list := make([]article.Card, 0, len(ids))
	for _, id := range ids {
		if c := known[id]; c != nil {
			list = append(list, *c)
		}
	}
	return list
}

func filed(cards []article.Card, id taxonomy.SectionID) (list []article.Card) {
	for i := range cards {
		if cards[i].Section == id {
			list = append(list, cards[i])
		}
	}
	return list
}

// Standing composes the front page of a language as readers would see it with some pins: for whoever wants to know what stands where.
func Standing(ctx context.Context, q db.Querier, now time.Time, w Wanted) (*Composition, error) {
	kinds, err := article.Kinds(ctx, q)
	if err != nil {
		return nil, err
	}
	stock, err := Gather(ctx, q, w, func(ids []article.ID) (map[article.ID]*article.Card, error) { return cardsOf(ctx, q, ids) })
	if err != nil {
		return nil, err
	}
	paid := func(kind string) bool { return kinds[kind] != nil && kinds[kind].Sponsored }
	var failed error
	c := Compose(now, stock.Pins, stock.Newest, stock.Rubrics, paid, func(lead *article.Card) (ids []article.ID) {
		ids, failed = Related(ctx, q, lead, len(w.Pins))
		return ids
	})
	return &c, failed
}

// Related are the stories to stand beside a lead, so many more than stand there that some may stand elsewhere by hand.
func Related(ctx context.Context, q db.Querier, lead *article.Card, more int) ([]article.ID, error) {
	return article.Related(ctx, q, &article.Article{ID: lead.ID, Language: lead.Language, Section: lead.Section}, LeadRelated+more)
}

func cardsOf(ctx context.Context, q db.Querier, ids []article.ID) (map[article.ID]*article.Card, error) {
	cards, err := article.Cards(ctx, q, ids)
	known := make(map[article.ID]*article.Card, len(cards))
	for i := range cards {
		known[cards[i].ID] = &cards[i]
	}
	return known, err
}

// Bands are the rubrics that have bands, in their order.
func Bands(sections []taxonomy.Section) (ids []taxonomy.SectionID) {
	for i := range sections {
		if sections[i].Parent == 0 {
			ids = append(ids, sections[i].ID)
		}
	}
	return ids
}

// may refuses pins that readers could not be shown. What was pinned before stays though it was withdrawn or filed anew meanwhile: it pins nothing until it is public again.
func may(ctx context.Context, q db.Querier, now time.Time, language string, pins, before Pins) error {
	if err := pins.check(now); err != nil {
		return err
	}
	var fresh Pins
	for _, pin := range pins {
		if old, ok := before.Of(pin.Article); !ok || old.Slot.Part != pin.Slot.Part {
			fresh = append(fresh, pin)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	known, err := cardsOf(ctx, q, articlesOf(fresh))
	if err != nil {
		return err
	}
	kinds, err := article.Kinds(ctx, q)
	if err != nil {
		return err
	}
	for _, pin := range fresh {
		c := known[pin.Article]
		if c == nil {
			return fault.Wrap(fault.Invalid, FrontArticle, "there is no published article %d", pin.Article)
		}
		kind := kinds[c.Kind]
		switch {
		case c.Language != language:
			return fault.Wrap(fault.Invalid, FrontLanguage, "article %d is in another language than this front page", pin.Article)
		case pin.Slot.Part != BandPart && kind != nil && kind.Sponsored:
			return fault.Wrap(fault.Invalid, FrontPaid, "article %d is paid for: it neither leads nor stands under the lead", pin.Article)
		}
	}
	return nil
}

// still are the pins of articles that are public.
func still(ctx context.Context, q db.Querier, pins Pins) (list Pins, err error) {
	known, err := cardsOf(ctx, q, articlesOf(pins))
	for _, pin := range pins {
		if known[pin.Article] != nil {
			list = append(list, pin)
		}
	}
	return list, err
}

func articlesOf(pins Pins) (ids []article.ID) {
	for _, pin := range pins {
		ids = append(ids, pin.Article)
	}
	return ids
}
