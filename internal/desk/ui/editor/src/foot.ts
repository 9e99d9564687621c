// The foot of a text: how long it is, counted as the server counts it, when the hand rests.
import type {Node} from "prosemirror-model"
import {rested} from "./calm"
import {said, type Words} from "./words"

// perMinute is how many words a reader reads in a minute.
const perMinute = 220

// counted remembers the words of blocks, which never change: a changed one is another.
const counted = new WeakMap<Node, number>()

function wordsOf(block: Node): number {
	let n = counted.get(block)
	if (n === undefined) {
		const text = block.attrs.html ? block.attrs.html.replace(/<[^>]*>/g, " ") : block.textBetween(0, block.content.size, " ", " ")
		counted.set(block, n = (text.match(/\S*[\p{L}\p{Nd}]\S*/gu) || []).length)
	}
	return n!
}

// words counts the words of a text.
export function words(doc: Node): number {
	let n = 0
	doc.forEach(block => n += wordsOf(block))
	return n
}

// minutes is how long so many words take: at least 1; a minute counts once a quarter of it is begun.
export const minutes = (n: number) => Math.max(1, Math.floor(n / perMinute) + (4 * (n % perMinute) >= perMinute ? 1 : 0))

export class Foot {
	readonly dom = document.createElement("p")
	private doc: Node | null = null
	private count = rested(400, () => {
		const n = words(this.doc!)
		this.dom.textContent = said(this.words, "length", n) + " · " + said(this.words, "reading", minutes(n))
	})

	constructor(private words: Words) {
		this.dom.className = "foot quiet small"
	}

	update(doc: Node) {
		if (doc === this.doc) return
		this.doc = doc
		this.count()
	}
}
