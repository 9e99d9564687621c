package site

import (
	"context"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// versionsWord ends the address, below an article's, at which its published versions are compared.
const versionsWord = "versions/"

// Versions compares two published versions of the article above the address: "de" and "a" are their numbers; without them the newest and the one before it. An address that the newsroom gave to
// something else is that.
func (s *Site) Versions(ctx context.Context, at page.Address) (*page.Page, error) {
	if _, err := address.Find(ctx, s.DB, at.Path); !fault.Is(err, fault.NotFound) {
		return s.At(ctx, at)
	}
	above, err := address.Find(ctx, s.DB, strings.TrimSuffix(at.Path, versionsWord))
	switch {
	case fault.Is(err, fault.NotFound):
		return s.At(ctx, at)
	case err != nil:
		return nil, err
	case above.Kind == address.Redirect && strings.HasPrefix(above.Location, "/"):
		return redirect(above.Location + versionsWord), nil
	case above.Kind == address.Gone:
		return nil, s.gone(ctx, article.ID(above.Target))
	case above.Kind != address.Article:
		return nil, noVersions()
	}
	return s.compared(ctx, at, article.ID(above.Target))
}

func noVersions() error {
	return fault.New(fault.NotFound, "there are no such versions to compare")
}

// compared is the page of two versions of an article.
func (s *Site) compared(ctx context.Context, at page.Address, id article.ID) (*page.Page, error) {
	a, err := article.ByID(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	versions, err := article.Versions(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	if !a.Public() || len(versions) < 2 {
		return nil, noVersions()
	}
	to, from, err := chosen(at, versions)
	if err != nil {
		return nil, err
	}
	f, err := s.frame(ctx, a.Language)
	if err != nil {
		return nil, err
	}
	f.shows(page.Article(int64(id)))
	v := &theme.VersionsView{Heading: f.loc.T("versions.title"), Article: theme.Link{Text: f.typo(a.Language, a.Title), Href: a.Path}, Intro: f.loc.T("versions.intro"),
		Between: f.loc.T("versions.between", f.versionTime(from), f.versionTime(to))}
	if v.Parts, err = f.differences(ctx, a, from, to); err != nil {
		return nil, err
	}
	f.fillVersions(v, a, versions, from, to)
	h := head{title: v.Heading + " : " + a.Title, description: v.Intro, path: a.Path + versionsWord, asked: at.Key(), robots: "noindex"}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	p, err := f.finish(func(w io.Writer) error { return f.look.Versions(w, v) })
	if err == nil {
		p.Header["X-Robots-Tag"] = "noindex" // of the light version too
	}
	return p, err
}

// chosen are the versions that an address asks for.
func chosen(at page.Address, versions []article.Version) (to, from *article.Version, err error) {
	find := func(name string, otherwise int) (*article.Version, int) {
		if !at.Query.Has(name) {
			return &versions[otherwise], otherwise
		}
		i := slices.IndexFunc(versions, func(v article.Version) bool { return strconv.Itoa(v.Number) == at.Query.Get(name) })
		if i < 0 {
			return nil, i
		}
		return &versions[i], i
	}
	to, i := find("a", 0)
	if to == nil || i == len(versions)-1 {
		return nil, nil, noVersions()
	}
	if from, _ = find("de", i+1); from == nil || from.Number >= to.Number {
		return nil, nil, noVersions()
	}
	return to, from, nil
}

func (f *frame) versionTime(v *article.Version) string {
	return f.loc.DateTimeShort(v.At.In(f.paper.Location()), f.now)
}

// fillVersions lists the versions, the newest first, each with what it changed.
func (f *frame) fillVersions(v *theme.VersionsView, a *article.Article, versions []article.Version, from, to *article.Version) {
	last := len(versions) - 1
	for i := range versions {
		one := &versions[i]
		shown := theme.Version{Time: theme.Moment{Text: f.versionTime(one), Machine: f.loc.Machine(one.At.In(f.paper.Location()))}, Label: f.versionLabel(one, i == last)}
		if i < last {
			shown.Href = a.Path + versionsWord + "?a=" + strconv.Itoa(one.Number)
			shown.Current = one == to && from == &versions[i+1]
		}
		v.Versions = append(v.Versions, shown)
	}
	if last > 1 {
		v.Whole = a.Path + versionsWord + "?de=" + strconv.Itoa(versions[last].Number) + "&a=" + strconv.Itoa(versions[0].Number)
	}
}

func (f *frame) versionLabel(v *article.Version, first bool) string {
	key := noteKeys[article.NoteKind(v.Said)]
	switch {
	case first:
		return f.loc.T("versions.first")
	case v.Minor():
		return f.loc.T("versions.minor")
	case key == "":
		return f.loc.T("versions.again")
	}
	return f.loc.T(key)
}

// differences are the parts of an article in which two versions differ.
func (f *frame) differences(ctx context.Context, a *article.Article, from, to *article.Version) (parts []theme.Compared, err error) {
	changed, err := article.Differences(ctx, f.site.DB, a.ID, from.Number, to.Number)
	if err != nil {
		return nil, err
	}
	for _, d := range changed {
		parts = append(parts, theme.Compared{Title: f.loc.T("versions." + d.Part), Text: f.changedWords(d.Runs)})
	}
	return parts, nil
}

// changedWords sets compared words in paragraphs, each run of new and old ones in an element of its own, with a word before it for who does not see how it is drawn.
func (f *frame) changedWords(runs []article.Run) template.HTML {
	tags := map[article.Op]string{article.Added: "ins", article.Removed: "del"}
	var paragraphs []string
	var b strings.Builder
	for _, r := range runs {
		for i, line := range strings.Split(r.Text, "\n") {
			if i > 0 {
				paragraphs = append(paragraphs, b.String())
				b.Reset()
			}
			text := template.HTMLEscapeString(line)
			if tag := tags[r.Op]; tag != "" && strings.TrimSpace(line) != "" {
				bare := strings.TrimRight(text, " ")
				text = "<" + tag + `><span class="vh">` + template.HTMLEscapeString(f.loc.T("versions."+string(r.Op))) + " </span>" + bare + "</" + tag + ">" + text[len(bare):]
			}
			b.WriteString(text)
		}
	}
	paragraphs = slices.DeleteFunc(append(paragraphs, b.String()), func(p string) bool { return strings.TrimSpace(p) == "" })
	for i, p := range paragraphs {
		paragraphs[i] = "<p>" + strings.TrimSpace(p) + "</p>"
	}
	return template.HTML(strings.Join(paragraphs, "")) //nolint:gosec // every word is escaped
}

// versionsLink leads from an article to the comparison of its versions; nil where there is nothing to compare.
func (f *frame) versionsLink(st *story) *theme.Link {
	if len(st.beside.versions) < 2 {
		return nil
	}
	return &theme.Link{Text: f.loc.T("versions.compare"), Href: st.Path + versionsWord}
}
