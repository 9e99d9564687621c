package wordpress

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
)

// The account as people read it and as programs do.
func TestAccountText(t *testing.T) {
	t.Parallel()
	o := newsroom(t, dbtest.SQLite(t))
	a := imported(t, o, export(entryXML{id: 1, title: "Un\x1b[31m", name: "un", link: "https://www.lefleuve.example/videos/un/"}, entryXML{id: 2, title: "Jeté", status: "trash"}))
	var b bytes.Buffer
	if err := a.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Import WordPress : lefleuve.example", "articles (post)  2", "1 : 1 à la corbeille", "Adresses déjà prises : 1", "/videos/un/ → /2019/05/01/un/", "« Jeté »"} {
		if !strings.Contains(b.String(), line) {
			t.Errorf("%q is not in\n%s", line, b.String())
		}
	}
	if strings.ContainsRune(b.String(), 0x1b) {
		t.Error("the account moves the terminal's cursor")
	}
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"complete":true`, `"sites":["lefleuve.example"]`, `"items":[{"kind":"post","came":2,"imported":1,"already":0,"left_out":{"trash":1}}]`, `"comments":{"kind":"comment","came":0`,
		`"collisions":{"count":1,"lines":[{"kind":"post","id":1,"title":`, `"missing_files":{"count":0,"lines":[]}`, `"made":[{"what":"articles","count":1}`, `"damaged_places":`, `"tags_to_merge":`} {
		if !strings.Contains(string(data), part) {
			t.Errorf("%s is not in %s", part, data)
		}
	}
}
