// Land: fields, sun, sand, mountains, a dam.

// soleil: one panel, its sides running to the point under the sun
const solarPanel = (i, y0, y1, colour) => {
  const to = (v, y) => 820 + (v - 820) * (1 + (y - 470) / 420), a = i * 110, middle = (y0 + y1) / 2;
  poly([to(a, y0), y0, to(a + 98, y0), y0, to(a + 98, y1), y1, to(a, y1), y1], colour);
  for (let k = 1; k < 3; k++) line([to(a + k * 33, y0), y0, to(a + k * 33, y1), y1], lagoon, 3);
  line([to(a, middle), middle, to(a + 98, middle), middle], lagoon, 3);
};

// dunes: one dune from its crest line down, its lee side in shade, with ripples on its lit side
const dune = (crest, lit, ripple) => {
  const body = () => {
    cubic(crest);
    pen.lineTo(W + 50, H + 50);
    pen.lineTo(-50, H + 50);
  };
  shape(lit, body);
  clip(body, () => times(16, (k) => at(k * 5, 34 + k * 27, 0, () => stroke(ripple, 4 + k * 0.3, () => cubic(crest)))));
};
const lee = (colour, points) => shape(colour, () => quad(points));

const DUNE_SHADE = '#b3741d';

// a camel in profile, its feet at (0, 0), about 110 wide
const camel = (colour, load, thread) => {
  for (const a of [-30, -21, 18, 28]) line([a, -48, a + (a < 0 ? -3 : 3), 0], colour, 7);
  oval(0, -60, 40, 19, colour);
  oval(-4, -80, 18, 18, colour);
  stroke(colour, 12, () => {
    pen.moveTo(30, -62);
    pen.quadraticCurveTo(58, -48, 58, -92);
  });
  oval(66, -96, 15, 7, colour, 0.15);
  line([-38, -64, -46, -38], colour, 4);
  poly([-26, -88, 16, -88, 24, -52, -32, -52], load);
  zig(-70, 9, 6, thread, 4, -26, 20);
};
// montagnes: a peak that falls in steps, one colour below the other, and one terrace of the foreground
const peak = (cx, top, w, h, drop, colours) => colours.forEach((colour, k) => {
  const left = [], right = [], y = top + k * drop;
  for (let i = 0; y + i * h < 700; i++) {
    const half = w * (i + 0.5);
    left.unshift(cx - half, y + (i + 1) * h, cx - half, y + i * h);
    right.push(cx + half, y + i * h, cx + half, y + (i + 1) * h);
  }
  poly([...left, ...right], colour);
});
const terrace = (y, swing, phase, colour, lip, crop) => {
  const level = (a) => y + swing * Math.sin(a / 170 + phase);
  const lay = (drop) => { for (let a = -20; a <= W + 20; a += 20) pen.lineTo(a, level(a) + drop); };
  shape(colour, () => { lay(0); pen.lineTo(W + 20, H + 20); pen.lineTo(-20, H + 20); });
  stroke(lip, 9, () => lay(4));
  for (let a = 0; a < W; a += 30) {
    const b = level(a) + 30;
    line([a - 7, b - 9, a, b + 4, a + 7, b - 9], crop, 5);
    line([a, b - 13, a, b + 10], crop, 5);
  }
};

