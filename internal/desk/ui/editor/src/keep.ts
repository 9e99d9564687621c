// This browser's own copies of manuscripts, in IndexedDB.
import {IndexeddbPersistence} from "y-indexeddb"
import {mergeUpdates, type Doc} from "yjs"
import {calmly} from "./calm"

// breath is how long a change may wait to be kept, in milliseconds, until the letter is on the screen.
const breath = 50

// Copy is the copy of one manuscript.
export class Copy {
	private readonly store: IndexeddbPersistence
	private waiting: Uint8Array[] = []

	constructor(name: string, doc: Doc) {
		this.store = new IndexeddbPersistence(name, doc)
		doc.off("update", this.store._storeUpdate) // which would write at every key, before the letter shows
		doc.on("update", (update: Uint8Array, origin: unknown) => {
			if (origin === this.store) return
			this.waiting.push(update)
			if (this.waiting.length === 1) setTimeout(() => calmly(() => this.write(), breath))
		})
		addEventListener("pagehide", () => this.writeLast())
	}

	private marked = false
	private noted = false

	// mark notes whether the server has all of it: then nothing is lost when signing out takes the copy away.
	mark(kept: boolean) {
		if (kept === this.marked) return
		this.marked = kept
		calmly(() => this.note(), breath)
	}

	private note() {
		if (this.noted === this.marked || !this.store.db) return
		this.noted = this.marked
		void this.store.set("kept", this.marked).catch(() => {})
	}

	// write keeps what is waiting, after the word that the server has not all of it.
	private write() {
		if (!this.waiting.length) return
		try {
			this.note()
			this.store._storeUpdate(mergeUpdates(this.waiting.splice(0)), null)
		} catch {
			// signing out in another tab took the copy away: the server has the text, and gets what comes
		}
	}

	// writeLast keeps what is waiting when the page ends. Nothing may have to come back to it: what it asked for would be undone with it.
	private writeLast() {
		const db = this.store.db as IDBDatabase | null
		if (!db || !this.waiting.length) return this.write()
		try {
			const write = db.transaction(["updates", "custom"], "readwrite")
			write.objectStore("custom").put(this.marked, "kept")
			write.objectStore("updates").add(mergeUpdates(this.waiting.splice(0)))
			write.commit()
		} catch {
			// as above
		}
	}

	// opened ends when what this browser has is in the document. Where it keeps nothing, in a private window, the text lives in the page and at the server.
	opened(): Promise<unknown> {
		const {store} = this
		store._db.catch(() => {})
		return Promise.race([store.whenSynced, new Promise(done => setTimeout(done, 3000)), store._db.catch(() => {}).then(db => db ? new Promise(() => {}) : 0)])
	}
}
