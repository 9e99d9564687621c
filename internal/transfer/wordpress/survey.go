package wordpress

import (
	"context"

	"griot/internal/db"
	"griot/internal/text"
)

// Limits of what is held before it is written in one transaction.
const (
	batchItems = 100
	batchPosts = 32 // with their words, which are a dozen times their text
	batchBytes = 2 << 20
)

// found is one element as the first reading sees it; one of the fields is set.
type found struct {
	item   *item
	author *author
	term   *headTerm
	bad    Reason
	damage *damage
	mended bool
}

// survey reads the files once and notes what there is. Everything but articles, pages and files is complete with that.
func (im *importer) survey(ctx context.Context) error {
	im.meter.begin(StageSurvey, 0)
	for _, path := range im.Files {
		var batch []found
		bytes := 0
		flush := func() error {
			err := im.note(ctx, batch)
			im.meter.done(len(batch))
			batch, bytes = batch[:0], 0
			return err
		}
		d, err := im.eachElement(path, func(f *file, e element) error {
			batch = append(batch, read(f, e))
			if bytes += len(e.bytes); len(batch) >= batchItems || bytes >= batchBytes {
				return flush()
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		if err := flush(); err != nil {
			return err
		}
		if d != nil {
			im.account.Damages.add(Entry{File: d.file, Line: d.line, Note: d.what})
		}
		im.account.Files = append(im.account.Files, path)
	}
	var err error
	_, im.signed, err = countAuthors(ctx, im.DB, im.source, im.run)
	return err
}

// read makes of an element what the import knows: none of the fields is set for lines about the site.
func read(f *file, e element) found {
	if e.why != "" {
		return found{bad: e.why, damage: &damage{f.name, e.line, e.bad}}
	}
	n, mended, err := parse(f.name, f.scan.root, e)
	if err != nil {
		d, _ := isDamage(err)
		return found{bad: Broken, damage: d}
	}
	switch n.name {
	case "item":
		return found{item: readItem(f.name, e.line, n), mended: mended}
	case "wp:author":
		return found{author: readAuthor(n), mended: mended}
	case "wp:category", "wp:tag", "wp:term":
		return found{term: readTerm(n), mended: mended}
	}
	return found{}
}

// note writes a batch.
func (im *importer) note(ctx context.Context, batch []found) error {
	if len(batch) == 0 {
		return nil
	}
	var terms map[term]bool
	err := im.transact(ctx, func(tx *db.Tx, acc *Account) error {
		terms = map[term]bool{}
		for _, f := range batch {
			if f.mended {
				acc.changed(Mended, 1, "")
			}
			if err := im.noteOne(ctx, tx, acc, f, terms); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		im.known.noted(terms)
	}
	return err
}

func (im *importer) noteOne(ctx context.Context, tx *db.Tx, acc *Account, f found, terms map[term]bool) error {
	switch {
	case f.bad != "":
		acc.item(typeUnknown).Came++
		acc.item(typeUnknown).leave(f.bad)
		acc.LeftOut.add(Entry{Kind: typeUnknown, File: f.damage.file, Line: f.damage.line, Reason: f.bad, Note: f.damage.what})
		if f.bad == Broken {
			acc.Damages.add(Entry{File: f.damage.file, Line: f.damage.line, Note: f.damage.what})
		}
	case f.author != nil && f.author.login != "":
		return meetAuthor(ctx, tx, im.source, im.run, *f.author)
	case f.term != nil && f.term.slug != "":
		return meetTerm(ctx, tx, im.source, im.run, *f.term, false)
	case f.item != nil:
		return im.noteItem(ctx, tx, acc, f.item, terms)
	}
	return nil
}

func (im *importer) noteItem(ctx context.Context, tx *db.Tx, acc *Account, it *item, terms map[term]bool) error {
	if why := leftOut(it); why != "" {
		if it.typ == "" {
			it.typ = typeUnknown
		}
		acc.item(it.typ).Came++
		acc.leaveItem(it, why)
		acc.leaveComments(it, ItemLeft)
		return nil
	}
	tally := acc.item(it.typ)
	tally.Came++
	number := it.id
	if err := identify(ctx, tx, im.source, im.run, it); err != nil {
		return err
	}
	defer func() { it.id = number }() // the transaction may run again
	r := record{id: it.id, typ: it.typ, name: it.name, path: oldPath(it.link), parent: it.parent, run: im.run}
	readLater := it.typ == typePost || it.typ == typePage
	settledLater := it.typ == typeAttachment || it.typ == typeMenuItem
	if it.typ == typeAttachment {
		r.file = uploadPath(it.get("_wp_attached_file"), it.fileURL)
	}
	if !readLater && !settledLater {
		r.became = asVerbatim
	}
	before, err := meet(ctx, tx, im.source, r)
	if err != nil {
		return err
	}
	if err := im.noteTerms(ctx, tx, it, terms); err != nil || readLater {
		return err
	}
	switch {
	case settledLater && before != nil && before.run == im.run, !settledLater && before != nil:
		tally.Already++
	case !settledLater:
		tally.Imported++
		acc.made(MadeVerbatim, 1)
	}
	if err := keep(ctx, tx, im.source, it); err != nil {
		return err
	}
	return im.keepComments(ctx, tx, acc, it)
}

// noteTerms notes what an item is filed by and who signed it; terms are those that this batch has noted already.
func (im *importer) noteTerms(ctx context.Context, tx *db.Tx, it *item, terms map[term]bool) error {
	for i := range it.terms {
		t := &it.terms[i]
		if t.slug == "" {
			t.slug = text.Slug(t.name)
		}
		key := term{taxonomy: t.taxonomy, slug: t.slug}
		if t.slug == "" || terms[key] || im.known.terms[key] {
			continue
		}
		terms[key] = true
		if err := meetTerm(ctx, tx, im.source, im.run, headTerm{term: *t}, true); err != nil {
			return err
		}
	}
	login := term{taxonomy: "login", slug: it.creator}
	if it.typ != typePost || it.creator == "" || terms[login] || im.known.terms[login] {
		return nil
	}
	terms[login] = true
	return meetAuthor(ctx, tx, im.source, im.run, author{login: it.creator})
}
