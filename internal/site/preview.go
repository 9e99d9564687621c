package site

import (
	"net/http"
	"strings"

	"griot/internal/article"
	"griot/internal/blob"
	"griot/internal/media"
	"griot/internal/preview"
	"griot/internal/preview/press"
	"griot/internal/site/theme"
)

// terms is what previews are made of, which every page has read.
func (f *frame) terms() *preview.Terms {
	return &preview.Terms{Paper: f.paper, Locales: f.site.Locales, Sections: f.section, Countries: f.country, Kinds: f.kinds}
}

// storyPicture is the picture by which an article is known where it is shared.
func (f *frame) storyPicture(st *story) *preview.Picture {
	return f.terms().Article(&preview.Story{ID: st.ID, Language: st.Language, Kind: st.Kind, Title: st.Title, Section: st.Section, Countries: st.Countries, Hero: st.hero})
}

// storyShared is the picture that is shown where an article is shared: the photograph that was chosen, as long as the article has it, else the one that is drawn.
func (f *frame) storyShared(st *story, alt string) *theme.OGImage {
	id := st.Preview
	if id == article.HeroPreview {
		id = st.Hero.Picture
	}
	if m := st.pictures[id]; m != nil && m.Kind == media.Picture && m.State == media.Ready {
		return f.preview(m, alt)
	}
	return f.sharedAs(f.storyPicture(st), alt)
}

// sharedAs names a picture for those who show the page elsewhere. It need not be there yet: its address draws it.
func (f *frame) sharedAs(p *preview.Picture, alt string) *theme.OGImage {
	return &theme.OGImage{URL: f.abs(p.URL()), Width: press.Width, Height: press.Height, Alt: alt}
}

// movedAge is how long a reader of an outdated address may remember where it leads, in seconds.
const movedAge = "300"

// previewFile opens a preview picture, which may first have to be drawn. An address whose subject says something else now leads to its picture of today; ok is false when the answer is written.
func (s *Site) previewFile(w http.ResponseWriter, r *http.Request, name string, fail func(w http.ResponseWriter, r *http.Request, err error)) (file blob.File, ok bool) {
	file, moved, err := s.Previews.Open(r.Context(), name)
	if err != nil {
		s.failMedia(w, r, err, fail)
		return nil, false
	}
	if moved != "" && file == nil {
		w.Header().Set("Cache-Control", "public, max-age="+movedAge)
		w.Header().Set("Location", strings.TrimSuffix(r.URL.Path, name)+moved)
		w.WriteHeader(http.StatusFound)
		return nil, false
	}
	return file, true
}
