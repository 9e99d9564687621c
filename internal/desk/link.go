package desk

import (
	"griot/internal/fault"
	"griot/internal/staff"
)

func (d *Desk) linkRoutes() []Route {
	return []Route{
		{Name: "desk link page", Pattern: "GET /desk/link", May: Anybody, Serve: d.linkPage},
		{Name: "desk link", Pattern: "POST /desk/link", May: Anybody, Serve: d.useLink},
		{Name: "desk forgot page", Pattern: "GET /desk/forgot", May: Anybody, Serve: d.forgotPage},
		{Name: "desk forgot", Pattern: "POST /desk/forgot", May: Anybody, Serve: d.forgot},
	}
}

// linkView is ui/link.html.
type linkView struct {
	Email string
	Key   string
}

// linkPage shows what a link opens. It spends nothing: programs that look ahead at links in letters and chats fetch it too.
func (d *Desk) linkPage(v *Visit) error {
	v.W.Header().Set("Referrer-Policy", "no-referrer") // its address is a secret
	key := v.Value("k")
	a, err := staff.AccountByLink(v.R.Context(), d.DB, v.Now, key)
	if err != nil {
		return err
	}
	v.secret = true
	return v.Page("link", v.T("link.title"), linkView{Email: a.Email, Key: key})
}

func (d *Desk) useLink(v *Visit) error {
	ctx, key := v.R.Context(), v.R.PostFormValue("k")
	in, err := d.Door.UseLink(ctx, v.Now, v.Actor(), v.Paper.Title, key, v.R.PostFormValue("password"))
	if fault.Is(err, fault.Invalid) {
		a, gone := staff.AccountByLink(ctx, d.DB, v.Now, key)
		if gone != nil {
			return gone
		}
		v.W.Header().Set("Referrer-Policy", "no-referrer")
		v.Explain(err)
		v.secret = true
		return v.Page("link", v.T("link.title"), linkView{Email: a.Email, Key: key})
	}
	if err != nil {
		return err
	}
	v.keep(in)
	return v.Done("/desk/", "password_set")
}

// forgotView is ui/forgot.html.
type forgotView struct {
	Writes bool // letters are sent
	Sent   bool
	Email  string
}

func (d *Desk) forgotPage(v *Visit) error {
	return v.Page("forgot", v.T("forgot.title"), forgotView{Writes: d.Door.Writes()})
}

// forgot answers alike whether or not anybody has the address.
func (d *Desk) forgot(v *Visit) error {
	view := forgotView{Writes: d.Door.Writes(), Sent: true, Email: v.Value("email")}
	if err := d.Door.Forgot(v.R.Context(), v.Now, v.Actor(), view.Email); err != nil {
		if !v.Explain(err) {
			return err
		}
		view.Sent = false
	}
	return v.Page("forgot", v.T("forgot.title"), view)
}
