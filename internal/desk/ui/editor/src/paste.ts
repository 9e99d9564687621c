// What is pasted from elsewhere comes in as words, structure, links and emphasis. Pictures of other sites stay behind; how many is told.
import {schema} from "./schema"
import {Fragment, Slice, type Node as PM} from "prosemirror-model"

// cleaned makes plain HTML of a clipboard's.
export function cleaned(html: string, left: (pictures: number) => void): string {
	html = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<(style|script|xml|head|title)\b[\s\S]*?<\/\1\s*>/gi, "").replace(/<\/?[ovw]:[^>]*>/gi, "")
	const root = new DOMParser().parseFromString(html, "text/html").body
	root.querySelectorAll("meta,link,script,style,noscript,template,svg,button,input,select,textarea,nav,form,iframe,object,[hidden],[aria-hidden=true]").forEach(e => e.remove())
	left(drop(root, "img,picture,video,audio,canvas"))
	wordLists(root)
	renamed(root, "h1", "h2")
	renamed(root, "h5,h6", "h4")
	root.querySelectorAll("a[href]").forEach(address)
	root.querySelectorAll("figure:not([data-embed])").forEach(f => f.replaceWith(...Array.from(f.childNodes)))
	root.querySelectorAll("[class],[id],[lang],[dir]").forEach(bare)
	layoutTables(root)
	return root.innerHTML
}

function drop(root: Element, what: string): number {
	const found = Array.from(root.querySelectorAll(what)).filter(e => !ours(e))
	found.forEach(e => e.remove())
	return found.filter(e => e.localName === "img").length
}

// ours tells a picture that was copied in an editor of this newspaper.
const ours = (e: Element) => e.localName === "img" && !!e.getAttribute("data-media")

function bare(e: Element) {
	const kind = e.className
	for (const name of ["class", "id", "lang", "dir"]) e.removeAttribute(name)
	if (/^(fact|readalso|pullquote|gallery|embed)$/.test(kind)) e.className = kind
}

function renamed(root: Element, from: string, to: string) {
	root.querySelectorAll(from).forEach(e => {
		const n = document.createElement(to)
		n.append(...Array.from(e.childNodes))
		e.replaceWith(n)
	})
}

// wordLists makes lists of Word's paragraphs that only look like items: their level stands in a style, their sign in the text.
function wordLists(root: Element) {
	const open: {level: number, list: Element}[] = []
	let before: Element | null = null
	for (const p of Array.from(root.querySelectorAll("p"))) {
		const level = +(/mso-list:[^;]*level(\d+)/.exec(p.getAttribute("style") || "")?.[1] || 0)
		if (!level) continue
		if (!before || !follows(p, open[0]?.list)) open.length = 0
		const sign = p.textContent!.trim()
		p.querySelectorAll("[style*='mso-list']").forEach(e => e.remove())
		while (open.length && open[open.length - 1].level > level) open.pop()
		if (!open.length || open[open.length - 1].level < level) open.push({level, list: opened(/^[\da-zA-Z]{1,3}[.)]/.test(sign) ? "ol" : "ul", p, open[open.length - 1]?.list)})
		const li = document.createElement("li")
		li.append(...Array.from(p.childNodes))
		open[open.length - 1].list.append(li)
		p.remove()
		before = li
	}
}

const follows = (p: Element, list?: Element) => !!list && p.previousElementSibling === list

function opened(name: string, p: Element, around?: Element): Element {
	const list = document.createElement(name)
	if (around?.lastElementChild) around.lastElementChild.append(list)
	else p.before(list)
	return list
}

// address takes a link out of what counts its readers, and drops one that leads nowhere.
function address(a: Element) {
	const url = href(a.getAttribute("href") || "")
	if (!url) return a.replaceWith(...Array.from(a.childNodes))
	a.setAttribute("href", url)
	a.removeAttribute("rel")
}

// href is a lawful address for a link, "" when there is none.
export function href(raw: string): string {
	raw = raw.trim()
	if (/^\/(?!\/)/.test(raw)) return raw.replace(/[\s"<>\\^`{|}]/g, encodeURIComponent)
	if (/^[^\s:/?#]+\.[a-z]{2,}(\/|$)/i.test(raw)) raw = "https://" + raw
	if (/^[^\s@:/]+@[^\s@:/]+\.[a-z]{2,}$/i.test(raw)) raw = "mailto:" + raw
	try {
		let url = new URL(raw)
		const inside = url.hostname === "www.google.com" && url.pathname === "/url" ? url.searchParams.get("q") || url.searchParams.get("url") : null
		if (inside) url = new URL(inside)
		for (const name of [...url.searchParams.keys()]) if (/^(utm_\w+|fbclid|gclid|mc_eid)$/.test(name)) url.searchParams.delete(name)
		url.username = url.password = ""
		return /^(https?|mailto|tel):$/.test(url.protocol) ? url.href : ""
	} catch {
		return ""
	}
}

// layoutTables takes apart the tables of a single cell that mail and web pages use as frames.
function layoutTables(root: Element) {
	for (const table of Array.from(root.querySelectorAll("table"))) {
		const cells = table.querySelectorAll("td,th")
		if (cells.length === 1) table.replaceWith(...Array.from(cells[0].childNodes))
	}
}

// spoken makes paragraphs of plain text: from a telephone's messages, without their stamps and with their bold and italics.
export function spoken(text: string): Slice {
	const stamp = /^\[\d{1,2}[:h]\d{2}[^\]]{0,30}\]\s*/
	const chat = text.split("\n").some(l => stamp.test(l))
	const paragraphs = text.replace(/\r\n?/g, "\n").split(/\n+/).map(l => l.replace(stamp, "").trim()).filter(Boolean)
	return Slice.maxOpen(Fragment.from(paragraphs.map(p => schema.nodes.paragraph.create(null, chat ? styled(p) : schema.text(p)))))
}

function styled(line: string): PM[] {
	return line.split(/((?<![\p{L}\d])[*_~][^*_~\s](?:[^*_~]*[^*_~\s])?[*_~](?![\p{L}\d]))/u).filter(Boolean).map(piece => {
		const mark = piece.length > 2 && piece[0] === piece[piece.length - 1] && {"*": "strong", "_": "em", "~": "s"}[piece[0]]
		return mark ? schema.text(piece.slice(1, -1), [schema.marks[mark].create()]) : schema.text(piece)
	})
}
