package wordpress

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
	Collided List     `json:"collisions"`       // addresses that were taken: where the thing stands now
	Missing  List     `json:"missing_files"`    // files that texts or the export name and that were not there or cannot be served
	Repeats  List     `json:"tags_to_merge"`    // tags that only repeat a country
	Outside  List     `json:"outside_pictures"` // pictures of other sites: a link stands in their place
	Damages  List     `json:"damaged_places"`   // file, line and what is wrong

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
	return []*List{&a.LeftOut, &a.Collided, &a.Missing, &a.Repeats, &a.Outside, &a.Damages}
}
