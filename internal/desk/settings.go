package desk

import (
	"strings"

	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/staff"
)

const settingsPath = "/desk/settings/"

// maxSettingsForm takes three files for machines as long as they may be, as forms write them, or a logo.
const maxSettingsForm = 4 << 20

// settingsRoutes are the room in which it is settled what the newspaper says of itself.
func (d *Desk) settingsRoutes() []Route {
	return []Route{
		{Name: "settings", Pattern: "GET /desk/settings/{$}", May: staff.SettlePaper, Serve: d.settings},
		{Name: "settings group", Pattern: "GET /desk/settings/{group}/{$}", May: staff.SettlePaper, Serve: d.settingGroup},
		{Name: "settings save", Pattern: "POST /desk/settings/{group}/{$}", May: staff.SettlePaper, MaxBody: maxSettingsForm, Serve: d.saveSettings},
	}
}

// settingGroup is what is settled in one act, and stands on one page.
type settingGroup struct {
	Name   string // settings.NAME is its title, settings.NAME_text what it is about
	Fields []fieldKind
}

// fieldKind is a setting and how it is asked.
type fieldKind struct{ Key, As string }

// The ways in which a setting is asked; ui/settings_group.html has one block each.
const (
	asLine      = "line"
	asProse     = "prose"
	asFile      = "file" // of lines that machines read
	asMail      = "mail"
	asWeb       = "web"
	asDays      = "days"
	asColour    = "colour"
	asZone      = "zone"
	asLanguages = "languages"
	asChannels  = "channels"
	asLogo      = "logo"
	asPattern   = "pattern"
)

// settingGroups are all of them, in the order in which they are shown.
func settingGroups() []settingGroup {
	return []settingGroup{
		{"identity", []fieldKind{{"title", asLine}, {"short_name", asLine}, {"tagline", asLine}, {"description", asProse}, {"place", asLine}}},
		{"look", []fieldKind{{"logo", asLogo}, {"logo_night", asLogo}, {"accent", asColour}, {"accent_night", asColour}, {"colour", asColour}}},
		{"language", []fieldKind{{"languages", asLanguages}, {"timezone", asZone}}},
		{"contact", []fieldKind{{"email", asMail}, {"webmail", asWeb}, {"channels", asChannels}}},
		{"foot", []fieldKind{{"about", asProse}, {"copyright", asLine}}},
		{"addresses", []fieldKind{{"permalink", asPattern}}},
		{"machines", []fieldKind{{"hub", asWeb}, {"ads_txt", asFile}, {"robots_txt", asFile}, {"security_txt", asFile}}},
		{"keeping", []fieldKind{{"reply_days", asDays}, {"contact_days", asDays}, {"audit_days", asDays}}},
	}
}

// settingGroup is the one of the request's path.
func (v *Visit) settingGroup() (settingGroup, error) {
	for _, g := range settingGroups() {
		if g.Name == v.R.PathValue("group") {
			return g, nil
		}
	}
	return settingGroup{}, fault.New(fault.NotFound, "there is no such group of settings")
}

// settingsView is ui/settings.html.
type settingsView struct {
	Groups []groupLine
	Own    string // the newspaper's own language
}

type groupLine struct{ Name, Path, Now string }

func (d *Desk) settings(v *Visit) error {
	view := settingsView{Own: d.Locales.For(v.Paper.Language).Name()}
	for _, g := range settingGroups() {
		view.Groups = append(view.Groups, groupLine{g.Name, settingsPath + g.Name + "/", v.groupNow(g)})
	}
	return v.Page("settings", v.T("settings.title"), view)
}

// groupNow says in a line what a group holds, where that fits into one.
func (v *Visit) groupNow(g settingGroup) string {
	n := v.Paper
	switch g.Name {
	case "identity":
		return n.Title
	case "language":
		return strings.Join(v.names(n.Languages), ", ") + " · " + n.TimeZone
	case "contact":
		return n.Email
	case "addresses":
		return v.exampleAddress(n.Pattern())
	}
	return ""
}

// names are those of languages, each in itself.
func (v *Visit) names(languages []string) (list []string) {
	for _, code := range languages {
		list = append(list, v.desk.Locales.For(code).Name())
	}
	return list
}

// exampleAddress is what a pattern makes of an article of today.
func (v *Visit) exampleAddress(pattern string) string {
	n := *v.Paper
	n.Permalink = pattern
	return n.Address(v.Now, v.T("settings.example_section"), v.T("settings.example_slug"))
}

// languageBoxes are the languages in which the newspaper may publish.
func (v *Visit) languageBoxes(chosen string) (boxes []choice) {
	for _, code := range locale.Languages() {
		boxes = append(boxes, choice{code, v.desk.Locales.For(code).Name(), strings.Contains("\n"+chosen+"\n", "\n"+code+"\n")})
	}
	return boxes
}

// zones are suggested where a time zone is asked: those of the continent, and of where its newsrooms abroad are.
func zones() []string {
	return strings.Fields(`Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Bamako Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre
Africa/Brazzaville Africa/Bujumbura Africa/Cairo Africa/Casablanca Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti Africa/Douala Africa/Freetown Africa/Gaborone
Africa/Harare Africa/Johannesburg Africa/Juba Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome Africa/Luanda Africa/Lubumbashi
Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott
Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Tripoli Africa/Tunis Africa/Windhoek Atlantic/Cape_Verde Indian/Antananarivo Indian/Comoro Indian/Mahe Indian/Mauritius
Europe/Paris Europe/Brussels Europe/London Europe/Lisbon America/Toronto America/New_York UTC`)
}
