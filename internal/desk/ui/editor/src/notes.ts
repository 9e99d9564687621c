// Footnotes: in the editor they stand in the text, where they are written; in the article they are a list at its end to which small numbers lead.
import type {Node} from "prosemirror-model"
import {written} from "./line"

// Notes numbers the footnotes of one text in the order of reading.
export class Notes {
	private list: {key: string, html: string}[] = []

	get count(): number { return this.list.length }

	// mark is the small number that stands for a note; "" for one that says nothing.
	mark(n: Node): string {
		const html = written(n, this).join(" ")
		if (!html) return ""
		const key = this.fresh(n.attrs.key)
		this.list.push({key, html})
		return `<sup><a href="#fn-${key}" id="fn-r${key}">${this.list.length}</a></sup>`
	}

	// fresh gives a copied note a key of its own.
	private fresh(key: string): string {
		if (!/^[0-9a-z]{1,30}$/.test(key)) key = "x"
		let free = key
		for (let i = 2; this.list.some(n => n.key === free || "r" + n.key === free || n.key === "r" + free); i++) free = key + "x" + i
		return free
	}

	// end is the list of the notes.
	end(): string[] {
		const items = this.list.map(n => `<li id="fn-${n.key}">${n.html} <a href="#fn-r${n.key}">↩</a></li>`)
		return items.length ? [`<ol class="footnotes">${items.join("")}</ol>`] : []
	}
}

// newKey names a note for good.
export function newKey(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(8)), b => (b % 36).toString(36)).join("")
}

// setInText takes the list of notes out of a read text and puts each note where its number stands. A list that does not fit its numbers stays as it is.
export function setInText(root: Element) {
	const list = root.lastElementChild
	if (!list?.matches("ol.footnotes")) return
	const pairs = Array.from(list.children, li => ({li, refs: root.querySelectorAll(`sup>a[href="#${li.id}"]`)}))
	if (!pairs.every(({li, refs}) => /^fn-[0-9a-z]+$/.test(li.id) && refs.length === 1 && plainWords(li) && alone(refs[0]))) return
	for (const {li, refs} of pairs) {
		const note = document.createElement("griot-note")
		note.setAttribute("key", li.id.slice(3))
		note.append(...wordsOf(li))
		refs[0].parentElement!.replaceWith(note)
	}
	list.remove()
}

const alone = (ref: Element) => ref.parentElement!.childNodes.length === 1

const plainWords = (li: Element) => !li.querySelector("p,ul,ol,br,img,figure,table,blockquote,sup>a")

// wordsOf is the note without the way back to its number.
function wordsOf(li: Element): ChildNode[] {
	const words = Array.from(li.childNodes)
	const last = words[words.length - 1]
	if (last instanceof Element && last.localName === "a" && last.textContent === "↩") {
		words.pop()
		const before = words[words.length - 1]
		if (before instanceof Text) before.data = before.data.replace(/ $/, "")
	}
	return words
}
