package desk

import (
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/notice"
	"griot/internal/remark"
	"griot/internal/staff"
)

// noteRoutes are the notes on an article among colleagues.
func (d *Desk) noteRoutes() []Route {
	return []Route{
		{Name: "article notes", Pattern: "GET /desk/articles/{id}/notes", May: staff.NoteColleagues, Serve: d.notes},
		{Name: "article note add", Pattern: "POST /desk/articles/{id}/notes", May: staff.NoteColleagues, Serve: d.addNote},
		{Name: "article note takeback", Pattern: "POST /desk/articles/{id}/notes/{note}/takeback", May: staff.NoteColleagues, Serve: d.takeBackNote},
	}
}

// notesView is ui/notes.html.
type notesView struct {
	Article    *article.Article
	Notes      []remark.Note
	Colleagues []remark.Colleague
	Text       string // that was refused, to be put right
}

func (d *Desk) notes(v *Visit) error {
	a, _, err := v.seeing(d.DB)
	if err != nil {
		return err
	}
	if err := v.seen(a.ID, notice.InNotes); err != nil {
		return err
	}
	view := notesView{Article: a, Text: v.Value("text")}
	if view.Notes, err = remark.Notes(v.R.Context(), d.DB, v.Actor(), a); err != nil {
		return err
	}
	if view.Colleagues, err = remark.ForNotes(v.R.Context(), d.DB, a); err != nil {
		return err
	}
	return v.Page("notes", v.T("notes.title"), view)
}

func (d *Desk) addNote(v *Visit) error {
	return d.onNotes(v, "note_added", func(tx *db.Tx, a *article.Article) error {
		return remark.AddNote(v.R.Context(), tx, v.Now, v.Actor(), a, v.Value("text"))
	})
}

func (d *Desk) takeBackNote(v *Visit) error {
	id, err := v.Number("note")
	if err != nil {
		return err
	}
	return d.onNotes(v, "note_taken", func(tx *db.Tx, a *article.Article) error {
		return remark.TakeBackNote(v.R.Context(), tx, v.Now, v.Actor(), a, id)
	})
}

// onNotes does something to the notes on an article, and leads to them.
func (d *Desk) onNotes(v *Visit, done string, act func(tx *db.Tx, a *article.Article) error) error {
	var a *article.Article
	err := v.Transact(func(tx *db.Tx) (err error) {
		if a, _, err = v.seeing(tx); err != nil {
			return err
		}
		return act(tx, a)
	})
	if a == nil {
		return err
	}
	return v.again(err, articlePath(a.ID)+"notes", done, d.notes)
}
