// How some nodes look and are handled in the editor.
import {NodeSelection} from "prosemirror-state"
import type {Node} from "prosemirror-model"
import type {EditorView, NodeView, NodeViewConstructor} from "prosemirror-view"
import {own} from "./upload"
import type {Words} from "./words"

type Place = () => number | undefined

function element(name: string, attrs: Record<string, string>, ...children: (Element | string)[]): HTMLElement {
	const e = document.createElement(name)
	for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v)
	e.append(...children)
	return e
}

// frozen is an island: shown, chosen, moved and removed as a whole.
function frozen(node: Node, words: Words): NodeView {
	const inside = element("div", {})
	const parsed = new DOMParser().parseFromString(node.attrs.html, "text/html").body
	parsed.querySelectorAll("audio,video,img").forEach(e => e.replaceWith(element("span", {}, `[${e.localName}]`)))
	inside.append(...Array.from(parsed.childNodes))
	inside.querySelectorAll("a").forEach(a => a.removeAttribute("href"))
	return {dom: element("div", {class: "island", contenteditable: "false", title: words.island}, inside), ignoreMutation: () => true}
}

// picture shows a picture of the newspaper's own files, its caption to write in, and a field for what it shows to who cannot see it.
function picture(node: Node, view: EditorView, at: Place, words: Words, pictures: string): NodeView {
	const img = element("img", {}) as HTMLImageElement
	const alt = element("input", {type: "text", "aria-label": words.alt, placeholder: words.alt, maxlength: "500"}) as HTMLInputElement
	const caption = element("figcaption", {})
	const dom = element("figure", {}, element("div", {contenteditable: "false"}, img, alt), caption)
	const show = (n: Node) => {
		const src = own(n.attrs.media) || (n.attrs.media ? pictures + n.attrs.media : n.attrs.src)
		if (img.dataset.of !== (img.dataset.of = n.attrs.media || n.attrs.src)) img.src = src
		img.alt = n.attrs.alt
		alt.setAttribute("aria-invalid", String(!n.attrs.alt)) // who cannot see it has nothing else
		if (document.activeElement !== alt) alt.value = n.attrs.alt
		caption.classList.toggle("empty", !n.content.size)
		caption.dataset.hint = words.caption
	}
	show(node)
	let tries = 0
	img.addEventListener("error", () => ++tries < 10 && setTimeout(() => img.src = img.src, 3000)) // somebody else's, of which the sizes are being made
	img.addEventListener("click", () => view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at()!))))
	alt.addEventListener("change", () => view.dispatch(view.state.tr.setNodeAttribute(at()!, "alt", alt.value)))
	return {
		dom, contentDOM: caption,
		update(n) {
			if (n.type !== node.type) return false
			show(n)
			return true
		},
		stopEvent: e => e.target === alt,
		ignoreMutation: m => m.type !== "selection" && !caption.contains(m.target),
	}
}

// views gives the views of the nodes that need one.
export function views(words: Words, pictures: string): Record<string, NodeViewConstructor> {
	return {
		island: node => frozen(node, words),
		picture: (node, view, at) => picture(node, view, at, words, pictures),
	}
}
