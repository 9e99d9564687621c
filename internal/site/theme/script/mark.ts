// "À lire plus tard": the article is fetched whole, pictures included, into a cache of its own.
import { all } from './dom';
import { AHEAD, LATER, refused } from './kept';

declare const words: Record<string, string[]>;

export function mark() {
  const line = all('.art .corr>p').pop(); // the line under the article: it has room, and the button takes no more of it than a word, so nothing moves
  const labels = words[document.documentElement.lang];
  if (!line || !labels || !('caches' in globalThis) || refused()) return;
  const name = LATER + location.pathname;
  const button = document.createElement('button');
  button.dataset.later = '';
  button.style.cssText = 'min-height:2.75rem;margin:-.6rem 0;border:0;background:none;color:inherit;font:inherit;text-decoration:underline;cursor:pointer';
  const show = async () => {
    const marked = await caches.has(name);
    button.textContent = labels[+marked];
    button.setAttribute('aria-pressed', String(marked));
  };
  button.onclick = async () => {
    button.disabled = true;
    try {
      if (!(await caches.delete(name))) await fetchWhole(name);
    } catch {
      await caches.delete(name); // half an article is none
    }
    await show();
    button.disabled = false;
  };
  show().then(() => line.append(' · ', button)); // not before it has its words: somebody may be listening
}

// fetchWhole fetches the page and those of its pictures that this screen shows, in their size here, and the small ones that fit any.
async function fetchWhole(name: string) {
  const pictures = all<HTMLImageElement>('.art img');
  for (const p of pictures) p.loading = 'eager'; // then the browser chooses among the sizes now
  await Promise.all(pictures.map((p) => p.decode().catch(() => {})));
  const files = pictures.map((p) => p.currentSrc || p.src).filter((src) => src.startsWith(location.origin));
  await (await caches.open(name)).addAll([new Request(location.pathname, AHEAD), ...new Set(files)]);
}
