package staff_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/staff"
)

func (o office) shows(by *staff.Account, f staff.Face) error {
	return o.do(func(tx *db.Tx) error {
		own := f
		return staff.ShowFace(o.Context(), tx, noon, staff.Actor{ID: by.ID, Role: by.Role}, o.sort, &own)
	})
}

// team is who stands on the page, in order.
func (o office) team() string {
	o.Helper()
	list, err := staff.Team(o.Context(), o.db)
	if err != nil {
		o.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// Who agreed stands on the page under the name they chose, and leaves it at once: when they take it back, when an editor-in-chief keeps them off, when their account ends. Nobody puts there who did not agree.
func TestTeam(t *testing.T) {
	each(t, func(o office) {
		awa, binta, chief := o.mustAccount("awa@example.org"), o.mustAccount("binta@example.org"), o.mustAccount("chief@example.org")
		by := staff.Actor{ID: chief.ID, Role: staff.EditorInChief}
		labels := dbtest.LabelsOf(o.T, o.db, func() {
			if err := errors.Join(o.shows(awa, staff.Face{Name: " Le  Griot ", Role: "Enquêtes", Bio: "<b>Ici</b> depuis 2014.", Link: "https://griot.example/", Agreed: true}), o.shows(binta, staff.Face{Name: "Binta"})); err != nil {
				o.Error(err)
			}
		})
		if !slices.Equal(labels, []string{"team", "team"}) {
			o.Errorf("the labels are %v", labels)
		}
		if got := o.team(); got != "Le Griot" {
			o.Errorf("the team is %s", got)
		}
		mine, err := staff.FaceOf(o.Context(), o.db, awa.ID)
		if err != nil || mine.Bio != "Ici depuis 2014." || !mine.Shown() {
			o.Errorf("%+v %v", mine, err)
		}
		theirs, err := staff.FaceOf(o.Context(), o.db, binta.ID)
		if err != nil || theirs.ID == 0 {
			o.Fatalf("%+v %v", theirs, err)
		}
		hold := func(id staff.FaceID, held bool) error {
			return o.do(func(tx *db.Tx) error { return staff.HoldFace(o.Context(), tx, noon, by, id, held) })
		}
		if err := hold(theirs.ID, false); !fault.Is(err, fault.NotFound) {
			o.Errorf("put on the page without agreeing: %v", err)
		}
		if err := hold(mine.ID, true); err != nil || o.team() != "" {
			o.Errorf("held, the team is %s (%v)", o.team(), err)
		}
		mine.Name = "Griot"
		if err := o.shows(awa, *mine); err != nil || o.team() != "" { // who is kept off does not put themselves back
			o.Errorf("the team is %s (%v)", o.team(), err)
		}
		if err := errors.Join(hold(mine.ID, false), o.shows(binta, staff.Face{Name: "Binta", Agreed: true})); err != nil || o.team() != "Griot, Binta" {
			o.Errorf("the team is %s (%v)", o.team(), err)
		}
		err = o.do(func(tx *db.Tx) error { return staff.ShiftFace(o.Context(), tx, noon, by, theirs.ID, -1) })
		if err != nil || o.team() != "Binta, Griot" {
			o.Errorf("the team is %s (%v)", o.team(), err)
		}
		if err := o.shows(binta, staff.Face{Name: "Binta", Agreed: false}); err != nil || o.team() != "Griot" {
			o.Errorf("taken back, the team is %s (%v)", o.team(), err)
		}
		if d, err := staff.DossierOf(o.Context(), o.db, awa.ID); err != nil || d.Team == nil || d.Team.Name != "Griot" {
			o.Errorf("what is kept about them lacks it: %+v %v", d, err)
		}
		labels = dbtest.LabelsOf(o.T, o.db, func() {
			if err := o.do(func(tx *db.Tx) error { return staff.EndAccount(o.Context(), tx, noon, staff.Actor{}, awa.ID) }); err != nil {
				o.Error(err)
			}
		})
		if o.team() != "" || !slices.Contains(labels, "team") {
			o.Errorf("ended, the team is %s, the labels %v", o.team(), labels)
		}
		if again, err := staff.FaceOf(o.Context(), o.db, awa.ID); err != nil || again.ID != 0 {
			o.Errorf("ended, there is still %+v (%v)", again, err)
		}
	})
}

func TestFacesRefused(t *testing.T) {
	each(t, func(o office) {
		awa := o.mustAccount("awa@example.org")
		other := o.byline(staff.Byline{Name: "Autre"})
		for _, test := range []struct {
			f    staff.Face
			want staff.Reason
		}{
			{staff.Face{Agreed: true, Name: " "}, staff.FaceName},
			{staff.Face{Name: strings.Repeat("x", 121)}, staff.FaceLong},
			{staff.Face{Name: "x", Bio: strings.Repeat("x", 601)}, staff.FaceLong},
			{staff.Face{Name: "x", Link: "http://plain.example/"}, staff.FaceLink},
			{staff.Face{Name: "x", Link: "javascript:alert(1)"}, staff.FaceLink},
			{staff.Face{Name: "x", Link: "mailto:nobody"}, staff.FaceLink},
			{staff.Face{Name: "x", Link: "https://me:pass@x.example/"}, staff.FaceLink},
			{staff.Face{Name: "x", Byline: other.ID}, staff.FaceByline},
			{staff.Face{Name: "x", Portrait: 1, Alt: "Elle sourit"}, staff.FacePortrait},
		} {
			var why staff.Reason
			if err := o.shows(awa, test.f); !errors.As(err, &why) || why != test.want || !fault.Is(err, fault.Invalid) {
				o.Errorf("%+v: %v, want %s", test.f, err, test.want)
			}
		}
		if n := dbtest.Count(o.T, o.db, "team"); n != 0 {
			o.Errorf("%d are kept", n)
		}
	})
}

// What the team page is made of names no account.
func TestNothingLeadsFromTheTeamToAccounts(t *testing.T) {
	each(t, func(o office) {
		a, err := o.account("secret.name@example.org", "Secret Name", staff.Journalist)
		if err != nil {
			o.Fatal(err)
		}
		if err := o.shows(a, staff.Face{Name: "Le Griot", Agreed: true}); err != nil {
			o.Fatal(err)
		}
		list, err := staff.Team(o.Context(), o.db)
		if err != nil || len(list) != 1 {
			o.Fatalf("%+v %v", list, err)
		}
		public, err := json.Marshal(list)
		if err != nil || strings.Contains(strings.ToLower(string(public)+everything(o, "event")+everything(o, "address")), "secret") {
			o.Errorf("the public team names the account: %s (%v)", public, err)
		}
	})
}
