package sample

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"griot/internal/article"
)

// manuscript is an article as its file has it: names and ages, not yet numbers and times.
type manuscript struct {
	slug, wish                                    string // the file's name; the slug where it differs
	title, short, standfirst, kind, lang, section string
	countries, tags, authors                      []string
	dateline, agencies                            string
	picture, caption, credit, alt                 string
	age, updated                                  time.Duration
	reads                                         int64
	notes                                         []note
	translationOf, replyTo                        string
	pinned                                        bool
	body                                          string
}

type note struct {
	kind            article.NoteKind
	age             time.Duration
	signature, text string
}

// read reads every manuscript, in the order of their names.
func read(files fs.FS) ([]*manuscript, error) {
	names, err := fs.Glob(files, "articles/*.html")
	if err != nil {
		return nil, err
	}
	var list []*manuscript
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		m, err := parse(strings.TrimSuffix(path.Base(name), ".html"), string(data))
		if err != nil {
			return nil, fmt.Errorf("sample article %s: %w", name, err)
		}
		list = append(list, m)
	}
	return list, nil
}

func parse(slug, data string) (*manuscript, error) {
	header, body, ok := strings.Cut(data, "\n\n")
	if !ok {
		return nil, fmt.Errorf("no blank line between header and text")
	}
	m := &manuscript{slug: slug, body: body}
	for line := range strings.Lines(header) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			return nil, fmt.Errorf("header line %q has no colon", line)
		}
		if err := m.set(key, strings.TrimSpace(value)); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	return m, nil
}

func (m *manuscript) set(key, value string) (err error) {
	fields := map[string]*string{"title": &m.title, "short": &m.short, "standfirst": &m.standfirst, "kind": &m.kind, "lang": &m.lang, "section": &m.section,
		"dateline": &m.dateline, "agencies": &m.agencies, "picture": &m.picture, "caption": &m.caption, "credit": &m.credit, "alt": &m.alt,
		"translation-of": &m.translationOf, "reply-to": &m.replyTo, "slug": &m.wish}
	if field := fields[key]; field != nil {
		*field = value
		return nil
	}
	switch key {
	case "countries":
		m.countries = split(value, ",")
	case "tags":
		m.tags = split(value, ";")
	case "authors":
		m.authors = split(value, ",")
	case "age":
		m.age, err = age(value)
	case "updated":
		m.updated, err = age(value)
	case "reads":
		m.reads, err = strconv.ParseInt(value, 10, 64)
	case "pinned":
		m.pinned = value == "yes"
	case "note":
		err = m.addNote(value)
	default:
		err = fmt.Errorf("unknown key")
	}
	return err
}

func (m *manuscript) addNote(value string) (err error) {
	parts := strings.SplitN(value, "|", 4)
	if len(parts) != 4 {
		return fmt.Errorf("want kind | age | signature | text")
	}
	n := note{kind: article.NoteKind(strings.TrimSpace(parts[0])), signature: strings.TrimSpace(parts[2]), text: strings.TrimSpace(parts[3])}
	if n.age, err = age(strings.TrimSpace(parts[1])); err != nil {
		return err
	}
	m.notes = append(m.notes, n)
	return nil
}

func split(value, sep string) (list []string) {
	for part := range strings.SplitSeq(value, sep) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// age reads "3d4h10m".
func age(value string) (time.Duration, error) {
	days, rest, ok := strings.Cut(value, "d")
	if !ok {
		return time.ParseDuration(value)
	}
	n, err := strconv.Atoi(days)
	if err != nil {
		return 0, err
	}
	d := time.Duration(n) * 24 * time.Hour
	if rest == "" {
		return d, nil
	}
	more, err := time.ParseDuration(rest)
	return d + more, err
}
