// Town: market, chamber, health post, roofs in rain, windows at night, mast.

// marche: one parasol and its shadow
const parasol = (a, b, r, colours, n = 12, turn = 0) => {
  disc(a + 16, b + 20, r, 'rgba(40,20,5,.35)');
  times(n, (k) => shape(colours[k % colours.length], () => {
    pen.moveTo(a, b);
    pen.arc(a, b, r, turn + (k * TURN) / n, turn + ((k + 1) * TURN) / n + 0.01);
  }));
  disc(a, b, 9, ink);
};

// hemicycle: one seat of a group: its carpet, its desk, its members
const GROUPS = [oxblood, laterite, ochre, lagoon, river, leaf], HEART = 668;
const member = (r, t, cloth) => at(600 + r * Math.cos(t), HEART + r * Math.sin(t), t - PI / 2, () => {
  slab(-21, -7, 42, 24, 11, cloth);
  disc(0, -1, 11, ink);
  rect(-10, -35, 17, 10, cotton);
});
const bench = (r, from, to, carpet) => {
  sector(600, HEART, r - 20, r + 32, from, to, carpet);
  sector(600, HEART, r - 42, r - 20, from, to, clay);
  arc(600, HEART, r - 21, from, to, bark, 4);
  const n = Math.floor(((to - from) * r - 8) / 45), step = (to - from) / n;
  times(n, (i) => { if (chance() > 0.08) member(r, from + step * (i + 0.5), pick([cotton, sand, indigo, '#8a3a2c', straw])); });
};
const benches = () => times(5, (row) => {
  const r = 222 + row * 84, aisle = 13 / r;
  GROUPS.forEach((carpet, group) => bench(r, PI + (group * PI) / 6 + aisle, PI + ((group + 1) * PI) / 6 - aisle, carpet));
});
const rostrum = () => {
  sector(600, HEART, 0, 150, PI, TURN, oxblood);
  arc(600, HEART, 138, PI, TURN, ochre, 8);
  times(15, (k) => at(600, HEART, PI + ((k + 0.5) * PI) / 15, () => dia(112, 0, 13, 9, cotton)));
  slab(510, 622, 180, 34, 6, clay);
  rect(548, 630, 36, 18, cotton);
  rect(616, 630, 36, 18, cotton);
  at(600, 592, 0, () => { slab(-46, -16, 92, 34, 17, indigo); rect(-10, -16, 20, 34, ochre); disc(0, 2, 15, ink); });
};

// pluie: one tin roof over its wall, and one bank of cloud
const house = (a, y, w, colour, groove, wall) => {
  rect(a + 16, y, w - 32, 120, wall);
  rect(a + w / 2 - 20, y + 22, 40, 100, bark);
  for (const k of [0.2, 0.74]) {
    rect(a + w * k - 14, y + 28, 44, 40, bark);
    rect(a + w * k + 6, y + 28, 4, 40, wall);
  }
  poly([a + 34, y - 96, a + w - 34, y - 96, a + w, y + 8, a, y + 8], colour);
  for (let k = 0; k <= w; k += 22) line([a + 34 + (k * (w - 68)) / w, y - 96, a + k, y + 8], groove, 7);
  rect(a + 30, y - 102, w - 60, 10, ink);
  rect(a - 2, y + 4, w + 4, 9, ink);
};
const cloud = (y, r, shift, colour, edge) => {
  rect(0, -10, W, y + 10, colour);
  for (let a = shift; a < W + r; a += r * 1.5) {
    disc(a, y, r, colour);
    arc(a, y, r * 0.96, 0.1, PI - 0.1, edge, 8);
    arc(a, y, r * 0.62, 0.1, PI - 0.1, edge, 6);
    arc(a, y, r * 0.3, 0.1, PI - 0.1, edge, 5);
  }
};

