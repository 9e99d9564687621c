package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// field is one thing besides the text that an article's form asks: how the form shows it, and how it comes back. What it shows is told apart by these strings alone.
type field struct {
	name string
	show func(v *Visit, a *article.Article) string
	take func(v *Visit, tx *db.Tx, a *article.Article, value string) error
}

// fields are those of the form, in its order. Tags are shown by name and are not among them: see tagField.
func fieldsOf() []field {
	line := func(name string, of func(a *article.Article) *string) field {
		return field{name, func(_ *Visit, a *article.Article) string { return *of(a) }, func(_ *Visit, _ *db.Tx, a *article.Article, value string) error {
			*of(a) = text.CleanLine(value)
			return nil
		}}
	}
	return []field{
		{"kind", func(_ *Visit, a *article.Article) string { return a.Kind }, takeKind},
		{"language", func(_ *Visit, a *article.Article) string { return a.Language }, takeLanguage},
		{"section", func(_ *Visit, a *article.Article) string { return idText(a.Section) }, takeSection},
		{"country", func(_ *Visit, a *article.Article) string { return idTexts(a.Countries) }, takeCountries},
		{"author", func(_ *Visit, a *article.Article) string { return idTexts(a.Bylines) }, takeAuthors},
		line("dateline", func(a *article.Article) *string { return &a.Dateline }),
		line("agencies", func(a *article.Article) *string { return &a.Agencies }),
		line("short", func(a *article.Article) *string { return &a.Short }),
		{"slug", func(_ *Visit, a *article.Article) string { return a.Slug }, func(_ *Visit, _ *db.Tx, a *article.Article, value string) error {
			a.Slug = text.Slug(value)
			return nil
		}},
		line("seo_title", func(a *article.Article) *string { return &a.SEOTitle }),
		line("seo_description", func(a *article.Article) *string { return &a.SEODesc }),
		{"preview", func(_ *Visit, a *article.Article) string { return previewText(a.Preview) }, takePreview},
		{"comments", func(_ *Visit, a *article.Article) string { return boolText(a.Comments) }, func(_ *Visit, _ *db.Tx, a *article.Article, value string) error {
			a.Comments = value != ""
			return nil
		}},
		{"noindex", func(_ *Visit, a *article.Article) string { return boolText(a.NoIndex) }, func(_ *Visit, _ *db.Tx, a *article.Article, value string) error {
			a.NoIndex = value != ""
			return nil
		}},
		{"original", func(_ *Visit, a *article.Article) string { return idText(a.Original) }, takeOriginal},
		{"publish_at", func(v *Visit, a *article.Article) string { return v.hourText(a.PublishAt) }, func(v *Visit, _ *db.Tx, a *article.Article, value string) (err error) {
			a.PublishAt, err = v.hour(value)
			return err
		}},
		{"embargo", func(v *Visit, a *article.Article) string { return v.hourText(a.Embargo) }, func(v *Visit, _ *db.Tx, a *article.Article, value string) (err error) {
			a.Embargo, err = v.hour(value)
			return err
		}},
	}
}

// shown is what a form shows of an article, by the names of its fields.
func (v *Visit) shown(ctx context.Context, q db.Querier, a *article.Article) (map[string]string, error) {
	values := map[string]string{}
	for _, f := range fieldsOf() {
		values[f.name] = f.show(v, a)
	}
	tags, err := taxonomy.TagsOf(ctx, q, int64(a.ID))
	names := make([]string, len(tags))
	for i := range tags {
		names[i] = tags[i].Name
	}
	values["tags"] = strings.Join(names, ", ")
	return values, err
}

// sentFields is what the form brings back, told apart as shown tells it; nil when it brings no fields at all.
func (v *Visit) sentFields() map[string]string {
	if v.R.Form == nil || v.R.Form.Get("base") == "" {
		return nil
	}
	values := map[string]string{"tags": joinTags(append(strings.Split(v.Value("tags"), ","), v.Values("tag")...))}
	for _, f := range fieldsOf() {
		values[f.name] = strings.Join(slices.DeleteFunc(v.Values(f.name), func(s string) bool { return s == "" }), " ")
	}
	return values
}

