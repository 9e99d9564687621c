package house_test

import (
	"fmt"
	"slices"
	"strings"
)

// The floors, from the ground up. A room is a folder below internal/; the folders within it belong to it.
var floors = map[string][]string{
	"ground":   {"db", "event", "job", "page", "blob", "text", "locale", "fault", "agent", "mail", "tus"},
	"newsroom": {"address", "article", "taxonomy", "staff", "media", "frontpage", "comment", "advert", "audience", "search", "standing", "masthead", "preview", "manuscript", "webhook", "reply", "notice", "remark", "filing", "settle"},
	"surface":  {"site", "feed", "transfer", "desk", "api"},
	"delivery": {"edge", "server"},
	"workshop": {"app", "house", "bench", "journey", "judged"}, // wires, proves and measures the others
	"cmd":      {"cmd"},
}

// mayKnow says which floors a floor may import. Rooms of one surface or of delivery do not know each other.
var mayKnow = map[string][]string{
	"ground":   {"ground"},
	"newsroom": {"ground", "newsroom"},
	"surface":  {"ground", "newsroom"},
	"delivery": {"ground"},
	"workshop": {"ground", "newsroom", "surface", "delivery", "workshop"},
	"cmd":      {"ground", "surface", "workshop"},
}

const module = "griot/"

func floorOf(room string) string {
	for name, rooms := range floors {
		if slices.Contains(rooms, room) {
			return name
		}
	}
	return ""
}

func everyRoomHasAFloor(files []*file) (complaints []string) {
	seen := map[string]bool{}
	for _, f := range files {
		if floorOf(f.room) == "" && !seen[f.room] {
			seen[f.room] = true
			complaints = append(complaints, fmt.Sprintf("%s: the room %q is on no floor: give it one here and in ARCHITECTURE.md", f.path, f.room))
		}
	}
	return complaints
}

func importsRunDownwards(files []*file) (complaints []string) {
	for _, f := range code(files) {
		for _, imported := range f.imports() {
			if rest, own := strings.CutPrefix(imported, module+"internal/"); own {
				if why := mustNotKnow(f, rest); why != "" {
					complaints = append(complaints, fmt.Sprintf("%s: %s", f.path, why))
				}
			}
		}
	}
	return complaints
}

// mustNotKnow says why a file must not import a folder below internal/.
func mustNotKnow(f *file, folder string) string {
	room, _, _ := strings.Cut(folder, "/")
	floor, below := floorOf(f.room), floorOf(room)
	switch {
	case room == f.room:
		return ""
	case strings.HasSuffix(folder, "test"):
		return folder + " is for tests"
	case !slices.Contains(mayKnow[floor], below):
		return fmt.Sprintf("%s (%s) must not know %s (%s)", f.room, floor, room, below)
	case f.room == "cmd" && below == "surface" && room != "transfer":
		return fmt.Sprintf("the command line reaches %s through app", room)
	}
	return ""
}

// The newsroom decides and keeps; it speaks neither HTTP nor HTML nor to a particular database.
func newsroomKnowsNoSurface(files []*file) (complaints []string) {
	for _, f := range code(files) {
		for _, imported := range f.imports() {
			if floorOf(f.room) == "newsroom" && (imported == "net/http" || imported == "html/template" || isDriver(imported)) {
				complaints = append(complaints, fmt.Sprintf("%s imports %s", f.path, imported))
			}
		}
	}
	return complaints
}

// The bench measures on databases that it makes itself.
func onlyDatabaseKnowsDrivers(files []*file) (complaints []string) {
	for _, f := range code(files) {
		for _, imported := range f.imports() {
			if isDriver(imported) && f.room != "db" && f.room != "bench" {
				complaints = append(complaints, fmt.Sprintf("%s imports %s", f.path, imported))
			}
		}
	}
	return complaints
}

func isDriver(imported string) bool {
	return strings.Contains(imported, "pgx") || strings.Contains(imported, "sqlite") || imported == "database/sql/driver"
}
