// Sync keeps a text in step with the server, whatever the line does. Every change is in this browser's own store before it is here; this sends what the server lacks and
// brings what others wrote. What the server has taken is known by the number that it answers with; what it has not is sent again until it has, under the same name, so that twice is once.
import {applyUpdate, ContentString, decodeUpdate, Doc, encodeStateAsUpdate, encodeStateVector, Item, mergeUpdates} from "yjs"
import {applyAwarenessUpdate, encodeAwarenessUpdate, type Awareness} from "y-protocols/awareness"
import {calm, calmly, rested} from "./calm"
import {Log} from "./log"
import {get, packed, Refused, send, unpacked} from "./send"

// Text is what readers would see of a manuscript.
export interface Text {title: string, standfirst: string, body: string}

// Outside is a text that was changed past the editor: by the plain form, or by a program.
interface Outside {id: number, base: Text, theirs: Text}

interface Pull {seq: number, reach: number, updates: {seq: number, data: string}[], whole: number, text?: Text, outside?: Outside, seen: number, cursors: string[]}

export type State = "opening" | "kept" | "sending" | "offline" | "signedout" | "forbidden" | "toolarge"

// Hooks is what Sync asks of the editor.
export interface Hooks {
	show(state: State, waiting: number): void
	seed(text: Text): Uint8Array // a first state that says what the article says
	text(): Text
	resumed(words: number): void // that this browser alone had, from earlier
	weighed(sentence: string, heavy: boolean): void // what the article comes to on a phone
	merged(doc: Doc, text: Text): void // writes a text over a document's
}

// Times in milliseconds: between a change and its sending, between the last change and the text that goes with it, between the last news and the rescue of what fell out.
const soon = 700, quiet = 3000, settled = 1000
// often and seldom are the times between two tellings of where the cursor is, in milliseconds: to others, and while nobody else is there.
const often = 400, seldom = 10_000
// compactAfter is the number of updates that are made into one.
const compactAfter = 300
const wait = 20

// rest ends when the hand rests.
const rest = () => new Promise<void>(done => "requestIdleCallback" in window ? requestIdleCallback(() => done(), {timeout: 2000}) : setTimeout(done, 50))

// wordsIn is how many words an update brings.
function wordsIn(update: Uint8Array): number {
	const letters = decodeUpdate(update).structs.map(s => s instanceof Item && s.content instanceof ContentString ? s.content.str : "\u0000").join("")
	return (letters.match(/[\p{L}\p{Nd}]+/gu) || []).length
}

export class Sync {
	private seq = 0
	private seen = 0
	private whole = 0
	private queue: Uint8Array[] = []
	private flying: {key: string, update: Uint8Array} | null = null
	private numbered = new Map<number, Uint8Array>() // of ours, that the log has not come to yet: something of others' has a number before
	private count = 0
	private told = ""
	private failures = 0
	private recording = false
	private ready = false
	private log = new Log()
	private sendTimer = 0
	private rescueTimer = 0
	private busy: Promise<void> | null = null
	private wake = () => {}
	private readonly name = packed(crypto.getRandomValues(new Uint8Array(12))).replace(/[+/=]/g, "a")

	constructor(private doc: Doc, private awareness: Awareness, private hooks: Hooks) {
		doc.on("update", (update: Uint8Array, origin: unknown) => {
			if (origin === this || !this.recording) return
			this.queue.push(update)
			if (this.ready) this.changed()
		})
		awareness.on("update", ({added, updated, removed}: Record<string, number[]>, origin: unknown) => {
			if (!this.ready) return
			if (origin !== this && [...added, ...updated, ...removed].includes(doc.clientID)) this.point(this.alone() ? seldom : often)
			if (origin === this && added.length) this.point(often)
		})
		addEventListener("online", () => this.wake())
		addEventListener("pagehide", () => this.leave())
		document.addEventListener("visibilitychange", () => document.hidden ? void this.flush().catch(() => {}) : this.wake())
	}

	// begin opens the text: at once if the server answers, else as soon as it does.
	async begin() {
		for (;;) {
			try {
				await this.open()
				break
			} catch (err) {
				await this.failed(err)
			}
		}
		this.ready = true
		this.changed()
		this.point(0)
		void this.listen()
	}

