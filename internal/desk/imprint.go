package desk

import (
	"errors"
	"strings"

	"griot/internal/db"
	"griot/internal/standing"
)

// imprintView is ui/imprint.html.
type imprintView struct {
	Parts   []imprintPart
	Version int
	Missing []string
	Pages   []standing.Page // that show it
}

// imprintPart are some lines of the imprint under a heading.
type imprintPart struct {
	Key   string
	Facts []imprintFact
}

// imprintFact is a line of the imprint as the form has it.
type imprintFact struct {
	standing.Fact
	Typed  string
	Theirs string // what somebody else has put there meanwhile; "" where it is the same, or nobody did
	Empty  bool   // and demanded
	Kind   string // of the field
}

func (d *Desk) imprint(v *Visit) error {
	im, err := standing.LoadImprint(v.R.Context(), d.DB)
	if err != nil {
		return err
	}
	return v.imprintPage(im, nil)
}

// imprintPage shows the form of the imprint; theirs is what somebody else has saved meanwhile, if anybody.
func (v *Visit) imprintPage(im, theirs *standing.Imprint) error {
	all, err := standing.Pages(v.R.Context(), v.desk.DB)
	if err != nil {
		return err
	}
	view := &imprintView{Version: im.Version, Missing: v.factNames(im)}
	for _, p := range all {
		if p.Kind == standing.Legal {
			view.Pages = append(view.Pages, p)
		}
	}
	var others []standing.Fact
	if theirs != nil {
		others, view.Version = theirs.Facts(), theirs.Version
	}
	kinds := map[string]string{"phone": "tel", "host_phone": "tel", "email": "email"}
	heads := map[string]string{"publisher": "publishing", "director": "direction", "host": "hosting"}
	for i, f := range im.Facts() {
		if heads[f.Name] != "" {
			view.Parts = append(view.Parts, imprintPart{Key: heads[f.Name]})
		}
		line := imprintFact{Fact: f, Typed: *f.Value, Empty: f.Demanded && *f.Value == "", Kind: kinds[f.Name]}
		if theirs != nil && *others[i].Value != *f.Value {
			line.Theirs = *others[i].Value
		}
		part := &view.Parts[len(view.Parts)-1]
		part.Facts = append(part.Facts, line)
	}
	return v.Page("imprint", v.T("identity.title"), view)
}

// saveImprint keeps the imprint. Where somebody else has changed it since the form was shown, theirs stands beside what was typed.
func (d *Desk) saveImprint(v *Visit) error {
	base, err := number(v.Value("version"))
	if err != nil {
		return err
	}
	typed := func() *standing.Imprint {
		im := &standing.Imprint{Version: int(min(base, 1<<30))}
		for _, f := range im.Facts() {
			*f.Value = strings.ReplaceAll(v.Value(f.Name), "\r\n", "\n")
		}
		return im
	}
	err = v.Transact(func(tx *db.Tx) error {
		return standing.SaveImprint(v.R.Context(), tx, v.Now, v.Actor(), typed())
	})
	if err == nil {
		return v.Done(pagesPath+"imprint", "imprint_saved")
	}
	if !v.Explain(err) {
		return err
	}
	var theirs *standing.Imprint
	if errors.Is(err, standing.ImprintOutrun) {
		if theirs, err = standing.LoadImprint(v.R.Context(), d.DB); err != nil {
			return err
		}
	}
	return v.imprintPage(typed(), theirs)
}
