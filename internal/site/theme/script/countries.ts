// The field over the countries leaves those whose names contain what is typed, accents or not.
import { all, one } from './dom';

const plain = (s: string) => s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

export function countries() {
  const field = one<HTMLInputElement>('#pays input');
  if (!field) return;
  const items = all('#pays li');
  field.closest('p')!.hidden = false;
  field.oninput = () => {
    const want = plain(field.value.trim());
    for (const item of items) item.hidden = !plain(item.textContent!).includes(want);
  };
}
