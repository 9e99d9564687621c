package desk_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db/dbtest"
	"griot/internal/filing"
	"griot/internal/staff"
)

func TestSectionsRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		have := len(b.get("/desk/sections/").is(http.StatusOK).all(".rows > li"))
		b.post("/desk/sections/", "name", "Fleuves", "hue", "lagune", "name-en", "Rivers").leads("/desk/sections/")
		b.post("/desk/sections/", "name", "", "description", "Ce qui fut écrit").is(http.StatusUnprocessableEntity).says("#problem", "Il faut un nom").says("#description", "Ce qui fut écrit")
		b.post("/desk/sections/", "name", strings.Repeat("x", 2000)).is(http.StatusUnprocessableEntity).says("#problem", "C’est trop long")
		b.post("/desk/sections/", "name", "<script>alert(1)</script>Lacs & étangs").leads("/desk/sections/")
		list := b.get("/desk/sections/")
		if rows := list.all(".rows > li"); len(rows) != have+2 || !strings.Contains(textOf(rows[have+1]), "Lacs & étangs") {
			t.Fatalf("%d rubrics, %d before", len(rows), have)
		}
		fleuves, lacs := list.linkTo("Fleuves"), list.linkTo("Lacs & étangs")
		id := strings.Split(fleuves, "/")[3]
		b.post("/desk/sections/order", "id", id, "by", "1").leads("/desk/sections/#r" + id)
		if rows := b.get("/desk/sections/").all(".rows > li"); !strings.Contains(textOf(rows[have+1]), "Fleuves") {
			t.Error("the rubric did not move")
		}
		page := b.get(fleuves).is(http.StatusOK).says("h1", "Fleuves")
		if on := page.all(`[name=hue][checked]`); len(on) != 1 || attribute(on[0], "value") != "lagune" {
			t.Errorf("the hue is %v", on)
		}
		fields := page.form("form.form")
		lake := strings.Split(lacs, "/")[3]
		b.post(fleuves, replaced(fields, "slug", "rivieres", "parent", lake)...).leads("/desk/sections/")
		b.get(fleuves).says("main", "/lacs-etangs/rivieres/")
		again := b.post(fleuves, replaced(fields, "name", "Mon nom")...).is(http.StatusConflict).says("#problem", "Rien n’est perdu").says(".notice", "/lacs-etangs/rivieres/")
		if name := again.all("#name"); attribute(name[0], "value") != "Mon nom" {
			t.Error("what was typed is lost")
		}
		b.post(lacs+"merge", "into", id).is(http.StatusUnprocessableEntity).says("#problem", "dans une rubrique qui est dessous")
		b.post(lacs+"remove").is(http.StatusConflict).says("#problem", "D’autres rubriques sont dessous")
		b.post(fleuves+"merge", "into", lake).leads("/desk/sections/")
		b.get(fleuves).leads(lacs)
		b.post(fleuves, replaced(fields, "name", "Encore")...).is(http.StatusConflict).says("#problem", "fusionnée entre-temps")
		b.post(lacs + "remove").leads("/desk/sections/")
		b.get(lacs).is(http.StatusNotFound)
		if n := len(b.get("/desk/sections/").all(".rows > li")); n != have {
			t.Errorf("%d rubrics are left of %d", n, have)
		}
	})
}

// linkTo is where the link leads whose text begins with some words.
func (a *answer) linkTo(words string) string {
	a.t.Helper()
	for _, link := range a.all("main a") {
		if strings.HasPrefix(strings.TrimSpace(textOf(link)), words) {
			return attribute(link, "href")
		}
	}
	a.t.Fatalf("nothing leads to %s", words)
	return ""
}

// replaced are the fields of a form with other values.
func replaced(fields []string, pairs ...string) (list []string) {
	list = append(list, fields...)
	for i := 0; i+1 < len(pairs); i += 2 {
		for j := 0; j+1 < len(list); j += 2 {
			if list[j] == pairs[i] {
				list[j+1] = pairs[i+1]
			}
		}
	}
	return list
}

func TestCountriesRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		for _, code := range []string{"NE", "ML", "BF", "ZW"} {
			b.post("/desk/countries/add", "code", code).leads("/desk/countries/")
		}
		b.post("/desk/countries/add", "code", "NE").is(http.StatusConflict).says("#problem", "existe déjà")
		b.post("/desk/countries/add", "code", "XX").is(http.StatusUnprocessableEntity).says("#problem", "pas connu")
		page := b.get("/desk/countries/").is(http.StatusOK)
		niger := attribute(page.all("li[id^=c] [name=hidden]")[0], "value")
		seen := attribute(page.all("#shown [name=seen]")[0], "value")
		b.post("/desk/countries/", "seen", seen, "hidden", niger, "first", niger).leads("/desk/countries/")
		page = b.get("/desk/countries/")
		if len(page.all("[name=hidden][checked]")) != 1 || len(page.all("[name=first][checked]")) != 0 {
			t.Error("what is hidden is highlighted too, or is not hidden")
		}
		b.post("/desk/countries/", "seen", seen, "first", niger).is(http.StatusConflict).says("#problem", "Rien n’est perdu")
		order := func() string { return b.get("/desk/countries/").text("li[id^=c] b") }
		if got := order(); got != "Niger Mali Burkina Faso Zimbabwe" {
			t.Errorf("the order is %s", got)
		}
		b.post("/desk/countries/order", "id", niger, "by", "1").leads("/desk/countries/#c" + niger)
		if got := order(); got != "Mali Niger Burkina Faso Zimbabwe" {
			t.Errorf("moved, the order is %s", got)
		}
		b.post("/desk/countries/sort").leads("/desk/countries/")
		if got := order(); got != "Burkina Faso Mali Niger Zimbabwe" {
			t.Errorf("sorted, the order is %s", got)
		}
		b.post("/desk/countries/" + niger + "/remove").leads("/desk/countries/")
		b.post("/desk/countries/" + niger + "/remove").is(http.StatusNotFound)
	})
}

