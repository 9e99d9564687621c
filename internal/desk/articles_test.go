package desk_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/desk"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// places adds a rubric, "Sahel", and four countries.
func (r *room) places() {
	r.Helper()
	words, err := locale.Load()
	if err != nil {
		r.Fatal(err)
	}
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
		for _, code := range []string{"ML", "NE", "TG", "BJ"} {
			name := words.For("fr").Country(code)
			if err := taxonomy.SaveCountry(r.Context(), tx, noon, words.For("fr"), &taxonomy.Country{Code: code, Name: name, Slug: text.Slug(name)}); err != nil {
				return err
			}
		}
		return taxonomy.SaveSection(r.Context(), tx, noon, words.For("fr"), &taxonomy.Section{Name: "Sahel"})
	})
}

// clock sets the newsroom's.
func (r *room) clock(zone string) {
	r.Helper()
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
		paper, err := masthead.Load(r.Context(), tx)
		if err != nil {
			return err
		}
		paper.TimeZone = zone
		return masthead.Save(r.Context(), tx, noon, paper)
	})
}

// form is what a page's form sends back as it was shown: pairs of names and values.
func (a *answer) form(selector string) (pairs []string) {
	for _, e := range a.all(selector + " input, " + selector + " textarea, " + selector + " select") {
		name, kind := attribute(e, "name"), attribute(e, "type")
		switch {
		case name == "" || kind == "file":
		case (kind == "checkbox" || kind == "radio") && !slices.ContainsFunc(e.Attr, isNamed("checked")):
		case e.Data == "select":
			for option := range e.Descendants() {
				if option.Data == "option" && slices.ContainsFunc(option.Attr, isNamed("selected")) {
					pairs = append(pairs, name, attribute(option, "value"))
				}
			}
		case e.Data == "textarea":
			if e.FirstChild != nil {
				pairs = append(pairs, name, strings.TrimPrefix(e.FirstChild.Data, "\n"))
			}
		default:
			pairs = append(pairs, name, attribute(e, "value"))
		}
	}
	return pairs
}

// with changes values of a form, or adds some.
func with(pairs []string, changes ...string) []string {
	pairs = slices.Clone(pairs)
	for i := 0; i < len(changes); i += 2 {
		at := -1
		for j := 0; j < len(pairs); j += 2 {
			if pairs[j] == changes[i] {
				at = j
			}
		}
		if at < 0 {
			pairs = append(pairs, changes[i], changes[i+1])
		} else {
			pairs[at+1] = changes[i+1]
		}
	}
	return pairs
}

const written = "form.manuscript"

// saves changes fields of an article's page and saves it.
func (b *browser) saves(path string, changes ...string) *answer {
	b.Helper()
	return b.post(path, with(b.get(path).is(http.StatusOK).form(written), changes...)...)
}

// field is what a form shows of a field.
func (b *browser) field(path, name string) string {
	b.Helper()
	pairs := b.get(path).is(http.StatusOK).form(written)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1]
		}
	}
	return ""
}

func (r *room) stored(path string) *article.Article {
	r.Helper()
	var id article.ID
	if _, err := fmt.Sscanf(path, "/desk/articles/%d/", &id); err != nil {
		r.Fatal(err)
	}
	a, err := article.ByID(r.Context(), r.db, id)
	if err != nil {
		r.Fatal(err)
	}
	return a
}

func isNamed(name string) func(html.Attribute) bool {
	return func(a html.Attribute) bool { return a.Key == name }
}

