package article

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// What is the change that a bulk act makes to each of its articles.
type What string

// The changes.
const (
	SetSection    What = "section"
	AddTag        What = "tag-add"
	RemoveTag     What = "tag-remove"
	AddAuthor     What = "author-add"
	ReplaceAuthor What = "author-replace"
	RemoveAuthor  What = "author-remove"
	AddCountry    What = "country-add"
	RemoveCountry What = "country-remove"
	WithdrawAll   What = "withdraw"
)

// Whats lists every change.
func Whats() []What {
	return []What{SetSection, AddTag, RemoveTag, AddAuthor, ReplaceAuthor, RemoveAuthor, AddCountry, RemoveCountry, WithdrawAll}
}

// Bulk is one change to many articles.
type Bulk struct {
	What    What
	Subject int64  // number of the rubric that is set (0: none), of the tag, byline or country that is added or removed, of the byline that is replaced
	With    int64  // number of the byline that takes its place
	Named   string // a tag to be added that is not there yet: to foresee, not to begin
	Reason  string // of a withdrawal, which readers are shown
}

// Why a bulk act, or one of its articles, was left as it was.
const (
	BulkTooMany   staff.Reason = "bulk_too_many"
	BulkNone      staff.Reason = "bulk_none"
	BulkOver      staff.Reason = "bulk_over"
	BulkIsAnother staff.Reason = "bulk_is_another"
	ReasonMissing staff.Reason = "bulk_reason_missing"
	TermGone      staff.Reason = "bulk_term_gone"
	ChangedSince  staff.Reason = "bulk_changed_since"
	HourPast      staff.Reason = "bulk_hour_past"
	bulkFailed    staff.Reason = "bulk_failed"
)

// check refuses what is no change.
func (b *Bulk) check() error {
	b.Reason = text.CleanLine(b.Reason)
	if !slices.Contains(Whats(), b.What) {
		return fault.New(fault.Invalid, "unknown change %q: one of %v", b.What, Whats())
	}
	switch b.What {
	case WithdrawAll:
		if b.Reason == "" {
			return fault.Wrap(fault.Invalid, ReasonMissing, "readers are told why articles are withdrawn")
		}
		b.Subject, b.With = 0, 0
		return nil
	case ReplaceAuthor:
		if b.With == 0 || b.With == b.Subject {
			return fault.Wrap(fault.Invalid, TermGone, "a byline is replaced by another")
		}
	case SetSection:
		b.With, b.Reason = 0, ""
		return nil
	default:
		b.With = 0
	}
	b.Reason = ""
	if b.Subject == 0 && (b.What != AddTag || b.Named == "") {
		return fault.Wrap(fault.Invalid, TermGone, "say what is added or removed")
	}
	return nil
}

// apply makes the change to an article.
func (b *Bulk) apply(a *Article) {
	switch b.What {
	case SetSection:
		a.Section = taxonomy.SectionID(b.Subject)
	case AddTag:
		a.Tags = with(a.Tags, taxonomy.TagID(b.Subject))
	case RemoveTag:
		a.Tags = without(a.Tags, taxonomy.TagID(b.Subject))
	case AddAuthor:
		a.Bylines = with(a.Bylines, staff.BylineID(b.Subject))
	case ReplaceAuthor:
		a.Bylines = instead(a.Bylines, staff.BylineID(b.Subject), staff.BylineID(b.With))
	case RemoveAuthor:
		a.Bylines = without(a.Bylines, staff.BylineID(b.Subject))
	case AddCountry:
		a.Countries = with(a.Countries, taxonomy.CountryID(b.Subject))
	case RemoveCountry:
		a.Countries = without(a.Countries, taxonomy.CountryID(b.Subject))
	case WithdrawAll:
		if a.Status != Withdrawn {
			a.Status, a.Reason = Withdrawn, b.Reason
		}
	}
}

// with is a list with a number at its end, unless it is in it already.
func with[T ~int64](list []T, id T) []T {
	if slices.Contains(list, id) {
		return list
	}
	return append(slices.Clone(list), id)
}

func without[T ~int64](list []T, id T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(have T) bool { return have == id })
}

// instead is a list in which one number has taken the place of another.
func instead[T ~int64](list []T, old, id T) []T {
	at := slices.Index(list, old)
	if at < 0 {
		return list
	}
	list = slices.Clone(list)
	if slices.Contains(list, id) {
		return slices.Delete(list, at, at+1)
	}
	list[at] = id
	return list
}

// field is what an article says in the one field that the change is about: two articles that say the same there give the same.
func (b *Bulk) field(a *Article) string {
	switch b.What {
	case SetSection:
		return strconv.FormatInt(int64(a.Section), 10)
	case AddTag, RemoveTag:
		return inRow(a.Tags)
	case AddAuthor, ReplaceAuthor, RemoveAuthor:
		return inRow(a.Bylines)
	case AddCountry, RemoveCountry:
		return inRow(a.Countries)
	}
	return string(a.Status) + " " + strconv.FormatInt(db.Millis(a.Withdrawn), 10)
}

// putBack brings into an article what field gave once.
func (b *Bulk) putBack(a *Article, field string, now time.Time) error {
	words := strings.Fields(field)
	var err error
	switch b.What {
	case SetSection:
		list, wrong := fromRow[taxonomy.SectionID](words)
		if err = wrong; len(list) == 1 {
			a.Section = list[0]
		}
	case AddTag, RemoveTag:
		a.Tags, err = fromRow[taxonomy.TagID](words)
	case AddAuthor, ReplaceAuthor, RemoveAuthor:
		a.Bylines, err = fromRow[staff.BylineID](words)
	case AddCountry, RemoveCountry:
		a.Countries, err = fromRow[taxonomy.CountryID](words)
	case WithdrawAll:
		if len(words) == 0 {
			return fmt.Errorf("an article had no state")
		}
		if a.Status = Status(words[0]); a.Status == Scheduled && !a.PublishAt.After(now) {
			return fault.Wrap(fault.Conflict, HourPast, "the hour at which it was to appear is past")
		}
	}
	return err
}

func inRow[T ~int64](ids []T) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatInt(int64(id), 10)
	}
	return strings.Join(words, " ")
}

func fromRow[T ~int64](words []string) (ids []T, err error) {
	for _, w := range words {
		n, err := strconv.ParseInt(w, 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, T(n))
	}
	return ids, nil
}
