package desk_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

// TestOwnData: everybody sees and takes along what is kept about them, and nobody else's without managing them.
func TestOwnData(t *testing.T) {
	each(t, func(r *room) {
		admin := r.account("admin", staff.Administrator)
		id := r.account("awa", staff.Journalist)
		r.account("chef", staff.EditorInChief)
		awa := r.in("awa")
		awa.post("/desk/account/tokens", "name", "Site mobile", "days", "30").is(http.StatusOK)
		dbtest.Do(r.T, r.db, func(tx *db.Tx) error { // more than a page of the log
			for n := range 250 {
				if err := staff.Audit(r.Context(), tx, noon, staff.Actor{ID: id}, staff.Deed{Act: "test.act", Subject: "thing:" + strconv.Itoa(n)}); err != nil {
					return err
				}
			}
			return nil
		})
		awa.get("/desk/account/data").is(http.StatusOK).says("dl", "awa@fleuve.example").says("main", "Site mobile").says("main", "test.act")
		file := awa.get("/desk/account/data.json").is(http.StatusOK)
		if !strings.Contains(file.Header.Get("Content-Disposition"), "attachment") {
			r.Errorf("%v", file.Header)
		}
		var all struct {
			Account  struct{ Email string }
			Tokens   []struct{ Name string }
			Sessions []any
			Acts     []struct{ Act, Address string }
		}
		if err := json.Unmarshal([]byte(file.body), &all); err != nil {
			r.Fatalf("%v in %s", err, file.body)
		}
		if all.Account.Email != "awa@fleuve.example" || len(all.Tokens) != 1 || len(all.Sessions) != 2 || len(all.Acts) < 254 || all.Acts[0].Act != "account.data" || all.Acts[0].Address != "203.0.113.9" {
			r.Errorf("%d acts: %.300s", len(all.Acts), file.body)
		}
		chef := r.in("chef")
		chef.get(page(id)+"data").is(http.StatusOK).says("h1", "Personne awa")
		if got := chef.get(page(id) + "data.json").is(http.StatusOK); !json.Valid([]byte(got.body)) {
			r.Error("the file is no JSON")
		}
		for _, path := range []string{page(admin) + "data", page(admin) + "data.json"} {
			chef.get(path).is(http.StatusForbidden)
		}
		awa.get(page(id) + "data").is(http.StatusForbidden)
		chef.get("/desk/people/999/data.json").is(http.StatusNotFound)
	})
}

// TestErasePerson: confirmed by typing the address, at once, for good.
func TestErasePerson(t *testing.T) {
	each(t, func(r *room) {
		r.account("admin", staff.Administrator)
		id := r.account("awa", staff.Journalist)
		admin, awa := r.in("admin"), r.in("awa")
		admin.get(page(id)).is(http.StatusOK).says("label[for=erase]", "awa@fleuve.example")
		admin.post(page(id)+"erase", "email", "other@fleuve.example").is(http.StatusUnprocessableEntity).says("[role=alert]", "rien n’a été effacé")
		awa.get("/desk/").is(http.StatusOK)
		admin.post(page(id)+"erase", "email", "awa@fleuve.example", "bylines", "1").leads(page(id))
		erased := admin.get(page(id)).is(http.StatusOK).says("[role=status]", "effacée").says("main", "à sa demande")
		if len(erased.all("main form")) != 0 || strings.Contains(erased.body, "awa") {
			r.Error("there is something left to do")
		}
		awa.get("/desk/").leads("/desk/sign-in?next=%2Fdesk%2F")
		if log := admin.get("/desk/audit/journal.csv"); strings.Contains(log.body, "awa") || !strings.Contains(log.body, "account.erase") {
			r.Errorf("the log says %s", log.body)
		}
		if people := admin.get("/desk/people/"); strings.Contains(people.body, "awa") {
			r.Error("the list names them")
		}
	})
}
