package locale

import (
	"fmt"
	"maps"
	"strings"
)

// DeskLanguages are the languages in which the newsroom's own pages speak; a newspaper in any other is made in French.
func DeskLanguages() []string { return []string{"fr", "en"} }

// Desk is the locale of the newsroom's own pages: all texts of For, and those of the catalogue below desk/. French when the desk does not speak the language.
func (c *Catalogues) Desk(lang string) *Locale {
	primary, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	if l, ok := c.desk[strings.ToLower(primary)]; ok {
		return l
	}
	return c.desk[Default]
}

func (c *Catalogues) loadDesk() error {
	c.desk = make(map[string]*Locale, len(DeskLanguages()))
	for _, code := range DeskLanguages() {
		public := c.byCode[code]
		l := &Locale{code: code, rtl: public.rtl, cldr: public.cldr, texts: maps.Clone(public.texts), plurals: maps.Clone(public.plurals)}
		if err := l.readFile("catalogue/desk/" + code + ".toml"); err != nil {
			return fmt.Errorf("catalogue desk/%s: %w", code, err)
		}
		c.desk[code] = l
	}
	return nil
}

func (l *Locale) has(key string) bool {
	_, text := l.texts[key]
	_, plural := l.plurals[key]
	return text || plural
}
