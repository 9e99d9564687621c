// Cropping a picture by hand: its edges, its corners and the frame as a whole are dragged, or moved by the arrows of the keyboard. What is left goes into the fields of the form, which do all of it without this script.
(() => {
  'use strict';
  const form = document.querySelector('form[data-crop]');
  if (!form || !window.PointerEvent) return;
  const opposite = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' }, across = { left: true, right: true };
  const least = 5; // per cent of a picture that stay
  const cut = (side) => Math.min(95, Math.max(0, Math.round(+form.elements[side].value || 0)));

  const make = (name, of, inside) => {
    const e = document.createElement(name);
    e.className = of;
    inside.append(e);
    return e;
  };
  const room = document.createElement('div');
  room.className = 'cut';
  const [image, left] = ['', 'left'].map((of) => Object.assign(make('img', of, room), { src: form.dataset.crop, alt: '', width: form.dataset.width, height: form.dataset.height }));
  const frame = make('div', 'frame', room);

  const edges = {};
  const show = () => {
    for (const side in opposite) {
      const now = cut(side), edge = edges[side];
      frame.style[side] = now + '%';
      edge.setAttribute('aria-valuenow', now);
      edge.setAttribute('aria-valuetext', now + ' %');
      edge.setAttribute('aria-valuemax', 100 - least - cut(opposite[side]));
    }
    left.style.clipPath = 'inset(' + ['top', 'right', 'bottom', 'left'].map((side) => cut(side) + '%').join(' ') + ')';
  };
  const set = (side, to) => {
    form.elements[side].value = Math.round(Math.min(100 - least - cut(opposite[side]), Math.max(0, to)));
  };

  // drag follows a finger or a mouse; it says how far it went, in per cent of the picture.
  const drag = (grip, begin, moved) => grip.addEventListener('pointerdown', (down) => {
    if (down.button || down.target !== grip) return;
    down.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(down.pointerId);
    const from = begin(), { width, height } = image.getBoundingClientRect();
    const move = (e) => {
      moved(from, 100 * (e.clientX - down.clientX) / width, 100 * (e.clientY - down.clientY) / height);
      show();
    };
    const end = () => ['pointermove', 'pointerup', 'pointercancel'].forEach((kind, i) => grip.removeEventListener(kind, i ? end : move));
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  });
  const all = () => Object.fromEntries(Object.keys(opposite).map((side) => [side, cut(side)]));
  const inward = (side, x, y) => (across[side] ? x : y) * (side === 'left' || side === 'top' ? 1 : -1);

  // The frame keeps its size when it is moved.
  const carry = (from, x, y) => {
    for (const [one, other, by] of [['left', 'right', x], ['top', 'bottom', y]]) {
      const step = Math.round(Math.min(from[other], Math.max(-from[one], by)));
      form.elements[one].value = from[one] + step;
      form.elements[other].value = from[other] - step;
    }
  };
  drag(frame, all, carry);

  for (const side in opposite) {
    const edge = edges[side] = make('span', 'edge at-' + side, frame);
    edge.tabIndex = 0;
    edge.setAttribute('role', 'slider');
    edge.setAttribute('aria-label', form.querySelector('label[for="' + form.elements[side].id + '"]').textContent);
    edge.setAttribute('aria-orientation', across[side] ? 'horizontal' : 'vertical');
    edge.setAttribute('aria-valuemin', 0);
    drag(edge, all, (from, x, y) => set(side, from[side] + inward(side, x, y)));
    edge.addEventListener('keydown', (e) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
      const by = way && inward(side, way[0], way[1]) * (e.shiftKey ? 10 : 1);
      if (!by) return;
      e.preventDefault();
      set(side, cut(side) + by);
      show();
    });
    form.elements[side].addEventListener('input', show);
  }
  for (const [x, y] of [['left', 'top'], ['right', 'top'], ['left', 'bottom'], ['right', 'bottom']]) {
    drag(make('span', 'corner at-' + x + ' at-' + y, frame), all, (from, dx, dy) => {
      set(x, from[x] + inward(x, dx, dy));
      set(y, from[y] + inward(y, dx, dy));
    });
  }
  const hint = document.createElement('p');
  hint.textContent = form.dataset.hint;
  form.before(hint, room);
  show();
})();
