package wordpress

import (
	"context"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/staff"
	"griot/internal/text"
)

// newsroomName signs what was signed with the name of an administrator's account.
const newsroomName = "La rédaction"

// byline is under which name an author signs, made when the first article needs it: who signs nothing has no page.
func (c *converter) byline(a author) (staff.BylineID, error) {
	if id, ok := c.known.bylines[a.login]; ok {
		return id, nil
	}
	if a.byline == 0 {
		var err error
		if a.byline, err = c.makeByline(c.ctx, a); err != nil {
			return 0, err
		}
	}
	put(&c.known.bylines, a.login, a.byline)
	return a.byline, nil
}

func (im *importer) makeByline(ctx context.Context, a author) (id staff.BylineID, err error) {
	wanted, made := im.bylineFor(a)
	if wanted.Name == "" {
		return 0, nil
	}
	var b staff.Byline
	err = im.transact(ctx, func(tx *db.Tx, acc *Account) error {
		b = wanted
		if made {
			acc.changed(NameMade, 1, "")
		}
		same, err := im.sameName(ctx, tx, b.Name)
		if err != nil {
			return err
		}
		if same != nil {
			b = *same
		} else if err := staff.SaveByline(ctx, tx, im.Now(), im.Sorter, &b); err != nil {
			return err
		} else {
			acc.made(MadeBylines, 1)
		}
		return im.enroll(ctx, tx, acc, a, &b)
	})
	if err != nil {
		return 0, err
	}
	im.known.names[text.Fold(b.Name)] = b.ID
	return b.ID, nil
}

// bylineFor is how an author signs; made says that the name is not the author's own.
func (im *importer) bylineFor(a author) (b staff.Byline, made bool) {
	b = staff.Byline{Name: text.CleanLine(a.name), Bio: text.Excerpt(a.bio, 1000), Kind: staff.Person}
	made = b.Name == "" || strings.Contains(b.Name, "@")
	if made {
		b.Name = nameOf(or(b.Name, a.login))
	}
	if technical(a.login) && (made || strings.EqualFold(b.Name, a.login)) {
		return staff.Byline{Name: newsroomName, Kind: staff.Collective}, true
	}
	if text.Slug(b.Name) == "" && strings.Trim(b.Name, " -.") == "" {
		b.Name = ""
	}
	return b, made
}

// sameName finds the byline that has a name already, whoever made it; nil when nobody signs so.
func (im *importer) sameName(ctx context.Context, tx *db.Tx, name string) (*staff.Byline, error) {
	if im.known.names == nil {
		list, err := staff.Bylines(ctx, tx)
		if err != nil {
			return nil, err
		}
		im.known.names = map[string]staff.BylineID{}
		for _, b := range list {
			im.known.names[text.Fold(b.Name)] = b.ID
		}
	}
	id, ok := im.known.names[text.Fold(name)]
	if !ok {
		return nil, nil
	}
	return staff.BylineByID(ctx, tx, id)
}

// enroll notes under which byline an author signs and leads the author's old pages there.
func (im *importer) enroll(ctx context.Context, tx *db.Tx, acc *Account, a author, b *staff.Byline) error {
	guestSlug, plus := strings.CutPrefix(a.login, "cap:")
	if plus {
		if err := meetAuthor(ctx, tx, im.source, im.run, a); err != nil {
			return err
		}
	}
	if err := authorSigns(ctx, tx, im.source, a.login, b.ID); err != nil {
		return err
	}
	if b.Name == newsroomName && technical(a.login) {
		return nil // /author/admin/ is nobody's page, and nobody need know that there is an admin
	}
	if strings.Contains(guestSlug, "@") {
		return nil // an e-mail address stays out of addresses
	}
	slugs := []string{text.Slug(guestSlug)}
	if lower := strings.ToLower(guestSlug); lower != slugs[0] && text.ValidSlug(text.Slug(lower)) && !strings.ContainsAny(lower, "/?#% ") {
		slugs = append(slugs, lower)
	}
	for _, s := range slugs {
		if s == "" {
			continue
		}
		if err := im.leadList(ctx, tx, acc, im.base+"/author/"+s+"/", b.Path()); err != nil {
			return err
		}
	}
	if a.oldID == 0 {
		return nil
	}
	return im.lead(ctx, tx, acc, "/?author="+strconv.FormatInt(a.oldID, 10), b.Path())
}

// technical tells logins that are no names.
func technical(login string) bool {
	l := strings.ToLower(strings.TrimPrefix(login, "cap:"))
	switch l {
	case "admin", "administrator", "administrateur", "webmaster", "root", "wordpress", "user", "editor", "editeur", "redaction", "la-redaction", "test", "superadmin", "site", "web", "press", "news":
		return true
	}
	return strings.HasPrefix(l, "admin") || strings.Trim(l, "0123456789") == ""
}

// nameOf makes a name of a login that has none: "awa.diop" signs as "Awa Diop". An address keeps only what stands before its @.
func nameOf(login string) string {
	login, _, _ = strings.Cut(strings.TrimPrefix(login, "cap:"), "@")
	words := strings.FieldsFunc(login, func(r rune) bool { return r == '.' || r == '_' || r == '-' || unicode.IsSpace(r) })
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	return text.CleanLine(strings.Join(words, " "))
}
