package standing

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
)

// Imprint is who publishes, directs and hosts the newspaper: what the law has it say to everybody. Seats have a line for each of an address.
//
// What is demanded is what France asks of whoever edits an online service: article 1-1 of the law n° 2004-575 of 21 June 2004 (until May 2024 its article 6-III), for a company its name, legal form, seat
// and telephone, and registration and capital where it has them (for a person name, home and telephone); the director of publication in the sense of article 93-2 of the law n° 82-652, and whoever
// answers for the newsroom where there is one; name, address and telephone of the host. The e-mail address is what article 19 asks of whoever sells anything, be it advertising. Most press laws of the
// countries that the newspaper covers ask for the same, and for the number of a declaration or receipt.
type Imprint struct {
	Publisher    string `json:"publisher"`
	Form         string `json:"form"`
	Capital      string `json:"capital"`
	Registration string `json:"registration"`
	Seat         string `json:"seat"`
	Phone        string `json:"phone"`
	Email        string `json:"email"`
	Receipt      string `json:"receipt"` // number of the declaration or receipt, where the press is declared
	Director     string `json:"director"`
	Editor       string `json:"editor"` // who answers for the newsroom
	Host         string `json:"host"`
	HostSeat     string `json:"host_seat"`
	HostPhone    string `json:"host_phone"`

	Version int `json:"version"` // how often it was changed
}

// Fact is a line of the imprint.
type Fact struct {
	Name     string // of its texts
	Demanded bool
	Lines    bool // it may have several
	Value    *string
}

// Facts lists the lines of the imprint in the order in which they are shown.
func (im *Imprint) Facts() []Fact {
	return []Fact{
		{"publisher", true, false, &im.Publisher},
		{"form", true, false, &im.Form},
		{"capital", false, false, &im.Capital},
		{"registration", false, false, &im.Registration},
		{"seat", true, true, &im.Seat},
		{"phone", true, false, &im.Phone},
		{"email", true, false, &im.Email},
		{"receipt", false, false, &im.Receipt},
		{"director", true, false, &im.Director},
		{"editor", false, false, &im.Editor},
		{"host", true, false, &im.Host},
		{"host_seat", true, true, &im.HostSeat},
		{"host_phone", true, false, &im.HostPhone},
	}
}

// Missing names the demanded lines that are empty.
func (im *Imprint) Missing() (names []string) {
	for _, f := range im.Facts() {
		if f.Demanded && *f.Value == "" {
			names = append(names, f.Name)
		}
	}
	return names
}

// Why an imprint is refused.
const (
	ImprintLong   staff.Reason = "imprint_long"
	ImprintEmail  staff.Reason = "imprint_email"
	ImprintPhone  staff.Reason = "imprint_phone"
	ImprintOutrun staff.Reason = "imprint_outrun" // somebody saved it meanwhile
)

// maxFact bounds a line of the imprint, in letters.
const maxFact = 500

// aPhone is a telephone number as people write it; several have a comma or a slash between.
var aPhone = regexp.MustCompile(`^[+0-9(][0-9 .()/,+\x{a0}\x{202f}-]{3,60}$`)

// clean makes good copy of an imprint, and refuses what is none.
func (im *Imprint) clean() error {
	for _, f := range im.Facts() {
		lines := strings.FieldsFunc(*f.Value, func(r rune) bool { return r == '\n' || r == '\r' })
		for i := range lines {
			lines[i] = strings.Join(strings.Fields(strings.Map(printable, lines[i])), " ")
		}
		sep := " "
		if f.Lines {
			sep = "\n"
		}
		*f.Value = strings.TrimSpace(strings.Join(lines, sep))
		if utf8.RuneCountInString(*f.Value) > maxFact {
			return fault.Wrap(fault.Invalid, ImprintLong, "a line of the imprint has at most %d letters", maxFact)
		}
	}
	if a, err := mail.ParseAddress(im.Email); im.Email != "" && (err != nil || a.Address != im.Email) {
		return fault.Wrap(fault.Invalid, ImprintEmail, "%q is no e-mail address", im.Email)
	}
	for _, phone := range []string{im.Phone, im.HostPhone} {
		if phone != "" && !aPhone.MatchString(phone) {
			return fault.Wrap(fault.Invalid, ImprintPhone, "%q is no telephone number", phone)
		}
	}
	return nil
}

// printable drops controls, and the marks that turn the direction of a text around.
func printable(r rune) rune {
	if unicode.IsControl(r) && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError {
		return -1
	}
	return r
}

const imprintKey = "imprint"

// LoadImprint reads the imprint; an empty one where nobody has written it yet.
func LoadImprint(ctx context.Context, q db.Querier) (*Imprint, error) {
	im := &Imprint{}
	var kept string
	err := q.QueryRow(ctx, "SELECT value FROM setting WHERE key = $1", imprintKey).Scan(&kept)
	if errors.Is(err, sql.ErrNoRows) {
		return im, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(kept), im)
	}
	if err != nil {
		return nil, fmt.Errorf("load the imprint: %w", err)
	}
	return im, nil
}

// SaveImprint keeps an imprint. Its version is the one that its writer began from: fault.Conflict (ImprintOutrun) where somebody else has changed it since.
func SaveImprint(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, im *Imprint) error {
	if err := im.clean(); err != nil {
		return err
	}
	was, err := LoadImprint(ctx, tx)
	switch {
	case err != nil:
		return err
	case was.Version != im.Version:
		return fault.Wrap(fault.Conflict, ImprintOutrun, "somebody else has changed the imprint since")
	case *was == *im:
		return nil
	}
	im.Version++
	kept, err := json.Marshal(im)
	if err != nil {
		return err
	}
	const upsert = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
	if _, err := tx.Exec(ctx, upsert, imprintKey, string(kept)); err != nil {
		return fmt.Errorf("save the imprint: %w", err)
	}
	if err := staff.Audit(ctx, tx, now, by, staff.Deed{Act: "imprint.change", Before: was, After: im}); err != nil {
		return err
	}
	return appendKind(ctx, tx, now, Legal)
}

// appendKind tells that the pages of a kind have changed.
func appendKind(ctx context.Context, tx *db.Tx, now time.Time, kind Kind) error {
	labels, err := db.All(ctx, tx, func(rows *sql.Rows) (page.Label, error) {
		var id int64
		err := rows.Scan(&id)
		return page.Standing(id), err
	}, "SELECT id FROM standing WHERE kind = $1 ORDER BY id", string(kind))
	if err != nil {
		return fmt.Errorf("find pages: %w", err)
	}
	return event.Append(ctx, tx, now, labels...)
}
