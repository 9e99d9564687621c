package masthead

import (
	"fmt"
	"strings"
)

// Flaw is why a setting cannot be what somebody wants, for whoever shows it at its field.
type Flaw struct {
	Key    string // the setting's
	Reason string // in one word: "email", "contrast" …
	Args   []any  // what the words for the reason are filled with
	said   string // the same in English
}

// Error says it to whoever has no catalogue.
func (f Flaw) Error() string { return f.said }

// Flaws are all that is wrong with a newspaper. As an error it is wrapped in fault.Invalid, whose message is the first.
type Flaws []Flaw

// Error says all of them.
func (f Flaws) Error() string {
	all := make([]string, len(f))
	for i := range f {
		all[i] = f[i].Key + ": " + f[i].said
	}
	return strings.Join(all, "; ")
}

// add notes a flaw; format says it in English, filled with the same args.
func (f *Flaws) add(key, reason, format string, args ...any) {
	*f = append(*f, NewFlaw(key, reason, format, args...))
}

func flaw(reason, format string, args ...any) error {
	return NewFlaw("", reason, format, args...)
}

// NewFlaw is a flaw of a setting that a room above found; format says it in English, filled with args.
func NewFlaw(key, reason, format string, args ...any) Flaw {
	return Flaw{Key: key, Reason: reason, Args: args, said: fmt.Sprintf(format, args...)}
}
