package api_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
)

var update = flag.Bool("update", false, "write the table of routes into the document anew")

// The document shows the table of routes as it is.
func TestRoutesAreInTheDocument(t *testing.T) {
	t.Parallel()
	const document = "../../docs/api.md"
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| request | who may | does |\n|---|---|---|\n")
	for _, r := range open(t, dbtest.SQLite(t)).api.Routes() {
		fmt.Fprintf(&table, "| `%s %s` | %s | %s |\n", r.Method, r.Path, r.Who, strings.ToLower(r.Summary))
	}
	before, rest, ok := strings.Cut(string(text), "<!-- table -->\n")
	_, after, closed := strings.Cut(rest, "<!-- end -->")
	if !ok || !closed {
		t.Fatal("the document has no place for the table")
	}
	drawn := before + "<!-- table -->\n" + table.String() + "<!-- end -->" + after
	if *update {
		if err := os.WriteFile(document, []byte(drawn), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if drawn != string(text) {
		t.Error("docs/api.md does not show the table of routes: write it anew with go test ./internal/api -run TestRoutesAreInTheDocument -update")
	}
}