// barrage: the shore of the lake, and the river below the wall
const lakeShore = () => {
  pen.moveTo(296, 300);
  pen.bezierCurveTo(180, 290, 210, 210, 90, 190);
  pen.bezierCurveTo(10, 170, 60, 60, -60, 40);
  pen.lineTo(-60, -120);
  pen.lineTo(1260, -120);
  pen.lineTo(1260, 90);
  pen.bezierCurveTo(1130, 60, 1150, 190, 1040, 180);
  pen.bezierCurveTo(930, 175, 1010, 270, 904, 300);
  pen.arc(600, 20, 412, PI * 0.235, PI * 0.765);
  pen.closePath();
};
const tailwater = () => {
  pen.moveTo(600, 470);
  pen.bezierCurveTo(600, 640, 640, 640, 560, 720);
  pen.bezierCurveTo(520, 770, 540, 800, 520, 880);
};
const damWall = (cx, cy, r) => {
  const from = PI * 0.235, to = PI * 0.765;
  sector(cx, cy, r - 34, r + 118, from, to, ink);
  sector(cx, cy, r + 30, r + 112, from, to, clay);
  times(27, (k) => {
    const t = from + 0.03 + (k * (to - from - 0.06)) / 26;
    at(cx, cy, t, () => rect(r + 34, -4, 78, 8, rust));
  });
  sector(cx, cy, r - 28, r + 28, from, to, cotton);
  dashed([26, 20], () => arc(cx, cy, r, from, to, ink, 6));
  times(5, (k) => at(cx, cy, PI / 2 + (k - 2) * 0.115, () => {
    rect(r - 40, -19, 78, 38, ink);
    rect(r - 32, -12, 62, 24, k % 2 ? ochre : laterite);
  }));
};
const spillway = (cx, cy, r) => times(5, (k) => at(cx, cy, PI / 2 + (k - 2) * 0.115, () => {
  poly([r, -15, r + 116, -20, r + 116, 20, r, 15], cotton);
  times(2, (i) => line([r + 6, i * 14 - 7, r + 112, i * 16 - 8], lagoon, 5));
}));

