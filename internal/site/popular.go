package site

import (
	"sync"

	"griot/internal/article"
	"griot/internal/site/theme"
)

// popular keeps the cards of what is read most, which many pages show. They live as long as the shared they belong to: until something changes.
type popular struct {
	mu   sync.Mutex
	kept map[article.ID]article.Card
}

// maxPopular bounds what is kept: five of each of a hundred lists.
const maxPopular = 500

func (p *popular) among(ids []article.ID) (cards []article.Card) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range ids {
		if c, ok := p.kept[id]; ok {
			cards = append(cards, c)
		}
	}
	return cards
}

func (p *popular) keep(cards []article.Card) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil || len(p.kept) >= maxPopular {
		p.kept = map[article.ID]article.Card{}
	}
	for i := range cards {
		if _, ok := p.kept[cards[i].ID]; !ok {
			p.kept[cards[i].ID] = cards[i]
		}
	}
}

// mostReadLinks lead to what is read most; the page has read their cards.
func (f *frame) mostReadLinks(ids []article.ID) []theme.Link {
	cards := f.knownOf(ids)
	f.popular.keep(cards)
	return f.links(cards)
}
