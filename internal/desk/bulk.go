package desk

import (
	"context"
	"net/url"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const (
	bulkPath    = "/desk/bulk/"
	maxBulkBody = 128 << 10 // article.MaxBulk numbers of nine digits, with their names
)

// bulkRoutes are changes to many articles at once: they are chosen in the list, then what becomes of them is said and foreseen, then it is done, and for a while it can be undone.
func (d *Desk) bulkRoutes() []Route {
	return []Route{
		{Name: "bulk acts", Pattern: "GET /desk/bulk/{$}", May: staff.WriteArticle, Serve: d.bulkActs},
		{Name: "bulk gather", Pattern: "POST /desk/bulk/{$}", May: staff.WriteArticle, MaxBody: maxBulkBody, Serve: d.gatherBulk},
		{Name: "bulk act", Pattern: "GET /desk/bulk/{id}/{$}", May: staff.WriteArticle, Serve: d.bulkAct},
		{Name: "bulk begin", Pattern: "POST /desk/bulk/{id}/begin", May: staff.WriteArticle, Serve: d.beginBulk},
		{Name: "bulk undo", Pattern: "POST /desk/bulk/{id}/undo", May: staff.WriteArticle, Serve: d.undoBulk},
	}
}

// gatherBulk notes the articles that were chosen in the list: those with a mark, or all that it finds.
func (d *Desk) gatherBulk(v *Visit) error {
	ctx := v.R.Context()
	ids, err := v.chosenArticles(ctx)
	var act article.BulkID
	if err == nil {
		err = v.Transact(func(tx *db.Tx) (err error) {
			act, err = article.Gather(ctx, tx, v.Now, v.Actor(), ids)
			return err
		})
	}
	switch {
	case err == nil:
		v.Redirect(actPath(act))
		return nil
	case !v.Explain(err):
		return err
	}
	return d.articles(v)
}

func (v *Visit) chosenArticles(ctx context.Context) (ids []article.ID, err error) {
	if v.Value("all") != "" {
		ask, err := v.soughtArticles(ctx)
		if err != nil {
			return nil, err
		}
		return v.allArticles(ctx, ask)
	}
	for _, n := range numbers(v.Values("article")) {
		ids = append(ids, article.ID(n))
	}
	return ids, nil
}

// allArticles are all that a question finds, one more than may be changed at once at most.
func (v *Visit) allArticles(ctx context.Context, ask article.Sought) ([]article.ID, error) {
	ask.Before, ask.Limit = 0, article.MaxBulk+1
	return v.seek(ctx, ask, v.Value("mine") != "")
}

func actPath(id article.BulkID) string { return bulkPath + strconv.FormatInt(int64(id), 10) + "/" }

// askedAct is the act of a request, if whoever asks may see it.
func (v *Visit) askedAct() (*article.BulkAct, error) {
	id, err := v.Number("id")
	if err != nil {
		return nil, err
	}
	return article.BulkByID(v.R.Context(), v.desk.DB, v.Actor(), article.BulkID(id))
}

// askedBulk reads what is to become of the articles. A tag is given by its name; one that is not there yet is Named, and made when the act begins.
func (v *Visit) askedBulk(ctx context.Context, q db.Querier) (b article.Bulk, err error) {
	b = article.Bulk{What: article.What(v.Value("what")), Reason: v.Value("reason")}
	name := map[article.What]string{article.SetSection: "section", article.AddAuthor: "author", article.ReplaceAuthor: "author", article.RemoveAuthor: "author",
		article.AddCountry: "country", article.RemoveCountry: "country"}[b.What]
	if name != "" {
		b.Subject, err = number(v.Value(name))
	}
	if b.What == article.ReplaceAuthor && err == nil {
		b.With, err = number(v.Value("with"))
	}
	if b.What != article.AddTag && b.What != article.RemoveTag || err != nil {
		return b, err
	}
	t, err := taxonomy.TagNamed(ctx, q, v.Value("tag"))
	switch {
	case err == nil:
		b.Subject = int64(t.ID)
	case b.What == article.AddTag && fault.Is(err, fault.NotFound):
		b.Named, err = v.Value("tag"), nil
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Invalid):
		err = fault.Wrap(fault.Invalid, reasonTag, "there is no such tag")
	}
	return b, err
}

// beginBulk begins an act. One of few articles is done when the page comes back; more are seen to in the background.
func (d *Desk) beginBulk(v *Visit) error {
	ctx := v.R.Context()
	a, err := v.askedAct()
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		b, err := v.askedBulk(ctx, tx)
		if err != nil {
			return err
		}
		if b.Named != "" {
			t, err := article.EnsureTag(ctx, tx, v.Now, v.Actor(), d.Locales.For(v.Paper.Language), b.Named)
			if err != nil {
				return err
			}
			b.Subject, b.Named = int64(t.ID), ""
		}
		return article.Begin(ctx, tx, v.Now, v.Actor(), a.ID, b)
	})
	return v.goOn(a, err)
}

func (d *Desk) undoBulk(v *Visit) error {
	a, err := v.askedAct()
	if err != nil {
		return err
	}
	return v.goOn(a, v.Transact(func(tx *db.Tx) error { return article.Undo(v.R.Context(), tx, v.Now, v.Actor(), a.ID) }))
}

// goOn sees to the articles of an act that was begun or undone, if they are few, and leads to its page.
func (v *Visit) goOn(a *article.BulkAct, err error) error {
	switch {
	case err == nil:
	case !v.Explain(err):
		return err
	default:
		return v.desk.bulkAct(v)
	}
	if a.Articles <= article.BulkSoon {
		w := &article.Bulks{DB: v.desk.DB, Now: v.desk.Now}
		if err := w.Finish(v.R.Context(), a.ID); err != nil { // the background goes on with it
			v.desk.Log.WarnContext(v.R.Context(), "a bulk act is not done yet", "act", a.ID, "error", err)
		}
	}
	v.Redirect(actPath(a.ID))
	return nil
}

// bulkQuery is a change as the fields of a form, to be sent back.
func (v *Visit) bulkQuery() (fields []choice) {
	for _, name := range []string{"what", "section", "tag", "author", "with", "country", "reason"} {
		if value := v.Value(name); value != "" {
			fields = append(fields, choice{Value: value, Text: name})
		}
	}
	return fields
}

// filter is the question of the list of articles, as it stands in its address.
func (v *Visit) filter() url.Values {
	ask := url.Values{}
	for _, name := range []string{"q", "mine", "who", "state", "section", "country"} {
		if value := v.Value(name); value != "" {
			ask.Set(name, value)
		}
	}
	return ask
}