	// open brings all that the server has. What it lacks it gets first: once both are one, it could not be told any more which words one side never saw of the other.
	private async open() {
		let first = await this.beginning()
		const log = new Log()
		for (;;) {
			for (const u of first.updates) log.apply(unpacked(u.data), u.seq)
			this.seq = first.reach
			if (this.seq >= first.seq) break
			first = await get<Pull>(`updates?after=${this.seq}&wait=0&name=`)
		}
		this.whole = first.whole
		this.log = log
		this.numbered.clear()
		this.queue = []
		this.recording = true
		const own = encodeStateAsUpdate(this.doc, encodeStateVector(log.doc))
		await this.rescue(log)
		if (log.lacks(own)) {
			await this.push(this.next(), own)
			const words = wordsIn(own)
			if (words) this.hooks.resumed(words)
		}
		applyUpdate(this.doc, encodeStateAsUpdate(log.doc), this)
	}

	// beginning is the first news: of a text that nobody wrote in yet, after it was made a document.
	private async beginning(): Promise<Pull> {
		const first = await get<Pull>("updates?after=0&wait=0&name=" + this.name)
		if (first.seq || !first.text || this.doc.store.clients.size) return first
		try {
			await send("updates", {key: this.name + "-seed", update: packed(this.hooks.seed(first.text)), seed: true})
		} catch (err) {
			if (!(err instanceof Refused && err.status === 409)) throw err // another was first, and that one counts
		}
		return get<Pull>("updates?after=0&wait=0&name=")
	}

	// listen waits for what others write, without end.
	private async listen() {
		for (;;) {
			try {
				const p = await get<Pull>(`updates?after=${this.seq}&wait=${this.failures ? 0 : wait}&seen=${this.seen}&name=${this.name}`)
				await calm()
				await this.take(p)
				if (this.failures) this.back()
				if (p.outside) await this.takeOutside(p.outside)
				if (this.seq - this.whole > compactAfter && !this.waiting()) await this.compact()
			} catch (err) {
				await this.failed(err)
			}
		}
	}

	// take takes news in. What is waiting here goes out first: the server must have it as it was before it met the others'.
	private async take(p: Pull) {
		if (p.reach > this.seq) await this.flush()
		const news = p.updates.filter(u => u.seq > this.seq)
		for (const u of news) if (this.log.apply(unpacked(u.data), u.seq)) applyUpdate(this.doc, unpacked(u.data), this)
		this.seq = Math.max(this.seq, p.reach)
		this.whole = p.whole
		this.seen = p.seen
		for (const c of p.cursors) applyAwarenessUpdate(this.awareness, unpacked(c), this)
		if (news.length) this.later()
		if (news.length || !this.rescueTimer) this.putBack()
		this.comeTo()
	}

	// push sends an update. The number that it gets is not news to whoever wrote it, and the server does not tell it again while they listen.
	private async push(key: string, update: Uint8Array, takes = 0) {
		const {seq} = await send<{seq: number}>("updates", {key, update: packed(update), takes})
		this.numbered.set(seq, update)
		calmly(() => this.comeTo())
	}

	// comeTo adds to the log what is ours and comes next.
	private comeTo() {
		const from = this.seq
		for (const seq of this.numbered.keys()) if (seq <= from) this.numbered.delete(seq)
		for (let update; (update = this.numbered.get(this.seq + 1)); this.numbered.delete(this.seq)) this.log.apply(update, ++this.seq)
		if (this.seq > from) this.putBack()
	}

	// putBack rescues what fell out, once no more news comes. Everybody tries, and the first counts; it comes back as news.
	private putBack() {
		clearTimeout(this.rescueTimer)
		this.rescueTimer = window.setTimeout(() => {
			this.rescueTimer = 0
			void this.rescue(this.log).catch(() => {}) // the next news tries again
		}, settled)
	}

	private async rescue(log: Log) {
		for (const r of [log.rescue(), log.single()]) if (r) await send("updates", {key: r.name, update: packed(r.update)})
	}

	// changed sees to it that what was written is sent, two seconds after it was written at the latest.
	private changed() {
		this.show()
		this.later()
		this.sendIn(soon)
	}

	private sendIn(time: number) {
		this.sendTimer ||= window.setTimeout(() => {
			this.sendTimer = 0
			calmly(() => void this.flush().catch(() => {}))
		}, time)
	}

	// later sees to it that the text follows when the hand rests.
	private later = rested(quiet, () => void this.flush().then(rest).then(() => this.tell()).catch(() => {}))

	// waiting reports whether anything has not been taken by the server.
	waiting(): boolean { return !!this.flying || this.queue.length > 0 }

