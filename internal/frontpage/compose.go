package frontpage

import (
	"slices"
	"time"

	"griot/internal/article"
	"griot/internal/taxonomy"
)

// The rule's measures.
const (
	Seconds     = 4                  // stories under the lead
	BandSize    = 4                  // stories in a rubric's band, its first included
	LeadRelated = 2                  // stories beside the lead
	pinnedFor   = 3 * 24 * time.Hour // after which an article that asks to stand first no longer leads
	leadFrom    = 12                 // among how many of the newest the lead is looked for
)

// Composition is a front page: what stands where. No story stands twice.
type Composition struct {
	Lead    *article.Card
	Beside  []article.ID // related to the lead
	Seconds []article.Card
	Bands   []Band
	Until   time.Time // when the first of what is pinned ends; zero: nothing does
}

// Band is a rubric's part of the front page; its first story is the one with the picture where there is one.
type Band struct {
	Section taxonomy.SectionID
	Stories []article.Card
}

// Rubric is what the rule needs of a rubric: its newest stories, newest first, those of its subrubrics among them.
type Rubric struct {
	Section taxonomy.SectionID
	Newest  []article.Card
}

// Pinned is a pin with its article, which is public.
type Pinned struct {
	Pin
	Card article.Card
}

// Compose makes a front page. What is pinned stands where it is pinned; the rest is filled by rule: the newest come first; the lead is a story of the last days that asks to stand first, else
// the newest with a picture; the seconds come from different rubrics while they last; what is paid for never leads. related gives stories to stand beside the lead, the best first; those
// that stand elsewhere by hand are passed over.
func Compose(now time.Time, pins []Pinned, newest []article.Card, rubrics []Rubric, paid func(kind string) bool, related func(lead *article.Card) []article.ID) Composition {
	d := &dummy{used: map[article.ID]bool{}, pinned: map[Slot]*article.Card{}}
	d.pin(now, pins, rubrics)
	d.lead(now, newest, paid)
	if d.Lead != nil {
		d.beside(related(d.Lead))
	}
	d.seconds(newest, paid)
	for _, r := range rubrics {
		if band := d.band(r); len(band) > 0 {
			d.Bands = append(d.Bands, Band{Section: r.Section, Stories: band})
		}
	}
	return d.Composition
}

// dummy is a page while it is composed.
type dummy struct {
	Composition
	used   map[article.ID]bool
	pinned map[Slot]*article.Card
}

// pin sets what is pinned. What is pinned to the band of a rubric that has none, because it stands below another now, is the rule's again.
func (d *dummy) pin(now time.Time, pins []Pinned, rubrics []Rubric) {
	for i := range pins {
		p := &pins[i]
		if p.Slot.Part == BandPart && !slices.ContainsFunc(rubrics, func(r Rubric) bool { return r.Section == p.Slot.Section }) {
			continue
		}
		if !p.Until.IsZero() && !p.Until.After(now) || d.used[p.Card.ID] {
			continue
		}
		d.used[p.Card.ID], d.pinned[p.Slot] = true, &p.Card
		d.endsAt(p.Until)
	}
}

func (d *dummy) endsAt(t time.Time) {
	if !t.IsZero() && (d.Until.IsZero() || t.Before(d.Until)) {
		d.Until = t
	}
}

func (d *dummy) lead(now time.Time, newest []article.Card, paid func(string) bool) {
	if d.Lead = d.pinned[Lead()]; d.Lead != nil {
		return
	}
	free := slices.DeleteFunc(slices.Clone(newest), func(a article.Card) bool { return d.used[a.ID] || paid(a.Kind) })
	if d.Lead = foremost(now, free); d.Lead == nil {
		return
	}
	d.used[d.Lead.ID] = true
	if d.Lead.Pinned && now.Sub(d.Lead.Published) < pinnedFor {
		d.endsAt(d.Lead.Published.Add(pinnedFor))
	}
}

// foremost is the story that leads by rule; nil of none.
func foremost(now time.Time, newest []article.Card) *article.Card {
	if i := slices.IndexFunc(newest, func(a article.Card) bool { return a.Pinned && now.Sub(a.Published) < pinnedFor }); i >= 0 {
		return &newest[i]
	}
	if i := slices.IndexFunc(newest, func(a article.Card) bool { return a.Hero != nil }); i >= 0 && i < leadFrom {
		return &newest[i]
	}
	if len(newest) == 0 {
		return nil
	}
	return &newest[0]
}

func (d *dummy) beside(related []article.ID) {
	for _, id := range related {
		if len(d.Beside) < LeadRelated && !d.used[id] {
			d.used[id] = true
			d.Beside = append(d.Beside, id)
		}
	}
}

// seconds are what is pinned under the lead and, in the places between, the newest with a picture, one a rubric, then whatever is newest.
func (d *dummy) seconds(newest []article.Card, paid func(string) bool) {
	rubrics := map[taxonomy.SectionID]bool{}
	if d.Lead != nil {
		rubrics[d.Lead.Section] = true
	}
	free := Seconds
	for place := 1; place <= Seconds; place++ {
		if c := d.pinned[Second(place)]; c != nil {
			rubrics[c.Section] = true
			free--
		}
	}
	var ruled []article.Card
	for _, strict := range []bool{true, false} {
		for i := range newest {
			a := &newest[i]
			if d.Lead == nil || len(ruled) == free || d.used[a.ID] || paid(a.Kind) || strict && (a.Hero == nil || rubrics[a.Section]) {
				continue
			}
			d.used[a.ID], rubrics[a.Section] = true, true
			ruled = append(ruled, *a)
		}
	}
	d.Seconds = d.set(Seconds, Second, ruled)
}

// band takes a rubric's stories: first the newest with a picture, then the newest.
func (d *dummy) band(r Rubric) []article.Card {
	slot := func(place int) Slot { return InBand(r.Section, place) }
	free := BandSize
	for place := 1; place <= BandSize; place++ {
		if d.pinned[slot(place)] != nil {
			free--
		}
	}
	unused := slices.DeleteFunc(slices.Clone(r.Newest), func(a article.Card) bool { return d.used[a.ID] })
	if i := slices.IndexFunc(unused, func(a article.Card) bool { return a.Hero != nil }); i > 0 && d.pinned[slot(1)] == nil {
		opener := unused[i]
		unused = slices.Insert(slices.Delete(unused, i, i+1), 0, opener)
	}
	var ruled []article.Card
	for _, a := range unused {
		if len(ruled) < free && !d.used[a.ID] {
			d.used[a.ID] = true
			ruled = append(ruled, a)
		}
	}
	return d.set(BandSize, slot, ruled)
}

// set puts what is pinned into its places and what the rule found into the others, without a hole.
func (d *dummy) set(places int, slot func(place int) Slot, ruled []article.Card) (list []article.Card) {
	for place := 1; place <= places; place++ {
		if c := d.pinned[slot(place)]; c != nil {
			list = append(list, *c)
		} else if len(ruled) > 0 {
			list, ruled = append(list, ruled[0]), ruled[1:]
		}
	}
	return list
}
