package desk

import (
	"context"
	"slices"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/remark"
)

// talk is what colleagues say about an article, beside its text.
type talk struct {
	Remarks *remarksView // nil for those who may not see them
	MayNote bool
	Notes   int
	Refusal bool // whoever asks may send the article back, and say why
	Said    string
}

// talkOn reads what colleagues say about the article of a page.
func (v *Visit) talkOn(view *writeView) (t talk, err error) {
	ctx, a := v.R.Context(), view.Article
	t.MayNote = remark.MayNote(v.Who.Role, a.Status)
	if t.Notes, err = remark.NoteCount(ctx, v.desk.DB, v.Actor(), a); err != nil {
		return t, err
	}
	t.Refusal = refusable(a.Status) && article.May(v.Who.Role, a.Status, article.Draft, false)
	t.Said = v.Value("refusal")
	t.Remarks, err = v.remarksOn(v.desk.DB, a, view.Text)
	if fault.Is(err, fault.Forbidden) {
		return t, nil
	}
	if err == nil {
		t.Remarks.Colleagues, err = remark.ForRemarks(ctx, v.desk.DB, a)
	}
	return t, err
}

func refusable(from article.Status) bool {
	return slices.Contains([]article.Status{article.Review, article.Ready, article.Scheduled}, from)
}

// attach keeps the word for the authors that came with a form, as a remark on the whole article. Whoever sends the article back has said it with that already.
func (v *Visit) attach(tx *db.Tx, a *article.Article, moved bool) error {
	said := v.Value("refusal")
	if said == "" {
		return nil
	}
	if moved {
		return remark.Attach(v.R.Context(), tx, v.Now, v.Actor(), a, said)
	}
	_, err := remark.Add(v.R.Context(), tx, v.Now, v.Actor(), a, said, remark.Passage{})
	return err
}

// Beside is the list of remarks beside a text.
func (s *Sheet) Beside(view *remarksView) *Sheet {
	list := *s
	list.V = view
	return &list
}

// remarked counts the open remarks on articles, for those who may see them on everybody's.
func (v *Visit) remarked(ctx context.Context, ids []article.ID) (map[article.ID]int, error) {
	if !remark.May(v.Who.Role, false) {
		return nil, nil //nolint:nilnil // there is nothing for them
	}
	return remark.Open(ctx, v.desk.DB, ids)
}
