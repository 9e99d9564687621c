package journey

import (
	"strings"
	"testing"
)

// selects some words of a field, as if they were drawn over.
func (p *tab) selects(selector, words string) {
	p.t.Helper()
	there := ask[bool](p, `(async()=>{const e=document.querySelector(`+quote(selector)+`),moment=()=>new Promise(f=>setTimeout(f,60));e.focus();await moment();
const w=document.createTreeWalker(e,NodeFilter.SHOW_TEXT);for(let n;n=w.nextNode();){const at=n.data.indexOf(`+quote(words)+`);if(at<0)continue;
getSelection().setBaseAndExtent(n,at,n,at+`+quote(words)+`.length);await moment();return true}return false})()`)
	if !there {
		p.t.Fatalf("%s does not say %q", selector, words)
	}
}

// TestRemarkInTheEditor: words are drawn over and remarked on without leaving the text; the passage is marked for both who have it open, stays marked while it is written in, and nothing of it is in what is kept.
func TestRemarkInTheEditor(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	path := d.article(p)
	p.types(titleField, "La crue")
	p.types(bodyField, "Le fleuve monte. Le pont Kennedy est fermé.")
	p.kept()
	p.holds("nothing is selected", "document.querySelector('.remark-this').hidden")
	p.selects(bodyField, "pont Kennedy")
	p.click(".remark-this")
	p.holds("the passage is quoted", "document.querySelector('[data-remark] blockquote').innerText==='pont Kennedy'")
	p.keys("#remark-text", "Lequel ? @adm")
	p.holds("somebody is suggested", "!document.querySelector('#mentions').hidden&&document.querySelector('#remark-text').getAttribute('aria-activedescendant')==='mention-0'")
	p.do(typing("\r"))
	p.holds("they are mentioned", "document.querySelector('#remark-text').value.startsWith('Lequel ? @administration')&&document.querySelector('#mentions').hidden")
	p.click("[data-remark] button")
	p.until("document.querySelector('#body-editor .remarked')?.innerText==='pont Kennedy'")
	p.until("document.querySelector('.remarks > li blockquote')?.innerText==='pont Kennedy'")
	p.holds("the form is closed", "document.querySelector('[data-remark]').hidden&&location.pathname==="+quote(path))

	other := d.writer(path)
	other.ready()
	other.until("document.querySelector('#body-editor .remarked')?.innerText==='pont Kennedy'")
	other.typesFirst(bodyField, "Hier. ")
	p.until("document.querySelector('" + bodyField + "').innerText.startsWith('Hier. ')")
	p.until("document.querySelector('#body-editor .remarked')?.innerText==='pont Kennedy'")
	p.selects(bodyField, "Kennedy")
	p.do(typing("Martyrs"))
	p.until("document.querySelector('#body-editor .remarked')?.innerText==='pont Martyrs'")
	other.until("document.querySelector('#body-editor .remarked')?.innerText==='pont Martyrs'")
	p.kept()
	p.follow("form.manuscript > button")
	p.ready()
	p.until("document.querySelector('#body-editor .remarked')?.innerText==='pont Martyrs'") // by its mark in the shared document: the words are others
	p.holds("the list says so", "document.querySelector('.remarks > li').innerText.includes('passage modifié')")
	p.click("[data-place]")
	p.until("getSelection().toString()==='pont Martyrs'")

	p.click(".acts summary")
	p.keys(".remarks textarea", "Le second.")
	p.click(".remarks form button")
	p.until("document.querySelector('.answers')?.innerText.includes('Le second.')")
	p.click(".acts form[action$=resolve] button")
	p.until("!document.querySelector('#body-editor .remarked')&&!document.querySelector('.remarks > li')")

	p.selects(titleField, "crue") // the title is a text too; who said it takes it back
	p.click(".remark-this")
	p.keys("#remark-text", "Laquelle ?")
	p.click("[data-remark] button")
	p.until("document.querySelector('[data-field=title] .remarked')?.innerText==='crue'&&!document.querySelector('#body-editor .remarked')")
	p.click("[data-place]")
	p.until("getSelection().toString()==='crue'")
	p.click(".remarks .acts details:has([action$=takeback]) summary")
	p.click(".remarks form[action$=takeback] button")
	p.until("!document.querySelector('.remarked')&&!document.querySelector('.remarks > li')")

	p.kept()
	p.follow("form.manuscript > button")
	without := read(t, d.origin)
	without.size(360, 640)
	without.withoutScripts()
	d.enter(without, path)
	if got := ask[string](without, "document.querySelector('#body').value"); got != "<p>Hier. Le fleuve monte. Le pont Martyrs est fermé.</p>" {
		t.Errorf("what is kept is %q", got)
	}
}

// TestRemarkThatCannotBeSent stays where it was written.
func TestRemarkThatCannotBeSent(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	d.article(p)
	p.types(bodyField, "Le fleuve monte.")
	p.kept()
	p.selects(bodyField, "fleuve")
	p.click(".remark-this")
	p.keys("#remark-text", "Lequel ?")
	p.cable(true)
	p.click("[data-remark] button")
	p.until("document.querySelector('[data-told]').className==='problem'")
	p.holds("it is still there", "document.querySelector('#remark-text').value==='Lequel ?'")
	p.cable(false)
	p.click("[data-remark] button")
	p.until("document.querySelector('#body-editor .remarked')?.innerText==='fleuve'")
}

// TestTogetherPages: notices, remarks and notes keep to a phone's window, have room for a thumb and offend no rule of accessibility, empty and full; and all of it goes without scripts.
func TestTogetherPages(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/notices/")
	p.lookedAt("/desk/notices/")
	link := p.invite("awa@fleuve.example", "journalist")

	awa := read(t, d.origin)
	awa.size(360, 640)
	awa.withoutScripts()
	awa.visit(link)
	awa.fillIn(map[string]string{"password": "girafe tambour 42 nuage"})
	awa.follow("main form button")
	awa.visit("/desk/articles/")
	awa.follow("form[action='/desk/articles/new'] button")
	path := ask[string](awa, "location.pathname")
	awa.unfolds()
	awa.fillIn(map[string]string{"title": "La crue", "body": "<p>Le pont Kennedy est fermé.</p>"})
	awa.follow("button[name=status][value=review]")

	p.visit("/desk/")
	p.holds("the head says so", "document.querySelector('.nav .count').innerText==='1'")
	p.visit("/desk/notices/")
	p.follow(".notices a")
	p.holds("it leads to the article", "location.pathname==="+quote(path))
	for _, at := range []string{path + "remarks", path + "notes"} {
		p.lookedAt(at)
	}
	awa.visit(path + "remarks")
	awa.fillIn(map[string]string{"quote": "pont Kennedy", "text": "@administration : on confirme ?"})
	awa.follow("form[action$=remarks] button")
	awa.visit(path + "notes")
	awa.fillIn(map[string]string{"text": "J’attends la mairie."})
	awa.follow("form[action=notes] button")
	awa.holds("it is there", "document.querySelector('.talk').innerText.includes('mairie')")
	for _, at := range []string{path + "remarks", path + "notes", "/desk/notices/", path} {
		p.visit(at)
		p.lookedAt(at)
	}
	p.visit("/desk/notices/")
	if got := p.text(".notices"); !strings.Contains(got, "On vous a cité") {
		t.Errorf("the notices say %q", got)
	}
}
