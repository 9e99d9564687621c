// Doubles: a block that is turned, split, wrapped or joined is written anew and goes where it stood. When two people do so to one block, each unseen by the other, its words are written anew twice. Both took
// the same letters away and both wrote them again: what the later of the two wrote goes, as long as the words of the first stand.
import {
	ContentFormat, ContentString, createID, findIndexSS, getItemCleanEnd, getItemCleanStart, getState, Item, iterateDeletedStructs, XmlElement, XmlText,
	type AbstractType, type decodeUpdate, type Doc, type Transaction,
} from "yjs"

type Update = ReturnType<typeof decodeUpdate>
type Place = AbstractType<unknown>

// Span is letters of one hand that follow each other.
interface Span {client: number, clock: number, length: number}

// Run is letters that stood together.
interface Run {spans: Span[], text: string, block: boolean} // block: all that stood there went

// Copy is a run that a step took away and wrote again.
interface Copy {step: number, of: Span[], to: Span[]}

// Written is letters that an update brings; head: they begin a text.
interface Written {span: Span, text: string, head: boolean}

// long is how many letters two people do not happen to write alike, short how many of a block that went as a whole, or at an end of a new one.
const long = 12, short = 3

export class Doubles {
	private copies: Copy[] = []
	private found: {first: Copy, second: Copy}[] = []

	// note looks at an update that was applied under a number; gone is what of its deletions was deleted before.
	note(tr: Transaction, update: Update, step: number, gone: Span[]) {
		const came = written(tr, update)
		if (!came.length) return
		const now: Span[] = []
		iterateDeletedStructs(tr, tr.deleteSet, s => {
			if (s instanceof Item && s.content instanceof ContentString) now.push({client: s.id.client, clock: s.id.clock, length: s.length})
		})
		const again = runs(tr.doc, gone).flatMap(r => copied(r, came, step))
		for (const second of again) {
			const first = this.copies.find(c => c.of.some(s => second.of.some(o => overlap(s, o))))
			if (first) this.found.push({first, second})
		}
		this.copies.push(...runs(tr.doc, now).flatMap(r => copied(r, came, step)))
	}

	// ahead gives what of an update's deletions is deleted already: by somebody whom whoever made it had not read.
	ahead(doc: Doc, update: Update): Span[] {
		const out: Span[] = []
		update.ds.clients.forEach((ranges, client) => {
			const all = doc.store.clients.get(client)
			const state = getState(doc.store, client)
			for (const {clock, len} of ranges) {
				const end = Math.min(clock + len, state)
				if (!all || clock >= end) continue
				for (let i = findIndexSS(all, clock); i < all.length && all[i].id.clock < end; i++) {
					const s = all[i]
					if (!(s instanceof Item) || !s.deleted || !(s.content instanceof ContentString)) continue
					const from = Math.max(s.id.clock, clock)
					out.push({client, clock: from, length: Math.min(s.id.clock + s.length, end) - from})
				}
			}
		})
		return out
	}

	// standing gives the copies that are to go: the words of the first stand, and the second's as they were written.
	standing(doc: Doc): Copy[] {
		return this.found.filter(({first, second}) => {
			const kept = this.last(first)
			return !kept.to.some(s => second.to.some(o => overlap(s, o))) && stands(doc, kept.to) && stands(doc, second.to)
		}).map(f => f.second)
	}

	// elsewhere reports whether a letter that is gone was one of two copies, of which the other stands.
	elsewhere(doc: Doc, client: number, clock: number): boolean {
		const has = (c: Copy) => c.to.some(s => overlap(s, {client, clock, length: 1}))
		return this.found.some(({first, second}) => has(first) && stands(doc, this.last(second).to) || has(second) && stands(doc, this.last(first).to))
	}

	// last is where the words of a copy came in the end.
	private last(copy: Copy): Copy {
		for (const next of this.copies) if (next.step > copy.step && next.of.length && copy.to.every(s => next.of.some(o => overlap(s, o)))) copy = next
		return copy
	}
}

const overlap = (a: Span, b: Span) => a.client === b.client && a.clock < b.clock + b.length && b.clock < a.clock + a.length

// written are the letters that an update brings, in the order of writing.
function written(tr: Transaction, update: Update): Written[] {
	const out: Written[] = []
	let begins = false // nothing but emphasis stands before in a new text
	for (const s of [...update.structs].sort((a, b) => a.id.client - b.id.client || a.id.clock - b.id.clock)) {
		const {client, clock} = s.id
		if (!(s instanceof Item)) continue
		begins = !s.origin && !s.rightOrigin || begins && s.content instanceof ContentFormat || begins && s.content instanceof ContentString
		if (!(s.content instanceof ContentString)) continue
		const fresh = clock >= (tr.beforeState.get(client) || 0) && clock < (tr.afterState.get(client) || 0)
		if (fresh) out.push({span: {client, clock, length: s.length}, text: s.content.str, head: begins})
		begins = false
	}
	return out
}

