package wordpress

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// shownLines bounds the lists of the printed account; JSON has them longer.
const shownLines = 20

// WriteText prints the account for a person, in French.
func (a *Account) WriteText(w io.Writer) error {
	p := &printer{w: tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.StripEscape)}
	p.line("Import WordPress : %s", strings.Join(a.Sites, ", "))
	if !a.Complete {
		p.line("Arrêté avant la fin : la même commande reprend où elle en était.")
	}
	p.line("")
	p.line("\tvenus\timportés\tdéjà là\tlaissés de côté")
	for _, t := range a.tallies() {
		p.tally(t)
	}
	p.made(a)
	p.changes(a)
	p.list("Adresses déjà prises", a.Collided)
	p.list("Fichiers absents ou inutilisables", a.Missing)
	p.list("Mots clés qui répètent un pays, à fusionner", a.Repeats)
	p.list("Laissés de côté", a.LeftOut)
	p.list("Endroits abîmés", a.Damages)
	if p.err != nil {
		return p.err
	}
	return p.w.Flush()
}

type printer struct {
	w   *tabwriter.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) tally(t *Tally) {
	if t.Came == 0 {
		return
	}
	var why []string
	for _, r := range t.reasons() {
		why = append(why, fmt.Sprintf("%d %s", t.LeftOut[r], r.french()))
	}
	left := fmt.Sprint(t.Left())
	if len(why) > 0 {
		left += " : " + strings.Join(why, ", ")
	}
	p.line("%s\t%d\t%d\t%d\t%s", kindName(t.Kind), t.Came, t.Imported, t.Already, left)
}

func (p *printer) made(a *Account) {
	if len(a.Made) == 0 {
		return
	}
	p.line("\nNouveau dans la rédaction")
	for _, m := range a.Made {
		p.line("%s\t%d", m.What.french(), m.Count)
	}
}

func (p *printer) changes(a *Account) {
	if len(a.Changed) == 0 {
		return
	}
	p.line("\nChangé en chemin")
	for _, c := range a.Changed {
		p.line("%s\t%d", c.What.french(), c.Count)
	}
}

func (p *printer) list(title string, l List) {
	if l.Count == 0 {
		return
	}
	p.line("\n%s : %d", title, l.Count)
	for i, e := range l.Lines {
		if i == shownLines {
			p.line("  … et %d autres", l.Count-i)
			return
		}
		p.line("  %s", e.String())
	}
}

// String is an entry on one line.
func (e Entry) String() string {
	var parts []string
	if e.File != "" && e.Line > 0 {
		parts = append(parts, fmt.Sprintf("%s, ligne %d", e.File, e.Line))
	}
	if e.ID != 0 {
		parts = append(parts, fmt.Sprintf("%s %d", kindName(e.Kind), e.ID))
	} else if e.Kind != "" && e.Title == "" && e.From == "" {
		parts = append(parts, kindName(e.Kind))
	}
	if e.Title != "" {
		parts = append(parts, "« "+e.Title+" »")
	}
	if e.From != "" && e.To != "" {
		parts = append(parts, e.From+" → "+e.To)
	} else if e.From != "" {
		parts = append(parts, e.From)
	}
	if e.Reason != "" {
		parts = append(parts, e.Reason.french())
	}
	if e.Note != "" {
		parts = append(parts, e.Note)
	}
	return printable(strings.Join(parts, " · "))
}

// printable takes out what would move the cursor or the columns of a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

func kindName(kind string) string {
	switch kind {
	case typePost:
		return "articles (post)"
	case typePage:
		return "pages (page)"
	case typeAttachment:
		return "fichiers (attachment)"
	case typeMenuItem:
		return "entrées de menu (nav_menu_item)"
	case typeUnknown:
		return "illisibles"
	case category:
		return "catégories"
	case postTag:
		return "mots clés (post_tag)"
	case "comment":
		return "commentaires"
	case "author":
		return "auteurs"
	}
	return printable(kind)
}
