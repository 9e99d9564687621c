package frontpage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Part is a part of the front page.
type Part string

// The parts.
const (
	LeadPart   Part = "lead"
	SecondPart Part = "second"
	BandPart   Part = "band"
)

// Slot is a place on the front page. Place counts from one within the part; Section is the rubric of a band, 0 elsewhere.
type Slot struct {
	Part    Part
	Section taxonomy.SectionID
	Place   int
}

// Lead is the slot that the page opens with.
func Lead() Slot { return Slot{Part: LeadPart, Place: 1} }

// Second is a slot under the lead.
func Second(place int) Slot { return Slot{Part: SecondPart, Place: place} }

// InBand is a slot of a rubric's band.
func InBand(section taxonomy.SectionID, place int) Slot {
	return Slot{Part: BandPart, Section: section, Place: place}
}

// String is the slot as forms and programs name it: "lead", "second-2", "band-12-1" for the first place of rubric 12.
func (s Slot) String() string {
	switch s.Part {
	case SecondPart:
		return "second-" + strconv.Itoa(s.Place)
	case BandPart:
		return fmt.Sprintf("band-%d-%d", s.Section, s.Place)
	}
	return "lead"
}

// ParseSlot reads what String writes; anything else is fault.Invalid.
func ParseSlot(name string) (s Slot, err error) {
	part, rest, _ := strings.Cut(name, "-")
	s.Part, s.Place = Part(part), 1
	switch s.Part {
	case SecondPart:
		s.Place, _ = strconv.Atoi(rest)
	case BandPart:
		section, place, _ := strings.Cut(rest, "-")
		id, _ := strconv.ParseInt(section, 10, 64)
		s.Section = taxonomy.SectionID(id)
		s.Place, _ = strconv.Atoi(place)
	}
	if !s.exists() || s.String() != name {
		return Slot{}, fault.Wrap(fault.Invalid, FrontSlot, "there is no slot %.40q on the front page", name)
	}
	return s, nil
}

func (s Slot) exists() bool {
	switch s.Part {
	case LeadPart:
		return s.Place == 1 && s.Section == 0
	case SecondPart:
		return s.Place >= 1 && s.Place <= Seconds && s.Section == 0
	case BandPart:
		return s.Place >= 1 && s.Place <= BandSize && s.Section > 0
	}
	return false
}

// MarshalText writes the slot by its name.
func (s Slot) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name of a slot.
func (s *Slot) UnmarshalText(name []byte) (err error) {
	*s, err = ParseSlot(string(name))
	return err
}

// Pin holds an article in a slot. A zero Until holds it until somebody takes it away.
type Pin struct {
	Slot    Slot       `json:"slot"`
	Article article.ID `json:"article"`
	Until   time.Time  `json:"until,omitzero"`
}

// Pins are what a front page is composed of by hand. No slot and no article stands in it twice.
type Pins []Pin

// MaxPins bounds the pins of a front page.
const MaxPins = 100

// MaxPinLife is how far away the end of a pin may be.
const MaxPinLife = 366 * 24 * time.Hour

// Why something was refused of a front page.
const (
	FrontSlot     staff.Reason = "front_slot"
	FrontTwice    staff.Reason = "front_twice"
	FrontMany     staff.Reason = "front_many"
	FrontUntil    staff.Reason = "front_until"
	FrontArticle  staff.Reason = "front_article"
	FrontLanguage staff.Reason = "front_language"
	FrontPaid     staff.Reason = "front_paid"
	FrontOutrun   staff.Reason = "front_outrun"
	FrontSame     staff.Reason = "front_same"
)

// At is the pin of a slot.
func (p Pins) At(s Slot) (Pin, bool) {
	i := slices.IndexFunc(p, func(pin Pin) bool { return pin.Slot == s })
	if i < 0 {
		return Pin{}, false
	}
	return p[i], true
}

// Of is the pin of an article.
func (p Pins) Of(id article.ID) (Pin, bool) {
	i := slices.IndexFunc(p, func(pin Pin) bool { return pin.Article == id })
	if i < 0 {
		return Pin{}, false
	}
	return p[i], true
}

