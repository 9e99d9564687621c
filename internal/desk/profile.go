package desk

import (
	"strconv"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/staff"
)

// profileView is ui/profile.html.
type profileView struct {
	Face    staff.Face
	Bylines []choice
	Picture *media.Media // the portrait; nil: none
	Small   string
	Library bool // they may take a picture from there
}

// profile is what somebody says of themselves for the team page.
func (d *Desk) profile(v *Visit) error {
	f, err := staff.FaceOf(v.R.Context(), d.DB, v.Who.ID)
	if err != nil {
		return err
	}
	if f.ID == 0 {
		f.Name = v.Who.Name
	}
	return v.profilePage(f)
}

func (v *Visit) profilePage(f *staff.Face) error {
	ctx := v.R.Context()
	view := &profileView{Face: *f, Library: v.May(staff.WriteArticle), Bylines: []choice{{"", v.T("profile.no_byline"), f.Byline == 0}}}
	own, err := staff.BylinesOfAccount(ctx, v.desk.DB, v.Who.ID)
	if err != nil {
		return err
	}
	for _, id := range own {
		b, err := staff.BylineByID(ctx, v.desk.DB, id)
		if err != nil {
			return err
		}
		view.Bylines = append(view.Bylines, choice{idText(id), b.Name, id == f.Byline})
	}
	if f.Portrait != 0 {
		m, err := media.ByID(ctx, v.desk.DB, media.ID(f.Portrait))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil {
			view.Picture, view.Small = m, smallOf(m)
		}
	}
	return v.Page("profile", v.T("profile.title"), view)
}

// saveProfile keeps what somebody says of themselves. What was typed stands there again where it was refused.
func (d *Desk) saveProfile(v *Visit) error {
	file, err := v.upload("file")
	if err != nil {
		return v.again(err, "", "", d.profile)
	}
	f := staff.Face{Name: v.Value("name"), Role: v.Value("role"), Bio: v.Value("bio"), Link: v.Value("link"), Alt: v.Value("alt"), Credit: v.Value("credit"), Agreed: v.Value("agreed") != ""}
	if byline, err := strconv.ParseInt(v.Value("byline"), 10, 64); err == nil {
		f.Byline = staff.BylineID(byline)
	}
	was, err := staff.FaceOf(v.R.Context(), d.DB, v.Who.ID)
	if err != nil {
		return err
	}
	f.ID, f.Portrait = was.ID, was.Portrait
	switch {
	case v.Value("remove") != "":
		f.Portrait, f.Alt, f.Credit = 0, "", ""
	case file != nil && (f.Alt == "" || f.Credit == ""):
		err = fault.Wrap(fault.Invalid, staff.FacePortrait, "a portrait needs a description and a credit")
	case file != nil:
		var m *media.Media
		if m, err = v.keepPicture(file, media.Media{Alt: v.line("alt"), Credit: v.line("credit")}); err == nil {
			f.Portrait = int64(m.ID)
		}
	default:
		err = v.portraitByNumber(&f)
	}
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error {
			own := f
			return staff.ShowFace(v.R.Context(), tx, v.Now, v.Actor(), d.Locales.For(v.Paper.Language), &own)
		})
	}
	if err != nil && !v.Explain(err) {
		return err
	}
	if err != nil {
		return v.profilePage(&f)
	}
	return v.Done("/desk/account/profile", map[bool]string{true: "profile_shown", false: "profile_hidden"}[f.Agreed])
}

// portraitByNumber takes a picture of the library for a portrait, for who may open the library.
func (v *Visit) portraitByNumber(f *staff.Face) error {
	typed := v.Value("picture")
	if typed == "" || !v.May(staff.WriteArticle) || typed == strconv.FormatInt(f.Portrait, 10) {
		return nil
	}
	id, err := one[media.ID](typed)
	if err != nil {
		return err
	}
	m, err := media.ByID(v.R.Context(), v.desk.DB, id)
	if fault.Is(err, fault.NotFound) || err == nil && (m.Kind != media.Picture || m.State == media.Gone) {
		return fault.Wrap(fault.Invalid, reasonPicture, "no picture has this number")
	}
	if err != nil {
		return err
	}
	f.Portrait = int64(id)
	return nil
}
