// Package article is the articles of the newspaper: what they hold, where they stand, and how they come before readers and go. One act is one transaction: it writes
// the article, its places in lists, the search index, its address and the event that tells the edge.
package article

import (
	"time"

	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// ID numbers an article; 0 is none.
type ID int64

// Status is where an article stands between its writer and its readers.
type Status string

// The states. Only Published is public; workflow.go has the table of who may move an article from which to which. Private and Locked come from imports: for staff alone, and behind a password that this program does not ask for.
const (
	Draft     Status = "draft"
	Review    Status = "review"
	Ready     Status = "ready"
	Scheduled Status = "scheduled"
	Published Status = "published"
	Withdrawn Status = "withdrawn"
	Private   Status = "private"
	Locked    Status = "locked"
)

// Article is an article whole, as the newsroom knows it. As JSON it is what a revision keeps: what an editor decides, and not what follows from it.
type Article struct {
	ID         ID                   `json:"-"`
	UID        string               `json:"-"` // never changes and never holds the slug: what feeds call it (RFC 4287 §4.2.6)
	Language   string               `json:"language"`
	Kind       string               `json:"kind"` // code of a Kind
	Status     Status               `json:"status"`
	Slug       string               `json:"slug"`
	Path       string               `json:"-"` // set at the first publication, or by an import; never computed again
	Title      string               `json:"title"`
	Short      string               `json:"short,omitempty"` // for lists and the breaking line; may be empty
	Standfirst string               `json:"standfirst"`
	Body       string               `json:"body"` // cleaned HTML
	Dateline   string               `json:"dateline,omitempty"`
	Agencies   string               `json:"agencies,omitempty"`
	Section    taxonomy.SectionID   `json:"section,omitempty"` // 0: filed by country alone
	Countries  []taxonomy.CountryID `json:"countries,omitempty"`
	Tags       []taxonomy.TagID     `json:"tags,omitempty"`
	Bylines    []staff.BylineID     `json:"bylines,omitempty"`
	Hero       Hero                 `json:"hero,omitzero"`
	SEOTitle   string               `json:"seo_title,omitempty"`
	SEODesc    string               `json:"seo_description,omitempty"`
	Preview    media.ID             `json:"preview,omitempty"` // shown where the article is shared: 0 a drawn picture, HeroPreview the hero, else a picture of the text, as long as it is in it
	Words      int                  `json:"words"`
	Pinned     bool                 `json:"pinned,omitempty"`
	Comments   bool                 `json:"comments,omitempty"` // open
	NoIndex    bool                 `json:"noindex,omitempty"`  // search engines are asked not to show it
	Original   ID                   `json:"original,omitempty"` // that this is a translation of
	ReplyTo    ID                   `json:"reply_to,omitempty"` // that this droit de réponse answers

	PublishAt      time.Time       `json:"publish_at,omitzero"` // of a scheduled one
	Embargo        time.Time       `json:"embargo,omitzero"`    // not before readers earlier than this; zero: none
	Creator        staff.AccountID `json:"-"`                   // who began it; 0: nobody on the staff
	FirstPublished time.Time       `json:"-"`                   // never changes once set
	Updated        time.Time       `json:"updated,omitzero"`    // "mis à jour", as readers should see it; zero: not shown
	Withdrawn      time.Time       `json:"-"`
	Reason         string          `json:"reason,omitempty"` // of the withdrawal, shown
	Created        time.Time       `json:"-"`
	Changed        time.Time       `json:"-"` // the row's own
	Seals          int             `json:"-"` // how often something in it was sealed

	prepared *prepared // nil but between Prepare and the end of Put
}

// Hero is the picture over the text with this article's own words for it.
type Hero struct {
	Picture media.ID `json:"picture"`
	Alt     string   `json:"alt,omitempty"`
	Caption string   `json:"caption,omitempty"`
	Credit  string   `json:"credit,omitempty"`
}

// HeroPreview chooses the hero, whichever it is, as the picture by which an article is shown where it is shared.
const HeroPreview media.ID = -1

// Public reports whether readers may see the article.
func (a *Article) Public() bool { return a.Status == Published }

// ListTitle is the short title where there is one.
func (a *Article) ListTitle() string {
	if a.Short != "" {
		return a.Short
	}
	return a.Title
}

// NoteKind says what a note under an article is.
type NoteKind string

// The kinds of note.
const (
	Correction   NoteKind = "correction"
	Precision    NoteKind = "precision"
	UpdateNote   NoteKind = "mise-a-jour"
	RightOfReply NoteKind = "droit-de-reponse"
)

// Note is one dated line under an article. A right of reply is an article of its own, to which its note leads.
type Note struct {
	ID        int64
	Article   ID
	Kind      NoteKind
	Text      string // plain sentences
	Signature string
	Reply     ID
	Noted     time.Time
}

// Kind is a kind of article, as data.
type Kind struct {
	Code       string
	Position   int
	SchemaType string // of schema.org
	Sponsored  bool   // labelled wherever it shows, kept out of the news sitemap and of "most read"
	Labels     map[string]string
}

// News is the code of the plain kind, whose label is not shown.
const News = "news"

// Label is the kind's name in a language, else in French.
func (k *Kind) Label(language string) string {
	if l := k.Labels[language]; l != "" {
		return l
	}
	return k.Labels["fr"]
}
