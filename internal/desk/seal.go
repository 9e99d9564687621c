package desk

import (
	"strings"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// Why nothing was sealed.
const (
	reasonChief   staff.Reason = "chief"
	reasonSeal    staff.Reason = "seal"
	reasonNowhere staff.Reason = "nowhere"
	reasonCurrent staff.Reason = "current"
)

// sealRoutes are the page on which an editor-in-chief takes words out of an article for good.
func (d *Desk) sealRoutes() []Route {
	return []Route{
		{Name: "article seal", Pattern: "GET /desk/articles/{id}/seal", May: staff.WriteArticle, Serve: d.sealing},
		{Name: "article seal do", Pattern: "POST /desk/articles/{id}/seal", May: staff.WriteArticle, Serve: d.seal},
	}
}

// sealView is ui/seal.html.
type sealView struct {
	Article   *article.Article
	Revisions []article.Revision // that can be sealed, the newest first
	Sent      map[string]string  // what was refused, to be put right
}

// sealable is the article of a request, if whoever asks may seal.
func (v *Visit) sealable(q db.Querier) (*article.Article, error) {
	a, err := v.writing(q)
	if err == nil && !article.MaySeal(v.Who.Role) {
		err = fault.Wrap(fault.Forbidden, reasonChief, "only an editor-in-chief may seal")
	}
	return a, err
}

func (d *Desk) sealing(v *Visit) error {
	a, err := v.sealable(d.DB)
	if err != nil {
		return err
	}
	view := sealView{Article: a, Sent: map[string]string{}}
	for _, name := range []string{"what", "passage", "version", "names", "instead", "reason"} {
		view.Sent[name] = v.Value(name)
	}
	list, err := article.Revisions(v.R.Context(), d.DB, a.ID, 0, revisionsListed)
	if err != nil {
		return err
	}
	for _, r := range list {
		if !r.Sealed {
			view.Revisions = append(view.Revisions, r)
		}
	}
	return v.Page("seal", v.T("seal.title"), view)
}

func (d *Desk) seal(v *Visit) error {
	version, err := number(v.Value("version"))
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		a, err := v.sealable(tx)
		if err != nil {
			return err
		}
		ctx, reason := v.R.Context(), v.Value("reason")
		if v.Value("what") == "person" {
			who := article.Anonymity{By: v.Actor(), Reason: reason, Names: lines(v.R.PostFormValue("names")), Instead: v.Value("instead")}
			return article.Anonymise(ctx, tx, v.Paper, v.Now, []article.ID{a.ID}, who)
		}
		return article.Seal(ctx, tx, v.Paper, v.Now, a.ID, article.Sealing{By: v.Actor(), Reason: reason, Passage: strings.TrimSpace(v.R.PostFormValue("passage")), Version: int(min(version, 1<<30))})
	})
	return v.again(whyNotSealed(err), v.R.URL.Path, "sealed", d.sealing)
}

// whyNotSealed gives what was refused a reason in the person's language.
func whyNotSealed(err error) error {
	switch fault.Of(err) {
	case fault.Invalid:
		return fault.Wrap(fault.Invalid, reasonSeal, "a sealing needs words and a reason")
	case fault.NotFound:
		return fault.Wrap(fault.Conflict, reasonNowhere, "these words are nowhere")
	case fault.Conflict:
		return fault.Wrap(fault.Conflict, reasonCurrent, "this is what readers read now")
	}
	return err
}

// lines are the lines of a field that say something.
func lines(field string) (list []string) {
	for line := range strings.Lines(field) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
