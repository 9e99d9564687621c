package sample

import (
	"fmt"
	"html"
	"strings"

	"griot/internal/article"
	"griot/internal/taxonomy"
)

// paragraphs says how many paragraphs a kind has, at least and at most.
func paragraphs(kind string) (least, most int) {
	switch kind {
	case "brief":
		return 1, 2
	case "reportage", "enquete", "analysis":
		return 7, 12
	case "interview", "portrait", "tribune":
		return 6, 10
	}
	return 4, 8
}

// write makes headline, standfirst and text, with whatever is planted in it.
func (w *reporter) write(d *draft) {
	topic, grade, is := planted(w.topics, w.number)
	if !is {
		topic, grade = nil, 0
	}
	if grade == About {
		w.writeAbout(d, topic)
		return
	}
	a := d.article
	a.Title = w.headline()
	if short := w.headline(); chance(w.r, 55) && strings.Count(short, " ") < 9 && len(short) < len(a.Title) {
		a.Short = short
	}
	a.Standfirst = w.lead(a)
	parts := w.parts(a.Kind)
	at := w.r.IntN(len(parts))
	switch grade {
	case Partly:
		parts[at] = some(w.r, topic.Sentences, 2)
		w.fileUnder(d, topic)
	case Mentions:
		parts[at] = append(parts[at], pick(w.r, topic.Mentions))
	}
	a.Body = w.body(parts)
}

// parts are the paragraphs, each a list of sentences.
func (w *reporter) parts(kind string) (list [][]string) {
	least, most := paragraphs(kind)
	for range least + w.r.IntN(most-least+1) {
		var part []string
		for range 2 + w.r.IntN(5) {
			part = append(part, w.sentence())
		}
		list = append(list, part)
	}
	return list
}

// lead is a standfirst: mostly one sentence, often with the place.
func (w *reporter) lead(a *article.Article) string {
	line := w.sentence()
	if chance(w.r, 30) {
		line += " " + w.sentence()
	}
	if len(a.Countries) > 0 && chance(w.r, 35) {
		line = fmt.Sprintf("%s (%s). %s", w.cast.places[0], w.country(a.Countries[0]), line)
	}
	if letters := []rune(line); len(letters) > 300 {
		line = string(letters[:299]) + "…"
	}
	return line
}

func (w *reporter) country(id taxonomy.CountryID) string {
	for i := range w.countries {
		if w.countries[i].ID == id {
			return w.countries[i].Name
		}
	}
	return ""
}

// body sets the paragraphs, with headings in long texts, and a quotation here and there.
func (w *reporter) body(parts [][]string) string {
	var b strings.Builder
	for i, part := range parts {
		if i > 1 && i%3 == 2 && len(parts) > 4 {
			b.WriteString("<h2>" + html.EscapeString(w.headline()) + "</h2>\n")
		}
		paragraphOf(&b, part)
		if i > 0 && chance(w.r, 6) {
			b.WriteString("<blockquote><p>" + html.EscapeString(unquoted.Replace(w.sentence())) + "</p><footer>" + html.EscapeString(w.cast.people[0]) + "</footer></blockquote>\n")
		}
	}
	return b.String()
}

// writeAbout makes an article about a topic: all of it speaks of it but a paragraph or two.
func (w *reporter) writeAbout(d *draft, t *Topic) {
	a := d.article
	a.Kind = article.News
	w.fileUnder(d, t)
	a.Title = pick(w.r, t.Titles)
	if !strings.Contains(a.Title, ":") && chance(w.r, 50) {
		a.Title = w.cast.places[0] + "\u00a0: " + uncapital(a.Title)
	}
	told := some(w.r, t.Sentences, 5+w.r.IntN(4))
	a.Standfirst = told[0]
	parts := [][]string{told[1:3]}
	for from := 3; from < len(told); from += 2 {
		part := told[from:min(from+2, len(told))]
		if chance(w.r, 40) {
			part = append([]string{w.sentence()}, part...)
		}
		parts = append(parts, part)
	}
	parts = append(parts, []string{w.sentence(), w.sentence()})
	a.Body = w.body(parts)
}

// fileUnder files an article where its topic belongs: one about it in all ways, one that is partly about it in some.
func (w *reporter) fileUnder(d *draft, t *Topic) {
	a := d.article
	if d.article.Kind == article.News || chance(w.r, 50) {
		for i := range w.sections {
			if strings.Trim(w.sections[i].Path, "/") == t.Rubric {
				a.Section, w.rubric = w.sections[i].ID, t.Rubric
			}
		}
	}
	slugs := some(w.r, t.Countries, 1+w.r.IntN(2))
	a.Countries = nil
	for i := range w.countries {
		for _, slug := range slugs {
			if w.countries[i].Slug == slug {
				a.Countries = append(a.Countries, w.countries[i].ID)
			}
		}
	}
	d.tags = append(some(w.r, t.Tags, 1+w.r.IntN(len(t.Tags))), d.tags[:min(1, len(d.tags))]...)
}
