package desk

import (
	"slices"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/taxonomy"
)

// frontView is ui/front.html.
type frontView struct {
	Language  string
	Languages []choice
	Current   *frontpage.Front // that readers see
	Previous  frontpage.FrontID
	Returns   bool     // there is one to return to, 0 among them
	Changes   []string // of the composition; none: nothing is composed
	Outrun    []string // what was published since it began
	Parts     []frontPart
	Slots     []choice // of all parts, for what is placed from the list
	Lives     []choice
	Stock     []article.Card // the newest that stand nowhere
}

// frontPart is a part of the page with its slots.
type frontPart struct {
	Title  string
	Fold   bool // folded away: nothing is pinned in it
	Pinned int
	Slots  []frontSlot
}

// frontSlot is a place, with what stands there.
type frontSlot struct {
	Language string
	Slot     string
	Name     string
	Card     *article.Card // nil: nothing
	Pinned   bool
	Until    time.Time // of the pin; zero: it has no end
	Moves    []frontMove
}

// frontMove is a button that takes an article to a slot beside its own.
type frontMove struct {
	Language  string
	Card      *article.Card
	To        string
	Sign, Key string
}

func (d *Desk) front(v *Visit) error {
	ctx := v.R.Context()
	c, err := v.composing(d.DB)
	if err != nil {
		return err
	}
	view := frontView{Language: c.language, Languages: v.languageChoices(c.language), Current: c.current, Lives: v.pinLives()}
	past, err := frontpage.Past(ctx, d.DB, c.language, 2)
	if err != nil {
		return err
	}
	view.Returns = len(past) > 0
	if len(past) > 1 {
		view.Previous = past[1].ID
	}
	if err := v.tellChanges(c, &view); err != nil {
		return err
	}
	stands, err := frontpage.Standing(ctx, d.DB, v.Now, c.wanted(v.Paper.Language))
	if err != nil {
		return err
	}
	view.Parts = v.parts(c, stands)
	for _, part := range view.Parts {
		for _, slot := range part.Slots {
			view.Slots = append(view.Slots, choice{Value: slot.Slot, Text: slot.Name})
		}
	}
	newest, err := v.newestOf(c.language, 40)
	if err != nil {
		return err
	}
	for _, card := range newest {
		if len(view.Stock) < 10 && !stand(view.Parts, card.ID) {
			view.Stock = append(view.Stock, card)
		}
	}
	return v.Page("front", v.T("une.room"), view)
}

func stand(parts []frontPart, id article.ID) bool {
	return slices.ContainsFunc(parts, func(p frontPart) bool {
		return slices.ContainsFunc(p.Slots, func(s frontSlot) bool { return s.Card != nil && s.Card.ID == id })
	})
}

func (v *Visit) pinLives() (list []choice) {
	for _, hours := range pinLives() {
		text := v.T("une.endless")
		if hours > 0 {
			text = v.Loc.Plural("breaking.hours", hours)
		}
		list = append(list, choice{strconv.Itoa(hours), text, hours == usualPin})
	}
	return list
}

// tellChanges says what the composition changes, and what was changed past it.
func (v *Visit) tellChanges(c *composing, view *frontView) error {
	now := v.Now
	base, current := c.base.Pins.Running(now), c.current.Pins.Running(now)
	titles, err := v.titles(v.R.Context(), base, current, c.pins)
	if err != nil {
		return err
	}
	name := v.slotNames(c.sections)
	if !c.changed.IsZero() {
		view.Changes = v.differing(base, c.pins, name, titles)
	}
	if c.outrun() {
		view.Outrun = v.differing(base, current, name, titles)
	}
	return nil
}

// differing puts into words what differs between two front pages.
func (v *Visit) differing(was, is frontpage.Pins, name func(frontpage.Slot) string, titles map[article.ID]string) (list []string) {
	title := func(p frontpage.Pin) string {
		if t := titles[p.Article]; t != "" {
			return t
		}
		return v.T("articles.untitled")
	}
	for _, d := range frontpage.Differences(was, is) {
		switch {
		case d.Is.Article == 0:
			list = append(list, v.T("une.freed", name(d.Slot), title(d.Was)))
		case d.Is.Article == d.Was.Article && d.Is.Until.IsZero():
			list = append(list, v.T("une.held_endless", name(d.Slot), title(d.Is)))
		case d.Is.Article == d.Was.Article:
			list = append(list, v.T("une.held", name(d.Slot), title(d.Is), v.hourSaid(d.Is.Until)))
		default:
			list = append(list, v.T("une.placed", name(d.Slot), title(d.Is)))
		}
	}
	return list
}

