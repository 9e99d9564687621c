package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/staff"
)

const replies = "/desk/replies/"

// published is an article that somebody at the desk brought before readers.
func (b *browser) published(title string) string {
	b.Helper()
	path := b.begins()
	b.saves(path, "title", title, "body", "<p>"+title+".</p>", "status", "published").leads(path)
	return path
}

func request(about string, change ...string) []string {
	return with([]string{"article", about, "received", "2026-03-01T10:00", "name", "Société du Pont", "contact", "directrice@pont.example", "wording", "Le pont tient.\r\n\r\nNous l’avons <vu>."}, change...)
}

// A request is entered, accepted and published by an editor, and readers find the reply under the article; the queue shows what is urgent first.
func TestRightOfReply(t *testing.T) {
	each(t, func(r *room) {
		r.clock("Africa/Niamey")
		r.account("awa", staff.Editor)
		r.account("chief", staff.EditorInChief)
		awa, chief := r.in("awa"), r.in("chief")
		path := awa.published("Le pont s’est effondré")
		on := r.stored(path)
		about := "https://fleuve.example" + on.Path + "?utm=x"
		awa.post(replies, request(about)...).leads(replies)
		awa.post(replies, request(strings.Split(path, "/")[3], "name", "Le maire", "received", "2026-02-26T13:00")...).leads(replies)
		told := chief.get("/desk/notices/").is(http.StatusOK).says("main", "Le pont s’est effondré")
		chief.get(attribute(told.all(".notices a")[0], "href")).leads(replies)
		queue := awa.get(replies).is(http.StatusOK).says("main", "3 jours qui suivent")
		if got := queue.text(".lines b"); got != "Le maire Société du Pont" {
			r.Errorf("the queue is %q", got)
		}
		queue.says(".lines .late", "délai dépassé").says(".lines .due", "3 jours pour publier")
		chief.get("/desk/").is(http.StatusOK).says("main .late", "2 droits de réponse à traiter")

		awa.get(replies+"1/").is(http.StatusOK).says("main", "directrice@pont.example").says("main", "Nous l’avons <vu>.").says("main", "enregistrée par Personne awa")
		awa.post(replies+"1/publish", "heading", "Trop tôt").is(http.StatusConflict).says("#problem", "changé d’état")
		awa.post(replies + "1/accept").leads(replies + "1/")
		heading := attribute(awa.get(replies + "1/").is(http.StatusOK).all("#heading")[0], "value")
		if heading != "Droit de réponse de Société du Pont" {
			r.Errorf("it is headed %q", heading)
		}
		awa.post(replies+"1/publish", "heading", "").is(422).says("#problem", "titre")
		awa.post(replies+"1/publish", "heading", heading).leads(replies + "1/")
		notes, err := article.Notes(r.Context(), r.db, on.ID)
		if err != nil || len(notes) != 1 || notes[0].Kind != article.RightOfReply {
			r.Fatalf("the notes are %+v, %v", notes, err)
		}
		answer := articleAddress(notes[0].Reply)
		awa.get(replies+"1/").is(http.StatusOK).says("main", "Publiée").says("main", "Lire sur le site")

		awa.saves(answer, "body", "<p>Rien.</p>", "change", "minor").is(http.StatusForbidden).says("#problem", "rédaction en chef")
		awa.saves(answer, "status", "withdrawn", "reason", "x").is(http.StatusForbidden)
		awa.saves(path, "status", "withdrawn", "reason", "x").is(http.StatusForbidden).says("#problem", "droit de réponse")
		awa.post(replies+"2/refuse", "reason", "non").is(http.StatusForbidden)
		awa.post(replies+"2/remove", "reason", "non").is(http.StatusForbidden)
		if n := len(awa.get(replies + "2/").all("form[action=refuse], form[action=remove]")); n != 0 {
			r.Error("who may not refuse is asked to")
		}
		chief.post(replies+"1/remove", "reason", "une erreur").is(http.StatusConflict).says("#problem", "retirez-la")
		chief.post(replies+"2/refuse", "reason", "").is(422).says("#problem", "pourquoi")
		chief.post(replies+"2/refuse", "reason", "Il n’est pas nommé.").leads(replies + "2/")
		chief.get(replies+"2/").says("main", "Il n’est pas nommé.")
		awa.post(replies + "2/accept").is(http.StatusForbidden)
		chief.post(replies + "2/accept").leads(replies + "2/")
		chief.post(replies+"2/remove", "reason", "une plaisanterie").leads(replies)
		awa.get(replies + "2/").is(http.StatusNotFound)
		chief.get("/desk/audit/").says("main", "a supprimé une demande de droit de réponse").says("main", "a publié un droit de réponse")
	})
}

func articleAddress(id article.ID) string { return fmt.Sprintf("/desk/articles/%d/", id) }

// What is no request is refused with its reason, and what was copied from a letter is not lost.
func TestNoSuchRequest(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Editor)
		awa := r.in("awa")
		draft := awa.begins()
		path := awa.published("Le pont")
		for name, test := range map[string]struct {
			form   []string
			says   string
			status int
		}{
			"on no address":          {request("/nulle/part/"), "Aucun article", 422},
			"on another site's page": {request("https://ailleurs.example/2026/03/01/x/"), "Aucun article", 422},
			"on words":               {request("le pont"), "Aucun article", 422},
			"on a number of nobody":  {request("999"), "ont lu", 422},
			"on a draft":             {request(draft), "ont lu", 422},
			"from nobody":            {request(path, "name", ""), "nom", 422},
			"from tomorrow":          {request(path, "received", "2026-03-05T10:00"), "avenir", 422},
			"from no hour":           {request(path, "received", "hier"), "illisible", 422},
			"that is endless":        {request(path, "wording", strings.Repeat("mot ", 6_000)), "trop", 413},
			"that is a flood":        {request(path, "wording", strings.Repeat("mot ", 100_000)), "", 413},
		} {
			got := awa.post(replies, test.form...)
			if got.StatusCode != test.status || !strings.Contains(strings.ToLower(got.text("#problem")), strings.ToLower(test.says)) {
				r.Errorf("a request %s: %d %q", name, got.StatusCode, got.text("#problem"))
			}
			if test.says != "" && got.text("details[open] #wording") == "" {
				r.Errorf("a request %s is not shown again", name)
			}
		}
		r.now.Store(noon.Add(time.Hour).UnixMilli())
		awa.post(replies, request(path)...).leads(replies)
	})
}
