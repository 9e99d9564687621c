// Things: chip, drum, telephones, books, radio.

// telephone: one phone upright, 150 × 290, by state: lit, cracked, open, with keys
const phoneBody = (colour) => {
  slab(-67, -135, 150, 290, 22, shade);
  slab(-75, -145, 150, 290, 22, colour);
};
const litPhone = (colour, trim) => {
  phoneBody(colour);
  slab(-63, -131, 126, 262, 12, ink);
  rect(-56, -112, 112, 206, trim);
  grid(3, 4, (i, j) => slab(-46 + i * 34, -98 + j * 42, 25, 25, 6, [cotton, laterite, ochre, forest, indigo][(i + j * 2) % 5]));
  rect(-56, 72, 112, 22, oxblood);
  slab(-18, -125, 36, 6, 3, clay);
  disc(0, 112, 9, clay);
};
const crackedPhone = (colour) => {
  phoneBody(colour);
  slab(-63, -131, 126, 262, 12, ink);
  rect(-56, -112, 112, 206, dusk);
  const cracks = [
    [56, -112, 20, -40, -8, -16, -56, 34], [20, -40, 56, -20], [20, -40, 6, -84, 14, -112],
    [-8, -16, -56, -40], [-8, -16, 6, 40, -10, 94], [6, 40, 56, 66], [-30, 7, -40, 60],
  ];
  cracks.forEach((points) => line(points, cotton, 5));
  disc(0, 112, 9, clay);
};
const openPhone = (colour) => {
  phoneBody(colour);
  slab(-63, -131, 126, 262, 12, forest);
  rect(-52, -20, 104, 118, ochre);
  rect(-52, -20, 104, 18, ink);
  zig(48, 14, 10, oxblood, 6, -52, 54);
  rect(-50, -118, 46, 46, ink);
  times(4, (k) => { rect(-46 + k * 11, -72, 5, 12, cotton); });
  line([2, -96, 30, -96, 46, -80, 46, -40], straw, 5);
  line([2, -110, 50, -110], straw, 5);
  disc(28, -62, 14, cotton);
  disc(28, -62, 7, laterite);
  for (const [a, b] of [[-52, 114], [52, 114], [52, -122], [-30, -50]]) disc(a, b, 5, cotton);
};
const keyPhone = (colour, trim) => {
  phoneBody(colour);
  rect(-56, -118, 112, 96, ink);
  rect(-48, -110, 96, 80, lagoon);
  for (const [y, w] of [[-98, 70], [-82, 50], [-66, 62]]) rect(-40, y, w, 7, ink);
  slab(-24, -10, 48, 24, 10, trim);
  grid(3, 4, (i, j) => slab(-56 + i * 40, 24 + j * 28, 32, 20, 6, cotton));
};
const screwdriver = () => {
  slab(-11, -120, 22, 100, 10, laterite);
  for (const a of [-5, 3]) rect(a, -112, 3, 84, oxblood);
  rect(-4, -22, 8, 110, linen);
  poly([-7, 84, 7, 84, 4, 104, -4, 104], linen);
};

