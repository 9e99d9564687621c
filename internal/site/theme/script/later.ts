// What a page fetches once it stands. Its words are put before it: words = {"fr": [mark for later, marked]}.
import { one } from './dom';
import { embeds } from './embeds';
import { guess } from './guess';
import { mark } from './mark';
import { refused } from './kept';

for (const part of [register, embeds, mark, guess, lighten, news]) {
  try {
    part();
  } catch {
    // A browser that lacks what one part needs keeps the others.
  }
}

function register() {
  if (!refused()) navigator.serviceWorker.register('/sw.js').catch(() => {});
}

// lighten lets the footer's link to the light version lead to this page's own; there it is the same on all pages.
function lighten() {
  const own = one<HTMLAnchorElement>('.lg a');
  const link = one<HTMLAnchorElement>('.leg a[href^="/leger/"]');
  if (own && link) link.href = own.pathname;
}

// news has the page listen for breaking news once it has nothing else to do, unless the reader saves data or has a line of the slowest kind.
function news() {
  const line = (navigator as any).connection;
  if (!one('.flash .a') || (line && (line.saveData || /2g/.test(line.effectiveType)))) return;
  const listen = () => {
    const script = document.createElement('script');
    script.src = '/flash.js';
    document.body.append(script);
  };
  if ('requestIdleCallback' in globalThis) requestIdleCallback(listen);
  else setTimeout(listen, 2000);
}
