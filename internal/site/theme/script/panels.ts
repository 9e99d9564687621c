// Escape and the closing link take a panel away as the Back key does, and give the focus back to the link that opened it. What
// lies under an open panel takes no focus.
import { one } from './dom';

const openPanel = () => one('#menu:target,#pays:target');

export function panels() {
  let openers: HTMLElement[] = [];
  const close = () => {
    const opener = openers.pop();
    if (!opener) {
      location.hash = 'haut';
      return;
    }
    addEventListener('hashchange', () => opener.focus(), { once: true });
    history.back();
  };
  const settle = () => {
    const open = openPanel();
    if (!open) openers = [];
    for (const e of document.body.children) (e as HTMLElement).inert = !!open && e !== open;
  };
  for (const moment of ['hashchange', 'load']) addEventListener(moment, settle);
  addEventListener('click', (e) => {
    const link = (e.target as HTMLElement).closest<HTMLAnchorElement>('a');
    if (link?.matches('[href="#menu"],[href="#pays"]')) openers.push(link);
    if (link?.matches(':target>.x')) {
      e.preventDefault();
      close();
    }
  });
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && openPanel()) close();
  });
}
