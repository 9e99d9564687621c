package desk

import (
	"cmp"
	"errors"
	"strings"

	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/settle"
)

// groupView is ui/settings_group.html.
type groupView struct {
	Name   string
	Fields []*settingField
	Files  bool // the form may carry a file
}

// settingField is a setting in a form.
type settingField struct {
	fieldKind
	Value string
	Seen  string // the mark of what it was when the form was made
	Flaw  string // why it was refused, in words
	Clash string // what somebody else made of it meanwhile
	Met   bool   // somebody else changed it too

	Choices  []choice
	Own      string // the newspaper's own language
	Zones    []string
	Channels []channelRow
	Logo     *media.Media // that is shown now
	Shown    string       // its address
	Examples []patternExample
	Articles int    // that were published
	Moving   bool   // they are on their way to other addresses
	Dye      string // a colour that can be drawn
}

// Hint is the key of the line of help below a field.
func (f *settingField) Hint() string { return "settings.label_" + f.Key + "_hint" }

// fields are those of a group as the newspaper has them.
func (v *Visit) fields(g settingGroup) (list []*settingField, err error) {
	for _, kind := range g.Fields {
		s, err := masthead.SettingByKey(kind.Key)
		if err != nil {
			return nil, err
		}
		now := s.Get(v.Paper)
		list = append(list, &settingField{fieldKind: kind, Value: now, Seen: masthead.Mark(now)})
	}
	return list, nil
}

func (d *Desk) settingGroup(v *Visit) error {
	g, err := v.settingGroup()
	if err != nil {
		return err
	}
	fields, err := v.fields(g)
	if err != nil {
		return err
	}
	return v.groupPage(g, fields)
}

// groupPage shows the form of a group.
func (v *Visit) groupPage(g settingGroup, fields []*settingField) error {
	view := groupView{Name: g.Name, Fields: fields}
	for _, f := range fields {
		view.Files = view.Files || f.As == asLogo
		if err := v.dress(f); err != nil {
			return err
		}
	}
	return v.Page("settings_group", v.T("settings."+g.Name), view)
}

// dress gives a field what its way of asking needs.
func (v *Visit) dress(f *settingField) error {
	switch f.As {
	case asLanguages:
		f.Choices, f.Own = v.languageBoxes(f.Value), v.Paper.Language
	case asZone:
		f.Zones = zones()
	case asChannels:
		if f.Channels == nil {
			f.Channels = channelRows(f.Value)
		}
		f.Channels = append(f.Channels, channelRow{Place: len(f.Channels) + 1, New: true})
	case asLogo:
		return v.dressLogo(f)
	case asPattern:
		return v.dressPattern(f)
	case asColour:
		if hexColour.MatchString(f.Value) {
			f.Dye = f.Value
		}
	}
	return nil
}

// saveSettings settles a group as it was sent, whole; a button of its rows changes only the form.
func (d *Desk) saveSettings(v *Visit) error {
	g, err := v.settingGroup()
	if err != nil {
		return err
	}
	fields, err := v.fields(g)
	if err != nil {
		return err
	}
	if err := v.takeLogos(fields); err != nil {
		if !v.Explain(err) {
			return err
		}
		return v.groupPage(g, fields)
	}
	for _, f := range fields {
		f.Value, f.Seen = v.sentSetting(f), v.Value("seen_"+f.Key)
	}
	if v.rowsMoved(fields) {
		return v.groupPage(g, fields)
	}
	moving := fieldOf(fields, "permalink") != nil && v.Value("move_all") != ""
	err = v.Transact(func(tx *db.Tx) error {
		_, err := settle.Paper(v.R.Context(), tx, v.Now, v.Actor(), wishesOf(fields))
		if err == nil && moving {
			err = settle.Addresses(v.R.Context(), tx, v.Now, v.Actor())
		}
		return err
	})
	if err == nil {
		return v.Done(settingsPath+g.Name+"/", "settled")
	}
	if !v.Explain(err) {
		return err
	}
	v.problem = v.explainFields(fields, err)
	return v.groupPage(g, fields)
}

func wishesOf(fields []*settingField) (list []masthead.Wish) {
	for _, f := range fields {
		list = append(list, masthead.Wish{Key: f.Key, Value: f.Value, Seen: f.Seen})
	}
	return list
}

// sentSetting is the value of a field as the form has it.
func (v *Visit) sentSetting(f *settingField) string {
	switch f.As {
	case asLanguages:
		return strings.Join(v.Values(f.Key), "\n")
	case asChannels:
		f.Channels = v.sentChannels()
		return channelLines(f.Channels)
	case asLogo:
		if v.Value("remove_"+f.Key) != "" {
			return ""
		}
		return cmp.Or(f.Value, v.Value(f.Key)) // what was just taken in, else the number
	case asPattern:
		if chosen := v.Value(f.Key); chosen != "" {
			return chosen
		}
		return v.Value("own_" + f.Key)
	case asProse: // it is one line to readers, whatever the field wraps
		return strings.Join(strings.Fields(v.Value(f.Key)), " ")
	}
	return v.Value(f.Key)
}

// explainFields puts what was refused beside its fields, and gives a line for over them.
func (v *Visit) explainFields(fields []*settingField, err error) string {
	var flaws masthead.Flaws
	var clashes masthead.Clashes
	elsewhere := ""
	switch {
	case errors.As(err, &flaws):
		for _, flaw := range flaws {
			if f := fieldOf(fields, flaw.Key); f == nil {
				elsewhere = flaw.Key
			} else if f.Flaw == "" {
				f.Flaw = v.T("flaw."+flaw.Reason, flaw.Args...)
			}
		}
		if elsewhere != "" {
			return v.T("settings.elsewhere", v.T("settings.label_"+elsewhere))
		}
		return v.T("settings.flawed")
	case errors.As(err, &clashes):
		for _, c := range clashes {
			if f := fieldOf(fields, c.Key); f != nil {
				f.Met, f.Clash, f.Seen = true, c.Now, masthead.Mark(c.Now)
			}
		}
		return v.T("settings.met")
	}
	return v.problem
}

func fieldOf(fields []*settingField, key string) *settingField {
	for _, f := range fields {
		if f.Key == key {
			return f
		}
	}
	return nil
}
