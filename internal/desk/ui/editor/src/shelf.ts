// The library, opened over the text: pictures and drawings are found by their words and set where the cursor is. It is a dialog of the browser's own, which keeps the keyboard in it and goes with Escape.
import type {Found} from "./media"
import {get} from "./send"
import {said, type Words} from "./words"

interface Answer {pictures: Found[], next: number}

// pause is how long the hand rests before something is looked for, in milliseconds.
const pause = 250

// Shelf is the dialog. It gives what was chosen: one picture, or as many as wanted.
export class Shelf {
	private dialog = document.createElement("dialog")
	private list = document.createElement("ul")
	private status = document.createElement("p")
	private field = document.createElement("input")
	private kind = document.createElement("select")
	private older: HTMLButtonElement
	private chosen = new Map<number, Found>()
	private timer = 0
	private turn = 0
	private next = 0

	constructor(private words: Words, private many: boolean, private take: (pictures: Found[]) => void, left: () => void) {
		this.status.setAttribute("role", "status")
		this.status.className = "quiet small"
		this.list.className = "tiles"
		this.list.setAttribute("aria-label", words.shelf)
		this.list.addEventListener("keydown", e => this.arrow(e))
		const head = Object.assign(document.createElement("h2"), {id: "shelf", textContent: words.shelf})
		const foot = document.createElement("div")
		foot.className = "row"
		if (many) foot.append(this.button("shelf_set", () => this.done()))
		foot.append(this.button("cancel", () => this.dialog.close()))
		this.older = this.button("shelf_older", () => void this.look(this.next))
		this.older.hidden = true
		this.dialog.className = "shelf"
		this.dialog.setAttribute("aria-labelledby", "shelf")
		this.dialog.append(head, this.question(), this.status, this.list, this.older, foot)
		this.dialog.addEventListener("close", () => {
			this.dialog.remove()
			left()
		})
		document.body.append(this.dialog)
		this.dialog.showModal()
		this.field.focus()
		void this.look()
	}

	private button(word: string, press: () => void): HTMLButtonElement {
		const b = Object.assign(document.createElement("button"), {type: "button", className: "quietly", textContent: this.words[word]})
		b.addEventListener("click", press)
		return b
	}

	// question is where it is said what is looked for.
	private question(): HTMLElement {
		Object.assign(this.field, {type: "search", maxLength: 50, autocomplete: "off"})
		for (const kind of ["picture", "drawing"]) this.kind.append(new Option(this.words["shelf_" + kind], kind))
		const form = document.createElement("form")
		form.className = "row"
		form.setAttribute("role", "search")
		for (const [word, field] of [["shelf_words", this.field], ["shelf_kind", this.kind]] as const) {
			const label = document.createElement("label")
			label.append(this.words[word], field)
			form.append(label)
		}
		const again = () => {
			clearTimeout(this.timer)
			this.timer = window.setTimeout(() => void this.look(), pause)
		}
		this.field.addEventListener("input", again)
		this.kind.addEventListener("change", again)
		form.addEventListener("submit", e => {
			e.preventDefault()
			clearTimeout(this.timer)
			void this.look()
		})
		return form
	}

	// look brings what is found: anew, or what comes after a picture.
	private async look(before = 0) {
		const turn = ++this.turn
		const ask = new URLSearchParams({q: this.field.value.trim(), kind: this.kind.value, ...before ? {before: String(before)} : {}})
		const answer = await get<Answer>("/desk/media/choices?" + ask).catch(() => null)
		if (turn !== this.turn) return
		if (!answer) {
			this.status.textContent = this.words.notnow
			return
		}
		if (!before) this.list.replaceChildren()
		const there = this.list.childElementCount
		this.list.append(...answer.pictures.map(p => this.tile(p)))
		this.next = answer.next
		this.older.hidden = !answer.next
		this.status.textContent = this.list.childElementCount ? said(this.words, "shelf_found", this.list.childElementCount) : this.words.shelf_none
		this.stop(this.tiles()[before ? there : 0], !!before)
	}

	private tile(p: Found): HTMLElement {
		const item = document.createElement("li")
		const b = document.createElement("button")
		const name = Object.assign(document.createElement("span"), {className: "words", textContent: p.caption || p.alt || said(this.words, "shelf_nameless", p.id)})
		b.type = "button"
		b.append(Object.assign(new Image(), {src: p.small, alt: "", loading: "lazy"}), name)
		if (p.credit) b.append(Object.assign(document.createElement("small"), {textContent: p.credit}))
		if (!p.alt) b.append(Object.assign(document.createElement("small"), {className: "untold", textContent: this.words.shelf_mute}))
		if (this.many) b.setAttribute("aria-pressed", String(this.chosen.has(p.id)))
		b.addEventListener("click", () => this.press(p, b))
		item.append(b)
		return item
	}

	private press(p: Found, b: HTMLButtonElement) {
		this.stop(b)
		if (!this.many) {
			this.chosen.set(p.id, p)
			return this.done()
		}
		if (!this.chosen.delete(p.id)) this.chosen.set(p.id, p)
		b.setAttribute("aria-pressed", String(this.chosen.has(p.id)))
	}

	private done() {
		if (!this.chosen.size) return this.tiles()[0]?.focus()
		this.dialog.close()
		this.take([...this.chosen.values()])
	}

	private tiles() { return [...this.list.querySelectorAll("button")] }

	// stop makes one tile the list's stop of the Tab key.
	private stop(tile?: HTMLButtonElement, focus = false) {
		for (const b of this.tiles()) b.tabIndex = b === tile ? 0 : -1
		if (focus) tile?.focus()
	}

	// arrow goes from tile to tile, also from line to line.
	private arrow(e: KeyboardEvent) {
		const all = this.tiles()
		const at = all.indexOf(document.activeElement as HTMLButtonElement)
		const wide = Math.max(1, all.filter(b => b.offsetTop === all[0].offsetTop).length)
		const forth = getComputedStyle(this.list).direction === "rtl" ? -1 : 1
		const step = {ArrowRight: forth, ArrowLeft: -forth, ArrowDown: wide, ArrowUp: -wide, Home: -at, End: all.length - 1 - at}[e.key]
		if (at < 0 || step === undefined) return
		e.preventDefault()
		this.stop(all[Math.min(all.length - 1, Math.max(0, at + step))], true)
	}
}
