package api_test

import (
	"fmt"
	"testing"
	"time"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

// BenchmarkPublish is a publication as the API does it, on an empty SQLite newsroom.
func BenchmarkPublish(b *testing.B) {
	n := open(b, dbtest.SQLite(b))
	i := 0
	for b.Loop() {
		i++
		*n.now = n.now.Add(time.Second)
		n.ask(staff.Editor, "POST", "/articles", sent{"title": fmt.Sprint("Le fleuve monte ", i), "body": "<p>Les eaux du fleuve ont monté.</p>", "section": "monde", "countries": []string{"niger"}, "tags": []string{"eau", "riz"}, "status": "published"}).is(201)
	}
}
