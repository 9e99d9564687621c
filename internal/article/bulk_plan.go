package article

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Forecast is what a change would do to the articles that were gathered, as they are now.
type Forecast struct {
	Changed int
	Same    int // say already what the change would have them say
	Left    []LeftOut
}

// LeftOut are the articles that are left as they are, for a reason.
type LeftOut struct {
	Why  staff.Reason
	N    int
	Some []ID // of them, maxShownLeft at most
}

// maxShownLeft is how many articles of each reason are named.
const maxShownLeft = 20

// Foresee says what a change would do: what somebody may not change, and what is so already. It is fault.Invalid for what is no change.
func (a *BulkAct) Foresee(ctx context.Context, q db.Querier, by staff.Actor, b Bulk) (*Forecast, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	b, err := b.living(ctx, q)
	if err != nil {
		return nil, err
	}
	own, err := staff.BylinesOfAccount(ctx, q, by.ID)
	if err != nil {
		return nil, err
	}
	f := &Forecast{}
	err = a.eachLight(ctx, q, by.ID, func(l *light) {
		now := l.Article
		b.apply(&now)
		mine := by.ID != 0 && (l.Creator == by.ID || l.answers || slices.ContainsFunc(own, func(id staff.BylineID) bool { return slices.Contains(l.Bylines, id) }))
		switch err := allow(by, l.Status, now.Status, mine); {
		case b.field(&now) == b.field(&l.Article):
			f.Same++
		case err != nil:
			f.leave(whyOf(err), l.ID)
		case max(len(now.Tags), len(now.Countries), len(now.Bylines)) > MaxTerms:
			f.leave(TooManyTerms, l.ID)
		default:
			f.Changed++
		}
	})
	return f, err
}

func (f *Forecast) leave(why staff.Reason, id ID) {
	i := slices.IndexFunc(f.Left, func(l LeftOut) bool { return l.Why == why })
	if i < 0 {
		i, f.Left = len(f.Left), append(f.Left, LeftOut{Why: why})
	}
	f.Left[i].N++
	if len(f.Left[i].Some) < maxShownLeft {
		f.Left[i].Some = append(f.Left[i].Some, id)
	}
}

// whyOf is the reason that an error names; bulkFailed where it names none.
func whyOf(err error) staff.Reason {
	var why staff.Reason
	if errors.As(err, &why) {
		return why
	}
	return bulkFailed
}

// light is what of an article a bulk act may change, and whose it is; its texts are not read.
type light struct {
	Article
	answers bool // whoever asks answers for it
}

// eachLight reads the articles of an act, some hundreds at a time.
func (a *BulkAct) eachLight(ctx context.Context, q db.Querier, by staff.AccountID, do func(l *light)) error {
	for after := ID(0); ; {
		list, err := db.All(ctx, q, func(rows *sql.Rows) (l light, err error) {
			var withdrawn int64
			err = rows.Scan(&l.ID, &l.Status, &l.Section, &l.Creator, &withdrawn, &l.answers)
			l.Withdrawn = db.Time(withdrawn)
			return l, err
		}, `SELECT a.id, a.status, `+sectionNow+`, a.created_by, a.withdrawn_at, n.article_id IS NOT NULL FROM bulk_item i JOIN article a ON a.id = i.article_id
LEFT JOIN assignment n ON n.article_id = a.id AND n.account_id = $1 AND n.account_id <> 0 WHERE i.act_id = $2 AND i.article_id > $3 ORDER BY i.article_id LIMIT $4`, by, a.ID, after, inChunk)
		if err != nil {
			return fmt.Errorf("read the articles of bulk act %d: %w", a.ID, err)
		}
		if len(list) == 0 {
			return nil
		}
		if err := addLightTerms(ctx, q, list); err != nil {
			return fmt.Errorf("read the articles of bulk act %d: %w", a.ID, err)
		}
		for i := range list {
			do(&list[i])
		}
		after = list[len(list)-1].ID
	}
}

// addLightTerms reads what articles are filed under, which are in the order of their numbers.
func addLightTerms(ctx context.Context, q db.Querier, list []light) error {
	ids := make([]ID, len(list))
	at := make(map[ID]*light, len(list))
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	in, args := inList(ids)
	query := "SELECT 1 AS kind, article_id, country_id AS id, position FROM article_country WHERE article_id IN (" + in + `)
UNION ALL SELECT 2, article_id, tag_id, position FROM article_tag WHERE article_id IN (` + in + `)
UNION ALL SELECT 3, article_id, byline_id, position FROM article_byline WHERE article_id IN (` + in + ") ORDER BY kind, article_id, position"
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var kind, position int
		var of ID
		var id int64
		err := rows.Scan(&kind, &of, &id, &position)
		switch l := at[of]; {
		case l == nil:
		case kind == 1:
			l.Countries = append(l.Countries, taxonomy.CountryID(id))
		case kind == 2:
			l.Tags = append(l.Tags, taxonomy.TagID(id))
		default:
			l.Bylines = append(l.Bylines, staff.BylineID(id))
		}
		return struct{}{}, err
	}, query, args...)
	return err
}

// spread is what the articles of an act say in the field that a change is about: their numbers by that. It is what the audit log keeps of what was before.
func (a *BulkAct) spread(ctx context.Context, q db.Querier, b *Bulk) (map[string]string, error) {
	said := map[string][]string{}
	err := a.eachLight(ctx, q, 0, func(l *light) {
		said[b.field(&l.Article)] = append(said[b.field(&l.Article)], fmt.Sprint(l.ID))
	})
	all := make(map[string]string, len(said))
	for field, ids := range said {
		all[field] = strings.Join(ids, " ")
	}
	return all, err
}

// living is a change to what there is now: a rubric or a tag that was merged since somebody chose it is what it was merged into. What is there no more is fault.Conflict.
func (b Bulk) living(ctx context.Context, q db.Querier) (Bulk, error) {
	var now string
	switch b.What {
	case SetSection:
		now = "SELECT COALESCE(merged_into, id) FROM section WHERE id = $1"
	case AddTag, RemoveTag:
		now = "SELECT COALESCE(merged_into, id) FROM tag WHERE id = $1"
	case AddCountry, RemoveCountry:
		now = "SELECT id FROM country WHERE id = $1"
	default:
		now = "SELECT id FROM byline WHERE id = $1"
	}
	for _, id := range []*int64{&b.Subject, &b.With} {
		if *id == 0 {
			continue
		}
		err := q.QueryRow(ctx, now, *id).Scan(id)
		if errors.Is(err, sql.ErrNoRows) {
			return b, fault.Wrap(fault.Conflict, TermGone, "what the articles were to be filed under is there no more")
		}
		if err != nil {
			return b, fmt.Errorf("find what articles are filed under: %w", err)
		}
	}
	return b, nil
}
