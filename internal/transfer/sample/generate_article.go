package sample

import (
	"fmt"
	"html"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"griot/internal/article"
	"griot/internal/staff"
	"griot/internal/text"
)

// draft is a generated article with what the transaction adds to it.
type draft struct {
	article *article.Article
	tags    []string
	reads   int64
	note    *article.Note // nil for most
}

// reporter makes one article.
type reporter struct {
	*generator
	r      *rand.Rand
	number int
	grown  float64 // how many articles the archive has by then
	rubric string
	cast   cast
	buffer []int32
}

// draft makes the article at a place of the archive, which decides its date; its number decides all else.
func (g *generator) draft(place int) *draft {
	n := g.order[place]
	part := (float64(place) + 0.5) / float64(len(g.order))
	w := &reporter{generator: g, number: n, grown: part * float64(g.before+len(g.order)),
		r: rand.New(rand.NewPCG(uint64(n), 20261122))} //nolint:gosec // the same archive every time
	at := g.calendar.at(part)
	a := &article.Article{Language: g.paper.Language, Kind: w.kind(), Status: article.Published, Comments: chance(w.r, 92), FirstPublished: at.UTC(), UID: w.uid(at)}
	d := &draft{article: a, reads: w.reads()}
	w.file(a)
	w.sign(a)
	w.cast = w.casting(a, at)
	d.tags = w.tagged()
	if !w.inAnotherLanguage(d) {
		w.write(d)
	}
	w.illustrate(a)
	w.finish(d, at)
	return d
}

// kinds in a hundred articles.
var kindShares = []struct {
	kind  string
	share float64
}{{"news", 61}, {"brief", 13}, {"reportage", 8}, {"analysis", 5}, {"interview", 4}, {"portrait", 3}, {"enquete", 2}, {"tribune", 2}, {"communique", 1.4}, {"publi", 0.6}}

func (w *reporter) kind() string {
	at := w.r.Float64() * 100
	for _, k := range kindShares {
		if at -= k.share; at < 0 {
			return k.kind
		}
	}
	return article.News
}

// uid is a version 7 UUID (RFC 9562 §5.7): in the order of dates, so that a large archive writes its index from one end.
func (w *reporter) uid(at time.Time) string {
	ms := uint64(at.UnixMilli()) //nolint:gosec // after 1970
	return fmt.Sprintf("urn:uuid:%08x-%04x-7%03x-%04x-%012x", ms>>16, ms&0xffff, w.r.IntN(1<<12), 0x8000|w.r.IntN(1<<14), w.r.Uint64()>>16)
}

// reads follow a power law: most articles have some dozens, few have hundreds of thousands.
func (w *reporter) reads() int64 { return 12 + int64(tail(w.r, 150, 1.1, 3_000_000)) }

// file gives the article a rubric, or none, and up to three countries, but one of both.
func (w *reporter) file(a *article.Article) {
	if chance(w.r, 86) {
		s := w.sections[min(tail(w.r, 5, 1.6, 1_000), len(w.sections)-1)]
		a.Section, w.rubric = s.ID, rubricOf(s.Path)
	}
	countries := 1
	switch at := w.r.IntN(100); {
	case at < 7 && a.Section != 0:
		countries = 0
	case at < 22:
		countries = 2
	case at < 28:
		countries = 3
	}
	for len(a.Countries) < countries {
		c := w.countries[tail(w.r, 6, 1.1, len(w.countries))].ID
		if !slices.Contains(a.Countries, c) {
			a.Countries = append(a.Countries, c)
		}
	}
}

// sign draws authors among those who were there by then.
func (w *reporter) sign(a *article.Article) {
	authors := 1
	if chance(w.r, 9) {
		authors = 2
	}
	there := min(staffAt(w.grown), len(w.bylines))
	for range authors {
		b := w.bylines[tail(w.r, float64(there)/3, 1.5, there)]
		if !slices.Contains(a.Bylines, b) {
			a.Bylines = append(a.Bylines, b)
		}
	}
	if chance(w.r, 12) {
		a.Agencies = "Agences"
		if chance(w.r, 40) {
			a.Bylines = []staff.BylineID{}
		}
	}
}

// casting draws the places and people of the article: towns of its first country, which come back, villages, which hardly do, and people.
func (w *reporter) casting(a *article.Article, at time.Time) (c cast) {
	first := 0
	if len(a.Countries) > 0 {
		first = int(a.Countries[0])
	}
	const towns = 80
	c.year = at.Year()
	c.places = append(c.places, placeName(first*towns+tail(w.r, 6, 0.9, towns)))
	for range 1 + w.r.IntN(2) {
		c.places = append(c.places, placeName(100_000+tail(w.r, 3_000, 0.7, rankMost-100_000)))
	}
	for range 2 + w.r.IntN(3) {
		c.people = append(c.people, personName(tail(w.r, 300, 0.5, rankMost)))
	}
	if chance(w.r, 45) {
		a.Dateline = c.places[0]
	}
	return c
}

