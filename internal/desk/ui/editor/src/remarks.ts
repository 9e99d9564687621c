// Remarks on the text: their passages are marked, in the title and the standfirst too, and one is begun on what is selected. They are marks on the screen alone; nothing of them is in the document.
import {Plugin, PluginKey, TextSelection, type EditorState} from "prosemirror-state"
import {Decoration, DecorationSet, type EditorView} from "prosemirror-view"
import {absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey} from "y-prosemirror"
import {createRelativePositionFromJSON, type RelativePosition} from "yjs"
import {places, selected, type Passage} from "./passage"

// Marked is a remark's passage, and where it stands in the shared document, once it was found.
interface Marked extends Passage {id: string, held: [RelativePosition, RelativePosition] | null}

interface Marks {list: Marked[], set: DecorationSet}

const key = new PluginKey<Marks>("remarks")

// every is how often the remarks of others are fetched, in milliseconds.
const every = 60_000

const hold = (binding: any, place: number): RelativePosition => absolutePositionToRelativePosition(place, binding.type, binding.mapping)
const placed = (binding: any, held: RelativePosition): number | null => relativePositionToAbsolutePosition(binding.doc, binding.type, held, binding.mapping)

const bindingOf = (state: EditorState) => ySyncPluginKey.getState(state).binding

// drawn marks the passages in a text. Those that are not held yet are looked for by their words.
function drawn(list: Marked[], state: EditorState): Marks {
	const binding = bindingOf(state)
	const lost = list.filter(m => !m.held || placed(binding, m.held[0]) === null)
	if (lost.length) places(state.doc, lost).forEach((at, i) => lost[i].held = at && [hold(binding, at.from), hold(binding, at.to)])
	const set: Decoration[] = [] // what is written at a passage's end is in it, as the shared document has it
	for (const m of list) {
		const from = m.held && placed(binding, m.held[0]), to = m.held && placed(binding, m.held[1])
		if (from !== null && to !== null && from < to) set.push(Decoration.inline(from, to, {class: "remarked", "data-remarked": m.id}, {id: m.id, inclusiveEnd: true}))
	}
	return {list, set: DecorationSet.create(state.doc, set)}
}

// remembered is a passage that was marked in the shared document before.
function remembered(anchor: string): Marked["held"] {
	try {
		const [from, to] = JSON.parse(anchor)
		return [createRelativePositionFromJSON(from), createRelativePositionFromJSON(to)]
	} catch {
		return null
	}
}

// home is the view in whose text a passage stands: where it is held, else where its words are, the first of several that fit alike.
function home(views: EditorView[], m: Marked): EditorView | null {
	const held = m.held && views.find(v => placed(bindingOf(v.state), m.held![0]) !== null)
	if (held) return held
	let best: EditorView | null = null, most = -1
	for (const v of views) {
		const [place] = places(v.state.doc, [m])
		if (place && place.same > most) [best, most] = [v, place.same]
	}
	return best
}

// Room is the views of one article, in the order of reading, and the list of remarks beside them, if the page has one.
export class Room {
	views: EditorView[] = []
	beside: Beside | null = null
}

// remarks draws the remarks that the page lists in a text, and lets one be begun. Where the page lists none it does nothing.
export function remarks(room: Room, main: boolean): Plugin<Marks> {
	return new Plugin<Marks>({
		key,
		state: {
			init: () => ({list: [], set: DecorationSet.empty}),
			apply: (tr, marks, _, state) => {
				const list: Marked[] | undefined = tr.getMeta(key)
				if (list) return drawn(list, state)
				if (!tr.docChanged) return marks
				if (tr.getMeta(ySyncPluginKey)?.isChangeOrigin) return drawn(marks.list, state) // the binding writes all of the text anew
				return {list: marks.list, set: marks.set.map(tr.mapping, tr.doc)}
			},
		},
		props: {decorations: state => key.getState(state)!.set},
		view: view => {
			if (main) room.views.push(view)
			else room.views.unshift(view) // who opens the text first opens the title last
			const section = document.querySelector<HTMLElement>("[data-remarks]")
			if (main && section) room.beside = new Beside(room, view, section)
			return {
				update: view => room.beside?.look(view),
				destroy: () => {
					room.views.splice(room.views.indexOf(view), 1)
					if (main) room.beside?.end()
				},
			}
		},
	})
}

// Beside is the list beside the text, and the form in which a remark is written.
class Beside {
	private form: HTMLFormElement
	private list: HTMLElement
	private button = document.createElement("button")
	private timer: number
	private marked: Marked[] = []