func TestArticleFields(t *testing.T) {
	each(t, func(r *room) {
		r.places()
		r.clock("Africa/Niamey")
		r.account("awa", staff.Editor)
		awa := r.in("awa")
		path := awa.begins()
		if a := r.stored(path); len(a.Bylines) != 1 || !a.Comments {
			r.Errorf("it begins with %+v", a)
		}
		section := attribute(awa.get(path).all("#section option")[1], "value")
		country := attribute(awa.get(path).all("[name=country]")[3], "value")
		awa.saves(path, "title", "Le pont").leads(path)
		awa.saves(path, "body", "<p>Le pont et le riz du fleuve.</p>", "section", section, "country", country, "tags", "Pont, riz,  pont", "dateline", "Gao", "agencies", "avec agences", "short", "Pont",
			"slug", "Le Pont rouvre", "seo_title", "Un pont", "seo_description", "Il rouvre", "embargo", "2026-03-02T08:00", "publish_at", "2026-03-03T09:30").leads(path)
		a := r.stored(path)
		if fmt.Sprint(a.Section) != section || fmt.Sprint(a.Countries) != "["+country+"]" || len(a.Tags) != 2 || a.Dateline != "Gao" || a.Agencies != "avec agences" || a.Short != "Pont" || a.Slug != "le-pont-rouvre" ||
			a.SEOTitle != "Un pont" || a.SEODesc != "Il rouvre" || !a.Embargo.Equal(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)) || !a.PublishAt.Equal(time.Date(2026, 3, 3, 8, 30, 0, 0, time.UTC)) {
			r.Errorf("kept was %+v", a)
		}
		if got := awa.field(path, "tags"); got != "Pont, riz" {
			r.Errorf("the tags are %q", got)
		}
		if n := len(awa.get(path).all("[name=tag]")); n != 0 {
			r.Errorf("%d tags are proposed that the article has", n)
		}
		other := awa.begins()
		awa.saves(other, "title", "Le riz", "body", "<p>Sous le pont, le riz. Le riz encore.</p>").leads(other)
		proposed := awa.get(other).all("[name=tag]")
		if len(proposed) != 2 || attribute(proposed[0], "value") != "riz" {
			r.Errorf("%d tags are proposed", len(proposed))
		}
		awa.saves(other, "tag", "riz", "original", strings.Split(path, "/")[3]).leads(other)
		if got := awa.field(other, "tags"); got != "riz" {
			r.Errorf("the tags are %q", got)
		}
		awa.saves(path, "comments", "", "tags", "", "noindex", "1", "preview", "hero").leads(path)
		if a := r.stored(path); a.Comments || len(a.Tags) != 0 || !a.NoIndex || a.Preview != article.HeroPreview || awa.field(path, "preview") != "hero" {
			r.Errorf("kept was %+v", a)
		}
	})
}

// A slug that is chosen with the first title is kept; without one the title makes it. A tag that a form makes has a line of its own in the log, once.
func TestFirstTitle(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Administrator)
		awa := r.in("awa")
		path := awa.begins()
		awa.saves(path, "title", "Le fleuve monte", "slug", "crue", "tags", "Pont, fleuve").leads(path)
		if a := r.stored(path); a.Slug != "crue" {
			r.Errorf("the slug is %q", a.Slug)
		}
		awa.saves(path, "tags", "pont, fleuve").leads(path)
		other := awa.begins()
		awa.saves(other, "title", "Le fleuve monte").leads(other)
		if a := r.stored(other); a.Slug != "le-fleuve-monte" {
			r.Errorf("the other slug is %q", a.Slug)
		}
		if n := strings.Count(awa.get("/desk/audit/").is(http.StatusOK).text("tbody"), "a créé un mot-clé"); n != 2 {
			r.Errorf("the log tells of %d tags", n)
		}
	})
}

// Two people with one form each: what each changed stays; what both changed is shown and asked again, and no word is lost.
func TestTwoForms(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("koffi", staff.Editor)
		awa, koffi := r.in("awa"), r.in("koffi")
		path := awa.begins()
		awa.saves(path, "title", "Un", "body", "<p>a</p>\n<p>b</p>").leads(path)
		old := koffi.get(path).form(written)
		awa.saves(path, "dateline", "Gao", "short", "Court").leads(path)
		koffi.post(path, with(old, "agencies", "AFP", "short", "Court")...).leads(path)
		if a := r.stored(path); a.Dateline != "Gao" || a.Agencies != "AFP" || a.Short != "Court" {
			r.Errorf("kept was %+v", a)
		}
		refused := koffi.post(path, with(old, "dateline", "Kayes", "body", "<p>a, et plus</p>\n<p>b</p>")...).is(http.StatusConflict).says("main", "Gao")
		if got := refused.form(written); !slices.Contains(got, "Kayes") {
			r.Error("what was written is not shown again")
		}
		koffi.post(path, refused.form(written)...).leads(path)
		if a := r.stored(path); a.Dateline != "Kayes" || !strings.Contains(a.Body, "et plus") {
			r.Errorf("kept was %q, %q", a.Dateline, a.Body)
		}
	})
}

