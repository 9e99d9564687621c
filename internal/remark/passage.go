package remark

import (
	"strings"
	"unicode/utf8"

	"griot/internal/fault"
	"griot/internal/manuscript"
	"griot/internal/text"
)

// Placed gives where a passage stands in the text of a manuscript, in bytes of its plain text, so that passages can be put in its order; -1 where its words are not in it any more. The whole text stands
// at 0. Of several places it is the one with the same words around it.
func (p *Passage) Placed(t manuscript.Text) int { return p.placed(plainOf(t)) }

// Places is Placed for every one of some remarks.
func Places(list []Remark, t manuscript.Text) map[ID]int {
	plain := plainOf(t)
	at := make(map[ID]int, len(list))
	for i := range list {
		at[list[i].ID] = list[i].Passage.placed(plain)
	}
	return at
}

func (p *Passage) placed(plain string) int {
	if p.Quote == "" {
		return 0
	}
	before, after := spaced(p.Before), spaced(p.After)
	best, most := -1, -1
	for from := 0; ; {
		i := strings.Index(plain[from:], p.Quote)
		if i < 0 {
			return best
		}
		at := from + i
		if same := ends(plain[:at], before) + begins(plain[at+len(p.Quote):], after); same > most {
			best, most = at, same
		}
		from = at + len(p.Quote)
	}
}

// ends counts the letters that a text and another end with alike, begins those they begin with; spaces at the seam do not count.
func ends(text, with string) (n int) {
	text, with = strings.TrimRight(text, " "), strings.TrimRight(with, " ")
	for n < len(text) && n < len(with) && text[len(text)-1-n] == with[len(with)-1-n] {
		n++
	}
	return n
}

func begins(text, with string) (n int) {
	text, with = strings.TrimLeft(text, " "), strings.TrimLeft(with, " ")
	for n < len(text) && n < len(with) && text[n] == with[n] {
		n++
	}
	return n
}

// plainOf is the text of a manuscript in one line, its three parts apart by lines that no passage holds.
func plainOf(t manuscript.Text) string {
	return spaced(t.Title) + "\n" + spaced(t.Standfirst) + "\n" + spaced(text.Plain(t.Body))
}

// spaced has one plain space wherever white space of any kind stands.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// clean gives a passage as it is kept. What is not in the text is refused, but from the editor, which knows the text before the server does, and says so by an anchor.
func (p Passage) clean(t manuscript.Text) (Passage, error) {
	p.Quote = spaced(strings.ToValidUTF8(p.Quote, ""))
	p.Before, p.After = lastOf(spaced(p.Before)), firstOf(spaced(p.After))
	if utf8.RuneCountInString(p.Quote) > MaxQuote {
		return p, fault.Wrap(fault.Invalid, TooLong, "a passage has at most %d letters", MaxQuote)
	}
	if len(p.Anchor) > maxAnchor || p.Quote == "" {
		p.Anchor = ""
	}
	if p.Quote != "" && p.Anchor == "" && p.Placed(t) < 0 {
		return p, fault.Wrap(fault.Invalid, NotInText, "these words are not in the text")
	}
	return p, nil
}

func lastOf(s string) string {
	letters := []rune(s)
	return string(letters[max(0, len(letters)-maxContext):])
}

func firstOf(s string) string {
	letters := []rune(s)
	return string(letters[:min(len(letters), maxContext)])
}
