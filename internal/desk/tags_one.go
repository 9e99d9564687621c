package desk

import (
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/taxonomy"
)

// tagView is ui/tag.html.
type tagView struct {
	filing.Word
	Name, Slug string // as the form has them
	Seen       string
	New        string // a synonym that was refused
	Into       string
	Most       int
	Changed    bool // somebody else changed it since the form was opened
}

func (d *Desk) tag(v *Visit) error {
	w, err := v.word()
	if err != nil {
		return err
	}
	if id, _ := v.Number("id"); int64(w.ID) != id { // merged: its page is the other's
		v.Redirect(tagPath(w.ID))
		return nil
	}
	return v.tagPage(w, tagView{Name: w.Name, Slug: w.Slug, Seen: w.Mark})
}

// word is the tag in the address.
func (v *Visit) word() (*filing.Word, error) {
	id, err := v.Number("id")
	if err != nil {
		return nil, err
	}
	return filing.WordByID(v.R.Context(), v.desk.DB, taxonomy.TagID(id))
}

func (v *Visit) tagPage(w *filing.Word, view tagView) error {
	view.Word, view.Most, view.Changed = *w, filing.MaxNameRunes, view.Seen != w.Mark
	return v.Page("tag", w.Name, &view) // its address is a method of what it points to
}

// onTag does something to the tag in the address; what was refused shows its page again with what was typed.
func (v *Visit) onTag(to, done string, sent tagView, act func(tx *db.Tx, id taxonomy.TagID) error) error {
	w, err := v.word()
	if err != nil {
		return err
	}
	id, _ := v.Number("id")
	err = v.Transact(func(tx *db.Tx) error { return act(tx, taxonomy.TagID(id)) })
	switch {
	case err == nil:
		return v.Done(to, done, w.Name)
	case fault.Is(err, fault.NotFound) || !v.Explain(err):
		return err
	}
	if sent.Seen == "" {
		sent.Name, sent.Slug, sent.Seen = w.Name, w.Slug, w.Mark
	}
	return v.tagPage(w, sent)
}

// own is the address of the tag in the address.
func (v *Visit) own() string { return tagsPath + v.R.PathValue("id") + "/" }

func (d *Desk) renameTag(v *Visit) error {
	sent := tagView{Name: v.Value("name"), Slug: v.Value("slug"), Seen: v.Value("seen")}
	return v.onTag(v.own(), "word_renamed", sent, func(tx *db.Tx, id taxonomy.TagID) error {
		_, err := v.clerk().RenameTag(v.R.Context(), tx, id, sent.Name, sent.Slug, sent.Seen)
		return err
	})
}

func (d *Desk) addSynonym(v *Visit) error {
	word := v.Value("word")
	return v.onTag(v.own(), "word_means", tagView{New: word}, func(tx *db.Tx, id taxonomy.TagID) error {
		return v.clerk().AddSynonym(v.R.Context(), tx, id, word)
	})
}

func (d *Desk) removeSynonym(v *Visit) error {
	word, err := v.Number("word")
	if err != nil {
		return err
	}
	return v.onTag(v.own(), "word_means_not", tagView{}, func(tx *db.Tx, id taxonomy.TagID) error {
		return v.clerk().RemoveSynonym(v.R.Context(), tx, id, taxonomy.TagID(word))
	})
}

func (d *Desk) mergeTag(v *Visit) error {
	w, err := v.word()
	if err != nil {
		return err
	}
	into, err := v.mergeInto([]taxonomy.TagID{w.ID})
	if err == nil {
		return v.Done(tagPath(into.ID), "word_merged", into.Name)
	}
	if !v.Explain(err) {
		return err
	}
	return v.tagPage(w, tagView{Name: w.Name, Slug: w.Slug, Seen: w.Mark, Into: v.Value("into")})
}

func (d *Desk) removeTag(v *Visit) error {
	return v.onTag(tagsPath, "word_removed", tagView{}, func(tx *db.Tx, id taxonomy.TagID) error {
		return v.clerk().RemoveTag(v.R.Context(), tx, id)
	})
}
