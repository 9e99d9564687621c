package desk

import (
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"griot/internal/staff"
)

func (d *Desk) auditRoutes() []Route {
	return []Route{
		{Name: "desk audit", Pattern: "GET /desk/audit/{$}", May: staff.ReadAudit, Serve: d.audit},
		{Name: "desk audit export", Pattern: "GET /desk/audit/journal.csv", May: staff.ReadAudit, Serve: d.exportAudit},
	}
}

// auditView is ui/audit.html.
type auditView struct {
	Lines  []auditLine
	People []choice
	Words  string
	From   string // as a date field has it
	To     string
	Older  string // address of the lines before these; "" when there are none
	Export string
	Days   int // for which addresses are kept
}

// auditLine is a line of the log in the person's words.
type auditLine struct {
	staff.AuditLine
	Deed string
	What string
}

// question reads what was asked of the log. A day that is none asks nothing.
func (v *Visit) question() (ask staff.AuditQuery) {
	ask.Words = v.Value("q")
	account, _ := strconv.ParseInt(v.Value("who"), 10, 64)
	ask.Account = staff.AccountID(account)
	ask.Before, _ = strconv.ParseInt(v.Value("before"), 10, 64)
	zone := v.Paper.Location()
	if day, err := time.ParseInLocation(time.DateOnly, v.Value("from"), zone); err == nil {
		ask.From = day
	}
	if day, err := time.ParseInLocation(time.DateOnly, v.Value("to"), zone); err == nil {
		ask.To = day.AddDate(0, 0, 1)
	}
	return ask
}

// address is a page with the same question.
func (v *Visit) sameQuestion(path string, before int64) string {
	q := url.Values{}
	for _, name := range []string{"q", "who", "from", "to"} {
		if value := v.Value(name); value != "" {
			q.Set(name, value)
		}
	}
	if before != 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (d *Desk) audit(v *Visit) error {
	ctx, ask := v.R.Context(), v.question()
	lines, err := staff.AuditLog(ctx, d.DB, ask)
	if err != nil {
		return err
	}
	people, err := staff.People(ctx, d.DB)
	if err != nil {
		return err
	}
	view := auditView{Words: ask.Words, From: v.Value("from"), To: v.Value("to"), Export: v.sameQuestion("/desk/audit/journal.csv", 0), Days: v.Paper.KeepAddresses()}
	for _, l := range lines {
		view.Lines = append(view.Lines, v.auditLine(l))
	}
	for _, p := range people {
		view.People = append(view.People, choice{strconv.FormatInt(int64(p.ID), 10), p.Name, p.ID == ask.Account})
	}
	if len(lines) == staff.AuditPage {
		view.Older = v.sameQuestion("/desk/audit/", lines[len(lines)-1].ID)
	}
	return v.Page("audit", v.T("audit.title"), view)
}

// auditLine puts a line into words. An act of a room that has none yet stands as it is.
func (v *Visit) auditLine(l staff.AuditLine) auditLine {
	key := "deed." + strings.ReplaceAll(l.Act, ".", "_")
	line := auditLine{AuditLine: l, Deed: v.T(key), What: l.Subject}
	if line.Deed == key {
		line.Deed = l.Act
	}
	if l.Whom != "" {
		line.What = l.Whom
	}
	if line.Name == "" {
		line.Name = v.T("audit.nobody")
	}
	return line
}

// maxExported bounds an export, in lines: who needs more asks for a shorter time.
const maxExported = 100_000

// exportAudit writes the lines of the question as a table, page by page.
func (d *Desk) exportAudit(v *Visit) error {
	ask := v.question()
	lines, err := staff.AuditLog(v.R.Context(), d.DB, ask) // before anything is sent
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.W.Header().Set("Content-Disposition", `attachment; filename="journal.csv"`)
	table := csv.NewWriter(v.W)
	_ = table.Write([]string{"id", "at", "account", "name", "act", "subject", "before", "after", "address", "device"})
	for written := 0; len(lines) > 0 && written < maxExported; written += len(lines) {
		for _, l := range lines {
			_ = table.Write([]string{strconv.FormatInt(l.ID, 10), l.At.Format(time.RFC3339), strconv.FormatInt(int64(l.Account), 10), harmless(l.Name), l.Act, harmless(l.Subject), harmless(l.Before), harmless(l.After),
				l.Address, harmless(l.Device)})
		}
		if table.Flush(); table.Error() != nil {
			return nil // the reader has left
		}
		ask.Before = lines[len(lines)-1].ID
		if lines, err = staff.AuditLog(v.R.Context(), d.DB, ask); err != nil {
			return nil // half a table is sent: its end tells
		}
	}
	return nil
}

// harmless keeps a spreadsheet from taking a value for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r") {
		return "'" + s
	}
	return s
}
