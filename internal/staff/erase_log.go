package staff

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"griot/internal/db"
	"griot/internal/text"
)

// erasedAtOnce is how many lines of the log are read before they are written.
const erasedAtOnce = 500

// loggedLine is what of a line may name somebody.
type loggedLine struct {
	id                          int64
	by                          AccountID
	act, subject, before, after string
}

// eraseFromLog takes who somebody was out of the audit log: from the lines of what they did and of what was done to them, and from those of others that hold their address or name.
// What was done, when and to what stays. The account has its number for a name by now.
func eraseFromLog(ctx context.Context, tx *db.Tx, a *Account, number string) error {
	const query = `SELECT id, account_id, act, subject, before, after FROM audit WHERE id > $1 AND (account_id = $2 OR subject = $3 OR words LIKE $4 ESCAPE '\' OR words LIKE $5 ESCAPE '\')
ORDER BY id LIMIT $6`
	scan := func(rows *sql.Rows) (l loggedLine, err error) {
		err = rows.Scan(&l.id, &l.by, &l.act, &l.subject, &l.before, &l.after)
		return l, err
	}
	subject := AccountSubject(a.ID)
	for from := int64(0); ; {
		lines, err := db.All(ctx, tx, scan, query, from, a.ID, subject, holding(a.Email), holding(a.Name), erasedAtOnce)
		if err != nil {
			return fmt.Errorf("erase from the audit log: %w", err)
		}
		for i := range lines {
			if err := lines[i].erase(ctx, tx, a, number); err != nil {
				return fmt.Errorf("erase from the audit log: %w", err)
			}
		}
		if len(lines) < erasedAtOnce {
			return nil
		}
		from = lines[len(lines)-1].id
	}
}

// holding is a pattern of LIKE for folded words that hold a text.
func holding(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text.Fold(s)) + "%"
}

// erase rewrites a line: where it was done from too, if they did it or it was done to them.
func (l *loggedLine) erase(ctx context.Context, tx *db.Tx, a *Account, number string) error {
	about := l.subject == AccountSubject(a.ID)
	before, after := withoutPerson(l.before, a, number, about), withoutPerson(l.after, a, number, about)
	words, err := auditWords(ctx, tx, Actor{ID: l.by}, Deed{Act: l.act, Subject: l.subject}, before, after)
	if err != nil {
		return err
	}
	const update = "UPDATE audit SET before = $2, after = $3, words = $4 WHERE id = $1"
	if _, err := tx.Exec(ctx, update, l.id, before, after, words); err != nil {
		return err
	}
	if l.by != a.ID && (l.by != 0 || !about) { // the address is that of somebody else
		return nil
	}
	_, err = tx.Exec(ctx, "UPDATE audit SET address = '', device = '' WHERE id = $1", l.id)
	return err
}

// withoutPerson puts a number where JSON names a person: their name and address as they are, and in a line about them also those that they had before.
func withoutPerson(data string, a *Account, number string, about bool) string {
	var v any
	if data == "" || json.Unmarshal([]byte(data), &v) != nil {
		return data
	}
	out, err := json.Marshal(replaced(v, a, number, about))
	if err != nil {
		return data
	}
	return string(out)
}

func replaced(v any, a *Account, number string, about bool) any {
	switch v := v.(type) {
	case string:
		if strings.EqualFold(v, a.Email) || strings.EqualFold(v, a.Name) {
			return number
		}
	case []any:
		for i := range v {
			v[i] = replaced(v[i], a, number, about)
		}
	case map[string]any:
		for key := range v {
			if about && (key == "email" || key == "name") {
				v[key] = number
			} else {
				v[key] = replaced(v[key], a, number, about)
			}
		}
	}
	return v
}
