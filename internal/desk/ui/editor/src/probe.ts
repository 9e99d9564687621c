// For tests only: what they ask of the editor's parts in a browser.
import {joinBackward, setBlockType, splitBlock, wrapIn} from "prosemirror-commands"
import {EditorState, TextSelection, type Command} from "prosemirror-state"
import {EditorView} from "prosemirror-view"
import {updateYFragment, ySyncPlugin, yUndoPlugin, yXmlFragmentToProseMirrorRootNode} from "y-prosemirror"
import type {Mark, Node} from "prosemirror-model"
import {Doc, applyUpdate, mergeUpdates} from "yjs"
import {keepFilled, overwrite, parts, seed, textOf} from "./fields"
import {minutes, words as count} from "./foot"
import {Log} from "./log"
import {read} from "./read"
import {schema} from "./schema"
import {staying, strokes} from "./strokes"
import {write} from "./write"
import {cleaned, spoken} from "./paste"
import {DOMParser as Reader} from "prosemirror-model"

// chance gives numbers from a seed (mulberry32).
export function chance(seed: number): () => number {
	return () => {
		seed = seed + 0x6d2b79f5 | 0
		let t = Math.imul(seed ^ seed >>> 15, 1 | seed)
		t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t
		return ((t ^ t >>> 14) >>> 0) / 4294967296
	}
}

const pieces = ["a", "mot", " ", "  ", "\u00a0", "\u202f", "é", "e\u0301", "<b>", "&amp;", "\"", "'", "\t", "\u0007", "\u200b", "\u200d", "…", "ك", "🙂", "\n", ">", "« x »", "\u2028", "\ufeff"]

// random makes a document of the schema by chance, with nonsense of every kind that the schema lets stand.
export function random(seed: number): Node {
	const next = chance(seed)
	const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]
	const text = () => Array.from({length: 1 + Math.floor(next() * 6)}, () => pick(pieces)).join("")
	const address = () => pick(["https://exemple.bj/a?b=c&d=1", "/2026/01/02/a/", "mailto:a@exemple.bj", "https://exemple.bj/"])
	const marks = (): Mark[] => {
		let set: readonly Mark[] = []
		while (next() < 0.35) {
			const type = pick(Object.values(schema.marks))
			const attrs = {link: {href: address()}, language: {lang: "en"}, time: {datetime: "2026-01-02"}, abbr: {title: pick(["", "Union africaine"])}}[type.name]
			set = type.create(attrs).addToSet(set)
		}
		return set as Mark[]
	}
	const inline = (depth: number): Node[] => {
		const out: Node[] = []
		for (let i = Math.floor(next() * 5); i > 0; i--) {
			const what = next()
			if (what < 0.12) out.push(schema.nodes.line_break.create(null, null, marks()))
			else if (what < 0.2 && depth < 9) out.push(schema.nodes.note.create({key: pick(["a", "b2", "", "Z"])}, schema.text(text(), marks())))
			else out.push(schema.text(text(), marks()))
		}
		return out
	}
	const several = (depth: number, names: string[]) => Array.from({length: 1 + Math.floor(next() * 3)}, () => node(pick(names), depth + 1))
	const simple = ["paragraph", "bullet_list", "ordered_list"]
	const node = (name: string, depth: number): Node => {
		const type = schema.nodes[depth > 4 && simple.includes(name) ? "paragraph" : name]
		switch (type.name) {
			case "heading": return type.create({level: pick([2, 3, 4])}, inline(depth))
			case "bullet_list": case "ordered_list": return type.create(type.name === "ordered_list" ? {start: pick(["", "3", "-1"])} : null, several(depth, ["list_item"]))
			case "list_item": return type.create({loose: next() < 0.3}, several(depth, ["paragraph", "paragraph", "bullet_list", "ordered_list"]))
			case "quote": return type.create({pull: next() < 0.3}, several(depth, [...simple, "heading", "source"]))
			case "box": return type.create({kind: pick(["fact", "readalso"])}, several(depth, [...simple, "heading", "quote", "picture", "table", "embed"]))
			case "gallery": return type.create(null, several(depth, ["picture", "picture", "caption"]))
			case "picture": return type.create(pick([{media: "12", src: "/media/12", alt: text()}, {media: "3", width: "640", height: "480", src: "/media/a.jpg"}, {}]), inline(depth))
			case "embed": return type.create({player: "https://player.vimeo.com/video/1", href: "https://vimeo.com/1", label: "vimeo.com"}, inline(depth))
			case "table": return table(depth)
			case "rule": return type.create()
		}
		return type.create(null, inline(depth))
	}
	const table = (depth: number): Node => {
		const head = Math.floor(next() * 2)
		const wide = 1 + Math.floor(next() * 3)
		return schema.nodes.table.create(null, Array.from({length: head + 1 + Math.floor(next() * 3)}, (_, i) => schema.nodes.table_row.create({head: i < head}, Array.from({length: wide}, () =>
			schema.nodes[pick(["table_cell", "table_cell", "table_header"])].create({colspan: pick([1, 1, 1, 2]), rowspan: pick([1, 1, 1, 2])}, several(depth, ["paragraph", "paragraph", "bullet_list"]))))))
	}
	const doc = schema.nodes.doc.create(null, Array.from({length: 1 + Math.floor(next() * 6)}, () => node(pick(["paragraph", "paragraph", "heading", "bullet_list", "ordered_list", "quote", "box", "gallery", "picture", "embed", "table", "rule"]), 0)))
	doc.check()
	return doc
}

