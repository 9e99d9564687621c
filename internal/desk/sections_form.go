package desk

import (
	"slices"
	"strconv"
	"strings"

	"griot/internal/filing"
	"griot/internal/taxonomy"
)

// rubricForm is the form of a rubric, with what it holds.
type rubricForm struct {
	taxonomy.Section
	Parents []choice // the first is none
	Hues    []hueChoice
	In      []nameIn
	Seen    string // mark of what the form began from; "" for a new one
	Most    int    // letters of a name
	Longest int    // letters of a description
}

// hueChoice is a dye, with its colour by day.
type hueChoice struct {
	choice
	Colour string
}

// nameIn is a rubric's name in another language.
type nameIn struct{ Code, Language, Name string }

func (v *Visit) rubricForm(s *taxonomy.Section) rubricForm {
	f := rubricForm{Section: *s, Most: filing.MaxNameRunes, Longest: filing.MaxDescriptionRunes}
	f.Hues = append(f.Hues, hueChoice{choice{"", v.T("hue.none"), s.Hue == ""}, hueColour("")})
	for _, name := range filing.Hues() {
		f.Hues = append(f.Hues, hueChoice{choice{name, v.T("hue." + name), name == s.Hue}, hueColour(name)})
	}
	for _, code := range v.languages() {
		if code != v.Paper.Language {
			f.In = append(f.In, nameIn{code, v.desk.Locales.For(code).Name(), s.Names[code]})
		}
	}
	return f
}

// offer lists the rubrics under which one may stand: all but itself and those below it.
func (f *rubricForm) offer(v *Visit, list []filing.Rubric, id taxonomy.SectionID) {
	f.Parents = []choice{{"", v.T("rubric.at_the_top"), f.Parent == 0}}
	below := []taxonomy.SectionID{id}
	for _, r := range list {
		if id != 0 && (r.ID == id || slices.Contains(below, r.Parent)) {
			below = append(below, r.ID)
			continue
		}
		f.Parents = append(f.Parents, choice{strconv.FormatInt(int64(r.ID), 10), strings.Repeat("\u00a0\u00a0\u00a0", r.Depth) + r.Name, r.ID == f.Parent})
	}
}

// sentSection is a rubric as a form has it.
func (v *Visit) sentSection() taxonomy.Section {
	parent, _ := number(v.Value("parent")) // what is no number is no rubric
	s := taxonomy.Section{Name: v.Value("name"), Slug: v.Value("slug"), Hue: v.Value("hue"), Description: v.Value("description"), Parent: taxonomy.SectionID(parent), Names: map[string]string{}}
	for _, code := range v.languages() {
		if code != v.Paper.Language {
			s.Names[code] = v.Value("name-" + code)
		}
	}
	return s
}

// hueColour is a dye by day, as the readers' sheet has it (internal/site/theme/style/tokens.css); of none, the ink.
func hueColour(name string) string {
	switch name {
	case "indigo":
		return "#2a4190"
	case "kola":
		return "#8f1d3f"
	case "ocre":
		return "#845600"
	case "canopee":
		return "#0c5c45"
	case "lagune":
		return "#00606f"
	case "laterite":
		return "#a63a12"
	case "bissap":
		return "#9c1c60"
	case "jacaranda":
		return "#653a9b"
	case "argile":
		return "#65533a"
	}
	return "#16130f"
}
