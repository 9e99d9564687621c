package edge

import "griot/internal/page"

// everywhere are the labels that nearly every page bears. A change of one is a number that goes up, compared on the hit; a page
// without the label (a feed has no ticker) does not care.
const everywhere = 3

// generations counts the changes of each label that is everywhere.
type generations [everywhere]uint64

// generationOf is the place of a label in generations, or -1.
func generationOf(l page.Label) int {
	switch l {
	case page.Ticker:
		return 0
	case page.Menu:
		return 1
	case page.Theme:
		return 2
	}
	return -1
}

// bearing sorts a page's labels: those that are everywhere are told by their place, the others are indexed. Every page is also indexed under
// page.All, so that dropping everything is no special case.
func bearing(labels []page.Label) (bears [everywhere]bool, indexed []page.Label) {
	indexed = append(make([]page.Label, 0, len(labels)+1), page.All)
	for _, l := range labels {
		if n := generationOf(l); n >= 0 {
			bears[n] = true
		} else if l != page.All {
			indexed = append(indexed, l)
		}
	}
	return bears, indexed
}
