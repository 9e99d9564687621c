package desk

import (
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/staff"
)

// previewRoutes are the page of an article's preview links.
func (d *Desk) previewRoutes() []Route {
	return []Route{
		{Name: "article previews", Pattern: "GET /desk/articles/{id}/previews", May: staff.WriteArticle, Serve: d.previews},
		{Name: "article preview add", Pattern: "POST /desk/articles/{id}/previews", May: staff.WriteArticle, Serve: d.addPreview},
		{Name: "article preview end", Pattern: "POST /desk/articles/{id}/previews/{link}/end", May: staff.WriteArticle, Serve: d.endPreview},
	}
}

// previewsView is ui/previews.html.
type previewsView struct {
	Article *article.Article
	Links   []article.PreviewLink
	Lives   []choice
}

func (d *Desk) previews(v *Visit) error {
	a, err := v.writing(d.DB)
	if err != nil {
		return err
	}
	view := previewsView{Article: a}
	if view.Links, err = article.Previews(v.R.Context(), d.DB, v.Now, a.ID); err != nil {
		return err
	}
	for _, days := range []int{1, 7, 30} {
		view.Lives = append(view.Lives, choice{strconv.Itoa(days), v.Loc.Plural("account.days", days), days == 7})
	}
	return v.Page("previews", v.T("previews.title"), view)
}

func (d *Desk) addPreview(v *Visit) error {
	days, err := number(v.Value("days"))
	if err != nil {
		return err
	}
	var path string
	var a *article.Article
	err = v.Transact(func(tx *db.Tx) (err error) {
		if a, err = v.writing(tx); err != nil {
			return err
		}
		path, err = article.AddPreview(v.R.Context(), tx, v.Now, v.Actor(), a.ID, time.Duration(min(days, 1000))*24*time.Hour)
		return err
	})
	if err != nil {
		return v.again(err, "", "", d.previews)
	}
	return v.show(v.T("previews.made"), shownView{Text: v.T("previews.made_text"), Secret: d.Origin() + path, Back: articlePath(a.ID) + "previews"})
}

func (d *Desk) endPreview(v *Visit) error {
	id, err := v.Number("link")
	if err != nil {
		return err
	}
	var a *article.Article
	err = v.Transact(func(tx *db.Tx) (err error) {
		if a, err = v.writing(tx); err != nil {
			return err
		}
		return article.EndPreview(v.R.Context(), tx, v.Now, v.Actor(), a.ID, id)
	})
	if err != nil {
		return err
	}
	return v.Done(articlePath(a.ID)+"previews", "preview_ended")
}
