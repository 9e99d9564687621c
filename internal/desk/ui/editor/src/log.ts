// Log is the document as the server's numbers make it: update by update, in their order, with nothing of this browser's own that has no number yet. Whoever reads the same
// numbers sees the same words fall out, so that all agree on what has to be put back.
//
// Words fall out when one person joins, turns or deletes a block while another, unseen by them, writes in it: the block goes with all that is in it. An update names what it
// deletes. What it leaves deleted without naming it, nobody meant to delete.
import {
	applyUpdate, ContentString, createDeleteSetFromStructStore, createID, createSnapshot, decodeUpdate, Doc, encodeStateAsUpdate, equalSnapshots, findIndexSS, findRootTypeKey, GC, isDeleted, Item,
	iterateDeletedStructs, mergeDeleteSets, snapshot, XmlElement, XmlText, type AbstractType, type Transaction,
} from "yjs"
import {Doubles, remove} from "./doubles"

type Update = ReturnType<typeof decodeUpdate>
type Deleted = Update["ds"]
type Place = AbstractType<unknown>

// Piece is letters that fell out with one update, and the text that they stood in: null when even that is forgotten.
interface Piece {step: number, client: number, clock: number, letters: string, inside: Place | null}

// Rescue puts words back beside. It has the same name whoever makes it, and the server takes a name once.
export interface Rescue {name: string, update: Uint8Array}

export class Log {
	readonly doc = new Doc({gc: false}) // what is deleted keeps its place
	private lost: Piece[] = []
	private named: Deleted | null = null
	private readonly doubles = new Doubles()

	// apply adds the update with a number. One that nobody can read counts for nothing.
	apply(update: Uint8Array, step: number): boolean {
		let read: Update
		try {
			read = decodeUpdate(update)
		} catch {
			return false
		}
		const {pendingStructs, pendingDs} = this.doc.store
		this.named = this.named && (pendingStructs || pendingDs) ? mergeDeleteSets([this.named, read.ds]) : read.ds // what waited for this one named its own
		const named = this.named
		const gone = this.doubles.ahead(this.doc, read)
		this.doc.once("afterTransaction", (tr: Transaction) => {
			const left = this.lost.flatMap(p => unnamed(p, named)) // who wrote them took them away themselves, or elsewhere
			this.lost = [...left, ...[...fallen(tr, step), ...forgotten(tr, read, step)].flatMap(p => unnamed(p, named))]
			this.doubles.note(tr, read, step, gone)
		})
		applyUpdate(this.doc, update)
		return true
	}

	// whole is one update that stands for all of it, without what is deleted.
	whole(): Uint8Array {
		const copy = new Doc()
		applyUpdate(copy, encodeStateAsUpdate(this.doc))
		const update = encodeStateAsUpdate(copy)
		copy.destroy()
		return update
	}

	// lacks reports whether an update says anything that is not here.
	lacks(update: Uint8Array): boolean {
		const {structs, ds} = decodeUpdate(update)
		const here = snapshot(this.doc)
		return structs.length > 0 || !equalSnapshots(createSnapshot(mergeDeleteSets([createDeleteSetFromStructStore(this.doc.store), ds]), here.sv), here)
	}

	// rescue puts back what fell out and was not put back yet: the words of each place as a block of their own, after what came of the block that they were in.
	rescue(): Rescue | null {
		const done = this.doc.getMap("rescued")
		this.lost = this.lost.filter(p => !done.has(String(p.step))).flatMap(p => without(p, (client, clock) => this.doubles.elsewhere(this.doc, client, clock)))
		if (!this.lost.some(p => p.letters.trim())) {
			this.lost = []
			return null
		}
		const copy = new Doc({gc: false})
		applyUpdate(copy, encodeStateAsUpdate(this.doc))
		let update = new Uint8Array()
		copy.on("update", (u: Uint8Array) => update = u)
		copy.transact(() => {
			for (const {root, index, words} of this.places()) {
				const block = new XmlElement(root === "body" ? "paragraph" : "line")
				block.insert(0, [new XmlText(words)])
				copy.getXmlFragment(root).insert(index, [block])
			}
			for (const p of this.lost) copy.getMap("rescued").set(String(p.step), 1)
		})
		copy.destroy()
		return {name: "rescued-" + this.lost[0].step, update}
	}

