package search

// fewWhole is how many documents must have every word of a query for those that lack some to be left out: what fills a page.
const fewWhole = 20

// weigh goes through the documents that answer, counts them, and gives the first. When hardly any has every word, those that have most of what the words tell follow.
func (a *answer) weigh(r *Result) []hit {
	top, counts := a.pass(r, whole)
	r.Whole = r.Total
	if r.Whole < fewWhole && !a.query.Exact && a.needed() > 1 {
		top, counts = a.pass(r, partly)
	}
	r.Facets = counts.facets()
	return top.sorted()
}

// needed is the number of units that a document should have.
func (a *answer) needed() (n int) {
	for i := range a.units {
		if a.units[i].needed() {
			n++
		}
	}
	return n
}

// needed reports whether a document should have the unit.
func (u *unit) needed() bool { return !u.minus && !u.optional }

func (a *answer) pass(r *Result, least fit) (*best, *tally) {
	top := &best{keep: max(0, min(a.query.Offset+a.query.Limit, MaxHits))}
	counts := newTally(a.query.Zone)
	fits := a.fits(least)
	r.Total = 0
	for n := range a.view.segments {
		r.Total += a.weighSegment(n, fits, counts, top)
	}
	return top, counts
}

// fit says how far a document answers a query.
type fit uint8

const (
	none fit = iota
	partly
	whole
)

// enough is the least share of what the words of a query tell that a document must have that lacks some.
const enough = 0.4

// fits says of each set of units, a bit a unit, how far a document answers that has just these; what is less than least does not. A word that stands nowhere tells nothing.
func (a *answer) fits(least fit) []fit {
	worths := make([]float32, len(a.units))
	all := float32(0)
	for i := range a.units {
		if a.units[i].needed() && a.lists[i].docs > 0 {
			worths[i] = rarity(a.lists[i].docs, a.view.documents)
			all += worths[i]
		}
	}
	table := make([]fit, 1<<len(a.units))
	for set := range table {
		if f := a.fit(set, worths, all); f >= least {
			table[set] = f
		}
	}
	return table
}

func (a *answer) fit(set int, worths []float32, all float32) fit {
	sum, f := float32(0), whole
	for i := range a.units {
		has := set&(1<<i) != 0
		switch {
		case has && a.units[i].minus:
			return none
		case has:
			sum += worths[i]
		case a.units[i].needed():
			f = partly
		}
	}
	if f == partly && (sum == 0 || sum < enough*all) {
		return none
	}
	return f
}

// weighSegment scores the documents of one segment, and offers and counts those that answer.
func (a *answer) weighSegment(n int, fits []fit, counts *tally, top *best) (total int) {
	s := a.view.segments[n]
	sets := a.sets(n)
	score := a.sum(n)
	filter := a.query.filter(s)
	part := counts.of(s)
	for place := range s.docs {
		f := fits[0]
		if sets != nil {
			f = fits[sets[place]]
		}
		if f == none || a.view.dead[n].at(place) {
			continue
		}
		failed := filter.fails(place)
		if failed&(failed-1) != 0 {
			continue
		}
		part.count(place, failed)
		if failed != 0 {
			continue
		}
		total++
		h := hit{fit: f, at: s.cards.at[place], article: s.cards.article[place]}
		if score != nil {
			h.score = score[place] * freshness(h.at, a.query.Now) * a.ownLanguage(s, place)
		}
		top.offer(h)
	}
	part.end()
	return total
}

// ownLanguage is how much more an article counts that is in the newspaper's own language: names read alike in all.
func (a *answer) ownLanguage(s *segment, place int) float32 {
	if s.cards.languages[s.cards.language[place]] == a.query.Language {
		return ownCounts
	}
	return 1
}

// sets notes, a bit a unit, which documents have it; nil when there are no units.
func (a *answer) sets(n int) []uint16 {
	if len(a.units) == 0 {
		return nil
	}
	sets := make([]uint16, len(a.view.segments[n].docs))
	for i := range a.units {
		for _, p := range a.lists[i].bySegment[n] {
			sets[p.place] |= 1 << i
		}
	}
	return sets
}

// sum adds up what each unit is worth in each document; nil when nothing is to be weighed.
func (a *answer) sum(n int) []float32 {
	if a.query.Newest || len(a.units) == 0 {
		return nil
	}
	s := a.view.segments[n]
	sum := make([]float32, len(s.docs))
	for i := range a.units {
		if a.units[i].minus {
			continue
		}
		worth := rarity(a.lists[i].docs, a.view.documents)
		for _, p := range a.lists[i].bySegment[n] {
			sum[p.place] += worth * a.index.scores.score[p.weight][s.cards.length[p.place]]
		}
	}
	return sum
}
