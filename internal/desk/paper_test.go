package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

// TestPaperLeadsToItsRooms: whoever may enter sees at least one door, each opens, and each says in a sentence what is behind it.
func TestPaperLeadsToItsRooms(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	for _, role := range staff.Roles() {
		if !staff.May(role, staff.KeepPaper) {
			continue
		}
		r.account(string(role), role)
		b := r.in(string(role))
		doors := b.get("/desk/paper/").is(http.StatusOK).all("main .rows a")
		if len(doors) == 0 {
			t.Errorf("the %s is led nowhere", role)
		}
		for _, door := range doors {
			path := attribute(door, "href")
			room := b.get(path).is(http.StatusOK)
			if here := room.all(`.me a[aria-current="page"]`); len(here) != 1 || attribute(here[0], "href") != "/desk/paper/" {
				t.Errorf("%s is not shown to stand in the newspaper's rooms", path)
			}
			if words := textOf(door); strings.Contains(words, "_text") || len(strings.Fields(words)) < 5 {
				t.Errorf("the door to %s says %q", path, words)
			}
		}
	}
}