func TestArticleRefusals(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("chief", staff.EditorInChief)
		awa, chief := r.in("awa"), r.in("chief")
		r.clock("Europe/Paris")
		for name, test := range map[string]struct {
			changes []string
			says    string
			status  int
		}{
			"no title":               {[]string{"status", "published"}, "titre", 422},
			"no hour":                {[]string{"title", "x", "status", "scheduled"}, "heure", 422},
			"an hour that is past":   {[]string{"title", "x", "status", "scheduled", "publish_at", "2026-03-01T12:59"}, "passée", 422},
			"an hour leapt over":     {[]string{"title", "x", "publish_at", "2026-03-29T02:30"}, "n’existe pas", 422},
			"no hour at all":         {[]string{"publish_at", "demain"}, "illisible", 422},
			"no such section":        {[]string{"section", "999"}, "n’existe pas", 422},
			"no such country":        {[]string{"country", "x"}, "n’existe pas", 422},
			"no such author":         {[]string{"author", "-1"}, "n’existe pas", 422},
			"no such kind":           {[]string{"kind", "x"}, "n’existe pas", 422},
			"no such language":       {[]string{"language", "xx"}, "n’existe pas", 422},
			"translation of nothing": {[]string{"original", "999"}, "n’existe pas", 422},
			"a tag of signs":         {[]string{"tags", "!!"}, "mot-clé", 422},
			"300 tags":               {[]string{"tags", numbered(300)}, "trop", 413},
			"no such state":          {[]string{"status", "x"}, "état", 409},
			"a form that lies":       {[]string{"base", "{"}, "illisible", 422},
			"under embargo":          {[]string{"title", "x", "embargo", "2026-03-02T12:00", "status", "published"}, "embargo", 409},
			"not to be lifted":       {[]string{"title", "x", "embargo", "2026-03-02T12:00", "status", "published", "confirm", "1"}, "rédaction en chef", 403},
		} {
			path := awa.begins()
			if a := awa.saves(path, test.changes...); a.StatusCode != test.status || !strings.Contains(a.text("#problem"), test.says) {
				r.Errorf("%s: %d %q", name, a.StatusCode, a.text("#problem"))
			}
			if a := r.stored(path); a.Status != article.Draft || a.Section != 0 || len(a.Tags) > 0 {
				r.Errorf("%s: it is now %+v", name, a)
			}
		}
		path := awa.begins()
		awa.saves(path, "title", "Un", "body", "<p>a</p>", "embargo", "2026-03-02T12:00").leads(path)
		if len(awa.get(path).all("[name=confirm]")) != 0 || len(chief.get(path).all("[name=confirm]")) != 1 {
			r.Error("who may lift an embargo is asked to confirm, and nobody else")
		}
		chief.saves(path, "status", "published", "confirm", "1").leads(path)
		chief.saves(path, "body", "<p>b</p>", "change", "").is(422).says("#problem", "mineur")
		chief.saves(path, "body", "<p>b</p>", "change", "correction").is(422).says("#problem", "mention")
		chief.saves(path, "body", "<p>b</p>", "change", "correction", "note", "b, et non a").leads(path)
		chief.saves(path, "status", "withdrawn").is(422).says("#problem", "pourquoi")
		chief.saves(path, "status", "withdrawn", "reason", "faux").leads(path)
		if a := r.stored(path); a.Status != article.Withdrawn || a.Reason != "faux" {
			r.Errorf("it is %s: %q", a.Status, a.Reason)
		}
	})
}

func numbered(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("mot %d", i)
	}
	return strings.Join(list, ",")
}

