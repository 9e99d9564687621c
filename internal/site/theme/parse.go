package theme

import (
	"html/template"
	"strings"
	tree "text/template/parse"
)

// parse makes one set of the templates. Errors name the file where it was read, and the line.
func parse(f files, funcs template.FuncMap) (*template.Template, error) {
	set := template.New("theme").Funcs(funcs).Option("missingkey=error")
	for _, t := range f.templates {
		if _, err := set.New(t.path).Parse(t.text); err != nil {
			return nil, err
		}
	}
	for _, t := range set.Templates() {
		if t.Tree != nil {
			tighten(t.Tree.Root)
		}
	}
	return set, nil
}

// tighten removes the line breaks and indentation that templates have for their readers. A break beside a tag or between two
// actions stands for nothing; one inside a text or a tag stays a break.
func tighten(list *tree.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *tree.TextNode:
			n.Text = []byte(tight(string(n.Text)))
		case *tree.IfNode:
			tighten(n.List)
			tighten(n.ElseList)
		case *tree.RangeNode:
			tighten(n.List)
			tighten(n.ElseList)
		case *tree.WithNode:
			tighten(n.List)
			tighten(n.ElseList)
		}
	}
}

func tight(text string) string {
	lines := strings.Split(text, "\n")
	if len(lines) == 1 {
		return text
	}
	if strings.TrimSpace(text) == "" {
		return ""
	}
	b := strings.TrimRight(lines[0], " \t")
	for _, line := range lines[1 : len(lines)-1] {
		b = joined(b, strings.TrimSpace(line))
	}
	return joined(b, strings.TrimLeft(lines[len(lines)-1], " \t"))
}

// joined puts a line after another, with the break between them where it means something.
func joined(before, line string) string {
	if strings.HasSuffix(before, ">") || strings.HasPrefix(line, "<") || strings.HasSuffix(before, "\n") && line == "" {
		return before + line
	}
	return before + "\n" + line
}
