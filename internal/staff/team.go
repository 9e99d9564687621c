package staff

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/text"
)

// FaceID numbers somebody on the team page.
type FaceID int64

// Face is one of the staff as the team page shows them, in their own words. It names no account: what makes public pages never learns whose it is.
type Face struct {
	ID       FaceID   `json:"-"`
	Name     string   `json:"name"`                      // real or not: nobody outside can tell
	Role     string   `json:"role,omitempty"`            // what they do, in a line
	Bio      string   `json:"bio,omitempty"`             // some sentences
	Link     string   `json:"link,omitempty"`            // https: or mailto:; "" none
	Byline   BylineID `json:"-"`                         // whose articles the name leads to; 0 none
	Slug     string   `json:"byline,omitempty"`          // of Byline
	Portrait int64    `json:"portrait,omitempty"`        // a picture; 0 none
	Alt      string   `json:"portrait_alt,omitempty"`    // what the portrait shows
	Credit   string   `json:"portrait_credit,omitempty"` // who made it
	Agreed   bool     `json:"agreed"`                    // they agreed to be shown, and have not taken it back
	Held     bool     `json:"held,omitempty"`            // an editor-in-chief keeps them off the page
	Position int      `json:"-"`
}

// Shown reports whether readers see somebody.
func (f *Face) Shown() bool { return f.Agreed && !f.Held }

// Why somebody's lines for the team page are refused.
const (
	FaceName     Reason = "face_name"
	FaceLong     Reason = "face_long"
	FaceLink     Reason = "face_link"
	FaceByline   Reason = "face_byline"
	FacePortrait Reason = "face_portrait" // a picture needs its words
)

// Limits of what somebody says of themselves, in letters.
const (
	maxFaceRole = 120
	maxFaceBio  = 600
	maxFaceLink = 500
)

const faceColumns = `t.id, t.name, t.role, t.bio, t.link, COALESCE(t.byline_id, 0), COALESCE(b.slug, ''), COALESCE(t.portrait_id, 0), t.portrait_alt, t.portrait_credit, t.agreed, t.held, t.position
FROM team t LEFT JOIN byline b ON b.id = t.byline_id `

func scanFace(row interface{ Scan(...any) error }) (f Face, err error) {
	err = row.Scan(&f.ID, &f.Name, &f.Role, &f.Bio, &f.Link, &f.Byline, &f.Slug, &f.Portrait, &f.Alt, &f.Credit, &f.Agreed, &f.Held, &f.Position)
	return f, err
}

// Team lists those whom the team page shows, in its order.
func Team(ctx context.Context, q db.Querier) ([]Face, error) {
	list, err := Faces(ctx, q)
	return slices.DeleteFunc(list, func(f Face) bool { return !f.Shown() }), err
}

// Faces lists those who agreed to stand on the team page, those whom an editor-in-chief keeps off it too.
func Faces(ctx context.Context, q db.Querier) ([]Face, error) {
	list, err := db.All(ctx, q, func(rows *sql.Rows) (Face, error) { return scanFace(rows) }, "SELECT "+faceColumns+"WHERE t.agreed = TRUE ORDER BY t.position, t.name_key, t.id")
	if err != nil {
		return nil, fmt.Errorf("list the team: %w", err)
	}
	return list, nil
}

// FaceOf is what somebody said of themselves for the team page; an empty Face where they never did.
func FaceOf(ctx context.Context, q db.Querier, id AccountID) (*Face, error) {
	f, err := scanFace(q.QueryRow(ctx, "SELECT "+faceColumns+"WHERE t.account_id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return &Face{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find who stands on the team page: %w", err)
	}
	return &f, nil
}

