// Passages of the text that remarks are on: from what is selected to what the server keeps, and back to a place in the text as it is now.
import type {Node} from "prosemirror-model"

// Passage is some words, what stood around them, and their mark in the shared document.
export interface Passage {quote: string, before: string, after: string, anchor: string}

// around is how many letters before and after a passage are kept.
const around = 80

// Plain is a text in one line, one plain space wherever white space stands, with the place of each letter in the document.
interface Plain {text: string, at: number[]}

// plain reads a document as the server reads its HTML. Footnotes stand elsewhere there.
function plain(doc: Node): Plain {
	let text = ""
	const at: number[] = []
	const put = (letters: string, from: number) => {
		for (let i = 0; i < letters.length; i++) {
			const space = /\s/.test(letters[i])
			if (space && (!text || text.endsWith(" "))) continue
			text += space ? " " : letters[i]
			at.push(from + i)
		}
	}
	doc.descendants((n, from) => {
		if (n.type.name === "note") return false
		if (n.isText) put(n.text!, from)
		else if (n.isBlock || n.type.name === "hard_break") put(" ", from)
		return true
	})
	return {text, at}
}

// selected is the passage that stands between two places; without words it is none.
export function selected(doc: Node, from: number, to: number): Omit<Passage, "anchor"> | null {
	const {text, at} = plain(doc)
	const first = at.findIndex(place => place >= from), end = at.findIndex(place => place >= to)
	const [i, j] = [first < 0 ? text.length : first, end < 0 ? text.length : end]
	const quote = text.slice(i, j).trim()
	return /[\p{L}\p{N}]/u.test(quote) ? {quote, before: text.slice(Math.max(0, i - around), i), after: text.slice(j, j + around)} : null
}

// alike counts the letters that two texts have alike, from their ends or their beginnings on.
function alike(a: string, b: string, fromEnd: boolean): number {
	let n = 0
	const of = (s: string) => fromEnd ? s[s.length - 1 - n] : s[n]
	while (n < a.length && n < b.length && of(a) === of(b)) n++
	return n
}

// Place is where a passage stands in a document, and how many letters around it are those that stood around it.
export interface Place {from: number, to: number, same: number}

// places finds passages in a text: of several places of the same words, the one with the same words around it. Those that are not in it have none.
export function places(doc: Node, passages: Passage[]): (Place | null)[] {
	const {text, at} = plain(doc)
	return passages.map(p => {
		let best = -1, most = -1
		for (let i = text.indexOf(p.quote); p.quote && i >= 0; i = text.indexOf(p.quote, i + 1)) {
			const same = alike(text.slice(0, i).trimEnd(), p.before.trimEnd(), true) + alike(text.slice(i + p.quote.length).trimStart(), p.after.trimStart(), false)
			if (same > most) [best, most] = [i, same]
		}
		return best < 0 ? null : {from: at[best], to: at[best + p.quote.length - 1] + 1, same: most}
	})
}
