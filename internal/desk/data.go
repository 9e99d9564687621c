package desk

import (
	"encoding/json"
	"fmt"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

func (d *Desk) dataRoutes() []Route {
	return []Route{
		{Name: "desk data", Pattern: "GET /desk/account/data", May: staff.EnterDesk, Serve: d.myData},
		{Name: "desk data file", Pattern: "GET /desk/account/data.json", May: staff.EnterDesk, Serve: d.myDataFile},
		{Name: "desk person data", Pattern: "GET /desk/people/{id}/data", May: staff.ManagePeople, Serve: d.theirData},
		{Name: "desk person data file", Pattern: "GET /desk/people/{id}/data.json", May: staff.ManagePeople, Serve: d.theirDataFile},
		{Name: "desk person erase", Pattern: "POST /desk/people/{id}/erase", May: staff.ManagePeople, Serve: d.erasePerson},
	}
}

// dataView is ui/data.html.
type dataView struct {
	*staff.Dossier
	File  string // address of the same as JSON, with the audit log
	Lines []auditLine
	Mine  bool
}

const shownLines = 20 // of the audit log on the page; the file has all

func (d *Desk) myData(v *Visit) error     { return v.data(v.Who.ID, "/desk/account/data.json") }
func (d *Desk) myDataFile(v *Visit) error { return v.dataFile(v.Who.ID) }

// managed is the person of the address, whom v manages.
func (v *Visit) managed() (staff.AccountID, error) {
	id, err := v.Number("id")
	if err != nil {
		return 0, err
	}
	p, err := staff.AnyMember(v.R.Context(), v.desk.DB, staff.AccountID(id))
	if err == nil && !staff.MayManage(v.Who.Role, p.Role) {
		err = fault.Wrap(fault.Forbidden, staff.NotYours, "only an administrator manages administrators")
	}
	return staff.AccountID(id), err
}

func (d *Desk) theirData(v *Visit) error {
	id, err := v.managed()
	if err != nil {
		return err
	}
	return v.data(id, "/desk/people/"+strconv.FormatInt(int64(id), 10)+"/data.json")
}

func (d *Desk) theirDataFile(v *Visit) error {
	id, err := v.managed()
	if err != nil {
		return err
	}
	return v.dataFile(id)
}

// data shows what is kept about a person.
func (v *Visit) data(id staff.AccountID, file string) error {
	ctx := v.R.Context()
	dossier, err := staff.DossierOf(ctx, v.desk.DB, id)
	if err != nil {
		return err
	}
	lines, err := staff.AuditLog(ctx, v.desk.DB, staff.AuditQuery{About: id, Limit: shownLines})
	if err != nil {
		return err
	}
	view := dataView{Dossier: dossier, File: file, Mine: id == v.Who.ID}
	for _, l := range lines {
		view.Lines = append(view.Lines, v.auditLine(l))
	}
	return v.Page("data", v.T("data.title", dossier.Account.Name), view)
}

// dataFile sends the same as a file, with every line of the audit log, page by page: it may be long.
func (v *Visit) dataFile(id staff.AccountID) error {
	ctx := v.R.Context()
	dossier, err := staff.DossierOf(ctx, v.desk.DB, id)
	if err != nil {
		return err
	}
	head, err := json.MarshalIndent(dossier, "", "  ")
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		return staff.Audit(ctx, tx, v.Now, v.Actor(), staff.Deed{Act: "account.data", Subject: staff.AccountSubject(id)})
	})
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="griot-%d.json"`, id))
	if _, err := fmt.Fprintf(v.W, "%s,\n  \"acts\": [", head[:len(head)-2]); err != nil || !v.actsAbout(id) {
		return nil //nolint:nilerr // the reader has left, or half a file tells by its end
	}
	_, _ = fmt.Fprint(v.W, "\n  ]\n}\n") // an error means that the reader has left
	return nil
}

// actsAbout writes the lines of the audit log by somebody or about them, and reports whether all were sent.
func (v *Visit) actsAbout(id staff.AccountID) bool {
	ask, comma := staff.AuditQuery{About: id}, ""
	for {
		lines, err := staff.AuditLog(v.R.Context(), v.desk.DB, ask)
		if err != nil || len(lines) == 0 {
			return err == nil
		}
		for _, l := range lines {
			line, err := json.Marshal(actOf(l))
			if err != nil {
				return false
			}
			if _, err := fmt.Fprintf(v.W, "%s\n    %s", comma, line); err != nil {
				return false
			}
			comma = ","
		}
		ask.Before = lines[len(lines)-1].ID
	}
}

// act is a line of the audit log in the file.
type act struct {
	At      string          `json:"at"`
	By      int64           `json:"by"` // account, 0 for none
	Act     string          `json:"act"`
	Subject string          `json:"subject,omitempty"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	Address string          `json:"address,omitempty"`
	Device  string          `json:"device,omitempty"`
}

func actOf(l staff.AuditLine) act {
	return act{At: l.At.UTC().Format("2006-01-02T15:04:05Z"), By: int64(l.Account), Act: l.Act, Subject: l.Subject, Before: json.RawMessage(l.Before), After: json.RawMessage(l.After),
		Address: l.Address, Device: l.Device}
}

// erasePerson erases somebody at their request.
func (d *Desk) erasePerson(v *Visit) error {
	return d.onPerson(v, "person_erased", func(tx *db.Tx, id staff.AccountID) error {
		e := staff.Erasure{Account: id, Email: v.Value("email"), Bylines: v.Value("bylines") != ""}
		if err := article.HandBack(v.R.Context(), tx, v.Now, v.Actor(), id); err != nil {
			return err
		}
		return staff.EraseAccount(v.R.Context(), tx, v.Now, v.Actor(), v.Paper.Title, d.Locales.For(v.Paper.Language), e)
	})
}
