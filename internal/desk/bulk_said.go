package desk

import (
	"context"
	"fmt"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// bulkSaid says a change in words.
func (v *Visit) bulkSaid(ctx context.Context, b *article.Bulk) (string, error) {
	key := "bulk.said_" + string(b.What)
	switch {
	case b.What == article.WithdrawAll:
		return v.T(key), nil
	case b.What == article.SetSection && b.Subject == 0:
		return v.T("bulk.said_no-section"), nil
	case b.Named != "":
		return v.T(key, b.Named), nil
	}
	name, err := v.termName(ctx, b.What, b.Subject)
	if err != nil || b.With == 0 {
		return v.T(key, name), err
	}
	other, err := v.termName(ctx, b.What, b.With)
	return v.T(key, name, other), err
}

// termName is the name of what articles are filed under by a change, as it is now; of what is there no more, its number.
func (v *Visit) termName(ctx context.Context, what article.What, id int64) (name string, err error) {
	q := v.desk.DB
	switch what {
	case article.SetSection:
		var s *taxonomy.Section
		if s, err = taxonomy.SectionByID(ctx, q, taxonomy.SectionID(id)); err == nil {
			name = s.NameIn(v.Loc.Lang())
		}
	case article.AddTag, article.RemoveTag:
		var t *taxonomy.Tag
		if t, err = taxonomy.TagByID(ctx, q, taxonomy.TagID(id)); err == nil {
			name = t.Name
		}
	case article.AddCountry, article.RemoveCountry:
		var c *taxonomy.Country
		if c, err = taxonomy.CountryByID(ctx, q, taxonomy.CountryID(id)); err == nil {
			name = countryName(v.Loc, c)
		}
	default:
		var b *staff.Byline
		if b, err = staff.BylineByID(ctx, q, staff.BylineID(id)); err == nil {
			name = b.Name
		}
	}
	if fault.Is(err, fault.NotFound) {
		return fmt.Sprintf("n°\u00a0%d", id), nil
	}
	return name, err
}
