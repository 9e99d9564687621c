package wordpress

import (
	"encoding/json"
	"strings"
)

// block is a delimiter of the block editor: <!-- wp:name {…} -->, <!-- /wp:name --> or <!-- wp:name {…} /-->.
type block struct {
	name    string // without "core/"
	attrs   string // JSON
	closing bool
	void    bool
	start   int
	end     int
}

// nextBlock finds the next delimiter.
func nextBlock(s string) (b block, ok bool) {
	for from := 0; ; {
		i := strings.Index(s[from:], "<!--")
		if i < 0 {
			return b, false
		}
		b.start = from + i
		inner, _, ended := strings.Cut(s[b.start+4:], "-->")
		if !ended {
			return b, false
		}
		b.end = b.start + 4 + len(inner) + len("-->")
		if b.read(strings.TrimSpace(inner)) {
			return b, true
		}
		from = b.end
	}
}

// read reads what stands between "<!--" and "-->".
func (b *block) read(inner string) bool {
	inner, b.closing = strings.CutPrefix(inner, "/")
	inner, ok := strings.CutPrefix(inner, "wp:")
	if !ok {
		return false
	}
	inner, b.void = strings.CutSuffix(inner, "/")
	b.name, b.attrs, _ = strings.Cut(strings.TrimSpace(inner), " ")
	b.name, b.attrs = strings.TrimPrefix(b.name, "core/"), strings.TrimSpace(b.attrs)
	return b.name != ""
}

// frame is an open block; at is where its content begins in the output.
type frame struct {
	name string
	at   int
}

// maxFrames bounds how many open blocks are remembered; deeper ones are read all the same.
const maxFrames = 200

// blocks takes the delimiters out of block markup: what most blocks show stands in it as HTML. It is linear whatever comes.
func (c *converter) blocks(s string) string {
	var out []byte
	var open []frame
	skipping, depth := "", 0
	for {
		b, ok := nextBlock(s)
		piece := s
		if ok {
			piece = s[:b.start]
		}
		if skipping == "" {
			out = append(out, c.piece(piece, open)...)
		}
		if !ok {
			return string(out)
		}
		s = s[b.end:]
		switch {
		case skipping != "":
			if depth += b.depth(skipping); depth == 0 {
				skipping = ""
			}
		case b.void:
			out = append(out, c.voidBlock(b)...)
		case b.closing:
			out, open = c.closeBlock(out, open, b.name)
		case filled(b.name):
			skipping, depth = b.name, 1
			c.acc.changed(BlockDropped, 1, b.name)
		case len(open) < maxFrames:
			open = append(open, frame{b.name, len(out)})
		}
	}
}

// depth is how a delimiter changes the nesting of blocks with a name.
func (b block) depth(name string) int {
	switch {
	case b.name != name || b.void:
		return 0
	case b.closing:
		return -1
	}
	return 1
}

// piece is what stands between two delimiters. Outside of all blocks, and in a classic one, it is classic text.
func (c *converter) piece(s string, open []frame) string {
	if len(open) == 0 {
		return c.classic(s)
	}
	switch open[len(open)-1].name {
	case "freeform", "classic":
		return s // closeBlock sees to it
	case "more", "nextpage":
		return ""
	}
	return c.shortcodes(s)
}

func (c *converter) closeBlock(out []byte, open []frame, name string) ([]byte, []frame) {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i].name != name {
			continue
		}
		if name == "freeform" || name == "classic" {
			inner := string(out[open[i].at:])
			out = append(out[:open[i].at], c.classic(inner)...)
		}
		return out, open[:i]
	}
	return out, open
}

// filled tells blocks that hold others and that WordPress fills when it is asked: their inside is a pattern, not text.
func filled(name string) bool {
	switch name {
	case "query", "query-loop", "post-template", "comments", "comments-query-loop", "comment-template", "post-comments", "navigation", "template-part",
		"social-links", "query-pagination", "comments-pagination", "query-no-results", "home-link", "page-list":
		return true
	}
	return false
}

// voidBlock is what a block without content of its own shows: a reusable block its text, the footnotes their list, all others nothing,
// because WordPress makes it when it is asked.
func (c *converter) voidBlock(b block) string {
	switch b.name {
	case "more", "nextpage", "spacer":
		return ""
	case "footnotes":
		return c.footnotes()
	case "block":
		return c.reused(b)
	}
	c.acc.changed(BlockDropped, 1, b.name)
	return ""
}

// reused is the text of a reusable block, which is an item of its own.
func (c *converter) reused(b block) string {
	var attrs struct{ Ref int64 }
	if json.Unmarshal([]byte(b.attrs), &attrs) != nil || attrs.Ref == 0 || c.within >= 3 {
		return ""
	}
	r, err := findRecord(c.ctx, c.DB, c.source, attrs.Ref)
	if c.failed(err) || r == nil || r.typ != "wp_block" {
		return ""
	}
	it, err := kept(c.ctx, c.DB, c.source, attrs.Ref)
	if c.failed(err) {
		return ""
	}
	c.within++
	defer func() { c.within-- }()
	return c.html(it.content)
}
