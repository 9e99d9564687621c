package theme

// FrontView is the front page of a language.
type FrontView struct {
	Shell
	Lead       *Lead
	Seconds    []Item // four; a row of fewer is left shorter
	Places     Places
	Bands      []Band
	MostRead   []Link
	Unfinished string // said in place of everything when there is nothing yet
}

// Lead is the story that the front page opens with.
type Lead struct {
	Item
	Related []Link // two lines at most
}

// Places is the strip "Aujourd’hui dans N pays".
type Places struct {
	Title string
	Links []Place
	All   string // the link to all countries
}

// Place is a country with the number of its articles.
type Place struct {
	Link
	Count string
}

// Layout is how a band is set.
type Layout string

// The layouts of bands. Any other value is set as Half.
const (
	Duo  Layout = "duo"  // a big picture, its others beside it
	Half Layout = "half" // two bands share a row: a picture beside the headline, its others under it
)

// Band is a rubric on the front page: one story with a picture, two or three without. On narrow screens the third is left out.
type Band struct {
	Layout Layout
	Title  string
	Href   string
	Hue    string
	All    string // "Toute la rubrique"
	Lead   Item
	Others []Item
}

// Row is what stands side by side on a wide screen: one Duo, a Duo with the most read, or one or two Halves.
type Row struct {
	Bands    []Band
	MostRead []Link
}

// Rows groups the bands as they are set: the first Duo takes the most read beside it, Halves pair up in order.
func (v *FrontView) Rows() []Row {
	var rows []Row
	placed := len(v.MostRead) == 0
	for i := 0; i < len(v.Bands); i++ {
		row := Row{Bands: v.Bands[i : i+1]}
		switch {
		case v.Bands[i].Layout == Duo && !placed:
			row.MostRead, placed = v.MostRead, true
		case v.Bands[i].Layout != Duo && i+1 < len(v.Bands) && v.Bands[i+1].Layout != Duo:
			row.Bands = v.Bands[i : i+2]
			i++
		}
		rows = append(rows, row)
	}
	if !placed {
		rows = append(rows, Row{MostRead: v.MostRead})
	}
	return rows
}

// Duo reports whether the row is one band with a big picture.
func (r Row) Duo() bool { return len(r.Bands) == 1 && r.Bands[0].Layout == Duo }
