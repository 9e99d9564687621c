package wordpress

import (
	"context"
	"strings"

	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// settleTerms makes rubrics, countries and tags of what the first reading noted.
func (im *importer) settleTerms(ctx context.Context) error {
	im.meter.begin(StageTerms, 0)
	after := &termRecord{}
	ahead := map[string]bool{} // categories that were settled before their turn, as parents
	for {
		list, err := termsOf(ctx, im.DB, im.source, im.run, after, batchItems)
		if err != nil || len(list) == 0 {
			return err
		}
		var t *settler
		err = im.transact(ctx, func(tx *db.Tx, acc *Account) error {
			if t, err = im.newSettler(ctx, tx, acc, ahead); err != nil {
				return err
			}
			for i := range list {
				if err := t.settle(ctx, &list[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for slug := range t.ahead {
			ahead[slug] = true
		}
		after = &list[len(list)-1]
		im.meter.done(len(list))
	}
}

// settler settles terms in one transaction.
type settler struct {
	*importer
	tx        *db.Tx
	acc       *Account
	countries map[string]taxonomy.Country // by code
	sections  []taxonomy.Section
	before    map[string]bool // settled before their turn, in an earlier transaction
	ahead     map[string]bool // and in this one
	open      map[string]bool // categories that are being settled: a circle ends there
	lastTag   taxonomy.TagID
}

func (im *importer) newSettler(ctx context.Context, tx *db.Tx, acc *Account, before map[string]bool) (*settler, error) {
	t := &settler{importer: im, tx: tx, acc: acc, before: before, ahead: map[string]bool{}, open: map[string]bool{},
		countries: map[string]taxonomy.Country{}}
	list, err := taxonomy.Countries(ctx, tx)
	for _, c := range list {
		t.countries[c.Code] = c
	}
	if err == nil {
		t.sections, err = taxonomy.Sections(ctx, tx)
	}
	if err == nil {
		err = tx.QueryRow(ctx, "SELECT COALESCE(MAX(id), 0) FROM tag").Scan(&t.lastTag)
	}
	return t, err
}

// settle counts a term and, unless an earlier import did, makes what it becomes.
func (t *settler) settle(ctx context.Context, r *termRecord) error {
	tally := t.acc.term(r.taxonomy)
	tally.Came++
	if r.taxonomy == category && (t.before[r.slug] || t.ahead[r.slug]) {
		fresh, err := findTerm(ctx, t.tx, t.source, r.taxonomy, r.slug)
		if err != nil {
			return err
		}
		*r = *fresh
	} else if r.became != "" && !strings.HasPrefix(r.became, termLeft) {
		tally.Already++
		return nil
	} else if err := t.become(ctx, r, 0); err != nil {
		return err
	}
	if why, left := strings.CutPrefix(r.became, termLeft); left {
		tally.leave(Reason(why))
		t.acc.LeftOut.add(Entry{Kind: r.taxonomy, ID: r.oldID, Title: r.name, Reason: Reason(why)})
		return nil
	}
	tally.Imported++
	return nil
}

// become makes what a term becomes and leads its old addresses there.
func (t *settler) become(ctx context.Context, r *termRecord, depth int) (err error) {
	switch {
	case r.taxonomy == category:
		err = t.category(ctx, r, depth)
	case r.taxonomy == postTag:
		err = t.tag(ctx, r)
	case r.taxonomy == navMenu:
		r.became = termMenu
	default:
		err = t.custom(ctx, r)
	}
	if err != nil {
		return err
	}
	return termBecame(ctx, t.tx, t.source, r)
}

// country finds the country that a name is, and makes it where the newsroom lacks it; nil when it is none.
func (t *settler) country(ctx context.Context, name string) (*taxonomy.Country, error) {
	known, ok := locale.FindCountry(text.CleanLine(name))
	if !ok {
		return nil, nil
	}
	if c, ok := t.countries[known.Code]; ok {
		return &c, nil
	}
	c := taxonomy.Country{Code: known.Code, Slug: known.Slug, Name: known.Name(t.paper.Language), Region: string(known.Region), Continent: known.Region.Continent()}
	for i, each := range locale.Countries() {
		if each.Code == c.Code {
			c.Position = i
		}
	}
	if err := taxonomy.SaveCountry(ctx, t.tx, t.Now(), t.Sorter, &c); err != nil {
		return nil, err
	}
	t.countries[c.Code] = c
	t.acc.made(MadeCountries, 1)
	return &c, nil
}

// tag makes a tag. One that only names a country has both, and is listed for merging.
func (t *settler) tag(ctx context.Context, r *termRecord) error {
	var tag *taxonomy.Tag
	refusal, err := guarded(ctx, t.tx, func() (err error) {
		tag, err = taxonomy.EnsureTag(ctx, t.tx, t.Now(), t.Sorter, r.name, r.slug)
		return err
	})
	if err != nil {
		return err
	}
	if refusal != "" {
		r.became = termLeft + string(Refused)
		return nil
	}
	r.became, r.newID = termTag, int64(tag.ID)
	if tag.ID > t.lastTag { // one of that name may have been there
		t.lastTag = tag.ID
		t.acc.made(MadeTags, 1)
	}
	to := tag.Path()
	c, err := t.country(ctx, r.name)
	if err != nil {
		return err
	}
	if c != nil {
		if err := taxonomy.MarkRepeatsCountry(ctx, t.tx, tag.ID, c.ID); err != nil {
			return err
		}
		r.country, to = c.ID, c.Path()
		t.acc.changed(TagCountry, 1, tag.Name)
		t.acc.Repeats.add(Entry{Kind: postTag, ID: r.oldID, Title: tag.Name, From: tag.Path(), To: c.Path()})
	}
	if err := t.lead(ctx, t.tx, t.acc, "/?tag="+r.slug, to); err != nil {
		return err
	}
	return t.leadList(ctx, t.tx, t.acc, t.base+"/tag/"+r.slug+"/", to)
}

// custom keeps a term of a taxonomy that we have no room for. If it names a country it is one.
func (t *settler) custom(ctx context.Context, r *termRecord) error {
	r.became = termVerbatim
	switch r.taxonomy {
	case authors, "post_format", "language", "post_translations", "term_language", "term_translations", "link_category", "wp_theme", "wp_template_part_area", "wp_pattern_category":
		return nil
	}
	c, err := t.country(ctx, r.name)
	if err != nil {
		return err
	}
	if c == nil {
		t.acc.changed(TermKept, 1, r.taxonomy+" : "+text.CleanLine(r.name))
		t.acc.made(MadeVerbatim, 1)
		return nil
	}
	r.became, r.country = termCountry, c.ID
	t.acc.changed(TermCountry, 1, r.name)
	return t.leadList(ctx, t.tx, t.acc, t.base+"/"+r.taxonomy+"/"+r.slug+"/", c.Path())
}
