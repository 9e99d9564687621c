// Asking the server: JSON both ways, below the address of the article that is being written.

// Refused is an answer that says no.
export class Refused extends Error {
	constructor(readonly status: number, message: string) { super(message) }
}

// patience is how long an answer may take, in milliseconds, before the line counts as cut. It leaves room for what waits at the server.
const patience = 40_000

// sealed is how often something in the article had been sealed when the page was made. The server takes nothing from a page that is older than the last time.
let sealed = 0

export function since(seals: number) { sealed = seals }

async function answer<T>(name: string, init: RequestInit): Promise<T> {
	const given = new AbortController()
	const late = setTimeout(() => given.abort(), patience)
	try {
		const r = await fetch(name, {...init, headers: {"Content-Type": "application/json", "Griot-Seals": String(sealed)}, signal: given.signal, credentials: "same-origin", redirect: "manual"})
		if (r.type === "opaqueredirect") throw new Refused(401, "")
		if (!r.ok) throw new Refused(r.status, "")
		return await r.json() as T
	} finally {
		clearTimeout(late)
	}
}

// send posts to a page below this article's.
export function send<T>(name: string, body: unknown, last = false): Promise<T> {
	return answer<T>(name, {method: "POST", body: JSON.stringify(body), keepalive: last})
}

// get asks a page below this article's.
export function get<T>(name: string): Promise<T> {
	return answer<T>(name, {})
}

// packed and unpacked write bytes as text.
export function packed(bytes: Uint8Array): string {
	let s = ""
	for (let i = 0; i < bytes.length; i += 0x8000) s += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
	return btoa(s)
}

export function unpacked(text: string): Uint8Array {
	return Uint8Array.from(atob(text), c => c.charCodeAt(0))
}
