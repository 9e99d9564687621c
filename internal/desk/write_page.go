package desk

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/manuscript"
	"griot/internal/media"
	"griot/internal/notice"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

func articlePath(id article.ID) string {
	return "/desk/articles/" + strconv.FormatInt(int64(id), 10) + "/"
}

// writeView is ui/write.html.
type writeView struct {
	Article *article.Article
	Text    manuscript.Text
	Mine    bool              // to change; else it is only read
	Sent    manuscript.Text   // what came all the same, from a page that was opened when it still was: to be copied
	Values  map[string]string // what the form shows, by field
	Base    string            // what the article says, as JSON: the form brings it back
	Moves   []article.Status  // where the article may be brought
	Reason  bool              // one of them is to withdraw
	Change  bool              // readers may have to be told of a change
	Lift    bool              // an embargo that lasts may be lifted
	Choices choices
	Tags    []taxonomy.Tag // that stand in the text and not on the article
	Facts   facts
	Clashes []clash
	Hero    *media.Media
	Untold  bool   // the picture lacks words
	Editor  string // JSON for the editor
	Talk    talk   // what colleagues say about it
	Plan    *planWay
}

// clash is a field that others changed since the form was opened.
type clash struct{ Name, Now string }

// write shows the page of an article. After a refusal it shows again what was sent.
func (d *Desk) write(v *Visit) error { return d.writePage(v, nil) }

func (d *Desk) writePage(v *Visit, clashes []string) error {
	view := &writeView{}
	err := v.Transact(func(tx *db.Tx) error { return v.openArticle(tx, view) })
	if err != nil {
		return err
	}
	if err := v.seen(view.Article.ID, notice.OnArticle); err != nil {
		return err
	}
	if view.Talk, err = v.talkOn(view); err != nil {
		return err
	}
	if !view.Mine {
		view.Sent = manuscript.Text{Title: v.Value("title"), Standfirst: v.Value("standfirst"), Body: v.Value("body")}
		return v.Page("article", cmp.Or(view.Article.Title, v.T("articles.untitled")), view)
	}
	ctx := v.R.Context()
	if view.Values, err = v.shown(ctx, d.DB, view.Article); err != nil {
		return err
	}
	base, err := json.Marshal(view.Values)
	if err != nil {
		return err
	}
	view.Base = string(base)
	if sent := v.sentFields(); sent != nil {
		for _, name := range clashes {
			view.Clashes = append(view.Clashes, clash{v.T("field." + name), view.Values[name]})
		}
		maps.Copy(view.Values, sent)
	}
	if err := v.complete(view); err != nil {
		return err
	}
	return v.Page("write", v.T("write.title"), view)
}

// openArticle reads what whoever asks may see of an article, and its manuscript if they may change it.
func (v *Visit) openArticle(tx *db.Tx, view *writeView) error {
	a, own, err := v.seeing(tx)
	if err != nil {
		return err
	}
	view.Article, view.Text = a, manuscript.Text{Title: a.Title, Standfirst: a.Standfirst, Body: a.Body}
	if view.Plan, err = v.planOf(v.R.Context(), tx, a, own); err != nil {
		return err
	}
	if view.Mine = article.May(v.Who.Role, a.Status, a.Status, own); !view.Mine {
		return nil
	}
	m, err := manuscript.Open(v.R.Context(), tx, v.Now, a)
	if err != nil {
		return err
	}
	view.Text = m.Text
	view.Change = a.Public()
	view.Reason = a.Status == article.Withdrawn
	view.Lift = article.MayLift(v.Who.Role) && a.Embargo.After(v.Now)
	for _, to := range []article.Status{article.Draft, article.Review, article.Ready, article.Scheduled, article.Published, article.Withdrawn} {
		if to != a.Status && article.May(v.Who.Role, a.Status, to, own) {
			view.Moves = append(view.Moves, to)
			view.Reason = view.Reason || to == article.Withdrawn
		}
	}
	return nil
}

// complete fills in what the page shows besides what can be changed.
func (v *Visit) complete(view *writeView) (err error) {
	ctx := v.R.Context()
	if view.Choices, err = v.choices(ctx, view); err != nil {
		return err
	}
	if view.Tags, err = v.suggested(ctx, view); err != nil {
		return err
	}
	if id := view.Article.Hero.Picture; id != 0 {
		if view.Hero, err = media.ByID(ctx, v.desk.DB, id); err != nil {
			return err
		}
		view.Untold = !view.Article.Hero.With(view.Hero).Told()
	}
	if view.Facts, err = v.facts(ctx, view); err != nil {
		return err
	}
	view.Editor, err = v.editor(view.Article)
	return err
}

