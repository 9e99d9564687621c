// From kept HTML to the editor's document. A block that the editor could not write again as it was becomes an island, which stays as it is.
import {DOMParser as Reader, Fragment, type Node} from "prosemirror-model"
import {schema} from "./schema"
import {setInText} from "./notes"
import {write} from "./write"

const reader = Reader.fromSchema(schema)

// read gives the document of a cleaned text.
export function read(html: string): Node {
	const root = new DOMParser().parseFromString("<body>" + html, "text/html").body
	setInText(root)
	const blocks: Node[] = []
	for (const e of Array.from(root.children)) blocks.push(...blocksOf(e))
	return schema.topNodeType.create(null, blocks.length ? blocks : schema.nodes.paragraph.create())
}

function blocksOf(e: Element): Node[] {
	const box = document.createElement("div")
	box.append(e.cloneNode(true))
	const doc = reader.parse(box, {preserveWhitespace: true})
	if (says(box, doc)) return content(doc.content)
	return [schema.nodes.island.create({html: kept(e)})]
}

const content = (f: Fragment): Node[] => Array.from({length: f.childCount}, (_, i) => f.child(i))

// kept is an island's HTML. Its footnotes, if it has any, stay as words in brackets: their list is no longer there.
function kept(e: Element): string {
	const copy = e.cloneNode(true) as Element
	for (const note of Array.from(copy.querySelectorAll("griot-note"))) note.replaceWith(` (${note.textContent})`)
	return serialized(copy)
}

// serialized is HTML as the cleaner writes it.
function serialized(e: Element): string {
	const box = document.createElement("div")
	box.append(e)
	return box.innerHTML.replace(/&nbsp;/g, "\u00a0").replace(/ (controls|alt|preload)=""/g, (all, name) => name === "alt" ? all : " " + name)
}

// says reports whether a document, written, says all that was read, in the same blocks with the same marks.
function says(original: Element, doc: Node): boolean {
	const again = new DOMParser().parseFromString("<body>" + write(doc), "text/html").body
	setInText(again)
	return flat(original) === flat(again)
}

const blockNames = /^(p|h[2-6]|ul|ol|li|blockquote|footer|figure|figcaption|div|table|thead|tbody|tfoot|tr|td|th|hr|br|img|griot-note|caption|dl|dt|dd|details|summary|pre|audio|video)$/

// flat tells a text apart from another by its blocks and by the marks on every piece of its words, however these are nested.
function flat(root: Element): string {
	const out: string[] = []
	let last = ""
	const walk = (n: ChildNode, marks: string[]) => {
		if (n instanceof Text) {
			const key = [...new Set(marks)].sort().join()
			if (key === last) out[out.length - 1] += n.data
			else out.push(`${key}\u0001${n.data}`)
			last = key
			return
		}
		if (!(n instanceof Element)) return
		const name = signature(n)
		const block = blockNames.test(n.localName)
		if (block) {
			out.push("<" + name)
			last = "\u0000"
		}
		n.childNodes.forEach(c => walk(c, block ? [] : [...marks, name]))
		if (block) {
			out.push(">")
			last = "\u0000"
		}
	}
	root.childNodes.forEach(c => c instanceof Text && !c.data.trim() ? 0 : walk(c, []))
	return out.join("\u0002")
}

function signature(e: Element): string {
	const attrs = Array.from(e.attributes, a => `${a.name}=${a.value}`)
	if (e.localName === "griot-note") return "griot-note"
	return [/^h[2-4]$/.test(e.localName) ? "heading" : e.localName, ...attrs.sort()].join(" ")
}