draws({
  // fields from above
  champs() {
    const cells = [
      [0, 0, 420, 300], [420, 0, 360, 200], [780, 0, 420, 340], [420, 200, 360, 290], [0, 300, 260, 500],
      [260, 300, 160, 190], [260, 490, 520, 310], [780, 340, 190, 460], [970, 340, 230, 220], [970, 560, 230, 240],
    ];
    const colours = [
      [forest, leaf], [ochre, straw], [grass, '#95b254'], [laterite, '#c25d2c'], ['#e2b45a', sand],
      [bark, '#4a3222'], [leaf, grass], [sand, clay], ['#95b254', forest], [oxblood, laterite],
    ];
    const turns = [0.5, 0, -0.7, 1.57, 0.25, 0, -0.3, 1.57, 0.8, 0];
    const steps = [34, 22, 40, 26, 46, 18, 30, 24, 36, 28], furrows = [16, 10, 18, 11, 22, 8, 14, 12, 16, 12];
    rect(0, 0, W, H, forest);
    cells.forEach(([a, b, w, h], i) => inside(a + 5, b + 5, w - 10, h - 10, () => {
      rect(a, b, w, h, colours[i][0]);
      at(a + w / 2, b + h / 2, turns[i], () => {
        for (let k = -500; k < 500; k += steps[i]) rect(-500, k, 1000, furrows[i], colours[i][1]);
      });
    }));
    const road = [-20, 560, 250, 500, 420, 490, 640, 330, 800, 340, 1230, 250];
    line(road, cotton, 30);
    line(road, clay, 6);
    each([[1010, 160, 60, rind], [1060, 120, 42, '#115741'], [120, 690, 44, rind], [180, 720, 30, '#115741']], disc);
  },

  // sun over solar panels
  soleil() {
    const halo = [laterite, '#c1551f', ochre, '#c1551f', ochre, '#e7b04f', cotton, ochre, cotton];
    rect(0, 0, W, H, laterite);
    for (let r = 720, k = 0; r > 100; r -= 70, k++) disc(820, 470, r, halo[k] || cotton);
    rect(0, 470, W, 330, ink);
    for (let j = 0; j < 3; j++) {
      const y = 486 + j * 108;
      for (let i = -3; i < 13; i++) solarPanel(i, y, y + 88, (i + j) % 4 ? indigo : '#2b3d7d');
    }
  },

  // dunes, and a caravan on the crest of the middle one
  dunes() {
    rect(0, 0, W, H, '#f0d7a4');
    rings(800, 170, [[190, '#f4e2b8'], [130, cotton]]);
    dune([-50, 300, 200, 120, 330, 170, 520, 290, 760, 400, 960, 180, 1250, 260], straw, '#dfa749');
    lee('#c8762f', [300, 182, 400, 195, 520, 290, 700, 390, 900, 330, 800, 420, 640, 470, 420, 400, 300, 182]);
    dune([-50, 560, 260, 470, 520, 440, 760, 450, 960, 460, 1080, 420, 1250, 400], ochre, '#cf8a26');
    [0, 1, 2, 3, 4, 5].forEach((i) => {
      const a = 215 + i * 150, b = [500, 476, 460, 450, 449, 449][i];
      scaled(a, b, 1.12, -0.62, () => { pen.transform(1, 0, 0.55, 1, 0, 0); camel(DUNE_SHADE, DUNE_SHADE, DUNE_SHADE); });
      scaled(a, b + 3, 1.12, 1.12, () => camel(ink, [laterite, indigo, forest, oxblood, river, laterite][i], cotton));
    });
    scaled(1082, 449, 1.15, 1.15, () => walker(indigo));
    dune([-50, 640, 160, 600, 300, 660, 470, 720, 720, 800, 900, 650, 1250, 600], laterite, '#9c3914');
    lee(oxblood, [140, 622, 300, 650, 470, 720, 640, 780, 800, 742, 700, 830, 500, 860, 300, 800, 140, 622]);
  },

  // stepped mountains: three ranges, the nearest terraced and planted
  montagnes() {
    rect(0, 0, W, H, '#f0d7a4');
    rings(600, 300, [[330, '#efc878'], [250, straw], [170, ochre], [100, cotton]]);
    peak(170, 236, 25, 24, 72, [cotton, lagoon, '#82b0aa', lagoon, '#82b0aa', lagoon]);
    peak(1010, 190, 25, 24, 72, [cotton, lagoon, '#82b0aa', lagoon, '#82b0aa', lagoon]);
    peak(340, 300, 24, 24, 48, [river, indigo, river, '#37628f', indigo, river]);
    peak(610, 84, 24, 24, 48, [cotton, forest, leaf, grass, forest, leaf, straw, forest, leaf, grass, forest]);
    peak(890, 332, 24, 24, 48, [ochre, laterite, '#c1551f', ochre, laterite, oxblood]);
    peak(120, 420, 24, 24, 48, [straw, oxblood, laterite, ochre, oxblood]);
    peak(1150, 430, 24, 24, 48, [straw, oxblood, laterite, ochre, oxblood]);
    terrace(556, 20, 0.4, grass, cotton, forest);
    terrace(610, 22, 1.5, straw, cotton, rust);
    terrace(666, 20, 2.7, leaf, straw, rind);
    terrace(722, 18, 3.6, ochre, cotton, laterite);
  },

  // a dam and its lake, the land in contours
  barrage() {
    const cx = 600, cy = 20, r = 430;
    rect(0, 0, W, H, forest);
    [[420, leaf], [330, grass], [240, ochre], [150, straw], [70, sand]].forEach(([width, colour]) => {
      stroke(colour, width, lakeShore, 'round', 'round');
      stroke(colour, width + 90, tailwater);
    });
    stroke(river, 96, tailwater);
    shape(river, lakeShore);
    clip(lakeShore, () => {
      each([[150, indigo], [120, river], [70, indigo], [56, river]], (width, colour) => {
        stroke(colour, width, lakeShore, 'butt', 'round');
      });
      grid(9, 4, (i, j) => zig(50 + j * 80, 26, 8, lagoon, 6, 130 + i * 118 + (j % 2) * 50, 200 + i * 118 + (j % 2) * 50));
    });
    damWall(cx, cy, r);
    spillway(cx, cy, r + 34);
    discs([[540, 590, 36], [600, 604, 44], [662, 590, 36], [570, 624, 30], [636, 626, 30]], cotton);
    discs([[560, 600, 14], [610, 618, 18], [650, 600, 12]], lagoon);
  },
});
