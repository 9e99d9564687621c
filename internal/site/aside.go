package site

import (
	"context"
	"fmt"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
)

// aside begins to ask for something while the rest of a page is read, and gives what waits for the answer: on PostgreSQL each question is a message, and these need not wait for each other. SQLite is asked
// when the answer is waited for: it sends no messages, and a second connection would read the same pages of the file into a cache of its own, which makes lists dearer among 100,000 articles.
// What asks changes nothing that the rest of the page looks at, and whoever began it waits.
func (s *Site) aside(ask func() error) (wait func() error) {
	if s.DB.Engine() == db.SQLite {
		return ask
	}
	var group errgroup.Group
	group.Go(func() (err error) {
		defer func() {
			if p := recover(); p != nil { // as the server does with whoever asked for the page
				err = fmt.Errorf("panic beside a page: %v\n%s", p, debug.Stack())
			}
		}()
		return ask()
	})
	return group.Wait
}

// beside is what an article's page says of it that nothing else on the page waits for.
type beside struct {
	reads        int64
	translations map[string]string // its own address too, by language
	versions     []article.Version
}

func (b *beside) look(ctx context.Context, q db.Querier, a *article.Article) (err error) {
	if b.reads, err = audience.Reads(ctx, q, int64(a.ID)); err != nil {
		return err
	}
	if b.translations, err = article.Translations(ctx, q, a); err != nil {
		return err
	}
	b.versions, err = article.Versions(ctx, q, a.ID)
	return err
}