// clean makes good copy of a face, and refuses what cannot be shown. Who is not to be shown may leave everything open.
func (f *Face) clean() error {
	f.Name, f.Role, f.Bio, f.Alt, f.Credit = text.CleanLine(f.Name), text.CleanLine(f.Role), text.CleanLine(f.Bio), text.CleanLine(f.Alt), text.CleanLine(f.Credit)
	f.Link = strings.TrimSpace(f.Link)
	switch {
	case f.Agreed && f.Name == "":
		return fault.Wrap(fault.Invalid, FaceName, "say under which name to be shown")
	case tooLong(f.Name, maxName), tooLong(f.Role, maxFaceRole), tooLong(f.Bio, maxFaceBio), tooLong(f.Alt, maxFaceBio), tooLong(f.Credit, maxFaceRole):
		return fault.Wrap(fault.Invalid, FaceLong, "a name, a role and a credit have at most %d letters, the lines about oneself %d", maxName, maxFaceBio)
	case f.Link != "" && !faceLink(f.Link):
		return fault.Wrap(fault.Invalid, FaceLink, "a link begins with https:// or mailto:, unlike %q", f.Link)
	case f.Portrait != 0 && (f.Alt == "" || f.Credit == ""):
		return fault.Wrap(fault.Invalid, FacePortrait, "a portrait needs a description and a credit")
	}
	return nil
}

func tooLong(s string, most int) bool { return utf8.RuneCountInString(s) > most }

// faceLink reports an address that leads elsewhere in the open, or to a mailbox.
func faceLink(address string) bool {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxFaceLink || strings.ContainsAny(address, " \t\r\n<>\"\\") {
		return false
	}
	mailbox, host, _ := strings.Cut(u.Opaque, "@")
	return u.Scheme == "https" && u.Hostname() != "" && u.User == nil || u.Scheme == "mailto" && mailbox != "" && host != "" && u.RawQuery == ""
}

// ShowFace keeps what somebody says of themselves for the team page: their own choice, and nobody else's. Who takes their agreement back leaves the page at once. A byline is one of their own.
func ShowFace(ctx context.Context, tx *db.Tx, now time.Time, by Actor, sort Sorter, f *Face) error {
	if err := f.clean(); err != nil {
		return err
	}
	was, err := FaceOf(ctx, tx, by.ID)
	if err != nil {
		return err
	}
	own, err := BylinesOfAccount(ctx, tx, by.ID)
	if err != nil {
		return err
	}
	if f.Byline != 0 && !slices.Contains(own, f.Byline) {
		return fault.Wrap(fault.Invalid, FaceByline, "this is no byline of yours")
	}
	f.ID, f.Held, f.Position = was.ID, was.Held, was.Position
	if was.ID == 0 {
		if f.Position, err = lastFace(ctx, tx); err != nil {
			return err
		}
	}
	const upsert = `INSERT INTO team (account_id, byline_id, name, name_key, role, bio, link, portrait_id, portrait_alt, portrait_credit, position, agreed, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (account_id) DO UPDATE SET byline_id = excluded.byline_id, name = excluded.name, name_key = excluded.name_key, role = excluded.role, bio = excluded.bio, link = excluded.link,
  portrait_id = excluded.portrait_id, portrait_alt = excluded.portrait_alt, portrait_credit = excluded.portrait_credit, agreed = excluded.agreed, changed_at = excluded.changed_at RETURNING id`
	if err := f.put(ctx, tx, now, upsert, sort, by.ID); err != nil {
		return err
	}
	if err := Audit(ctx, tx, now, by, Deed{Act: "team.own", Subject: AccountSubject(by.ID), Before: was.audited(), After: f.audited()}); err != nil {
		return err
	}
	return teamChanged(ctx, tx, now)
}

// Introduce puts somebody without an account on the team page, as the sample newspaper has them.
func Introduce(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, f *Face) (err error) {
	if err := f.clean(); err != nil {
		return err
	}
	if f.Position, err = lastFace(ctx, tx); err != nil {
		return err
	}
	const insert = `INSERT INTO team (account_id, byline_id, name, name_key, role, bio, link, portrait_id, portrait_alt, portrait_credit, position, agreed, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`
	if err := f.put(ctx, tx, now, insert, sort, 0); err != nil {
		return err
	}
	return teamChanged(ctx, tx, now)
}

