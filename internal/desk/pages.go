package desk

import (
	"cmp"

	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/staff"
	"griot/internal/standing"
)

const pagesPath = "/desk/pages/"

// maxPageForm bounds the form of a page: a text as long as a text may be, as browsers write it.
const maxPageForm = 8 << 20

// pageRoutes are the room of the standing pages.
func (d *Desk) pageRoutes() []Route {
	return []Route{
		{Name: "pages", Pattern: "GET /desk/pages/{$}", May: staff.KeepPages, Serve: d.pages},
		{Name: "page new", Pattern: "GET /desk/pages/new", May: staff.KeepPages, Serve: d.newPage},
		{Name: "page add", Pattern: "POST /desk/pages/new", May: staff.KeepPages, MaxBody: maxPageForm, Serve: d.addPage},
		{Name: "page preview", Pattern: "POST /desk/pages/preview", May: staff.KeepPages, MaxBody: maxPageForm, Serve: d.previewPage},
		{Name: "page", Pattern: "GET /desk/pages/{id}/{$}", May: staff.KeepPages, Serve: d.editPage},
		{Name: "page change", Pattern: "POST /desk/pages/{id}/{$}", May: staff.KeepPages, MaxBody: maxPageForm, Serve: d.savePage},
		{Name: "page shift", Pattern: "POST /desk/pages/{id}/shift", May: staff.KeepPages, Serve: d.shiftPage},
		{Name: "page publish", Pattern: "POST /desk/pages/{id}/publish", May: staff.KeepPages, Serve: d.publishPage},
		{Name: "page remove", Pattern: "POST /desk/pages/{id}/remove", May: staff.KeepPages, Serve: d.removePage},
		{Name: "page versions", Pattern: "GET /desk/pages/{id}/versions", May: staff.KeepPages, Serve: d.pageVersions},
		{Name: "page restore", Pattern: "POST /desk/pages/{id}/versions", May: staff.KeepPages, Serve: d.restorePage},
		{Name: "imprint", Pattern: "GET /desk/pages/imprint", May: staff.KeepPages, Serve: d.imprint},
		{Name: "imprint change", Pattern: "POST /desk/pages/imprint", May: staff.KeepPages, Serve: d.saveImprint},
	}
}

// pagesView is ui/pages.html.
type pagesView struct {
	Languages []pagesOf
	Missing   []string // lines of the imprint that the law demands, by name
	Lacking   int      // pages that lack something
}

// pagesOf are the pages of a language.
type pagesOf struct {
	Code, Name string
	NoLegal    bool // it has no legal notice
	Places     []pagesAt
}

// pagesAt are the pages at a place of the footer.
type pagesAt struct {
	Place string
	Pages []pageLine
}

// pageLine is a page in the list.
type pageLine struct {
	standing.Page
	By          string // who saved it last
	Lacks       []standing.Lack
	First, Last bool // of its place
}

func (d *Desk) pages(v *Visit) error {
	ctx := v.R.Context()
	all, im, err := v.standing()
	if err != nil {
		return err
	}
	newest, err := standing.Newest(ctx, d.DB)
	if err != nil {
		return err
	}
	view := &pagesView{Missing: v.factNames(im)}
	for _, code := range v.pageLanguages(all) {
		in := pagesOf{Code: code, Name: d.Locales.For(code).Name(), NoLegal: true}
		for _, place := range standing.Places() {
			at := pagesAt{Place: cmp.Or(place, "nowhere")}
			for i := range all {
				if p := &all[i]; p.Language == code && p.Place == place {
					at.Pages = append(at.Pages, pageLine{Page: *p, By: newest[p.ID].Name, Lacks: p.Lacks(im), First: len(at.Pages) == 0})
					in.NoLegal = in.NoLegal && p.Kind != standing.Legal
				}
			}
			if n := len(at.Pages); n > 0 {
				at.Pages[n-1].Last = true
				in.Places = append(in.Places, at)
			}
		}
		view.Languages = append(view.Languages, in)
	}
	view.Lacking = lacking(all, im)
	return v.Page("pages", v.T("pages.title"), view)
}

// standing reads every page, and the imprint.
func (v *Visit) standing() (all []standing.Page, im *standing.Imprint, err error) {
	if all, err = standing.Pages(v.R.Context(), v.desk.DB); err != nil {
		return nil, nil, err
	}
	im, err = standing.LoadImprint(v.R.Context(), v.desk.DB)
	return all, im, err
}

// pageLanguages are those of the newspaper, then others that pages are in.
func (v *Visit) pageLanguages(all []standing.Page) (codes []string) {
	seen := map[string]bool{}
	has := map[string]bool{v.Paper.Language: true}
	for i := range all {
		has[all[i].Language] = true
	}
	for _, code := range append(v.languages(), locale.Languages()...) {
		if has[code] && !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	return codes
}

// lacking counts the pages that lack something.
func lacking(all []standing.Page, im *standing.Imprint) (n int) {
	for i := range all {
		if len(all[i].Lacks(im)) > 0 {
			n++
		}
	}
	return n
}

// factNames are what the imprint lacks, in words.
func (v *Visit) factNames(im *standing.Imprint) (names []string) {
	for _, name := range im.Missing() {
		names = append(names, v.T("imprint."+name))
	}
	return names
}

// pagesWaiting says on the first page how many standing pages lack something, for who may see to it.
func (v *Visit) pagesWaiting(view *homeView) error {
	if !v.May(staff.KeepPages) {
		return nil
	}
	all, im, err := v.standing()
	if err != nil || len(all) == 0 {
		return err
	}
	if n := len(im.Missing()); n > 0 {
		view.Tasks = append(view.Tasks, homeTask{v.Loc.Plural("home.imprint", n), pagesPath + "imprint", true})
	}
	if n := lacking(all, im); n > 0 {
		view.Tasks = append(view.Tasks, homeTask{Text: v.Loc.Plural("home.pages", n), Path: pagesPath})
	}
	return nil
}

func pagePath(id standing.ID) string { return pagesPath + idText(id) + "/" }

func (d *Desk) shiftPage(v *Visit) error {
	err := v.shift(func(tx *db.Tx, id int64, places int) error {
		return standing.Shift(v.R.Context(), tx, v.Now, v.Actor(), standing.ID(id), places)
	})
	return v.again(err, pagesPath, "page_ordered", d.pages)
}

// shift moves what the address names by as many places as the form says.
func (v *Visit) shift(move func(tx *db.Tx, id int64, places int) error) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	places, err := places(v.Value("by"))
	if err != nil {
		return err
	}
	return v.Transact(func(tx *db.Tx) error { return move(tx, id, places) })
}

// places reads by how many places something moves: a few, up where it is negative.
func places(value string) (int, error) {
	switch value {
	case "1":
		return 1, nil
	case "-1":
		return -1, nil
	}
	return 0, unknownChoice()
}

func (d *Desk) publishPage(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	base, err := number(v.Value("version"))
	if err != nil {
		return err
	}
	public := v.Value("published") == "1"
	err = v.Transact(func(tx *db.Tx) error {
		return standing.Publish(v.R.Context(), tx, v.Now, v.Actor(), standing.ID(id), int(min(base, 1<<30)), public)
	})
	return v.again(err, pagesPath, map[bool]string{true: "page_published", false: "page_unpublished"}[public], d.pages)
}

func (d *Desk) removePage(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		return standing.Remove(v.R.Context(), tx, v.Now, v.Actor(), standing.ID(id))
	})
	return v.again(err, pagesPath, "page_removed", d.pages)
}
