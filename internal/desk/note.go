package desk

import (
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/remark"
	"griot/internal/staff"
)

// noteRoutes are the notes on an article among colleagues.
func (d *Desk) noteRoutes() []Route {
	return []Route{
		{Name: "article notes", Pattern: "GET /desk/articles/{id}/notes", May: staff.NoteColleagues, Serve: d.notes},
		{Name: "article note add", Pattern: "POST /desk/articles/{id}/notes", May: staff.NoteColleagues, Serve: d.addNote},
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
	var a *article.Article
	err := v.Transact(func(tx *db.Tx) (err error) {
		if a, _, err = v.seeing(tx); err != nil {
			return err
		}
		return remark.AddNote(v.R.Context(), tx, v.Now, v.Actor(), a, v.Value("text"))
	})
	if a == nil {
		return err
	}
	return v.again(err, articlePath(a.ID)+"notes", "note_added", d.notes)
}
