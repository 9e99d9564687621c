// The desk's service worker. The network answers whenever it is there, and nothing that it says is kept here: only the page of a text that was opened before, without its words (shell.ts), stands in for it.

declare const self: any

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (e: any) => e.waitUntil(self.clients.claim()))

self.addEventListener("fetch", (e: any) => {
	const {origin, pathname} = new URL(e.request.url)
	if (origin !== self.location.origin) return
	if (e.request.keepalive && e.request.method === "POST") return e.respondWith(fetch(e.request)) // a page's last breath: it could not send it itself any more
	if (e.request.method !== "GET") return
	if (pathname.startsWith("/desk/-/")) e.respondWith(kept(pathname).then(r => r || fetch(e.request))) // these never change
	else if (e.request.mode === "navigate" && /^\/desk\/articles\/\d+\/$/.test(pathname)) e.respondWith(page(e.request, pathname))
})

// page is the server's, or what is kept where there is none to be had.
async function page(request: Request, path: string): Promise<Response> {
	try {
		const answer = await fetch(request)
		return answer.status >= 502 && answer.status <= 504 && await kept(path) || answer
	} catch (err) {
		const own = await kept(path)
		if (own) return own
		throw err
	}
}

const kept = (path: string) => caches.match(path, {ignoreVary: true})
