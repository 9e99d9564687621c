package article

import (
	"slices"

	"griot/internal/fault"
	"griot/internal/staff"
)

// Move is a line of the table of who may do what with an article: bring it from one state to another, or, where the two are the same, change it and leave it where it is.
type Move struct {
	From, To Status
	Own      []staff.Role // may do it with an article of their own, besides those below
	Any      []staff.Role // may do it with everybody's
}

// Moves is the whole table. What is not in it nobody may do. To begin an article is to bring it from draft. docs/workflow.md draws it, and a test keeps the two equal.
func Moves() (table []Move) {
	var (
		chiefs  = []staff.Role{staff.Administrator, staff.EditorInChief}
		editors = []staff.Role{staff.Administrator, staff.EditorInChief, staff.Editor}
		writers = []staff.Role{staff.Journalist, staff.Contributor}
		nobody  []staff.Role
	)
	line := func(from Status, own, anybodys []staff.Role, to ...Status) {
		for _, to := range to {
			table = append(table, Move{from, to, own, anybodys})
		}
	}
	line(Draft, writers, editors, Draft, Review, Withdrawn)
	line(Draft, nobody, editors, Ready, Scheduled, Published)
	line(Review, writers, editors, Draft, Withdrawn)
	line(Review, []staff.Role{staff.Journalist}, editors, Review)
	line(Review, nobody, editors, Ready, Scheduled, Published)
	line(Ready, nobody, editors, Draft, Review, Ready, Scheduled, Published, Withdrawn)
	line(Scheduled, nobody, editors, Draft, Ready, Scheduled, Published, Withdrawn)
	line(Published, nobody, editors, Published)
	line(Published, []staff.Role{staff.Editor}, chiefs, Withdrawn)
	line(Withdrawn, nobody, chiefs, Draft, Published, Withdrawn)
	line(Private, nobody, editors, Draft, Private, Published, Withdrawn)
	line(Locked, nobody, editors, Draft, Locked, Published, Withdrawn)
	return table
}

// May reports whether a role may bring an article from one state to another, or change it where the two are the same. own says whether it is theirs: they began it, or sign it.
func May(role staff.Role, from, to Status, own bool) bool {
	return slices.ContainsFunc(Moves(), func(m Move) bool {
		return m.From == from && m.To == to && (slices.Contains(m.Any, role) || own && slices.Contains(m.Own, role))
	})
}

// MaySee reports whether a role may see an article in a state. What was never before readers is its writers' and the desk's: contributors see their own.
func MaySee(role staff.Role, status Status, own bool) bool {
	if status == Published || own {
		return true
	}
	return slices.Contains([]staff.Role{staff.Administrator, staff.EditorInChief, staff.Editor, staff.Journalist}, role)
}

// MayLift reports whether a role may bring an article before readers while its embargo lasts.
func MayLift(role staff.Role) bool { return role == staff.Administrator || role == staff.EditorInChief }

// allow is nil when the table has the move, fault.Conflict when it has it for nobody, else fault.Forbidden.
func allow(by staff.Actor, from, to Status, own bool) error {
	if May(by.Role, from, to, own) {
		return nil
	}
	known := slices.ContainsFunc(Moves(), func(m Move) bool { return m.From == from && m.To == to })
	switch whose := map[bool]string{true: "an article of yours", false: "an article of others"}[own]; {
	case !known:
		return fault.Wrap(fault.Conflict, NoSuchMove, "an article cannot go from %s to %s", from, to)
	case from == to:
		return fault.Wrap(fault.Forbidden, MayNotChange, "your role, %s, may not change %s that is %s", by.Role, whose, from)
	default:
		return fault.Wrap(fault.Forbidden, MayNotMove, "your role, %s, may not bring %s from %s to %s", by.Role, whose, from, to)
	}
}
