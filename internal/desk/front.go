package desk

import (
	"context"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// frontRoutes are the room in which the front page is composed by hand.
func (d *Desk) frontRoutes() []Route {
	return []Route{
		{Name: "front", Pattern: "GET /desk/front/{$}", May: staff.ComposeFront, Serve: d.front},
		{Name: "front choose", Pattern: "GET /desk/front/choose", May: staff.ComposeFront, Serve: d.chooseFront},
		{Name: "front place", Pattern: "POST /desk/front/place", May: staff.ComposeFront, Serve: d.placeFront},
		{Name: "front free", Pattern: "POST /desk/front/free", May: staff.ComposeFront, Serve: d.freeFront},
		{Name: "front publish", Pattern: "POST /desk/front/publish", May: staff.ComposeFront, Serve: d.publishFront},
		{Name: "front merge", Pattern: "POST /desk/front/merge", May: staff.ComposeFront, Serve: d.mergeFront},
		{Name: "front drop", Pattern: "POST /desk/front/drop", May: staff.ComposeFront, Serve: d.dropFront},
		{Name: "front preview", Pattern: "GET /desk/front/preview", May: staff.ComposeFront, Serve: d.previewFront},
		{Name: "front page", Pattern: "GET /desk/front/page", May: staff.ComposeFront, Serve: d.pageFront},
		{Name: "front history", Pattern: "GET /desk/front/history", May: staff.ComposeFront, Serve: d.historyFront},
		{Name: "front return", Pattern: "POST /desk/front/return", May: staff.ComposeFront, Serve: d.returnFront},
	}
}

// composing is the front page of a language as somebody composes it.
type composing struct {
	language string
	sections []taxonomy.Section
	current  *frontpage.Front // that readers see
	base     *frontpage.Front // that the composition began from
	pins     frontpage.Pins
	changed  time.Time // when it was changed last; zero: nothing is composed
}

// composing reads what whoever asks composes; what readers see, where they compose nothing.
func (v *Visit) composing(q db.Querier) (c *composing, err error) {
	ctx := v.R.Context()
	c = &composing{language: v.language()}
	if c.sections, err = taxonomy.Sections(ctx, q); err != nil {
		return nil, err
	}
	if c.current, err = frontpage.Current(ctx, q, c.language); err != nil {
		return nil, err
	}
	c.base, c.pins = c.current, c.current.Pins.Running(v.Now)
	draft, err := frontpage.DraftOf(ctx, q, v.Who.ID, c.language)
	if fault.Is(err, fault.NotFound) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	c.pins, c.changed = draft.Pins.Running(v.Now), draft.Changed
	if draft.Base == c.current.ID {
		return c, nil
	}
	base, err := frontpage.FrontByID(ctx, q, c.language, draft.Base)
	if fault.Is(err, fault.NotFound) { // so long ago that it was forgotten
		return c, nil
	}
	c.base = base
	return c, err
}

// outrun reports whether another front page was published since the composition began.
func (c *composing) outrun() bool { return c.base.ID != c.current.ID }

// wanted asks for the page with the pins of the composition.
func (c *composing) wanted(own string) frontpage.Wanted {
	return frontpage.Wanted{Language: c.language, Own: c.language == own, Rubrics: frontpage.Bands(c.sections), Pins: c.pins}
}

// keep keeps a composition; one that says what its base says is none.
func (v *Visit) keepComposing(tx *db.Tx, c *composing) error {
	ctx := v.R.Context()
	if !c.outrun() && c.pins.Equal(c.base.Pins.Running(v.Now)) {
		return frontpage.DropDraft(ctx, tx, v.Who.ID, c.language)
	}
	return frontpage.SaveDraft(ctx, tx, v.Now, &frontpage.Draft{Account: v.Who.ID, Language: c.language, Base: c.base.ID, Pins: c.pins})
}

// recompose changes what whoever asks composes, and leads back to where they did it.
func (d *Desk) recompose(v *Visit, at func(c *composing) (string, error)) error {
	var anchor string
	err := v.Transact(func(tx *db.Tx) error {
		c, err := v.composing(tx)
		if err != nil {
			return err
		}
		if anchor, err = at(c); err != nil {
			return err
		}
		return v.keepComposing(tx, c)
	})
	if err != nil {
		return v.again(err, "", "", d.front)
	}
	v.Redirect(frontPath("", v.language()) + anchor)
	return nil
}

func frontPath(page, language string) string { return "/desk/front/" + page + "?language=" + language }

const usualPin = 12 // hours for which an article is pinned where nobody says

// pinLives are the lives that a form offers, in hours; 0 is without an end.
func pinLives() []int { return []int{1, 3, 6, 12, 24, 72, 0} }

// until reads until when an article is pinned: an hour, a life, or what it was.
func (v *Visit) until(was frontpage.Pin) (time.Time, error) {
	if exact := v.Value("until"); exact != "" {
		at, err := v.hour(exact)
		if err == nil && !at.After(v.Now) {
			err = fault.Wrap(fault.Invalid, frontpage.FrontUntil, "a pin ends in the future")
		}
		return at, err
	}
	lasts := v.Value("lasts")
	if lasts == "" && was.Article != 0 {
		return was.Until, nil
	}
	if lasts == "" {
		lasts = strconv.Itoa(usualPin)
	}
	hours, err := number(lasts)
	if err != nil || hours == 0 {
		return time.Time{}, err
	}
	return v.Now.Add(time.Duration(min(hours, 24*366)) * time.Hour).Truncate(time.Minute), nil
}

func (d *Desk) placeFront(v *Visit) error {
	return d.recompose(v, func(c *composing) (string, error) {
		slot, err := frontpage.ParseSlot(v.Value("slot"))
		if err != nil {
			return "", err
		}
		id, err := number(v.Value("article"))
		if err != nil {
			return "", err
		}
		pin := frontpage.Pin{Slot: slot, Article: article.ID(id)}
		was, _ := c.pins.Of(pin.Article)
		if pin.Until, err = v.until(was); err != nil {
			return "", err
		}
		c.pins = c.pins.With(pin)
		return "#" + slot.String(), nil
	})
}

func (d *Desk) freeFront(v *Visit) error {
	return d.recompose(v, func(c *composing) (string, error) {
		slot, err := frontpage.ParseSlot(v.Value("slot"))
		c.pins = c.pins.Without(slot)
		return "#" + slot.String(), err
	})
}

// mergeFront brings what was published meanwhile into the composition.
func (d *Desk) mergeFront(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) error {
		c, err := v.composing(tx)
		if err != nil {
			return err
		}
		c.pins = frontpage.Merge(c.base.Pins.Running(v.Now), c.pins, c.current.Pins.Running(v.Now))
		c.base = c.current
		return v.keepComposing(tx, c)
	})
	return v.again(err, frontPath("", v.language()), "front_merged", d.front)
}

