// The page of what is kept: it reads the device's caches, lists them, and lets the reader drop one or all.
import { one } from './dom';
import { FRONTS, LATER, OFF, OFFLINE, READ, refused } from './kept';

const element = (id: string) => document.getElementById(id)!;

// plain is a piece of a page as text.
function plain(html: string) {
  const text = document.createElement('textarea'); // in which markup is nothing but text
  text.innerHTML = html.replace(/<[^>]*>/g, '');
  return text.value.trim();
}

// entry is a kept page as a list shows it: by its heading. null is one that was dropped meanwhile.
async function entry(cache: Cache, path: string) {
  const answer = await cache.match(path, { ignoreVary: true });
  if (!answer) return null;
  const html = await answer.text();
  const link = document.createElement('a');
  link.className = 't';
  link.href = path;
  link.lang = /<html lang="?(\w+)/.exec(html)?.[1] || '';
  link.dir = 'auto';
  link.textContent = plain(/<h1[^>]*>([^]*?)<\/h1>/.exec(html)?.[1] || '') || path;
  const item = document.createElement('li');
  item.append(link);
  return item;
}

// list shows a section's pages, the newest first, and gives their number.
function list(id: string, items: (HTMLElement | null)[]) {
  const found = items.filter((i) => i !== null).reverse();
  one('ul', element(id))!.replaceChildren(...found);
  element(id).hidden = !found.length;
  return found.length;
}

// stored lists a cache; front pages, which are all headed alike, with their addresses.
async function stored(name: string, addressed = false) {
  if (!(await caches.has(name))) return [];
  const cache = await caches.open(name);
  return Promise.all((await cache.keys()).map(async (k) => {
    const path = new URL(k.url).pathname;
    const item = await entry(cache, path);
    if (addressed) item?.firstElementChild!.append(' ', path);
    return item;
  }));
}

async function marked() {
  const names = (await caches.keys()).filter((n) => n.startsWith(LATER));
  return Promise.all(names.map(async (name) => {
    const item = await entry(await caches.open(name), name.slice(LATER.length));
    const drop = document.createElement('button');
    drop.textContent = one('ul', element('tard'))!.dataset.drop!;
    drop.onclick = () => caches.delete(name).then(show);
    item?.append(drop);
    return item;
  }));
}

async function show() {
  const found = list('tard', await marked()) + list('unes', await stored(FRONTS, true)) + list('lus', await stored(READ));
  element('vide').hidden = !!found;
  const button = one<HTMLButtonElement>('#garde button')!;
  element('garde').hidden = false;
  one('#garde span')!.hidden = refused();
  button.textContent = (refused() ? button.dataset.again : button.dataset.stop)!;
  button.onclick = () => (refused() ? keepAgain() : dropAll()).then(show);
}

async function keepAgain() {
  localStorage.removeItem(OFF);
  await navigator.serviceWorker.register('/sw.js');
}

async function dropAll() {
  localStorage.setItem(OFF, '1');
  for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}

if ('serviceWorker' in navigator && 'caches' in globalThis) {
  if (location.pathname !== OFFLINE) {
    element('coupe').hidden = false;
    one('#coupe button')!.onclick = () => location.reload();
  }
  show();
}