// With pins an article. If it was pinned elsewhere it moves, and what stood in its new slot takes its old one; else what stood there is free again.
func (p Pins) With(pin Pin) Pins {
	from, moved := p.Of(pin.Article)
	there, taken := p.At(pin.Slot)
	list := p.Without(pin.Slot)
	if moved {
		list = list.Without(from.Slot)
	}
	if moved && taken && there.Article != pin.Article {
		there.Slot = from.Slot
		list = append(list, there)
	}
	return append(list, pin)
}

// Without frees a slot.
func (p Pins) Without(s Slot) Pins {
	return slices.DeleteFunc(slices.Clone(p), func(pin Pin) bool { return pin.Slot == s })
}

// Running are the pins that still hold.
func (p Pins) Running(now time.Time) Pins {
	return slices.DeleteFunc(slices.Clone(p), func(pin Pin) bool { return !pin.Until.IsZero() && !pin.Until.After(now) })
}

// Equal reports whether two compositions pin the same.
func (p Pins) Equal(other Pins) bool { return len(Differences(p, other)) == 0 }

// check refuses what is no composition. Ends that have come are no error: they pin nothing.
func (p Pins) check(now time.Time) error {
	if len(p) > MaxPins {
		return fault.Wrap(fault.Invalid, FrontMany, "a front page has at most %d pins", MaxPins)
	}
	slots, articles := map[Slot]bool{}, map[article.ID]bool{}
	for _, pin := range p {
		switch {
		case !pin.Slot.exists():
			return fault.Wrap(fault.Invalid, FrontSlot, "there is no slot %s on the front page", pin.Slot)
		case pin.Article <= 0:
			return fault.Wrap(fault.Invalid, FrontArticle, "the slot %s holds no article", pin.Slot)
		case slots[pin.Slot]:
			return fault.Wrap(fault.Invalid, FrontTwice, "the slot %s is filled twice", pin.Slot)
		case articles[pin.Article]:
			return fault.Wrap(fault.Invalid, FrontTwice, "article %d stands in two slots", pin.Article)
		case pin.Until.Sub(now) > MaxPinLife:
			return fault.Wrap(fault.Invalid, FrontUntil, "a pin ends within a year, or never")
		}
		slots[pin.Slot], articles[pin.Article] = true, true
	}
	return nil
}

// Difference is a slot in which two compositions differ; an article of 0 is the rule's.
type Difference struct {
	Slot    Slot
	Was, Is Pin
}

// Differences are the slots in which two compositions differ, from the top of the page down.
func Differences(was, is Pins) (list []Difference) {
	for _, slot := range slotsOf(was, is) {
		a, _ := was.At(slot)
		b, _ := is.At(slot)
		if a.Article != b.Article || !a.Until.Equal(b.Until) {
			list = append(list, Difference{slot, a, b})
		}
	}
	return list
}

func slotsOf(all ...Pins) (slots []Slot) {
	for _, pins := range all {
		for _, pin := range pins {
			if !slices.Contains(slots, pin.Slot) {
				slots = append(slots, pin.Slot)
			}
		}
	}
	slices.SortFunc(slots, compareSlots)
	return slots
}

func compareSlots(a, b Slot) int {
	order := []Part{LeadPart, SecondPart, BandPart}
	if d := slices.Index(order, a.Part) - slices.Index(order, b.Part); d != 0 {
		return d
	}
	if d := int(a.Section - b.Section); d != 0 {
		return d
	}
	return a.Place - b.Place
}

// Merge brings what somebody changed since base into a composition that was published meanwhile. A slot that they did not touch is theirs who published; one that they did is
// their own, and so is an article that both have placed.
func Merge(base, mine, theirs Pins) Pins {
	merged := slices.Clone(theirs)
	for _, d := range Differences(base, mine) {
		if d.Is.Article == 0 {
			merged = merged.Without(d.Slot)
			continue
		}
		if elsewhere, ok := merged.Of(d.Is.Article); ok {
			merged = merged.Without(elsewhere.Slot)
		}
		merged = append(merged.Without(d.Slot), d.Is)
	}
	return merged
}
