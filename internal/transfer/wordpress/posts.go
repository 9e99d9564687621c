package wordpress

import (
	"context"
	"strconv"

	"golang.org/x/sync/errgroup"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

// prepared is an item made ready, still unwritten.
type prepared struct {
	it       *item
	bytes    int
	before   *record
	article  *article.Article
	page     *standing.Page
	comments []readyComment
	kept     []meta
	missing  int
	refused  string
	said     *Account // the comments, which count in any case
	changes  *Account // what was changed on the way; counts when the item is written
}

// takePosts reads the files again and brings articles and pages over. One goroutine reads and converts, this one writes: a slow
// machine with two cores takes half the time.
func (im *importer) takePosts(ctx context.Context) error {
	im.meter.begin(StagePosts, 0)
	if err := im.loadSections(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	batches := make(chan []*prepared)
	group.Go(func() error {
		defer close(batches)
		for _, path := range im.Files {
			if err := im.prepareFile(ctx, path, batches); err != nil {
				return err
			}
		}
		return nil
	})
	group.Go(func() error {
		for b := range batches {
			if err := im.writeBatch(ctx, b); err != nil {
				return err
			}
			im.meter.done(len(b))
		}
		return nil
	})
	return group.Wait()
}

func (im *importer) loadSections(ctx context.Context) error {
	list, err := taxonomy.Sections(ctx, im.DB)
	im.known.sections = map[taxonomy.SectionID]taxonomy.Section{}
	for _, s := range list {
		im.known.sections[s.ID] = s
	}
	return err
}

// prepareFile sends the articles and pages of a file in batches that are bounded by number and size.
func (im *importer) prepareFile(ctx context.Context, path string, batches chan<- []*prepared) error {
	var batch []*prepared
	bytes := 0
	send := func() error {
		if len(batch) == 0 {
			return nil
		}
		select {
		case batches <- batch:
			batch, bytes = nil, 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	_, err := im.eachElement(path, func(f *file, e element) error {
		if e.name != "item" {
			return ctx.Err()
		}
		it := read(f, e).item // what cannot be read was said at the first reading
		if it == nil || it.typ != typePost && it.typ != typePage || leftOut(it) != "" {
			return ctx.Err()
		}
		p, err := im.prepare(ctx, it)
		if err != nil {
			return err
		}
		p.bytes = len(e.bytes)
		batch = append(batch, p)
		if bytes += p.bytes; len(batch) >= batchPosts || bytes >= batchBytes {
			return send()
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return send()
}

// prepare converts an item, unless an earlier import brought it over and it lacks no file.
func (im *importer) prepare(ctx context.Context, it *item) (p *prepared, err error) {
	p = &prepared{it: it, said: newAccount(), changes: newAccount()}
	if err := identify(ctx, im.DB, im.source, im.run, it); err != nil {
		return nil, err
	}
	if p.before, err = findRecord(ctx, im.DB, im.source, it.id); err != nil {
		return nil, err
	}
	if it.typ == typePost {
		at := it.dates.published(im.paper.Location())
		if at.IsZero() {
			at = im.Now()
		}
		if p.comments, err = readyComments(p.said, it, im.paper.Location(), at); err != nil {
			return nil, err
		}
	}
	if p.before != nil && p.before.became != asNothing && (p.before.missing == 0 || im.uploads == nil) {
		return p, nil
	}
	c := &converter{importer: im, ctx: ctx, it: it, acc: p.changes}
	if it.typ == typePost {
		p.article, err = c.makeArticle()
	} else {
		p.page, err = c.makePage()
	}
	if fault.Is(err, fault.TooLarge) || fault.Is(err, fault.Invalid) {
		p.refused, err = fault.Message(err), nil
	}
	p.kept, p.missing = c.kept, c.missing
	return p, err
}

// writeBatch writes items in one transaction. The newsroom hardly ever refuses one here, and a savepoint for each costs a fiftieth of an import: so they come only when a
// batch is written again because one of it was refused.
func (im *importer) writeBatch(ctx context.Context, batch []*prepared) error {
	err := im.transact(ctx, func(tx *db.Tx, acc *Account) error { return im.writeAll(ctx, tx, acc, batch, unguarded) })
	if denial(err) == "" {
		return err
	}
	return im.transact(ctx, func(tx *db.Tx, acc *Account) error { return im.writeAll(ctx, tx, acc, batch, guarded) })
}

// guard runs fn and gives the words with which the newsroom refused what it does, when nothing of it stays all the same.
type guard func(ctx context.Context, tx *db.Tx, fn func() error) (refused string, err error)

func unguarded(_ context.Context, _ *db.Tx, fn func() error) (string, error) { return "", fn() }

func (im *importer) writeAll(ctx context.Context, tx *db.Tx, acc *Account, batch []*prepared, guard guard) error {
	for _, p := range batch {
		if err := im.writeOne(ctx, tx, acc, p, guard); err != nil {
			return err
		}
	}
	return nil
}

// writeOne writes an item whole or, when the newsroom refuses it, not at all.
func (im *importer) writeOne(ctx context.Context, tx *db.Tx, acc *Account, p *prepared, guard guard) error {
	var one *Account
	refused, err := p.refused, error(nil)
	if refused == "" {
		refused, err = guard(ctx, tx, func() error {
			one = newAccount()
			one.add(p.said)
			return im.write(ctx, tx, one, p)
		})
	}
	if err != nil {
		return err
	}
	if refused != "" {
		acc.item(p.it.typ).leave(Refused)
		acc.LeftOut.add(Entry{Kind: p.it.typ, ID: p.it.id, Title: p.it.title, Reason: Refused, File: p.it.file, Line: p.it.line, Note: refused})
		acc.leaveComments(p.it, ItemLeft)
		return nil
	}
	acc.add(one)
	return nil
}

// write looks again whether the item is there: the files may hold it twice.
func (im *importer) write(ctx context.Context, tx *db.Tx, acc *Account, p *prepared) error {
	r, err := findRecord(ctx, tx, im.source, p.it.id)
	if err != nil {
		return err
	}
	switch {
	case r == nil || r.became == asNothing:
		acc.item(p.it.typ).Imported++
		acc.add(p.changes)
		if p.page != nil {
			return im.writePage(ctx, tx, acc, p)
		}
		return im.writeArticle(ctx, tx, acc, p)
	case r.became == asArticle:
		acc.item(p.it.typ).Already++
		for _, e := range p.changes.Missing.Lines {
			acc.miss(e)
		}
		if err := im.complete(ctx, tx, acc, p, r); err != nil {
			return err
		}
		return im.addComments(ctx, tx, acc, p.it.id, article.ID(r.newID), p.comments)
	}
	acc.item(p.it.typ).Already++
	return im.keepComments(ctx, tx, acc, p.it)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
