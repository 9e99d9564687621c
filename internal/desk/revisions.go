package desk

import (
	"slices"
	"strings"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
)

// revisionsView is ui/revisions.html.
type revisionsView struct {
	Article  *article.Article
	List     []revisionLine
	From, To int // that are compared; 0: none
	Parts    []comparedPart
	Same     bool // nothing that is read differs
	Change   bool // readers may have to be told when one is restored
	Chief    bool // who may seal
	Older    int  // number before which the next page begins; 0: none
}

// revisionLine is a revision in words.
type revisionLine struct {
	article.Revision
	What string
}

// comparedPart is a text of two revisions, word by word.
type comparedPart struct {
	Name string
	Runs []comparedRun
}

// comparedRun is some words that fared alike. Lines are where their text breaks; a long passage that stayed is cut.
type comparedRun struct {
	Op    article.Op
	Lines []string
	Cut   bool
}

// revisionsListed is how many revisions a page holds.
const revisionsListed = 50

// revisions lists what an article was at each save, and compares two of them. Only who may change it sees them: they hold what readers never saw.
func (d *Desk) revisions(v *Visit) error {
	ctx := v.R.Context()
	a, err := v.writing(d.DB)
	if err != nil {
		return err
	}
	view := &revisionsView{Article: a, Change: a.Public(), Chief: article.MaySeal(v.Who.Role)}
	before, err := number(v.Value("before"))
	if err != nil {
		return err
	}
	list, err := article.Revisions(ctx, d.DB, a.ID, int(min(before, 1<<30)), revisionsListed)
	if err != nil {
		return err
	}
	for _, r := range list {
		view.List = append(view.List, revisionLine{r, v.changes(&r)})
	}
	if len(list) == revisionsListed {
		view.Older = list[len(list)-1].Number
	}
	if err := v.compare(view); err != nil && !v.Explain(err) {
		return err
	}
	return v.Page("revisions", v.T("revisions.title"), view)
}

// changes says what differs from the revision before.
func (v *Visit) changes(r *article.Revision) string {
	var names []string
	for _, name := range r.Changed {
		names = append(names, v.T("field."+name))
	}
	return strings.Join(names, ", ")
}

// compare compares the two revisions that were asked for, the earlier with the later.
func (v *Visit) compare(view *revisionsView) error {
	from, err := number(v.Value("from"))
	if err != nil {
		return err
	}
	to, err := number(v.Value("to"))
	if err != nil || from == 0 || to == 0 {
		return err
	}
	if from > to {
		from, to = to, from
	}
	old, err := v.revision(view.Article.ID, from)
	if err != nil {
		return err
	}
	later, err := v.revision(view.Article.ID, to)
	if err != nil {
		return err
	}
	view.From, view.To = int(from), int(to)
	view.Parts = v.comparedParts(article.Compare(old, later), "field.standfirst")
	view.Same = len(view.Parts) == 0
	return nil
}

// comparedParts are the texts in which two states differ; standfirst is the key of what stands between title and text.
func (v *Visit) comparedParts(c article.Comparison, standfirst string) (parts []comparedPart) {
	for _, part := range []struct {
		key  string
		runs []article.Run
	}{{"field.title", c.Title}, {standfirst, c.Standfirst}, {"field.body", c.Body}} {
		if slices.ContainsFunc(part.runs, func(r article.Run) bool { return r.Op != article.Kept }) {
			parts = append(parts, comparedPart{v.T(part.key), shownRuns(part.runs)})
		}
	}
	return parts
}

// Compared is the comparison for the page.
func (view *revisionsView) Compared() comparedView {
	return comparedView{view.Article.Language, view.Parts}
}

// revision is an article as it was; a number that none has, and one that was sealed, are told as such.
func (v *Visit) revision(id article.ID, number int64) (*article.Article, error) {
	a, err := article.AtRevision(v.R.Context(), v.desk.DB, id, int(min(number, 1<<30)))
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, unknownChoice()
	case fault.Is(err, fault.Gone):
		return nil, fault.Wrap(fault.Gone, reasonSealed, "this revision was sealed")
	}
	return a, err
}

// keptAround is how much of what stayed is shown on either side of a change, in words.
const keptAround = 40

// shownRuns is a comparison as the page shows it: of long passages that stayed, their ends.
func shownRuns(runs []article.Run) (list []comparedRun) {
	for i, r := range runs {
		words := strings.SplitAfter(r.Text, " ")
		if r.Op != article.Kept || len(words) <= 2*keptAround {
			list = append(list, comparedRun{Op: r.Op, Lines: strings.Split(r.Text, "\n")})
			continue
		}
		if i > 0 {
			list = append(list, comparedRun{Op: r.Op, Lines: strings.Split(strings.Join(words[:keptAround], ""), "\n")})
		}
		list = append(list, comparedRun{Cut: true})
		if i < len(runs)-1 {
			list = append(list, comparedRun{Op: r.Op, Lines: strings.Split(strings.Join(words[len(words)-keptAround:], ""), "\n")})
		}
	}
	return list
}

// restore brings back what an article was at a revision, as a new one.
func (d *Desk) restore(v *Visit) error {
	number, err := one[int64](v.Value("number"))
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error {
			a, err := v.writing(tx)
			if err != nil {
				return err
			}
			err = article.Restore(v.R.Context(), tx, v.Paper, v.Now, a.ID, int(min(number, 1<<30)), v.change())
			switch {
			case fault.Is(err, fault.NotFound):
				return unknownChoice()
			case fault.Is(err, fault.Gone):
				return fault.Wrap(fault.Gone, reasonSealed, "this revision was sealed")
			}
			return err
		})
	}
	return v.again(err, v.R.URL.Path, "restored", d.revisions)
}
