package desk

import (
	"errors"
	"io"
	"strings"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// maxRedirectFile bounds a file of redirects as it comes.
const maxRedirectFile = 1 << 20

// reasonFile is why a file of redirects is not read.
const (
	reasonFile     staff.Reason = "redirect_file"
	reasonFileLong staff.Reason = "redirect_file_long"
	reasonFileNone staff.Reason = "redirect_file_none"
)

// plannedView is ui/redirects_file.html: what a file would do, before it is done.
type plannedView struct {
	Added, Changed, Same int
	Refused              []refusedLine // the first of them
	RefusedAll           int
	Granted              []address.Wish // the first of them
	Lines                string         // those that can be granted, to be sent back
}

// refusedLine is a line of a file that cannot be granted.
type refusedLine struct {
	Line     int
	From, To string
	Why      string
}

const (
	shownRefused = 200
	shownGranted = 50
)

// weighRedirects says what a file would do. Nothing is written: whoever sent it sees it first.
func (d *Desk) weighRedirects(v *Visit) error {
	file, err := v.redirectFile()
	if err != nil {
		return v.again(err, "", "", d.redirects)
	}
	wishes, err := address.ReadCSV(file)
	if err == nil && len(wishes) == 0 {
		err = fault.Wrap(fault.Invalid, reasonFileNone, "there is no line in it")
	}
	if err == nil {
		err = address.Weigh(v.R.Context(), d.DB, d.Origin(), wishes)
	}
	if err != nil {
		return v.again(fileReason(err), "", "", d.redirects)
	}
	return v.plannedPage(wishes)
}

// redirectFile is the file that was sent, or the lines that were pasted.
func (v *Visit) redirectFile() (file []byte, err error) {
	sent, err := v.upload("file")
	if err != nil {
		return nil, err
	}
	if sent == nil {
		file = []byte(v.R.FormValue("lines"))
	} else {
		defer func() { err = errors.Join(err, v.R.MultipartForm.RemoveAll()) }()
		f, err := sent.Open()
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		if file, err = io.ReadAll(io.LimitReader(f, maxRedirectFile+1)); err != nil {
			return nil, err
		}
	}
	if len(file) > maxRedirectFile {
		return nil, fault.Wrap(fault.TooLarge, reasonFileLong, "a file of redirects has at most %d kB", maxRedirectFile>>10)
	}
	return file, nil
}

// fileReason gives what is wrong with a whole file a reason that the desk has words for.
func fileReason(err error) error {
	var known staff.Reason
	switch {
	case errors.As(err, &known):
		return err
	case fault.Is(err, fault.TooLarge):
		return fault.Wrap(fault.TooLarge, reasonFileLong, "%s", fault.Message(err))
	case fault.Is(err, fault.Invalid):
		return fault.Wrap(fault.Invalid, reasonFile, "%s", fault.Message(err))
	}
	return err
}

// plannedPage shows what became of wishes.
func (v *Visit) plannedPage(wishes []address.Wish) error {
	view := &plannedView{}
	var lines []address.Line
	for i := range wishes {
		w := &wishes[i]
		switch {
		case w.Refused != nil:
			if view.RefusedAll++; view.RefusedAll <= shownRefused {
				view.Refused = append(view.Refused, refusedLine{w.Line, w.From, w.To, v.words(reasoned(w.Refused))})
			}
			continue
		case w.Same():
			view.Same++
			continue
		case w.Changed():
			view.Changed++
		default:
			view.Added++
		}
		lines = append(lines, address.Line{Path: w.From, Location: w.To})
		if len(view.Granted) < shownGranted {
			view.Granted = append(view.Granted, *w)
		}
	}
	var b strings.Builder
	if err := address.WriteCSV(&b, lines); err != nil {
		return err
	}
	view.Lines = b.String()
	return v.Page("redirects_file", v.T("redirects.planned"), view)
}

// importRedirects writes what was shown before. It is weighed again: what became impossible meanwhile is left out, and told.
func (d *Desk) importRedirects(v *Visit) error {
	ctx := v.R.Context()
	var granted, refused int
	err := v.Transact(func(tx *db.Tx) error {
		wishes, err := address.ReadCSV([]byte(v.R.PostFormValue("lines")))
		if err != nil {
			return fileReason(err)
		}
		if err := address.Weigh(ctx, tx, d.Origin(), wishes); err != nil {
			return err
		}
		granted, refused = 0, 0
		leads := map[string]string{}
		for i := range wishes {
			if wishes[i].Refused != nil {
				refused++
			} else if !wishes[i].Same() {
				granted++
				leads[wishes[i].From] = wishes[i].To
			}
		}
		if granted == 0 {
			return fault.Wrap(fault.Invalid, reasonFileNone, "there is no line in it that changes anything")
		}
		if err := address.Grant(ctx, tx, v.Now, address.ByImport, wishes); err != nil {
			return err
		}
		return v.redirected(tx, staff.Deed{Act: "redirect.import", After: leads})
	})
	if err != nil {
		return v.again(err, "", "", d.redirects)
	}
	text := v.Loc.Plural("redirects.imported", granted)
	if refused > 0 {
		text += " " + v.Loc.Plural("redirects.left_out", refused)
	}
	return v.Done(redirectsPath, "redirects_imported", text)
}