	constructor(private room: Room, private view: EditorView, private section: HTMLElement) {
		this.form = section.querySelector("[data-remark]")!
		this.list = section.querySelector("[data-list]")!
		Object.assign(this.button, {type: "button", className: "quietly remark-this", hidden: true, textContent: section.dataset.select})
		this.button.addEventListener("mousedown", e => e.preventDefault()) // the selection stays
		this.button.addEventListener("click", () => this.begin())
		view.dom.parentElement!.append(this.button)
		section.addEventListener("submit", e => this.send(e))
		section.addEventListener("click", e => this.pressed(e.target as HTMLElement))
		window.addEventListener("focus", this.news)
		this.timer = window.setInterval(this.news, every)
		setTimeout(() => this.draw())
	}

	// look offers a remark on what is selected in a text.
	look(view: EditorView) {
		if (!view.hasFocus()) return
		this.view = view
		const {empty, from, to} = view.state.selection
		const hidden = empty || !(view.state.selection instanceof TextSelection) || !view.state.doc.textBetween(from, to, " ").trim()
		if (this.button.hidden !== hidden) this.button.hidden = hidden // set again it would be styled again, at every key
	}

	end() {
		clearInterval(this.timer)
		window.removeEventListener("focus", this.news)
		this.button.remove()
	}

	// draw marks what the list quotes, and has each lead to its place.
	private draw() {
		const known = new Map(this.marked.map(m => [m.id, m]))
		this.marked = [...this.list.querySelectorAll<HTMLElement>("li[data-quote]")].map(li => {
			const {quote = "", before = "", after = "", anchor = ""} = li.dataset
			const button = document.createElement("button")
			Object.assign(button, {type: "button", className: "quietly", textContent: this.section.dataset.show})
			button.dataset.place = li.id
			li.querySelector(".acts")!.append(button)
			return {id: li.id, quote, before, after, anchor, held: known.get(li.id)?.held || remembered(anchor)}
		})
		if (!this.marked.length && !known.size) return
		const homes = this.marked.map(m => home(this.room.views, m))
		for (const v of this.room.views) v.dispatch(v.state.tr.setMeta(key, this.marked.filter((_, i) => homes[i] === v)).setMeta("addToHistory", false))
	}

	// begin opens the form on what is selected.
	private begin() {
		const {from, to} = this.view.state.selection
		const passage = selected(this.view.state.doc, from, to)
		if (!passage) return
		const binding = bindingOf(this.view.state)
		const fields: Passage = {...passage, anchor: JSON.stringify([hold(binding, from), hold(binding, to)])}
		for (const [name, value] of Object.entries(fields)) (this.form.elements.namedItem(name) as HTMLInputElement).value = value
		this.form.querySelector("blockquote")!.textContent = passage.quote
		this.form.hidden = false
		this.form.querySelector("textarea")!.focus()
	}

	private pressed(on: HTMLElement) {
		if (on.closest("[data-cancel]")) this.close()
		const shown = on.closest<HTMLElement>("[data-place]")
		for (const v of shown ? this.room.views : []) {
			const mark = key.getState(v.state)!.set.find(undefined, undefined, spec => spec.id === shown!.dataset.place)[0]
			if (!mark) continue
			v.dispatch(v.state.tr.setSelection(TextSelection.create(v.state.doc, mark.from, mark.to)).scrollIntoView())
			return v.focus()
		}
	}

	private close() {
		this.form.hidden = true
		this.form.reset()
		this.view.focus()
	}

	// send sends a form of the list without leaving the text. What cannot be sent stays where it is written.
	private async send(e: SubmitEvent) {
		e.preventDefault()
		const form = e.target as HTMLFormElement
		const told = this.section.querySelector<HTMLElement>("[data-told]")!
		told.className = "vh"
		told.textContent = ""
		try {
			const answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form) as never), redirect: "manual", credentials: "same-origin"})
			if (answer.type !== "opaqueredirect") throw new Error(String(answer.status))
		} catch {
			told.className = "problem"
			told.textContent = this.section.dataset.failed!
			return
		}
		const line = form.closest("li")?.id
		if (form === this.form) this.close()
		await this.fetch()
		if (line) (document.getElementById(line)?.querySelector<HTMLElement>("summary, button") || this.list.querySelector<HTMLElement>("summary"))?.focus()
	}

	// news fetches what others have said, unless an answer is being written.
	private news = () => {
		const writing = [...this.list.querySelectorAll("textarea")].some(field => field.value || field === document.activeElement)
		if (!document.hidden && !writing && !this.list.contains(document.activeElement)) void this.fetch()
	}

	private async fetch() {
		try {
			const answer = await fetch(this.section.dataset.remarks + "/list", {credentials: "same-origin", redirect: "manual"})
			if (!answer.ok) return
			const html = await answer.text()
			this.list.innerHTML = html // the desk's own page, whose texts are escaped
			this.draw()
		} catch { /* the line is cut: what is there stays */ }
	}
}
