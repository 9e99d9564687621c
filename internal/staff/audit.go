package staff

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/text"
)

// Actor is who does something, and from where. The zero Actor is the command line.
type Actor struct {
	ID      AccountID // 0: whoever has a shell on the server
	Role    Role
	Address string // IP address; "" for the command line
	Device  string // the browser in a few words; "" for the command line
}

// Deed is what was done.
type Deed struct {
	Act     string // "account.invite": the room, then the verb
	Subject string // what it was done to, "account:12"; "" for nothing in particular
	Before  any    // as JSON; nil: there was nothing. No secrets
	After   any
}

// AccountSubject names an account as the subject of a deed.
func AccountSubject(id AccountID) string { return "account:" + strconv.FormatInt(int64(id), 10) }

// maxAudited bounds what one line keeps of each side, in bytes.
const maxAudited = 16 << 10

// Audit writes a line into the audit log, in the transaction that does the deed. Nothing changes or removes a line afterwards, but Forget erases addresses and devices.
func Audit(ctx context.Context, tx *db.Tx, now time.Time, by Actor, d Deed) error {
	before, err := audited(d.Before)
	if err != nil {
		return err
	}
	after, err := audited(d.After)
	if err != nil {
		return err
	}
	words, err := auditWords(ctx, tx, by, d, before, after)
	if err != nil {
		return err
	}
	const insert = `INSERT INTO audit (at, account_id, act, subject, before, after, address, device, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	if _, err := tx.Exec(ctx, insert, db.Millis(now), by.ID, d.Act, d.Subject, before, after, by.Address, by.Device, words); err != nil {
		return fmt.Errorf("audit %s: %w", d.Act, err)
	}
	return nil
}

// audited is one side of a deed as it is kept. What is too long to keep leaves its length.
func audited(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	data, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("audit: %w", err)
	}
	if len(data) > maxAudited {
		return fmt.Sprintf(`{"bytes":%d}`, len(data)), nil
	}
	return string(data), nil
}

// auditWords is what a search finds a line by: names and addresses of who did it and to whom, as they were then.
func auditWords(ctx context.Context, tx *db.Tx, by Actor, d Deed, before, after string) (string, error) {
	words := d.Act + " " + d.Subject + " " + before + " " + after
	const query = "SELECT name, email FROM account WHERE id = $1 OR id = $2"
	var subject int64
	if _, err := fmt.Sscanf(d.Subject, "account:%d", &subject); err != nil {
		subject = 0
	}
	people, err := db.All(ctx, tx, scanTwo, query, by.ID, subject)
	if err != nil {
		return "", fmt.Errorf("audit: %w", err)
	}
	for _, p := range people {
		words += " " + p
	}
	return text.Fold(words), nil
}

func scanTwo(rows *sql.Rows) (string, error) {
	var a, b string
	err := rows.Scan(&a, &b)
	return a + " " + b, err
}
