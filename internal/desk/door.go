package desk

import (
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

func (d *Desk) doorRoutes() []Route {
	return []Route{
		{Name: "desk sign in page", Pattern: "GET /desk/sign-in", May: Anybody, Serve: d.signInPage},
		{Name: "desk sign in", Pattern: "POST /desk/sign-in", May: Anybody, Serve: d.signIn},
		{Name: "desk sign out", Pattern: "POST /desk/sign-out", May: staff.EnterDesk, Early: true, Serve: d.signOut},
	}
}

// signInView is ui/signin.html.
type signInView struct {
	Email    string
	Next     string // where to go once inside
	Passkeys bool
}

func (d *Desk) signInPage(v *Visit) error {
	next := OwnPath(v.Value("next"))
	if v.Who != nil {
		v.Redirect(next)
		return nil
	}
	return v.Page("signin", v.T("door.title"), signInView{Next: next, Passkeys: d.Door.OffersPasskeys()})
}

func (d *Desk) signIn(v *Visit) error {
	view := signInView{Email: v.Value("email"), Next: OwnPath(v.Value("next")), Passkeys: d.Door.OffersPasskeys()}
	in, err := d.Door.SignIn(v.R.Context(), v.Now, staff.Try{
		Email: view.Email, Password: v.R.PostFormValue("password"), DeviceToken: v.cookie(deviceCookie), From: v.Actor(),
	})
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.TooMany) {
		v.Explain(err)
		return v.Page("signin", v.T("door.title"), view)
	}
	if err != nil {
		return err
	}
	return v.enterAs(in, view.Next)
}

// enterAs ends the session of whoever was in before, in the same browser, and leads on as somebody who came in.
func (v *Visit) enterAs(in *staff.Entered, next string) error {
	if v.session != nil {
		by := v.Actor()
		by.ID = v.session.Account.ID
		if err := v.Transact(func(tx *db.Tx) error { return staff.SignOut(v.R.Context(), tx, v.Now, by, v.session.ID) }); err != nil {
			return err
		}
	}
	v.keep(in)
	v.Redirect(next)
	return nil
}

// keep has the browser keep what opens the door again.
func (v *Visit) keep(in *staff.Entered) {
	v.remember(sessionCookie, in.Token, staff.SessionLife)
	if in.DeviceToken != "" {
		v.remember(deviceCookie, in.DeviceToken, staff.DeviceLife)
	}
}

func (d *Desk) signOut(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) error { return staff.SignOut(v.R.Context(), tx, v.Now, v.Actor(), v.session.ID) })
	if err != nil {
		return err
	}
	v.forget(sessionCookie)
	return v.Done("/desk/sign-in", "signed_out")
}
