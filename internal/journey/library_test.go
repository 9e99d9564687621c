package journey

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// filesChosen gives two pictures of this device, 3,000 pixels wide, to the form of the library, as a person does who chooses them.
const filesChosen = `(async()=>{const d=new DataTransfer();for(let i=0;i<2;i++){const c=document.createElement('canvas');c.width=3000;c.height=200+i;const x=c.getContext('2d');x.fillStyle='#a63a12';x.fillRect(i*90,9,990,99);
const b=await new Promise(f=>c.toBlob(f,'image/jpeg'));d.items.add(new File([b],'Awa à Kayes.jpg',{type:'image/jpeg'}))}
document.querySelector('#file').files=d.files;document.querySelector('form.bring button').click();return true})()`

// TestLibraryQueue: with scripts, pictures go to the library in pieces, reduced on the device, while the page stays.
func TestLibraryQueue(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/media/")
	p.fillIn(map[string]string{"credit": "Awa Diallo"})
	ask[bool](p, filesChosen)
	p.until("document.querySelectorAll('.queue a').length===2")
	to := ask[string](p, "document.querySelector('.queue a').pathname")
	p.visit(to)
	p.holds("it was reduced here", "/2560\\s×\\s17[0-9]/.test(document.querySelector('.facts').innerText)")
	p.holds("its credit came along, its name did not", "document.querySelector('#credit').value==='Awa Diallo'&&!document.body.innerText.includes('Kayes')")
}

// TestCrop: a picture is cut by its edges, with the mouse and the arrows of the keyboard, and the fields say so.
func TestCrop(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/media/")
	p.size(360, 800)
	p.visit(ask[string](p, "document.querySelector('.tiles a').pathname"))
	p.until("document.querySelector('.cut img')?.complete")
	says := func(left, right, top, bottom int) {
		t.Helper()
		p.holds("the fields say what is cut", fmt.Sprintf("['left','right','top','bottom'].map(s=>document.querySelector('[data-crop]').elements[s].value).join()==='%d,%d,%d,%d'", left, right, top, bottom))
	}
	drags := func(selector string, right, down float64) { // in parts of the picture
		t.Helper()
		at := ask[struct{ X, Y, W, H float64 }](p, "(()=>{const e=document.querySelector('.cut "+selector+"');e.scrollIntoView({block:'center'});const r=e.getBoundingClientRect(),i=document.querySelector('.cut img').getBoundingClientRect();return{x:r.x+r.width/2,y:r.y+r.height/2,w:i.width,h:i.height}})()")
		for _, step := range []struct {
			kind input.DispatchMouseEventType
			x, y float64
		}{{input.DispatchMouseEventTypeMousePressed, 0, 0}, {input.DispatchMouseEventTypeMouseMoved, right * at.W, down * at.H}, {input.DispatchMouseEventTypeMouseReleased, right * at.W, down * at.H}} {
			call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: step.kind, X: at.X + step.x, Y: at.Y + step.y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
		}
	}
	drags(".edge.at-left", .2, 0)
	says(20, 0, 0, 0)
	drags(".corner.at-right.at-bottom", -.3, -.4)
	says(20, 30, 0, 40)
	drags(".frame", .5, .1) // as far as there is room
	says(50, 0, 10, 30)
	ask[bool](p, "document.querySelector('.cut .edge.at-top').focus(),true")
	p.do(typing(kb.ArrowDown + kb.ArrowDown))
	says(50, 0, 12, 30)
	p.holds("so does the slider", "document.activeElement.getAttribute('aria-valuenow')==='12'&&document.activeElement.getAttribute('aria-valuemax')==='65'")
	p.follow("[data-crop] button")
	p.holds("the rest is shown", "document.querySelector('.notice')&&document.querySelector('input[name=whole]')")
}
