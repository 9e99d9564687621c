package article_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/staff"
)

var update = flag.Bool("update", false, "write what the documents draw from the program anew")

const workflowDocument = "../../docs/workflow.md"

func TestWorkflowIsDrawn(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(workflowDocument)
	if err != nil {
		t.Fatal(err)
	}
	drawn := between(t, string(text), "```mermaid\n", "```", drawMoves())
	drawn = between(t, drawn, "<!-- table -->\n", "<!-- end -->", tableOfMoves())
	if *update {
		if err := os.WriteFile(workflowDocument, []byte(drawn), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if drawn != string(text) {
		t.Error("docs/workflow.md does not show the table of moves: write it anew with go test ./internal/article -run TestWorkflowIsDrawn -update")
	}
}

// between puts something in place of what stands between two marks.
func between(t *testing.T, text, begin, end, inner string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%q … %q is not in the document", begin, end)
	}
	return before + begin + inner + end + after
}

func drawMoves() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n  [*] --> draft\n")
	for _, m := range article.Moves() {
		if m.From != m.To {
			fmt.Fprintf(&b, "  %s --> %s\n", m.From, m.To)
		}
	}
	return b.String()
}

// tableOfMoves has a line for all moves from one state that the same people may do.
func tableOfMoves() string {
	var b strings.Builder
	b.WriteString("| from | to | with anybody's article | with their own too |\n|---|---|---|---|\n")
	moves := article.Moves()
	for len(moves) > 0 {
		first, to := moves[0], []string(nil)
		for len(moves) > 0 && moves[0].From == first.From && slices.Equal(moves[0].Own, first.Own) && slices.Equal(moves[0].Any, first.Any) {
			name := string(moves[0].To)
			if moves[0].To == first.From {
				name = "(a change)"
			}
			to, moves = append(to, name), moves[1:]
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", first.From, strings.Join(to, ", "), roles(first.Any), roles(first.Own))
	}
	return b.String()
}

func roles(list []staff.Role) string {
	var names []string
	for _, r := range list {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

func TestMoves(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		role     staff.Role
		from, to article.Status
		own, any bool
	}{
		{staff.Contributor, article.Draft, article.Draft, true, false},
		{staff.Contributor, article.Draft, article.Review, true, false},
		{staff.Contributor, article.Draft, article.Published, false, false},
		{staff.Contributor, article.Review, article.Review, false, false},
		{staff.Journalist, article.Review, article.Review, true, false},
		{staff.Journalist, article.Review, article.Draft, true, false},
		{staff.Journalist, article.Review, article.Ready, false, false},
		{staff.Journalist, article.Published, article.Published, false, false},
		{staff.Editor, article.Draft, article.Published, true, true},
		{staff.Editor, article.Published, article.Published, true, true},
		{staff.Editor, article.Published, article.Withdrawn, true, false},
		{staff.Editor, article.Withdrawn, article.Published, false, false},
		{staff.EditorInChief, article.Withdrawn, article.Published, true, true},
		{staff.EditorInChief, article.Published, article.Draft, false, false},
		{staff.Moderator, article.Draft, article.Draft, false, false},
		{staff.Commercial, article.Draft, article.Review, false, false},
		{"", article.Draft, article.Draft, false, false},
	} {
		if own, any := article.May(test.role, test.from, test.to, true), article.May(test.role, test.from, test.to, false); own != test.own || any != test.any {
			t.Errorf("%s from %s to %s: own %v, others' %v", test.role, test.from, test.to, own, any)
		}
	}
	seen := map[[2]article.Status]bool{}
	for _, m := range article.Moves() {
		key := [2]article.Status{m.From, m.To}
		if seen[key] {
			t.Errorf("%s to %s stands twice", m.From, m.To)
		}
		seen[key] = true
		for _, r := range append(slices.Clone(m.Own), m.Any...) {
			if !slices.Contains(staff.Roles(), r) {
				t.Errorf("%s to %s: %q is no role", m.From, m.To, r)
			}
		}
	}
}

// Every role tries every move, with an article of its own and with another's: what the table has is done, the rest is refused and leaves the article as it was.
func TestEveryRoleTriesEveryMove(t *testing.T) {
	each(t, func(n newsroom) {
		states := []article.Status{article.Draft, article.Review, article.Ready, article.Scheduled, article.Published, article.Withdrawn, article.Private, article.Locked}
		for _, role := range staff.Roles() {
			by := n.actor(role)
			for _, from := range states {
				for _, to := range states {
					for _, own := range []bool{true, false} {
						a := article.Article{Title: "x", Status: from, PublishAt: hours(5)}
						if own {
							a.Creator = by.ID
						}
						put := n.put(noon, a)
						changed := *put
						changed.Status, changed.Title, changed.PublishAt = to, "y", hours(6)
						err := n.save(hours(1), &changed, article.Change{By: by, Minor: true})
						switch may := article.May(role, from, to, own); {
						case may != (err == nil):
							n.Errorf("%s, from %s to %s, own %v: %v", role, from, to, own, err)
						case !may && (!fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Conflict) || n.get(put.ID).Title != "x" || n.get(put.ID).Status != from):
							n.Errorf("%s, from %s to %s, own %v: refused by %v", role, from, to, own, err)
						case may && (n.get(put.ID).Status != to || n.get(put.ID).Title != "y"):
							n.Errorf("%s, from %s to %s, own %v: it is %+v", role, from, to, own, n.get(put.ID))
						}
					}
				}
			}
		}
		n.consistent()
	})
}