// tagged draws tags: of those known by then the usual ones most often, and now and then a new one.
func (w *reporter) tagged() (tags []string) {
	known := len(w.usual) + int(1.2*math.Pow(w.grown, 0.7))
	for range 1 + w.r.IntN(4) {
		rank := tail(w.r, 14, 0.7, known)
		name := ""
		if rank < len(w.usual) {
			name = w.usual[rank]
		} else {
			name = tagName(rank)
		}
		if !slices.Contains(tags, name) {
			tags = append(tags, name)
		}
	}
	return tags
}

// inAnotherLanguage makes a few articles of the sentences that the sample newspaper has in other languages.
func (w *reporter) inAnotherLanguage(d *draft) bool {
	if _, _, is := planted(w.topics, w.number); is || len(w.foreign) == 0 || !chance(w.r, 4) {
		return false
	}
	l := pick(w.r, w.foreign)
	d.article.Language = l.code
	d.article.Title = pick(w.r, l.titles)
	d.article.Standfirst = pick(w.r, l.sentences)
	var b strings.Builder
	for range 3 + w.r.IntN(4) {
		paragraphOf(&b, some(w.r, l.sentences, 2+w.r.IntN(3)))
	}
	d.article.Body = b.String()
	return true
}

func paragraphOf(b *strings.Builder, sentences []string) {
	b.WriteString("<p>" + html.EscapeString(strings.Join(sentences, " ")) + "</p>\n")
}

// illustrate gives three of four articles a picture, and some a second one in the text.
func (w *reporter) illustrate(a *article.Article) {
	if len(w.heroes) == 0 || !chance(w.r, 75) {
		return
	}
	a.Hero = pick(w.r, w.heroes)
	if a.Language != w.paper.Language {
		a.Hero.Alt = ""
		return
	}
	a.Hero.Caption = w.sentence()
	if chance(w.r, 8) {
		second := pick(w.r, w.heroes)
		a.Body += fmt.Sprintf("<figure><img data-media=\"%d\" src=\"/media/%[1]d\" alt=\"%s\"><figcaption>%s</figcaption></figure>",
			second.Picture, html.EscapeString(second.Alt), html.EscapeString(w.sentence()))
	}
}

// finish names the article and dates what came after it.
func (w *reporter) finish(d *draft, at time.Time) {
	a := d.article
	a.Slug = w.slug(a.Title)
	if chance(w.r, 6) {
		a.Updated = at.Add(time.Duration(1+w.r.IntN(72)) * time.Hour).UTC()
	}
	if a.Language == w.paper.Language && chance(w.r, 1) {
		kind := pick(w.r, []article.NoteKind{article.Correction, article.Correction, article.Precision, article.UpdateNote})
		d.note = &article.Note{Kind: kind, Text: w.sentence(), Noted: at.Add(time.Duration(2+w.r.IntN(96)) * time.Hour).UTC()}
	}
}

// slugWords is how many words of the title a generated slug has at most.
const slugWords = 7

// slug ends with the article's number, by which Planted knows it.
func (w *reporter) slug(title string) string {
	words := strings.Split(text.Slug(title), "-")
	return strings.Join(append(words[:min(slugWords, len(words))], "n"+strconv.Itoa(w.number)), "-")
}

// sentence makes one with the article's own names.
func (w *reporter) sentence() string {
	w.buffer = w.phrases.sentence(w.r, w.rubric, w.buffer)
	return w.phrases.write(w.r, &w.cast, w.buffer)
}

// headline is a short sentence, or the beginning of a longer one, without its full stop; three of five begin with the place.
func (w *reporter) headline() string {
	line := ""
	for range 12 {
		line = w.sentence()
		if words := strings.Count(line, " ") + 1; words >= 5 && words <= 13 && !strings.ContainsAny(line, "«?!") {
			break
		}
	}
	if words := strings.Split(line, " "); len(words) > 14 {
		line = strings.Join(words[:12], " ")
		if before, _, ok := strings.Cut(line, ","); ok && strings.Count(before, " ") > 3 {
			line = before
		}
	}
	line = unquoted.Replace(strings.TrimRight(line, ".,;:\u00a0\u202f"))
	switch at := w.r.IntN(100); {
	case at < 30:
		return w.cast.places[0] + "\u00a0: " + uncapital(line)
	case at < 45:
		return w.cast.people[0] + "\u00a0: " + uncapital(line)
	}
	return line
}

func uncapital(s string) string {
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}
