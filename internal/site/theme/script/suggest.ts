// While one types in the field of the search page, a list under it says how the word may end and what is found so far (the combobox of the ARIA practices). It loads on that page alone.
import { one } from './dom';

const WAIT = 150; // ms without a key before the newsroom is asked

const field = one<HTMLInputElement>('#sq');
const form = field?.form;
if (field && form && 'fetch' in window) {
  const list = document.createElement('ul');
  let timer = 0;
  let at = -1;
  let asked = '';
  const set = (e: Element, values: Record<string, unknown>) => {
    for (const name in values) e.setAttribute(name, String(values[name]));
  };
  const show = (open: boolean) => {
    list.hidden = !open;
    set(field, { 'aria-expanded': open });
    move(-1);
  };
  const move = (to: number) => {
    list.children[at]?.setAttribute('aria-selected', 'false');
    at = to;
    const on = list.children[at];
    on?.setAttribute('aria-selected', 'true');
    set(field, { 'aria-activedescendant': on?.id || '' });
  };
  const add = (text: string, act: () => void, quiet?: string) => {
    const item = document.createElement('li');
    item.textContent = text;
    if (quiet) item.lang = quiet;
    set(item, { id: 'sl' + list.children.length, role: 'option', class: quiet === undefined ? 'm' : '' });
    item.onmousedown = (e) => {
      e.preventDefault();
      act();
    };
    list.append(item);
  };
  const ask = async () => {
    const q = (asked = field.value.trim());
    if (q.length < 2) return show(false);
    const answer = await (await fetch(form.action + 'suggestions?q=' + encodeURIComponent(q))).json();
    if (q !== asked) return;
    list.textContent = '';
    for (const words of answer.words) {
      add(words, () => {
        field.value = words;
        form.submit();
      });
    }
    for (const a of answer.articles) add(a.title, () => (location.href = a.href), a.lang);
    show(!!list.children.length);
  };
  set(list, { id: 'sl', role: 'listbox', class: 'sug', 'aria-label': field.labels?.[0]?.textContent || '' });
  list.hidden = true;
  field.after(list);
  set(field, { role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': 'sl', 'aria-expanded': false });
  field.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(() => show(false)), WAIT);
  };
  field.onblur = () => show(false);
  field.onkeydown = (e) => {
    const n = list.children.length;
    if (list.hidden) return;
    if (e.key === 'ArrowDown') move((at + 1) % n);
    else if (e.key === 'ArrowUp') move((at < 1 ? n : at) - 1);
    else if (e.key === 'Escape') show(false);
    else if (e.key === 'Enter' && at >= 0) list.children[at].dispatchEvent(new MouseEvent('mousedown', { cancelable: true }));
    else return;
    e.preventDefault();
  };
}
