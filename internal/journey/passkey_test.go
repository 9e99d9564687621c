package journey

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

const deskPassword = "quatre crayons bleus"

// named is an empty newsroom with one administrator, served under a name: passkeys are made for names alone.
func named(t *testing.T) *paper {
	t.Helper()
	dir := newsroom(t)
	if o := griot(t, "user", "add", "awa@essai.example", "--name", "Awa Essai", "--role", "administrator", "--dir", dir); o.status != 0 {
		t.Fatalf("griot user add: %+v", o)
	}
	addr := freeAddress(t)
	_, port, err := net.SplitHostPort(addr)
	paper := &paper{dir: dir, origin: "http://localhost:" + must(t, port, err)}
	run, err := start(program(t), "serve", "--dir", dir, "--addr", addr, "--url", paper.origin)
	run = must(t, run, err)
	t.Cleanup(func() { _, _ = run.stop() })
	p := read(t, paper.origin)
	p.visit(paper.link(t))
	p.fillIn(map[string]string{"password": deskPassword})
	p.follow("main form button")
	return paper
}

// link has the program make a link for the administrator, and gives its path.
func (p *paper) link(t *testing.T, more ...string) string {
	t.Helper()
	o := griot(t, append([]string{"user", "link", "awa@essai.example", "--url", p.origin, "--dir", p.dir}, more...)...)
	path, ok := strings.CutPrefix(strings.TrimSpace(o.stdout), p.origin)
	if o.status != 0 || !ok || !strings.HasPrefix(path, "/desk/link?k=") || strings.Contains(path, "\n") {
		t.Fatalf("griot user link: %+v", o)
	}
	return path
}

// byPassword types the administrator's address and password.
func (p *tab) byPassword() {
	p.t.Helper()
	p.visit("/desk/sign-in")
	p.fillIn(map[string]string{"email": "awa@essai.example", "password": deskPassword})
	p.follow(`form[action="/desk/sign-in"] button`)
}

// TestLostTelephone: whoever has the server lets the only administrator in whose telephone is gone, with their recovery codes.
func TestLostTelephone(t *testing.T) {
	t.Parallel()
	paper := named(t)
	p := read(t, paper.origin)
	p.telephone()
	p.byPassword()
	p.visit("/desk/account/")
	p.fillIn(map[string]string{"name": "Téléphone"})
	p.follow(`form[data-passkey=create] button`)
	other := read(t, paper.origin)
	other.byPassword()
	other.holds("a password alone is not enough", "location.pathname==='/desk/code'")
	other.visit(paper.link(t, "--lost"))
	other.fillIn(map[string]string{"password": "cinq gommes vertes lourdes"})
	other.follow("main form button")
	other.holds("they are inside", "document.querySelector('.nav')")
}

// telephone gives the tab's browser an authenticator that knows its owner.
func (p *tab) telephone() webauthn.AuthenticatorID {
	p.t.Helper()
	call(p, webauthn.Enable, webauthn.EnableParams{})
	added := in(p, func(ctx context.Context, t *chromedp.Target) (webauthn.AddVirtualAuthenticatorResult, error) {
		return cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
	})
	return added.AuthenticatorID
}

// TestPasskeyWalk: a passkey is made on one's own page, opens the door without an address or a password, is asked for after a password alone, and goes again.
func TestPasskeyWalk(t *testing.T) {
	t.Parallel()
	p := read(t, named(t).origin)
	phone := p.telephone()
	out := func() {
		p.visit("/desk/")
		if p.text(".me") == "" {
			return
		}
		p.click(".me summary")
		p.follow(".me form button")
	}
	p.byPassword()
	p.lookedAt("/desk/account/codes")
	p.visit("/desk/account/")
	p.fillIn(map[string]string{"name": "Mon téléphone"})
	p.follow(`form[data-passkey=create] button`)
	p.holds("recovery codes are shown", "document.querySelectorAll('.codes li').length===10")
	p.lookedAt("/desk/account/")
	p.holds("the passkey is listed", "document.querySelector('main').innerText.includes('Mon téléphone')")
	touches := func(at bool) {
		call(p, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: phone, Enabled: at})
	}
	touches(false)
	out()
	p.lookedAt("/desk/sign-in?next=/desk/people/")
	p.click(`form[data-passkey=get] button`)
	touches(true)
	p.until("location.pathname==='/desk/people/'&&document.querySelector('.me')?.innerText.includes('Awa')")
	out() // leads to the door, where the passkey is offered among the field's suggestions, and taken
	p.until("location.pathname==='/desk/'&&document.querySelector('.me')?.innerText.includes('Awa')")
	touches(false)
	out()
	p.byPassword()
	p.holds("a password alone is not enough", "location.pathname==='/desk/code'")
	p.lookedAt("/desk/code")
	touches(true)
	call(p, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: phone})
	p.click(`form[data-passkey=get] button`)
	p.until(`document.querySelector('[data-failed]').checkVisibility()`)
	call(p, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: phone, IsUserVerified: true})
	p.follow(`form[data-passkey=get] button`)
	p.holds("the passkey was enough", "document.querySelector('.nav')")
	p.visit("/desk/account/")
	p.click("details.one summary")
	p.fillIn(map[string]string{"confirm": deskPassword})
	p.follow("details.one form button")
	p.holds("the passkey is gone", "!document.querySelector('details.one')")
	touches(false)
	out()
	p.byPassword()
	p.holds("a password is enough again", "document.querySelector('.nav')")
}
