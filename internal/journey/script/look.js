// What the journeys ask of a page. Evaluated before every question; the first time it defines globalThis.look.
globalThis.look ??= (() => {
  const controls = 'a[href],button,summary,input:not([type=hidden]),select,textarea,[role=button],[tabindex]';

  // shown: a reader sees it somewhere on the page.
  const shown = (e) => {
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const r = e.getBoundingClientRect();
    return r.width > 1 && r.height > 1 && r.right > 0 && r.bottom + scrollY > 0;
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const named = (e) => (e.getAttribute('aria-label') || e.innerText || e.name || e.outerHTML).trim().replace(/\s+/g, ' ').slice(0, 60);
  const words = (e) => `<${e.localName}${e.id ? '#' + e.id : ''}${e.className && e.className.baseVal === undefined ? '.' + e.className.trim().replace(/\s+/g, '.') : ''}> ${named(e)}`;

  // aim brings the first shown match into sight and says where to click it, and whether a click would land on it.
  const aim = (selector) => {
    const e = all(selector)[0];
    if (!e) return null;
    e.scrollIntoView({ block: 'center', behavior: 'instant' });
    const r = e.getClientRects()[0];
    const x = r.left + r.width / 2, y = r.top + r.height / 2;
    const hit = document.elementFromPoint(x, y);
    return { x, y, lands: e.contains(hit) || hit?.contains(e) === true, what: words(e) };
  };

  // inText: a link within a sentence, whose height is the line's (WCAG 2.5.8, "inline").
  const inText = (e) => {
    if (getComputedStyle(e).display !== 'inline') return false;
    let block = e.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    return block.innerText.trim().length > e.innerText.trim().length + 3;
  };

  // owns: a touch here is the control's. The tall letters of a neighbouring text may reach into it; another control may not.
  const owns = (e, x, y) => {
    const found = document.elementFromPoint(x, y);
    if (!found || e.contains(found) || found.control === e) return !!found;
    return !found.closest(controls) && [...e.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom);
  };
  // reach is how much around the middle of a control is its own, in one direction, counted as far as enough.
  const reach = (e, x, y, dx, dy, enough) => {
    let n = 1;
    for (const sign of [-1, 1]) {
      for (let i = 1; n < enough && owns(e, x + sign * i * dx, y + sign * i * dy); i++) n++;
    }
    return n;
  };

  // small lists the controls that a finger of least px misses. Within is the panel that lies over the page, if one does.
  const small = (least, within) => {
    const found = [];
    for (const e of all(controls)) {
      if (within && !e.closest(within)) continue;
      if (!within && getComputedStyle(e).position === 'fixed') continue;
      if (inText(e)) continue;
      e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const r = e.getClientRects()[0];
      const x = r.left + r.width / 2, y = r.top + r.height / 2;
      const [w, h] = [reach(e, x, y, 1, 0, least), reach(e, x, y, 0, 1, least)];
      if (w < least - 1 || h < least - 1) found.push(`${w}×${h} ${words(e)}`);
    }
    return found;
  };

  // wide lists what makes the page wider than its window; nothing when it is not.
  const wide = () => {
    const width = innerWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const out = all('body *').filter((e) => e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1);
    return [`${document.scrollingElement.scrollWidth} px in a window of ${width}`, ...out.slice(0, 5).map(words)];
  };

  // backwards lists neighbours of a list of elements of which the later stands above the earlier.
  const backwards = (selector) => {
    const top = (e) => e.getBoundingClientRect().top;
    return all(selector).flatMap((e, i, list) => (i && top(e) < top(list[i - 1]) - 2 ? [`${words(e)} stands above ${words(list[i - 1])}`] : []));
  };

  const channels = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const clear = (colour) => channels(colour)[3] === 0 || colour === 'transparent';
  // ground is the colour behind an element's text.
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (!clear(c)) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  const legible = (e) => contrast(getComputedStyle(e).color, ground(e));

  // bright lists surfaces that shine in the dark. A button in the colour of the ink may.
  const bright = () => all('body, body *:not(img)')
    .filter((e) => !clear(getComputedStyle(e).backgroundColor) && luminance(getComputedStyle(e).backgroundColor) > 0.2 && e.offsetWidth * e.offsetHeight > 20000)
    .map(words);

  // stop describes where the keyboard is.
  const stop = () => {
    const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
    const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !clear(s.outlineColor);
    return {
      what: words(e), href: e.getAttribute('href') || '', ring, contrast: contrast(s.outlineColor, ground(e.parentElement)),
      seen: e !== document.body && shown(e) && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
    };
  };

  // ruled: there is a line over the element that can be told from the paper.
  const ruled = (e) => {
    const s = getComputedStyle(e);
    return parseFloat(s.borderTopWidth) >= 1 && s.borderTopStyle !== 'none' && contrast(s.borderTopColor, ground(e)) > 1.1;
  };

  // reveal scrolls through the page as a reader does, so that everything loads and whatever moves has moved.
  const reveal = async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (let y = 0; y < document.scrollingElement.scrollHeight; y += innerHeight / 2) {
      scrollTo({ top: y, behavior: 'instant' });
      await frame();
    }
    await Promise.all([...document.images].filter(shown).map((i) => i.complete || new Promise((done) => { i.onload = i.onerror = done; })));
    await frame();
  };

  // places is where everything stands, by its number in the document. The share row is far below the first screen and makes room within itself.
  const places = () => Object.fromEntries([...document.querySelectorAll('body :not([data-later],[role=listbox])')].flatMap((e, i) => {
    if (!shown(e) || e.closest('svg,.share')) return [];
    const r = e.getBoundingClientRect();
    return [[i + ' ' + words(e), [r.left, r.top + scrollY, r.width, r.height].map(Math.round).join(' ')]];
  }));

  return { all, aim, small, wide, backwards, bright, contrast, ground, legible, luminance, named, places, reveal, ruled, shown, stop, words };
})();
