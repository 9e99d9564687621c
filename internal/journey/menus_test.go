package journey

import "testing"

// With scripts an entry of a menu is dragged to its place, and one that is taken sideways stands below the one before; readers see it once it is saved.
func TestAMenuIsDragged(t *testing.T) {
	t.Parallel()
	p := openDesk(t).writer("/desk/menus/main/") // a newsroom of its own: others look at the menu
	p.size(1280, 1000)
	const name = "document.querySelectorAll('.entries li input[name=label]')"
	first, second := ask[string](p, name+"[0].placeholder"), ask[string](p, name+"[1].placeholder")
	p.drags(".entries li:nth-child(2) .grip", ".entries li:nth-child(1)")
	p.until("document.querySelector('.notice') && " + name + "[0].placeholder===" + quote(second))
	ask[bool](p, `(()=>{
		const grip=document.querySelector('.entries li:nth-child(2) .grip'),box=grip.getBoundingClientRect()
		grip.setPointerCapture=()=>{}
		const at=x=>({bubbles:true,cancelable:true,pointerId:1,clientX:box.x+x,clientY:box.y+9})
		for(const [kind,x] of [['down',5],['move',50],['up',50]]) grip.dispatchEvent(new PointerEvent('pointer'+kind,at(x)))
		return true})()`)
	p.until("document.querySelector('.entries li:nth-child(2).level-2')")
	p.click(".bar button[value=save]")
	p.until("document.querySelector('.notice')?.textContent.includes('enregistré, toutes')")
	p.visit("/")
	if got := ask[string](p, "document.querySelector('.ligne .rub>li>a').textContent+'>'+document.querySelector('.ligne .rub>li ul a').textContent"); got != second+">"+first {
		t.Errorf("readers see %s", got)
	}
}