// lampes: one block of flats with its windows, lit or not
const LIT = [straw, ochre, cotton, straw, '#f0c97a'];
const windowPane = (a, b, w, h, colour, lit) => {
  rect(a, b, w, h, colour);
  if (!lit) return;
  const kind = Math.floor(chance() * 5);
  if (kind === 0) { disc(a + w / 2, b + h * 0.6, w * 0.22, ink); rect(a + w * 0.2, b + h * 0.78, w * 0.6, h * 0.22, laterite); }
  if (kind === 1) zig(b + h * 0.25, w / 6, 4, laterite, 4, a, a + w);
  if (kind === 2) { rect(a, b, w * 0.22, h, oxblood); rect(a + w * 0.78, b, w * 0.22, h, oxblood); }
  rect(a + w / 2 - 2, b, 4, h, ink);
};
const flats = (a, top, w, colour, dark, share) => {
  const columns = Math.floor((w - 16) / 54), gap = (w - columns * 36) / (columns + 1);
  rect(a, top, w, H - top, colour);
  rect(a - 6, top - 12, w + 12, 14, ink);
  for (let b = top + 24; b < H; b += 68) {
    for (let k = 0; k < columns; k++) {
      const lit = chance() < share;
      windowPane(a + gap + k * (36 + gap), b, 36, 42, lit ? pick(LIT) : dark, lit);
    }
  }
};
const waterTank = (a, y) => {
  rect(a + 6, y - 22, 6, 22, ink);
  rect(a + 42, y - 22, 6, 22, ink);
  slab(a, y - 66, 54, 46, 8, ink);
};
const dish = (a, y, s) => {
  line([a, y, a, y - 30 * s], ink, 7);
  at(a, y - 50 * s, -0.7, () => {
    oval(0, 0, 24 * s, 33 * s, ink);
    oval(3, 0, 19 * s, 28 * s, lagoon);
    line([3, 0, 34 * s, 0], ink, 4);
    disc(34 * s, 0, 5, ink);
  });
};

// antenne: the lattice mast, and one round house
const mast = (a, foot, top, half) => {
  const n = 9, h = (foot - top) / n, w = (k) => half * (1 - (k / n) * 0.8);
  times(n, (k) => {
    const y = foot - k * h, colour = k % 2 ? cotton : laterite;
    const l = a - w(k), r = a + w(k), l2 = a - w(k + 1), r2 = a + w(k + 1);
    line([l, y, r2, y - h, l2, y - h, r, y], colour, 9);
    line([l, y, l2, y - h], colour, 15);
    line([r, y, r2, y - h], colour, 15);
  });
};
const panel = (a, b, w, h) => {
  slab(a, b, w, h, 6, cotton);
  rect(a + w / 2 - 3, b + 8, 6, h - 16, clay);
};
const roundHouse = (a, y, s, wall, thatch, door = bark) => scaled(a, y, s, s, () => {
  rect(-70, -80, 140, 80, wall);
  zig(-22, 12, 7, bark, 5, -70, 72);
  rect(-18, -62, 36, 62, door);
  poly([-104, -70, 0, -190, 104, -70], thatch);
  clip(() => { pen.moveTo(-104, -70); pen.lineTo(0, -190); pen.lineTo(104, -70); }, () => {
    for (let k = -9; k < 10; k++) line([0, -196, k * 15, -62], rust, 4);
  });
  rect(-106, -76, 212, 10, rust);
  disc(0, -190, 9, rust);
});

// dispensaire: the way the queue takes, step by step from the door
const queuePlaces = () => {
  const places = [[600, 372, 0]];
  [430, 530, 630, 730].forEach((y, row) => {
    for (let i = 0; i < 12; i++) {
      const k = row % 2 ? i : 11 - i, a = 262 + k * 61.5;
      if (row === 0 && a > 640) continue;
      places.push([a, y, row % 2 ? -PI / 2 : PI / 2]);
    }
    if (row < 3) places.push([row % 2 ? 974 : 226, y + 50, 0]);
  });
  return places;
};
const queueLane = () => {
  line([600, 330, 600, 430, 226, 430, 226, 530, 974, 530, 974, 630, 226, 630, 226, 730, 974, 730, 974, 860], linen, 66);
};

