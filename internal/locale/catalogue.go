package locale

import (
	"embed"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/go-playground/locales"
)

//go:embed catalogue/*.toml catalogue/desk/*.toml
var files embed.FS

// forms are the texts of one plural key by CLDR category; those that the language does not use are empty.
type forms [locales.PluralRuleOther + 1]string

// T is the text of a key, with {0}, {1}… replaced by the arguments. Integers are written plainly, so that a year stays a
// year: where thousands are grouped, pass Number. A key that does not exist gives itself, to be seen at once.
func (l *Locale) T(key string, args ...any) string {
	text, ok := l.texts[key]
	if !ok {
		return key
	}
	return fill(text, args)
}

// Plural is the text of a key in the form that n asks for. {0} is n with its thousands grouped; {1} and on are args.
func (l *Locale) Plural(key string, n int, args ...any) string {
	f, ok := l.plurals[key]
	if !ok {
		return key
	}
	all := append([]any{l.Number(int64(n))}, args...)
	return fill(f[l.cldr.CardinalPluralRule(float64(n), 0)], all)
}

// fill puts args in their places. A place without an argument stays as it is, and arguments are never scanned for places.
func fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if n, rest, ok := place(after); ok && n < len(args) {
			b.WriteString(word(args[n]))
			text = rest
			continue
		}
		b.WriteByte('{')
		text = after
	}
}

// place reads "0}" and what follows; one digit is plenty.
func place(s string) (n int, rest string, ok bool) {
	if len(s) < 2 || s[1] != '}' || s[0] < '0' || s[0] > '9' {
		return 0, s, false
	}
	return int(s[0] - '0'), s[2:], true
}

func word(arg any) string {
	switch v := arg.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	default:
		return fmt.Sprint(v)
	}
}

// read fills the locale from its file: tables named for a page, each with texts and with tables of plural forms.
func (l *Locale) read() error {
	l.texts, l.plurals = map[string]string{}, map[string]forms{}
	return l.readFile("catalogue/" + l.code + ".toml")
}

func (l *Locale) readFile(name string) error {
	raw, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	var pages map[string]map[string]any
	if err := toml.Unmarshal(raw, &pages); err != nil {
		return err
	}
	for page, entries := range pages {
		for name, v := range entries {
			if err := l.add(page+"."+name, v); err != nil {
				return fmt.Errorf("%s.%s: %w", page, name, err)
			}
		}
	}
	return nil
}

func (l *Locale) add(key string, v any) (err error) {
	if l.has(key) {
		return errors.New("two catalogues have this key")
	}
	switch v := v.(type) {
	case string:
		l.texts[key] = v
	case map[string]any:
		l.plurals[key], err = l.readForms(v)
	default:
		err = fmt.Errorf("neither a text nor plural forms: %T", v)
	}
	return err
}

// readForms demands exactly the categories that the language uses: a missing one would show readers an empty line.
func (l *Locale) readForms(table map[string]any) (f forms, err error) {
	for _, rule := range l.cldr.PluralsCardinal() {
		category := strings.ToLower(rule.String())
		text, ok := table[category].(string)
		if !ok {
			return f, fmt.Errorf("the plural form %q is missing", category)
		}
		f[rule] = text
	}
	if len(table) != len(l.cldr.PluralsCardinal()) {
		return f, errors.New("a plural form that the language does not have")
	}
	return f, nil
}
