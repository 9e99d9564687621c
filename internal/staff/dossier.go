package staff

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
)

// Dossier is what is kept about a person besides the audit log, which AuditQuery.About asks for. No secret stands in it, nor what only looks like one: hashes and public keys.
type Dossier struct {
	Account struct {
		ID       AccountID  `json:"id"`
		Email    string     `json:"email"`
		Name     string     `json:"name"`
		Role     Role       `json:"role"`
		Language string     `json:"language,omitempty"`
		Created  time.Time  `json:"created"`
		Signed   *time.Time `json:"last_sign_in,omitempty"`
		Ended    *time.Time `json:"ended,omitempty"`
		Password bool       `json:"has_password"`
		Codes    bool       `json:"has_one_time_codes"`
		Recovery int        `json:"recovery_codes_left"`
	} `json:"account"`
	Sections  []string   `json:"sections"`
	Countries []string   `json:"countries"`
	Bylines   []string   `json:"bylines"` // their public addresses
	Team      *Face      `json:"team_page,omitempty"`
	Assigned  []string   `json:"answers_for"` // pages of articles
	Sessions  []Presence `json:"sessions"`
	Browsers  []Presence `json:"browsers"` // in which they have signed in before
	Passkeys  []Presence `json:"passkeys"`
	Tokens    []Presence `json:"tokens"`
	Link      *time.Time `json:"link_ends,omitempty"` // of a link that waits to be used
	Digest    string     `json:"letters"`             // how often they are written to
	Remarks   []Saying   `json:"remarks"`             // on texts, and answers to those of others
	Notes     []Saying   `json:"notes"`               // among colleagues
	Notices   []Saying   `json:"notices"`             // of what others did
}

// Presence is something that lets a person in.
type Presence struct {
	Name    string     `json:"name,omitempty"`
	Address string     `json:"address,omitempty"`
	Device  string     `json:"device,omitempty"`
	Created *time.Time `json:"created,omitempty"`
	Seen    *time.Time `json:"last_use,omitempty"`
	Ends    *time.Time `json:"ends,omitempty"`
}

// DossierOf gathers what is kept about an account, ended or not.
func DossierOf(ctx context.Context, q db.Querier, id AccountID) (*Dossier, error) {
	d := &Dossier{}
	a := &d.Account
	var created, signed, ended int64
	const query = `SELECT a.id, a.email, a.name, a.role, a.language, a.created_at, a.signed_at, a.ended_at, a.password_hash <> '', COALESCE(o.confirmed_at, 0) > 0,
  (SELECT COUNT(*) FROM recovery_code r WHERE r.account_id = a.id) FROM account a LEFT JOIN otp o ON o.account_id = a.id WHERE a.id = $1`
	err := q.QueryRow(ctx, query, id).Scan(&a.ID, &a.Email, &a.Name, &a.Role, &a.Language, &created, &signed, &ended, &a.Password, &a.Codes, &a.Recovery)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoAccount()
	}
	if err != nil {
		return nil, fmt.Errorf("gather data: %w", err)
	}
	a.Created, a.Signed, a.Ended = db.Time(created), moment(signed), moment(ended)
	return d, d.gather(ctx, q, id)
}

// gather fills in the lists.
func (d *Dossier) gather(ctx context.Context, q db.Querier, id AccountID) error {
	for list, query := range map[*[]string]string{
		&d.Sections:  "SELECT s.path FROM account_section l JOIN section s ON s.id = l.section_id WHERE l.account_id = $1 ORDER BY s.path",
		&d.Countries: "SELECT c.code FROM account_country l JOIN country c ON c.id = l.country_id WHERE l.account_id = $1 ORDER BY c.code",
		&d.Bylines:   "SELECT '/auteurs/' || slug || '/' FROM byline WHERE account_id = $1 ORDER BY id",
		&d.Assigned:  "SELECT '/desk/articles/' || CAST(article_id AS TEXT) || '/' FROM assignment WHERE account_id = $1 ORDER BY article_id",
	} {
		var err error
		if *list, err = db.All(ctx, q, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query, id); err != nil {
			return fmt.Errorf("gather data: %w", err)
		}
		*list = append([]string{}, *list...) // an empty list in JSON, not null
	}
	for list, query := range map[*[]Presence]string{
		&d.Sessions: "SELECT '', address, device, created_at, seen_at, ends_at FROM session WHERE account_id = $1 ORDER BY id",
		&d.Browsers: "SELECT '', '', '', 0, seen_at, 0 FROM device WHERE account_id = $1 ORDER BY id",
		&d.Passkeys: "SELECT name, '', '', created_at, seen_at, 0 FROM passkey WHERE account_id = $1 ORDER BY id",
		&d.Tokens:   "SELECT name, '', '', created_at, seen_at, ends_at FROM token WHERE account_id = $1 ORDER BY id",
	} {
		var err error
		if *list, err = db.All(ctx, q, scanPresence, query, id); err != nil {
			return fmt.Errorf("gather data: %w", err)
		}
		*list = append([]Presence{}, *list...)
	}
	if err := d.gatherSaid(ctx, q, id); err != nil {
		return err
	}
	face, err := FaceOf(ctx, q, id)
	if err != nil {
		return err
	}
	if face.ID != 0 {
		d.Team = face
	}
	var ends int64
	err = q.QueryRow(ctx, "SELECT ends_at FROM door_link WHERE account_id = $1", id).Scan(&ends)
	if d.Link = moment(ends); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("gather data: %w", err)
	}
	return nil
}

func scanPresence(rows *sql.Rows) (p Presence, err error) {
	var created, seen, ends int64
	err = rows.Scan(&p.Name, &p.Address, &p.Device, &created, &seen, &ends)
	p.Created, p.Seen, p.Ends = moment(created), moment(seen), moment(ends)
	return p, err
}

// moment is a time that may be none.
func moment(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := db.Time(ms)
	return &t
}
