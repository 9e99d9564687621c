package frontpage

import (
	"time"

	"griot/internal/article"
	"griot/internal/taxonomy"
)

// The rule's measures.
const (
	Seconds   = 4                  // stories under the lead
	BandSize  = 4                  // stories in a rubric's band, its first included
	pinnedFor = 3 * 24 * time.Hour // after which a pinned story no longer leads
	leadFrom  = 12                 // among how many of the newest the lead is looked for
)

// Composition is a front page: what stands where. No story stands twice.
type Composition struct {
	Lead    *article.Card
	Seconds []article.Card
	Bands   []Band
	Until   time.Time // when the pin of the lead ends; zero: it has none
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

// Compose makes a front page by rule. The newest come first; the lead is a pinned story of the last days, else the newest with a picture; the seconds come from different
// rubrics while they last; what is paid for never leads. taken are stories that stand elsewhere on the page already, such as those related to the lead.
func Compose(now time.Time, newest []article.Card, rubrics []Rubric, paid func(kind string) bool, related func(lead *article.Card) []article.ID) Composition {
	used := map[article.ID]bool{}
	var c Composition
	if c.Lead = lead(now, newest, paid); c.Lead != nil {
		used[c.Lead.ID] = true
		if c.Lead.Pinned && now.Sub(c.Lead.Published) < pinnedFor {
			c.Until = c.Lead.Published.Add(pinnedFor)
		}
		for _, id := range related(c.Lead) {
			used[id] = true
		}
		c.Seconds = seconds(newest, used, paid, c.Lead.Section)
	}
	for _, r := range rubrics {
		if band := pick(r.Newest, used); len(band) > 0 {
			c.Bands = append(c.Bands, Band{Section: r.Section, Stories: band})
		}
	}
	return c
}

func lead(now time.Time, newest []article.Card, paid func(string) bool) *article.Card {
	var pictured, any *article.Card
	for i := range newest {
		a := &newest[i]
		if paid(a.Kind) {
			continue
		}
		if a.Pinned && now.Sub(a.Published) < pinnedFor {
			return a
		}
		if any == nil {
			any = a
		}
		if pictured == nil && a.Hero != nil && i < leadFrom {
			pictured = a
		}
	}
	if pictured != nil {
		return pictured
	}
	return any
}

// seconds takes the newest with a picture, one a rubric, then whatever is newest.
func seconds(newest []article.Card, used map[article.ID]bool, paid func(string) bool, first taxonomy.SectionID) (list []article.Card) {
	rubrics := map[taxonomy.SectionID]bool{first: true}
	for _, strict := range []bool{true, false} {
		for i := range newest {
			a := &newest[i]
			if len(list) == Seconds || used[a.ID] || paid(a.Kind) || strict && (a.Hero == nil || rubrics[a.Section]) {
				continue
			}
			used[a.ID], rubrics[a.Section] = true, true
			list = append(list, *a)
		}
	}
	return list
}

// pick takes a band's stories: first the newest with a picture, then the newest.
func pick(newest []article.Card, used map[article.ID]bool) (band []article.Card) {
	opener := -1
	for i := range newest {
		if !used[newest[i].ID] && newest[i].Hero != nil {
			opener = i
			break
		}
	}
	if opener >= 0 {
		used[newest[opener].ID] = true
		band = append(band, newest[opener])
	}
	for i := range newest {
		if len(band) < BandSize && !used[newest[i].ID] {
			used[newest[i].ID] = true
			band = append(band, newest[i])
		}
	}
	return band
}