// written is the HTML of a document made by chance.
export const written = (seed: number): string => write(random(seed))

// again is a text after it was read into the editor and written.
export const again = (html: string): string => write(read(html))

// islands counts what of a text the editor does not open.
export function islands(html: string): number {
	let n = 0
	read(html).forEach(b => n += b.type === schema.nodes.island ? 1 : 0)
	return n
}

// shared is a text after it went through the shared document, over another.
export function shared(before: string, html: string): string {
	const doc = new Doc()
	applyUpdate(doc, seed({title: "a", standfirst: "", body: before}))
	overwrite(doc, {title: "b", standfirst: "", body: html})
	return textOf(doc).body
}

// pasted is the text after a clipboard's HTML was pasted into an empty one.
export function pasted(html: string): string {
	const box = document.createElement("div")
	box.innerHTML = cleaned(html, () => {})
	const slice = Reader.fromSchema(schema).parseSlice(box, {preserveWhitespace: false})
	const state = EditorState.create({schema})
	return write(state.apply(state.tr.replaceSelection(slice)).doc)
}

// pastedText is the same for plain text.
export function pastedText(text: string): string {
	const state = EditorState.create({schema})
	return write(state.apply(state.tr.replaceSelection(spoken(text))).doc)
}

// acts are what people do to a block while others write in it. The cursor stands in it.
const acts: Command[] = [
	setBlockType(schema.nodes.heading, {level: 2}), splitBlock, wrapIn(schema.nodes.quote), wrapIn(schema.nodes.box),
	(state, dispatch) => joinBackward(state.apply(state.tr.setSelection(TextSelection.create(state.doc, state.selection.$from.start()))), dispatch),
	(state, dispatch) => {
		if (state.doc.childCount > 1) dispatch!(state.tr.delete(state.selection.$from.before(1), state.selection.$from.after(1)))
		return true
	},
]

// does has somebody type a word where a block begins, ends or has a space, or do one of the acts.
function does(doc: Doc, next: () => number, word: string) {
	const {body} = parts(doc)
	const meta = {mapping: new Map(), isOMark: new Map()}
	const state = EditorState.create({schema, doc: yXmlFragmentToProseMirrorRootNode(body, schema)})
	const spots: number[] = []
	state.doc.descendants((n, pos) => {
		if (n.isTextblock) [...n.textContent + " "].forEach((c, i) => c === " " && spots.push(pos + 1 + i))
	})
	const at = spots[Math.floor(next() * spots.length)]
	const there = state.apply(state.tr.setSelection(TextSelection.create(state.doc, at)))
	const change = (tr: typeof state.tr) => updateYFragment(doc, body, tr.doc, meta)
	if (word) change(there.tr.insertText(` ${word} `, at))
	else acts[Math.floor(next() * acts.length)](there, change)
}

