// The three fields of a manuscript as parts of one shared document: the title and the standfirst of lines, the body of blocks.
import {Doc, encodeStateAsUpdate, XmlElement, XmlText, type Transaction, type XmlFragment} from "yjs"
import {updateYFragment, yXmlFragmentToProseMirrorRootNode} from "y-prosemirror"
import type {Node} from "prosemirror-model"
import {oneLine} from "./letters"
import {read} from "./read"
import {lines, schema} from "./schema"
import type {Text} from "./sync"
import {write} from "./write"

export const parts = (doc: Doc) => ({title: doc.getXmlFragment("title"), standfirst: doc.getXmlFragment("standfirst"), body: doc.getXmlFragment("body")})

const line = (text: string): Node => lines.topNodeType.create(null, lines.nodes.line.create(null, text ? lines.text(text) : null))

// lineText is a line as it is kept.
export function lineText(doc: Node): string {
	const all: string[] = []
	doc.forEach(n => all.push(n.textContent))
	return oneLine(all.join(" "))
}

// overwrite changes a document to say a text, and only where it says something else.
export function overwrite(doc: Doc, text: Text) {
	const {title, standfirst, body} = parts(doc)
	doc.transact(() => {
		change(title, line(text.title))
		change(standfirst, line(text.standfirst))
		change(body, read(text.body))
	})
}

// fill gives every empty line of text a place for words at once. Else two people who begin to write in it would make one each, and when the editor made one of the two, what
// was written into the other meanwhile would be gone.
function fill(part: XmlFragment) {
	const schemas = part.parent === null && part !== part.doc!.getXmlFragment("body") ? lines : schema
	for (const child of part.toArray()) {
		if (!(child instanceof XmlElement)) continue
		const type = schemas.nodes[child.nodeName]
		if (type?.inlineContent && !child.length) child.insert(0, [new XmlText()])
		else if (!type?.isTextblock || child.length > 1) fill(child)
	}
}

// keepFilled fills what is written here, in the same breath.
export function keepFilled(doc: Doc) {
	const {title, standfirst, body} = parts(doc) as Record<string, unknown>
	doc.on("beforeObserverCalls", (tr: Transaction) => {
		if (!tr.local || tr.origin === "filling") return
		for (const [type, keys] of tr.changed) {
			if (keys.has(null) && type !== title && type !== standfirst && (type === body || type instanceof XmlElement)) doc.transact(() => fill(type as unknown as XmlFragment), "filling")
		}
	})
}

function change(part: XmlFragment, node: Node) {
	updateYFragment(part.doc!, part, node, {mapping: new Map(), isOMark: new Map()})
	fill(part)
}

// seed is the state of a new document that says a text.
export function seed(text: Text): Uint8Array {
	const doc = new Doc()
	overwrite(doc, text)
	const state = encodeStateAsUpdate(doc)
	doc.destroy()
	return state
}

// textOf is what a document says. Where an editor shows the body already, the blocks that it did not change since need not be written again.
export function textOf(doc: Doc, shown?: Node): Text {
	const {title, standfirst, body} = parts(doc)
	return {
		title: lineText(yXmlFragmentToProseMirrorRootNode(title, lines)), standfirst: lineText(yXmlFragmentToProseMirrorRootNode(standfirst, lines)),
		body: write(shown || yXmlFragmentToProseMirrorRootNode(body, schema)),
	}
}
