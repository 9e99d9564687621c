package desk

import (
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/standing"
)

// pageVersionsView is ui/page_versions.html.
type pageVersionsView struct {
	Page     *standing.Page
	List     []standing.Version
	From, To int // that are compared; 0: none
	Compared comparedView
	Older    int // number before which the next page begins; 0: none
}

func (d *Desk) pageVersions(v *Visit) error {
	ctx := v.R.Context()
	p, err := v.standingPage()
	if err != nil {
		return err
	}
	before, err := number(v.Value("before"))
	if err != nil {
		return err
	}
	view := &pageVersionsView{Page: p}
	if view.List, err = standing.Versions(ctx, d.DB, p.ID, int(min(before, 1<<30)), revisionsListed); err != nil {
		return err
	}
	if len(view.List) == revisionsListed {
		view.Older = view.List[len(view.List)-1].Number
	}
	if err := v.compareVersions(view); err != nil && !v.Explain(err) {
		return err
	}
	return v.Page("page_versions", v.T("pages.versions_of", p.Title), view)
}

// compareVersions compares the two versions that were asked for, the earlier with the later.
func (v *Visit) compareVersions(view *pageVersionsView) error {
	from, err := number(v.Value("from"))
	if err != nil {
		return err
	}
	to, err := number(v.Value("to"))
	if err != nil || from == 0 || to == 0 {
		return err
	}
	old, err := v.pageVersion(view.Page.ID, min(from, to))
	if err != nil {
		return err
	}
	later, err := v.pageVersion(view.Page.ID, max(from, to))
	if err != nil {
		return err
	}
	view.From, view.To = old.Number, later.Number
	view.Compared = v.comparePages(view.Page.Language, old, later)
	return nil
}

// pageVersion is a page as it was; a number that none has is told as such.
func (v *Visit) pageVersion(id standing.ID, number int64) (*standing.Version, error) {
	s, err := standing.AtVersion(v.R.Context(), v.desk.DB, id, int(min(number, 1<<30)))
	if fault.Is(err, fault.NotFound) {
		return nil, unknownChoice()
	}
	return s, err
}

// restorePage brings back the text of a version as a new one.
func (d *Desk) restorePage(v *Visit) error {
	p, err := v.standingPage()
	if err != nil {
		return err
	}
	wanted, err := one[int64](v.Value("number"))
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error {
			err := standing.Restore(v.R.Context(), tx, v.Now, v.Actor(), p.ID, int(min(wanted, 1<<30)), p.Version)
			if fault.Is(err, fault.NotFound) {
				return unknownChoice()
			}
			return err
		})
	}
	return v.again(err, pagePath(p.ID)+"versions", "restored", d.pageVersions)
}
