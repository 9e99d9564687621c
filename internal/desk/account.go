package desk

import (
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/staff"
)

func (d *Desk) accountRoutes() []Route {
	return []Route{
		{Name: "desk account", Pattern: "GET /desk/account/{$}", May: staff.EnterDesk, Serve: d.account},
		{Name: "desk password", Pattern: "POST /desk/account/password", May: staff.EnterDesk, Serve: d.changePassword},
		{Name: "desk language", Pattern: "POST /desk/account/language", May: staff.EnterDesk, Serve: d.changeLanguage},
		{Name: "desk session end", Pattern: "POST /desk/account/sessions/{id}/end", May: staff.EnterDesk, Serve: d.endSession},
		{Name: "desk token make", Pattern: "POST /desk/account/tokens", May: staff.OwnToken, Serve: d.makeToken},
		{Name: "desk token end", Pattern: "POST /desk/account/tokens/{id}/end", May: staff.EnterDesk, Serve: d.endToken},
	}
}

// accountView is ui/account.html.
type accountView struct {
	Role      string
	Sessions  []staff.Session
	This      staff.SessionID
	Languages []choice
	Tokens    []staff.Token
	MayMake   bool     // a token
	Lives     []choice // of a new token, in days
	Codes     bool
	Passkeys  []staff.Passkey
	MayKey    bool     // passkeys can be had here
	Last      bool     // the second factor is the only one, and must be there
	Recovery  int      // codes left
	Rhythms   []choice // how often they are written to; none where no letters are sent
}

// choice is one of several.
type choice struct {
	Value  string
	Text   string
	Chosen bool
}

func (d *Desk) account(v *Visit) (err error) {
	ctx := v.R.Context()
	view := accountView{Role: v.T("role." + string(v.Who.Role)), This: v.session.ID, MayMake: v.May(staff.OwnToken), Codes: v.session.Coded, MayKey: d.Door.OffersPasskeys()}
	if view.Sessions, err = staff.Sessions(ctx, d.DB, v.Now, v.Who.ID); err != nil {
		return err
	}
	if view.Tokens, err = staff.Tokens(ctx, d.DB, v.Now, v.Who.ID); err != nil {
		return err
	}
	if view.Passkeys, err = staff.Passkeys(ctx, d.DB, v.Who.ID); err != nil {
		return err
	}
	view.Last = v.session.Doors.Demands(v.Who.Role) && (len(view.Passkeys) == 0 || len(view.Passkeys) == 1 && !view.Codes)
	if view.Recovery, err = staff.RecoveryLeft(ctx, d.DB, v.Who.ID); err != nil {
		return err
	}
	if d.Office.On() {
		if view.Rhythms, err = v.rhythms(); err != nil {
			return err
		}
	}
	view.Languages = append(view.Languages, choice{"", v.T("account.language_paper"), v.Who.Language == ""})
	for _, code := range locale.DeskLanguages() {
		view.Languages = append(view.Languages, choice{code, d.Locales.Desk(code).Name(), v.Who.Language == code})
	}
	for _, days := range []int{30, 90, 365} {
		view.Lives = append(view.Lives, choice{strconv.Itoa(days), v.Loc.Plural("account.days", days), days == 365})
	}
	return v.Page("account", v.T("account.title"), view)
}

func (d *Desk) changePassword(v *Visit) error {
	err := d.Door.ChangePassword(v.R.Context(), v.Now, v.Actor(), v.session, v.Paper.Title, v.R.PostFormValue("old"), v.R.PostFormValue("password"))
	return v.again(err, "/desk/account/", "password_changed", d.account)
}

// again leads on after a POST that went well, and shows its page once more, with the reason, after one that was refused.
func (v *Visit) again(err error, to, done string, show func(v *Visit) error) error {
	switch {
	case err == nil:
		return v.Done(to, done)
	case !v.Explain(err):
		return err
	}
	return show(v)
}

func (d *Desk) changeLanguage(v *Visit) error {
	language := v.Value("language")
	err := v.Transact(func(tx *db.Tx) error {
		return staff.SetLanguage(v.R.Context(), tx, v.Actor(), language, locale.DeskLanguages())
	})
	return v.again(err, "/desk/account/", "language_changed", d.account)
}

func (d *Desk) endSession(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		return staff.EndSession(v.R.Context(), tx, v.Now, v.Actor(), staff.SessionID(id))
	})
	return v.again(err, "/desk/account/", "session_ended", d.account)
}

// shownView is ui/shown.html: what is shown once.
type shownView struct {
	Text   string // what it is, and what to do with it
	Secret string
	Codes  []string
	Back   string
}

// show shows a secret, once: loading the page again asks the browser to send the form again.
func (v *Visit) show(title string, view shownView) error {
	v.secret = true
	return v.Page("shown", title, view)
}

func (d *Desk) makeToken(v *Visit) error {
	days, err := strconv.Atoi(v.Value("days"))
	if err != nil || days > 10_000 {
		days = 0 // which is refused
	}
	var token string
	err = v.Transact(func(tx *db.Tx) (err error) {
		token, err = staff.MakeToken(v.R.Context(), tx, v.Now, v.Actor(), v.Value("name"), time.Duration(days)*24*time.Hour)
		return err
	})
	if err != nil {
		return v.again(err, "", "", d.account)
	}
	return v.show(v.T("account.token_title"), shownView{Text: v.T("account.token_text", v.Value("name")), Secret: token, Back: "/desk/account/"})
}

func (d *Desk) endToken(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		return staff.EndToken(v.R.Context(), tx, v.Now, v.Actor(), v.Who.ID, staff.TokenID(id))
	})
	if fault.Is(err, fault.NotFound) {
		return err
	}
	return v.again(err, "/desk/account/", "token_ended", d.account)
}
