package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// Visit is one request, on its way through a route. It belongs to one goroutine.
type Visit struct {
	W     http.ResponseWriter
	R     *http.Request
	Now   time.Time
	Who   *staff.Account // who asks, as they are now; nil for a visitor, whom only routes for Anybody meet
	Paper *masthead.Newspaper
	Loc   *locale.Locale // writes in the person's language

	desk    *Desk
	route   *Route
	session *staff.Session
	status  int    // of the page; 0 is 200
	problem string // what was refused, in words
	notice  string // what was done, in words
	secret  bool   // the page shows a secret: it is not compressed beside what others could put into it
}

// begin learns who asks, and in which newsroom.
func (v *Visit) begin() (err error) {
	ctx := v.R.Context()
	if v.Paper, err = masthead.Load(ctx, v.desk.DB); err != nil {
		return err
	}
	v.Loc = v.desk.Locales.Desk(v.Paper.Language)
	token := v.cookie(sessionCookie)
	if token == "" {
		return nil
	}
	v.session, err = staff.SessionByToken(ctx, v.desk.DB, v.Now, token)
	if fault.Is(err, fault.Forbidden) {
		v.forget(sessionCookie)
		return nil
	}
	if err != nil {
		return err
	}
	v.Who = &v.session.Account
	v.Loc = v.desk.Locales.Desk(cmp.Or(v.Who.Language, v.Paper.Language))
	if !v.session.Stale(v.Now) {
		return nil
	}
	return v.Transact(func(tx *db.Tx) error { return staff.NoteVisit(ctx, tx, v.Now, v.session.ID) })
}

// sendToTheDoor leads whoever only wants to see a page, and has yet to sign in, to where that is done and then back.
func (v *Visit) sendToTheDoor() (sent bool) {
	if v.R.Method != http.MethodGet && v.R.Method != http.MethodHead || v.route.May == Anybody {
		return false
	}
	next := "?next=" + url.QueryEscape(v.R.URL.RequestURI())
	switch {
	case v.Who == nil:
		v.Redirect("/desk/sign-in" + next)
	case v.passes():
		return false
	case v.session.Due() == staff.Code:
		v.Redirect("/desk/code" + next)
	default:
		v.Redirect("/desk/account/codes")
	}
	return true
}

// mayPass is nil when whoever asks may call the route.
func (v *Visit) mayPass() error {
	switch {
	case v.route.May == Anybody:
		return nil
	case v.Who == nil:
		return fault.Wrap(fault.Forbidden, reasonSignedOut, "sign in first")
	case !v.passes():
		return fault.Wrap(fault.Forbidden, staff.SecondFactorDue, "a second factor is due")
	}
	return staff.Demand(v.Who.Role, v.route.May)
}

// passes reports whether the route is open to a session that may still owe a second factor.
func (v *Visit) passes() bool {
	return v.Proven() || v.route.Early || v.route.Enrols && v.session.Due() == staff.Enrolment
}

// Proven reports whether somebody has signed in with all that is asked of them.
func (v *Visit) Proven() bool { return v.session != nil && v.session.Due() == staff.Nothing }

// readForm reads a form that was sent, up to the bound of the route. Other bodies are the handler's to read; they end at the bound too.
func (v *Visit) readForm() error {
	if v.R.Body == nil || v.R.Method == http.MethodGet || v.R.Method == http.MethodHead {
		return nil
	}
	v.R.Body = http.MaxBytesReader(v.W, v.R.Body, cmp.Or(v.route.MaxBody, defaultMaxBody))
	if !strings.HasPrefix(v.R.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return nil
	}
	err := v.R.ParseForm()
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fault.Wrap(fault.TooLarge, err, "this form takes at most %d kB", large.Limit>>10)
	case err != nil:
		return fault.Wrap(fault.Invalid, err, "this form cannot be read")
	}
	return nil
}

// Value is a field of the form that was sent, else of the address, without spaces around it and without what is no text.
func (v *Visit) Value(name string) string { return plain(v.R.FormValue(name)) }

// Values are all values of a field of the form.
func (v *Visit) Values(name string) (list []string) {
	for _, value := range v.R.Form[name] {
		list = append(list, plain(value))
	}
	return list
}

func plain(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
}

// Number is a number in the path: "{id}". What is none is fault.NotFound.
func (v *Visit) Number(name string) (int64, error) {
	n, err := strconv.ParseInt(v.R.PathValue(name), 10, 64)
	if err != nil || n < 1 {
		return 0, fault.New(fault.NotFound, "there is no such page")
	}
	return n, nil
}

// T is a text of the interface in the person's language.
func (v *Visit) T(key string, args ...any) string { return v.Loc.T(key, args...) }

// May reports whether whoever asks may do an act.
func (v *Visit) May(act staff.Act) bool { return v.Who != nil && staff.May(v.Who.Role, act) }

// Actor is who acts, for the audit log.
func (v *Visit) Actor() staff.Actor {
	by := staff.Actor{Device: deviceName(v.R.UserAgent())}
	if ip := v.desk.Address(v.R); ip.IsValid() {
		by.Address = ip.String()
	}
	if v.Who != nil {
		by.ID, by.Role = v.Who.ID, v.Who.Role
	}
	return by
}

// Transact runs one act of the newsroom.
func (v *Visit) Transact(fn func(tx *db.Tx) error) error {
	return v.desk.DB.Transact(v.R.Context(), fn)
}

// Redirect leads on: after a POST, so that nothing is sent twice when a page is loaded again.
func (v *Visit) Redirect(to string) {
	v.W.Header().Set("Location", to)
	v.W.WriteHeader(http.StatusSeeOther)
}

// Done says, on the page that comes next, what was done (a key of the catalogue's [done]), and leads there.
func (v *Visit) Done(to, key string, args ...string) error {
	v.Flash(key, args...)
	v.Redirect(to)
	return nil
}

// Explain puts what was refused into words for the page that the handler shows again, and gives that its status. It reports false for what nobody can help: then the handler returns err.
func (v *Visit) Explain(err error) bool {
	kind := fault.Of(err)
	if kind == fault.Internal || kind == fault.NotFound {
		return false
	}
	v.status, v.problem = statusOf(kind), v.words(err)
	return true
}

// OwnPath is an address of the desk that a browser sent to be led to later; "/desk/" when it leads anywhere else.
func OwnPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/desk/") || strings.ContainsAny(address, "\\\r\n") || strings.HasPrefix(u.Path, "/desk/sign-") {
		return "/desk/"
	}
	return u.RequestURI()
}