// joinTags writes names in a row, each once.
func joinTags(names []string) string {
	var list []string
	seen := map[string]bool{"": true}
	for _, name := range names {
		name = text.CleanLine(name)
		if key := text.Fold(name); !seen[key] {
			list = append(list, name)
			seen[key] = true
		}
	}
	return strings.Join(list, ", ")
}

// takeFields brings into an article what its form changed, and only that: what somebody else changed since the form was opened stays. The names of what both changed are given, and fault.Conflict.
func (v *Visit) takeFields(tx *db.Tx, a *article.Article) (clashes []string, err error) {
	sent := v.sentFields()
	if sent == nil {
		return nil, nil
	}
	var base map[string]string
	if err := json.Unmarshal([]byte(v.R.Form.Get("base")), &base); err != nil {
		return nil, fault.Wrap(fault.Invalid, reasonForm, "this form cannot be read")
	}
	now, err := v.shown(v.R.Context(), tx, a)
	if err != nil {
		return nil, err
	}
	changed := func(name string) bool {
		switch {
		case sent[name] == base[name] || sent[name] == now[name]:
			return false
		case now[name] != base[name]:
			clashes = append(clashes, name)
			return false
		}
		return true
	}
	for _, f := range fieldsOf() {
		if changed(f.name) {
			if err := f.take(v, tx, a, sent[f.name]); err != nil {
				return nil, err
			}
		}
	}
	if changed("tags") {
		if err := v.takeTags(tx, a, sent["tags"]); err != nil {
			return nil, err
		}
	}
	if len(clashes) > 0 {
		return clashes, fault.Wrap(fault.Conflict, reasonClash, "others changed this meanwhile: %s", strings.Join(clashes, ", "))
	}
	return nil, nil
}

func (v *Visit) takeTags(tx *db.Tx, a *article.Article, names string) error {
	a.Tags = nil
	sort := v.desk.Locales.For(v.Paper.Language)
	for name := range strings.SplitSeq(names, ",") {
		if text.CleanLine(name) == "" {
			continue
		}
		if len(a.Tags) >= article.MaxTerms {
			return fault.Wrap(fault.TooLarge, article.TooManyTerms, "too many tags")
		}
		t, err := article.EnsureTag(v.R.Context(), tx, v.Now, v.Actor(), sort, name)
		if fault.Is(err, fault.Invalid) {
			return fault.Wrap(fault.Invalid, reasonTag, "a tag needs a letter or a digit")
		}
		if err != nil {
			return err
		}
		a.Tags = append(a.Tags, t.ID)
	}
	return nil
}

func takeKind(v *Visit, tx *db.Tx, a *article.Article, value string) error {
	kinds, err := article.Kinds(v.R.Context(), tx)
	if err == nil && kinds[value] == nil {
		err = unknownChoice()
	}
	a.Kind = value
	return err
}

func takeLanguage(v *Visit, _ *db.Tx, a *article.Article, value string) error {
	if !slices.Contains(v.languages(), value) {
		return unknownChoice()
	}
	a.Language = value
	return nil
}

func takeSection(v *Visit, tx *db.Tx, a *article.Article, value string) error {
	a.Section = 0
	if value != "" {
		id, err := one[taxonomy.SectionID](value)
		if err != nil {
			return absent(err)
		}
		s, err := taxonomy.SectionByID(v.R.Context(), tx, id) // of one that was merged since the form was opened, the other
		if err != nil {
			return absent(err)
		}
		a.Section = s.ID
	}
	return nil
}

func takeCountries(v *Visit, tx *db.Tx, a *article.Article, value string) (err error) {
	a.Countries, err = several(value, func(id taxonomy.CountryID) error {
		_, err := taxonomy.CountryByID(v.R.Context(), tx, id)
		return err
	})
	return err
}

