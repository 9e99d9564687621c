// The last two cells of the share row: copying the address, and the device's own sheet where it has one.
import { one } from './dom';

export function share() {
  const copy = one<HTMLButtonElement>('[data-copy]');
  const more = one<HTMLButtonElement>('[data-share]');
  if (!copy || !more) return;
  const url = copy.dataset.copy!;
  if (navigator.clipboard) {
    const word = one('span', copy)!;
    copy.parentElement!.hidden = false;
    copy.onclick = async () => {
      await navigator.clipboard.writeText(url);
      word.textContent = copy.dataset.done!;
      copy.classList.add('on');
    };
  }
  if ('share' in navigator) {
    more.parentElement!.hidden = false;
    more.onclick = () => navigator.share({ url, title: more.dataset.share }).catch(() => {});
  }
}
