// The desk's editor. The page brings a plain form; where scripts run, its three fields become this, and the form is what saves.
import {Doc} from "yjs"
import {Awareness} from "y-protocols/awareness"
import type {EditorView} from "prosemirror-view"
import {keepFilled, overwrite, parts, seed, textOf} from "./fields"
import {calmly} from "./calm"
import {Sync, type State} from "./sync"
import {Copy} from "./keep"
import {since} from "./send"
import {keepShell} from "./shell"
import {openBody, openLine} from "./open"
import {Room} from "./remarks"
import {said, type Words} from "./words"

interface Settings {article: number, account: number, name: string, language: string, pictures: string, seals: number, words: Words}

function start(form: HTMLFormElement) {
	const settings = JSON.parse(form.dataset.editor!) as Settings
	keepShell(settings.account, settings.words.shell)
	const doc = new Doc()
	const copy = new Copy(current(`griot-${settings.account}-${settings.article}`, settings.seals), doc)
	since(settings.seals)
	keepFilled(doc)
	const awareness = new Awareness(doc)
	awareness.setLocalStateField("user", {name: settings.name, color: "#a63a12", hue: doc.clientID % 6})
	const status = form.querySelector("[data-status]")!.appendChild(new Text())
	let shown = "", sentence = ""
	const show = (state: State, waiting: number) => {
		sentence = said(settings.words, state, waiting)
		if (shown === (shown = state + sentence)) return // which is so at every letter but the first
		form.dataset.state = state
		if (state !== "opening") copy.mark(state === "kept")
		calmly(() => status.data === sentence || (status.data = sentence)) // a line that changes is laid out, which a letter would wait for
	}
	show("opening", 0)
	let view: EditorView | null = null
	const resumed = (n: number) => resume(form, said(settings.words, n === 1 ? "resumed_one" : "resumed", n))
	const sync = new Sync(doc, awareness, {show, resumed, weighed, seed, text: () => textOf(doc, view?.state.doc), merged: overwrite})
	void copy.opened().then(async () => {
		const begun = sync.begin()
		if (!doc.store.clients.size) await begun // nothing to show before the server has said what there is
		view = replace(form, settings, doc, awareness)
	})
	form.addEventListener("submit", e => submit(e, form, sync, doc, settings))
}

// resume says what this browser had kept of earlier, calmly and for as long as the page is open.
function resume(form: HTMLFormElement, sentence: string) {
	const line = Object.assign(document.createElement("p"), {className: "quiet small", textContent: sentence})
	line.setAttribute("role", "status")
	line.dataset.resumed = ""
	form.querySelector("[data-status]")!.after(line)
}

// weighed says what the article comes to, with the text that the server has.
function weighed(sentence: string, heavy: boolean) {
	const place = document.querySelector("[data-weight]")
	if (!place) return
	place.textContent = sentence
	place.className = heavy ? "heavy" : ""
}

// current is the name of this browser's copy since the last sealing. What it kept before still holds the words, and goes.
function current(name: string, seals: number): string {
	for (let n = 0; n < seals; n++) indexedDB.deleteDatabase(n ? `${name}-${n}` : name)
	return seals ? `${name}-${seals}` : name
}

// replace puts the editor in the place of the form's fields.
function replace(form: HTMLFormElement, settings: Settings, doc: Doc, awareness: Awareness): EditorView {
	const {title, standfirst, body} = parts(doc)
	const field = (name: string) => form.elements.namedItem(name) as HTMLElement
	const room = new Room()
	const view = openBody(field("body"), body, awareness, settings, room)
	openLine(field("standfirst"), standfirst, settings.language, room, () => view.focus())
	const second = form.querySelector<HTMLElement>("[data-field=standfirst] [contenteditable]")!
	openLine(field("title"), title, settings.language, room, () => second.focus())
	form.classList.add("rich")
	return view
}

// submit saves what the server then has, to the last word; while it cannot be reached nothing is sent, and nothing is lost.
function submit(e: SubmitEvent, form: HTMLFormElement, sync: Sync, doc: Doc, settings: Settings) {
	if (!form.classList.contains("rich") || form.dataset.settled) return
	e.preventDefault()
	const button = e.submitter as HTMLButtonElement | null
	sync.settle().then(() => {
		const text = textOf(doc)
		for (const [name, value] of Object.entries(text)) (form.elements.namedItem(name) as HTMLInputElement).value = value
		;(form.elements.namedItem("rich") as HTMLInputElement).value = "1"
		form.dataset.settled = "1"
		form.requestSubmit(button)
	}).catch(() => (form.querySelector("[data-status]")!.firstChild as Text).data = settings.words.later)
}

const form = document.querySelector<HTMLFormElement>("form[data-editor]")
if (form) start(form)
