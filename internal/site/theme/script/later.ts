// What a page fetches once it stands. Its words are put before it: words = {"fr": [mark for later, marked]}.
import { one } from './dom';
import { guess } from './guess';
import { mark } from './mark';
import { refused } from './kept';

for (const part of [register, mark, guess, lighten]) {
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
