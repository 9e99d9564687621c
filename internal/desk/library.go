package desk

import (
	"net/http"
	"net/url"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/tus"
)

const (
	shelved      = 48 // files on a page of the library
	maxFiles     = 20 // that one form brings
	libraryPath  = "/desk/media/"
	uploadsPath  = libraryPath + "uploads/"
	maxPatchBody = 64 << 20 // of one request that continues an upload
)

func (d *Desk) libraryRoutes() []Route {
	return []Route{
		{Name: "library", Pattern: "GET /desk/media/{$}", May: staff.WriteArticle, Serve: d.library},
		{Name: "library choices", Pattern: "GET /desk/media/choices", May: staff.WriteArticle, Serve: d.libraryChoices},
		{Name: "library add", Pattern: "POST /desk/media/add", May: staff.WriteArticle, MaxBody: MaxUpload, Serve: d.addToLibrary},
		{Name: "media item", Pattern: "GET /desk/media/{id}/{$}", May: staff.WriteArticle, Serve: d.mediaItem},
		{Name: "media describe", Pattern: "POST /desk/media/{id}/{$}", May: staff.WriteArticle, Serve: d.describeMedia},
		{Name: "media focal", Pattern: "POST /desk/media/{id}/focal", May: staff.WriteArticle, Serve: d.focusMedia},
		{Name: "media part", Pattern: "POST /desk/media/{id}/part", May: staff.WriteArticle, Serve: d.cutMedia},
		{Name: "media replace", Pattern: "POST /desk/media/{id}/replace", May: staff.WriteArticle, MaxBody: MaxUpload, Serve: d.replaceMedia},
		{Name: "media remove", Pattern: "POST /desk/media/{id}/remove", May: staff.WriteArticle, Serve: d.removeMedia},
		{Name: "upload begin", Pattern: "POST /desk/media/uploads/{$}", May: staff.WriteArticle, Serve: d.upload},
		{Name: "upload ask", Pattern: "GET /desk/media/uploads/{upload}", May: staff.WriteArticle, Serve: d.upload},
		{Name: "upload continue", Pattern: "PATCH /desk/media/uploads/{upload}", May: staff.WriteArticle, MaxBody: maxPatchBody, Serve: d.upload},
		{Name: "upload end", Pattern: "DELETE /desk/media/uploads/{upload}", May: staff.WriteArticle, Serve: d.upload},
	}
}

// upload takes files in pieces.
func (d *Desk) upload(v *Visit) error {
	shelf := &media.Uploads{DB: d.DB, Room: d.Darkroom, Now: d.Now, By: v.Actor()}
	if v.R.Method == http.MethodGet {
		return fault.New(fault.NotFound, "an upload is asked for with HEAD")
	}
	return tus.Serve(v.W, v.R, shelf, uploadsPath, v.R.PathValue("upload"), media.MaxFileBytes)
}

// libraryView is ui/library.html.
type libraryView struct {
	Words  string
	Kinds  []choice
	Mine   bool
	Silent bool
	Asked  bool
	Tiles  []tile
	Next   string
	For    article.ID // an article whose picture is chosen; 0: none is
}

// tile is a file of the library as a list shows it.
type tile struct {
	*media.Media
	Small         string // address of a small form; "" where there is none
	Width, Height int
}

func tileOf(m *media.Media) tile {
	t := tile{Media: m}
	switch {
	case m.Kind == media.Drawing:
		t.Small, t.Width, t.Height = m.FileURL(), m.Width, m.Height
	case m.Kind == media.Picture && m.State == media.Ready:
		t.Width = m.SmallestJPEG()
		t.Small, t.Height = m.URL(t.Width, "jpg"), m.HeightAt(t.Width)
	}
	return t
}

// Name is what a file is called in a list: nobody gave it a name that is kept.
func (t tile) Name() string {
	for _, words := range []string{t.Caption, t.Alt} {
		if words != "" {
			return words
		}
	}
	return ""
}

// soughtMedia reads the question to the library.
func (v *Visit) soughtMedia() (s media.Sought, err error) {
	before, err := number(v.Value("before"))
	s = media.Sought{Words: v.Value("q"), Kind: media.Kind(v.Value("kind")), Silent: v.Value("silent") != "", Before: media.ID(before), Limit: shelved + 1}
	if v.Value("mine") != "" {
		s.By = v.Who.ID
	}
	if len(s.Words) > maxLinkWords {
		err = fault.New(fault.TooLarge, "a file is looked for with at most %d bytes", maxLinkWords)
	}
	return s, err
}

