// The breaking line steps through its items slowly, the last to the end of the list, unless the reader wants nothing to move; it rests while it is looked at.
import { all, one } from './dom';

const EVERY = 7000; // ms

export function ticker() {
  const flash = one('.flash')!;
  const list = one('.flash ol');
  const button = one('.flash button')!;
  if (!list || matchMedia('(prefers-reduced-motion:reduce)').matches) return;
  const labels = [button.getAttribute('aria-label'), button.dataset.play] as string[];
  let paused = false;
  const step = () => {
    if (paused || document.hidden || flash.matches(':hover,:focus-within') || one('.flash [open]')) return;
    const next = list.firstElementChild!;
    const last = document.createElement('li');
    last.append(...all('.w>time,.w>.a', flash));
    list.append(last);
    button.before(...next.childNodes);
    const at: any = one('.flash b'); // read anew each time: flash.ts may have begun again
    at.textContent = (at.textContent % list.children.length) + 1;
    next.remove();
  };
  button.hidden = false;
  button.onclick = () => {
    paused = !paused;
    button.setAttribute('aria-label', labels[+paused]);
    button.classList.toggle('on', paused);
  };
  setInterval(step, EVERY);
}
