package wordpress

import (
	"slices"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/media"
	"griot/internal/text"
)

// maxContentBytes bounds a text before it is converted; the newsroom takes half of that.
const maxContentBytes = 2 * text.MaxHTMLBytes

// makeArticle makes an article of a post; nothing is written yet.
func (c *converter) makeArticle() (*article.Article, error) {
	if len(c.it.content) > maxContentBytes {
		return nil, fault.New(fault.TooLarge, "the text is longer than %d MiB", maxContentBytes>>20)
	}
	f, err := c.fileItem()
	if err != nil {
		return nil, err
	}
	a := &article.Article{Section: f.section, Countries: f.countries, Tags: f.tags, Language: c.language(f.language), Pinned: c.it.sticky, Comments: c.it.open}
	if a.Bylines, err = c.sign(); err != nil {
		return nil, err
	}
	if a.Hero, err = c.featured(); err != nil {
		return nil, err
	}
	c.hero = a.Hero.Picture
	if a.Body, err = c.convert(); err != nil {
		return nil, err
	}
	a.Standfirst = text.Plain(c.shortcodesOnly(c.it.excerpt))
	a.Title = text.CleanLine(c.it.title)
	c.state(a)
	c.entitle(a)
	a.SEOTitle, a.SEODesc = c.seo(a.Title, a.Standfirst)
	a.Slug = text.Slug(c.it.name)
	if slices.Contains([]article.Status{article.Published, article.Private, article.Locked}, a.Status) {
		a.Path = wish(c.it.link)
	}
	return a, article.Prepare(a) // here, beside the goroutine that writes
}

// shortcodesOnly takes shortcodes and block delimiters out of an excerpt.
func (c *converter) shortcodesOnly(s string) string {
	if strings.Contains(s, "<!-- wp:") {
		return c.blocks(s)
	}
	return c.shortcodes(s)
}

// language is that of Polylang where the site has it and we do, else the newspaper's own. What WordPress calls the site's language is
// not asked: half of Africa's sites say en-US and write French.
func (c *converter) language(code string) string {
	code, _, _ = strings.Cut(code, "-")
	if slices.Contains(locale.Languages(), code) {
		return code
	}
	return c.paper.Language
}

// state brings status and dates over. Only what was public is; a password-protected article is locked, for no page here asks for one.
func (c *converter) state(a *article.Article) {
	now := c.Now().UTC().Truncate(time.Second)
	at := c.it.dates.published(c.paper.Location())
	switch c.it.status {
	case "publish":
		a.Status = article.Published
	case "pending":
		a.Status = article.Review
	case "future":
		a.Status = article.Scheduled
	case "private":
		a.Status = article.Private
	case "draft", "":
		a.Status = article.Draft
	default: // "in-progress", "assigned" and others of editorial plug-ins
		a.Status = article.Draft
		c.acc.changed(StateChanged, 1, c.it.status)
	}
	if c.it.locked && (a.Status == article.Published || a.Status == article.Scheduled) {
		a.Status = article.Locked
	}
	if at.IsZero() {
		at = now
		if a.Status == article.Published || a.Status == article.Scheduled {
			c.acc.changed(DateMade, 1, c.it.title)
		}
	} else if a.Status == article.Published && wordpressTime(c.it.dates.gmt, time.UTC).IsZero() {
		c.acc.changed(DateGuessed, 1, c.it.title)
	}
	a.Created = at
	switch a.Status {
	case article.Published, article.Private, article.Locked:
		a.FirstPublished = at
	case article.Scheduled:
		a.PublishAt = at
	}
}

// entitle gives a published article without a title its first words, or its date: it must have one.
func (c *converter) entitle(a *article.Article) {
	if a.Title != "" || a.Status != article.Published && a.Status != article.Scheduled {
		return
	}
	if a.Title = text.Excerpt(or(a.Standfirst, a.Body), 80); a.Title == "" {
		a.Title = a.Created.In(c.paper.Location()).Format("02/01/2006 15:04")
	}
	c.acc.changed(TitleMade, 1, a.Title)
}

// featured is the picture over the text, with the attachment's own words for it.
func (c *converter) featured() (h article.Hero, err error) {
	id := number(c.it.get("_thumbnail_id"))
	if id == 0 {
		return h, nil
	}
	m, err := c.attachment(id)
	if err != nil {
		return h, err
	}
	if m == nil {
		c.why = refusal{reason: NoFile}
		c.miss(c.attachmentName(id))
		return h, nil
	}
	if m.Kind != media.Picture {
		return h, nil
	}
	h = article.Hero{Picture: m.ID, Alt: m.Alt, Caption: m.Caption, Credit: m.Credit}
	return h, nil
}

// attachmentName is how the account calls an attachment that did not come.
func (c *converter) attachmentName(id int64) string {
	if r, err := findRecord(c.ctx, c.DB, c.source, id); !c.failed(err) && r != nil && r.file != "" {
		return r.file
	}
	return "attachment " + itoa(id)
}
