package desk

import (
	"encoding/json"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

func (d *Desk) passkeyRoutes() []Route {
	return []Route{
		{Name: "desk passkey ask", Pattern: "POST /desk/sign-in/passkey/ask", May: Anybody, Serve: d.askPasskey},
		{Name: "desk passkey", Pattern: "POST /desk/sign-in/passkey", May: Anybody, MaxBody: maxPasskeyForm, Serve: d.signInByPasskey},
		{Name: "desk passkey new", Pattern: "POST /desk/account/passkeys/ask", May: staff.EnterDesk, Enrols: true, Serve: d.askNewPasskey},
		{Name: "desk passkey add", Pattern: "POST /desk/account/passkeys", May: staff.EnterDesk, Enrols: true, MaxBody: maxPasskeyForm, Serve: d.addPasskey},
		{Name: "desk passkey remove", Pattern: "POST /desk/account/passkeys/{id}/remove", May: staff.EnterDesk, Serve: d.removePasskey},
	}
}

// maxPasskeyForm has room for an answer, which a form makes half as long again.
const maxPasskeyForm = 2 * staff.MaxPasskeyAnswer

// ask tells the page's script what an authenticator is to sign, and the browser what ties the answer to it.
func (v *Visit) ask(asked *staff.Asked, err error) error {
	if err != nil {
		return err
	}
	body, err := json.Marshal(asked.Options)
	if err != nil {
		return err
	}
	v.remember(passkeyCookie, asked.Token, staff.AskedLife)
	v.W.Header().Set("Content-Type", "application/json")
	return v.send(body)
}

func (d *Desk) askPasskey(v *Visit) error {
	return v.ask(d.Door.AskPasskey(v.R.Context(), v.Now, v.Actor()))
}

func (d *Desk) askNewPasskey(v *Visit) error {
	return v.ask(d.Door.AskNewPasskey(v.R.Context(), v.Now, v.session, v.Paper.Title))
}

// signInByPasskey takes what the authenticator answered, which the page's script put into the form.
func (d *Desk) signInByPasskey(v *Visit) error {
	view := signInView{Next: OwnPath(v.Value("next")), Passkeys: d.Door.OffersPasskeys()}
	token := v.cookie(passkeyCookie)
	v.forget(passkeyCookie)
	in, err := d.Door.SignInByPasskey(v.R.Context(), v.Now, v.Actor(), v.cookie(deviceCookie), token, []byte(v.R.PostFormValue("answer")))
	if fault.Is(err, fault.Forbidden) {
		v.Explain(err)
		return v.Page("signin", v.T("door.title"), view)
	}
	if err != nil {
		return err
	}
	return v.enterAs(in, view.Next)
}

func (d *Desk) addPasskey(v *Visit) error {
	token := v.cookie(passkeyCookie)
	v.forget(passkeyCookie)
	recovery, err := d.Door.AddPasskey(v.R.Context(), v.Now, v.Actor(), v.session, token, v.Value("name"), []byte(v.R.PostFormValue("answer")))
	show := d.account
	if v.session.Due() == staff.Enrolment {
		show = d.codesPage
	}
	if err != nil || len(recovery) == 0 {
		return v.again(err, "/desk/account/", "passkey_added", show)
	}
	v.session.Keyed, v.session.Proven = true, true
	return v.show(v.T("codes.recovery_title"), shownView{Text: v.T("codes.recovery_text"), Codes: recovery, Back: "/desk/account/"})
}

// removePasskey asks who it is again: a passkey that goes makes the door weaker.
func (d *Desk) removePasskey(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	ctx := v.R.Context()
	err = d.Door.Confirm(ctx, v.Now, v.Actor(), v.R.PostFormValue("confirm"))
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error { return staff.RemovePasskey(ctx, tx, v.Now, v.Actor(), staff.PasskeyID(id)) })
	}
	return v.again(err, "/desk/account/", "passkey_removed", d.account)
}
