// Package filing is what editors do to the rubrics, countries and tags that articles are filed under: whether they may, whether somebody else was quicker, what moves along (lists, addresses, beats, the
// front page), and the line of the audit log. Each act is one transaction, and what readers see is right when it is committed (ADR 21).
//
// Errors of the kinds fault.Invalid and fault.Conflict name their Reason.
package filing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/text"
)

// Bounds of what is typed.
const (
	MaxNameRunes        = 100
	MaxDescriptionRunes = 500
	MaxAtOnce           = 50 // tags merged into one in one act
)

// Why something was refused.
const (
	Outrun   staff.Reason = "filed_outrun"
	TooLong  staff.Reason = "filed_too_long"
	Taken    staff.Reason = "filed_taken"
	NoHue    staff.Reason = "filed_hue"
	NotEmpty staff.Reason = "filed_not_empty"
	HasBelow staff.Reason = "filed_has_below"
	TagStays staff.Reason = "filed_tag_stays"
	TooMany  staff.Reason = "filed_too_many"
	Nothing  staff.Reason = "filed_nothing"

	NoCountry    staff.Reason = "filed_no_country"
	CountryStays staff.Reason = "filed_country_stays"
)

// Clerk is who acts, when, and in which language the newspaper names things.
type Clerk struct {
	By  staff.Actor
	Now time.Time
	*locale.Locale
}

// enter is nil for whoever may file.
func (c *Clerk) enter() error { return staff.Demand(c.By.Role, staff.KeepRubrics) }

// end writes the line of the audit log, and tells the edge: names of rubrics, countries and tags stand on every page.
func (c *Clerk) end(ctx context.Context, tx *db.Tx, d staff.Deed, labels ...page.Label) error {
	if err := staff.Audit(ctx, tx, c.Now, c.By, d); err != nil {
		return err
	}
	return c.tell(ctx, tx, labels...)
}

func (c *Clerk) tell(ctx context.Context, tx *db.Tx, labels ...page.Label) error {
	return event.Append(ctx, tx, c.Now, append(labels, page.Menu, page.Archive)...)
}

// markOf tells one state of something from the next, for whoever changes what they saw.
func markOf(v any) (string, error) {
	data, err := json.Marshal(v)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8]), err
}

// unchanged refuses to change what is no longer as it was seen. Nothing seen is no matter.
func unchanged(seen, mark string) error {
	if seen == "" || seen == mark {
		return nil
	}
	return fault.Wrap(fault.Conflict, Outrun, "somebody else changed this meanwhile: look at it, then change it again")
}

// line is a name as it is kept: text in one line, not too long.
func line(s string, most int) (string, error) {
	if utf8.RuneCountInString(s) > 4*most { // not worth cleaning
		return "", tooLong(most)
	}
	s = strings.TrimSpace(text.CleanLine(s))
	if utf8.RuneCountInString(s) > most {
		return "", tooLong(most)
	}
	return s, nil
}

func tooLong(most int) error {
	return fault.Wrap(fault.Invalid, TooLong, "a name has at most %d characters, a description %d: this takes at most %d", MaxNameRunes, MaxDescriptionRunes, most)
}

func subject[T ~int64](room string, id T) string { return fmt.Sprintf("%s:%d", room, id) }
