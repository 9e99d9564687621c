package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"griot/internal/article"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const (
	listed  = 50 // articles on a page of the list
	inGroup = 8  // of those that stand before the list
)

// articlesView is ui/articles.html.
type articlesView struct {
	Words     string
	Mine      bool
	Whose     []choice // who answers for them; none: it is not asked
	States    []choice
	Sections  []choice
	Countries []choice
	OwnBeat   int // so many of Sections are the person's own
	OwnLands  int // likewise of Countries
	Asked     bool
	Groups    []articleGroup
	Pick      bool     // articles can be chosen
	Next      string   // address of the next page; "": none
	Filter    []choice // what was asked for, as fields of a form
	All       int      // so many articles are found, all of which can be changed together; 0: they are too many, or nothing was asked for
	Found     string   // the same in words
}

// articleGroup is some articles under a heading.
type articleGroup struct {
	Title string
	Lines []articleLine
	Pick  bool // they can be chosen, to be changed together
}

// articleLine is an article in the list.
type articleLine struct {
	article.Line
	Rubric string
	Due    time.Time // when it comes before readers, or may; zero: nothing is due. Line.Due is when the newsroom wants it
	Late   bool      // that has passed
	Talked int       // open remarks on it that whoever asks may see
}

// articles lists articles. Before the whole list stands, where nothing was asked for, what is the person's own and what they work on.
func (d *Desk) articles(v *Visit) error {
	ctx := v.R.Context()
	ask, err := v.soughtArticles(ctx)
	if err != nil {
		return err
	}
	s, err := v.shelf(ctx)
	if err != nil {
		return err
	}
	view := &articlesView{Pick: true, Words: v.Value("q"), Mine: v.Value("mine") != "", OwnBeat: s.own, OwnLands: s.near,
		Sections: chosen(s.sections, v.Value("section")), Countries: chosen(s.countries, v.Value("country"))}
	for _, status := range []article.Status{article.Draft, article.Review, article.Ready, article.Scheduled, article.Published, article.Withdrawn, article.Private, article.Locked} {
		view.States = append(view.States, choice{string(status), v.T("state." + string(status)), status == ask.Status})
	}
	if v.May(staff.Assign) {
		if view.Whose, err = v.writers(ctx, ask.Answers); err != nil {
			return err
		}
		view.Whose = view.Whose[1:] // "nobody" is no filter
	}
	view.Asked = view.Words != "" || view.Mine || ask.Status != "" || len(ask.Section) > 0 || ask.Country != 0 || ask.Answers != 0
	late, err := v.lateGroup(ctx, view, &ask)
	if err != nil {
		return err
	}
	if !view.Asked && ask.Before == 0 {
		if err := v.ownGroups(ctx, view); err != nil {
			return err
		}
	}
	ids, err := v.seek(ctx, ask, view.Mine)
	if err != nil {
		return err
	}
	if len(ids) == listed {
		view.Next = v.page(ids[listed-1])
	}
	ids = slices.DeleteFunc(ids, func(id article.ID) bool { return slices.Contains(late, id) })
	if err := v.group(ctx, view, map[bool]string{true: "articles.found", false: "articles.all"}[view.Asked], ids); err != nil {
		return err
	}
	if err := v.together(ctx, view, ask); err != nil {
		return err
	}
	return v.Page("articles", v.T("articles.title"), view)
}

// together says how many articles are found, where they can all be changed together.
func (v *Visit) together(ctx context.Context, view *articlesView, ask article.Sought) error {
	for name, values := range v.filter() {
		view.Filter = append(view.Filter, choice{Value: values[0], Text: name})
	}
	if !view.Asked {
		return nil
	}
	ids, err := v.allArticles(ctx, ask)
	if len(ids) <= article.MaxBulk {
		view.All, view.Found = len(ids), v.Loc.Plural("bulk.all", len(ids))
	} else {
		view.Found = v.T("bulk.too_many", v.Loc.Number(article.MaxBulk))
	}
	return err
}

// soughtArticles reads the question.
func (v *Visit) soughtArticles(ctx context.Context) (ask article.Sought, err error) {
	ask = article.Sought{For: v.Actor(), Limit: listed, Status: article.Status(v.Value("state"))}
	for name, take := range map[string]func(n int64){
		"before":  func(n int64) { ask.Before = article.ID(n) },
		"country": func(n int64) { ask.Country = taxonomy.CountryID(n) },
		"section": func(n int64) { ask.Section = []taxonomy.SectionID{taxonomy.SectionID(n)} },
		"who":     func(n int64) { ask.Answers = staff.AccountID(n) },
	} {
		n, err := number(v.Value(name))
		if err != nil {
			return ask, err
		}
		if n != 0 {
			take(n)
		}
	}
	if len(ask.Section) > 0 {
		if ask.Section, err = taxonomy.Descendants(ctx, v.desk.DB, ask.Section[0]); err != nil {
			return ask, err
		}
	}
	if words := v.Value("q"); words != "" {
		ask.Among, err = v.worded(ctx, words, &ask)
	}
	return ask, err
}

