// The advertisements: every advertiser in every size of the trade, one layout a size.
// An advertiser is { ground, ink, accent, accentInk, edge, face, weight, mirror, name, line, short, note, call, scene(w, h) }:
// `short` is its line where room is scarce, `scene` draws into the box of the drawing, `mirror` puts that box on the other side.
// Words that do not fit, or do not stand out from their ground, stop the drawing: a banner is never cut or pale.

const SIZES = ['320x100', '728x90', '970x250', '300x250', '300x600'];
const FACES = { Lato: 'fonts-lato', Vollkorn: 'fonts-vollkorn', 'Lobster Two': 'fonts-lobstertwo' }; // and their Debian packages
const AA = 4.5; // least contrast of words on their ground (WCAG 2.2, 1.4.3)

// For each size: the box of the drawing, then columns of words, [x, y, width, height, parts]; and the type size of each part.
const LAYOUTS = {
  '320x100': {
    scene: [0, 0, 100, 100], columns: [[112, 4, 200, 92, ['name', 'short', 'call']]],
    type: { name: [30, 1], short: [14, 1], call: [13, 1] }, gap: 5,
  },
  '728x90': {
    scene: [0, 0, 150, 90], columns: [[168, 4, 210, 82, ['name']], [392, 4, 182, 82, ['line']], [584, 4, 130, 82, ['call']]],
    type: { name: [38, 2], line: [19, 2], call: [16, 1] }, gap: 4,
  },
  '970x250': {
    scene: [0, 0, 360, 250], columns: [[396, 12, 540, 226, ['name', 'line', 'note', 'call']]],
    type: { name: [70, 1], line: [32, 1], note: [20, 1], call: [21, 1] }, gap: 12,
  },
  '300x250': {
    scene: [0, 0, 300, 98], columns: [[16, 101, 268, 146, ['name', 'short', 'call']]],
    type: { name: [44, 2], short: [18, 1], call: [16, 1] }, gap: 6,
  },
  '300x600': {
    scene: [0, 0, 300, 284], columns: [[22, 290, 256, 304, ['name', 'line', 'note', 'call']]],
    type: { name: [48, 2], line: [26, 3], note: [17, 3], call: [20, 1] }, gap: 15,
  },
};
const SMALLEST = 12; // pixels, of any word

const luminance = (colour) => {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = parseInt(colour.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const mustContrast = (colour, ground) => {
  const [dark, light] = [luminance(colour), luminance(ground)].sort((a, b) => a - b), ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < AA) throw new Error(`${colour} on ${ground} has a contrast of ${ratio.toFixed(2)}`);
};
const mustHaveFace = (face) => {
  const width = (family) => {
    pen.font = `40px ${family}`;
    return pen.measureText('Mwilò').width;
  };
  if (width(`"${face}", monospace`) !== width('monospace')) return;
  throw new Error(`${face} is not installed: apt-get install ${FACES[face]}`);
};

// broken breaks a text at its plain spaces into the fewest lines that fit; no-break spaces hold.
const broken = (text, width) => text.split(' ').reduce((lines, word) => {
  const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
  if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
  else lines.push(word);
  return lines;
}, []);

// fitted sets a text in as few lines as will hold it at three quarters of its size or more, and at most in so many; there it
// shrinks as far as it must.
const fitted = (text, font, [size, most], width) => {
  for (let n = 1; n <= most; n++) {
    for (let px = size; px >= (n < most ? size * 0.75 : SMALLEST); px--) {
      pen.font = font(px);
      const lines = broken(text, width);
      if (lines.length <= n && lines.every((one) => pen.measureText(one).width <= width)) return { px, lines, font: font(px) };
    }
  }
  throw new Error(`no room for ${text}`);
};

// part prepares one part of an advertiser's words: its lines and its height.
const part = (brand, kind, type, width) => {
  const face = kind === 'name' ? brand.face : 'Lato', weight = { name: brand.weight, note: '400', call: '900' }[kind] || '700';
  const pad = kind === 'call' ? type[0] * 0.85 : 0;
  const set = fitted(brand[kind], (px) => `${weight} ${px}px "${face}"`, type, width - pad * 2);
  const leading = set.px * (kind === 'name' ? 1.02 : 1.24);
  return { kind, pad, leading, ...set, height: kind === 'call' ? set.px * 1.9 : leading * set.lines.length };
};
const sayPart = (brand, one, a, b) => {
  pen.font = one.font;
  pen.textBaseline = 'alphabetic';
  if (one.kind === 'call') {
    mustContrast(brand.accentInk, brand.accent);
    rect(a, Math.round(b), Math.ceil(pen.measureText(one.lines[0]).width + one.pad * 2), Math.round(one.height), brand.accent);
    pen.fillStyle = brand.accentInk;
    pen.fillText(one.lines[0], a + one.pad, Math.round(b + one.height / 2 + one.px * 0.35));
    return;
  }
  const rise = one.px * (one.kind === 'name' ? 0.85 : 0.94);
  mustContrast(brand.ink, brand.ground);
  pen.fillStyle = brand.ink;
  one.lines.forEach((text, i) => pen.fillText(text, a, Math.round(b + i * one.leading + rise)));
};

// column stacks the parts in its box, centred from top to bottom.
const column = (brand, layout, [a, b, w, h, kinds]) => {
  const parts = kinds.map((kind) => part(brand, kind, layout.type[kind], w));
  const height = parts.reduce((sum, one) => sum + one.height, 0) + layout.gap * (parts.length - 1);
  if (height > h) throw new Error(`${kinds} need ${Math.ceil(height)} of ${h} pixels`);
  parts.reduce((y, one) => { sayPart(brand, one, a, y); return y + one.height + layout.gap; }, b + (h - height) / 2);
};

// Dots for a px where phones show it: they have two or three, and words in small letters need more than one. A quarter more costs a kilobyte.
const DOTS = { '320x100': 1.25, '300x250': 1.2 };

const advertisement = (name, size) => {
  const [w, h] = size.split('x').map(Number), brand = ads[name], layout = LAYOUTS[size], dots = DOTS[size] || 1, sheet = canvas(name, w * dots, h * dots);
  pen.scale(dots, dots);
  const [a, b, sw, sh] = layout.scene, mirrored = brand.mirror && sw < w, left = mirrored ? w - sw : a;
  mustHaveFace(brand.face);
  mustHaveFace('Lato');
  rect(0, 0, w, h, brand.ground);
  inside(left, b, sw, sh, () => {
    pen.translate(left + sw / 2, b + sh / 2);
    brand.scene(sw, sh);
  });
  layout.columns.forEach(([x, ...rest]) => column(brand, layout, [mirrored ? x - sw : x, ...rest]));
  frame(0.5, 0.5, w - 1, h - 1, brand.edge, 1);
  return sheet.toDataURL();
};

// fit draws f, which is 200 × 200 about its centre, as large as the box allows.
const fit = (w, h, f, share = 1) => {
  const s = (Math.min(w, h) / 200) * share;
  scaled(0, 0, s, s, f);
};