// apart has people write in one text and change its blocks, each unseen by the others, round by round, and gives the words that are not there once after it, and whether all
// have the same text.
export function apart(from: number): {wrong: string[], same: boolean, words: number} {
	const next = chance(from)
	const log: {name: string, update: Uint8Array}[] = [{name: "seed", update: seed({title: "", standfirst: "", body: "<p>un deux trois</p><p>quatre cinq six</p><ul><li>sept huit</li></ul><p>neuf dix</p>"})}]
	const people = [0, 1, 2].map(() => ({doc: new Doc(), log: new Log(), queue: [] as Uint8Array[], read: 0}))
	const reads = (p: typeof people[0]) => {
		for (; p.read < log.length; p.read++) {
			p.log.apply(log[p.read].update, p.read + 1)
			applyUpdate(p.doc, log[p.read].update, p)
		}
	}
	for (const p of people) {
		keepFilled(p.doc)
		reads(p)
		p.doc.on("update", (u: Uint8Array, origin: unknown) => origin === p || p.queue.push(u))
	}
	const wrong: string[] = []
	let words = 0
	const sign = (n: number) => String.fromCharCode(0x4e00 + n) // no two words begin or end alike: what was typed is then clear
	for (let round = 0; round < 3; round++) {
		const typed: string[] = []
		for (const p of people) {
			const own: string[] = []
			for (let i = Math.floor(next() * 4); i > 0; i--) {
				const word = next() < 0.6 ? sign(++words) + words + sign(words) : ""
				if (word) own.push(word)
				does(p.doc, next, word)
			}
			typed.push(...own.filter(w => textOf(p.doc).body.includes(w))) // else they took it away themselves
		}
		for (const p of [...people].sort(() => next() - 0.5)) for (const update of p.queue.splice(0)) log.push({name: "", update})
		people.forEach(reads)
		for (const p of people) {
			const r = p.log.rescue()
			if (r && !log.some(u => u.name === r.name)) log.push({name: r.name, update: r.update})
		}
		people.forEach(reads)
		for (const p of people) if (p.log.rescue()) wrong.push("more to rescue")
		const said = textOf(people[0].doc).body
		wrong.push(...typed.filter(w => said.split(w).length !== 2).map(w => `${w} in ${said}`))
	}
	const texts = people.map(p => textOf(p.doc).body)
	return {wrong, same: texts.every(t => t === texts[0]), words}
}

// twice has two people change the same block, each unseen by the other, and then both read both; it gives the words of the text that are not there once.
export function twice(from: number): string[] {
	const next = chance(from)
	const state = seed({title: "", standfirst: "", body: "<p>un mot deux choses</p><p>trois fleuves quatre ponts cinq villes</p><ul><li>six pays et sept langues</li></ul><p>huit <strong>routes neuves</strong> dix</p>"})
	const words = textOf(fresh(state)).body.match(/\p{L}+(?![^<]*>)/gu)!
	const log = [state]
	const people = [0, 1].map(() => ({doc: fresh(state), log: new Log(), made: [] as Uint8Array[]}))
	const block = Math.floor(next() * 100)
	for (const p of people) {
		p.doc.on("update", u => p.made.push(u))
		acts[Math.floor(next() * 5)](standing(p.doc, next, block), tr => updateYFragment(p.doc, parts(p.doc).body, tr.doc, {mapping: new Map(), isOMark: new Map()}))
	}
	for (const p of people) log.push(...p.made.length ? [mergeUpdates(p.made)] : [])
	const all = fresh(state)
	const reader = new Log()
	log.forEach((u, i) => {
		reader.apply(u, i + 1)
		applyUpdate(all, u)
	})
	for (const r of [reader.rescue(), reader.single()]) if (r) applyUpdate(all, r.update)
	const said = textOf(all).body.replace(/<[^>]*>/g, "")
	return words.filter(w => said.split(w).length !== 2).map(w => `${w} in ${textOf(all).body}`)
}

