// What an article's text may hold, in the editor. Every node here is written as HTML that the server's cleaner keeps as it is (write.ts), and whatever else an older text
// holds stays in islands, which nobody edits and nothing changes (read.ts).
//
// The content of every node is a choice of kinds, in any order and number: what two people do to one node at once is then lawful whatever it is, and nothing that
// they wrote has to go.
import {Schema, type Attrs, type DOMOutputSpec, type MarkSpec, type NodeSpec} from "prosemirror-model"
import {tableNodes} from "prosemirror-tables"

const words = "(paragraph | bullet_list | ordered_list)+"

const tables = tableNodes({tableGroup: "block", cellContent: words, cellAttributes: {}})

const attr = (e: Element, name: string) => e.getAttribute(name) || ""

const nodes: Record<string, NodeSpec> = {
	doc: {content: "block+"},
	paragraph: {group: "block", content: "inline*", parseDOM: [{tag: "p"}], toDOM: () => ["p", 0]},
	heading: {
		group: "block", content: "inline*", defining: true, attrs: {level: {default: 2}},
		parseDOM: [2, 3, 4].map(level => ({tag: "h" + level, attrs: {level}})), toDOM: n => ["h" + n.attrs.level, 0],
	},
	bullet_list: {group: "block", content: "list_item+", parseDOM: [{tag: "ul"}], toDOM: () => ["ul", 0]},
	ordered_list: {
		group: "block", content: "list_item+", attrs: {start: {default: ""}},
		parseDOM: [{tag: "ol", getAttrs: e => ({start: attr(e as Element, "start")})}],
		toDOM: n => n.attrs.start ? ["ol", {start: n.attrs.start}, 0] : ["ol", 0],
	},
	list_item: {
		content: words, defining: true, attrs: {loose: {default: false}},
		parseDOM: [{tag: "li", getAttrs: e => ({loose: !!(e as Element).querySelector(":scope>p")})}], toDOM: () => ["li", 0],
	},
	quote: {
		group: "block", content: "(paragraph | heading | bullet_list | ordered_list | source)+", defining: true, attrs: {pull: {default: false}},
		parseDOM: [{tag: "blockquote", getAttrs: e => ({pull: attr(e as Element, "class") === "pullquote"})}],
		toDOM: n => ["blockquote", n.attrs.pull ? {class: "pullquote"} : {}, 0],
	},
	source: {content: "inline*", defining: true, parseDOM: [{tag: "footer"}], toDOM: () => ["footer", 0]},
	rule: {group: "block", parseDOM: [{tag: "hr"}], toDOM: () => ["hr"]},
	box: {
		group: "block", content: "(paragraph | heading | bullet_list | ordered_list | quote | picture | table | embed)+", defining: true, isolating: true,
		attrs: {kind: {default: "fact"}},
		parseDOM: ["fact", "readalso"].map(kind => ({tag: "div." + kind, attrs: {kind}})), toDOM: n => ["div", {class: n.attrs.kind}, 0],
	},
	picture: {
		group: "block", content: "inline*", isolating: true, defining: true, draggable: true,
		attrs: {src: {default: ""}, media: {default: ""}, picture: {default: ""}, width: {default: ""}, height: {default: ""}, alt: {default: ""}},
		parseDOM: [{tag: "figure", getAttrs: e => pictureOf(e as Element), contentElement: caption}],
		toDOM: n => ["figure", ["img", {src: n.attrs.src, alt: n.attrs.alt}], ["figcaption", 0]],
	},
	gallery: {
		group: "block", content: "(picture | caption)+", isolating: true, defining: true,
		parseDOM: [{tag: "figure.gallery", priority: 60}], toDOM: () => ["figure", {class: "gallery"}, 0],
	},
	caption: {content: "inline*", defining: true, parseDOM: [{tag: "figcaption"}], toDOM: () => ["figcaption", 0]},
	embed: {
		group: "block", content: "inline*", isolating: true, defining: true, draggable: true, attrs: {player: {default: ""}, href: {default: ""}, label: {default: ""}},
		parseDOM: [{tag: "figure.embed", priority: 60, getAttrs: e => embedOf(e as Element), contentElement: caption}],
		toDOM: n => ["figure", {class: "embed", "data-embed": n.attrs.player}, ["a", {href: n.attrs.href, contenteditable: "false"}, n.attrs.label], ["figcaption", 0]],
	},
	island: {
		group: "block", atom: true, attrs: {html: {default: ""}},
		parseDOM: [{tag: "griot-island", getAttrs: e => ({html: attr(e as Element, "html")})}], toDOM: n => ["griot-island", {html: n.attrs.html}],
	},
	...tables,
	table_row: {
		...tables.table_row, attrs: {head: {default: false}},
		parseDOM: [{tag: "tr", getAttrs: e => ({head: (e as Element).parentElement?.localName === "thead"})}],
	},
	text: {group: "inline"},
	line_break: {group: "inline", inline: true, selectable: false, parseDOM: [{tag: "br"}], toDOM: () => ["br"]},
	note: {
		group: "inline", inline: true, content: "text*", defining: true, isolating: true, attrs: {key: {default: ""}},
		parseDOM: [{tag: "griot-note", getAttrs: e => ({key: attr(e as Element, "key")})}], toDOM: n => ["griot-note", {key: n.attrs.key}, 0],
	},
}

