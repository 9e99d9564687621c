package wordpress

import (
	"slices"
	"strings"

	"griot/internal/staff"
	"griot/internal/text"
)

// sign gives the bylines of an item in order: those of Co-Authors Plus where there are any, else its author's.
func (c *converter) sign() (list []staff.BylineID, err error) {
	for _, t := range c.it.terms {
		if t.taxonomy != authors {
			continue
		}
		who, err := c.coauthor(t)
		if err != nil {
			return nil, err
		}
		id, err := c.byline(who)
		if err != nil {
			return nil, err
		}
		if id != 0 && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	if len(list) > 0 || c.it.creator == "" {
		return list, nil
	}
	who, err := findAuthor(c.ctx, c.DB, c.source, c.it.creator)
	if err != nil {
		return nil, err
	}
	if who == nil {
		who = &author{login: c.it.creator}
	}
	id, err := c.byline(*who)
	if err != nil || id == 0 {
		return nil, err
	}
	return []staff.BylineID{id}, nil
}

// coauthor finds who a term of the taxonomy "author" is: a guest, an account, or a name.
func (c *converter) coauthor(t term) (author, error) {
	slug, plus := strings.CutPrefix(t.slug, "cap-")
	g, err := guest(c.ctx, c.DB, c.source, slug)
	if err != nil {
		return author{}, err
	}
	if g != nil {
		return author{login: "cap:" + slug, name: text.CleanLine(or(g.get("cap-display_name"), g.title)), bio: text.Plain(g.get("cap-description"))}, nil
	}
	for _, login := range []string{t.name, slug} {
		a, err := findAuthor(c.ctx, c.DB, c.source, login)
		if err != nil {
			return author{}, err
		}
		if a != nil {
			return *a, nil
		}
	}
	if plus { // the term's name is a login
		return author{login: "cap:" + slug, name: nameOf(slug)}, nil
	}
	return author{login: "cap:" + slug, name: text.CleanLine(t.name)}, nil
}
