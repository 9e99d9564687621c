package desk

import (
	"errors"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/standing"
)

// pageView is ui/page.html.
type pageView struct {
	Page      standing.Page // as the form shows it
	Version   int           // from which the form was written
	New       bool
	Languages []choice // of a new page
	Kinds     []choice // likewise
	Places    []choice
	Lacks     []standing.Lack
	Theirs    *standing.Version // what somebody else saved meanwhile; nil: nobody did
	Compared  comparedView      // theirs with what the form holds
}

// comparedView is the part of a page that compares texts.
type comparedView struct {
	Language string
	Parts    []comparedPart
}

// pageForm is a page as the form that was sent has it.
func (v *Visit) pageForm() standing.Page {
	return standing.Page{Title: v.Value("title"), Description: v.Value("description"), Slug: v.Value("slug"), Body: v.Value("body"), Place: v.Value("place"), Published: v.Value("published") != "",
		Language: v.language(), Kind: standing.Kind(v.Value("kind"))}
}

func (d *Desk) newPage(v *Visit) error {
	p := standing.Page{Language: v.language(), Place: "paper", Published: true}
	if v.R.Form.Has("title") { // it was refused
		p = v.pageForm()
	}
	return v.pagePage(&pageView{Page: p, New: true})
}

// pagePage shows the form of a page.
func (v *Visit) pagePage(view *pageView) error {
	p := &view.Page
	for _, place := range standing.Places() {
		key := "pages.place_" + place
		if place == "" {
			key = "pages.place_nowhere"
		}
		view.Places = append(view.Places, choice{place, v.T(key), place == p.Place})
	}
	title := p.Title
	if view.New {
		view.Languages = v.languageChoices(p.Language)
		for _, kind := range standing.Kinds() {
			key := "pages.kind_" + string(kind)
			if kind == standing.Own {
				key = "pages.kind_own"
			}
			view.Kinds = append(view.Kinds, choice{string(kind), v.T(key), kind == p.Kind})
		}
		title = v.T("pages.new")
	}
	return v.Page("page", title, view)
}

func (d *Desk) addPage(v *Visit) error {
	p := v.pageForm()
	err := v.Transact(func(tx *db.Tx) error {
		p = v.pageForm()
		return standing.Edit(v.R.Context(), tx, v.Now, v.Actor(), &p, 0)
	})
	return v.again(err, pagePath(p.ID), "page_saved", d.newPage)
}

func (d *Desk) editPage(v *Visit) error {
	p, err := v.standingPage()
	if err != nil {
		return err
	}
	im, err := standing.LoadImprint(v.R.Context(), d.DB)
	if err != nil {
		return err
	}
	return v.pagePage(&pageView{Page: *p, Version: p.Version, Lacks: p.Lacks(im)})
}

// standingPage is the page of the address.
func (v *Visit) standingPage() (*standing.Page, error) {
	id, err := v.Number("id")
	if err != nil {
		return nil, err
	}
	return standing.Any(v.R.Context(), v.desk.DB, standing.ID(id))
}

// savePage saves a page. Where somebody else has saved it since the form was shown, both texts are shown, and saving again is on top of theirs.
func (d *Desk) savePage(v *Visit) error {
	was, err := v.standingPage()
	if err != nil {
		return err
	}
	base, err := number(v.Value("version"))
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		p := v.pageForm()
		p.ID = was.ID
		return standing.Edit(v.R.Context(), tx, v.Now, v.Actor(), &p, int(min(base, 1<<30)))
	})
	if err == nil {
		return v.Done(pagePath(was.ID), "page_saved")
	}
	if !v.Explain(err) {
		return err
	}
	view := &pageView{Page: v.pageForm(), Version: int(min(base, 1<<30))}
	view.Page.ID, view.Page.Language, view.Page.Kind, view.Page.Path = was.ID, was.Language, was.Kind, was.Path
	if errors.Is(err, standing.Outrun) {
		if err := v.outrunPage(view); err != nil {
			return err
		}
	}
	return v.pagePage(view)
}

// outrunPage adds what somebody else saved meanwhile.
func (v *Visit) outrunPage(view *pageView) error {
	p, err := standing.Any(v.R.Context(), v.desk.DB, view.Page.ID)
	if err != nil {
		return err
	}
	if view.Theirs, err = standing.AtVersion(v.R.Context(), v.desk.DB, p.ID, p.Version); err != nil {
		return err
	}
	mine := view.Page
	if err := mine.Clean(); err != nil {
		return err
	}
	view.Version = p.Version
	view.Compared = v.comparePages(p.Language, view.Theirs, &standing.Version{Title: mine.Title, Description: mine.Description, Body: mine.Body})
	return nil
}

// comparePages compares two states of a page, word by word.
func (v *Visit) comparePages(language string, before, after *standing.Version) comparedView {
	text := func(s *standing.Version) *article.Article {
		return &article.Article{Title: s.Title, Standfirst: s.Description, Body: s.Body}
	}
	return comparedView{language, v.comparedParts(article.Compare(text(before), text(after)), "pages.description")}
}

// previewPage shows what the form holds as readers would see it.
func (d *Desk) previewPage(v *Visit) error {
	if d.StandingDraft == nil {
		return fault.New(fault.NotFound, "there are no pages for readers here")
	}
	p := v.pageForm()
	if err := p.Clean(); err != nil {
		return err
	}
	p.Path = "/" + p.Slug + "/"
	made, err := d.StandingDraft(v.R.Context(), &p)
	if err != nil {
		return err
	}
	return v.sendMade(made)
}
