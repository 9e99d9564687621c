// What scripts add to the rooms of breaking news and of the front page: how much of a line is left, and moving things with a finger or a mouse. Buttons do all of it without.
'use strict';
(() => {
  for (const text of document.querySelectorAll('[data-most]')) {
    const left = text.form.querySelector('[data-left]');
    const most = +text.dataset.most;
    const count = () => {
      const rest = most - [...text.value.trim()].length;
      left.textContent = ' (' + rest + ')';
      left.classList.toggle('heavy', rest < 0);
    };
    text.addEventListener('input', count);
    count();
  }

  // drag follows a pointer from a grip until it is let go.
  function drag(grip, moved, dropped) {
    grip.addEventListener('pointerdown', (e) => {
      if (e.button) return;
      e.preventDefault();
      grip.setPointerCapture(e.pointerId);
      const move = (e) => {
        const edge = 60;
        if (e.clientY < edge) scrollBy(0, -12);
        else if (e.clientY > innerHeight - edge) scrollBy(0, 12);
        moved(e);
      };
      const end = (e) => {
        grip.removeEventListener('pointermove', move);
        grip.removeEventListener('pointerup', end);
        grip.removeEventListener('pointercancel', end);
        dropped(e.type === 'pointerup' ? e : null);
      };
      grip.addEventListener('pointermove', move);
      grip.addEventListener('pointerup', end);
      grip.addEventListener('pointercancel', end);
    });
  }

  // A grip is for pointers alone: keys have the buttons beside it.
  function gripOf(item) {
    const grip = document.createElement('span');
    grip.className = 'grip';
    grip.textContent = '⠿';
    grip.setAttribute('aria-hidden', 'true');
    item.prepend(grip);
    return grip;
  }

  // A list whose order is sent when something in it was let go.
  for (const list of document.querySelectorAll('[data-order]')) {
    const items = () => [...list.children];
    const form = document.getElementById('order');
    for (const item of items()) {
      drag(gripOf(item), (e) => {
        item.classList.add('moving');
        const over = items().find((other) => other !== item && e.clientY < other.getBoundingClientRect().bottom && e.clientY > other.getBoundingClientRect().top);
        if (!over) return;
        const box = over.getBoundingClientRect();
        if (e.clientY < box.top + box.height / 2) over.before(item);
        else over.after(item);
      }, (e) => {
        item.classList.remove('moving');
        if (!e) return;
        for (const one of items()) {
          const field = document.createElement('input');
          field.name = 'order';
          field.value = one.dataset.id;
          form.append(field);
        }
        form.requestSubmit();
      });
    }
  }

  // An article that is let go over a slot stands there.
  const place = document.getElementById('place');
  if (!place) return;
  for (const item of document.querySelectorAll('[data-article]')) {
    let over = null;
    drag(gripOf(item), (e) => {
      item.classList.add('moving');
      const under = document.elementsFromPoint(e.clientX, e.clientY).find((one) => one.dataset.slot && one !== item);
      if (under === over) return;
      if (over) over.classList.remove('over');
      over = under;
      if (over) over.classList.add('over');
    }, (e) => {
      item.classList.remove('moving');
      if (over) over.classList.remove('over');
      if (!e || !over) return;
      place.elements.slot.value = over.dataset.slot;
      place.elements.article.value = item.dataset.article;
      place.requestSubmit();
    });
  }
})();