	// single takes away what two people wrote anew of one block.
	single(): Rescue | null {
		const copies = this.doubles.standing(this.doc)
		if (!copies.length) return null
		const copy = new Doc({gc: false})
		applyUpdate(copy, encodeStateAsUpdate(this.doc))
		let update = new Uint8Array()
		copy.on("update", (u: Uint8Array) => update = u)
		remove(copy, copies)
		copy.destroy()
		return {name: "doubled-" + copies[0].step, update}
	}

	// places gives the words to put back and where, the last place first.
	private places() {
		const insides = [...new Set(this.lost.map(p => p.inside))]
		return insides.map(inside => ({...beside(this.doc, inside), words: together(this.lost.filter(p => p.inside === inside))}))
			.filter(p => p.words).reverse().sort((a, b) => b.index - a.index)
	}
}

const piece = (s: Item, step: number, inside: Place | null): Piece => ({step, client: s.id.client, clock: s.id.clock, letters: (s.content as ContentString).str, inside})

// fallen are the letters that a transaction deleted.
function fallen(tr: Transaction, step: number): Piece[] {
	const out: Piece[] = []
	iterateDeletedStructs(tr, tr.deleteSet, s => {
		if (s instanceof Item && s.content instanceof ContentString) out.push(piece(s, step, s.parent as Place))
	})
	return out
}

// forgotten are the letters of an update for which there is no place any more: they were written in what one whole update had forgotten.
function forgotten(tr: Transaction, read: Update, step: number): Piece[] {
	return read.structs.flatMap(s => {
		const {client, clock} = s.id
		if (!(s instanceof Item && s.content instanceof ContentString) || clock < (tr.beforeState.get(client) || 0) || clock >= (tr.afterState.get(client) || 0)) return []
		const here = tr.doc.store.clients.get(client)!
		return here[findIndexSS(here, clock)] instanceof GC ? [piece(s, step, null)] : []
	})
}

// unnamed are the runs of a piece whose deletion nobody named.
const unnamed = (p: Piece, named: Deleted) => without(p, (client, clock) => isDeleted(named, createID(client, clock)))

// without is what is left of a piece, run by run, when some letters are left out.
function without(p: Piece, out: (client: number, clock: number) => boolean): Piece[] {
	const left: Piece[] = []
	let open = false
	for (let i = 0; i < p.letters.length; i++) {
		if (out(p.client, p.clock + i)) open = false
		else if (open) left[left.length - 1].letters += p.letters[i]
		else open = !!left.push({...p, clock: p.clock + i, letters: p.letters[i]})
	}
	return left
}

// together reads the pieces of one place as they stood there. What somebody else had written between them made words of them.
function together(pieces: Piece[]): string {
	const inside = pieces[0].inside
	if (!inside) return pieces.map(p => p.letters).join("").trim()
	let words = ""
	for (let n = inside._start; n; n = n.right) {
		const here = pieces.filter(p => p.client === n!.id.client && p.clock >= n!.id.clock && p.clock < n!.id.clock + n!.length)
		const typed = pieces.some(p => p.client === n!.id.client && p.clock <= n!.id.clock + n!.length)
		if (here.length) words += here.sort((a, b) => a.clock - b.clock).map(p => p.letters).join("")
		else if (n.countable && !typed) words += " "
	}
	return words.replace(/  +/g, " ").trim()
}

// beside finds where to put what stood in a text: behind the outermost block around it, or where that was.
function beside(doc: Doc, inside: Place | null): {root: string, index: number} {
	let top = inside?._item
	while (top && (top.parent as Place)._item) top = (top.parent as Place)._item
	if (!top) return {root: "body", index: doc.getXmlFragment("body").length}
	let index = 0
	for (let n: Item | null = top; n; n = n.left) if (!n.deleted) index++
	return {root: findRootTypeKey(top.parent as Place), index}
}
