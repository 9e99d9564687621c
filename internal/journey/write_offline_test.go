package journey

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const (
	opensAlone = "(async()=>!!navigator.serviceWorker.controller&&!!await caches.match(location.pathname))()"
	asShell    = "document.querySelector('form.rich[data-shell]')"
)

// On a plane: the page of a text that was opened before is loaded again without a network, with every word that this browser has, and takes more. What it keeps for that holds none of the words. When
// the network is back, and with it the session, all of it is at the server; a session that is not back is said, and the words wait. Signing out leaves nothing.
func TestWritingWithoutANetwork(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	path := d.article(p)
	p.types(titleField, "La piste")
	p.types(bodyField, "Avant le vol.")
	p.kept()
	p.awaits("the page is kept", opensAlone)
	p.visit(path)
	p.ready()
	p.awaits("the page with the words is kept", opensAlone)
	if kept := ask[string](p, "caches.match(location.pathname).then(r=>r.text())"); strings.Contains(kept, "Avant le vol") || strings.Contains(kept, "La piste") || !strings.Contains(kept, "data-shell") {
		t.Errorf("what is kept says %q", kept)
	}
	if n := ask[int](p, "(async()=>{let n=0;for(const name of await caches.keys())n+=(await(await caches.open(name)).keys()).length;return n})()"); n != 4 {
		t.Errorf("%d files are kept, want the page, two sheets and a script", n)
	}
	d.kill()
	p.visit(path)
	p.until(asShell)
	p.until("document.querySelector('form').dataset.state==='offline'")
	if p.text(titleField) != "La piste" || p.body() != "Avant le vol." {
		t.Errorf("without a network it says %q, %q", p.text(titleField), p.body())
	}
	p.types(bodyField, " Pendant le vol.")
	in(p, chromedp.Evaluate[chromedp.Void](axe))
	checkAxe(p, "the page without a network")
	p.holds("no page is wider than its screen", "document.documentElement.scrollWidth<=innerWidth")
	ask[bool](p, "new Promise(done=>setTimeout(()=>done(true),200))")
	p.visit(path)
	p.until(asShell)
	if p.body() != "Avant le vol. Pendant le vol." {
		t.Errorf("loaded again it says %q", p.body())
	}
	call(p, network.ClearBrowserCookies, cdp.Empty{})
	d.again()
	p.until("document.querySelector('form').dataset.state==='signedout'")
	ask[bool](p, fmt.Sprintf("fetch('/desk/sign-in',{method:'POST',body:new URLSearchParams({email:%s,password:%s})}).then(()=>true)", quote(d.Email), quote(d.Password))) // as in another tab
	p.kept()
	if said := p.text("[data-resumed]"); !strings.HasPrefix(said, "3 mots repris") {
		t.Errorf("it says %q of what it had kept", said)
	}
	p.follow("form[data-shell] a.go")
	p.ready()
	p.holds("the page is whole again", "!document.querySelector('[data-shell]')&&document.querySelector('#kind')")
	if p.body() != "Avant le vol. Pendant le vol." {
		t.Errorf("at last it says %q", p.body())
	}
	p.kept()
	p.click(".me summary")
	p.follow(".me form button")
	p.awaits("nothing is left", "(async()=>!(await caches.keys()).length&&!await navigator.serviceWorker.getRegistration('/desk/'))()")
}