// runs joins letters that stood together.
function runs(doc: Doc, spans: Span[]): Run[] {
	const taken = new Map<Place, Span[]>()
	for (const s of spans) {
		const all = doc.store.clients.get(s.client)!
		const item = all[findIndexSS(all, s.clock)]
		if (item instanceof Item) taken.set(item.parent as Place, [...taken.get(item.parent as Place) || [], s])
	}
	return [...taken].flatMap(([place, own]) => together(place, own))
}

function together(place: Place, own: Span[]): Run[] {
	const out: Run[] = []
	let open = false
	const block = !!place._item?.deleted
	for (let n = place._start; n; n = n.right) {
		if (!(n.content instanceof ContentString)) {
			if (!n.deleted && n.countable) open = false
			continue
		}
		for (const s of own.filter(o => overlap(o, {...n!.id, length: n!.length})).sort((a, b) => a.clock - b.clock)) {
			const from = Math.max(s.clock, n.id.clock), to = Math.min(s.clock + s.length, n.id.clock + n.length)
			if (!open) out.push({spans: [], text: "", block})
			const run = out[out.length - 1]
			run.spans.push({client: s.client, clock: from, length: to - from})
			run.text += n.content.str.slice(from - n.id.clock, to - n.id.clock)
			open = true
		}
		if (!n.deleted) open = false
	}
	return out
}

// copied gives the letters of a run among those that a step wrote, if they are there.
function copied(run: Run, came: Written[], step: number): Copy[] {
	const text = run.text.trim()
	const at = text.length < short ? -1 : text.length < long && !run.block ? edge(text, came) : came.map(c => c.text).join("").indexOf(text)
	if (at < 0) return []
	const to: Span[] = []
	let before = 0
	for (const {span} of came) {
		const from = Math.max(at - before, 0), end = Math.min(at + text.length - before, span.length)
		if (from < end) to.push({client: span.client, clock: span.clock + from, length: end - from})
		before += span.length
	}
	return [{step, of: run.spans, to}]
}

// edge is where a new text begins or ends with some words, -1 where none does.
function edge(text: string, came: Written[]): number {
	let at = 0
	for (let i = 0; i < came.length;) {
		let whole = came[i].text
		const head = came[i++].head
		while (i < came.length && !came[i].head) whole += came[i++].text
		const begin = whole.length - whole.trimStart().length, end = whole.trimEnd().length - text.length
		if (head && whole.startsWith(text, begin)) return at + begin
		if (head && end >= 0 && whole.startsWith(text, end)) return at + end
		at += whole.length
	}
	return -1
}

// stands reports whether every letter of some is there.
function stands(doc: Doc, spans: Span[]): boolean {
	return spans.every(({client, clock, length}) => {
		const all = doc.store.clients.get(client)
		if (!all) return false
		for (let i = findIndexSS(all, clock); i < all.length && all[i].id.clock < clock + length; i++) if (all[i].deleted) return false
		return true
	})
}

// remove takes copies away.
export function remove(doc: Doc, copies: Copy[]) {
	doc.transact(tr => copies.forEach(c => stands(doc, c.to) && c.to.forEach(s => take(tr, s))))
}

// take takes letters away, and what was around them if nothing is left in it.
function take(tr: Transaction, {client, clock, length}: Span) {
	const places = new Set<Place>()
	getItemCleanEnd(tr, tr.doc.store, createID(client, clock + length - 1))
	for (let at = clock; at < clock + length;) {
		const item = getItemCleanStart(tr, createID(client, at))
		places.add(item.parent as Place)
		at += item.length
		item.delete(tr)
	}
	places.forEach(p => {
		for (let place: Place | null = p; place?._item && empty(place); place = place._item.parent as Place | null) {
			if ((place._item.parent as Place)._item === null && (place._item.parent as Place)._length < 2) break // a text has one block
			if (place instanceof XmlElement) place._item.delete(tr)
		}
	})
}

// empty reports whether a place says nothing.
function empty(place: Place): boolean {
	if (place instanceof XmlText) return place.length === 0
	return place instanceof XmlElement && !["rule", "picture", "embed", "island", "note"].includes(place.nodeName) && place.toArray().every(c => empty(c as unknown as Place))
}
