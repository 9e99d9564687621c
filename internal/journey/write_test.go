package journey

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// desk is a newspaper of a journey's own, whose server may be killed.
type desk struct {
	t   *testing.T
	run *running
	paper
}

// openDesk makes a newspaper and serves it at an address that stays.
func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, paper: paper{dir: filepath.Join(t.TempDir(), "paper")}}
	d.start("demo", "--json", "--addr", "127.0.0.1:0")
	if err := json.Unmarshal([]byte(d.run.first), &d.paper); err != nil {
		t.Fatal(err)
	}
	d.origin = strings.TrimSuffix(d.Site, "/")
	t.Cleanup(func() { _, _ = d.run.stop() })
	return d
}

func (d *desk) start(args ...string) {
	d.t.Helper()
	run, err := start(program(d.t), append(args, "--dir", d.dir)...)
	if err != nil {
		d.t.Fatal(err)
	}
	d.run = run
}

// kill ends the server as kill -9 does.
func (d *desk) kill() {
	d.t.Helper()
	_ = d.run.cmd.Process.Kill()
	<-d.run.ended
}

// again starts the server at the address it had.
func (d *desk) again() {
	d.t.Helper()
	u, err := url.Parse(d.origin)
	d.start("serve", "--addr", must(d.t, u, err).Host)
}

// enter signs a tab in, on the way to a page.
func (d *desk) enter(p *tab, path string) {
	d.t.Helper()
	p.visit(path)
	p.until("document.querySelector('[name=password]')")
	ask[bool](p, fmt.Sprintf("document.querySelector('[name=email]').value=%s,document.querySelector('[name=password]').value=%s,true", quote(d.Email), quote(d.Password)))
	p.follow("main form button")
}

// writer is a tab in which somebody writes.
func (d *desk) writer(path string) *tab {
	d.t.Helper()
	p := read(d.t, d.origin)
	p.saw.expectCut()
	p.size(1280, 800)
	d.enter(p, path)
	return p
}

// begins a new article and gives its address on the desk.
func (d *desk) article(p *tab) string {
	d.t.Helper()
	p.visit("/desk/articles/")
	p.follow("form[action='/desk/articles/new'] button")
	p.ready()
	return ask[string](p, "location.pathname")
}

const (
	bodyField  = "#body-editor"
	titleField = "[data-field=title] [contenteditable]"
)

func (p *tab) ready() { p.t.Helper(); p.until("document.querySelector('form.rich " + bodyField + "')") }

func (p *tab) kept() {
	p.t.Helper()
	p.until("document.querySelector('form.manuscript').dataset.state==='kept'")
}

// types writes at the end of a field.
func (p *tab) types(selector, words string) {
	p.t.Helper()
	p.puts(selector, "collapseToEnd")
	p.do(typing(words))
}

// typesFirst writes at the beginning of a field.
func (p *tab) typesFirst(selector, words string) {
	p.t.Helper()
	p.puts(selector, "collapseToStart")
	p.do(typing(words))
}

// puts the cursor at an end of a field, and gives the editor the moments that it takes to learn of the focus and of the place.
func (p *tab) puts(selector, end string) {
	p.t.Helper()
	ask[bool](p, fmt.Sprintf(`(async()=>{const e=document.querySelector(%s),moment=()=>new Promise(f=>setTimeout(f,60));e.focus();await moment();
getSelection().selectAllChildren(e);getSelection().%s();await moment();return true})()`, quote(selector), end))
}

// body is what the text says.
func (p *tab) body() string { p.t.Helper(); return p.text(bodyField) }

// cable cuts the line of a tab, or mends it.
func (p *tab) cable(cut bool) {
	p.t.Helper()
	call(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: -1, Offline: cut}},
	})
}

func TestWriteAndReopen(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	path := d.article(p)
	p.types(titleField, "Le fleuve monte")
	p.types(bodyField, "Premier mot. \"Il pleut\" : quoi ?")
	p.kept()
	if got, want := p.body(), "Premier mot. «\u00a0Il pleut\u00a0»\u00a0: quoi\u202f?"; got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
	p.visit("/desk/")
	other := d.writer(path) // another machine
	other.ready()
	if got := other.body(); !strings.Contains(got, "Premier mot") || other.text(titleField) != "Le fleuve monte" {
		t.Errorf("another machine shows %q, %q", other.text(titleField), got)
	}
	other.types(bodyField, " Suite.")
	other.kept()
	other.follow("form.manuscript > button")
	other.ready()
	if other.text(".notice") == "" {
		t.Error("nothing says that it was saved")
	}
	without := read(t, d.origin)
	without.size(1280, 800)
	without.withoutScripts()
	d.enter(without, path)
	if got := ask[string](without, "document.querySelector('#body').value"); got != "<p>Premier mot. «\u00a0Il pleut\u00a0»\u00a0: quoi\u202f? Suite.</p>" {
		t.Errorf("without scripts the text is %q", got)
	}
}

// A form that was opened without scripts, before others wrote, is sent in after: nothing of either goes, and who has the editor open sees it come.
func TestOldFormAndOpenEditor(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	path := d.article(p)
	p.types(bodyField, "Un.")
	p.do(typing("\r"))
	p.do(typing("Deux."))
	p.kept()
	p.follow("form.manuscript > button")
	p.ready()
	old := read(t, d.origin)
	old.size(360, 640)
	old.withoutScripts()
	d.enter(old, path)
	if got := ask[string](old, "document.querySelector('#body').value"); got != "<p>Un.</p>\n<p>Deux.</p>" {
		t.Fatalf("the form holds %q", got)
	}
	p.types(bodyField, " Au bureau.")
	p.kept()
	ask[bool](old, "document.querySelector('#body').value='<p>Un, au téléphone.</p>\\n<p>Deux.</p>',true")
	old.follow("form.manuscript > button")
	p.until("document.querySelector('" + bodyField + "').innerText.includes('Un, au téléphone.')")
	if got := p.body(); !strings.Contains(got, "Deux. Au bureau.") {
		t.Errorf("the editor says %q", got)
	}
	p.kept()
	p.follow("form.manuscript > button")
	p.ready()
	old.visit(path)
	if got := ask[string](old, "document.querySelector('#body').value"); got != "<p>Un, au téléphone.</p>\n<p>Deux. Au bureau.</p>" {
		t.Errorf("at last the form holds %q", got)
	}
}

// Two people see each other's cursor, with the name.
func TestCursors(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	a := d.writer("/desk/articles/")
	path := d.article(a)
	b := d.writer(path)
	b.ready()
	a.types(bodyField, "Bonjour")
	b.until("document.querySelector('" + bodyField + " .cursor')?.innerText.includes('Administration')")
}

// The help of print is taken back by one Backspace, and by undo.
func TestTypographyIsTakenBack(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	d.article(p)
	p.types(bodyField, "l'eau...")
	if got := p.body(); got != "l’eau…" {
		t.Errorf("it says %q", got)
	}
	p.do(typing("\b"))
	if got := p.body(); got != "l’eau..." {
		t.Errorf("after Backspace it says %q", got)
	}
}

// The page of somebody who writes, all its tools out, keeps the rules of the desk's rooms.
func TestWritingIsAccessible(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	path := d.article(p)
	p.types(bodyField, "## Titre")
	p.do(typing("\rTexte"))
	p.click("[data-tool=more]")
	p.kept()
	p.asItStands(path)
	p.click("[data-tool=strong]")
	p.holds("the toolbar is one stop of Tab", "document.querySelectorAll('.tools button[tabindex=\"0\"]').length===1")
}
