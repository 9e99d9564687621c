// Opening the editor's views in the places of the form's fields.
import {baseKeymap} from "prosemirror-commands"
import {dropCursor} from "prosemirror-dropcursor"
import {gapCursor} from "prosemirror-gapcursor"
import {undoInputRule} from "prosemirror-inputrules"
import {keymap} from "prosemirror-keymap"
import {Fragment, Slice, type Node} from "prosemirror-model"
import {EditorState, Plugin, type Command} from "prosemirror-state"
import {tableEditing} from "prosemirror-tables"
import {EditorView} from "prosemirror-view"
import {redo, yCursorPlugin, ySyncPlugin, yUndoPlugin} from "y-prosemirror"
import type {Awareness} from "y-protocols/awareness"
import type {XmlFragment} from "yjs"
import {Bar} from "./bar"
import {calmly} from "./calm"
import {Foot} from "./foot"
import {back, keys} from "./keys"
import {newKey} from "./notes"
import {cleaned, spoken} from "./paste"
import {remarks, type Room} from "./remarks"
import {lines, schema} from "./schema"
import {staying, strokes} from "./strokes"
import {help, print} from "./typing"
import {Uploads} from "./upload"
import {views} from "./views"
import {said, type Words} from "./words"

interface Settings {language: string, pictures: string, words: Words}

// place hides a field and makes room for its editor, which bears the field's label.
function place(field: HTMLElement, attrs: Record<string, string>): [HTMLElement, Record<string, string>] {
	const at = document.createElement("div")
	const label = (field as HTMLInputElement).labels?.[0]
	at.dataset.field = field.getAttribute("name")!
	field.hidden = true
	field.tabIndex = -1
	field.after(at)
	if (label) label.id = at.dataset.field + "-label"
	return [at, {role: "textbox", "aria-multiline": "false", ...label ? {"aria-labelledby": label.id} : {}, lang: field.lang, dir: "auto", ...attrs}]
}

// openLine opens the editor of a single line; Enter goes on to what comes next.
export function openLine(field: HTMLElement, part: XmlFragment, language: string, room: Room, next: () => void) {
	const [at, attributes] = place(field, {})
	const on: Command = () => {
		next()
		return true
	}
	const plugins = [
		ySyncPlugin(part), yUndoPlugin(), strokes(), staying(), print(language), remarks(room, false),
		keymap({Enter: on, "Mod-z": back, "Mod-y": redo, "Shift-Mod-z": redo, Backspace: undoInputRule}), keymap(baseKeymap),
	]
	return new EditorView(at, {
		state: EditorState.create({schema: lines, plugins}), attributes,
		clipboardTextParser: text => new Slice(Fragment.from(lines.text(text.replace(/\s+/g, " ") || " ")), 0, 0),
		transformPasted: slice => {
			const text = slice.content.textBetween(0, slice.content.size, " ").replace(/\s+/g, " ")
			return text ? new Slice(Fragment.from(lines.text(text)), 0, 0) : Slice.empty
		},
	})
}

// openBody opens the editor of the text, with its toolbar.
export function openBody(field: HTMLElement, part: XmlFragment, awareness: Awareness, settings: Settings, room: Room): EditorView {
	const {words, language, pictures} = settings
	const [at, attributes] = place(field, {"aria-multiline": "true", id: "body-editor", class: "body"})
	const status = field.closest("form")!.querySelector<HTMLElement>("[data-said]")!
	const says = (sentence: string) => status.textContent = sentence
	const foot = new Foot(words)
	const uploads = new Uploads(words, says)
	let bar: Bar | null = null
	const ask = (what: string): Command => () => {
		bar?.ask(what)
		return true
	}
	const plugins = [
		ySyncPlugin(part), yCursorPlugin(ofOthers(awareness), {cursorBuilder: cursor, selectionBuilder: u => ({class: "theirs hue" + u.hue})}), yUndoPlugin(), strokes(), staying(), uploads.plugin(), help(language), ...keys(ask),
		remarks(room, true), tableEditing(), typedInSight(), dropCursor({class: "drop", color: false}), gapCursor(), new Plugin({view: () => ({update: v => {
			bar?.update(v.state)
			foot.update(v.state.doc)
		}})}),
	]
	const view = new EditorView(at, {
		state: EditorState.create({schema, plugins}), attributes, nodeViews: views(words, pictures),
		transformPastedHTML: html => /data-pm-slice/.test(html) ? html : cleaned(html, n => n && says(said(words, "leftpictures", n))),
		clipboardTextParser: text => spoken(text),
		transformPasted: ownNotes,
	})
	bar = new Bar(view, words, says, uploads)
	at.before(bar.dom)
	at.after(foot.dom)
	foot.update(view.state.doc)
	return view
}

// typedInSight looks after a letter has shown itself whether the cursor is in sight. The browser, which has set the letter, has seen to it already; asking it before the letter shows would have it lay the
// page out at once.
function typedInSight(): Plugin {
	let typed = false
	return new Plugin({props: {
		handleTextInput: () => {
			typed = true
			return false
		},
		handleScrollToSelection: view => {
			if (typed) calmly(() => inSight(view) || view.dispatch(view.state.tr.scrollIntoView()))
			const later = typed
			typed = false
			return later
		},
	}})
}

function inSight(view: EditorView): boolean {
	if (view.isDestroyed) return true
	const {top, bottom, left, right} = view.coordsAtPos(view.state.selection.head)
	return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
}

// ownNotes gives copied footnotes keys of their own.
function ownNotes(slice: Slice): Slice {
	const renew = (f: Fragment): Fragment => {
		const out: Node[] = []
		f.forEach(n => out.push(n.type === schema.nodes.note ? n.type.create({key: newKey()}, n.content) : n.isText ? n : n.copy(renew(n.content))))
		return Fragment.from(out)
	}
	return new Slice(renew(slice.content), slice.openStart, slice.openEnd)
}

// ofOthers tells only of others: the editor would draw all cursors anew whenever its own moves, which is at every key.
function ofOthers(awareness: Awareness): Awareness {
	const listeners = new Map<Function, (change: Record<string, number[]>) => void>()
	return new Proxy(awareness, {
		get(of, name) {
			if (name === "on") return (event: "change", f: () => void) => {
				const heard = ({added, updated, removed}: Record<string, number[]>) => [...added, ...updated, ...removed].some(id => id !== of.clientID) && f()
				listeners.set(f, heard)
				of.on(event, heard)
			}
			if (name === "off") return (event: "change", f: () => void) => of.off(event, listeners.get(f)!)
			const value = Reflect.get(of, name, of)
			return typeof value === "function" ? value.bind(of) : value
		},
	})
}

// cursor is another's place in the text, with their name.
function cursor(user: {name: string, hue: number}): HTMLElement {
	const at = document.createElement("span")
	const name = document.createElement("span")
	at.className = "cursor hue" + user.hue
	name.textContent = user.name
	at.append("\u2060", name, "\u2060")
	return at
}