function fresh(state: Uint8Array): Doc {
	const doc = new Doc()
	keepFilled(doc)
	applyUpdate(doc, state)
	return doc
}

// standing is the editor of a document with the cursor somewhere in one of its blocks.
function standing(doc: Doc, next: () => number, block: number): EditorState {
	const state = EditorState.create({schema, doc: yXmlFragmentToProseMirrorRootNode(parts(doc).body, schema)})
	const places: number[][] = []
	state.doc.descendants((n, pos) => {
		if (n.isTextblock) places.push([pos + 1, n.content.size])
	})
	const [at, size] = places[block % places.length]
	const text = state.doc.textBetween(at, at + size)
	const spaces = [...text].flatMap((c, i) => c === " " ? [i] : [])
	return state.apply(state.tr.setSelection(TextSelection.create(state.doc, at + spaces[Math.floor(next() * spaces.length)])))
}

// lasts counts the words of a text and its minutes, as the foot of the editor says them.
export const lasts = (html: string): number[] => {
	const n = count(read(html))
	return [n, minutes(n)]
}

// woven has two people type words into one line at once, letter by letter, each in an editor of their own where each letter of the other arrives late, and gives the words that are not there whole.
export async function woven(from: number): Promise<string[]> {
	const next = chance(from)
	const people = [0, 1].map(() => writer())
	const [a] = people
	const state = seed({title: "", standfirst: "", body: "<p>mot mot mot</p>"})
	for (const p of people) applyUpdate(p.doc, state, "line")
	for (const p of people) p.view = p.open()
	const words: string[] = []
	for (let round = 0; round < 4; round++) {
		const spots = [...` ${a.view.state.doc.textContent} `].flatMap((c, i) => c === " " ? [i || 1] : [])
		const at = spots[Math.floor(next() * spots.length)]
		for (const p of people) p.view.dispatch(p.view.state.tr.setSelection(TextSelection.create(p.view.state.doc, at)))
		const typing = people.map((_, i) => `${" mom"}${"mo".repeat(1 + Math.floor(next() * 3))}${i}${round} `)
		words.push(...typing.map(w => w.trim()))
		const left = typing.map(w => [...w])
		while (left.some(l => l.length) || people.some(p => p.line.length)) {
			const i = Math.floor(next() * 2)
			const letter = next() < 0.6 && left[i].shift()
			if (letter) people[i].view.dispatch(people[i].view.state.tr.insertText(letter))
			else for (const u of people[i].line.splice(0, 1 + Math.floor(next() * 3))) applyUpdate(people[1 - i].doc, u, "line")
		}
	}
	const texts = people.map(p => textOf(p.doc).body)
	const shown = people.map(p => write(p.view.state.doc))
	people.forEach(p => p.view.destroy())
	if (texts[0] !== texts[1] || shown.some(s => s !== texts[0])) return ["not one text", ...texts, ...shown]
	return words.filter(w => !texts[0].includes(w)).map(w => `${w} in ${texts[0]}`)
}

// writer is somebody with an editor; what they write waits in line for the other.
function writer() {
	const doc = new Doc()
	keepFilled(doc)
	const line: Uint8Array[] = []
	doc.on("update", (u: Uint8Array, origin: unknown) => origin === "line" || line.push(u))
	const open = () => new EditorView(document.body.appendChild(document.createElement("div")), {state: EditorState.create({schema, plugins: [ySyncPlugin(parts(doc).body), yUndoPlugin(), strokes(), staying()]})})
	return {doc, line, open, view: null as unknown as EditorView}
}
