package desk

import (
	"strconv"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const sectionsPath = "/desk/sections/"

func (d *Desk) sectionRoutes() []Route {
	return []Route{
		{Name: "sections", Pattern: "GET /desk/sections/{$}", May: staff.KeepRubrics, Serve: d.sections},
		{Name: "section add", Pattern: "POST /desk/sections/{$}", May: staff.KeepRubrics, Serve: d.addSection},
		{Name: "section order", Pattern: "POST /desk/sections/order", May: staff.KeepRubrics, Serve: d.orderSections},
		{Name: "section", Pattern: "GET /desk/sections/{id}/{$}", May: staff.KeepRubrics, Serve: d.section},
		{Name: "section change", Pattern: "POST /desk/sections/{id}/{$}", May: staff.KeepRubrics, Serve: d.changeSection},
		{Name: "section merge", Pattern: "POST /desk/sections/{id}/merge", May: staff.KeepRubrics, Serve: d.mergeSection},
		{Name: "section remove", Pattern: "POST /desk/sections/{id}/remove", May: staff.KeepRubrics, Serve: d.removeSection},
	}
}

// clerk is whoever asks, as rubrics, countries and tags are kept.
func (v *Visit) clerk() *filing.Clerk {
	return &filing.Clerk{By: v.Actor(), Now: v.Now, Locale: v.desk.Locales.For(v.Paper.Language)}
}

// sectionsView is ui/sections.html.
type sectionsView struct {
	Rows []rubricRow
	Form rubricForm
}

// rubricRow is a rubric in the list.
type rubricRow struct {
	filing.Rubric
	Level       int // counted from one
	Colour      string
	First, Last bool // among those beside it
}

func (d *Desk) sections(v *Visit) error { return v.sectionsPage(v.rubricForm(&taxonomy.Section{})) }

func (v *Visit) sectionsPage(form rubricForm) error {
	list, err := filing.Rubrics(v.R.Context(), v.desk.DB)
	if err != nil {
		return err
	}
	form.offer(v, list, 0)
	view := sectionsView{Form: form}
	last := map[taxonomy.SectionID]int{} // of those below a rubric, by their place in the rows
	for _, r := range list {
		before, beside := last[r.Parent]
		if beside {
			view.Rows[before].Last = false
		}
		last[r.Parent] = len(view.Rows)
		view.Rows = append(view.Rows, rubricRow{Rubric: r, Level: min(r.Depth+1, 4), Colour: hueColour(r.Hue), First: !beside, Last: true})
	}
	return v.Page("sections", v.T("rubric.title"), view)
}

// addSection adds a rubric; a form that was refused is shown again.
func (d *Desk) addSection(v *Visit) error {
	s := v.sentSection()
	err := v.Transact(func(tx *db.Tx) error { one := s; return v.clerk().SaveRubric(v.R.Context(), tx, &one, "") })
	if err == nil {
		return v.Done(sectionsPath, "rubric_added", s.Name)
	}
	if !v.Explain(err) {
		return err
	}
	return v.sectionsPage(v.rubricForm(&s))
}

// orderSections moves a rubric up or down among those beside it.
func (d *Desk) orderSections(v *Visit) error {
	id, err := number(v.Value("id"))
	if err != nil {
		return err
	}
	by, _ := strconv.Atoi(v.Value("by"))
	err = v.Transact(func(tx *db.Tx) error { return v.clerk().ShiftRubric(v.R.Context(), tx, taxonomy.SectionID(id), by) })
	if err != nil {
		return err
	}
	return v.Done(sectionsPath+"#r"+strconv.FormatInt(id, 10), "rubric_ordered")
}

// sectionView is ui/section.html.
type sectionView struct {
	filing.Rubric
	Form   rubricForm
	Into   []choice // that it may be merged into
	Empty  bool     // nothing stands in it that readers or others see: it may be removed
	Theirs *taxonomy.Section
}

func (d *Desk) section(v *Visit) error {
	r, err := v.rubric()
	if err != nil {
		return err
	}
	if id, _ := v.Number("id"); int64(r.ID) != id { // merged: its page is the other's
		v.Redirect(sectionsPath + strconv.FormatInt(int64(r.ID), 10) + "/")
		return nil
	}
	form := v.rubricForm(&r.Section)
	form.Seen = r.Mark
	return v.sectionPage(r, form)
}

// rubric is the one in the address.
func (v *Visit) rubric() (*filing.Rubric, error) {
	id, err := v.Number("id")
	if err != nil {
		return nil, err
	}
	return filing.RubricByID(v.R.Context(), v.desk.DB, taxonomy.SectionID(id))
}

func (v *Visit) sectionPage(r *filing.Rubric, form rubricForm) error {
	list, err := filing.Rubrics(v.R.Context(), v.desk.DB)
	if err != nil {
		return err
	}
	form.offer(v, list, r.ID)
	view := sectionView{Rubric: *r, Form: form, Empty: r.Articles == 0}
	if form.Seen != r.Mark { // what somebody else made of it meanwhile is shown beside what was typed
		view.Theirs = &r.Section
	}
	for _, p := range form.Parents[1:] {
		p.Chosen = false
		view.Into = append(view.Into, p)
	}
	return v.Page("section", r.Name, view)
}

// onSection does something to the rubric in the address; what was refused shows its page again with what was typed.
func (v *Visit) onSection(form rubricForm, to, done string, act func(tx *db.Tx, id taxonomy.SectionID) error) error {
	r, err := v.rubric()
	if err != nil {
		return err
	}
	id, _ := v.Number("id")
	err = v.Transact(func(tx *db.Tx) error { return act(tx, taxonomy.SectionID(id)) })
	switch {
	case err == nil:
		return v.Done(to, done, r.Name)
	case fault.Is(err, fault.NotFound) || !v.Explain(err):
		return err
	}
	return v.sectionPage(r, form)
}

func (d *Desk) changeSection(v *Visit) error {
	s := v.sentSection()
	form := v.rubricForm(&s)
	form.Seen = v.Value("seen")
	return v.onSection(form, sectionsPath, "rubric_changed", func(tx *db.Tx, id taxonomy.SectionID) error {
		one := s
		one.ID = id
		return v.clerk().SaveRubric(v.R.Context(), tx, &one, form.Seen)
	})
}

// kept is the form of a rubric as it is, for what is asked beside it.
func (v *Visit) kept() (form rubricForm, err error) {
	r, err := v.rubric()
	if err != nil {
		return form, err
	}
	form = v.rubricForm(&r.Section)
	form.Seen = r.Mark
	return form, nil
}

func (d *Desk) mergeSection(v *Visit) error {
	form, err := v.kept()
	if err != nil {
		return err
	}
	into, err := number(v.Value("into"))
	if err != nil {
		return err
	}
	return v.onSection(form, sectionsPath, "rubric_merged", func(tx *db.Tx, id taxonomy.SectionID) error {
		return v.clerk().MergeRubric(v.R.Context(), tx, id, taxonomy.SectionID(into), v.Value("seen"))
	})
}

func (d *Desk) removeSection(v *Visit) error {
	form, err := v.kept()
	if err != nil {
		return err
	}
	return v.onSection(form, sectionsPath, "rubric_removed", func(tx *db.Tx, id taxonomy.SectionID) error {
		return v.clerk().RemoveRubric(v.R.Context(), tx, id, v.Value("seen"))
	})
}
