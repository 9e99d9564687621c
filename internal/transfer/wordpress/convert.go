package wordpress

import (
	"context"
	"encoding/json"
	"strings"

	"griot/internal/media"
	"griot/internal/text"
)

// converter makes the body of an article or a page of one item's content. Its result is not clean yet: article.Put and standing.Save
// clean what they are given. Database errors end up in err.
type converter struct {
	*importer
	ctx context.Context
	it  *item
	acc *Account // what was changed on the way

	hero    media.ID // stands over the text, and need not open it again
	missing int      // files that the text wants and that did not come
	why     refusal  // of the last of them
	kept    []meta   // shortcodes, for editors
	notes   map[string]string
	within  int // reusable blocks inside each other
	err     error
}

// convert gives the HTML of an item's content. Content with block markup has its paragraphs; classic content gets them from its blank lines.
func (c *converter) convert() (string, error) {
	c.readNotes()
	return c.rewrite(c.html(c.it.content)), c.err
}

func (c *converter) html(content string) string {
	if strings.Contains(content, "<!-- wp:") {
		return c.blocks(content)
	}
	return c.classic(content)
}

// classic makes HTML of what the classic editor wrote.
func (c *converter) classic(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return text.Paragraphs(c.embedLines(c.shortcodes(s)))
}

// embedLines makes embeds of addresses that stand alone on their lines, as WordPress does.
func (c *converter) embedLines(s string) string {
	if !strings.Contains(s, "://") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if l = strings.TrimSpace(l); strings.HasPrefix(l, "http") && !strings.ContainsAny(l, " \t<>\"[]") {
			lines[i] = "\n\n" + c.embed(l, "") + "\n\n"
		}
	}
	return strings.Join(lines, "\n")
}

// readNotes reads the footnotes of the block editor, which stand in a field, and gives them the names that our texts use.
func (c *converter) readNotes() {
	raw := c.it.get("footnotes")
	if raw == "" {
		return
	}
	var list []struct{ ID, Content string }
	if json.Unmarshal([]byte(raw), &list) != nil {
		return // not the block editor's
	}
	c.notes = map[string]string{}
	for _, n := range list {
		c.notes[n.ID] = n.Content
	}
}

// noteName is a footnote's name in our texts.
func noteName(id string) string { return "fn-" + strings.ReplaceAll(strings.ToLower(id), "-", "") }

// footnotes is the list that stands where the block for it is.
func (c *converter) footnotes() string {
	var list []struct{ ID, Content string }
	if json.Unmarshal([]byte(c.it.get("footnotes")), &list) != nil || len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<ol class="footnotes">`)
	for _, n := range list {
		b.WriteString(`<li id="` + escape(noteName(n.ID)) + `">` + n.Content + "</li>")
	}
	b.WriteString("</ol>")
	return b.String()
}

// failed keeps the first error of the database.
func (c *converter) failed(err error) bool {
	if err != nil && c.err == nil {
		c.err = err
	}
	return err != nil
}