// A role that is taken away while somebody writes: the save is refused, the page says so, and shows what was written.
func TestRoleTakenAwayWhileWriting(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Administrator)
		id := r.account("binta", staff.Editor)
		awa, binta := r.in("awa"), r.in("binta")
		path := awa.begins()
		awa.saves(path, "title", "Un", "body", "<p>a</p>").leads(path)
		form := binta.get(path).form(written)
		awa.post(page(id), "name", "Binta", "role", string(staff.Journalist)).is(http.StatusSeeOther)
		refused := binta.post(path, with(form, "body", "<p>une phrase chère</p>")...).is(http.StatusForbidden)
		refused.says("#problem", "Vous ne pouvez pas").says("#sent", "une phrase chère")
		if a := r.stored(path); strings.Contains(a.Body, "chère") {
			r.Error("it was kept all the same")
		}
		if n := len(binta.get(path).is(http.StatusOK).all("form.manuscript, .moves")); n != 0 {
			r.Error("who may only read is shown a form")
		}
	})
}

// The buttons under an article are those of the table of moves, for each role.
func TestMovesOfEachRole(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	for _, role := range []staff.Role{staff.Administrator, staff.EditorInChief, staff.Editor, staff.Journalist, staff.Contributor} {
		r.account(string(role), role)
		b := r.in(string(role))
		path := b.begins()
		var got []string
		for _, e := range b.get(path).all(".moves button") {
			got = append(got, attribute(e, "value"))
		}
		for _, to := range []article.Status{article.Review, article.Ready, article.Scheduled, article.Published, article.Withdrawn, article.Private} {
			want := article.May(role, article.Draft, to, true)
			if slices.Contains(got, string(to)) != want {
				t.Errorf("the %s is offered %v; may bring a draft to %s: %v", role, got, to, want)
			}
			if !want {
				if a := b.saves(path, "title", "x", "status", string(to), "publish_at", "2026-03-05T10:00"); a.StatusCode != 403 && a.StatusCode != 409 {
					t.Errorf("the %s brings a draft to %s: %d", role, to, a.StatusCode)
				}
			}
		}
	}
}

// photo is a form with a picture in it.
func photo(t *testing.T, path, accept string, content []byte, pairs ...string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1]) // to memory
	}
	if content != nil {
		part, err := form.CreateFormFile("file", "photo.jpg")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(content) // to memory
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, path, &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("Accept", accept)
	return req
}

func aJPEG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 800, 400)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHeroAndMedia(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		awa := r.in("awa")
		path := awa.begins()
		awa.saves(path, "title", "Un", "body", "<p>a</p>").leads(path)
		picture := aJPEG(r.T)
		told := awa.send(photo(r.T, "/desk/media/", "application/json", picture, "alt", `x"><script>x()</script>`)).is(http.StatusCreated)
		if !strings.Contains(told.body, `"id":1`) || !strings.Contains(told.body, `"width":800`) || strings.Contains(told.body, "script") {
			r.Errorf("told: %s", told.body)
		}
		awa.send(photo(r.T, "/desk/media/", "text/html", picture, "next", "https://ailleurs.example/")).leads("/desk/")
		awa.send(photo(r.T, "/desk/media/", "text/html", []byte("%PDF-1.4"))).is(422)
		awa.send(photo(r.T, "/desk/media/", "text/html", nil)).is(422)
		awa.send(photo(r.T, "/desk/media/", "text/html", make([]byte, tooMuch))).is(413)
		awa.send(photo(r.T, path+"hero", "", picture, "alt", "Un fleuve", "caption", `<img src=x onerror=x()>Vu d’ici`)).leads(path + "hero")
		awa.saves(path, "status", "published").is(422).says("#problem", "crédit")
		if a := awa.get(path + "hero"); strings.Contains(a.body, "onerror") {
			r.Error("a caption kept its markup")
		}
		awa.send(photo(r.T, path+"hero", "", nil, "picture", "1", "alt", "Un fleuve", "caption", "Vu d’ici", "credit", "A. B.")).leads(path + "hero")
		awa.send(photo(r.T, path+"hero", "", nil, "picture", "99")).is(422).says("#problem", "photo")
		awa.saves(path, "status", "published").leads(path)
		// What readers have seen may be corrected without them, with a reminder.
		awa.send(photo(r.T, path+"hero", "", nil, "picture", "1", "alt", "Un fleuve", "change", "minor")).leads(path + "hero")
		awa.get(path).says(".problem", "crédit")
		awa.post(path+"focal", "x", "20", "y", "80").leads(path + "hero")
		awa.post(path+"focal", "press.x", "140", "press.y", "70").leads(path + "hero")
		m, err := media.ByID(r.Context(), r.db, 1)
		if err != nil || m.FocalX != 50 || m.FocalY != 50 {
			r.Errorf("the point is %d, %d (%v)", m.FocalX, m.FocalY, err)
		}
		awa.post(path+"focal", "press.x", "0", "press.y", "0").leads(path + "hero")
		awa.post(path+"focal", "x", "101", "y", "0").is(422)
		awa.post(path+"focal", "x", "a", "y", "0").is(422)
		awa.send(photo(r.T, path+"hero", "", nil, "picture", "1", "remove", "1", "change", "minor")).leads(path + "hero")
		if a := r.stored(path); a.Hero != (article.Hero{}) {
			r.Errorf("the picture is %+v", a.Hero)
		}
		for _, deed := range []string{"a ajouté une photo", "a placé le point", "a publié un article"} {
			awa.get("/desk/audit/").says("main", deed)
		}
	})
}

