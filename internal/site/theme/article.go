package theme

import "html/template"

// ArticleView is an article.
type ArticleView struct {
	Shell
	ReadsID string // names the read counter; empty: no counter
	Hue     string // of the rubric
	Notice  string // over all, on a preview; empty on what readers read

	Section   *Link // nil for what is filed by country only
	Places    []Link
	Kind      string // label; empty for plain news
	Sponsored string // label of what is paid for

	Headline   string
	Standfirst string
	Authors    []Author
	Dateline   string // the town
	Agencies   string // "avec Agences"
	Published  Moment
	Updated    *Moment // its Text is the whole remark: "Mis à jour à 12 h 10"
	Reading    string
	Reads      string // "1 023 lectures"

	Translations []Link
	Hero         *Figure
	BodyStart    template.HTML // cleaned; to the third paragraph
	BodyRest     template.HTML // the rest, after the advertisement; may be empty
	Parts        Paging        // of a text too long for one light page; the others show it whole

	AnswerTo *Link // what this reply answers; set on a droit de réponse
	Replies  []Reply
	Notes    []Note
	Versions *Link  // the comparison of its versions
	Report   string // where an error is reported: an address or mailto:

	Tags     []Link
	Share    Share
	Related  []Item
	Recent   []Link
	MostRead []Link
}

// Sheet names the sheet that the page wears: few articles need that of the answered ones.
func (v *ArticleView) Sheet() string {
	if len(v.Replies) > 0 || v.AnswerTo != nil {
		return answeredSheet
	}
	return "article"
}

// Author is a name over an article. Without Href it leads nowhere.
type Author struct{ Name, Href string }

// Note is a dated remark under an article.
type Note struct {
	Label     string // "Correction", "Précision", "Mise à jour"
	Time      Moment
	Signature string
	Text      template.HTML // cleaned, of inline elements only
}

// Reply is a droit de réponse: a signed text of its own that is as prominent as what it answers.
type Reply struct {
	Title     string
	Href      string
	Signature string
	Time      Moment
	Text      template.HTML // cleaned paragraphs: the whole of a short one, the beginning of a long one; may be empty
}
