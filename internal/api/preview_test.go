package api_test

import (
	"fmt"
	"strings"
	"testing"

	"griot/internal/staff"
)

// A client says which picture is shown where an article is shared, and is told it; of what is no picture it is told so.
func TestPreviewChoice(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.ask(staff.Editor, "POST", "/articles", sent{"title": "Le pont"}).is(201)
		at := fmt.Sprintf("/articles/%d", int64(a["id"].(float64)))
		if a["preview"] != "drawn" {
			n.Errorf("it begins with %v", a["preview"])
		}
		for _, choice := range []string{"hero", "drawn"} {
			if b := n.ask(staff.Editor, "PATCH", at, sent{"preview": choice}).is(200); b["preview"] != choice {
				n.Errorf("%s is kept as %v", choice, b["preview"])
			}
		}
		for _, none := range []string{"999", "-1", "photo"} {
			if why := n.ask(staff.Editor, "PATCH", at, sent{"preview": none}).detail(422); !strings.Contains(why, "preview") {
				n.Errorf("%s: %s", none, why)
			}
		}
	})
}
