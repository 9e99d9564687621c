package sample

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// generator makes articles of the newsroom's own rubrics, countries and pictures, and of the sample newspaper's sentences.
type generator struct {
	now       time.Time
	paper     *masthead.Newspaper
	sections  []taxonomy.Section // those drawn more often first
	countries []taxonomy.Country // likewise
	bylines   []staff.BylineID   // those who came first
	heroes    []article.Hero
	topics    []Topic
	phrases   *phrasebook
	foreign   []language
	usual     []string                  // tags of the sample newspaper
	tags      map[string]taxonomy.TagID // by name; the writing goroutine's
	calendar  *calendar
	before    int   // generated articles that are there already
	order     []int // numbers of the articles to make, the oldest first
}

// language is another language of the sample newspaper: some sentences, which its articles repeat.
type language struct {
	code      string
	titles    []string
	sentences []string
}

func (n *Newsroom) generator(ctx context.Context, have, total int) (g *generator, err error) {
	g = &generator{now: n.Now(), tags: map[string]taxonomy.TagID{}}
	if g.paper, err = masthead.Load(ctx, n.DB); err != nil {
		return nil, err
	}
	manuscripts, err := read(files)
	if err != nil {
		return nil, err
	}
	if g.topics, err = readTopics(); err != nil {
		return nil, err
	}
	if err := g.readPlaces(ctx, n.DB); err != nil {
		return nil, err
	}
	if g.heroes, err = heroes(ctx, n.DB); err != nil {
		return nil, err
	}
	g.learn(manuscripts)
	g.before = max(0, have-len(manuscripts))
	g.order = scattered(g.before, total-have)
	g.calendar = newCalendar(g.now.Add(-72*time.Hour), g.paper.Location(), generatedYears*365)
	return g, g.hire(ctx, n, total)
}

func (g *generator) readPlaces(ctx context.Context, q db.Querier) (err error) {
	if g.sections, err = taxonomy.Sections(ctx, q); err != nil {
		return err
	}
	if g.countries, err = taxonomy.Countries(ctx, q); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 20261122)) //nolint:gosec // the same favourites every time
	r.Shuffle(len(g.sections), func(i, j int) { g.sections[i], g.sections[j] = g.sections[j], g.sections[i] })
	r.Shuffle(len(g.countries), func(i, j int) { g.countries[i], g.countries[j] = g.countries[j], g.countries[i] })
	slices.SortStableFunc(g.countries, func(a, b taxonomy.Country) int { return cmp.Compare(farness(a), farness(b)) })
	return nil
}

// nearest are the countries of which the newspaper writes most.
var nearest = strings.Fields("SN CI ML CM NE BJ BF CD TG TD GN MA GA MG CG DZ TN RW NG GH")

// farness is how far a country is from the newspaper's mind: the nearest, the rest of the continent, the rest of the world.
func farness(c taxonomy.Country) int {
	at := slices.Index(nearest, c.Code)
	switch {
	case at >= 0:
		return at
	case c.Continent:
		return len(nearest)
	}
	return len(nearest) + 1
}

// heroes are the pictures of the oldest articles, which are the sample newspaper's, each once, with their words.
func heroes(ctx context.Context, q db.Querier) (list []article.Hero, err error) {
	const query = "SELECT hero_id, hero_alt, hero_credit FROM article WHERE hero_id IS NOT NULL ORDER BY id LIMIT 100"
	all, err := db.All(ctx, q, func(rows *sql.Rows) (h article.Hero, err error) {
		err = rows.Scan(&h.Picture, &h.Alt, &h.Credit)
		return h, err
	}, query)
	for _, h := range all {
		if !slices.ContainsFunc(list, func(o article.Hero) bool { return o.Picture == h.Picture }) {
			list = append(list, h)
		}
	}
	return list, err
}

// learn reads the sample newspaper.
func (g *generator) learn(manuscripts []*manuscript) {
	keep := map[string]bool{"Afrique": true, "Europe": true, "Asie": true, "Amérique": true, "État": true, "Africa": true, "Presse": true}
	for _, c := range g.countries {
		for _, word := range strings.FieldsFunc(c.Name, func(r rune) bool { return r == ' ' || r == '’' }) {
			keep[word] = true
		}
	}
	for _, m := range manuscripts { // a word that is also written small begins with a capital by its place alone
		for _, word := range strings.FieldsFunc(m.body, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			if m.lang == g.paper.Language && uncapital(word) == word {
				keep[capital(word)] = true
			}
		}
	}
	g.phrases = newPhrasebook()
	for _, m := range manuscripts {
		for _, tag := range m.tags {
			if m.lang == g.paper.Language && !slices.Contains(g.usual, tag) {
				g.usual = append(g.usual, tag)
			}
		}
		if m.lang != g.paper.Language {
			g.learnForeign(m)
			continue
		}
		for _, s := range phrasesOf(m.body) {
			g.phrases.learn(s, rubricOf(m.section), keep)
		}
	}
}

func (g *generator) learnForeign(m *manuscript) {
	i := slices.IndexFunc(g.foreign, func(l language) bool { return l.code == m.lang })
	if i < 0 {
		i, g.foreign = len(g.foreign), append(g.foreign, language{code: m.lang})
	}
	l := &g.foreign[i]
	l.titles = append(l.titles, m.title)
	for _, s := range phrasesOf(m.body) {
		if strings.Count(s, "«") == strings.Count(s, "»") {
			l.sentences = append(l.sentences, s)
		}
	}
}

// rubricOf is the first word of a rubric's path.
func rubricOf(path string) string {
	first, _, _ := strings.Cut(strings.Trim(path, "/"), "/")
	return first
}

// staffAt is how many sign when an archive has so many articles.
func staffAt(articles float64) int { return 8 + int(math.Pow(articles, 0.38)) }

// hire adds the authors that an archive of this size has and the newsroom has not.
func (g *generator) hire(ctx context.Context, n *Newsroom, total int) error {
	return n.DB.Transact(ctx, func(tx *db.Tx) error {
		bylines, err := staff.Bylines(ctx, tx)
		if err != nil {
			return err
		}
		g.bylines = nil
		bySlug := map[string]staff.BylineID{}
		for _, b := range bylines {
			bySlug[b.Slug] = b.ID
		}
		slices.SortFunc(bylines, func(a, b staff.Byline) int { return cmp.Compare(a.ID, b.ID) })
		for _, b := range bylines[:min(8, len(bylines))] {
			g.bylines = append(g.bylines, b.ID)
		}
		for rank := len(g.bylines); rank < staffAt(float64(total)); rank++ {
			b := staff.Byline{Name: personName(rankMost + rank), Kind: staff.Person}
			if b.ID = bySlug[text.Slug(b.Name)]; b.ID == 0 {
				if err := staff.SaveByline(ctx, tx, g.now, n.Words.For(g.paper.Language), &b); err != nil {
					return err
				}
				bySlug[b.Slug] = b.ID
			}
			g.bylines = append(g.bylines, b.ID)
		}
		return nil
	})
}

// scattered gives the numbers from first to first+n, each once, so that any that follow each other, such as the planted ones, come to stand evenly over the whole.
func scattered(first, n int) []int {
	order := make([]int, n)
	stride := max(1, int(float64(n)*0.6180339887)) // the golden section leaves no part empty for long
	for gcd(stride, n) != 1 {
		stride++
	}
	at := 0
	for number := range n {
		order[at] = first + number
		at = (at + stride) % n
	}
	return order
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