func TestTagsRoom(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		var paths []string
		for _, name := range []string{"Boko Haram", "Bokko Haram", "Lac Tchad"} {
			a := b.post("/desk/tags/", "name", name)
			paths = append(paths, a.Header.Get("Location"))
		}
		b.post("/desk/tags/", "name", "boko haram").is(http.StatusConflict).says("#problem", "existe déjà")
		b.post("/desk/tags/", "name", "!!!").is(http.StatusUnprocessableEntity).says("#problem", "au moins une lettre")
		if rows := b.get("/desk/tags/?q=hAram&unused=1").all(".rows > li"); len(rows) != 2 {
			t.Errorf("%d tags are found", len(rows))
		}
		wrong := strings.Split(paths[1], "/")[3]
		b.post("/desk/tags/merge", "tag", wrong, "into", "Nulle part").is(http.StatusUnprocessableEntity).says("#problem", "Aucun mot-clé")
		b.post("/desk/tags/merge", "into", "Boko Haram").is(http.StatusUnprocessableEntity).says("#problem", "Cochez")
		b.post("/desk/tags/merge", "tag", wrong, "tag", strings.Split(paths[0], "/")[3], "into", "boko haram").leads(paths[0])
		b.get(paths[1]).leads(paths[0])
		page := b.get(paths[0]).is(http.StatusOK).says(".rows", "Bokko Haram")
		b.post(paths[0]+"synonyms", "word", "JAS").leads(paths[0])
		b.post(paths[0]+"synonyms", "word", "Lac Tchad").is(http.StatusConflict).says("#problem", "déjà à un autre mot-clé")
		b.post(paths[0] + "synonyms/" + wrong + "/end").leads(paths[0])
		b.post(paths[0] + "synonyms/" + wrong + "/end").is(http.StatusNotFound)
		fields := page.form("form.form")
		b.post(paths[0], replaced(fields, "name", "Jamā’at", "slug", "jamaat")...).leads(paths[0])
		b.post(paths[0], replaced(fields, "name", "Le mien")...).is(http.StatusConflict).says(".notice", "Jamā’at")
		b.get(paths[0]).says(".rows", "Boko Haram")
		b.post(paths[0]+"merge", "into", "Lac Tchad").leads(paths[2])
		b.post(paths[2] + "remove").leads("/desk/tags/")
		b.get(paths[2]).is(http.StatusNotFound)
	})
}

// TestSynonymInTheForm: who types a synonym gives the tag that it means.
func TestSynonymInTheForm(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	b := r.in("binta")
	path := b.post("/desk/tags/", "name", "Crue").Header.Get("Location")
	b.post(path+"synonyms", "word", "Inondation").leads(path)
	text := b.begins()
	b.saves(text, "title", "Le fleuve", "tags", "inondation, CRUE")
	if a := r.stored(text); len(a.Tags) != 1 || fmt.Sprintf("/desk/tags/%d/", a.Tags[0]) != path {
		t.Errorf("the article has the tags %v", a.Tags)
	}
	b.post(path+"remove").is(http.StatusConflict).says("#problem", "Des articles portent ce mot-clé")
}

// TestFilingAWorkedOnArticle: an article whose form was open while its rubric was merged away is filed in the one that stays.
func TestFilingAWorkedOnArticle(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	b := r.in("binta")
	for _, name := range []string{"Sahel", "Savane"} {
		b.post("/desk/sections/", "name", name).leads("/desk/sections/")
	}
	list := b.get("/desk/sections/")
	sahel, savane := strings.Split(list.linkTo("Sahel"), "/")[3], strings.Split(list.linkTo("Savane"), "/")[3]
	text := b.begins()
	b.saves(text, "title", "Le fleuve", "section", sahel)
	b.post("/desk/sections/"+sahel+"/merge", "into", savane).leads("/desk/sections/")
	b.saves(text, "title", "Le fleuve monte", "section", sahel)
	if a := r.stored(text); fmt.Sprint(a.Section) != savane || a.Status != article.Draft {
		t.Errorf("it stands in %d", a.Section)
	}
}

// TestHuesAreTheSheets: the desk knows the dyes of the readers' sheet, and their colours by day.
func TestHuesAreTheSheets(t *testing.T) {
	t.Parallel()
	tokens, err := os.ReadFile("../site/theme/style/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	byDay, _, _ := strings.Cut(string(tokens), "@media")
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	page := r.in("binta").get("/desk/sections/")
	offered := map[string]string{}
	for _, label := range page.all("fieldset label") {
		var value, colour string
		for n := label.FirstChild; n != nil; n = n.NextSibling {
			if n.Data == "input" {
				value = attribute(n, "value")
			}
			if n.Data == "svg" {
				colour = attribute(n.FirstChild, "fill")
			}
		}
		offered[value] = colour
	}
	dyes := regexp.MustCompile(`\.r-(\w+) \{`).FindAllStringSubmatch(string(tokens), -1)
	if len(dyes) != len(filing.Hues()) || len(offered) != len(dyes)+1 {
		t.Errorf("the sheet has %d dyes, the room %d", len(dyes), len(offered)-1)
	}
	for _, dye := range dyes {
		if name := dye[1]; !strings.Contains(byDay, "--"+name+": "+offered[name]+";") {
			t.Errorf("%s is %s at the desk", name, offered[name])
		}
	}
}
