package desk

import (
	"bytes"
	"errors"
	"net/url"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
)

const redirectsPath = "/desk/redirects/"

// maxRedirectForm bounds a file of redirects as browsers write it into a form.
const maxRedirectForm = 8 << 20

// redirectRoutes are the room of the redirects.
func (d *Desk) redirectRoutes() []Route {
	return []Route{
		{Name: "redirects", Pattern: "GET /desk/redirects/{$}", May: staff.KeepPages, Serve: d.redirects},
		{Name: "redirect set", Pattern: "POST /desk/redirects/{$}", May: staff.KeepPages, Serve: d.setRedirect},
		{Name: "redirect remove", Pattern: "POST /desk/redirects/remove", May: staff.KeepPages, Serve: d.removeRedirect},
		{Name: "redirects weigh", Pattern: "POST /desk/redirects/file", May: staff.KeepPages, MaxBody: maxRedirectForm, Serve: d.weighRedirects},
		{Name: "redirects import", Pattern: "POST /desk/redirects/import", May: staff.KeepPages, MaxBody: maxRedirectForm, Serve: d.importRedirects},
		{Name: "redirects export", Pattern: "GET /desk/redirects/redirects.csv", May: staff.KeepPages, Serve: d.exportRedirects},
	}
}

// redirectsListed is how many redirects a page holds.
const redirectsListed = 50

// redirectsView is ui/redirects.html.
type redirectsView struct {
	Words    string
	Ours     bool
	Asked    bool
	Lines    []redirectLine
	Next     string // address of the next page; "": none
	From, To string // as they were typed
}

// redirectLine is a redirect in the list.
type redirectLine struct {
	address.Line
	Typed string // the old address as somebody would type it
	Far   bool   // it leads out of the newspaper
}

func (d *Desk) redirects(v *Visit) error {
	ask := address.Sought{Words: v.Value("q"), Ours: v.Value("ours") != "", After: v.Value("after"), Limit: redirectsListed + 1}
	if len(ask.Words) > address.MaxPathBytes || len(ask.After) > address.MaxPathBytes {
		return unknownChoice()
	}
	list, err := address.Redirects(v.R.Context(), d.DB, ask)
	if err != nil {
		return err
	}
	view := &redirectsView{Words: ask.Words, Ours: ask.Ours, Asked: ask.Words != "" || ask.Ours, From: v.Value("from"), To: v.Value("to")}
	if len(list) > redirectsListed {
		list = list[:redirectsListed]
		q := url.Values{"after": {list[redirectsListed-1].Path}}
		if ask.Words != "" {
			q.Set("q", ask.Words)
		}
		if ask.Ours {
			q.Set("ours", "1")
		}
		view.Next = redirectsPath + "?" + q.Encode()
	}
	for _, l := range list {
		view.Lines = append(view.Lines, redirectLine{l, address.Written(l.Path), l.Location[0] != '/'})
	}
	return v.Page("redirects", v.T("redirects.title"), view)
}

// reasoned gives what the room of addresses refused a reason that the desk has words for.
func reasoned(err error) error {
	var why address.Reason
	if errors.As(err, &why) {
		return fault.Wrap(fault.Of(err), staff.Reason(why), "%s", fault.Message(err))
	}
	return err
}

// setRedirect adds a redirect, or has one that somebody made lead elsewhere.
func (d *Desk) setRedirect(v *Visit) error {
	ctx := v.R.Context()
	err := v.Transact(func(tx *db.Tx) error {
		wishes := []address.Wish{{From: v.Value("from"), To: v.Value("to")}}
		if err := address.Weigh(ctx, tx, d.Origin(), wishes); err != nil {
			return err
		}
		w := &wishes[0]
		if w.Refused != nil {
			return reasoned(w.Refused)
		}
		if err := address.Grant(ctx, tx, v.Now, address.ByHand, wishes); err != nil {
			return err
		}
		deed := staff.Deed{Act: "redirect.set", Subject: w.From, After: w.To}
		if w.Known {
			deed.Before = w.Before
		}
		return v.redirected(tx, deed)
	})
	return v.again(err, redirectsPath, "redirect_set", d.redirects)
}

// redirected notes what was done to redirects, and has pages that led on be made anew.
func (v *Visit) redirected(tx *db.Tx, deed staff.Deed) error {
	if err := staff.Audit(v.R.Context(), tx, v.Now, v.Actor(), deed); err != nil {
		return err
	}
	return event.Append(v.R.Context(), tx, v.Now, page.Moved)
}

func (d *Desk) removeRedirect(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) error {
		gone, err := address.Forget(v.R.Context(), tx, v.Value("path"))
		if err != nil {
			return reasoned(err)
		}
		return v.redirected(tx, staff.Deed{Act: "redirect.remove", Subject: gone.Path, Before: gone.Location})
	})
	return v.again(err, redirectsPath, "redirect_removed", d.redirects)
}

// exportRedirects writes every redirect that somebody made as a table, or with all also those of the program.
func (d *Desk) exportRedirects(v *Visit) error {
	ask := address.Sought{Ours: v.Value("all") == "", Limit: 1000}
	var table bytes.Buffer
	for {
		list, err := address.Redirects(v.R.Context(), d.DB, ask)
		if err != nil {
			return err
		}
		if err := address.WriteCSV(&table, list); err != nil {
			return err
		}
		if len(list) < ask.Limit {
			break
		}
		ask.After = list[len(list)-1].Path
	}
	v.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.W.Header().Set("Content-Disposition", `attachment; filename="redirections.csv"`)
	return v.send(table.Bytes())
}
