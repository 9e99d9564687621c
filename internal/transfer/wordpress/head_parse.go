package wordpress

import (
	"encoding/json"

	"griot/internal/text"
)

// readAuthor leaves the e-mail address where it is.
func readAuthor(n *node) *author {
	a := &author{login: cut(n.line("wp:author_login")), oldID: number(n.line("wp:author_id")), name: text.CleanLine(n.line("wp:author_display_name")),
		bio: text.Plain(n.line("wp:author_description"))}
	if a.name == "" {
		a.name = text.CleanLine(n.line("wp:author_first_name") + " " + n.line("wp:author_last_name"))
	}
	return a
}

func readTerm(n *node) *headTerm {
	t := &headTerm{oldID: number(n.line("wp:term_id"))}
	switch n.name {
	case "wp:category":
		t.taxonomy, t.slug, t.name = category, n.line("wp:category_nicename"), n.line("wp:cat_name")
		t.parent, t.description = decoded(n.line("wp:category_parent")), n.line("wp:category_description")
	case "wp:tag":
		t.taxonomy, t.slug, t.name, t.description = postTag, n.line("wp:tag_slug"), n.line("wp:tag_name"), n.line("wp:tag_description")
	default:
		t.taxonomy, t.slug, t.name = n.line("wp:term_taxonomy"), n.line("wp:term_slug"), n.line("wp:term_name")
		t.parent, t.description = decoded(n.line("wp:term_parent")), n.line("wp:term_description")
	}
	t.taxonomy, t.slug, t.parent = cut(t.taxonomy), cut(decoded(t.slug)), cut(t.parent)
	if t.slug == "" {
		t.slug = text.Slug(t.name)
	}
	if t.name == "" {
		t.name = t.slug
	}
	fields := map[string]string{}
	for _, c := range n.children {
		if key := c.line("wp:meta_key"); c.name == "wp:termmeta" && key != "" {
			fields[key] = c.body("wp:meta_value")
		}
	}
	if len(fields) > 0 {
		data, _ := json.Marshal(fields) // a map of strings cannot fail
		t.meta = string(data)
	}
	return t
}