func (v *Visit) hourSaid(t time.Time) string {
	zone := v.Paper.Location()
	return v.Loc.DateTimeShort(t.In(zone), v.Now.In(zone))
}

// slotNames gives the names of slots.
func (v *Visit) slotNames(sections []taxonomy.Section) func(frontpage.Slot) string {
	return func(s frontpage.Slot) string {
		switch s.Part {
		case frontpage.SecondPart:
			return v.T("une.second", strconv.Itoa(s.Place))
		case frontpage.BandPart:
			i := slices.IndexFunc(sections, func(sec taxonomy.Section) bool { return sec.ID == s.Section })
			if i < 0 {
				return v.T("une.band_gone", strconv.Itoa(s.Place))
			}
			return v.T("une.band", sections[i].NameIn(v.Loc.Lang()), strconv.Itoa(s.Place))
		}
		return v.T("une.lead")
	}
}

// parts are the parts of the page with what stands in each slot.
func (v *Visit) parts(c *composing, stands *frontpage.Composition) []frontPart {
	top := []frontpage.Slot{frontpage.Lead()}
	var cards []article.Card
	if stands.Lead != nil {
		cards = append(cards, *stands.Lead)
	}
	for place := range frontpage.Seconds {
		top = append(top, frontpage.Second(place+1))
	}
	parts := []frontPart{v.part(c, v.T("une.top"), top, append(cards, stands.Seconds...))}
	for i := range c.sections {
		s := &c.sections[i]
		if s.Parent != 0 {
			continue
		}
		var slots []frontpage.Slot
		for place := range frontpage.BandSize {
			slots = append(slots, frontpage.InBand(s.ID, place+1))
		}
		var stories []article.Card
		for _, b := range stands.Bands {
			if b.Section == s.ID {
				stories = b.Stories
			}
		}
		part := v.part(c, s.NameIn(v.Loc.Lang()), slots, stories)
		part.Fold = true
		parts = append(parts, part)
	}
	return parts
}

// part sets the cards of a part into its slots: what is pinned where it is pinned, the others in the places between.
func (v *Visit) part(c *composing, title string, slots []frontpage.Slot, cards []article.Card) frontPart {
	p := frontPart{Title: title}
	name := v.slotNames(c.sections)
	card := func(id article.ID) *article.Card {
		if i := slices.IndexFunc(cards, func(a article.Card) bool { return a.ID == id }); i >= 0 {
			return &cards[i]
		}
		return nil
	}
	ruled := slices.DeleteFunc(slices.Clone(cards), func(a article.Card) bool { _, pinned := c.pins.Of(a.ID); return pinned })
	for i, slot := range slots {
		s := frontSlot{Language: c.language, Slot: slot.String(), Name: name(slot)}
		pin, pinned := c.pins.At(slot)
		if pinned {
			s.Card = card(pin.Article)
		}
		switch {
		case s.Card != nil:
			s.Pinned, s.Until = true, pin.Until
			p.Pinned++
		case len(ruled) > 0:
			s.Card, ruled = &ruled[0], ruled[1:]
		}
		if s.Card != nil && i > 0 {
			s.Moves = append(s.Moves, frontMove{s.Language, s.Card, slots[i-1].String(), "↑", "une.up"})
		}
		if s.Card != nil && i < len(slots)-1 {
			s.Moves = append(s.Moves, frontMove{s.Language, s.Card, slots[i+1].String(), "↓", "une.down"})
		}
		p.Slots = append(p.Slots, s)
	}
	return p
}

// chooseView is ui/frontchoose.html.
type chooseView struct {
	Language string
	Slot     string
	Name     string
	Words    string
	Articles []article.Card
	Stands   map[article.ID]string // where articles are pinned already
	Lives    []choice
}

// chooseFront offers articles for a slot.
func (d *Desk) chooseFront(v *Visit) error {
	slot, err := frontpage.ParseSlot(v.Value("slot"))
	if err != nil {
		return fault.Wrap(fault.NotFound, err, "there is no such slot")
	}
	c, err := v.composing(d.DB)
	if err != nil {
		return err
	}
	name := v.slotNames(c.sections)
	view := chooseView{Language: c.language, Slot: slot.String(), Name: name(slot), Words: v.Value("q"), Stands: map[article.ID]string{}, Lives: v.pinLives()}
	for _, pin := range c.pins {
		view.Stands[pin.Article] = name(pin.Slot)
	}
	if view.Words != "" {
		view.Articles, err = v.foundArticles(c.language, view.Words)
	} else {
		view.Articles, err = v.newestOf(c.language, maxSoughtFor)
	}
	if err != nil {
		return err
	}
	return v.Page("frontchoose", v.T("une.choose", view.Name), view)
}