// livres: what a spine bears, a row of spines, bound manuscripts, and one open
const spine = (a, foot, w, h, colour, thread, kind) => {
  rect(a, foot - h, w, h, colour);
  rect(a, foot - h + 14, w, 6, thread);
  rect(a, foot - 22, w, 6, thread);
  inside(a, foot - h + 24, w, h - 50, () => {
    if (kind === 0) dia(a + w / 2, foot - h / 2, w * 0.34, 30, thread);
    if (kind === 1) for (let y = foot - h; y < foot; y += 22) line([a, y, a + w / 2, y + 11, a + w, y], thread, 5);
    if (kind === 2) rect(a + w * 0.3, foot - h + 40, w * 0.4, h * 0.42, thread);
    if (kind === 3) for (let y = foot - h + 44; y < foot - 30; y += 22) disc(a + w / 2, y, w * 0.16, thread);
  });
};
const PAIRS = [
  [oxblood, ochre], [forest, straw], [indigo, lagoon], [laterite, cotton], [clay, bark],
  [ochre, oxblood], [river, cotton], [bark, clay], [cotton, laterite],
];
const spines = (from, to, foot) => {
  for (let a = from, i = 0; a < to - 20; i++) {
    const w = Math.min(26 + Math.floor(chance() * 5) * 7, to - a);
    const [colour, thread] = PAIRS[(i * 4 + Math.floor(foot)) % 9];
    if (w < 18) break;
    spine(a, foot, w - 4, 132 + Math.floor(chance() * 6) * 11, colour, thread, i % 4);
    a += w;
  }
};
const manuscripts = (a, foot, w) => {
  let y = foot;
  each([[0, 34, rust, ochre], [26, 30, sand, oxblood], [14, 36, oxblood, straw], [44, 28, clay, bark]], (less, h, colour, cord) => {
    const width = w - less, left = a + less / 2;
    y -= h;
    rect(left, y, width, h - 3, colour);
    for (const k of [0.24, 0.5, 0.76]) rect(left + width * k - 4, y, 8, h - 3, cord);
  });
};
const script = (a, b, w, rows, colour) => times(rows, (j) => {
  let x = a + w;
  const y = b + j * 22;
  while (x > a + 22) {
    const length = Math.min(14 + Math.floor(chance() * 4) * 9, x - a);
    const word = [x, y - 3, x - length * 0.3, y + 8, x - length * 0.6, y, x - length * 0.8, y - 6, x - length, y + 2];
    stroke(colour, 4.5, () => quad(word), 'round');
    if (chance() > 0.5) disc(x - length * 0.4, y - 9, 2.6, colour);
    x -= length + 10;
  }
});
const openManuscript = (a, b) => {
  const w = 250, h = 310;
  rect(a - w - 16, b - 10, w * 2 + 32, h + 28, oxblood);
  for (const side of [-1, 1]) {
    const left = side < 0 ? a - w : a;
    rect(left, b, w, h, cotton);
    rect(side < 0 ? a - 16 : a, b, 16, h, linen);
    frame(left + 26, b + 22, w - 52, h - 44, laterite, 4);
    script(left + 42, b + (side < 0 ? 146 : 56), w - 84, side < 0 ? 7 : 11, ink);
  }
  for (const [r, c] of [[44, ochre], [34, oxblood], [22, ochre], [10, indigo]]) star(a - 125, b + 82, r, c);
  rect(a - 2, b - 10, 4, h + 28, rust);
};

// radio: the woven front of the loudspeaker
const weave = (a, b, w, h, step, colours) => grid(Math.ceil(w / step), Math.ceil(h / step), (i, j) => {
  const x = a + i * step, y = b + j * step;
  if ((i + j) % 2) times(3, (k) => rect(x, y + 3 + (k * step) / 3, step, step / 3 - 4, colours[(i + k) % 2]));
  else times(3, (k) => rect(x + 3 + (k * step) / 3, y, step / 3 - 4, step, colours[2 + ((j + k) % 2)]));
});
const knob = (a, b, r, turn) => {
  disc(a + 5, b + 7, r, shade);
  disc(a, b, r, ink);
  disc(a, b, r * 0.78, ochre);
  times(20, (k) => at(a, b, (k * TURN) / 20, () => rect(r * 0.8, -2, r * 0.2, 4, ochre)));
  at(a, b, turn, () => rect(-4, -r * 0.74, 8, r * 0.5, ink));
};
const tuningScale = (a, b, w, h) => {
  rect(a, b, w, h, cotton);
  frame(a, b, w, h, ink, 8);
  for (let k = 0; k <= 32; k++) {
    const long = k % 4 === 0;
    rect(a + 24 + (k * (w - 52)) / 32, b + 26, 4, long ? 44 : 24, ink);
    rect(a + 24 + (k * (w - 52)) / 32, b + h - 26 - (long ? 34 : 18), 4, long ? 34 : 18, laterite);
  }
  rect(a + w * 0.62, b + 6, 10, h - 12, laterite);
};

