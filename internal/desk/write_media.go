package desk

import (
	"net/http"
	"strings"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/search"
	"griot/internal/text"
)

// clean gives HTML as the cleaner keeps it: the editor asks so for the player of an address.
func (d *Desk) clean(v *Visit) error {
	body, err := sent[struct {
		HTML string `json:"html"`
	}](v)
	if err != nil {
		return err
	}
	html, err := text.Clean(body.HTML)
	if err != nil {
		return err
	}
	return v.answer(map[string]string{"html": html})
}

// maxPictures bounds the pictures that are asked for at once.
const maxPictures = 100

// told is a picture as the editor sets it.
type told struct {
	ID     media.ID `json:"id"`
	Src    string   `json:"src"`
	Width  int      `json:"width"`
	Height int      `json:"height"`
	Alt    string   `json:"alt"`
	Ready  bool     `json:"ready"` // false until its variants are made
}

// pictures gives the pictures of some numbers, in their order; numbers that are none are left out.
func (d *Desk) pictures(v *Visit) error {
	if _, err := v.writing(d.DB); err != nil {
		return err
	}
	body, err := sent[struct {
		IDs []media.ID `json:"ids"`
	}](v)
	if err != nil {
		return err
	}
	if len(body.IDs) > maxPictures {
		return fault.New(fault.TooLarge, "at most %d pictures are set at once", maxPictures)
	}
	found, err := media.ByIDs(v.R.Context(), d.DB, body.IDs)
	if err != nil {
		return err
	}
	list := []told{}
	for _, id := range body.IDs {
		if m := found[id]; m != nil && (m.Kind == media.Picture || m.Kind == media.Drawing) && m.Width > 0 && m.State != media.Gone {
			src, width, height := m.Shown()
			list = append(list, told{m.ID, src, width, height, m.Alt, m.State == media.Ready})
		}
	}
	return v.answer(map[string]any{"pictures": list})
}

// Limits of what is asked and answered when a link is looked for.
const (
	maxLinkWords = 200 // bytes
	maxLinks     = 6
)

// linked is an article of the newspaper as the editor offers it for a link.
type linked struct {
	Path  string `json:"path"`
	Title string `json:"title"`
	Date  string `json:"date"`
}

// links gives published articles that some words find, for a link.
func (d *Desk) links(v *Visit) error {
	a, err := v.writing(d.DB)
	if err != nil {
		return err
	}
	words := strings.TrimSpace(v.Value("q"))
	if len(words) > maxLinkWords {
		return fault.New(fault.TooLarge, "an article is looked for with at most %d bytes", maxLinkWords)
	}
	list := []linked{}
	if words == "" || d.Search == nil {
		return v.answer(map[string]any{"links": list})
	}
	ctx := v.R.Context()
	found, err := d.Search.Find(ctx, d.DB, search.Query{Words: words, Language: v.Paper.Language, Now: v.Now, Limit: maxLinks + 1})
	if err != nil {
		return err
	}
	var ids []article.ID
	for _, id := range found.Articles {
		if article.ID(id) != a.ID {
			ids = append(ids, article.ID(id))
		}
	}
	cards, err := article.Cards(ctx, d.DB, ids[:min(len(ids), maxLinks)])
	if err != nil {
		return err
	}
	for _, c := range cards {
		list = append(list, linked{c.Path, c.Title, v.Loc.Date(c.Published.In(v.Paper.Location()))})
	}
	return v.answer(map[string]any{"links": list})
}

// picture leads to a small variant of a picture.
func (d *Desk) picture(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	m, err := media.ByID(v.R.Context(), d.DB, media.ID(id))
	if err != nil {
		return err
	}
	if m.Kind != media.Picture || m.Width == 0 {
		return fault.New(fault.NotFound, "this is no picture")
	}
	http.Redirect(v.W, v.R, m.URL(m.SmallestJPEG(), "jpg"), http.StatusFound)
	return nil
}
