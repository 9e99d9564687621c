// Signing out: this browser's copies of texts that the server has go, so that nobody finds them on a shared machine. A copy that holds more stays, and whoever signs out is told.

import {forget} from "./shell"

// patience is how long what was just written may take to reach the server, in milliseconds.
const patience = 2000

const name = /^griot-\d+-\d+(-\d+)?$/ // as main.ts names them

const asked = <T>(r: IDBRequest<T>) => new Promise<T>((done, failed) => {
	r.onsuccess = () => done(r.result)
	r.onerror = () => failed(r.error)
})

async function copies(): Promise<string[]> {
	return (await indexedDB.databases()).map(d => d.name || "").filter(n => name.test(n))
}

// atServer reports whether the server has all of a copy.
async function atServer(copy: string): Promise<boolean> {
	const db = await asked(indexedDB.open(copy))
	try {
		return await asked(db.transaction("custom").objectStore("custom").get("kept")) === true
	} finally {
		db.close()
	}
}

// sorted gives the copies that the server has and the number of the others.
async function sorted(): Promise<{safe: string[], left: number}> {
	const all = await copies()
	const safe: string[] = []
	for (const copy of all) if (await atServer(copy)) safe.push(copy)
	return {safe, left: all.length - safe.length}
}

const late = (time: number) => new Promise<void>(done => setTimeout(done, time))

// leave takes the copies away, unless whoever signs out would rather wait for the others; it reports whether they go.
async function leave(question: string): Promise<boolean> {
	let {safe, left} = await sorted()
	if (left) {
		await late(patience)
		;({safe, left} = await sorted())
	}
	if (left && !confirm(question)) return false
	await Promise.race([Promise.all(safe.map(copy => asked(indexedDB.deleteDatabase(copy)))), late(patience)])
	return true
}

// swept reports whether whoever signs out goes, once nothing of theirs is left that the server has.
async function swept(question: string): Promise<boolean> {
	const goes = await leave(question).catch(() => true) // a browser that keeps nothing, or does not say what, signs out all the same
	if (goes) await forget().catch(() => {})
	return goes
}

const form = document.querySelector<HTMLFormElement>("form[data-unsent]")
form?.addEventListener("submit", e => {
	if (form.dataset.swept) return
	e.preventDefault()
	void swept(form.dataset.unsent!).then(goes => {
		if (!goes) return
		form.dataset.swept = "1"
		form.requestSubmit()
	})
})