draws({
  // circuit and cloth
  circuit() {
    const dim = '#2a8a72';
    rect(0, 0, W, H, '#0d3d34');
    times(9, (k) => {
      const a = 425 + k * 44, d = (k - 4) * 56, colour = k % 3 ? dim : ochre;
      for (const f of [-1, 1]) {
        line([a, 400, a, 400 + f * 230, a + d, 400 + f * (230 + Math.abs(d)), a + d, 400 + f * 460], colour, 16);
        disc(a + d, 400 + f * (250 + Math.abs(d)), 17, colour);
      }
    });
    times(8, (k) => {
      const b = 245 + k * 44, d = (k - 3.5) * 48, colour = k % 3 === 1 ? ochre : dim;
      for (const f of [-1, 1]) {
        line([600, b, 600 + f * 250, b, 600 + f * (250 + Math.abs(d)), b + d, 600 + f * 640, b + d], colour, 16);
        disc(600 + f * (330 + Math.abs(d)), b + d, 17, colour);
      }
    });
    rect(400, 220, 400, 360, cotton);
    rect(424, 244, 352, 312, ink);
    times(9, (k) => { rect(416 + k * 44, 176, 18, 44, ochre); rect(416 + k * 44, 580, 18, 44, ochre); });
    times(8, (k) => { rect(356, 236 + k * 44, 44, 18, ochre); rect(800, 236 + k * 44, 44, 18, ochre); });
    times(4, (i) => times(3, (j) => {
      dia(480 + i * 80, 310 + j * 90, 34, 38, (i + j) % 2 ? laterite : ochre);
      dia(480 + i * 80, 310 + j * 90, 15, 17, ink);
    }));
  },

  // sound waves from a drum
  ondes() {
    rect(0, 0, W, H, oxblood);
    for (let r = 900, k = 0; r > 120; r -= 52, k++) ring(600, 400, r, [ochre, laterite, '#8e2c26'][k % 3], k % 3 ? 26 : 14);
    rings(600, 400, [[176, ink], [156, sand], [84, bark]]);
    times(24, (k) => {
      const t = (k * PI) / 12, to = (r, u) => [600 + r * Math.cos(u), 400 + r * Math.sin(u)];
      line([...to(156, t), ...to(176, t + 0.13)], cotton, 9);
    });
  },

  // repaired telephones as a cloth
  telephone() {
    const rows = [
      [litPhone, oxblood, sand], [openPhone, cotton], [keyPhone, indigo, laterite], [crackedPhone, laterite],
      [litPhone, forest, straw], [openPhone, laterite], [litPhone, indigo, cotton], [crackedPhone, cotton],
      [keyPhone, forest, ochre], [openPhone, oxblood],
    ];
    rect(0, 0, W, H, ochre);
    grid(25, 17, (i, j) => dia(i * 50 + (j % 2) * 25, j * 50, 8, 8, '#c4801a'));
    for (let i = -1; i < 6; i++) {
      for (let j = -1; j < 3; j++) {
        const a = 120 + i * 240, b = 60 + j * 380 + (i % 2 ? 190 : 0) + 20, [draw, ...colours] = rows[(i * 3 + j * 5 + 20) % 10];
        at(a, b, (i + j) % 2 ? 0.07 : -0.07, () => draw(...colours));
      }
    }
    each([[120, 260, 0.9], [600, 260, -0.8], [1080, 262, 0.9], [360, 460, 0.8], [840, 460, -0.9]], (a, b, turn) => {
      at(a, b, turn, () => scaled(0, 0, 0.62, 0.62, screwdriver));
    });
  },

  // shelves of books and tied manuscripts, one open
  livres() {
    rect(0, 0, W, H, bark);
    for (const foot of [232, 512, 792]) {
      rect(0, foot - 256, W, 256, '#21140c');
      spines(14, 190, foot);
      manuscripts(196, foot, 120);
      if (foot !== 512) spines(324, 876, foot);
      manuscripts(884, foot, 120);
      spines(1012, W - 10, foot);
      rect(0, foot, W, 24, rust);
      rect(0, foot, W, 6, clay);
    }
    openManuscript(600, 216);
  },

  // a radio set, its front a weave
  radio() {
    rect(0, 0, W, H, laterite);
    for (let r = 860, k = 0; r > 60; r -= 54, k++) ring(420, 430, r, ['#a53d17', ochre, '#c1551f'][k % 3], k % 3 === 1 ? 12 : 26);
    line([900, 230, 1120, 30], ink, 10);
    disc(1120, 30, 14, cotton);
    stroke(ink, 26, () => pen.roundRect(360, 130, 480, 160, 30));
    rect(206, 214, 816, 452, shade);
    slab(190, 196, 820, 452, 20, oxblood);
    slab(208, 214, 784, 416, 10, ochre);
    slab(218, 224, 764, 396, 6, oxblood);
    rect(236, 242, 370, 360, ink);
    inside(244, 250, 354, 344, () => weave(244, 250, 354, 344, 50, [straw, ochre, laterite, cotton]));
    frame(240, 246, 362, 352, cotton, 8);
    tuningScale(634, 250, 324, 150);
    knob(688, 508, 50, -0.7);
    knob(796, 508, 38, 0.5);
    knob(904, 508, 50, 1.2);
    times(4, (k) => slab(648 + k * 82, 582, 62, 22, 4, cotton));
    for (const a of [270, 880]) rect(a, 648, 60, 24, ink);
    rect(0, 672, W, 128, forest);
    rect(0, 672, W, 10, ink);
    for (let a = 0; a < W + 70; a += 70) { dia(a, 740, 34, 40, leaf); dia(a, 740, 15, 18, ochre); }
  },
});
