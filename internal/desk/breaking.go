package desk

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/page"
	"griot/internal/staff"
)

// breakingRoutes are the room of breaking news.
func (d *Desk) breakingRoutes() []Route {
	return []Route{
		{Name: "breaking", Pattern: "GET /desk/breaking/{$}", May: staff.PushBreaking, Serve: d.breaking},
		{Name: "breaking push", Pattern: "POST /desk/breaking/{$}", May: staff.PushBreaking, Serve: d.pushBreaking},
		{Name: "breaking order", Pattern: "POST /desk/breaking/order", May: staff.PushBreaking, Serve: d.orderBreaking},
		{Name: "breaking change", Pattern: "POST /desk/breaking/{id}/{$}", May: staff.PushBreaking, Serve: d.changeBreaking},
		{Name: "breaking end", Pattern: "POST /desk/breaking/{id}/end", May: staff.PushBreaking, Serve: d.endBreaking},
	}
}

// breakingView is ui/breaking.html.
type breakingView struct {
	Language  string
	Languages []choice // one: there is nothing to choose
	Most      int      // characters of a line
	Sent      sentLine // what the form holds
	Lasts     []choice
	Articles  []article.Card // that the line may lead to: what was searched, else the newest
	Words     string         // that were searched
	Lines     []shownLine
	Others    []article.Card // which complete the lines
}

// sentLine is a line as a form has it.
type sentLine struct{ Text, Address, Article, Lasts string }

// shownLine is a line in the list.
type shownLine struct {
	frontpage.Breaking
	Address     string // where it leads, as its form has it
	Place       int    // counted from one
	First, Last bool
	Seen        bool // readers see it: the line holds only so many
	Sent        sentLine
	Changing    bool // its form was refused and stands open
}

// lasting are the lives that a form offers, in hours.
func lasting() []int { return []int{1, 3, 6, 12, 24, 72} }

const (
	usualLife    = 6  // hours
	offered      = 6  // articles that a line may lead to
	maxSoughtFor = 20 // articles that a search offers
)

func (d *Desk) breaking(v *Visit) error {
	return v.breakingPage(sentLine{Lasts: strconv.Itoa(usualLife)}, nil)
}

// breakingPage shows the room. changing is a line whose form was refused, with what was sent; nil: none.
func (v *Visit) breakingPage(sent sentLine, changing *shownLine) error {
	ctx, d := v.R.Context(), v.desk
	view := breakingView{Language: v.language(), Most: frontpage.MaxBreakingRunes, Sent: sent, Words: v.Value("q")}
	view.Languages = v.languageChoices(view.Language)
	for _, hours := range lasting() {
		view.Lasts = append(view.Lasts, choice{strconv.Itoa(hours), v.Loc.Plural("breaking.hours", hours), strconv.Itoa(hours) == sent.Lasts})
	}
	lines, err := frontpage.Lines(ctx, d.DB, v.Now, view.Language)
	if err != nil {
		return err
	}
	linked, err := v.linkedArticles(lines)
	if err != nil {
		return err
	}
	for i, b := range lines {
		line := shownLine{Breaking: b, Address: cmp.Or(b.URL, linked[article.ID(b.Article)].Path), Place: i + 1, First: i == 0, Last: i == len(lines)-1, Seen: i < frontpage.TickerLength}
		line.Sent = sentLine{Text: b.Text, Address: line.Address, Lasts: v.hourText(b.Expires)}
		if changing != nil && changing.ID == b.ID {
			line.Sent, line.Changing = changing.Sent, true
		}
		view.Lines = append(view.Lines, line)
	}
	if err := v.completeBreaking(&view); err != nil {
		return err
	}
	return v.Page("breaking", v.T("breaking.room"), view)
}

// linkedArticles are the articles that lines lead to.
func (v *Visit) linkedArticles(lines []frontpage.Breaking) (map[article.ID]article.Card, error) {
	var ids []article.ID
	for i := range lines {
		if lines[i].Article != 0 {
			ids = append(ids, article.ID(lines[i].Article))
		}
	}
	cards, err := article.Cards(v.R.Context(), v.desk.DB, ids)
	found := map[article.ID]article.Card{}
	for i := range cards {
		found[cards[i].ID] = cards[i]
	}
	return found, err
}

// completeBreaking adds the articles that complete the line, and those that the next may lead to.
func (v *Visit) completeBreaking(view *breakingView) error {
	ctx, d := v.R.Context(), v.desk
	newest, err := v.newestOf(view.Language, frontpage.TickerLength+offered)
	if err != nil {
		return err
	}
	kinds, err := article.Kinds(ctx, d.DB)
	if err != nil {
		return err
	}
	for _, c := range newest {
		shown := slices.ContainsFunc(view.Lines, func(l shownLine) bool { return l.Seen && l.Address == c.Path })
		if len(view.Lines)+len(view.Others) < frontpage.TickerLength && !shown && (kinds[c.Kind] == nil || !kinds[c.Kind].Sponsored) {
			view.Others = append(view.Others, c)
		}
	}
	view.Articles = newest[:min(offered, len(newest))]
	if view.Words != "" {
		if view.Articles, err = v.foundArticles(view.Language, view.Words); err != nil {
			return err
		}
	}
	if id, _ := number(view.Sent.Article); id != 0 && !slices.ContainsFunc(view.Articles, func(c article.Card) bool { return int64(c.ID) == id }) {
		chosen, err := article.Cards(ctx, d.DB, []article.ID{article.ID(id)})
		view.Articles = append(chosen, view.Articles...)
		return err
	}
	return nil
}