func takeAuthors(v *Visit, tx *db.Tx, a *article.Article, value string) (err error) {
	a.Bylines, err = several(value, func(id staff.BylineID) error {
		_, err := staff.BylineByID(v.R.Context(), tx, id)
		return err
	})
	return err
}

// heroChoice is how a form says article.HeroPreview.
const heroChoice = "hero"

func previewText(id media.ID) string {
	if id == article.HeroPreview {
		return heroChoice
	}
	return idText(id)
}

// takePreview takes the picture by which the article is shown where it is shared.
func takePreview(v *Visit, tx *db.Tx, a *article.Article, value string) error {
	switch value {
	case "":
		a.Preview = 0
		return nil
	case heroChoice:
		a.Preview = article.HeroPreview
		return nil
	}
	id, err := one[media.ID](value)
	if err != nil {
		return err
	}
	m, err := media.ByID(v.R.Context(), tx, id)
	if err != nil {
		return absent(err)
	}
	if m.Kind != media.Picture {
		return unknownChoice()
	}
	a.Preview = id
	return nil
}

// takeOriginal takes the number of the article that this one translates. A translation of a translation is one of the original.
func takeOriginal(v *Visit, tx *db.Tx, a *article.Article, value string) error {
	a.Original = 0
	if value == "" {
		return nil
	}
	id, err := one[article.ID](value)
	if err != nil {
		return err
	}
	of, err := article.ByID(v.R.Context(), tx, id)
	if err != nil {
		return absent(err)
	}
	if of.Original != 0 {
		id = of.Original
	}
	if id == a.ID {
		return fault.Wrap(fault.Invalid, reasonOriginal, "an article is not its own translation")
	}
	a.Original = id
	return nil
}

// hourForm is how browsers send an hour of an <input type=datetime-local>.
const hourForm = "2006-01-02T15:04"

// hour reads an hour of the newsroom's clock. One that this clock leaps over is none.
func (v *Visit) hour(value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	value = strings.Replace(value, " ", "T", 1)
	at, err := time.ParseInLocation(hourForm, value[:min(len(value), len(hourForm))], v.Paper.Location())
	switch {
	case err != nil || at.Year() < 1971:
		return time.Time{}, fault.Wrap(fault.Invalid, reasonHour, "%.30q is no hour", value)
	case at.Format(hourForm) != value[:len(hourForm)]:
		return time.Time{}, fault.Wrap(fault.Invalid, reasonNoSuchHour, "%.30q is an hour that the newsroom's clock leaps over", value)
	}
	return at, nil
}

func (v *Visit) hourText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(v.Paper.Location()).Format(hourForm)
}

// languages are those in which the newspaper publishes, its own first.
func (v *Visit) languages() []string {
	list := []string{v.Paper.Language}
	for _, l := range v.Paper.Languages {
		if !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}

func idText[T ~int64](id T) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

func idTexts[T ~int64](ids []T) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = idText(id)
	}
	return strings.Join(list, " ")
}

func boolText(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// one reads the number of a row.
func one[T ~int64](value string) (T, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 1 {
		return 0, unknownChoice()
	}
	return T(n), nil
}

// several reads numbers of rows that there are, each once.
func several[T ~int64](value string, there func(id T) error) (ids []T, err error) {
	for word := range strings.FieldsSeq(value) {
		id, err := one[T](word)
		if err == nil {
			err = absent(there(id))
		}
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		if len(ids) > article.MaxTerms {
			return nil, fault.Wrap(fault.TooLarge, article.TooManyTerms, "too many")
		}
	}
	return ids, nil
}

// absent makes of a row that is gone a choice that is none.
func absent(err error) error {
	if fault.Is(err, fault.NotFound) {
		return unknownChoice()
	}
	return err
}

func unknownChoice() error {
	return fault.Wrap(fault.Invalid, reasonChoice, "what was chosen is not there, or no longer")
}
