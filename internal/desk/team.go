package desk

import (
	"griot/internal/db"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/standing"
)

const teamPath = "/desk/team/"

// teamRoutes are the room of the team page, and what each says of themselves for it.
func (d *Desk) teamRoutes() []Route {
	return []Route{
		{Name: "team", Pattern: "GET /desk/team/{$}", May: staff.KeepPages, Serve: d.team},
		{Name: "team shift", Pattern: "POST /desk/team/{id}/shift", May: staff.KeepPages, Serve: d.shiftFace},
		{Name: "team hold", Pattern: "POST /desk/team/{id}/hold", May: staff.KeepPages, Serve: d.holdFace},
		{Name: "profile", Pattern: "GET /desk/account/profile", May: staff.EnterDesk, Serve: d.profile},
		{Name: "profile change", Pattern: "POST /desk/account/profile", May: staff.EnterDesk, MaxBody: MaxUpload, Serve: d.saveProfile},
	}
}

// teamView is ui/team.html.
type teamView struct {
	Faces []faceLine
	Pages []standing.Page // that show the team
}

// faceLine is somebody on the team page.
type faceLine struct {
	staff.Face
	First, Last bool
}

func (d *Desk) team(v *Visit) error {
	ctx := v.R.Context()
	list, err := staff.Faces(ctx, d.DB)
	if err != nil {
		return err
	}
	view := &teamView{}
	for i, f := range list {
		view.Faces = append(view.Faces, faceLine{f, i == 0, i == len(list)-1})
	}
	all, err := standing.Pages(ctx, d.DB)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Kind == standing.Team {
			view.Pages = append(view.Pages, p)
		}
	}
	return v.Page("team", v.T("faces.title"), view)
}

func (d *Desk) shiftFace(v *Visit) error {
	err := v.shift(func(tx *db.Tx, id int64, places int) error {
		return staff.ShiftFace(v.R.Context(), tx, v.Now, v.Actor(), staff.FaceID(id), places)
	})
	return v.again(err, teamPath, "team_ordered", d.team)
}

func (d *Desk) holdFace(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	held := v.Value("held") == "1"
	err = v.Transact(func(tx *db.Tx) error {
		return staff.HoldFace(v.R.Context(), tx, v.Now, v.Actor(), staff.FaceID(id), held)
	})
	return v.again(err, teamPath, map[bool]string{true: "team_held", false: "team_let"}[held], d.team)
}

// smallOf is the address of a small form of a picture; "" until it is made.
func smallOf(m *media.Media) string {
	if m.Kind != media.Picture || m.State != media.Ready {
		return ""
	}
	return m.URL(m.SmallestJPEG(), "jpg")
}
