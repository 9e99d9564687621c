// Pictures of the newspaper's own files, and players of other sites that stay quiet until a reader asks.
import type {Command} from "prosemirror-state"
import type {Node} from "prosemirror-model"
import type {EditorView} from "prosemirror-view"
import {insert} from "./acts"
import {send} from "./send"
import {schema} from "./schema"
import type {Words} from "./words"

// Picture is one of the newspaper's own. Until it is ready there is no size of it to show.
export interface Picture {id: number, width: number, height: number, alt: string, src: string, ready: boolean}

// Found is a picture of the library, with what it is chosen by.
export interface Found extends Picture {small: string, caption: string, credit: string}

// pictures gives those with some numbers.
export async function pictures(numbers: string): Promise<Picture[]> {
	const ids = numbers.match(/\d{1,18}/g) || []
	const {pictures} = await send<{pictures: Picture[]}>("pictures", {ids: ids.slice(0, 100).map(Number)})
	return pictures
}

export const nodeOf = (p: Picture): Node => schema.nodes.picture.create({src: p.src, media: String(p.id), width: String(p.width), height: String(p.height), alt: p.alt})

// bearing is a picture with the caption and the credit that the library has for it.
function bearing(p: Found): Node {
	const words = [p.caption, p.credit && `(${p.credit})`].filter(Boolean).join(" ")
	return schema.nodes.picture.create(nodeOf(p).attrs, words ? schema.text(words) : null)
}

// chosen sets pictures of the library: one alone, several side by side.
export const chosen = (list: Found[], gallery: boolean): Command => insert(() => gallery ? schema.nodes.gallery.create(null, list.map(bearing)) : bearing(list[0]))

// untold leads to the first of some pictures, set last, of which nobody has said what it shows; it reports whether there is one.
export function untold(view: EditorView, media: string[]): boolean {
	let at = -1
	view.state.doc.descendants((n, place) => {
		if (at < 0 && n.type === schema.nodes.picture && !n.attrs.alt && media.includes(n.attrs.media)) at = place
	})
	if (at >= 0) (view.nodeDOM(at) as HTMLElement).querySelector("input")?.focus()
	return at >= 0
}

async function found(numbers: string, words: Words, make: (list: Node[]) => Node): Promise<Command | string> {
	try {
		const list = (await pictures(numbers)).map(nodeOf)
		return list.length ? insert(() => make(list)) : words.nopicture
	} catch {
		return words.notnow
	}
}

// insertPicture sets the picture with a number.
export const insertPicture = (number: string, words: Words) => found(number, words, list => list[0])

// insertGallery sets several pictures side by side.
export const insertGallery = (numbers: string, words: Words) => found(numbers, words, list => schema.nodes.gallery.create(null, list))

// embed sets the player for an address, as the server knows it.
export async function embed(address: string, words: Words): Promise<Command | string> {
	try {
		const {html} = await send<{html: string}>("clean", {html: `<p>${address.trim().replace(/&/g, "&amp;").replace(/</g, "&lt;")}</p>`})
		const figure = new DOMParser().parseFromString(html, "text/html").querySelector("figure.embed")
		const a = figure?.querySelector("a")
		if (!figure || !a) return words.noplayer
		return insert(() => schema.nodes.embed.create({player: figure.getAttribute("data-embed"), href: a.getAttribute("href"), label: a.textContent}))
	} catch {
		return words.notnow
	}
}
