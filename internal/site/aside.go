package site

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"golang.org/x/sync/errgroup"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/page"
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

// onward is what an article's page shows of others.
type onward struct {
	related, mostRead []article.ID
	cards             []article.Card // of those of them that the page has not read
}

func (o *onward) look(ctx context.Context, f *frame, a *article.Article) (err error) {
	if o.related, err = article.Related(ctx, f.site.DB, a, relatedShown); err != nil {
		return err
	}
	if o.mostRead, err = f.mostReadIDs(ctx, page.Language(f.lang)); err != nil {
		return err
	}
	o.cards, err = f.unknown(ctx, slices.Concat(o.related, o.mostRead))
	return err
}