draws({
  // market parasols from above
  marche() {
    const sails = [
      [190, 170, 190, [laterite, cotton]], [560, 90, 150, [forest, ochre]], [900, 210, 210, [indigo, cotton, river], 12, 0.2],
      [470, 430, 200, [ochre, oxblood], 10, 0.3], [130, 560, 150, [river, cotton], 8],
      [760, 560, 150, [laterite, ochre, cotton], 12, 0.1],
      [1090, 540, 190, [forest, cotton], 14], [330, 760, 140, [oxblood, cotton], 12], [620, 800, 150, [indigo, ochre], 8, 0.2],
      [920, 800, 130, [laterite, ink], 10], [1180, 120, 90, [ochre, laterite], 8],
    ];
    rect(0, 0, W, H, sand);
    times(14, (i) => times(10, (j) => rect(i * 90 + (j % 2) * 45, j * 84, 40, 6, '#d6b083')));
    sails.forEach((sail) => parasol(...sail));
  },

  // a semicircular assembly, its groups by colour, the rostrum at its heart
  hemicycle() {
    rect(0, 0, W, H, bark);
    grid(18, 8, (i, j) => dia(i * 72 + (j % 2) * 36, 20 + j * 40, 15, 15, '#3d2819'));
    sector(600, 668, 0, 632, PI, TURN, '#241710');
    arc(600, 668, 622, PI, TURN, ochre, 10);
    arc(600, 668, 604, PI, TURN, oxblood, 14);
    benches();
    rostrum();
    rect(0, 686, W, 114, oxblood);
    rect(0, 678, W, 10, cotton);
    for (let a = 0; a < W + 80; a += 80) gems(a, 744, [[40, 46, ochre], [24, 28, oxblood], [10, 12, cotton]]);
  },

  // a health post from above, the queue winding to its door
  dispensaire() {
    rect(0, 0, W, H, sand);
    grid(15, 11, (i, j) => rect(i * 88 + (j % 2) * 44, j * 76 + 10, 38, 6, '#d6b083'));
    queueLane();
    rect(326, 74, 580, 276, shade);
    rect(310, 60, 580, 270, rust);
    rect(322, 66, 556, 126, cotton);
    rect(322, 192, 556, 132, linen);
    for (let a = 334; a < 870; a += 24) { rect(a, 66, 7, 126, linen); rect(a, 192, 7, 132, '#d3c4a6'); }
    rect(310, 188, 580, 9, rust);
    disc(600, 194, 112, cotton);
    ring(600, 194, 112, forest, 10);
    rect(568, 120, 64, 148, forest);
    rect(526, 162, 148, 64, forest);
    rect(560, 324, 80, 26, oxblood);
    const cloths = [laterite, indigo, ochre, forest, oxblood, cotton, river, '#c25d2c'];
    const scarves = [ink, ink, ochre, ink, laterite, ink, lagoon];
    queuePlaces().forEach(([a, b, turn], i) => person(a, b, turn, cloths[(i * 5) % 8], scarves[(i * 3) % 7]));
    for (const [a, b, r] of [[130, 160, 120], [1070, 180, 130], [80, 660, 110], [1120, 640, 104]]) tree(a, b, r);
    disc(1090, 428, 52, shade);
    [[52, rust], [40, linen], [30, river], [14, lagoon]].forEach(([r, colour]) => disc(1084, 420, r, colour));
  },

  // rain over tin roofs
  pluie() {
    rect(0, 0, W, H, '#6f9694');
    const far = [
      [-60, 440, 240, clay, rust, sand], [190, 418, 220, lagoon, '#7fa9a2', straw], [420, 440, 260, laterite, '#8d3010', linen],
      [690, 418, 230, linen, clay, sand], [930, 440, 250, oxblood, '#521317', straw],
    ];
    const near = [
      [-110, 612, 300, laterite, '#8d3010', linen], [170, 628, 270, linen, clay, sand], [446, 612, 310, ochre, '#b9791c', oxblood],
      [740, 628, 280, lagoon, '#7fa9a2', straw], [1010, 612, 300, clay, rust, linen],
    ];
    each([...far, ...near], house);
    rect(0, 716, W, 90, indigo);
    times(3, (k) => zig(738 + k * 26, 34, 6, k % 2 ? river : lagoon, 6, -60, W + 60, k));
    cloud(150, 110, 40, dusk, river);
    cloud(76, 96, -30, indigo, lagoon);
    cloud(10, 84, 30, night, river);
    grid(19, 9, (i, j) => {
      const a = i * 72 + (j % 2) * 36 - 20, b = 268 + j * 62, length = 40 + ((i * 7 + j * 3) % 3) * 9;
      line([a, b, a - length * 0.42, b + length], (i + j) % 3 ? cotton : lagoon, 6, 'round');
    });
    for (const [a, b] of [[120, 760], [420, 776], [600, 752], [800, 778], [1060, 758]]) {
      stroke(cotton, 5, () => pen.ellipse(a, b, 40, 12, 0, 0, TURN));
      stroke(cotton, 4, () => pen.ellipse(a, b, 18, 5, 0, 0, TURN));
    }
  },

  // lit windows of a town at night
  lampes() {
    rect(0, 0, W, H, night);
    times(70, () => disc(between(0, W), between(0, 380), between(2, 4.5), cotton));
    disc(930, 130, 64, cotton);
    disc(902, 112, 58, night);
    const blue = '#2f3c80', brick = '#5c1a24', brown = '#4a2618';
    each([
      [-20, 330, 170], [300, 260, 150], [610, 210, 190], [1000, 300, 220],
    ], (a, top, w) => flats(a, top, w, indigo, night, 0.3));
    each([
      [110, 400, 220, dusk], [440, 330, 210, blue], [780, 360, 240, dusk], [1090, 430, 140, blue],
    ], (a, top, w, wall) => flats(a, top, w, wall, indigo, 0.62));
    each([
      [-40, 540, 200, oxblood], [190, 590, 270, brown], [490, 500, 250, brick], [770, 580, 230, brown], [1030, 560, 220, oxblood],
    ], (a, top, w, wall) => flats(a, top, w, wall, bark, 0.82));
    waterTank(540, 488);
    waterTank(150, 388);
    dish(690, 488, 1);
    dish(320, 578, 1.1);
    dish(900, 348, 1);
    line([480, 318, 480, 240], ink, 6);
    for (const y of [250, 264, 278]) line([458, y, 502, y], ink, 5);
  },

  // a relay mast over a village
  antenne() {
    rect(0, 0, W, H, reef);
    for (let r = 760, k = 0; r > 60; r -= 62, k++) disc(600, 170, r, [reef, '#1f7079', lagoon, '#1f7079'][k % 4]);
    disc(600, 170, 78, oxblood);
    rect(0, 560, W, 240, oxblood);
    shape('#84272a', () => { pen.moveTo(0, 590); pen.quadraticCurveTo(600, 500, W, 590); pen.lineTo(W, H); pen.lineTo(0, H); });
    acacia(70, 600, 1);
    acacia(1130, 600, 1.1);
    roundHouse(250, 620, 0.8, sand, straw);
    roundHouse(950, 620, 0.8, sand, straw);
    mast(600, 640, 120, 96);
    line([600, 150, 600, 40], ink, 9);
    disc(600, 40, 13, cotton);
    for (const [a, b] of [[542, 150], [588, 132], [634, 150]]) panel(a, b, 24, 96);
    rings(548, 330, [[40, ink], [32, cotton], [10, laterite]]);
    rings(662, 380, [[46, ink], [38, cotton], [10, laterite]]);
    roundHouse(110, 730, 1.05, clay, ochre);
    roundHouse(395, 720, 1.1, sand, straw, indigo);
    roundHouse(815, 724, 1.1, clay, ochre, forest);
    roundHouse(1090, 734, 1.05, sand, straw);
    rect(0, 728, W, 72, bark);
    zig(764, 30, 18, ochre, 10);
    rect(0, 728, W, 8, cotton);
  },
});
