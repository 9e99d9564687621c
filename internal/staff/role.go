package staff

import (
	"slices"

	"griot/internal/fault"
)

// Role is what an account may do.
type Role string

// The roles, from PRODUCT: who runs the program, who answers for the paper, who writes, who moderates, who sells.
const (
	Administrator Role = "administrator"
	EditorInChief Role = "editor-in-chief"
	Editor        Role = "editor"
	Journalist    Role = "journalist"
	Contributor   Role = "contributor"
	Moderator     Role = "moderator"
	Commercial    Role = "commercial"
)

// Roles lists every role.
func Roles() []Role {
	return []Role{Administrator, EditorInChief, Editor, Journalist, Contributor, Moderator, Commercial}
}

// Act is something that not everybody on the staff may do. Who may move which article is a table of its own, in article.
type Act string

// The acts.
const (
	EnterDesk      Act = "enter the desk"                               // and look after one's own account
	WriteArticle   Act = "open the articles"                            // article says which of them, and how far
	NoteColleagues Act = "read and write notes among colleagues"        // on articles; remarks on a text are for whoever may see it
	TakeArticle    Act = "take what nobody answers for"                 // and plan articles of one's own
	Assign         Act = "say who answers for what, and when"           // of any article
	KeepReplies    Act = "enter and publish rights of reply"            // and see who asked for them
	RefuseReply    Act = "refuse and remove rights of reply"            // published ones too
	SealWords      Act = "seal words, anonymise a person"               // everywhere and for good
	KeepLibrary    Act = "change and remove any file of the library"    // one's own is for whoever brought it in
	OwnToken       Act = "make a token for the API"                     // of one's own
	PushBreaking   Act = "push breaking news"                           // word, order and end it
	ComposeFront   Act = "compose the front page"                       // by hand, publish it and return to an earlier one
	KeepRubrics    Act = "keep rubrics, countries and tags"             // name, order, nest, hide and merge them
	KeepPaper      Act = "open the rooms of the newspaper itself"       // rubrics, menus, pages, settings: each has an act of its own
	KeepPages      Act = "keep standing pages, team page and redirects" // and the imprint; who stands on the team page agrees to it themselves
	SettlePaper    Act = "settle what the newspaper says of itself"     // name, look, languages, addresses, files for machines
	KeepMenus      Act = "change the menus"                             // of every page
	SeePeople      Act = "see the people"                               // with their roles and last visit
	ManagePeople   Act = "invite, change and end accounts"              // as far as MayManage lets
	ReadAudit      Act = "read and export the audit log"                // of everybody
	SettleDoors    Act = "say who needs a second factor"                // and how long the log keeps addresses
	ManageTop      Act = "manage administrators, and make some"         // and make others administrators
)

// permit is one line of the table of who may do what.
type permit struct {
	act   Act
	roles []Role
}

// permits is the table: docs/roles.md shows it, and a test keeps the two equal.
func permits() []permit {
	writers := []Role{Administrator, EditorInChief, Editor, Journalist, Contributor}
	editors := []Role{Administrator, EditorInChief, Editor}
	heads := []Role{Administrator, EditorInChief}
	return []permit{
		{EnterDesk, Roles()},
		{WriteArticle, writers},
		{NoteColleagues, []Role{Administrator, EditorInChief, Editor, Journalist}},
		{TakeArticle, []Role{Administrator, EditorInChief, Editor, Journalist}},
		{Assign, editors},
		{KeepReplies, editors},
		{RefuseReply, heads},
		{SealWords, heads},
		{KeepLibrary, editors},
		{OwnToken, []Role{Administrator, EditorInChief, Editor, Journalist}},
		{PushBreaking, editors},
		{ComposeFront, editors},
		{KeepRubrics, editors},
		{KeepPaper, editors},
		{KeepPages, heads},
		{SettlePaper, heads},
		{KeepMenus, editors},
		{SeePeople, heads},
		{ManagePeople, heads},
		{ReadAudit, heads},
		{SettleDoors, []Role{Administrator}},
		{ManageTop, []Role{Administrator}},
	}
}

// Acts lists every act in the order of the table.
func Acts() (acts []Act) {
	for _, p := range permits() {
		acts = append(acts, p.act)
	}
	return acts
}

// May reports whether a role may do an act. Nobody may do what the table does not name.
func May(role Role, act Act) bool {
	return slices.ContainsFunc(permits(), func(p permit) bool { return p.act == act && slices.Contains(p.roles, role) })
}

// MayManage reports whether somebody may invite, change or end an account of a role: whoever manages people, except that only administrators manage administrators.
func MayManage(by, of Role) bool {
	return May(by, ManagePeople) && (of != Administrator || May(by, ManageTop))
}

// Demand is nil when a role may do an act, else fault.Forbidden.
func Demand(role Role, act Act) error {
	if May(role, act) {
		return nil
	}
	return fault.New(fault.Forbidden, "your role, %s, may not %s", role, act)
}

func checkRole(role Role) error {
	if slices.Contains(Roles(), role) {
		return nil
	}
	return fault.New(fault.Invalid, "unknown role %q: one of %v", role, Roles())
}
