// The toolbar: one stop of the Tab key, arrows between its buttons, and one line below it for what an act asks.
import type {Command, EditorState} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {redo} from "y-prosemirror"
import * as act from "./acts"
import {back} from "./keys"
import {offer} from "./offer"
import type {Uploads} from "./upload"
import {chosen, embed, insertGallery, insertPicture, untold} from "./media"
import {href} from "./paste"
import {schema} from "./schema"
import {Shelf} from "./shelf"
import type {Words} from "./words"

const n = schema.nodes

interface Tool {key: string, sign: string, run?: Command, ask?: string, on?: (s: EditorState) => boolean, more?: boolean}

const tools: Tool[] = [
	{key: "strong", sign: "G", run: act.mark("strong"), on: s => act.marked(s, "strong")},
	{key: "em", sign: "I", run: act.mark("em"), on: s => act.marked(s, "em")},
	{key: "link", sign: "↗", ask: "link", on: s => act.marked(s, "link")},
	{key: "h2", sign: "H2", run: act.heading(2), on: s => !!act.inside(s, n.heading, {level: 2})},
	{key: "h3", sign: "H3", run: act.heading(3), on: s => !!act.inside(s, n.heading, {level: 3})},
	{key: "ul", sign: "•", run: act.list(n.bullet_list), on: s => !!act.inside(s, n.bullet_list)},
	{key: "ol", sign: "1.", run: act.list(n.ordered_list), on: s => !!act.inside(s, n.ordered_list)},
	{key: "quote", sign: "«", run: act.quote(false), on: s => !!act.inside(s, n.quote, {pull: false})},
	{key: "undo", sign: "↶", run: back},
	{key: "redo", sign: "↷", run: redo},
	{key: "more", sign: "+"},
	{key: "pull", sign: "❝", run: act.quote(true), on: s => !!act.inside(s, n.quote, {pull: true}), more: true},
	{key: "picture", sign: "▣", ask: "picture", more: true},
	{key: "gallery", sign: "▦", ask: "gallery", more: true},
	{key: "embed", sign: "▶", ask: "embed", more: true},
	{key: "fact", sign: "▤", run: act.box("fact"), on: s => !!act.inside(s, n.box, {kind: "fact"}), more: true},
	{key: "readalso", sign: "→", run: act.box("readalso"), on: s => !!act.inside(s, n.box, {kind: "readalso"}), more: true},
	{key: "note", sign: "¹", run: act.note, on: s => !!act.inside(s, n.note), more: true},
	{key: "table", sign: "▥", run: act.table, more: true},
	{key: "rule", sign: "―", run: act.rule, more: true},
]

// Bar is the toolbar of one text.
export class Bar {
	readonly dom = document.createElement("div")
	private buttons = new Map<string, HTMLButtonElement>()
	private line = document.createElement("form")
	private more = document.createElement("div")

	constructor(private view: EditorView, private words: Words, private says: (sentence: string) => void, private uploads: Uploads) {
		const bar = document.createElement("div")
		bar.className = "tools"
		bar.setAttribute("role", "toolbar")
		bar.setAttribute("aria-label", words.tools)
		bar.setAttribute("aria-controls", "body-editor")
		this.more.className = "more"
		this.more.hidden = true
		for (const tool of tools) (tool.more ? this.more : bar).append(this.button(tool))
		bar.append(this.more)
		bar.addEventListener("keydown", e => this.arrow(e))
		this.line.className = "ask"
		this.line.hidden = true
		this.dom.className = "bar"
		this.dom.append(bar, this.line)
		this.update(view.state)
		this.stop(tools[0].key)
	}

	private button(tool: Tool): HTMLButtonElement {
		const b = document.createElement("button")
		b.type = "button"
		b.tabIndex = -1
		b.title = this.words[tool.key]
		b.dataset.tool = tool.key
		const sign = this.words["sign_" + tool.key] || tool.sign
		b.setAttribute("aria-label", (/\d/.test(sign) ? sign + " " : "") + this.words[tool.key]) // what can be read on it can be said to it
		if (tool.on) b.setAttribute("aria-pressed", "false")
		if (tool.key === "more") b.setAttribute("aria-expanded", "false")
		b.textContent = sign
		b.addEventListener("mousedown", e => e.preventDefault()) // the text keeps its selection
		b.addEventListener("click", () => this.press(tool, b))
		this.buttons.set(tool.key, b)
		return b
	}

	private press(tool: Tool, b: HTMLButtonElement) {
		this.stop(tool.key)
		if (tool.key === "more") {
			this.more.hidden = !this.more.hidden
			b.setAttribute("aria-expanded", String(!this.more.hidden))
			return
		}
		if (tool.ask) return this.ask(tool.ask)
		this.does(tool.run!)
	}

