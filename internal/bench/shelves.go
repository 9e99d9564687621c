package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"griot/internal/article"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// articles gives the addresses of articles of the newspaper's own language, evenly spread over the whole archive.
func (p *pressroom) articles(ctx context.Context) ([]string, error) {
	cards, err := p.cards(ctx, makes)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(cards))
	for i := range cards {
		paths[i] = cards[i].Path
	}
	return paths, nil
}

// cards gives at most n articles of the newspaper's own language, evenly spread.
func (p *pressroom) cards(ctx context.Context, n int) ([]article.Card, error) {
	d := p.newsroom.DB
	newspaper, err := masthead.Load(ctx, d)
	if err != nil {
		return nil, err
	}
	ids, err := article.In(ctx, d, page.Language(newspaper.Language), 1_000_000, 0)
	if err != nil {
		return nil, err
	}
	return article.Cards(ctx, d, every(ids, n))
}

// shelf is a list as readers leaf through it.
type shelf struct {
	label page.Label
	path  string
}

// entriesOnPage is how many articles the site shows on a page of a list.
const entriesOnPage = 20

// leaves gives the addresses of every full page of some lists: a page costs what it shows, so that those of a small archive, with few entries, would say nothing of a large one.
func (p *pressroom) leaves(ctx context.Context, shelves []shelf) (paths []string, err error) {
	for _, s := range shelves {
		count, _, err := article.Count(ctx, p.newsroom.DB, s.label)
		if err != nil {
			return nil, err
		}
		for n := 1; n <= count/entriesOnPage; n++ {
			if n == 1 {
				paths = append(paths, s.path)
			} else {
				paths = append(paths, s.path+"?page="+strconv.Itoa(n))
			}
		}
	}
	return paths, nil
}

func (p *pressroom) rubrics(ctx context.Context) ([]string, error) {
	sections, err := taxonomy.Sections(ctx, p.newsroom.DB)
	if err != nil {
		return nil, err
	}
	var shelves []shelf
	for i := range sections {
		shelves = append(shelves, shelf{page.Section(int64(sections[i].ID)), sections[i].Path})
	}
	return p.leaves(ctx, shelves)
}

func (p *pressroom) countries(ctx context.Context) ([]string, error) {
	countries, err := taxonomy.Countries(ctx, p.newsroom.DB)
	if err != nil {
		return nil, err
	}
	var shelves []shelf
	for i := range countries {
		shelves = append(shelves, shelf{page.Country(int64(countries[i].ID)), countries[i].Path()})
	}
	return p.leaves(ctx, shelves)
}

func (p *pressroom) tagShelves(ctx context.Context) (shelves []shelf, err error) {
	counts, err := article.Counts(ctx, p.newsroom.DB, "tag:")
	if err != nil {
		return nil, err
	}
	for label := range counts {
		id, err := strconv.ParseInt(strings.TrimPrefix(string(label), "tag:"), 10, 64)
		if err != nil {
			return nil, err
		}
		t, err := taxonomy.TagByID(ctx, p.newsroom.DB, taxonomy.TagID(id))
		if err != nil {
			return nil, err
		}
		shelves = append(shelves, shelf{label, t.Path()})
	}
	return shelves, nil
}

func (p *pressroom) tags(ctx context.Context) ([]string, error) {
	shelves, err := p.tagShelves(ctx)
	if err != nil {
		return nil, err
	}
	return p.leaves(ctx, shelves)
}

// deepest is the last full page of the longest list of a tag.
func (p *pressroom) deepest(ctx context.Context) ([]string, error) {
	shelves, err := p.tagShelves(ctx)
	if err != nil {
		return nil, err
	}
	var longest []string
	for _, s := range shelves {
		leaves, err := p.leaves(ctx, []shelf{s})
		if err != nil {
			return nil, err
		}
		if len(leaves) > len(longest) {
			longest = leaves
		}
	}
	if len(longest) == 0 {
		return nil, fmt.Errorf("no tag fills a page")
	}
	return longest[len(longest)-1:], nil
}

// searches gives questions of one and two words, the common ones of the sample newspaper among them, and pages of their answers.
func (p *pressroom) searches(context.Context) (paths []string, err error) {
	words := []string{"eau", "école", "marché", "fleuve", "électricité", "riz", "santé", "route", "femmes", "prix", "cinéma", "football"}
	for i, a := range words {
		paths = append(paths, "/recherche/?q="+a, "/recherche/?q="+a+"&page=2")
		for _, b := range words[i+1:] {
			paths = append(paths, "/recherche/?q="+a+"+"+b)
		}
	}
	return paths, nil
}
