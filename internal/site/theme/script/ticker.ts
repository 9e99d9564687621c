// The breaking line steps through its items slowly, the last to the end of the list, unless the reader wants nothing to move; it rests while it is looked at.
import { all, one } from './dom';

const EVERY = 7000; // ms

export function ticker() {
  const flash = one('.flash');
  const list = flash && one('ol', flash);
  const button = flash && one('button', flash);
  if (!flash || !button || !list || matchMedia('(prefers-reduced-motion:reduce)').matches) return;
  const labels = [button.getAttribute('aria-label'), button.dataset.play] as string[];
  const count = list.children.length + 1;
  let at = 1;
  let paused = false;
  const step = () => {
    if (paused || document.hidden || flash.matches(':hover,:focus-within') || one('details[open]', flash)) return;
    const next = list.firstElementChild!;
    const last = document.createElement('li');
    last.append(...all('.w>time,.w>.a', flash));
    list.append(last);
    button.before(...next.childNodes);
    next.remove();
    at = (at % count) + 1;
    one('summary b', flash)!.textContent = String(at);
  };
  button.hidden = false;
  button.onclick = () => {
    paused = !paused;
    button.setAttribute('aria-label', labels[+paused]);
    button.classList.toggle('on', paused);
  };
  setInterval(step, EVERY);
}
