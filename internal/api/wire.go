package api

import "time"

// Sent is an article as a client sends it: what is absent stays as it is, or begins as is usual.
type Sent struct {
	Title      *string   `json:"title,omitempty" nullable:"false" maxLength:"2000" doc:"One line of plain text. An article that is published or scheduled needs one."`
	ShortTitle *string   `json:"short_title,omitempty" nullable:"false" maxLength:"2000" doc:"For lists."`
	Standfirst *string   `json:"standfirst,omitempty" nullable:"false" maxLength:"2000"`
	Body       *string   `json:"body,omitempty" nullable:"false" doc:"HTML. It is cleaned: what a newspaper's text has no use for is left out."`
	Kind       *string   `json:"kind,omitempty" nullable:"false" maxLength:"100" doc:"Code of a kind of article. At first: news." example:"reportage"`
	Language   *string   `json:"language,omitempty" nullable:"false" maxLength:"40" doc:"BCP 47. At first: the newspaper's own." example:"fr"`
	Section    *string   `json:"section,omitempty" nullable:"false" maxLength:"200" doc:"Slug of a rubric, with the slugs of those above it; empty for none." example:"environnement/climat"`
	Countries  *[]string `json:"countries,omitempty" nullable:"false" maxItems:"200" doc:"Slugs, in order." example:"[\"niger\"]"`
	Tags       *[]string `json:"tags,omitempty" nullable:"false" maxItems:"200" doc:"Names or slugs, in order. Unknown ones are made."`
	Authors    *[]string `json:"authors,omitempty" nullable:"false" maxItems:"200" doc:"Slugs of bylines, in order. At first: that of the token's person, which is made if they have none."`
	Hero       *SentHero `json:"hero,omitempty" nullable:"false" doc:"The picture over the text. Alternative text, caption and credit are demanded only where there is one, before the article is published."`
	Dateline   *string   `json:"dateline,omitempty" nullable:"false" maxLength:"2000" example:"Niamey"`
	NoIndex    *bool     `json:"noindex,omitempty" nullable:"false" doc:"Search engines are asked not to show it; readers find it as before."`
	Preview    *string   `json:"preview,omitempty" nullable:"false" maxLength:"20" doc:"The picture that is shown where the article is shared: drawn, hero, or the number of a picture in its text. At first: drawn." example:"hero"`
	Slug       *string   `json:"slug,omitempty" nullable:"false" maxLength:"200" doc:"Last word of the address. At first: made from the title. An address that was public stays."`

	Status    *string `json:"status,omitempty" nullable:"false" enum:"draft,review,ready,scheduled,published,withdrawn" doc:"At first: draft. Published, sent with a publish_at to come, is scheduled."`
	PublishAt *string `json:"publish_at,omitempty" nullable:"false" maxLength:"40" doc:"When a scheduled article comes before readers; empty for no hour." example:"2026-03-01T18:30"`
	Embargo   *string `json:"embargo_until,omitempty" nullable:"false" maxLength:"40" doc:"Until when it must not be published; empty for none."`
	Confirm   bool    `json:"confirm_embargo,omitempty" doc:"An editor-in-chief's word that it may appear before its embargo ends."`

	Correction *string `json:"correction,omitempty" nullable:"false" maxLength:"2000" doc:"A note for readers: what was wrong. A change of substance to a published article needs one of correction, precision, update, or minor."`
	Precision  *string `json:"precision,omitempty" nullable:"false" maxLength:"2000" doc:"A note for readers: what was unclear."`
	Update     *string `json:"update,omitempty" nullable:"false" maxLength:"2000" doc:"A note for readers: what is new."`
	Minor      bool    `json:"minor,omitempty" doc:"Readers need not be told of this change."`
	Reason     *string `json:"reason,omitempty" nullable:"false" maxLength:"2000" doc:"Why it is withdrawn; readers see it."`
}

// Told is an article as a client is told of it. Notes among colleagues are not in it.
type Told struct {
	ID         int64     `json:"id"`
	URL        string    `json:"url" doc:"Where readers find it; empty as long as it is not published."`
	Status     string    `json:"status" enum:"draft,review,ready,scheduled,published,withdrawn,private,locked"`
	Title      string    `json:"title"`
	ShortTitle string    `json:"short_title"`
	Standfirst string    `json:"standfirst"`
	Body       string    `json:"body,omitempty" doc:"Cleaned HTML. Lists leave it out."`
	Kind       string    `json:"kind"`
	Language   string    `json:"language"`
	Section    string    `json:"section"`
	Countries  []string  `json:"countries" nullable:"false"`
	Tags       []string  `json:"tags" nullable:"false" doc:"Names."`
	Authors    []string  `json:"authors" nullable:"false"`
	Hero       *ToldHero `json:"hero,omitempty"`
	Dateline   string    `json:"dateline"`
	Slug       string    `json:"slug"`
	Preview    string    `json:"preview" doc:"drawn, hero, or the number of a picture in the text."`
	NoIndex    bool      `json:"noindex,omitempty" doc:"Search engines are asked not to show it."`
	Words      int       `json:"words"`
	PublishAt  time.Time `json:"publish_at,omitzero"`
	Embargo    time.Time `json:"embargo_until,omitzero"`
	Published  time.Time `json:"published_at,omitzero" doc:"For the first time; it never changes."`
	Updated    time.Time `json:"updated_at,omitzero" doc:"As readers see it."`
	Withdrawn  time.Time `json:"withdrawn_at,omitzero"`
	Reason     string    `json:"reason,omitempty"`
	Created    time.Time `json:"created_at"`
	Changed    time.Time `json:"changed_at"`
}

// answer is an article with what HTTP says of it.
type answer struct {
	Status   int
	Location string `header:"Location" doc:"Of an article that was added."`
	ETag     string `header:"ETag" doc:"For If-Match: it changes with each change of the article."`
	Repeated string `header:"Idempotent-Replayed" doc:"true: this request was answered before, and did nothing now."`
	Body     Told
}
