package wordpress

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/taxonomy"
)

func menuXML(id, order int, menu, title, kind, object string, objectID, parent int, address string) string {
	return entryXML{id: id, typ: typeMenuItem, title: title, terms: filed([3]string{navMenu, menu, menu}), raw: fmt.Sprintf("<wp:menu_order>%d</wp:menu_order>", order),
		meta: [][2]string{{"_menu_item_type", kind}, {"_menu_item_object", object}, {"_menu_item_object_id", fmt.Sprint(objectID)}, {"_menu_item_menu_item_parent", fmt.Sprint(parent)}, {"_menu_item_url", address}}}.String()
}

func TestMenus(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		text := export(
			menuXML(101, 2, "menu-principal", "", "taxonomy", category, 1, 0, ""),
			menuXML(100, 1, "menu-principal", "Accueil", "custom", "custom", 100, 0, "https://lefleuve.example/"),
			menuXML(102, 1, "menu-principal", "Le Niger", "taxonomy", category, 2, 101, ""),
			menuXML(103, 3, "menu-principal", "", "post_type", typePage, 10, 0, ""),
			menuXML(104, 4, "menu-principal", "Un article", "post_type", typePost, 11, 105, ""),
			menuXML(105, 5, "menu-principal", "Plus", "custom", "custom", 105, 0, "#"),
			menuXML(106, 6, "menu-principal", "Ailleurs", "custom", "custom", 106, 0, "https://example.org/x?y=1"),
			menuXML(107, 7, "menu-principal", "Perdu", "post_type", typePage, 999, 0, ""),
			menuXML(108, 8, "menu-principal", "Mot", "taxonomy", postTag, 5, 0, ""),
			menuXML(109, 9, "menu-principal", "Script", "custom", "custom", 1, 0, "javascript:alert(1)"),
			menuXML(110, 10, "menu-principal", "Sport direct", "custom", "custom", 1, 0, "https://www.lefleuve.example/category/sport/"),
			menuXML(111, 11, "menu-principal", "Cercle", "custom", "custom", 1, 112, "/a/"), menuXML(112, 12, "menu-principal", "Cercle", "custom", "custom", 1, 111, "/b/"),
			menuXML(120, 1, "pied", "Pied", "custom", "custom", 1, 0, "/x/"),
			categoryXML("1", "sport", "", "Sport"), categoryXML("2", "niger", "", "Niger"),
			`<wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>eau</wp:tag_slug><wp:tag_name>Eau</wp:tag_name></wp:tag>`,
			entryXML{id: 10, typ: typePage, title: "Contact", name: "contact", link: "https://www.lefleuve.example/contact/"},
			entryXML{id: 11, title: "Un", name: "un", link: "https://www.lefleuve.example/un/"},
		)
		a := imported(t, o, text)
		trees, err := taxonomy.Menu(context.Background(), d, taxonomy.MainMenu)
		if err != nil {
			t.Fatal(err)
		}
		want(t, "menu", strings.Join(outline(trees, ""), "\n"), strings.Join([]string{"Accueil url /", " section", " . Le Niger country", " standing", "Plus none", " . Un article url /un/",
			"Ailleurs url https://example.org/x?y=1", "Mot url /mots-cles/eau/", "Sport direct section", "Cercle url /a/", " . Cercle url /b/"}, "\n"))
		left := a.item(typeMenuItem).LeftOut
		want(t, "left out", left[LeadsNo]*10+left[OtherMenu], 21)
		again := imported(t, o, text)
		want(t, "again", again.item(typeMenuItem).Already, 11)
		want(t, "again, the others", again.item(typeMenuItem).LeftOut[MenuStands], 3)
	})
}

func outline(trees []taxonomy.MenuTree, indent string) (lines []string) {
	for _, tree := range trees {
		lines = append(lines, strings.TrimRight(indent+tree.Label+" "+string(tree.Kind)+" "+tree.URL, " "))
		lines = append(lines, outline(tree.Children, indent+" . ")...)
	}
	return lines
}
