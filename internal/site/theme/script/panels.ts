// Escape and the closing link take a panel away as the Back key does, and give the focus back to the link that opened it.
import { one } from './dom';

export function panels() {
  let opener: HTMLElement | null = null;
  const close = () => {
    if (opener) {
      history.back();
      opener.focus();
      opener = null;
    } else {
      location.hash = 'haut';
    }
  };
  addEventListener('click', (e) => {
    const link = (e.target as HTMLElement).closest<HTMLAnchorElement>('a[href^="#"]');
    if (!link) return;
    if (link.matches(':target>.x')) {
      e.preventDefault();
      close();
    } else if (link.matches('[href="#menu"],[href="#pays"]')) {
      opener = one(':target')?.contains(link) ? null : link;
    }
  });
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && one('#menu:target,#pays:target')) close();
  });
}
