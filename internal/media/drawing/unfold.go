package drawing

import (
	"encoding/xml"
	"strings"
)

// reach is what a part of a drawing holds: so many elements, and references to other parts, each of which is drawn anew.
type reach struct {
	elements int
	uses     []string
	unfolded int // 0: not counted yet
	counting bool
}

// reaches counts an element into every part within which it stands, and begins a part where it has an id.
func (c *cleaner) reaches(e *element, t xml.StartElement) {
	use := ""
	for _, a := range t.Attr {
		switch {
		case a.Name.Local == "href" && isFragment(a.Value):
			use = a.Value[1:]
		case a.Name.Local == "id" && a.Name.Space == "" && isFragment("#"+a.Value):
			e.id = a.Value
		}
	}
	uses := references(t.Attr)
	if use != "" {
		uses = append(uses, use)
	}
	if e.id != "" && c.refs[e.id] == nil {
		c.refs[e.id] = &reach{elements: 1, uses: uses}
	}
	c.root.uses = append(c.root.uses, uses...)
	for _, outer := range c.open {
		if r := c.refs[outer.id]; outer.id != "" && r != nil {
			r.elements++
			r.uses = append(r.uses, uses...)
		}
	}
}

// references are the parts that the values of attributes name: fills, masks, markers.
func references(attributes []xml.Attr) (names []string) {
	for _, a := range attributes {
		for _, part := range strings.Split(a.Value, "url(")[1:] {
			name, _, _ := strings.Cut(part, ")")
			if name = strings.Trim(name, " '\""); isFragment(name) {
				names = append(names, name[1:])
			}
		}
	}
	return names
}

// bounded reports that the drawing, with every reference followed, is not beyond measure.
func (c *cleaner) bounded() bool {
	return c.unfold(c.root, 0) <= maxUnfolded
}

// unfold counts a part with all that it refers to. What refers to itself is drawn by nobody, and counts as beyond measure.
func (c *cleaner) unfold(r *reach, depth int) int {
	if r.unfolded > 0 {
		return r.unfolded
	}
	if r.counting || depth > maxDepth {
		return maxUnfolded + 1
	}
	r.counting = true
	sum := r.elements
	for _, name := range r.uses {
		if part := c.refs[name]; part != nil && sum <= maxUnfolded {
			sum += c.unfold(part, depth+1)
		}
	}
	r.counting = false
	r.unfolded = max(1, sum)
	return r.unfolded
}
