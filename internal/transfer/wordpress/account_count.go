package wordpress

import (
	"maps"
	"slices"
	"strings"
)

// item is the tally of a post type; term that of a taxonomy.
func (a *Account) item(typ string) *Tally { return tallyOf(&a.Items, typ) }

func (a *Account) term(taxonomy string) *Tally { return tallyOf(&a.Terms, taxonomy) }

func tallyOf(list *[]*Tally, kind string) *Tally {
	for _, t := range *list {
		if t.Kind == kind {
			return t
		}
	}
	t := newTally(kind)
	*list = append(*list, t)
	return t
}

func (t *Tally) leave(why Reason) { t.LeftOut[why]++ }

// Left is how many were left out for any reason.
func (t *Tally) Left() (n int) {
	for _, c := range t.LeftOut {
		n += c
	}
	return n
}

// Reconciles reports whether what came is what became of it.
func (t *Tally) Reconciles() bool { return t.Came == t.Imported+t.Already+t.Left() }

// Reconciles reports whether everything is accounted for, to the last item.
func (a *Account) Reconciles() bool {
	for _, t := range a.tallies() {
		if !t.Reconciles() {
			return false
		}
	}
	return true
}

func (a *Account) tallies() []*Tally {
	return append(slices.Concat(a.Items, a.Terms), a.Comments, a.Authors)
}

func (a *Account) made(what Made, n int) {
	for i := range a.Made {
		if a.Made[i].What == what {
			a.Made[i].Count += n
			return
		}
	}
	a.Made = append(a.Made, Count{what, n})
}

func (a *Account) changed(what Alteration, n int, example string) {
	i := slices.IndexFunc(a.Changed, func(c Change) bool { return c.What == what })
	if i < 0 {
		i = len(a.Changed)
		a.Changed = append(a.Changed, Change{What: what, Examples: []string{}})
	}
	c := &a.Changed[i]
	c.Count += n
	if example != "" && len(c.Examples) < maxExamples && !slices.Contains(c.Examples, example) {
		c.Examples = append(c.Examples, example)
	}
}

// leaveItem notes an item that was left out.
func (a *Account) leaveItem(it *item, why Reason) {
	typ := it.typ
	if typ == "" {
		typ = typeUnknown
	}
	a.item(typ).leave(why)
	a.LeftOut.add(Entry{Kind: typ, ID: it.id, Title: it.title, Reason: why, File: it.file, Line: it.line})
}

// add counts what another account counted: that of a transaction, once it is committed.
func (a *Account) add(b *Account) {
	for _, t := range b.Items {
		a.item(t.Kind).add(t)
	}
	for _, t := range b.Terms {
		a.term(t.Kind).add(t)
	}
	a.Comments.add(b.Comments)
	a.Authors.add(b.Authors)
	for _, m := range b.Made {
		a.made(m.What, m.Count)
	}
	for _, c := range b.Changed {
		a.changed(c.What, c.Count, "")
		for _, e := range c.Examples {
			a.changed(c.What, 0, e)
		}
	}
	for _, e := range b.Missing.Lines {
		a.miss(e)
	}
	mine, theirs := a.lists(), b.lists()
	for i := range mine {
		if mine[i] == &a.Missing {
			continue
		}
		for _, e := range theirs[i].Lines {
			mine[i].add(e)
		}
		mine[i].Count += theirs[i].Count - len(theirs[i].Lines)
	}
}

// miss lists a file that did not come, once, with the first thing that wants it.
func (a *Account) miss(e Entry) {
	key := original(e.From)
	if a.missed[key] {
		return
	}
	put(&a.missed, key, true)
	a.Missing.add(e)
}

func (t *Tally) add(o *Tally) {
	t.Came, t.Imported, t.Already = t.Came+o.Came, t.Imported+o.Imported, t.Already+o.Already
	for why, n := range o.LeftOut {
		t.LeftOut[why] += n
	}
}

// sort puts the account into an order that does not depend on that of the files.
func (a *Account) sort() {
	byKind := func(x, y *Tally) int { return strings.Compare(x.Kind, y.Kind) }
	slices.SortFunc(a.Items, byKind)
	slices.SortFunc(a.Terms, byKind)
	slices.SortFunc(a.Made, func(x, y Count) int { return strings.Compare(string(x.What), string(y.What)) })
	slices.SortFunc(a.Changed, func(x, y Change) int { return strings.Compare(string(x.What), string(y.What)) })
}

// reasons lists why things of this kind were left out, in order of name.
func (t *Tally) reasons() []Reason { return slices.Sorted(maps.Keys(t.LeftOut)) }