// put writes a face; account 0 is none.
func (f *Face) put(ctx context.Context, tx *db.Tx, now time.Time, query string, sort Sorter, account AccountID) error {
	optional := func(n int64) sql.NullInt64 { return sql.NullInt64{Int64: n, Valid: n != 0} }
	err := tx.QueryRow(ctx, query, optional(int64(account)), optional(int64(f.Byline)), f.Name, sort.SortKey(f.Name), f.Role, f.Bio, f.Link, optional(f.Portrait), f.Alt, f.Credit, f.Position, f.Agreed,
		db.Millis(now)).Scan(&f.ID)
	if err != nil {
		return fmt.Errorf("keep who stands on the team page: %w", err)
	}
	return nil
}

func lastFace(ctx context.Context, tx *db.Tx) (position int, err error) {
	err = tx.QueryRow(ctx, "SELECT COALESCE(MAX(position), -1) + 1 FROM team").Scan(&position)
	return position, err
}

// audited is what the audit log keeps of a face, the name as what an erasure takes out of it; nil where there was none.
func (f *Face) audited() any {
	if f.ID == 0 {
		return nil
	}
	return map[string]any{"agreed": f.Agreed, "name": f.Name, "portrait": f.Portrait}
}

func teamChanged(ctx context.Context, tx *db.Tx, now time.Time) error {
	return event.Append(ctx, tx, now, page.Team)
}

// HoldFace keeps somebody off the team page, or lets those who agreed stand there again. Nobody is put there who did not agree: they are fault.NotFound.
func HoldFace(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id FaceID, held bool) error {
	n, err := tx.Exec(ctx, "UPDATE team SET held = $2 WHERE id = $1 AND agreed = TRUE AND held <> $2", id, held)
	if err != nil {
		return fmt.Errorf("hold somebody off the team page: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "nobody of this number agreed to stand on the team page")
	}
	if err := Audit(ctx, tx, now, by, Deed{Act: "team.hold", Subject: faceSubject(id), Before: !held, After: held}); err != nil {
		return err
	}
	return teamChanged(ctx, tx, now)
}

func faceSubject(id FaceID) string { return "team:" + strconv.FormatInt(int64(id), 10) }

// ShiftFace moves somebody some places on the team page, up where places is negative.
func ShiftFace(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id FaceID, places int) error {
	list, err := Faces(ctx, tx)
	if err != nil {
		return err
	}
	from := slices.IndexFunc(list, func(f Face) bool { return f.ID == id })
	if from < 0 {
		return fault.New(fault.NotFound, "nobody of this number stands on the team page")
	}
	to := min(max(0, from+max(min(places, len(list)), -len(list))), len(list)-1)
	if from == to {
		return nil
	}
	f := list[from]
	list = slices.Insert(slices.Delete(list, from, from+1), to, f)
	for i := range list {
		if _, err := tx.Exec(ctx, "UPDATE team SET position = $2 WHERE id = $1", list[i].ID, i); err != nil {
			return fmt.Errorf("order the team: %w", err)
		}
	}
	if err := Audit(ctx, tx, now, by, Deed{Act: "team.order", Subject: faceSubject(id), Before: from + 1, After: to + 1}); err != nil {
		return err
	}
	return teamChanged(ctx, tx, now)
}

// leaveTeam takes an account off the team page, with all that was said there.
func leaveTeam(ctx context.Context, tx *db.Tx, now time.Time, id AccountID) error {
	n, err := tx.Exec(ctx, "DELETE FROM team WHERE account_id = $1", id)
	if err != nil {
		return fmt.Errorf("leave the team page: %w", err)
	}
	if n == 0 {
		return nil
	}
	return teamChanged(ctx, tx, now)
}