// newestOf are the newest articles in a language.
func (v *Visit) newestOf(language string, limit int) ([]article.Card, error) {
	ids, err := article.In(v.R.Context(), v.desk.DB, page.Language(language), limit, 0)
	if err != nil {
		return nil, err
	}
	return article.Cards(v.R.Context(), v.desk.DB, ids)
}

// foundArticles are the published articles in a language that words are found in, the newest first.
func (v *Visit) foundArticles(language, words string) ([]article.Card, error) {
	ctx := v.R.Context()
	ask := article.Sought{Status: article.Published, Language: language, For: v.Actor(), Limit: maxSoughtFor}
	var err error
	if ask.Among, err = v.worded(ctx, words, &ask); err != nil {
		return nil, err
	}
	ids, err := article.Seek(ctx, v.desk.DB, ask)
	if err != nil {
		return nil, err
	}
	return article.Cards(ctx, v.desk.DB, ids)
}

// language is the one of the newspaper's languages that was asked for; its own where none was.
func (v *Visit) language() string {
	if asked := v.Value("language"); slices.Contains(v.languages(), asked) {
		return asked
	}
	return v.Paper.Language
}

func (v *Visit) languageChoices(now string) (list []choice) {
	for _, code := range v.languages() {
		list = append(list, choice{code, v.desk.Locales.For(code).Name(), code == now})
	}
	return list
}

// pushBreaking pushes a line, or shows what a search for its article found.
func (d *Desk) pushBreaking(v *Visit) error {
	sent := sentLine{Text: v.Value("text"), Address: v.Value("address"), Article: v.Value("article"), Lasts: v.Value("lasts")}
	if v.Value("do") == "search" {
		return v.breakingPage(sent, nil)
	}
	hours, err := number(sent.Lasts)
	if err != nil {
		return err
	}
	b := &frontpage.Breaking{Language: v.language(), Text: v.R.FormValue("text"), Expires: v.Now.Add(time.Duration(min(hours, 10_000)) * time.Hour)}
	if b.Article, err = number(sent.Article); err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) (err error) {
		if sent.Address != "" {
			if b.Article, b.URL, err = frontpage.Link(v.R.Context(), tx, d.Origin(), sent.Address); err != nil {
				return err
			}
		}
		return frontpage.Announce(v.R.Context(), tx, v.Now, v.Actor(), b)
	})
	if err == nil {
		return v.Done(breakingPath(b.Language), "breaking_pushed")
	}
	if !v.Explain(err) {
		return err
	}
	return v.breakingPage(sent, nil)
}

func breakingPath(language string) string { return "/desk/breaking/?language=" + language }

// breakingLine is the line of a request, which decides in which language the page comes back.
func (v *Visit) breakingLine(q db.Querier) (*frontpage.Breaking, error) {
	id, err := v.Number("id")
	if err != nil {
		return nil, err
	}
	return frontpage.Line(v.R.Context(), q, v.Now, frontpage.BreakingID(id))
}

func (d *Desk) changeBreaking(v *Visit) error {
	sent := sentLine{Text: v.Value("text"), Address: v.Value("address"), Lasts: v.Value("until")}
	var was *frontpage.Breaking
	err := v.Transact(func(tx *db.Tx) (err error) {
		if was, err = v.breakingLine(tx); err != nil {
			return err
		}
		b := *was
		b.Text, b.Article, b.URL = v.R.FormValue("text"), 0, ""
		if sent.Lasts != v.hourText(was.Expires) { // the form knows no seconds
			if b.Expires, err = v.hour(sent.Lasts); err != nil {
				return err
			}
		}
		if sent.Address != "" {
			if b.Article, b.URL, err = frontpage.Link(v.R.Context(), tx, d.Origin(), sent.Address); err != nil {
				return err
			}
		}
		return frontpage.Reword(v.R.Context(), tx, v.Now, v.Actor(), &b)
	})
	switch {
	case err == nil:
		return v.Done(breakingPath(was.Language), "breaking_changed")
	case fault.Is(err, fault.NotFound) || !v.Explain(err):
		return err
	}
	return v.breakingPage(sentLine{Lasts: strconv.Itoa(usualLife)}, &shownLine{Breaking: *was, Sent: sent})
}

func (d *Desk) endBreaking(v *Visit) error {
	var was *frontpage.Breaking
	err := v.Transact(func(tx *db.Tx) (err error) {
		if was, err = v.breakingLine(tx); err != nil {
			return err
		}
		return frontpage.End(v.R.Context(), tx, v.Now, v.Actor(), was.ID)
	})
	if err != nil {
		return err
	}
	return v.Done(breakingPath(was.Language), "breaking_ended")
}

// orderBreaking moves one line by some places, as its buttons do, or puts all in the order in which a script laid them.
func (d *Desk) orderBreaking(v *Visit) error {
	language := v.language()
	err := v.Transact(func(tx *db.Tx) error {
		if line, places := v.Value("line"), v.Value("by"); line != "" {
			id, err := number(line)
			if err != nil {
				return err
			}
			by, _ := strconv.Atoi(places)
			return frontpage.Shift(v.R.Context(), tx, v.Now, v.Actor(), frontpage.BreakingID(id), by)
		}
		var order []frontpage.BreakingID
		for _, id := range numbers(v.Values("order")) {
			order = append(order, frontpage.BreakingID(id))
		}
		return frontpage.Arrange(v.R.Context(), tx, v.Now, v.Actor(), language, order)
	})
	if err != nil {
		return err
	}
	return v.Done(breakingPath(language), "breaking_ordered")
}
