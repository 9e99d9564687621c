package wordpress

import (
	"hash/fnv"
	"strconv"
	"strings"
	"time"
)

// item is one entry of WordPress's list of posts, whatever its type, as the export gives it.
type item struct {
	file string
	line int

	id       int64 // negative when the export gives none: made from what does not change
	typ      string
	status   string
	title    string
	link     string
	guid     string
	name     string // the slug, decoded
	creator  string // a login
	content  string
	excerpt  string
	parent   int64
	order    int
	sticky   bool
	open     bool // to comments
	locked   bool // behind a password
	dates    dates
	fileURL  string // of an attachment
	terms    []term
	meta     []meta
	comments []comment
}

// term is a category, tag or other term by which an item is filed.
type term struct{ taxonomy, slug, name string }

type meta struct{ key, value string }

// comment is one comment, without what is never imported: the commenter's network address and browser.
type comment struct {
	id, parent              int64
	name, email, url        string
	date, dateGMT           string
	content, approved, kind string
}

// dates are the times of an item as written.
type dates struct{ local, gmt, modified, modifiedGMT, pub string }

func readItem(file string, line int, n *node) *item {
	it := &item{
		file: file, line: line,
		id: number(n.line("wp:post_id")), typ: cut(n.line("wp:post_type")), status: n.line("wp:status"),
		title: n.body("title"), link: n.line("link"), guid: n.line("guid"), name: cut(decoded(n.line("wp:post_name"))),
		creator: cut(n.line("dc:creator")), content: n.body("content:encoded"), excerpt: n.body("excerpt:encoded"),
		parent: number(n.line("wp:post_parent")), order: int(number(n.line("wp:menu_order"))),
		sticky: n.line("wp:is_sticky") == "1", open: n.line("wp:comment_status") == "open",
		locked: n.line("wp:post_password") != "", fileURL: n.line("wp:attachment_url"),
		dates: dates{n.line("wp:post_date"), n.line("wp:post_date_gmt"), n.line("wp:post_modified"), n.line("wp:post_modified_gmt"), n.line("pubDate")},
	}
	if it.creator == "" {
		it.creator = cut(n.line("wp:author"))
	}
	for _, c := range n.children {
		switch c.name {
		case "category":
			it.addTerm(c)
		case "wp:postmeta":
			if key := c.line("wp:meta_key"); key != "" {
				it.meta = append(it.meta, meta{cut(key), c.body("wp:meta_value")})
			}
		case "wp:comment":
			it.comments = append(it.comments, readComment(c))
		}
	}
	if it.id == 0 {
		it.id = madeID(it.guid, it.link, it.typ, it.title, it.dates.local)
	}
	for i := range it.comments {
		if c := &it.comments[i]; c.id == 0 {
			c.id = madeID(strconv.FormatInt(it.id, 10), c.dateGMT, c.date, c.name, c.content)
		}
	}
	return it
}

// addTerm adds a term. WXR 1.0 names each twice, once without its slug, and calls tags "tag".
func (it *item) addTerm(n *node) {
	t := term{taxonomy: cut(n.attr("domain")), slug: cut(decoded(n.attr("nicename"))), name: strings.TrimSpace(n.text)}
	switch t.taxonomy {
	case "":
		t.taxonomy = category
	case "tag":
		t.taxonomy = postTag
	}
	for i, old := range it.terms {
		if old.taxonomy == t.taxonomy && (t.slug != "" && old.slug == t.slug || old.name == t.name && (t.slug == "" || old.slug == "")) {
			if old.slug == "" {
				it.terms[i].slug = t.slug
			}
			return
		}
	}
	if t.slug != "" || t.name != "" {
		it.terms = append(it.terms, t)
	}
}

func readComment(n *node) comment {
	return comment{
		id: number(n.line("wp:comment_id")), parent: number(n.line("wp:comment_parent")),
		name: n.line("wp:comment_author"), email: n.line("wp:comment_author_email"), url: n.line("wp:comment_author_url"),
		date: n.line("wp:comment_date"), dateGMT: n.line("wp:comment_date_gmt"),
		content: n.body("wp:comment_content"), approved: n.line("wp:comment_approved"), kind: n.line("wp:comment_type"),
	}
}

// get is the value of the first field with one of the keys that is not empty.
func (it *item) get(keys ...string) string {
	for _, k := range keys {
		for _, m := range it.meta {
			if m.key == k && strings.TrimSpace(m.value) != "" {
				return strings.TrimSpace(m.value)
			}
		}
	}
	return ""
}

// maxKeyBytes bounds names by which things are found: WordPress's own are at most 255 letters, and PostgreSQL indexes no long ones.
const maxKeyBytes = 600

func cut(s string) string {
	if len(s) <= maxKeyBytes {
		return s
	}
	return strings.ToValidUTF8(s[:maxKeyBytes], "")
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // what is no number counts as none
	return max(0, n)
}

// madeID numbers what has no number: the same thing gets the same one in every export.
func madeID(parts ...string) int64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p + "\x00"))
	}
	return -int64(h.Sum64()>>2) - 1 //nolint:gosec // two bits are free
}

// published is when an item came out, in UTC: by GMT unless that is empty or contradicts the local time by more than any zone can,
// else by the local time in the newsroom's zone, else by what the feed says, else by its last change. Zero when nothing is known.
func (d dates) published(zone *time.Location) time.Time {
	local, gmt := wordpressTime(d.local, zone), wordpressTime(d.gmt, time.UTC)
	if !gmt.IsZero() && !local.IsZero() {
		if apart := gmt.Sub(wordpressTime(d.local, time.UTC)); apart > 15*time.Hour || apart < -15*time.Hour {
			gmt = time.Time{}
		}
	}
	pub, _ := time.Parse(time.RFC1123Z, d.pub)
	if !sane(pub) {
		pub = time.Time{}
	}
	for _, t := range []time.Time{gmt, local, pub.UTC(), wordpressTime(d.modifiedGMT, time.UTC), wordpressTime(d.modified, zone)} {
		if !t.IsZero() {
			return t.UTC()
		}
	}
	return time.Time{}
}

// wordpressTime reads "2019-05-01 14:05:00". MySQL's zeros, and years before print or beyond reason, are no time.
func wordpressTime(s string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateTime, strings.Replace(strings.TrimSpace(s), "T", " ", 1), zone)
	if err != nil || !sane(t) {
		return time.Time{}
	}
	return t
}

func sane(t time.Time) bool { return t.Year() >= 1450 && t.Year() < 3000 }
