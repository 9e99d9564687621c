package site

import (
	"context"
	"fmt"
	"runtime/debug"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
)

// aside begins to ask for something while the rest of a page is read, and gives what waits for the answer: on PostgreSQL each question is a message, and these need not wait for each other. What asks
// changes nothing of the page.
func aside[T any](ask func() (T, error)) (wait func() (T, error)) {
	var found T
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil { // as the server does with whoever asked for the page
				err = fmt.Errorf("panic beside a page: %v\n%s", p, debug.Stack())
			}
		}()
		found, err = ask()
	}()
	return func() (T, error) {
		<-done
		return found, err
	}
}

// beside is what an article's page says of it that nothing else on the page waits for.
type beside struct {
	reads        int64
	translations map[string]string // its own address too, by language
	versions     []article.Version
}

func lookBeside(ctx context.Context, q db.Querier, a *article.Article) (b beside, err error) {
	if b.reads, err = audience.Reads(ctx, q, int64(a.ID)); err != nil {
		return b, err
	}
	if b.translations, err = article.Translations(ctx, q, a); err != nil {
		return b, err
	}
	b.versions, err = article.Versions(ctx, q, a.ID)
	return b, err
}
