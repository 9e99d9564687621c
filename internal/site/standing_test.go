package site_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/standing"
)

// TestTeamPage: who agreed stands there in their own words, and is gone from the page that is kept as soon as they take it back.
func TestTeamPage(t *testing.T) {
	t.Parallel()
	n := open(t)
	var by staff.Actor
	show := func(f staff.Face) {
		n.do(func(ctx context.Context, tx *db.Tx) error {
			return staff.ShowFace(ctx, tx, n.now, by, n.words.For("fr"), &f)
		})
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		a, err := staff.AddAccount(ctx, tx, n.now, "secret.name@example.org", "Secret Name", staff.Journalist)
		by = staff.Actor{ID: a.ID, Role: a.Role}
		return err
	})
	show(staff.Face{Name: "L'Ombre <b>", Role: "Enquêtes", Bio: "Elle suit l'or.", Link: "https://ombre.example/carnet/", Agreed: true})
	a := n.page("/equipe/")
	a.says(".equipe li:last-child h2", "L'Ombre")
	if said := a.texts(".equipe li:last-child p"); !slices.Equal(said, []string{"Enquêtes", "Elle suit l’or.", "ombre.example/carnet"}) {
		t.Errorf("it says %q", said)
	}
	a.says(`.equipe li:last-child a[href="https://ombre.example/carnet/"][rel=nofollow]`, "ombre.example/carnet")
	a.none(".equipe li:last-child h2 a")
	holds(t, a)
	if strings.Contains(strings.ToLower(a.body), "secret") {
		t.Error("the page names the account")
	}
	show(staff.Face{Name: "L'Ombre", Agreed: false})
	if names := n.page("/equipe/").texts(".equipe h2"); strings.Contains(strings.Join(names, " "), "Ombre") {
		t.Errorf("who took it back still stands there: %q", names)
	}
}

// TestLegalNotice: it begins with what the imprint says, in the language of the page, and nothing of what is empty.
func TestLegalNotice(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.page("/mentions-legales/").none(".article-body [dir=ltr]")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		ar := standing.Page{Language: "ar", Title: "إشعار قانوني", Slug: "legal-ar", Kind: standing.Legal, Body: "<p>نص</p>", Published: true}
		if err := standing.Save(ctx, tx, n.now, &ar); err != nil {
			return err
		}
		im := &standing.Imprint{Publisher: "Le <b>Fleuve</b> & Cie", Seat: "12, rue du Port\nNiamey", Phone: "+227 20 12 34", Email: "a+b@fleuve.example", Director: "Awa Diallo"}
		return standing.SaveImprint(ctx, tx, n.now, staff.Actor{}, im)
	})
	a := n.page("/mentions-legales/")
	a.says(".article-body h2:first-child", "Éditeur")
	if lines := a.texts(".article-body h2:first-child + ul li"); len(lines) != 4 || lines[0] != "DénominationLe <b>Fleuve</b> & Cie" || lines[1] != "Siège12, rue du PortNiamey" {
		t.Errorf("it says %q", lines)
	}
	a.says(`.article-body a[href^="mailto:"][dir=ltr]`, "a+b@fleuve.example")
	a.says(".article-body span[dir=ltr]", "+227 20 12 34")
	if text := strings.Join(a.texts(".article-body li"), "|"); strings.Contains(text, "Hébergeur") || strings.Contains(text, "Capital") {
		t.Errorf("what is empty is shown: %s", text)
	}
	holds(t, a)
	other := n.page("/legal-ar/")
	other.says(".article-body h2:first-child", "الناشر")
	other.says(".article-body > p", "نص")
	holds(t, other)
}

// TestStandingDraft: what is being written is shown as the page that it will be, without scripts, and is kept by nobody.
func TestStandingDraft(t *testing.T) {
	t.Parallel()
	n := open(t)
	p, err := n.site.StandingDraft(t.Context(), &standing.Page{Language: "fr", Title: "Nos prix", Body: "<p>L'abonnement.</p>", Path: "/nos-prix/"})
	if err != nil {
		t.Fatal(err)
	}
	body := string(p.Body)
	if !p.Volatile || p.Header["Cache-Control"] != "no-store" || strings.Contains(body, "<script") || !strings.Contains(body, "L’abonnement.") {
		t.Errorf("the draft is %v\n%s", p.Header, body)
	}
}

// TestRedirectsByHand: an address leads on in one step however it is spelt, out of the newspaper too; and elsewhere as soon as somebody says so.
func TestRedirectsByHand(t *testing.T) {
	t.Parallel()
	n := open(t)
	set := func(pairs ...string) {
		n.do(func(ctx context.Context, tx *db.Tx) error {
			var wishes []address.Wish
			for i := 0; i < len(pairs); i += 2 {
				wishes = append(wishes, address.Wish{From: pairs[i], To: pairs[i+1]})
			}
			if err := address.Weigh(ctx, tx, "", wishes); err != nil {
				return err
			}
			for _, w := range wishes {
				if w.Refused != nil {
					t.Errorf("%s: %v", w.From, w.Refused)
				}
			}
			if err := address.Grant(ctx, tx, n.now, address.ByHand, wishes); err != nil {
				return err
			}
			return event.Append(ctx, tx, n.now, page.Moved)
		})
	}
	n.refuses("/node/12/", 404)
	set("/node/12", "/contact/", "/vieux.php", "/node/12", "/?p=4711", "/charte/", "/ailleurs", "https://autre.example/a?b=1#c", "/café/", "/pays/")
	n.leads("/node/12", "/contact/")
	n.leads("/node/12/", "/contact/")
	n.leads("//node//12?utm_source=x", "/contact/")
	n.leads("/vieux.php", "/contact/")
	n.leads("/?p=4711", "/charte/")
	n.leads("/ailleurs", "https://autre.example/a?b=1#c")
	n.leads("/caf%C3%A9", "/pays/")
	set("/node/12", "/a-propos/", "/?p=4711", "/")
	n.leads("/node/12", "/a-propos/")
	n.leads("/?p=4711", "/")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		if _, err := address.Forget(ctx, tx, "/node/12/"); err != nil {
			return err
		}
		return event.Append(ctx, tx, n.now, page.Moved)
	})
	n.refuses("/node/12/", 404)
}
