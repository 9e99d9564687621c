// On a good line the browser fetches the likeliest next article, the first that an article, a list or the front page offers, from the moment a finger comes down on it: sooner would cost all who do not
// follow it. It never does for who saves data. A page that came this way
// is asked for again when it is read, which costs a few bytes, so that it counts as read and is kept.
import { one } from './dom';

export function guess() {
  const line = (navigator as any).connection;
  const [visit] = performance.getEntriesByType('navigation') as any[];
  if (visit?.deliveryType === 'navigational-prefetch') {
    const worker = navigator.serviceWorker?.controller;
    if (worker) worker.postMessage('');
    else fetch(location.href);
  }
  if (!line || line.saveData || line.effectiveType !== '4g' || !(HTMLScriptElement as any).supports?.('speculationrules')) return;
  const next = one<HTMLAnchorElement>('main .rel h3 a,main .lead h2 a,main.list h3 a');
  if (!next) return;
  const rules = document.createElement('script');
  rules.type = 'speculationrules';
  rules.textContent = JSON.stringify({ prefetch: [{ urls: [next.pathname], eagerness: 'conservative' }] });
  document.head.append(rules);
}
