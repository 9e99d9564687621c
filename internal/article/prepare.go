package article

import (
	"griot/internal/search"
	"griot/internal/text"
)

// prepared is what Prepare made of an article's texts.
type prepared struct {
	body  string       // cleaned
	plain string       // its text
	words *search.Text // nil where they are found in the transaction
}

// Prepare cleans an article's texts and finds their words ahead of Put, which does it itself for what was not prepared. It asks no database, so that whoever writes
// many articles prepares the next ones on another processor while these are written. Its one error is fault.TooLarge. Whoever changes a text afterwards loses nothing
// but the time.
func Prepare(a *Article) error {
	if err := clean(a); err != nil {
		return err
	}
	if a.Status == Published && a.Language != "" {
		a.prepared.words = search.Read(document(a))
	}
	return nil
}

// clean cleans an article's texts, its body unless that was done.
func clean(a *Article) (err error) {
	for _, line := range []*string{&a.Title, &a.Short, &a.Standfirst, &a.Dateline, &a.Agencies, &a.Hero.Alt, &a.Hero.Caption, &a.Hero.Credit, &a.SEOTitle, &a.SEODesc, &a.Reason} {
		*line = text.CleanLine(*line)
	}
	if a.prepared != nil && a.prepared.body == a.Body {
		return nil
	}
	if a.Body, err = text.Clean(a.Body); err != nil {
		return err
	}
	a.prepared = &prepared{body: a.Body, plain: text.Plain(a.Body)}
	a.Words = text.Words(a.Body)
	return nil
}