// worded are the articles that words are found in: what readers may read by their own search, the newest, and the rest by its titles.
func (v *Visit) worded(ctx context.Context, words string, ask *article.Sought) ([]article.ID, error) {
	ids := []article.ID{}
	if ask.Status != article.Published {
		waiting, err := article.Titled(ctx, v.desk.DB, words)
		if err != nil {
			return nil, err
		}
		ids = append(ids, waiting...)
	}
	if !(search.Query{Words: words}).Empty() && (ask.Status == "" || ask.Status == article.Published) {
		q := search.Query{Words: words, Exact: true, Language: v.Paper.Language, Country: int64(ask.Country), Newest: true, Now: v.Now, Limit: maxWorded}
		for _, id := range ask.Section {
			q.Sections = append(q.Sections, int64(id))
		}
		found, err := v.desk.Search.Find(ctx, v.desk.DB, q)
		if err != nil {
			return nil, err
		}
		for _, id := range found.Articles[:min(len(found.Articles), found.Whole)] {
			ids = append(ids, article.ID(id))
		}
	}
	return ids, nil
}

// maxWorded bounds the published articles that words are found in, the newest of them.
const maxWorded = 500

// lateGroup puts what is late before everything else: the person's own, or that of whoever was asked for. It gives which these are.
func (v *Visit) lateGroup(ctx context.Context, view *articlesView, ask *article.Sought) (ids []article.ID, err error) {
	filtered := view.Words != "" || ask.Status != "" || len(ask.Section) > 0 || ask.Country != 0
	if filtered || ask.Before != 0 {
		return nil, nil
	}
	late, err := article.Late(ctx, v.desk.DB, v.Now, article.Days{For: v.Actor(), Answers: cmp.Or(ask.Answers, v.Who.ID), Limit: inGroup})
	if err != nil {
		return nil, err
	}
	for i := range late {
		ids = append(ids, late[i].ID)
	}
	return ids, v.groupLines(ctx, view, "articles.late", linesOf(late))
}

// seek lists articles; mine are those that somebody began, signs or answers for.
func (v *Visit) seek(ctx context.Context, ask article.Sought, mine bool) (ids []article.ID, err error) {
	if !mine {
		return article.Seek(ctx, v.desk.DB, ask)
	}
	asks := []article.Sought{ask, ask}
	asks[0].Begun, asks[1].Answers = v.Who.ID, v.Who.ID
	bylines, err := staff.BylinesOfAccount(ctx, v.desk.DB, v.Who.ID)
	for _, b := range bylines {
		signed := ask
		signed.Byline = b
		asks = append(asks, signed)
	}
	for i := range asks {
		some, err := article.Seek(ctx, v.desk.DB, asks[i])
		if err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	return newestOf(ids, ask.Limit), err
}

// newestOf are the newest of some articles, each once.
func newestOf(ids []article.ID, limit int) []article.ID {
	slices.SortFunc(ids, func(a, b article.ID) int { return cmp.Compare(b, a) })
	ids = slices.Compact(ids)
	return ids[:min(len(ids), limit)]
}

// ownGroups puts before the list what the person has under way, and what is under way or new where they work.
func (v *Visit) ownGroups(ctx context.Context, view *articlesView) error {
	own := article.Sought{For: v.Actor(), Limit: inGroup}
	var mine []article.ID
	for _, status := range []article.Status{article.Draft, article.Review, article.Ready, article.Scheduled} {
		own.Status = status
		some, err := v.seek(ctx, own, true)
		if err != nil {
			return err
		}
		mine = append(mine, some...)
	}
	if err := v.group(ctx, view, "articles.mine", newestOf(mine, inGroup)); err != nil {
		return err
	}
	beat, err := staff.BeatOf(ctx, v.desk.DB, v.Who.ID)
	if err != nil {
		return err
	}
	var near []article.ID
	for _, id := range beat.Sections[:min(len(beat.Sections), beatLists)] {
		some, err := article.Seek(ctx, v.desk.DB, article.Sought{For: v.Actor(), Limit: inGroup, Section: []taxonomy.SectionID{taxonomy.SectionID(id)}})
		if err != nil {
			return err
		}
		near = append(near, some...)
	}
	for _, id := range beat.Countries[:min(len(beat.Countries), beatLists)] {
		some, err := article.Seek(ctx, v.desk.DB, article.Sought{For: v.Actor(), Limit: inGroup, Country: taxonomy.CountryID(id)})
		if err != nil {
			return err
		}
		near = append(near, some...)
	}
	return v.group(ctx, view, "articles.beat", newestOf(near, inGroup))
}

// group adds articles under a heading, if there are any.
func (v *Visit) group(ctx context.Context, view *articlesView, title string, ids []article.ID) error {
	lines, err := article.Lines(ctx, v.desk.DB, ids)
	if err != nil {
		return err
	}
	return v.groupLines(ctx, view, title, lines)
}

func (v *Visit) groupLines(ctx context.Context, view *articlesView, title string, lines []article.Line) error {
	if len(lines) == 0 {
		return nil
	}
	ids := make([]article.ID, len(lines))
	for i := range lines {
		ids[i] = lines[i].ID
	}
	talked, err := v.remarked(ctx, ids)
	if err != nil {
		return err
	}
	g := articleGroup{Title: v.T(title), Pick: view.Pick}
	for _, l := range lines {
		line := articleLine{Line: l, Talked: talked[l.ID], Rubric: textOf(view.Sections, idText(l.Section)), Late: l.Late(v.Now)}
		switch {
		case l.Status == article.Scheduled:
			line.Due = l.PublishAt
		case l.Status != article.Published && l.Status != article.Withdrawn && l.Embargo.After(v.Now):
			line.Due = l.Embargo
		}
		g.Lines = append(g.Lines, line)
	}
	view.Groups = append(view.Groups, g)
	return nil
}

// page is the address of the same question past an article.
func (v *Visit) page(before article.ID) string {
	ask := v.filter()
	ask.Set("before", idText(before))
	return "/desk/articles/?" + ask.Encode()
}
