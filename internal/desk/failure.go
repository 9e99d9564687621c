package desk

import (
	"errors"
	"net/http"

	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/staff"
)

// Reasons of the desk itself; the rooms have theirs.
const (
	reasonOrigin    staff.Reason = "origin"
	reasonSignedOut staff.Reason = "signed_out"
)

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gone:
		return http.StatusGone
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// words are what a person is told of an error: its reason in their language where it names one, else what may be shown of it.
func (v *Visit) words(err error) string {
	var reason staff.Reason
	if errors.As(err, &reason) {
		return v.T("reason." + string(reason))
	}
	if said := fault.Message(err); said != "" && fault.Of(err) != fault.Internal {
		return said
	}
	return ""
}

// failureView is ui/failure.html.
type failureView struct{ Text string }

// fail sends the page for an error, and logs what is our own fault.
func (d *Desk) fail(v *Visit, err error) {
	kind := fault.Of(err)
	if kind == fault.Internal || kind == fault.Unavailable {
		d.Log.ErrorContext(v.R.Context(), "the desk failed", "route", v.route.Name, "error", err)
	}
	v.status = statusOf(kind)
	if v.Loc == nil || v.Paper == nil { // the newsroom cannot be read
		http.Error(v.W, d.Locales.Desk(locale.Default).T("failure.internal_title"), v.status)
		return
	}
	key := map[fault.Kind]string{fault.NotFound: "not_found", fault.Forbidden: "forbidden", fault.TooLarge: "too_large", fault.TooMany: "too_many",
		fault.Conflict: "refused", fault.Invalid: "refused", fault.Gone: "not_found"}[kind]
	if key == "" {
		key = "internal"
	}
	view := failureView{Text: v.T("failure." + key + "_text")}
	var reason staff.Reason
	if errors.As(err, &reason) || key == "refused" {
		view.Text = v.words(err)
	}
	if sent := v.Page("failure", v.T("failure."+key+"_title"), view); sent != nil {
		d.Log.ErrorContext(v.R.Context(), "the desk's page for an error failed", "error", sent)
		http.Error(v.W, http.StatusText(v.status), v.status)
	}
}