const tooMuch = desk.MaxUpload + 1

func TestRevisionsPage(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		r.account("lea", staff.Contributor)
		awa := r.in("awa")
		path := awa.begins()
		awa.get(path+"revisions").says("main", "Versions")
		awa.saves(path, "title", "Un", "body", "<p>Le pont est <b>coupé</b> <i>ici</i>.</p>").leads(path)
		awa.saves(path, "body", "<p>Le pont est ouvert <i>ici</i>.</p>").leads(path)
		shown := awa.get(path + "revisions?from=3&to=2").is(200)
		shown.says(".compared ins", "ouvert").says(".compared del", "coupé").says(".compared h2", "De la version 2 à la version 3").says("tbody", "Personne awa")
		awa.get(path + "revisions?from=1&to=77").is(422)
		awa.get(path + "revisions?from=-1&to=2").is(422)
		awa.get(path + "revisions?before=99999999999999").is(200)
		awa.post(path+"revisions", "number", "2").leads(path + "revisions")
		if a := r.stored(path); !strings.Contains(a.Body, "coupé") {
			r.Errorf("it says %s", a.Body)
		}
		if got := awa.field(path, "body"); !strings.Contains(got, "coupé") {
			r.Errorf("the manuscript says %s", got)
		}
		awa.post(path+"revisions", "number", "77").is(422)
		awa.post(path+"revisions", "number", "x").is(422)
		r.in("lea").get(path + "revisions").is(403)
	})
}

