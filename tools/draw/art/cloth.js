// Cloths: woven, printed, dyed.

// kente: one cell of warp stripes, and one of weft stripes, some with nested squares
const kenteWarp = (a, b, w, h) => {
  rect(a, b, w, h, pick([ochre, ochre, laterite]));
  times(5, (k) => rect(a + 8 + k * 30, b, 13, h, [ink, forest, oxblood, forest, ink][k]));
  rect(a, b + h - 22, w, 10, cotton);
  rect(a, b + 12, w, 10, cotton);
};
const kenteWeft = (a, b, w, h, nested) => {
  rect(a, b, w, h, pick([forest, oxblood, ink, indigo]));
  times(4, (k) => rect(a, b + 14 + k * 38, w, 16, k % 2 ? cotton : ochre));
  if (!nested) return;
  rect(a, b, w, h, ink);
  [ochre, forest, ink, laterite, ochre].forEach((colour, k) => {
    rect(a + 12 + k * 13, b + 12 + k * 15, w - 24 - k * 26, h - 24 - k * 30, colour);
  });
};

// kuba: one panel of chevrons that points up or down
const kubaPanel = (i, j, a, b) => {
  const n = [3, 5, 4, 6, 3, 4][(i + j + 6) % 6], step = 200 / n, odd = (i + j) % 2;
  const turn = (y) => (odd ? y : 2 * b + 200 - y);
  rect(a, b, 200, 200, odd ? sand : clay);
  for (let k = -n; k < n * 2; k++) {
    const y = b + k * step;
    line([a - 10, turn(y + 100), a + 100, turn(y), a + 210, turn(y + 100)], (i * 2 + j) % 5 ? bark : oxblood, step * 0.46);
  }
};

// ndop: a block reserved in the blue, hemmed with dots, filled by f from its centre
const NDOP = '#18224e', NDOP_PALE = '#7d92cf';
const ndopBlock = (a, b, w, h, f) => {
  rect(a, b, w, h, NDOP);
  for (let k = 0; k < w; k += 26) { disc(a + k + 13, b, 7, cotton); disc(a + k + 13, b + h, 7, cotton); }
  for (let k = 0; k < h; k += 26) { disc(a, b + k + 13, 7, cotton); disc(a + w, b + k + 13, 7, cotton); }
  f(a + w / 2, b + h / 2);
};
const ndopWheel = (a, b) => {
  for (let r = 250, k = 0; r > 20; r -= 34, k++) ring(a, b, r, k % 3 === 1 ? NDOP_PALE : cotton, k % 2 ? 6 : 16);
  times(16, (k) => {
    const c = Math.cos((k * PI) / 8), s = Math.sin((k * PI) / 8);
    line([a + 60 * c, b + 60 * s, a + 236 * c, b + 236 * s], cotton, 7);
  });
  disc(a, b, 46, cotton);
  disc(a, b, 24, NDOP);
};

// adire: the six motifs, each from the centre of its square
const ADIRE = '#14275a', ADIRE_PALE = '#b9d2e6', ADIRE_MID = '#5d8fc4';
const adireFlower = (a, b) => times(8, (k) => at(a, b, (k * PI) / 4, () => {
  shape(k % 2 ? ADIRE_MID : ADIRE_PALE, () => {
    pen.moveTo(0, 0);
    pen.quadraticCurveTo(64, -70, 0, -172);
    pen.quadraticCurveTo(-64, -70, 0, 0);
  });
  line([0, -30, 0, -140], ADIRE, 6);
}));
const adireRings = (a, b) => {
  for (let r = 170, k = 0; r > 10; r -= 32, k++) ring(a, b, r, k % 2 ? ADIRE_MID : ADIRE_PALE, 15);
};
const adireDiamonds = (a, b) => {
  for (let k = 5; k > 0; k--) dia(a, b, k * 36, k * 36, k % 2 ? ADIRE_PALE : ADIRE);
  dia(a, b, 20, 20, ADIRE_MID);
};
const adireSpiral = (a, b) => stroke(ADIRE_PALE, 15, () => {
  for (let t = 0; t < 27; t += 0.1) pen.lineTo(a + t * 6.2 * Math.cos(t), b + t * 6.2 * Math.sin(t));
});
const adireWaves = (a, b) => times(7, (k) => {
  zig(b - 150 + k * 50, 44, 18, k % 2 ? ADIRE_MID : ADIRE_PALE, 13, a - 176, a + 180);
});
const adireSeeds = (a, b) => grid(7, 7, (i, j) => {
  const x = a + (i - 3) * 50, y = b + (j - 3) * 50;
  if ((i + j) % 2) disc(x, y, 10, ADIRE_PALE);
  else dia(x, y, 23, 23, ADIRE_MID);
});