// editorWords are what the editor says: keys of the catalogue's [editor].
var editorWords = []string{
	"opening", "kept", "sending", "offline", "signedout", "forbidden", "toolarge", "later", "resumed", "resumed_one", "shell", "tools", "strong", "em", "link", "h2", "h3", "ul", "ol", "quote", "undo", "redo", "more", "pull",
	"picture", "gallery", "embed", "fact", "readalso", "note", "table", "rule", "sign_strong", "sign_em", "ask_link", "ask_picture", "ask_gallery", "ask_embed", "ok", "cancel", "nothere",
	"noaddress", "nopicture", "noplayer", "notnow", "island", "alt", "caption", "leftpictures",
	"ask_file", "uploading", "setpicture", "askalt", "badpicture", "heavypicture", "length", "reading",
	"from_library", "shelf", "shelf_words", "shelf_kind", "shelf_picture", "shelf_drawing", "shelf_none", "shelf_found", "shelf_older", "shelf_nameless", "shelf_mute", "shelf_set",
}

// editor is what the editor of an article is told.
func (v *Visit) editor(a *article.Article) (string, error) {
	words := map[string]string{}
	for _, key := range editorWords {
		words[key] = v.T("editor." + key)
	}
	b, err := json.Marshal(map[string]any{
		"article": a.ID, "account": v.Who.ID, "name": v.Who.Name, "language": a.Language, "pictures": "/desk/pictures/", "seals": a.Seals, "words": words,
	})
	return string(b), err
}

// saveArticle keeps what was written, first in the manuscript, where it is safe whatever becomes of the rest, and then in the article.
func (d *Desk) saveArticle(v *Visit) error {
	var clashes []string
	var moved article.Status
	struck, err := v.unseal()
	if err != nil {
		return v.again(err, "", "", d.write)
	}
	twice, err := d.takeForm(v)
	if err != nil {
		return v.again(err, "", "", d.write)
	}
	err = v.Transact(func(tx *db.Tx) error {
		a, err := v.writing(tx)
		if err != nil {
			return err
		}
		if err := v.refuseOlder(a, struckLines...); err != nil { // sealed this very moment
			return err
		}
		was := *a
		if clashes, err = v.takeFields(tx, a); err != nil {
			return err
		}
		if to := article.Status(v.Value("status")); to != "" {
			a.Status = to
		}
		if a.Status == article.Withdrawn && v.R.Form.Has("reason") {
			a.Reason = v.Value("reason")
		}
		if err := v.whenAndWhy(a, &was); err != nil {
			return err
		}
		moved = ""
		if a.Status != was.Status {
			moved = a.Status
		}
		if err := manuscript.Save(v.R.Context(), tx, v.Paper, v.Now, a, v.change()); err != nil {
			return err
		}
		return v.attach(tx, a, a.Status == article.Draft && refusable(was.Status))
	})
	switch {
	case err != nil && !v.Explain(err):
		return err
	case err != nil:
		return d.writePage(v, clashes)
	case struck:
		return v.Done(v.R.URL.Path, "unsealed")
	case twice > 0:
		return v.Done(v.R.URL.Path, "merged")
	case moved != "":
		return v.Done(v.R.URL.Path, "moved", v.T("state."+string(moved)))
	}
	return v.Done(v.R.URL.Path, "saved")
}

// whenAndWhy refuses to schedule for an hour that is past, and to take from readers what they know without saying why.
func (v *Visit) whenAndWhy(a, was *article.Article) error {
	if a.Status == article.Withdrawn && was.Public() && text.CleanLine(a.Reason) == "" {
		return fault.Wrap(fault.Invalid, reasonWhy, "say why it is withdrawn")
	}
	if a.Status == article.Scheduled && !a.PublishAt.IsZero() && !a.PublishAt.After(v.Now) && (was.Status != article.Scheduled || !was.PublishAt.Equal(a.PublishAt)) {
		return fault.Wrap(fault.Invalid, reasonPast, "the hour is past")
	}
	return nil
}

// takeForm takes the plain form's text in. From the editor the text has come already, by its own way.
func (d *Desk) takeForm(v *Visit) (clashes int, err error) {
	if v.Value("rich") != "" {
		return 0, nil
	}
	err = v.Transact(func(tx *db.Tx) error {
		a, err := v.writing(tx)
		if err != nil {
			return err
		}
		base := manuscript.Text{Title: v.Value("base_title"), Standfirst: v.Value("base_standfirst"), Body: v.Value("base_body")}
		mine := manuscript.Text{Title: v.Value("title"), Standfirst: v.Value("standfirst"), Body: v.Value("body")}
		_, clashes, err = manuscript.Form(v.R.Context(), tx, v.Now, v.Who.ID, a, base, mine)
		return err
	})
	return clashes, err
}

// change is what the form says of a change to what readers can see.
func (v *Visit) change() article.Change {
	c := article.Change{By: v.Actor(), Confirm: v.Value("confirm") != "", Words: v.Value("refusal")}
	kind := article.NoteKind(v.Value("change"))
	switch {
	case kind == "minor":
		c.Minor = true
	case slices.Contains([]article.NoteKind{article.Correction, article.Precision, article.UpdateNote}, kind):
		c.Note = &article.Note{Kind: kind, Text: v.Value("note")}
	}
	return c
}