	// flush sends what the server lacks; it ends when the server has it. What is written meanwhile follows by itself.
	flush(): Promise<void> {
		return this.busy ||= this.pushAll().finally(() => this.busy = null)
	}

	private async pushAll() {
		for (let rounds = this.flying ? 2 : 1; rounds > 0 && this.ready && this.waiting(); rounds--) {
			if (!this.flying) {
				this.flying = {key: this.next(), update: mergeUpdates(this.queue)}
				this.queue = []
			}
			this.show()
			try {
				await this.push(this.flying.key, this.flying.update)
				this.flying = null
				this.back()
			} catch (err) {
				void this.failed(err)
				throw err
			}
		}
		this.show()
		if (this.waiting()) this.sendIn(soon)
	}

	private next(): string { return `${this.name}-${++this.count}` }

	// tell gives the server the text as readers would see it, with the number of the last change that it shows.
	async tell() {
		if (!this.ready || this.waiting()) return
		this.comeTo()
		const text = this.hooks.text()
		const now = JSON.stringify(text)
		if (now === this.told) return
		const {taken, weight, heavy} = await send<{taken: boolean, weight?: string, heavy?: boolean}>("text", {seq: this.seq, ...text})
		if (taken) this.told = now
		if (weight) this.hooks.weighed(weight, !!heavy)
	}

	// settle ends when the server has all that was written, and its text; it fails while the text has not been opened, which needs the server.
	async settle() {
		if (!this.ready) throw new Error("not opened")
		do await this.flush()
		while (this.waiting())
		this.told = ""
		await this.tell()
	}

	// takeOutside writes what was changed past the editor into the text. Whoever is first to do so does it for all.
	private async takeOutside(o: Outside) {
		await this.flush()
		const text = await send<Text>("merge", {base: o.base, theirs: o.theirs, mine: this.hooks.text()})
		const copy = new Doc()
		applyUpdate(copy, encodeStateAsUpdate(this.doc))
		const changes: Uint8Array[] = []
		copy.on("update", (u: Uint8Array) => changes.push(u))
		this.hooks.merged(copy, text)
		const update = mergeUpdates([...changes, encodeStateAsUpdate(new Doc())]) // which may change nothing
		copy.destroy()
		try {
			await this.push(this.next(), update, o.id)
			applyUpdate(this.doc, update, this)
			this.later()
		} catch (err) {
			if (!(err instanceof Refused && err.status === 409)) throw err
		}
	}

	private async compact() {
		const upto = this.seq
		await send("whole", {key: this.next() + "-whole", upto, update: packed(this.log.whole())})
		this.whole = upto
	}

	private alone() { return this.awareness.getStates().size < 2 }

	private pointTimer = 0
	private pointAt = Infinity
	// point shows others where the cursor is, in so many milliseconds or before.
	private point(time: number) {
		const at = performance.now() + time
		if (at >= this.pointAt) return
		clearTimeout(this.pointTimer)
		this.pointAt = at
		this.pointTimer = window.setTimeout(() => calmly(() => {
			this.pointAt = Infinity
			void send("cursor", {name: this.name, data: packed(encodeAwarenessUpdate(this.awareness, [this.doc.clientID]))}).catch(() => {})
		}), time)
	}

	// leave sends what is waiting with the page's last breath; what is too much for that is sent when it opens again.
	private leave() {
		const updates = this.flying ? [this.flying.update, ...this.queue] : this.queue
		if (!this.ready || !updates.length) return
		const update = packed(mergeUpdates(updates))
		if (update.length < 60_000) void send("updates", {key: this.next() + "-last", update}, true).catch(() => {})
	}

	private back() {
		this.failures = 0
		this.show()
	}

	private show() {
		if (!this.failures) this.hooks.show(this.waiting() ? "sending" : "kept", this.queue.length)
	}

	// failed says why nothing goes and waits: longer each time, until the line is back.
	private async failed(err: unknown) {
		this.failures++
		const status = err instanceof Refused ? err.status : 0
		this.hooks.show(status === 401 ? "signedout" : status === 403 ? "forbidden" : status === 413 ? "toolarge" : "offline", this.queue.length + (this.flying ? 1 : 0))
		const pause = Math.min(15_000, 500 * 2 ** Math.min(this.failures, 5))
		await new Promise<void>(resolve => {
			this.wake = resolve
			setTimeout(resolve, pause)
		})
		if (this.ready && this.waiting()) this.sendIn(0)
	}
}