// library lists files; for an article it lists pictures, to choose the one over its text.
func (d *Desk) library(v *Visit) error {
	ask, err := v.soughtMedia()
	if err != nil {
		return err
	}
	chosenFor, err := number(v.Value("for"))
	if err != nil {
		return err
	}
	if chosenFor != 0 {
		ask.Kind = media.Picture
	}
	list, err := media.Find(v.R.Context(), d.DB, ask)
	if err != nil {
		return err
	}
	view := &libraryView{Words: ask.Words, Mine: ask.By != 0, Silent: ask.Silent, For: article.ID(chosenFor), Asked: ask.Words != "" || v.Value("kind") != "" || ask.By != 0 || ask.Silent}
	for _, k := range []media.Kind{media.Picture, media.Drawing, media.Sound, media.Film, media.Document} {
		view.Kinds = append(view.Kinds, choice{string(k), v.T("library.kind_" + string(k)), k == ask.Kind})
	}
	if len(list) > shelved {
		list = list[:shelved]
		view.Next = older(v.R.URL, list[shelved-1].ID)
	}
	for i := range list {
		view.Tiles = append(view.Tiles, tileOf(&list[i]))
	}
	return v.Page("library", v.T("library.title"), view)
}

// older is the address of the page that goes on behind a file.
func older(u *url.URL, last media.ID) string {
	q := u.Query()
	q.Set("before", strconv.FormatInt(int64(last), 10))
	return "?" + q.Encode()
}

// libraryChoices gives the pictures that some words find (q), or with kind=drawing the drawings, as the editor sets them: {"pictures": […], "next": number}. Asked again with before=next it goes on;
// next is 0 at the end.
func (d *Desk) libraryChoices(v *Visit) error {
	ask, err := v.soughtMedia()
	if err != nil {
		return err
	}
	if ask.Kind != media.Drawing {
		ask.Kind = media.Picture
	}
	list, err := media.Find(v.R.Context(), d.DB, ask)
	if err != nil {
		return err
	}
	next := media.ID(0)
	if len(list) > shelved {
		list = list[:shelved]
		next = list[shelved-1].ID
	}
	pictures := []choiceOfPicture{}
	for i := range list {
		if m := &list[i]; m.State == media.Ready {
			src, width, height := m.Shown()
			t := tileOf(m)
			pictures = append(pictures, choiceOfPicture{told{m.ID, src, width, height, m.Alt, true}, t.Small, m.Caption, m.Credit})
		}
	}
	return v.answer(map[string]any{"pictures": pictures, "next": next})
}

// choiceOfPicture is a picture as the editor sets it, with what is shown to choose by.
type choiceOfPicture struct {
	told
	Small   string `json:"small"`
	Caption string `json:"caption"`
	Credit  string `json:"credit"`
}

// addToLibrary takes the files of a form in. Of several, those that cannot be taken are told; the others stay.
func (d *Desk) addToLibrary(v *Visit) error {
	files, err := v.uploads("file")
	if err == nil && (len(files) == 0 || len(files) > maxFiles) {
		err = fault.Wrap(fault.Invalid, reasonFiles, "choose between 1 and %d files", maxFiles)
	}
	if err != nil {
		return v.again(err, libraryPath, "", d.library)
	}
	defer func() { _ = v.R.MultipartForm.RemoveAll() }() // what is left of it is the system's to sweep
	var last *media.Media
	var refused error
	taken := 0
	for _, f := range files {
		m, err := v.shelve(f, v.Value("sensitive") != "")
		switch {
		case err == nil:
			last, taken = m, taken+1
		case fault.Of(err) == fault.Internal || fault.Of(err) == fault.Unavailable:
			return err
		default:
			refused = err
		}
	}
	switch {
	case refused != nil:
		return v.again(refused, libraryPath, "", d.library)
	case taken == 1:
		return v.Done(itemPath(last.ID), "media_added")
	}
	return v.Done(libraryPath, "media_added_many", strconv.Itoa(taken))
}

func itemPath(id media.ID) string { return libraryPath + idText(id) + "/" }

// mayChange is nil for whoever may change a file: who brought it in, and who keeps the library.
func (v *Visit) mayChange(m *media.Media) error {
	if m.By == v.Who.ID || v.May(staff.KeepLibrary) {
		return nil
	}
	return staff.Demand(v.Who.Role, staff.KeepLibrary)
}

// onMedia does something to a file of the library, if whoever asks may.
func (d *Desk) onMedia(v *Visit, done string, do func(m *media.Media) error) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	m, err := media.ByID(v.R.Context(), d.DB, media.ID(id))
	if err == nil && m.State == media.Gone {
		err = fault.New(fault.NotFound, "this file was removed")
	}
	if err != nil {
		return err
	}
	if err := v.mayChange(m); err != nil {
		return err
	}
	return v.again(do(m), itemPath(m.ID), done, d.mediaItem)
}

func (d *Desk) removeMedia(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	m, err := media.ByID(v.R.Context(), d.DB, media.ID(id))
	if err != nil {
		return err
	}
	if err := v.mayChange(m); err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error { return article.Discard(v.R.Context(), tx, v.Now, v.Actor(), m.ID) })
	return v.again(err, libraryPath, "media_removed", d.mediaItem)
}