func (d *Desk) dropFront(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) error { return frontpage.DropDraft(v.R.Context(), tx, v.Who.ID, v.language()) })
	return v.again(err, frontPath("", v.language()), "front_dropped", d.front)
}

// publishFront publishes the composition, on top of the front page that it began from.
func (d *Desk) publishFront(v *Visit) error {
	ctx := v.R.Context()
	err := v.Transact(func(tx *db.Tx) error {
		c, err := v.composing(tx)
		if err != nil {
			return err
		}
		if _, err = frontpage.Publish(ctx, tx, v.Now, v.Actor(), frontpage.Edition{Language: c.language, Base: c.base.ID, Pins: c.pins}); err != nil {
			return err
		}
		return frontpage.DropDraft(ctx, tx, v.Who.ID, c.language)
	})
	return v.again(err, frontPath("", v.language()), "front_published", d.front)
}

// returnFront publishes an earlier front page again. What whoever asks composes stays, on top of what it began from.
func (d *Desk) returnFront(v *Visit) error {
	to, err := number(v.Value("to"))
	if err != nil {
		return err
	}
	base, err := number(v.Value("base"))
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		_, err := frontpage.Return(v.R.Context(), tx, v.Now, v.Actor(), v.language(), frontpage.FrontID(base), frontpage.FrontID(to))
		return err
	})
	return v.again(err, frontPath("", v.language()), "front_published", d.front)
}

// titles are what articles are called, for telling what changed.
func (v *Visit) titles(ctx context.Context, all ...frontpage.Pins) (map[article.ID]string, error) {
	var ids []article.ID
	for _, pins := range all {
		for _, pin := range pins {
			ids = append(ids, pin.Article)
		}
	}
	lines, err := article.Lines(ctx, v.desk.DB, ids)
	titles := map[article.ID]string{}
	for i := range lines {
		titles[lines[i].ID] = lines[i].Title
	}
	return titles, err
}
