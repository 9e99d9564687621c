// Package preview is the pictures by which articles and lists are known where they are shared: what each says, what it is called, when it is drawn and how long it is kept.
//
// It promises that a page can name its picture without having it: the name is made from all that the picture says, so it changes when any of that does and never otherwise. What was just published
// is drawn in the background; anything else when its address is first asked for, once however many ask, and never more than a few at a time (ADR 12).
package preview

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/preview/press"
)

// Picture is what a preview picture says. Subject is the label of the article or the list.
type Picture struct {
	Subject page.Label
	Sheet   press.Sheet
	Hero    *media.Media // a ready picture; nil: none
}

// Name is the file name, made from everything that is drawn, and from the subject so that the picture can be drawn when somebody asks for it.
func (p *Picture) Name() string {
	h := sha256.New()
	for _, s := range []string{press.Recipe, string(p.Subject), p.Sheet.Language, p.Sheet.Title, p.Sheet.Label, p.Sheet.Hue, p.Sheet.Name, p.Sheet.Seed, p.photo()} {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil)[:10]) + "-" + short(p.Subject) + ".jpg"
}

// URL is the public path of the picture.
func (p *Picture) URL() string { return "/media/" + p.Name() }

// photo names the hero and the part of it that is shown.
func (p *Picture) photo() string {
	if p.Hero == nil {
		return ""
	}
	return p.Hero.Name + " " + strconv.Itoa(p.Hero.FocalX) + " " + strconv.Itoa(p.Hero.FocalY)
}

// The letters that stand for the kinds of subject in a name.
var letters = []struct{ letter, kind string }{{"a", "article:"}, {"s", "section:"}, {"c", "country:"}, {"t", "tag:"}, {"b", "author:"}, {"l", "language:"}}

// short writes a subject as names of files have it: a12, lfr.
func short(subject page.Label) string {
	for _, k := range letters {
		if rest, ok := strings.CutPrefix(string(subject), k.kind); ok {
			return k.letter + strings.ToLower(rest)
		}
	}
	return ""
}

var name = regexp.MustCompile(`^[0-9a-f]{20}-(?:([asctb])([1-9][0-9]{0,17})|(l)([a-z]{2,8}))\.jpg$`)

// Subject is what a file name says that its picture shows; ok is false for what is no name of a preview picture.
func Subject(file string) (subject page.Label, ok bool) {
	m := name.FindStringSubmatch(file)
	if m == nil {
		return "", false
	}
	letter, rest := m[1]+m[3], m[2]+m[4]
	for _, k := range letters {
		if k.letter == letter {
			return page.Label(k.kind + rest), true
		}
	}
	return "", false
}

// number reads the number of a subject of a kind.
func number(subject page.Label) (kind string, id int64) {
	kind, rest, _ := strings.Cut(string(subject), ":")
	id, _ = strconv.ParseInt(rest, 10, 64)
	return kind, id
}

// Folder is where the files are kept. A backup need not hold it: whatever is missing is drawn again.
const Folder = "previews/"

// file is where a picture is kept, under the first two letters of its name.
func file(name string) string { return Folder + name[:2] + "/" + name }

func noPicture() error { return fault.New(fault.NotFound, "no such file") }
