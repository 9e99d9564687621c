// Pictures from this device: chosen, dropped or pasted, sent one after the other and set in the text as soon as the newspaper has them.
import type {EditorView} from "prosemirror-view"
import {Plugin} from "prosemirror-state"
import {Slice, Fragment} from "prosemirror-model"
import {dropPoint} from "prosemirror-transform"
import {insert} from "./acts"
import {nodeOf, pictures, type Picture} from "./media"
import {said, type Words} from "./words"

// Limits of what is sent: files at once, and bytes of one, as the server has them.
const most = 20, heaviest = 40 << 20

type Says = (sentence: string) => void

// shown are the files of pictures of which the newspaper is still making its sizes: until then the device shows its own.
const shown = new Map<string, string>()

// own is the address at which this device shows a picture that the newspaper cannot show yet.
export const own = (media: string) => shown.get(media)

const isPicture = (f: File) => /^image\/(jpeg|png|gif|webp)$/.test(f.type)

// Uploads sends pictures into one text.
export class Uploads {
	constructor(private words: Words, private says: Says) {}

	// take sends files and sets them where the cursor is, or at a place; it reports whether there was a picture among them.
	take(view: EditorView, files: File[], at?: number): boolean {
		const chosen = files.filter(isPicture)
		if (files.length && !chosen.length) this.says(this.words.badpicture)
		if (chosen.length) void this.send(view, chosen.slice(0, most), at)
		return files.length > 0
	}

	private async send(view: EditorView, files: File[], at?: number) {
		for (const file of files) {
			if (file.size > heaviest) {
				this.says(said(this.words, "heavypicture", heaviest >> 20))
				continue
			}
			this.says(this.words.uploading)
			try {
				const picture = await post(file)
				if (typeof picture === "string") this.says(said(this.words, picture, heaviest >> 20))
				else at = this.set(view, file, picture, at)
			} catch {
				this.says(this.words.notnow)
			}
		}
	}

	// set puts a picture into the text and asks for what it shows; it gives the place after it.
	private set(view: EditorView, file: File, picture: Picture, at?: number): number | undefined {
		const media = String(picture.id)
		if (!picture.ready) {
			shown.set(media, URL.createObjectURL(file))
			void made(picture.id).then(() => shown.delete(media)) // whoever shows it already goes on doing so
		}
		const node = nodeOf(picture)
		const place = at === undefined ? null : dropPoint(view.state.doc, Math.min(at, view.state.doc.content.size), new Slice(Fragment.from(node), 0, 0))
		if (place === null) insert(() => node)(view.state, view.dispatch)
		else view.dispatch(view.state.tr.insert(place, node))
		let pos = -1
		view.state.doc.descendants((n, p) => {
			if (n.type === node.type && n.attrs.media === media) pos = p
		})
		this.says(picture.alt ? this.words.setpicture : this.words.askalt)
		if (pos < 0) return at
		if (!picture.alt) (view.nodeDOM(pos) as HTMLElement).querySelector("input")?.focus()
		return pos + node.nodeSize
	}

	// plugin takes what is dropped on the text and pasted into it.
	plugin(): Plugin {
		const files = (data: DataTransfer | null) => Array.from(data?.files || [])
		return new Plugin({
			props: {
				handleDrop: (view, e) => this.take(view, files(e.dataTransfer), view.posAtCoords({left: e.clientX, top: e.clientY})?.pos),
				handlePaste: (view, e) => !/text\/(html|plain)/.test(String(e.clipboardData?.types)) && this.take(view, files(e.clipboardData)),
			},
		})
	}
}

// post sends one file; a string names what is wrong with it.
async function post(file: File): Promise<Picture | string> {
	const form = new FormData()
	form.append("file", file)
	const r = await fetch("/desk/media/", {method: "POST", body: form, headers: {Accept: "application/json"}, credentials: "same-origin", redirect: "manual"})
	if (r.ok) return await r.json() as Picture
	if (r.type === "opaqueredirect" || r.status === 401) return "signedout"
	return {413: "heavypicture", 422: "badpicture"}[r.status] || "notnow"
}

// made ends when the sizes of a picture are made, or after five minutes.
async function made(id: number) {
	for (let i = 0; i < 150; i++) {
		await new Promise(done => setTimeout(done, 2000))
		const [picture] = await pictures(String(id)).catch(() => [])
		if (picture?.ready) return
	}
}
