package journey

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// fillIn writes into the fields of the first form that has them, as a person would have typed.
func (p *tab) fillIn(values map[string]string) {
	p.t.Helper()
	for name, value := range values {
		if !ask[bool](p, `(e=>{if(e)e.value=`+quote(value)+`;return !!e})(document.querySelector('main [name="`+name+`"]'))`) {
			p.t.Fatalf("the page has no field %s", name)
		}
	}
}

// enterDesk signs in as the sample's administrator.
func enterDesk(t *testing.T, paper *paper) *tab {
	t.Helper()
	p := read(t, paper.origin)
	p.visit("/desk/")
	p.fillIn(map[string]string{"email": paper.Email, "password": paper.Password})
	p.follow(`main form button`)
	return p
}

// invite has the administrator invite somebody, and gives the path of the link.
func (p *tab) invite(email, role string) string {
	p.t.Helper()
	p.visit("/desk/people/")
	p.fillIn(map[string]string{"email": email, "name": "Zoé Invitée", "role": role})
	p.follow(`form[action="/desk/people/"] button`)
	link := p.text("code.secret")
	path, ok := strings.CutPrefix(link, p.origin)
	if !ok {
		p.t.Fatalf("the link is %q", link)
	}
	return path
}

// TestDoorPages: the pages before the door, and what is told of somebody who was invited, keep the rules of the desk's rooms.
func TestDoorPages(t *testing.T) {
	t.Parallel()
	paper := open(t)
	admin := enterDesk(t, paper)
	link := admin.invite("pages@fleuve.example", "journalist")
	visitor := read(t, paper.origin)
	for _, path := range []string{"/desk/sign-in", "/desk/forgot", link} {
		visitor.lookedAt(path)
	}
	admin.visit("/desk/people/")
	admin.lookedAt(ask[string](admin, "[...document.querySelectorAll('a.whole')].find(a=>a.innerText.includes('pages@fleuve.example')).pathname"))
	missing := read(t, paper.origin)
	missing.saw.expectMissing("/desk/nowhere")
	missing.lookedAt("/desk/nowhere")
}

// TestInvitedToSignedOut is somebody's first day, without scripts and without a mouse: the link, a password, a second factor, a new sign-in with its code, and out.
func TestInvitedToSignedOut(t *testing.T) {
	t.Parallel()
	paper := open(t)
	link := enterDesk(t, paper).invite("premier.jour@fleuve.example", "journalist")
	p := read(t, paper.origin)
	p.withoutScripts()
	p.visit(link)
	p.keys(`input[type=password]`, "quatre crayons bleus\r")
	p.until(`document.querySelector('.me')?.innerText.includes('Zoé')&&location.pathname==='/desk/'`)
	p.visit("/desk/account/codes")
	secret := regexp.MustCompile(`[A-Z2-7]{16,}`).FindString(strings.ReplaceAll(p.text("code.secret"), " ", ""))
	p.keys(`#code`, codeNow(t, secret)+"\r")
	p.until(`document.querySelectorAll('.codes li').length===10`)
	spare := p.text(".codes li")
	p.visit("/desk/account/")
	p.click(".me summary")
	p.follow(`.me form button`)
	p.until(`location.pathname==='/desk/sign-in'`)
	p.visit("/desk/account/")
	p.keys(`#email`, "premier.jour@fleuve.example")
	p.keys(`#password`, "quatre crayons bleus\r")
	p.until(`location.pathname==='/desk/code'`)
	p.keys(`#code`, spare+"\r")
	p.until(`location.pathname==='/desk/account/'&&document.body.innerText.includes('9 codes de secours')`)
}

// keys types into a field.
func (p *tab) keys(field, text string) {
	p.t.Helper()
	p.until("document.querySelector(" + quote(field) + ")")
	ask[bool](p, "document.querySelector("+quote(field)+").focus();true")
	p.do(typing(text))
}

// codeNow is the one-time code of now.
func codeNow(t *testing.T, secret string) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, time.Now())
	return must(t, c, err)
}
