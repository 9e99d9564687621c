// What this browser keeps so that the page of a text opens without a network: the page without a word of the article or of its other fields, and the files it needs. The text is in the browser's own copy.
// The page keeps it, worker.ts gives it, and signing out ends both.

// prefix is what the names of these caches begin with; then come whose they are and of which files.
const prefix = "griot-desk-"

// most is how many articles open without a network; the longest unopened go.
const most = 30

const policy = "Content-Security-Policy"

// keepShell keeps the page as it stands before the editor changes it. A browser without such means, or an address that is not safe, keeps nothing.
export function keepShell(account: number, note: string) {
	if (!navigator.serviceWorker || !window.caches || document.querySelector("[data-shell]")) return
	const files = Array.from(document.querySelectorAll<HTMLElement>("link[rel=stylesheet],script[src]"), e => e.getAttribute("href") || e.getAttribute("src")!).filter(needed)
	const html = shell(note)
	void keep(prefix + account + files.join(), files, html).then(() => navigator.serviceWorker.register("/desk/worker.js", {scope: "/desk/"})).catch(() => {}) // then it opens with a network
}

const needed = (file: string) => /\/(desk\.css|editor\.css|editor\.js)$/.test(file)

async function keep(name: string, files: string[], html: string) {
	await drop(other => other !== name)
	const cache = await caches.open(name)
	let rules = ""
	for (const file of files) {
		const answer = await cache.match(file) || await fetch(file)
		rules = answer.headers.get(policy) || ""
		await cache.put(file, answer)
	}
	await cache.put(location.pathname, new Response(html, {headers: {"Content-Type": "text/html; charset=utf-8", [policy]: rules}}))
	const pages = (await cache.keys()).filter(r => r.url.endsWith("/"))
	for (const page of pages.slice(0, -most)) await cache.delete(page)
}

// shell is the page with nothing in it but the places for the text.
function shell(note: string): string {
	const page = document.documentElement.cloneNode(true) as HTMLElement
	page.querySelectorAll("script").forEach(s => needed(s.getAttribute("src") || "") || s.remove())
	page.querySelectorAll(".nav,.me,.notice,.problem").forEach(e => e.remove())
	const form = page.querySelector("form[data-editor]")!
	page.querySelector("main")!.replaceChildren(page.querySelector("h1")!, form)
	for (const e of Array.from(form.children)) if (!e.matches("[data-status],[data-said]") && !["title", "standfirst", "body"].some(n => e.id === n || e.getAttribute("for") === n)) e.remove()
	form.querySelectorAll("input").forEach(e => e.removeAttribute("value"))
	form.querySelectorAll("textarea").forEach(e => {
		e.textContent = ""
		e.removeAttribute("aria-describedby")
	})
	const said = document.createElement("p")
	const again = Object.assign(document.createElement("a"), {href: "", className: "go", textContent: note})
	said.append(again)
	form.append(said)
	form.setAttribute("data-shell", "")
	return "<!doctype html>" + page.outerHTML
}

async function drop(which: (name: string) => boolean) {
	for (const name of await caches.keys()) if (name.startsWith(prefix) && which(name)) await caches.delete(name)
}

// forget takes all of it away.
export async function forget() {
	if (!navigator.serviceWorker || !window.caches) return
	await drop(() => true)
	const here = await navigator.serviceWorker.getRegistration("/desk/")
	if (here?.scope.endsWith("/desk/")) await here.unregister()
}
