package desk

import (
	"slices"
	"strings"

	"griot/internal/staff"
)

const paperPath = "/desk/paper/"

func (d *Desk) paperRoutes() []Route {
	return []Route{
		{Name: "paper", Pattern: "GET /desk/paper/{$}", May: staff.KeepPaper, Serve: d.paper},
	}
}

// paperRooms are the rooms in which the newspaper itself is edited, in the order of their doors. The text of a door is its key with "_text".
func paperRooms() []entry {
	return []entry{
		{Key: "paper.rubrics", Path: sectionsPath, May: staff.KeepRubrics},
		{Key: "paper.lands", Path: countriesPath, May: staff.KeepRubrics},
		{Key: "paper.words", Path: tagsPath, May: staff.KeepRubrics},
		{Key: "paper.menus", Path: menusPath, May: staff.KeepMenus},
		{Key: "paper.settings", Path: settingsPath, May: staff.SettlePaper},
		{Key: "paper.pages", Path: pagesPath, May: staff.KeepPages},
		{Key: "paper.team", Path: teamPath, May: staff.KeepPages},
		{Key: "paper.redirects", Path: redirectsPath, May: staff.KeepPages},
	}
}

// inPaper reports whether a page stands in one of the newspaper's rooms.
func inPaper(path string) bool {
	return slices.ContainsFunc(paperRooms(), func(room entry) bool { return strings.HasPrefix(path, room.Path) })
}

// paperView is ui/paper.html.
type paperView struct{ Doors []entry }

func (d *Desk) paper(v *Visit) error {
	var view paperView
	for _, room := range paperRooms() {
		if v.May(room.May) {
			view.Doors = append(view.Doors, room)
		}
	}
	return v.Page("paper", v.T("paper.title"), view)
}
