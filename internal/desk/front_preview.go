package desk

import (
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/page"
)

// frontPreview is ui/frontpreview.html.
type frontPreview struct{ Language, Page string }

// previewFront shows the composition as a phone and as a desktop have it. Its page frames that of pageFront, and nothing else may frame either.
func (d *Desk) previewFront(v *Visit) error {
	language := v.language()
	v.W.Header().Set("Content-Security-Policy", contentPolicy+"; frame-src 'self'")
	return v.Page("frontpreview", v.T("une.preview"), frontPreview{language, frontPath("page", language)})
}

// pageFront is the true front page with the pins of whoever asks, for them alone: it stands behind the door as all of the desk does.
func (d *Desk) pageFront(v *Visit) error {
	if d.FrontDraft == nil {
		return fault.New(fault.NotFound, "there are no pages for readers here")
	}
	c, err := v.composing(d.DB)
	if err != nil {
		return err
	}
	p, err := d.FrontDraft(v.R.Context(), c.language, c.pins)
	if err != nil {
		return err
	}
	return v.sendMade(p)
}

// sendMade sends a page as it was made for readers, with the headers that it has.
func (v *Visit) sendMade(p *page.Page) error {
	h := v.W.Header()
	h.Set("Content-Type", p.ContentType)
	h.Set("Content-Language", p.Language)
	for name, value := range p.Header {
		h.Set(name, value)
	}
	return v.send(p.Body)
}

// historyView is ui/fronthistory.html.
type historyView struct {
	Language  string
	Languages []choice
	Current   frontpage.FrontID
	Fronts    []pastFront
}

// pastFront is a front page as it was published.
type pastFront struct {
	frontpage.Front
	Changes []string // against the one before
	Now     bool     // readers see it
}

const pastShown = 30 // front pages in the list

func (d *Desk) historyFront(v *Visit) error {
	ctx := v.R.Context()
	c, err := v.composing(d.DB)
	if err != nil {
		return err
	}
	past, err := frontpage.Past(ctx, d.DB, c.language, pastShown+1)
	if err != nil {
		return err
	}
	view := historyView{Language: c.language, Languages: v.languageChoices(c.language), Current: c.current.ID}
	name := v.slotNames(c.sections)
	for i, f := range past[:min(len(past), pastShown)] {
		var before frontpage.Pins
		if i+1 < len(past) {
			before = past[i+1].Pins.Running(f.Published)
		}
		titles, err := v.titles(ctx, before, f.Pins)
		if err != nil {
			return err
		}
		view.Fronts = append(view.Fronts, pastFront{f, v.differing(before, f.Pins, name, titles), i == 0})
	}
	return v.Page("fronthistory", v.T("une.history"), view)
}
