package journey

import (
	"fmt"
	"testing"
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

// TestLibraryPages: the pages of the library keep to a phone's window, have room for a thumb and offend no rule of accessibility, light or dark.
func TestLibraryPages(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/media/")
	for _, at := range []string{"/desk/media/", "/desk/media/?q=rien+de+tel", "/desk/media/?for=1", ask[string](p, "document.querySelector('.tiles a').pathname")} {
		p.visit(at)
		ask[bool](p, axe+";true")
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 1280} {
				p.size(width, 800)
				p.prefer(scheme)
				checkAxe(p, fmt.Sprint(at, " ", scheme))
			}
		}
		p.size(320, 640)
		p.none(at+": wider than 320 px", "look.wide()")
		p.size(360, 640)
		p.none(at+": controls under 44 px", "look.small(44,location.hash)")
	}
}
