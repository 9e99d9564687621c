package masthead

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"griot/internal/fault"
)

// Wish is what somebody wants of a setting, and the Mark of what it was when they saw it; without a mark it holds whatever was there.
type Wish struct{ Key, Value, Seen string }

// Mark is a short sign of a setting's value, by which a form remembers what its reader saw.
func Mark(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:6])
}

// Clash is a setting that two people changed, with what the other made of it.
type Clash struct{ Key, Now string }

// Clashes are those of one act. As an error they are wrapped in fault.Conflict.
type Clashes []Clash

// Error names the settings.
func (c Clashes) Error() string {
	keys := make([]string, len(c))
	for i := range c {
		keys[i] = c[i].Key
	}
	return "somebody else changed these meanwhile: " + strings.Join(keys, ", ")
}

// With is the newspaper as wishes make it, whole or not at all. What somebody left as they saw it stays as others made it since; what both changed is fault.Conflict with Clashes; what
// cannot be is fault.Invalid with Flaws. changed are the keys that differ.
func (n *Newspaper) With(wishes []Wish) (fresh *Newspaper, changed []string, err error) {
	copied := *n
	fresh = &copied
	var flaws Flaws
	var clashes Clashes
	for _, w := range wishes {
		s, err := SettingByKey(w.Key)
		if err != nil {
			return nil, nil, err
		}
		now := s.Get(n)
		if err := s.Set(fresh, w.Value); err != nil {
			flaws = append(flaws, flawOf(s.Key, err))
			continue
		}
		wanted := s.Get(fresh)
		if w.Seen != "" && Mark(now) != w.Seen && wanted != now {
			if Mark(wanted) != w.Seen {
				clashes = append(clashes, Clash{s.Key, now})
				continue
			}
			if err := s.Set(fresh, now); err != nil {
				return nil, nil, err
			}
			continue
		}
		if wanted != now {
			changed = append(changed, s.Key)
		}
	}
	if flaws = append(flaws, fresh.Flaws()...); len(flaws) > 0 {
		return nil, nil, fault.Wrap(fault.Invalid, flaws, "%s", flaws[0].said)
	}
	if len(clashes) > 0 {
		return nil, nil, fault.Wrap(fault.Conflict, clashes, "%s", clashes.Error())
	}
	return fresh, changed, nil
}

func flawOf(key string, err error) Flaw {
	var f Flaw
	if !errors.As(err, &f) {
		f = Flaw{Reason: "value", said: fault.Message(err)}
	}
	f.Key = key
	return f
}