function caption(e: Node): HTMLElement {
	return (e as Element).querySelector<HTMLElement>(":scope>figcaption") || document.createElement("figcaption")
}

function pictureOf(e: Element): Attrs | false {
	const img = e.querySelector(":scope>img")
	return !!img && !e.className && {
		src: attr(img, "src"), media: attr(img, "data-media"), picture: attr(img, "data-picture"), width: attr(img, "width"), height: attr(img, "height"), alt: attr(img, "alt"),
	}
}

function embedOf(e: Element): Attrs | false {
	const a = e.querySelector(":scope>a")
	return !!a && {player: attr(e, "data-embed"), href: attr(a, "href"), label: a.textContent}
}

// plain marks are elements without attributes. Where an address or a language goes with the words there is an own mark below. The order is that of nesting, outermost first.
const plain = ["strong", "em", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "code", "kbd", "q", "cite"]

// From strangers' pages come other names for the same, and styles.
const also: Record<string, MarkSpec["parseDOM"]> = {
	strong: [{tag: "b", getAttrs: e => !/^(normal|400)$/.test((e as HTMLElement).style.fontWeight) && null}, {style: "font-weight=400", clearMark: m => m.type.name === "strong"}, {style: "font-weight", getAttrs: v => /^(bold(er)?|[6-9]\d\d)$/.test(v) && null}],
	em: [{tag: "i"}, {style: "font-style=normal", clearMark: m => m.type.name === "em"}, {style: "font-style=italic"}],
	s: [{tag: "strike"}],
}

const marks: Record<string, MarkSpec> = {
	link: {
		inclusive: false, attrs: {href: {}, rel: {default: ""}},
		parseDOM: [{tag: "a[href]", getAttrs: e => ({href: attr(e as Element, "href"), rel: attr(e as Element, "rel")})}],
		toDOM: m => ["a", {href: m.attrs.href}, 0],
	},
	language: {
		attrs: {lang: {default: ""}, dir: {default: ""}},
		parseDOM: [{tag: "span[lang],span[dir]", getAttrs: e => ({lang: attr(e as Element, "lang"), dir: attr(e as Element, "dir")})}],
		toDOM: m => ["span", filled(m.attrs), 0],
	},
	abbr: {attrs: {title: {default: ""}}, parseDOM: [{tag: "abbr", getAttrs: e => ({title: attr(e as Element, "title")})}], toDOM: m => ["abbr", filled(m.attrs), 0]},
	time: {attrs: {datetime: {}}, parseDOM: [{tag: "time[datetime]", getAttrs: e => ({datetime: attr(e as Element, "datetime")})}], toDOM: m => ["time", filled(m.attrs), 0]},
}
for (const name of plain) marks[name] = {parseDOM: [{tag: name}, ...(also[name] || [])], toDOM: (): DOMOutputSpec => [name, 0]}

function filled(attrs: Attrs): Attrs {
	return Object.fromEntries(Object.entries(attrs).filter(([, v]) => v))
}

export const schema = new Schema({nodes, marks})

// lines is the schema of a title or a standfirst: one line to a reader. Two people who begin it at once make two, which are read as one.
export const lines = new Schema({
	nodes: {doc: {content: "line+"}, line: {content: "text*", parseDOM: [{tag: "p"}, {tag: "div"}], toDOM: () => ["div", 0]}, text: {}},
})
