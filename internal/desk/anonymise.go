package desk

import (
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// anonymiseRoutes are the page on which an editor-in-chief takes a person out of all articles that name them. Names come by POST: an address would leave them in logs.
func (d *Desk) anonymiseRoutes() []Route {
	return []Route{
		{Name: "anonymise", Pattern: "GET /desk/anonymise/{$}", May: staff.SealWords, Serve: d.anonymising},
		{Name: "anonymise do", Pattern: "POST /desk/anonymise/{$}", May: staff.SealWords, Serve: d.anonymise},
	}
}

// anonymiseView is ui/anonymise.html.
type anonymiseView struct {
	Names, Instead string
	Sought         bool
	Lines          []article.Line // articles that name them
	Full           bool           // there may be more
}

func (d *Desk) anonymising(v *Visit) error {
	view := anonymiseView{Names: v.R.PostFormValue("names"), Instead: v.Value("instead")}
	if names := lines(view.Names); len(names) > 0 {
		ctx := v.R.Context()
		ids, err := article.Naming(ctx, d.DB, d.Search, v.Now, names)
		if err != nil {
			return err
		}
		if view.Lines, err = article.Lines(ctx, d.DB, ids); err != nil {
			return err
		}
		view.Sought, view.Full = true, len(ids) == article.MaxTerms
	}
	return v.Page("anonymise", v.T("anonymise.title"), view)
}

func (d *Desk) anonymise(v *Visit) error {
	if v.Value("act") != "do" {
		return d.anonymising(v)
	}
	var ids []article.ID
	for _, value := range v.Values("article") {
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return fault.Wrap(fault.Invalid, reasonForm, "this form cannot be read")
		}
		ids = append(ids, article.ID(id))
	}
	err := v.Transact(func(tx *db.Tx) error {
		who := article.Anonymity{By: v.Actor(), Reason: v.Value("reason"), Names: lines(v.R.PostFormValue("names")), Instead: v.Value("instead")}
		return article.Anonymise(v.R.Context(), tx, v.Paper, v.Now, ids, who)
	})
	return v.again(whyNotSealed(err), "/desk/anonymise/", "sealed", d.anonymising)
}