func TestArticlesList(t *testing.T) {
	each(t, func(r *room) {
		r.places()
		r.clock("Africa/Niamey")
		r.account("awa", staff.Administrator)
		id := r.account("jean", staff.Journalist)
		awa, jean := r.in("awa"), r.in("jean")
		options := awa.get("/desk/articles/").all("#section option")
		section := attribute(options[len(options)-1], "value")
		countries := awa.get("/desk/articles/").all("#country option")
		country := attribute(countries[len(countries)-1], "value")
		awa.post(page(id)+"beat", "section", section, "country", country).is(http.StatusSeeOther)
		for i := range 60 {
			path := awa.begins()
			pairs := []string{"title", fmt.Sprintf("Récit %d du fleuve", i)}
			switch i {
			case 0:
				pairs = append(pairs, "section", section)
			case 1:
				pairs = append(pairs, "country", country, "status", "published", "body", "<p>Une pirogue.</p>")
			case 2:
				pairs = append(pairs, "status", "scheduled", "publish_at", "2026-03-02T10:15")
			}
			awa.saves(path, pairs...).leads(path)
		}
		own := jean.begins()
		questions := dbtest.Overhear(r.db)
		first := jean.get("/desk/articles/").is(200)
		first.says("main", "Vos articles en cours").says("main", "Dans vos rubriques")
		if got := attribute(first.all("#section option")[1], "value"); got != section {
			r.Errorf("the first rubric offered is %s", got)
		}
		if got := attribute(first.all(".lines a")[0], "href"); got != own {
			r.Errorf("the first article is %s", got)
		}
		older := first.all("a[href*=before]")
		if len(older) != 1 {
			r.Fatalf("%d ways lead on", len(older))
		}
		last := jean.get(attribute(older[0], "href")).is(200)
		if n := len(last.all(".lines a")); n != 11 {
			r.Errorf("the second page has %d", n)
		}
		for query, want := range map[string]int{
			"state=scheduled": 1, "state=published": 1, "section=" + section: 1, "country=" + country: 1, "mine=1": 1, "q=recit+59": 1, "q=pirogue": 1, "q=pirogue&state=draft": 0, "q=RÉCIT+fleuve&state=scheduled": 1,
			"state=withdrawn": 0, "q=%22%00'": 0, "state=x": 0, "section=999": 0,
		} {
			if n := len(jean.get("/desk/articles/?" + query).is(200).all(".lines a")); n != want {
				r.Errorf("%s finds %d, want %d", query, n, want)
			}
		}
		jean.get("/desk/articles/?state=scheduled").says(".due", "2 mars, 10\u00a0h\u00a015")
		jean.get("/desk/articles/?before=x").is(422)
		for _, text := range questions.Texts() {
			for _, scan := range dbtest.Scans(r.T, r.db, text) {
				if !slices.Contains([]string{"section", "section_name", "country", "byline", "article_kind", "search_segment", "search_recent", "search_gone", "account_section", "account_country"}, scan.Table) {
					r.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
				}
			}
		}
	})
}

// Markup made to survive does nothing wherever an article shows it, and 2 MB from a word processor are a text like another.
func TestArticlePagesExecuteNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Editor)
	r.account("jean", staff.Journalist)
	awa, jean := r.in("awa"), r.in("jean")
	path := awa.begins()
	const evil = `"><script>x()</script><img src=x onerror=x()><svg/onload=x()>a`
	awa.saves(path, "title", evil, "standfirst", evil, "body", "<p onclick=x()>"+evil+"</p>", "tags", evil, "short", evil, "dateline", evil, "seo_title", evil, "slug", evil).leads(path)
	awa.saves(path, "body", "<p>b</p>").leads(path)
	awa.send(photo(t, path+"hero", "", aJPEG(t), "alt", evil)).leads(path + "hero")
	for _, code := range locale.DeskLanguages() {
		awa.post("/desk/account/language", "language", code).leads("/desk/account/")
		for _, at := range []string{"/desk/articles/?q=a", path, path + "hero", path + "revisions?from=1&to=2"} {
			kept(t, &desk.Route{Name: at}, awa.get(at).is(200))
		}
	}
	for _, who := range []*browser{awa, jean} {
		for _, at := range []string{"/desk/articles/", path} {
			kept(t, &desk.Route{Name: at}, who.get(at).is(200))
			for _, bad := range []string{"<script>", "onerror=", "onclick=", "onload="} {
				if strings.Contains(who.get(at).body, bad) {
					t.Errorf("%s holds %s", at, bad)
				}
			}
		}
	}
	if body := awa.get(path + "revisions?from=2&to=3").is(200).body; strings.Contains(body, "<script>") || strings.Contains(body, "<img src=x") {
		t.Error("the comparison holds markup")
	}
	heavy := strings.Repeat("<p class=MsoNormal style='mso-x:y'>mot mot mot mot mot mot mot</p>", 2<<20/66)
	if a := awa.saves(path, "body", heavy); a.StatusCode != http.StatusSeeOther && a.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("2 MB: %d", a.StatusCode)
	}
	awa.get(path).is(200)
}
