// Package masthead is the newspaper's identity: its name, language, clock and channels, as its staff set them. Every public page shows some of it,
// so a change of it bears the label page.Menu.
package masthead

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
)

// Newspaper is what the masthead, the footer, the feeds and the machines' files say of the paper.
type Newspaper struct {
	Title       string    `json:"title"`
	Tagline     string    `json:"tagline"`
	Description string    `json:"description"`               // of the front page, for search engines
	About       string    `json:"about"`                     // the short text of the footer
	Language    string    `json:"language"`                  // the site's own, BCP 47
	Languages   []string  `json:"languages"`                 // all in which it may publish, the own first
	TimeZone    string    `json:"time_zone" toml:"timezone"` // IANA name
	Email       string    `json:"email"`                     // of the newsroom, public
	Webmail     string    `json:"webmail"`                   // an outside webmail's address; empty: none
	Place       string    `json:"place"`                     // seat of the paper
	Copyright   string    `json:"copyright"`                 // who holds the rights
	Channels    []Channel `json:"channels"`
	Hub         string    `json:"hub"` // WebSub hub of the feeds, https; empty: none

	// The look. A logo is the number of a drawing or picture of the library that stands for the title over every page; 0: the title is set, after the mark. At night
	// the same is shown where no other is named. Accents are #rrggbb; empty: the sheet's own.
	Logo        int64  `json:"logo,omitempty"`
	LogoNight   int64  `json:"logo_night,omitempty" toml:"logo_night"`
	Accent      string `json:"accent,omitempty"`
	AccentNight string `json:"accent_night,omitempty" toml:"accent_night"`

	// Permalink is how the addresses of new articles are made: "/{year}/{slug}/"; empty: DefaultPattern.
	Permalink string `json:"permalink,omitempty"`

	// What machines' files say beyond what the program knows itself.
	ShortName   string `json:"short_name"`   // where there is room for little: under an icon, in a browser's list of searches
	Colour      string `json:"colour"`       // of the bar around the newspaper on a phone's screen, #rrggbb; empty: the sheet's paper
	AdsTxt      string `json:"ads_txt"`      // lines of /ads.txt
	RobotsTxt   string `json:"robots_txt"`   // further groups of /robots.txt
	SecurityTxt string `json:"security_txt"` // further fields of /.well-known/security.txt

	// AuditDays is for how many days the newsroom's audit log keeps addresses and devices; 0 is DefaultAuditDays.
	AuditDays int `json:"audit_days" toml:"audit_days"`

	// ReplyDays is within how many days of a request a right of reply is published; 0 is DefaultReplyDays.
	ReplyDays int `json:"reply_days" toml:"reply_days"`

	// ContactDays is for how many days after its end a request keeps how to reach whoever asked; 0 is DefaultContactDays.
	ContactDays int `json:"contact_days" toml:"contact_days"`

	clock *time.Location
}

// DefaultReplyDays is what the law of France gives an online newspaper (n° 2004-575, article 6-IV).
const DefaultReplyDays = 3

// ReplyWithin is within how many days a right of reply is published.
func (n *Newspaper) ReplyWithin() int { return cmp.Or(n.ReplyDays, DefaultReplyDays) }

// DefaultContactDays is how long contacts are kept where nobody said: the three months in which a refusal can be taken to court.
const DefaultContactDays = 90

// KeepContacts is for how many days after its end a request keeps how to reach whoever asked.
func (n *Newspaper) KeepContacts() int { return cmp.Or(n.ContactDays, DefaultContactDays) }

// DefaultAuditDays is how long addresses and devices are kept where nobody said.
const DefaultAuditDays = 90

// KeepAddresses is for how many days the audit log keeps addresses and devices.
func (n *Newspaper) KeepAddresses() int { return cmp.Or(n.AuditDays, DefaultAuditDays) }

// Channel is one of the newspaper's own places elsewhere.
type Channel struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Location is the newsroom's clock; UTC where the zone is unknown, which Save refuses.
func (n *Newspaper) Location() *time.Location {
	if n.clock != nil {
		return n.clock
	}
	if loc, err := time.LoadLocation(n.TimeZone); err == nil {
		return loc
	}
	return time.UTC
}

const key = "newspaper"

// Load reads the newspaper; fault.NotFound when the database holds none yet.
func Load(ctx context.Context, q db.Querier) (*Newspaper, error) {
	var text string
	err := q.QueryRow(ctx, "SELECT value FROM setting WHERE key = $1", key).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no newsroom here yet: make one with griot init, or try griot demo")
	}
	if err != nil {
		return nil, fmt.Errorf("load newspaper: %w", err)
	}
	n := &Newspaper{}
	if err := json.Unmarshal([]byte(text), n); err != nil {
		return nil, fmt.Errorf("load newspaper: %w", err)
	}
	n.clock = n.Location() // a zone is a file, read once
	return n, nil
}

// Save writes the newspaper and drops every page. What it cannot be is fault.Invalid.
func Save(ctx context.Context, tx *db.Tx, now time.Time, n *Newspaper) error {
	if err := n.check(); err != nil {
		return err
	}
	n.clock = nil
	n.clock = n.Location()
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	const upsert = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
	if _, err := tx.Exec(ctx, upsert, key, string(text)); err != nil {
		return fmt.Errorf("save newspaper: %w", err)
	}
	return event.Append(ctx, tx, now, page.Menu)
}
