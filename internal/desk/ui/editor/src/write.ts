// From the editor's document to the HTML that is kept: to the byte what the server's cleaner makes of it.
import type {Node} from "prosemirror-model"
import {escaped, oneLine, tag} from "./letters"
import {written} from "./line"
import {Notes} from "./notes"
import {rowsOf} from "./table"

// write gives the text, one block a line.
export function write(doc: Node): string {
	const notes = new Notes()
	const blocks: string[] = []
	doc.forEach(n => blocks.push(...kept(n, notes)))
	return outlined([...blocks, ...notes.end()].join("\n"))
}

// remembered is what blocks without footnotes were written as. Blocks never change: a changed one is another.
const remembered = new WeakMap<Node, string[]>()

function kept(n: Node, notes: Notes): string[] {
	let html = remembered.get(n)
	if (html) return html
	const before = notes.count
	html = block(n, notes)
	if (notes.count === before) remembered.set(n, html)
	return html
}

function children(n: Node, notes: Notes): string[] {
	const out: string[] = []
	n.forEach(child => out.push(...block(child, notes)))
	return out
}

const wrap = (open: string, content: string[], close: string) => content.length ? [open + content.join("") + close] : []

// block gives the blocks that a node is written as: none when it says nothing.
function block(n: Node, notes: Notes): string[] {
	switch (n.type.name) {
		case "paragraph": return written(n, notes).map(line => `<p>${line}</p>`)
		case "heading": return wrap(`<h${n.attrs.level}>`, one(n, notes), `</h${n.attrs.level}>`)
		case "bullet_list": return wrap("<ul>", items(n, notes), "</ul>")
		case "ordered_list": return wrap(tag("ol", ["start", number(n.attrs.start)]), items(n, notes), "</ol>")
		case "quote": return wrap(n.attrs.pull ? '<blockquote class="pullquote">' : "<blockquote>", children(n, notes), "</blockquote>")
		case "source": return wrap("<footer>", one(n, notes), "</footer>")
		case "box": return wrap(`<div class="${n.attrs.kind === "readalso" ? "readalso" : "fact"}">`, children(n, notes), "</div>")
		case "rule": return ["<hr>"]
		case "picture": return picture(n, notes)
		case "gallery": return gallery(n, notes)
		case "embed": return embed(n, notes)
		case "table": return table(n, notes)
		case "island": return [n.attrs.html]
	}
	return []
}

const number = (start: string) => /^-?[0-9]{1,6}$/.test(start) ? start : ""

// one gives all lines of a node as one, with breaks between them.
function one(n: Node, notes: Notes): string[] {
	const lines = written(n, notes)
	return lines.length ? [lines.join("<br>")] : []
}

function items(list: Node, notes: Notes): string[] {
	const out: string[] = []
	list.forEach(item => out.push(...wrap("<li>", within(item, notes, item.attrs.loose), "</li>")))
	return out
}

// within writes what stands in an item or a cell: a single paragraph bare, and that of an item also before a list in it.
function within(n: Node, notes: Notes, loose: boolean): string[] {
	const blocks = children(n, notes)
	const paragraphs = blocks.filter(b => b.startsWith("<p>")).length
	if (paragraphs === 1 && blocks[0].startsWith("<p>") && (blocks.length === 1 || !loose && n.type.name === "list_item")) blocks[0] = blocks[0].slice(3, -4)
	return blocks
}

function picture(n: Node, notes: Notes): string[] {
	const {src, media, picture, width, height, alt} = n.attrs
	const caption = wrap("<figcaption>", one(n, notes), "</figcaption>")
	if (!shows(n)) return caption.map(c => "<p>" + c.slice(12, -13) + "</p>")
	const img = tag("img", ["src", src], ["data-media", media], ["data-picture", picture], ["width", width], ["height", height], ["alt", oneLine(alt)])
	return ["<figure>" + img + caption.join("") + "</figure>"]
}

// gallery writes one caption, last, whatever stands between the pictures. The words of a picture that is none go after it.
function gallery(n: Node, notes: Notes): string[] {
	const parts = Array.from({length: n.childCount}, (_, i) => n.child(i))
	const pictures = parts.filter(shows).flatMap(c => picture(c, notes))
	const captions = parts.filter(c => c.type.name === "caption").flatMap(c => one(c, notes))
	const words = parts.filter(c => c.type.name === "picture" && !shows(c)).flatMap(c => picture(c, notes))
	if (!pictures.length) return [...captions.map(c => `<p>${c}</p>`), ...words]
	const caption = wrap("<figcaption>", captions.length ? [captions.join(" ")] : [], "</figcaption>")
	return ['<figure class="gallery">' + [...pictures, ...caption].join("") + "</figure>", ...words]
}

// shows reports whether a picture names one.
const shows = (n: Node) => n.type.name === "picture" && !!(n.attrs.src || n.attrs.media || n.attrs.picture)

function embed(n: Node, notes: Notes): string[] {
	const {player, href, label} = n.attrs
	const caption = wrap("<figcaption>", one(n, notes), "</figcaption>").join("")
	return [tag("figure", ["class", "embed"], ["data-embed", player]) + tag("a", ["href", href]) + `${escaped(oneLine(label))}</a>${caption}</figure>`]
}

function table(n: Node, notes: Notes): string[] {
	const rows = rowsOf(n)
	const head = rows.findIndex(r => !r.node.attrs.head)
	const row = (r: typeof rows[0]) => "<tr>" + r.cells.map(c => {
		const name = c.node.type.name === "table_header" ? "th" : "td"
		return tag(name, ["colspan", c.wide > 1 ? String(c.wide) : ""], ["rowspan", c.high > 1 ? String(c.high) : ""]) + within(c.node, notes, false).join("") + `</${name}>`
	}).join("") + "</tr>"
	const split = head < 0 ? rows.length : head
	const html = "<table>" + wrap("<thead>", rows.slice(0, split).map(row), "</thead>") + wrap("<tbody>", rows.slice(split).map(row), "</tbody>") + "</table>"
	return n.textContent.trim() ? [html] : []
}

// outlined lets headings go one level deeper at a time, from h2 on, and keeps equals equal.
function outlined(html: string): string {
	const open: number[] = []
	return html.replace(/<(\/?)h([2-4])>/g, (_, slash, written) => {
		if (slash) return `</h${open.length + 1}>`
		while (open.length && open[open.length - 1] >= +written) open.pop()
		open.push(+written)
		return `<h${open.length + 1}>`
	})
}
