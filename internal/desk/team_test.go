package desk_test

import (
	"net/http"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

func TestTeamRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("binta", staff.Moderator)
		awa, binta := r.in("awa"), r.in("binta")
		awa.get("/desk/team/").is(http.StatusOK).says("main", "Personne n’a encore accepté")
		form := binta.get("/desk/account/profile").is(http.StatusOK).form("form.form")
		send := func(content []byte, changes ...string) *answer {
			return binta.send(photo(t, "/desk/account/profile", "text/html", content, with(form, changes...)...))
		}
		send(nil, "agreed", "1", "name", "").is(http.StatusUnprocessableEntity).says("#problem", "sous quel nom")
		send(nil, "agreed", "1", "link", "javascript:alert(1)").is(http.StatusUnprocessableEntity).says("#problem", "https")
		send(aJPEG(t), "agreed", "1").is(http.StatusUnprocessableEntity).says("#problem", "une description et un crédit")
		if n := dbtest.Count(t, r.db, "media"); n != 0 {
			t.Errorf("%d pictures of refused profiles", n)
		}
		send([]byte("no picture"), "agreed", "1", "alt", "Une femme", "credit", "AD").is(http.StatusUnprocessableEntity)
		send(aJPEG(t), "agreed", "1", "name", "B. Ka", "role", "Modération", "bio", "Ici.", "link", "mailto:b@fleuve.example", "alt", "Une femme", "credit", "AD", "picture", "999").leads("/desk/account/profile")
		f, err := staff.FaceOf(r.Context(), r.db, 2)
		if err != nil || !f.Shown() || f.Name != "B. Ka" || f.Portrait == 0 || f.Alt != "Une femme" || f.Link != "mailto:b@fleuve.example" {
			t.Errorf("kept as %+v: %v", f, err)
		}
		again := binta.get("/desk/account/profile").is(http.StatusOK)
		if len(again.all("input[name=picture]")) > 0 {
			t.Error("who may not open the library is asked for its numbers")
		}
		form = again.form("form.form")

		awa.get("/desk/team/").says("main", "B. Ka")
		awa.post("/desk/team/1/hold", "held", "1").leads("/desk/team/")
		binta.get("/desk/account/profile").says(".problem", "vous a écarté")
		awa.get("/desk/team/").says("main", "écarté")
		awa.post("/desk/team/1/hold", "held", "0").leads("/desk/team/")
		awa.post("/desk/team/1/hold", "held", "0").is(http.StatusNotFound)
		awa.post("/desk/team/1/shift", "by", "-1").leads("/desk/team/")
		binta.get("/desk/team/").is(http.StatusForbidden)

		send(nil, "agreed", "", "remove", "1").leads("/desk/account/profile")
		f, err = staff.FaceOf(r.Context(), r.db, 2)
		if err != nil || f.Agreed || f.Portrait != 0 || f.Name != "B. Ka" {
			t.Errorf("taken back it is %+v: %v", f, err)
		}
		awa.get("/desk/team/").says("main", "Personne n’a encore accepté")
		awa.post("/desk/team/1/hold", "held", "0").is(http.StatusNotFound)
		binta.get("/desk/account/data.json").is(http.StatusOK).holds(`"B. Ka"`)
	})
}