	private does(run: Command) {
		if (!run(this.view.state, this.view.dispatch, this.view)) this.says(this.words.nothere)
		this.view.focus()
	}

	// stop makes one button the toolbar's stop of the Tab key.
	private stop(key: string) {
		this.buttons.forEach((b, k) => b.tabIndex = k === key ? 0 : -1)
	}

	private arrow(e: KeyboardEvent) {
		const shown = [...this.buttons.entries()].filter(([, b]) => b.offsetParent)
		const at = shown.findIndex(([, b]) => b === document.activeElement)
		const forth = getComputedStyle(this.dom).direction === "rtl" ? "ArrowLeft" : "ArrowRight"
		const step = {[forth]: 1, [forth === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: -1, Home: -at, End: shown.length - 1 - at}[e.key]
		if (e.key === "Escape") this.view.focus()
		if (at < 0 || step === undefined) return
		e.preventDefault()
		const [key, b] = shown[(at + step + shown.length) % shown.length]
		this.stop(key)
		b.focus()
	}

	// update shows which acts hold where the cursor is.
	update(state: EditorState) {
		for (const tool of tools) {
			const pressed = tool.on && String(tool.on(state))
			const b = this.buttons.get(tool.key)!
			if (pressed && b.getAttribute("aria-pressed") !== pressed) b.setAttribute("aria-pressed", pressed)
		}
	}

	// ask opens the line in which an act asks for an address or a number.
	ask(what: string) {
		if (what === "link" && act.marked(this.view.state, "link")) return this.does(act.unlink)
		const field = document.createElement("input")
		const label = document.createElement("label")
		field.type = "text"
		field.setAttribute("inputmode", what === "picture" || what === "gallery" ? "text" : "url")
		field.required = true
		label.append(this.words["ask_" + what], " ", field)
		const ok = Object.assign(document.createElement("button"), {textContent: this.words.ok})
		const no = Object.assign(document.createElement("button"), {type: "button", textContent: this.words.cancel})
		this.line.replaceChildren(label, ok, no)
		this.line.hidden = false
		this.line.onsubmit = e => {
			e.preventDefault()
			void this.answered(what, field)
		}
		const close = () => {
			this.line.hidden = true
			this.view.focus()
		}
		no.onclick = close
		this.line.onkeydown = e => {
			if (e.key === "Escape") close()
		}
		if (what === "link") this.line.append(offer(field, this.chosen(), (path, title) => {
			close()
			this.does(act.link(path, title))
		}))
		if (what === "picture" || what === "gallery") this.line.prepend(this.shelf(what === "gallery"))
		if (what === "picture") this.line.prepend(this.files(close))
		field.focus()
	}

	// chosen are the words that will bear the link.
	private chosen(): string {
		const {from, to} = this.view.state.selection
		return this.view.state.doc.textBetween(from, to, " ").slice(0, 80)
	}

	// shelf leads to the library.
	private shelf(many: boolean): HTMLElement {
		const b = Object.assign(document.createElement("button"), {type: "button", textContent: this.words.from_library})
		b.onclick = () => {
			this.line.hidden = true
			let taken = false
			new Shelf(this.words, many, list => {
				taken = true
				this.does(chosen(list, many))
				this.says(untold(this.view, list.map(p => String(p.id))) ? this.words.askalt : this.words.setpicture)
			}, () => taken || this.view.focus())
		}
		return b
	}

	// files is where pictures of this device are chosen.
	private files(close: () => void): HTMLElement {
		const field = Object.assign(document.createElement("input"), {type: "file", accept: "image/jpeg,image/png,image/gif,image/webp", multiple: true})
		const label = document.createElement("label")
		label.append(this.words.ask_file, " ", field)
		field.onchange = () => {
			close()
			this.uploads.take(this.view, Array.from(field.files!))
		}
		return label
	}

	private async answered(what: string, field: HTMLInputElement) {
		const run = await this.answer(what, field.value)
		if (typeof run === "string") {
			field.setAttribute("aria-invalid", "true")
			return this.says(run)
		}
		this.line.hidden = true
		this.does(run)
	}

	// answer gives the act for what was written, or what is wrong with it.
	private async answer(what: string, value: string): Promise<Command | string> {
		switch (what) {
			case "link": {
				const url = href(value)
				return url ? act.link(url) : this.words.noaddress
			}
			case "picture": return insertPicture(value, this.words)
			case "gallery": return insertGallery(value, this.words)
		}
		return embed(value, this.words)
	}
}
