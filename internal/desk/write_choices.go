package desk

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"griot/internal/article"
	"griot/internal/locale"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// choices are what the selects and boxes of an article's form offer, what is chosen marked. What the person works on comes first; the first of the boxes are those of the article, in its order.
type choices struct {
	Kinds     []choice
	Languages []choice // one: there is nothing to choose
	Sections  []choice
	Countries []choice
	Authors   []choice
	Previews  []choice // pictures for where the article is shared
	Near      int      // so many countries are shown at once, the others on demand
	Signed    int      // likewise authors
}

func (v *Visit) choices(ctx context.Context, view *writeView) (c choices, err error) {
	kinds, err := article.Kinds(ctx, v.desk.DB)
	if err != nil {
		return c, err
	}
	for _, k := range slices.SortedFunc(maps.Values(kinds), func(a, b *article.Kind) int { return a.Position - b.Position }) {
		c.Kinds = append(c.Kinds, choice{k.Code, k.Label(v.Loc.Lang()), k.Code == view.Values["kind"]})
	}
	for _, code := range v.languages() {
		c.Languages = append(c.Languages, choice{code, v.desk.Locales.For(code).Name(), code == view.Values["language"]})
	}
	shelf, err := v.shelf(ctx)
	if err != nil {
		return c, err
	}
	c.Sections = chosen(shelf.sections, view.Values["section"])
	c.Countries, c.Near = first(shelf.countries, view.Values["country"], shelf.near)
	bylines, err := staff.Bylines(ctx, v.desk.DB)
	if err != nil {
		return c, err
	}
	own, err := staff.BylinesOfAccount(ctx, v.desk.DB, v.Who.ID)
	if err != nil {
		return c, err
	}
	list := make([]choice, len(bylines))
	for i, b := range bylines {
		list[i] = choice{Value: idText(b.ID), Text: b.Name}
	}
	slices.SortStableFunc(list, func(a, b choice) int { return foremost(a.Value, idTexts(own)) - foremost(b.Value, idTexts(own)) })
	c.Authors, c.Signed = first(list, view.Values["author"], len(own))
	c.Previews, err = v.previews(ctx, view)
	return c, err
}

// previews are the pictures by which the article can be shown where it is shared: one that is drawn, the hero, and those of the text.
func (v *Visit) previews(ctx context.Context, view *writeView) ([]choice, error) {
	chosen := view.Values["preview"]
	list := []choice{{"", v.T("write.preview_drawn"), chosen == ""}, {heroChoice, v.T("write.preview_hero"), chosen == heroChoice}}
	var ids []media.ID
	for _, id := range article.BodyPictures(view.Text.Body) {
		ids = append(ids, media.ID(id))
	}
	pictures, err := media.ByIDs(ctx, v.desk.DB, ids)
	for _, id := range ids {
		if m := pictures[id]; m != nil && m.Kind == media.Picture {
			list = append(list, choice{idText(id), v.T("write.preview_text", id, cmp.Or(m.Alt, m.Caption)), chosen == idText(id)})
		}
	}
	return list, err
}

// shelf is every rubric and country, those that somebody works on first.
type shelf struct {
	sections  []choice
	countries []choice
	own       int // so many rubrics are theirs
	near      int // so many countries are
}

func (v *Visit) shelf(ctx context.Context) (s shelf, err error) {
	beat, err := staff.BeatOf(ctx, v.desk.DB, v.Who.ID)
	if err != nil {
		return s, err
	}
	sections, err := taxonomy.Sections(ctx, v.desk.DB)
	if err != nil {
		return s, err
	}
	countries, err := taxonomy.Countries(ctx, v.desk.DB)
	if err != nil {
		return s, err
	}
	names := map[taxonomy.SectionID]string{}
	for i := range sections {
		names[sections[i].ID] = sections[i].Name
	}
	for _, sec := range sections {
		name := sec.NameIn(v.Loc.Lang())
		if above := names[sec.Parent]; above != "" {
			name = above + " › " + name
		}
		s.sections = append(s.sections, choice{Value: idText(sec.ID), Text: name})
	}
	for _, c := range countries {
		s.countries = append(s.countries, choice{Value: idText(c.ID), Text: countryName(v.Loc, &c)})
	}
	s.own, s.near = foreFirst(s.sections, idTexts(beat.Sections)), foreFirst(s.countries, idTexts(beat.Countries))
	return s, nil
}

// countryName is a country's name as the person reads it; the newspaper's own in its language.
func countryName(l *locale.Locale, c *taxonomy.Country) string {
	if _, known := locale.CountryByCode(c.Code); known && l.Lang() != locale.Default {
		return l.Country(c.Code)
	}
	return c.Name
}

