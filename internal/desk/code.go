package desk

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"image/png"
	"strings"

	"github.com/pquerna/otp"

	"griot/internal/db"
	"griot/internal/staff"
)

func (d *Desk) codeRoutes() []Route {
	return []Route{
		{Name: "desk code page", Pattern: "GET /desk/code", May: staff.EnterDesk, Early: true, Serve: d.codePage},
		{Name: "desk code", Pattern: "POST /desk/code", May: staff.EnterDesk, Early: true, Serve: d.proveCode},
		{Name: "desk codes page", Pattern: "GET /desk/account/codes", May: staff.EnterDesk, Enrols: true, Serve: d.codesPage},
		{Name: "desk codes", Pattern: "POST /desk/account/codes", May: staff.EnterDesk, Enrols: true, Serve: d.confirmCodes},
		{Name: "desk codes end", Pattern: "POST /desk/account/codes/end", May: staff.EnterDesk, Serve: d.endCodes},
	}
}

// codeView is ui/code.html.
type codeView struct {
	Next     string
	Codes    bool // one-time codes are what is asked first
	Passkeys bool // a passkey does too
}

func (v *Visit) codeView(next string) codeView {
	return codeView{next, v.session.Coded, v.session.Keyed && v.desk.Door.OffersPasskeys()}
}

func (d *Desk) codePage(v *Visit) error {
	next := OwnPath(v.Value("next"))
	if v.session.Due() != staff.Code {
		v.Redirect(next)
		return nil
	}
	return v.Page("code", v.T("code.title"), v.codeView(next))
}

func (d *Desk) proveCode(v *Visit) error {
	next := OwnPath(v.Value("next"))
	if v.session.Due() != staff.Code {
		v.Redirect(next)
		return nil
	}
	err := v.guess(func(tx *db.Tx) error {
		return staff.ProveCode(v.R.Context(), tx, v.Now, v.Actor(), v.session, v.Value("code"))
	})
	if err == nil {
		v.Redirect(next)
		return nil
	}
	if !v.Explain(err) {
		return err
	}
	return v.Page("code", v.T("code.title"), v.codeView(next))
}

// guess looks at a code, after it was counted: one that is wrong stays counted.
func (v *Visit) guess(look func(tx *db.Tx) error) error {
	err := v.Transact(func(tx *db.Tx) error { return staff.KnockForCode(v.R.Context(), tx, v.Now, v.Who.ID) })
	if err != nil {
		return err
	}
	return v.Transact(look)
}

// codesView is ui/codes.html.
type codesView struct {
	Demanded bool
	Passkeys bool         // a passkey does too
	Picture  template.URL // the secret, for a telephone's camera
	Address  template.URL // the same as a link, for an authenticator on this device
	Secret   string       // the same, to be typed
}

const pictureSide = 240 // pixels

// codesPage shows the secret that an authenticator is to know, until a first code has come back.
func (d *Desk) codesPage(v *Visit) error {
	if v.session.Coded {
		v.Redirect("/desk/account/")
		return nil
	}
	var key *otp.Key
	err := v.Transact(func(tx *db.Tx) (err error) {
		key, err = staff.BeginCodes(v.R.Context(), tx, v.Who.ID, v.Paper.Title, v.Who.Email)
		return err
	})
	if err != nil {
		return err
	}
	picture, err := key.Image(pictureSide, pictureSide)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return err
	}
	v.secret = true
	return v.Page("codes", v.T("codes.title"), codesView{
		Demanded: v.session.Due() == staff.Enrolment, Passkeys: d.Door.OffersPasskeys(),
		Picture: template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())), //nolint:gosec // a picture that was just drawn
		Address: template.URL(key.URL()),                                                               //nolint:gosec // otpauth:, written by the library
		Secret:  inFours(key.Secret()),
	})
}

// inFours is a secret as one can type it.
func inFours(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (d *Desk) confirmCodes(v *Visit) error {
	var recovery []string
	err := v.guess(func(tx *db.Tx) (err error) {
		recovery, err = staff.ConfirmCodes(v.R.Context(), tx, v.Now, v.Actor(), v.session, v.Value("code"))
		return err
	})
	if err != nil {
		return v.again(err, "", "", d.codesPage)
	}
	v.session.Coded, v.session.Proven = true, true
	if len(recovery) == 0 { // those that came with a passkey hold
		return v.Done("/desk/account/", "codes_on")
	}
	return v.show(v.T("codes.recovery_title"), shownView{Text: v.T("codes.recovery_text"), Codes: recovery, Back: "/desk/"})
}

// endCodes asks who it is again: without codes the door is weaker.
func (d *Desk) endCodes(v *Visit) error {
	ctx := v.R.Context()
	err := d.Door.Confirm(ctx, v.Now, v.Actor(), v.R.PostFormValue("confirm"))
	if err == nil {
		err = v.Transact(func(tx *db.Tx) error { return staff.EndCodes(ctx, tx, v.Now, v.Actor()) })
	}
	return v.again(err, "/desk/account/", "codes_off", d.account)
}
