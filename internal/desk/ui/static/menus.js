// What scripts add to the room of menus: entries are moved with a finger or a mouse, sideways to stand below the one before. Buttons do all of it without; nothing is kept before it is saved.
'use strict';
(() => {
  const list = document.querySelector('[data-menu]');
  if (!list) return;
  const form = list.closest('form');
  const levels = +list.dataset.levels;
  const rtl = getComputedStyle(list).direction === 'rtl';
  const step = 40; // pixels that make a level

  const entries = () => [...list.children];
  const levelOf = (item) => (item.classList.contains('level-1') ? 1 : 2);

  // below are an entry and all that moves with it.
  function withBelow(item) {
    const all = [item];
    for (let next = item.nextElementSibling; next && levelOf(next) > levelOf(item); next = next.nextElementSibling) all.push(next);
    return all;
  }

  // send has the server lay an entry behind another, at a level.
  function send(item, level) {
    const over = item.previousElementSibling;
    const button = document.createElement('button');
    button.name = 'do';
    button.value = ['place', item.dataset.key, over ? over.dataset.key : '-', over ? level : 1].join(' ');
    button.setAttribute('formaction', form.getAttribute('action') + '#' + item.dataset.key);
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
  }

  function follow(item, grip, down) {
    const moving = withBelow(item);
    const from = entries().indexOf(item);
    const start = levelOf(item);
    let level = start;
    const move = (e) => {
      for (const one of moving) one.classList.add('moving');
      const edge = 60;
      if (e.clientY < edge) scrollBy(0, -12);
      else if (e.clientY > innerHeight - edge) scrollBy(0, 12);
      const sideways = (rtl ? -1 : 1) * (e.clientX - down.clientX);
      level = Math.min(levels, Math.max(1, start + Math.round(sideways / step)));
      item.classList.toggle('going-in', level > start);
      item.classList.toggle('going-out', level < start);
      const over = entries().find((one) => {
        const box = one.getBoundingClientRect();
        return !moving.includes(one) && e.clientY > box.top && e.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      if (e.clientY < box.top + box.height / 2) over.before(...moving);
      else over.after(...moving);
    };
    const end = (e) => {
      grip.removeEventListener('pointermove', move);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      for (const one of moving) one.classList.remove('moving', 'going-in', 'going-out');
      if (e.type === 'pointerup' && (level !== start || entries().indexOf(item) !== from)) send(item, level);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  }

  // A grip is for pointers alone: keys have the buttons beside it.
  for (const item of entries()) {
    const grip = document.createElement('span');
    grip.className = 'grip';
    grip.textContent = '⠿';
    grip.setAttribute('aria-hidden', 'true');
    item.prepend(grip);
    grip.addEventListener('pointerdown', (e) => {
      if (e.button) return;
      e.preventDefault();
      grip.setPointerCapture(e.pointerId);
      follow(item, grip, e);
    });
  }
})();
