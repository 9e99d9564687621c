package search

import (
	"container/heap"
	"math"
	"time"
)

// The weights of the places where a word stands, in times that it stands in the body; found by trying values on the judged queries of internal/judged.
const (
	titleCounts      = 6.0
	standfirstCounts = 2.5
	namesCounts      = 2.5
	saturation       = 1.6 // BM25's k1
	lengthCounts     = 0.4 // BM25's b, for the body
	typicalWords     = 450.0
	freshCounts      = 0.25 // how much more an article of today scores than one of long ago
	ownCounts        = 1.3  // how much more one in the newspaper's own language scores
	freshFor         = 365 * 24 * time.Hour
)

// weigher scores a word in a document, by table: there are few weights and few lengths.
type weigher struct {
	score [256][256]float32 // by weight, by length class
}

func newWeigher() *weigher {
	w := &weigher{}
	for i := range 256 {
		for class := range 256 {
			w.score[i][class] = float32(score(weight(i), uint8(class))) //nolint:gosec // both below 256
		}
	}
	return w
}

// score is BM25F of one word: the fields are summed before they saturate.
func score(w weight, class uint8) float64 {
	x := float64(w&timesInBody) / (1 - lengthCounts + lengthCounts*float64(classLength(class))/typicalWords)
	if w&inTitle != 0 {
		x += titleCounts
	}
	if w&inStandfirst != 0 {
		x += standfirstCounts
	}
	if w&inNames != 0 {
		x += namesCounts
	}
	return x / (x + saturation)
}

// rarity is what a word tells that stands in so many documents of so many.
func rarity(docs, of int) float32 {
	return float32(math.Log(1 + (float64(of)-float64(docs)+0.5)/(float64(docs)+0.5)))
}

// freshness is by how much age lowers a score: 1 + freshCounts today, 1 long ago.
func freshness(at int64, now time.Time) float32 {
	age := max(0, now.UnixMilli()-at)
	return float32(1 + freshCounts*math.Exp(-float64(age)/float64(freshFor.Milliseconds())))
}

// hit is a document that answers a query.
type hit struct {
	fit     fit
	score   float32
	at      int64
	article int64
}

// before is the order of answers: the better first, of equals the newer.
func (h hit) before(o hit) bool {
	if h.fit != o.fit {
		return h.fit > o.fit
	}
	if h.score != o.score {
		return h.score > o.score
	}
	if h.at != o.at {
		return h.at > o.at
	}
	return h.article > o.article
}

// best keeps the first of many hits, the last of them on top.
type best struct {
	hits []hit
	keep int
}

func (b *best) Len() int           { return len(b.hits) }
func (b *best) Less(i, j int) bool { return b.hits[j].before(b.hits[i]) }
func (b *best) Swap(i, j int)      { b.hits[i], b.hits[j] = b.hits[j], b.hits[i] }

// Push adds a hit, for container/heap.
func (b *best) Push(h any) { b.hits = append(b.hits, h.(hit)) } //nolint:forcetypeassert // only offer pushes

// Pop takes the last, for container/heap.
func (b *best) Pop() any {
	h := b.hits[len(b.hits)-1]
	b.hits = b.hits[:len(b.hits)-1]
	return h
}

func (b *best) offer(h hit) {
	switch {
	case len(b.hits) < b.keep:
		heap.Push(b, h)
	case b.keep > 0 && h.before(b.hits[0]):
		b.hits[0] = h
		heap.Fix(b, 0)
	}
}

// sorted empties the heap into the order of answers.
func (b *best) sorted() []hit {
	list := make([]hit, len(b.hits))
	for i := len(list) - 1; i >= 0; i-- {
		list[i] = heap.Pop(b).(hit) //nolint:forcetypeassert // only hits are pushed
	}
	return list
}