// lamba: the motifs woven into one broad band
const lambaBand = (colour, y, h, odd) => {
  for (let a = odd * 30; a < W + 60; a += 120) {
    if (colour === indigo || colour === forest) {
      dia(a, y + h / 2, 34, h / 2 - 12, ochre);
      dia(a, y + h / 2, 14, h / 6, colour);
      rect(a + 57, y + 14, 6, h - 28, lagoon);
    } else {
      rect(a, y + h / 2 - 5, 56, 10, colour === ink ? clay : sand);
      rect(a + 23, y + 14, 10, h - 28, colour === ink ? clay : sand);
    }
  }
};

draws({
  // strip-woven cloth
  kente() {
    const w = 150, h = 160;
    rect(0, 0, W, H, ochre);
    times(8, (i) => times(5, (j) => {
      if ((i + j) % 2) kenteWeft(i * w, j * h, w, h, (i * 3 + j) % 5 === 0);
      else kenteWarp(i * w, j * h, w, h);
    }));
    for (let i = 1; i < 8; i++) rect(i * w - 2, 0, 4, H, ink);
  },

  // raffia velvet: chevrons that change their mind
  kuba() {
    rect(0, 0, W, H, sand);
    for (let i = 0; i < 6; i++) {
      for (let j = -1; j < 5; j++) {
        const a = i * 200, b = j * 200 + (i % 2) * 100;
        inside(a, b, 200, 200, () => kubaPanel(i, j, a, b));
      }
    }
    for (let i = 0; i <= 6; i++) rect(i * 200 - 7, 0, 14, H, bark);
  },

  // resist-dyed royal cloth
  ndop() {
    rect(0, 0, W, H, NDOP);
    grid(14, 9, (i, j) => {
      const a = i * 92 + (j % 2) * 46, b = j * 100 - 4;
      dia(a, b, 34, 38, dusk);
      dia(a, b, 12, 14, cotton);
    });
    ndopBlock(110, 110, 572, 572, ndopWheel);
    ndopBlock(780, 110, 312, 260, (a, b) => {
      times(5, (k) => dia(a, b, 140 - k * 28, 112 - k * 22, k % 2 ? NDOP : cotton));
    });
    ndopBlock(780, 448, 312, 234, () => {
      times(5, (k) => zig(484 + k * 40, 39, 15, k === 2 ? NDOP_PALE : cotton, 11, 792, 1082));
    });
  },

  // starch-resist squares
  adire() {
    const d = 400, motifs = [adireFlower, adireRings, adireDiamonds, adireSpiral, adireWaves, adireSeeds];
    rect(0, 0, W, H, ADIRE);
    grid(3, 2, (i, j) => {
      const a = i * d, b = j * d;
      inside(a + 12, b + 12, d - 24, d - 24, () => motifs[j * 3 + i](a + 200, b + 200));
      frame(a + 12, b + 12, d - 24, d - 24, ADIRE_MID, 5);
    });
  },

  // hand-spun stripes
  faso() {
    const colours = [cotton, laterite, cotton, ochre, ink, indigo, cotton, laterite, ink, ochre, cotton, oxblood];
    const widths = [90, 14, 40, 8, 120, 26, 8, 60, 150, 18, 34, 8], gaps = [6, 10, 6, 16];
    rect(0, 0, W, H, ink);
    for (let i = 0, a = 0; a < W; i++) {
      rect(a, 0, widths[i % 12], H, colours[i % 12]);
      a += widths[i % 12] + gaps[i % 4];
    }
    for (const b of [470, 606]) {
      rect(0, b, W, 96, oxblood);
      zig(b + 48, 30, 26, ochre, 14);
      rect(0, b, W, 8, cotton);
      rect(0, b + 88, W, 8, cotton);
    }
  },

  // cotton with a woven border
  tibeb() {
    rect(0, 0, W, H, '#f6efe0');
    for (let y = 8; y < H; y += 16) rect(0, y, W, 2, linen);
    rect(0, 230, W, 340, forest);
    for (let a = -100; a < W + 200; a += 200) {
      gems(a, 400, [[100, 150, ochre], [74, 111, laterite], [48, 72, cotton], [24, 36, ink]]);
      dia(a + 100, 400, 26, 39, cotton);
    }
    for (const y of [212, 572]) {
      rect(0, y, W, 16, ink);
      zig(y + (y < 400 ? -26 : 42), 24, 14, laterite, 9);
    }
    for (const y of [120, 668]) {
      rect(0, y, W, 12, ochre);
      rect(0, y + 20, W, 6, forest);
    }
  },

  // dotted print: one moon
  shweshwe() {
    rect(0, 0, W, H, '#3b1f16');
    grid(14, 9, (i, j) => {
      const a = i * 98 + (j % 2) * 49 - 20, b = j * 96 + 16, lit = (a - 430) ** 2 + (b - 400) ** 2 < 290 ** 2;
      disc(a, b, lit ? 15 : 8, lit ? ochre : sand);
      times(6, (k) => {
        const t = (k * PI) / 3;
        disc(a + 31 * Math.cos(t), b + 31 * Math.sin(t), lit ? 11 : 5, lit ? cotton : clay);
      });
    });
    ring(430, 400, 318, laterite, 22);
    ring(430, 400, 350, sand, 5);
  },

  // printed wrap with its border
  kanga() {
    rect(0, 0, W, H, laterite);
    rect(56, 56, W - 112, H - 112, ink);
    rect(76, 76, W - 152, H - 152, ochre);
    for (let a = 28; a < W; a += 48) { disc(a, 28, 13, cotton); disc(a, H - 28, 13, cotton); }
    for (let b = 76; b < H - 60; b += 48) { disc(28, b, 13, cotton); disc(W - 28, b, 13, cotton); }
    grid(13, 8, (i, j) => dia(120 + i * 80, 120 + j * 80, 12, 12, '#c4801a'));
    times(12, (k) => at(600, 400, (k * PI) / 6, () => {
      shape(k % 2 ? ink : laterite, () => {
        pen.moveTo(0, -70);
        pen.bezierCurveTo(80, -150, 60, -240, 0, -270);
        pen.bezierCurveTo(-60, -240, -80, -150, 0, -70);
      });
      disc(0, -190, 22, cotton);
    }));
    rings(600, 400, [[84, cotton], [58, laterite], [24, cotton]]);
    for (const a of [180, 1020]) for (const b of [180, 620]) rings(a, b, [[74, ink], [54, cotton], [30, laterite]]);
  },

  // silk with weft motifs
  lamba() {
    const bands = [
      [oxblood, 120], [ochre, 12], [ink, 60], [laterite, 30], [cotton, 10], [laterite, 30], [indigo, 110], [ochre, 14],
      [forest, 70], [cotton, 10], [oxblood, 120], [ochre, 12], [ink, 60], [laterite, 30], [cotton, 10], [laterite, 30],
      [indigo, 110],
    ];
    let y = -30;
    bands.forEach(([colour, h], i) => {
      rect(0, y, W, h, colour);
      if (h >= 60) lambaBand(colour, y, h, i % 2);
      y += h;
    });
  },
});