// foreFirst brings those of a row of values to the front, and tells how many they are.
func foreFirst(list []choice, fore string) (n int) {
	slices.SortStableFunc(list, func(a, b choice) int { return foremost(a.Value, fore) - foremost(b.Value, fore) })
	for n < len(list) && foremost(list[n].Value, fore) == 0 {
		n++
	}
	return n
}

// foremost is 0 for what stands in a row of values, 1 for what does not.
func foremost(value, row string) int {
	if slices.Contains(strings.Fields(row), value) {
		return 0
	}
	return 1
}

func chosen(list []choice, value string) []choice {
	list = slices.Clone(list)
	for i := range list {
		list[i].Chosen = list[i].Value == value
	}
	return list
}

// first marks what is chosen and brings it to the front in its own order. The first near are shown at once, and what is chosen; how many these are is given.
func first(list []choice, row string, near int) ([]choice, int) {
	order := strings.Fields(row)
	place := func(c choice) int {
		if i := slices.Index(order, c.Value); i >= 0 {
			return i
		}
		return len(order)
	}
	shown := 0
	for i := range list {
		list[i].Chosen = place(list[i]) < len(order)
		if list[i].Chosen || i < near {
			shown++
		}
	}
	slices.SortStableFunc(list, func(a, b choice) int { return cmp.Compare(place(a), place(b)) })
	return list, shown
}

// maxSuggested is how many tags are proposed.
const maxSuggested = 8

// suggested are tags that stand in the text and not yet on the article.
func (v *Visit) suggested(ctx context.Context, view *writeView) ([]taxonomy.Tag, error) {
	plain := strings.Join([]string{view.Text.Title, view.Text.Title, view.Text.Standfirst, text.Plain(view.Text.Body)}, " ")
	list, err := taxonomy.TagsIn(ctx, v.desk.DB, plain, maxSuggested+article.MaxTerms)
	there := map[string]bool{}
	for name := range strings.SplitSeq(view.Values["tags"], ",") {
		there[text.Fold(name)] = true
	}
	list = slices.DeleteFunc(list, func(t taxonomy.Tag) bool { return t.RepeatsCountry != 0 || there[text.Fold(t.Name)] })
	return list[:min(len(list), maxSuggested)], err
}

// facts are what an article comes to.
type facts struct {
	Words  string
	Time   string
	Weight string // "" where it cannot be weighed
	Heavy  bool
}

// weightText says what an article weighs.
func (v *Visit) weightText(f facts) string {
	if f.Heavy {
		return v.T("write.too_heavy", f.Weight)
	}
	return v.T("write.weight", f.Weight)
}

// budget is what all of an article may weigh on a phone, in bytes: page, sheet and hero.
const budget = 60_000

// facts counts an article as it is written: how long it is, and what a phone loads for it.
func (v *Visit) facts(ctx context.Context, view *writeView) (f facts, err error) {
	n := text.Words(view.Text.Body)
	f.Words = v.Loc.Plural("write.words", n)
	f.Time = v.Loc.Plural("article.reading_time", text.ReadingMinutes(n))
	if v.desk.Weigh == nil {
		return f, nil
	}
	size, ok := v.desk.Weigh(v.R, "/a-propos/") // a page with little but what every page has
	if !ok {
		return f, nil
	}
	size += packedLength(view.Text.Title + view.Text.Standfirst + view.Text.Body)
	pictures, err := media.ByIDs(ctx, v.desk.DB, picturesOf(view))
	if err != nil {
		return f, err
	}
	for _, m := range pictures {
		if m.Kind == media.Picture && m.State == media.Ready {
			bytes, err := m.Length(ctx, v.desk.Blob, phoneWidth(m), "webp")
			if err != nil {
				return f, err
			}
			size += bytes
		}
	}
	f.Weight, f.Heavy = v.Loc.Weight(size), size > budget
	return f, nil
}

func picturesOf(view *writeView) (ids []media.ID) {
	for _, id := range article.BodyPictures(view.Text.Body) {
		ids = append(ids, media.ID(id))
	}
	if hero := view.Article.Hero.Picture; hero != 0 {
		ids = append(ids, hero)
	}
	return ids
}

// phoneWidth is the width in which a phone of 360 px loads a picture.
func phoneWidth(m *media.Media) int {
	for _, w := range m.Widths() {
		if w >= 640 {
			return w
		}
	}
	return m.Widths()[len(m.Widths())-1]
}

// packedLength is what a text adds to a page that is compressed, in bytes.
func packedLength(s string) int64 {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.DefaultCompression) // the level exists
	_, _ = z.Write([]byte(s))                                // to memory
	_ = z.Close()
	return int64(b.Len())
}
