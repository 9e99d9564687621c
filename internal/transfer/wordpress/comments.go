package wordpress

import (
	"net/url"
	"time"

	room "griot/internal/comment"
	"griot/internal/text"
)

// unwanted is why a comment is left out; "" for one that a reader wrote.
func unwanted(c *comment) Reason {
	switch {
	case c.kind == "pingback" || c.kind == "trackback":
		return Pingback
	case c.kind == "note":
		return StaffNote
	case c.approved == "trash" || c.approved == "post-trashed":
		return Thrown
	}
	return ""
}

// maxURLBytes bounds a commenter's own address.
const maxURLBytes = 500

// status maps WordPress's states. One without a state waits for a moderator.
func (c *comment) status() room.Status {
	switch c.approved {
	case "1", "approve", "approved":
		return room.Approved
	case "spam":
		return room.Spam
	}
	return room.Waiting
}

// readyComment is a comment cleaned, still under its old numbers.
type readyComment struct {
	old, parent int64
	room.Comment
}

// readyComments cleans the comments under an item and counts those that are left out.
func readyComments(acc *Account, it *item, zone *time.Location, fallback time.Time) (list []readyComment, err error) {
	for i := range it.comments {
		c := &it.comments[i]
		acc.Comments.Came++
		why := unwanted(c)
		r := readyComment{old: c.id, parent: c.parent}
		if r.Body, err = text.Clean(text.Paragraphs(c.content)); err != nil {
			why, err = Refused, nil
		}
		if why == "" && text.Plain(r.Body) == "" {
			why = Empty
		}
		if why != "" {
			acc.Comments.leave(why)
			continue
		}
		r.Status, r.Name, r.Email, r.URL = c.status(), text.CleanLine(c.name), text.CleanLine(c.email), webAddress(c.url)
		if r.Name == "" {
			r.Name = "Anonyme"
		}
		if r.Posted = (dates{local: c.date, gmt: c.dateGMT}).published(zone); r.Posted.IsZero() {
			r.Posted = fallback
		}
		list = append(list, r)
	}
	return list, err
}

func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(s) > maxURLBytes {
		return ""
	}
	return u.String()
}

// leaveComments counts comments that go with their item.
func (a *Account) leaveComments(it *item, why Reason) {
	if n := len(it.comments); n > 0 {
		a.Comments.Came += n
		a.Comments.LeftOut[why] += n
	}
}
