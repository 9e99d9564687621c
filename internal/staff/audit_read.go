package staff

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/text"
)

// AuditLine is one line of the audit log.
type AuditLine struct {
	ID      int64
	At      time.Time
	Account AccountID // 0: the command line, or nobody who is known
	Name    string    // of the account, as it is now
	Act     string
	Subject string
	Whom    string // the name of the account that is the subject; ""
	Before  string // JSON
	After   string
	Address string // "" once erased
	Device  string
}

// AuditQuery asks for lines of the audit log, newest first. Zero fields ask nothing.
type AuditQuery struct {
	Words   string    // all of them, in names, addresses, acts, and what changed
	Account AccountID // who did it
	About   AccountID // who did it, or to whom it was done
	Subject string
	From    time.Time // not before
	To      time.Time // before
	Before  int64     // lines older than this one: the last of the page before
	Limit   int       // at most AuditPage, which zero stands for
}

// AuditPage is how many lines a page of the log has at most.
const AuditPage = 100

// maxAuditWords bounds the words of a search.
const maxAuditWords = 8

// AuditLog lists lines of the audit log. Searching words reads the log from its newest line until the page is full.
func AuditLog(ctx context.Context, q db.Querier, ask AuditQuery) ([]AuditLine, error) {
	where, args := ask.where()
	limit := AuditPage
	if ask.Limit > 0 && ask.Limit < limit {
		limit = ask.Limit
	}
	query := `SELECT l.id, l.at, l.account_id, COALESCE(a.name, ''), l.act, l.subject, COALESCE(w.name, ''), l.before, l.after, l.address, l.device
FROM audit l LEFT JOIN account a ON a.id = l.account_id LEFT JOIN account w ON l.subject = 'account:' || CAST(w.id AS TEXT)
` + where + fmt.Sprintf(" ORDER BY l.id DESC LIMIT %d", limit)
	scan := func(rows *sql.Rows) (l AuditLine, err error) {
		var at int64
		err = rows.Scan(&l.ID, &at, &l.Account, &l.Name, &l.Act, &l.Subject, &l.Whom, &l.Before, &l.After, &l.Address, &l.Device)
		l.At = db.Time(at)
		return l, err
	}
	lines, err := db.All(ctx, q, scan, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	return lines, nil
}

// where writes the conditions of a question, and their values.
func (ask *AuditQuery) where() (string, []any) {
	var parts []string
	var args []any
	add := func(condition string, value any) {
		args = append(args, value)
		parts = append(parts, fmt.Sprintf(condition, len(args)))
	}
	words := strings.Fields(text.Fold(ask.Words))
	for _, w := range words[:min(len(words), maxAuditWords)] {
		add(`l.words LIKE $%d ESCAPE '\'`, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(w)+"%")
	}
	if ask.Account != 0 {
		add("l.account_id = $%d", ask.Account)
	}
	if ask.About != 0 {
		args = append(args, ask.About, AccountSubject(ask.About))
		parts = append(parts, fmt.Sprintf("(l.account_id = $%d OR l.subject = $%d)", len(args)-1, len(args)))
	}
	if ask.Subject != "" {
		add("l.subject = $%d", ask.Subject)
	}
	if !ask.From.IsZero() {
		add("l.at >= $%d", db.Millis(ask.From))
	}
	if !ask.To.IsZero() {
		add("l.at < $%d", db.Millis(ask.To))
	}
	if ask.Before != 0 {
		add("l.id < $%d", ask.Before)
	}
	if len(parts) == 0 {
		return "", nil
	}
	return "WHERE " + strings.Join(parts, " AND "), args
}
