package wordpress

import (
	"maps"
	"slices"
	"strings"
)

// Account says what became of everything in the export. For each line of Items, Comments, Terms and Authors
// Came = Imported + Already + the sum of LeftOut, when Complete.
type Account struct {
	Complete bool     `json:"complete"` // every stage was reached; false when the import was stopped
	Files    []string `json:"files"`
	Sites    []string `json:"sites"`
	Items    []*Tally `json:"items"` // one a post type
	Comments *Tally   `json:"comments"`
	Terms    []*Tally `json:"terms"` // one a taxonomy
	Authors  *Tally   `json:"authors"`
	Made     []Count  `json:"made"`    // what stands in the newsroom that did not before
	Changed  []Change `json:"changed"` // what is not as it was
	LeftOut  List     `json:"left_out"`
	Collided List     `json:"collisions"`     // addresses that were taken: where the thing stands now
	Missing  List     `json:"missing_files"`  // files that texts or the export name and that were not there or cannot be served
	Repeats  List     `json:"tags_to_merge"`  // tags that only repeat a country
	NotKept  List     `json:"links_dropped"`  // pictures of other sites and links that lead nowhere
	Damages  List     `json:"damaged_places"` // file, line and what is wrong

	missed map[string]bool // files that Missing has
}

// Tally reconciles one kind of thing.
type Tally struct {
	Kind     string         `json:"kind"`
	Came     int            `json:"came"`
	Imported int            `json:"imported"`
	Already  int            `json:"already"` // was brought over by an earlier import, or stands twice in the files
	LeftOut  map[Reason]int `json:"left_out"`
}

// Count is how many of something.
type Count struct {
	What  Made `json:"what"`
	Count int  `json:"count"`
}

// Change is something that was altered on the way, how often, and in what for instance.
type Change struct {
	What     Alteration `json:"what"`
	Count    int        `json:"count"`
	Examples []string   `json:"examples"`
}

// List is bounded; Count is how many there are in all.
type List struct {
	Count int     `json:"count"`
	Lines []Entry `json:"lines"`
}

// Entry is one line of a list. Fields that do not apply are empty.
type Entry struct {
	Kind   string `json:"kind,omitempty"`
	ID     int64  `json:"id,omitempty"` // in WordPress
	Title  string `json:"title,omitempty"`
	From   string `json:"from,omitempty"` // an old address, a file's name
	To     string `json:"to,omitempty"`
	Reason Reason `json:"reason,omitempty"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Note   string `json:"note,omitempty"`
}

const (
	maxListed   = 1000
	maxExamples = 5
)

func (l *List) add(e Entry) {
	l.Count++
	if len(l.Lines) < maxListed {
		l.Lines = append(l.Lines, e)
	}
}

func newAccount() *Account {
	a := &Account{Comments: newTally("comment"), Authors: newTally("author"), Items: []*Tally{}, Terms: []*Tally{}, Made: []Count{}, Changed: []Change{}}
	for _, l := range a.lists() {
		l.Lines = []Entry{}
	}
	return a
}

func newTally(kind string) *Tally { return &Tally{Kind: kind, LeftOut: map[Reason]int{}} }

func (a *Account) lists() []*List {
	return []*List{&a.LeftOut, &a.Collided, &a.Missing, &a.Repeats, &a.NotKept, &a.Damages}
}

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
