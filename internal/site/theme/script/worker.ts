// The service worker. The network answers whenever it is there; what is kept stands in only when it is not, and says so. It keeps articles as they are read and the front pages, and
// fetches nothing by itself but the page that opens offline.
//
// Its words are put before it: self.words = {"fr": [said over a kept page with {0} for when it was kept, try again]}.
import { AHEAD, FRONTS, GROUND, LATER, OFFLINE, READ } from './kept';

declare const self: any;

const KEPT = 30; // articles read
const PATIENCE = 10000; // ms until a line that says nothing counts as none: twice what the slowest one needs to begin

let away = false; // the last page that was asked for did not come

self.addEventListener('install', (e: any) => {
  e.waitUntil(caches.open(GROUND).then((c) => c.add(new Request(OFFLINE, { cache: 'reload' }))).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (e: any) => e.waitUntil(begin()));

// begin takes over the open pages, which came before there was anyone to keep them.
async function begin() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  for (const client of await self.clients.matchAll()) {
    if (!(await caches.match(new URL(client.url).pathname))) await fetchAgain(client, AHEAD);
  }
}

// A page that came ahead of its reader is read now.
self.addEventListener('message', (e: any) => e.waitUntil(fetchAgain(e.source)));

// fetchAgain keeps an open page that came without passing here.
async function fetchAgain({ url }: any, how?: RequestInit) {
  await fetch(url, how).then((r) => keep(new URL(url).pathname, r)).catch(() => {});
}

self.addEventListener('fetch', (e: any) => {
  const asked: Request = e.request;
  const { origin, pathname } = new URL(asked.url);
  if (asked.method !== 'GET' || origin !== location.origin) return;
  if (/^\/media\//.test(pathname)) {
    if (away || !navigator.onLine) e.respondWith(fetch(asked).catch(() => picture(pathname)));
  } else if (asked.mode === 'navigate' && !/^\/(desk|api)\//.test(pathname)) {
    e.respondWith(page(e, pathname));
  }
});

async function page(e: any, path: string): Promise<Response> {
  try {
    const answer: Response = await Promise.race([
      Promise.resolve(e.preloadResponse).then((r) => r || fetch(e.request)),
      new Promise((_, no) => setTimeout(no, PATIENCE)),
    ]);
    away = false;
    if (!e.request.headers.get('sec-purpose')) e.waitUntil(keep(path, answer.clone()));
    return answer;
  } catch {
    away = true;
    const kept = await caches.match(path, { ignoreVary: true });
    return kept ? dated(kept) : (await caches.match(OFFLINE, { ignoreVary: true })) || Response.error();
  }
}

// keep keeps a page that is one of those worth keeping, and forgets one that was withdrawn.
async function keep(path: string, answer: Response) {
  const { status } = answer;
  if (status === 404 || status === 410) {
    await caches.delete(LATER + path);
    await (await caches.open(READ)).delete(path);
  }
  if (status !== 200 || answer.redirected) return;
  if (await caches.has(LATER + path)) await put(LATER + path, path, answer.clone());
  if (path === OFFLINE) return put(GROUND, path, answer);
  if (/^(\/leger)?(\/..)?\/$/.test(path)) return put(FRONTS, path, answer);
  if (!/ data-reads=/.test(await answer.clone().text())) return;
  await put(READ, path, answer);
  const cache = await caches.open(READ);
  for (const old of (await cache.keys()).slice(0, -KEPT)) await cache.delete(old);
}

// put makes a page the newest of a cache.
async function put(name: string, path: string, answer: Response) {
  const cache = await caches.open(name);
  await cache.delete(path, { ignoreVary: true });
  await cache.put(path, answer);
}

// dated says over a kept page that it is one, and since when.
async function dated(kept: Response) {
  const html = await kept.text();
  const [, lang] = /<html lang="?(\w+)/.exec(html) || [];
  const [said, again] = self.words[lang] || Object.values(self.words)[0];
  const at = new Date(kept.headers.get('date')!).toLocaleString(lang, { dateStyle: 'long', timeStyle: 'short' } as any);
  const headers = new Headers(kept.headers);
  headers.delete('content-encoding'); // it is text by now
  const top = /<body[^>]*>(<script>[^]*?<\/script>)?(<a class="skip"[^]*?<\/a>)?/; // the link to the text stays the first
  return new Response(html.replace(top, `$&<div class="w"><p class="ui sp box" role="status">${said.replace('{0}', at)} <a href=""><u>${again}</u></a></p></div>`), { headers });
}

// picture finds a picture among what was marked for later, in whichever size was fetched then.
async function picture(path: string) {
  const stem = (s: string) => s.replace(/-\d+\.\w+$/, '');
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const has of await cache.keys()) {
      if (stem(new URL(has.url).pathname) === stem(path)) return (await cache.match(has))!;
    }
  }
  return Response.error();
}
