package desk

import (
	"griot/internal/db"
	"griot/internal/staff"
)

func (d *Desk) peopleRoutes() []Route {
	return []Route{
		{Name: "desk people", Pattern: "GET /desk/people/{$}", May: staff.SeePeople, Serve: d.people},
		{Name: "desk invite", Pattern: "POST /desk/people/{$}", May: staff.ManagePeople, Serve: d.invite},
		{Name: "desk doors", Pattern: "POST /desk/people/doors", May: staff.SettleDoors, Serve: d.settleDoors},
		{Name: "desk person", Pattern: "GET /desk/people/{id}/{$}", May: staff.SeePeople, Serve: d.person},
		{Name: "desk person change", Pattern: "POST /desk/people/{id}/{$}", May: staff.ManagePeople, Serve: d.changePerson},
		{Name: "desk person beat", Pattern: "POST /desk/people/{id}/beat", May: staff.ManagePeople, Serve: d.changeBeat},
		{Name: "desk person link", Pattern: "POST /desk/people/{id}/link", May: staff.ManagePeople, Serve: d.makeLink},
		{Name: "desk person end", Pattern: "POST /desk/people/{id}/end", May: staff.ManagePeople, Serve: d.endPerson},
		{Name: "desk person reopen", Pattern: "POST /desk/people/{id}/reopen", May: staff.ManagePeople, Serve: d.reopenPerson},
		{Name: "desk person codes end", Pattern: "POST /desk/people/{id}/codes/end", May: staff.ManagePeople, Serve: d.endPersonCodes},
		{Name: "desk person token end", Pattern: "POST /desk/people/{id}/tokens/{token}/end", May: staff.ManagePeople, Serve: d.endPersonToken},
	}
}

// peopleView is ui/people.html.
type peopleView struct {
	People []staff.Member
	Roles  []choice // that whoever looks may give; none: they may not invite
	Email  string   // of an invitation that was refused
	Name   string
	Doors  []choice // the roles that show a second factor; none: not theirs to settle
}

func (d *Desk) people(v *Visit) (err error) {
	view := peopleView{Email: v.Value("email"), Name: v.Value("name"), Roles: v.roles(staff.Role(v.Value("role")))}
	if view.People, err = staff.People(v.R.Context(), d.DB); err != nil {
		return err
	}
	if v.May(staff.SettleDoors) {
		for _, role := range staff.Roles() {
			view.Doors = append(view.Doors, choice{string(role), v.T("role." + string(role)), v.session.Doors.Demands(role)})
		}
	}
	return v.Page("people", v.T("people.title"), view)
}

// roles are those that whoever asks may give.
func (v *Visit) roles(chosen staff.Role) (list []choice) {
	if chosen == "" {
		chosen = staff.Journalist
	}
	for _, role := range staff.Roles() {
		if staff.MayManage(v.Who.Role, role) {
			list = append(list, choice{string(role), v.T("role." + string(role)), role == chosen})
		}
	}
	return list
}

// invite adds an account and sends its owner a link, or shows it where no letters are sent.
func (d *Desk) invite(v *Visit) error {
	ctx := v.R.Context()
	var a *staff.Account
	var token string
	err := v.Transact(func(tx *db.Tx) (err error) {
		if a, err = staff.Invite(ctx, tx, v.Now, v.Actor(), v.Value("email"), v.Value("name"), staff.Role(v.Value("role"))); err != nil {
			return err
		}
		if d.Door.Writes() {
			return d.Door.SendLink(ctx, tx, v.Now, a.ID, true)
		}
		token, err = staff.NewLink(ctx, tx, v.Now, v.Actor(), a.ID)
		return err
	})
	switch {
	case err != nil:
		return v.again(err, "", "", d.people)
	case token != "":
		return v.showLink(a, token)
	}
	return v.Done("/desk/people/", "invited", a.Email)
}

// showLink shows a link to whoever will hand it on.
func (v *Visit) showLink(a *staff.Account, token string) error {
	return v.show(v.T("people.link_title"), shownView{Text: v.T("people.link_text", a.Name), Secret: v.desk.Origin() + staff.LinkPath(token), Back: "/desk/people/"})
}

func (d *Desk) settleDoors(v *Visit) error {
	var doors staff.Doors
	for _, role := range v.Values("role") {
		doors.SecondFactor = append(doors.SecondFactor, staff.Role(role))
	}
	err := v.Transact(func(tx *db.Tx) error { return staff.SaveDoors(v.R.Context(), tx, v.Now, v.Actor(), doors) })
	return v.again(err, "/desk/people/", "doors_settled", d.people)
}
