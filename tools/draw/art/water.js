// Water: river, beach, port, dhow, fish, bridge.

// fleuve: one row of mud-cloth signs, by kind
const mudCloth = [
  (y) => zig(y + 30, 40, 20, cotton, 9),
  (y) => {
    for (let a = 24; a < W; a += 72) {
      line([a, y + 10, a + 36, y + 46], cotton, 9);
      line([a + 36, y + 10, a, y + 46], cotton, 9);
    }
  },
  (y) => { for (let a = 30; a < W; a += 46) disc(a, y + 29, 9, cotton); },
  (y) => {
    for (let a = 40; a < W + 40; a += 96) gems(a, y + 29, [[40, 27, cotton], [25, 16, bark], [10, 6, cotton]]);
  },
  (y) => {
    for (let a = 10; a < W; a += 60) {
      rect(a, y + 8, 10, 44, cotton);
      rect(a + 18, y + 8, 10, 44, cotton);
      rect(a + 36, y + 25, 14, 10, cotton);
    }
  },
];
const fleuveBed = (shift, colour, width) => stroke(colour, width, () => {
  pen.moveTo(-80, 640 + shift);
  pen.bezierCurveTo(260, 760 + shift, 300, 300 + shift, 560, 380 + shift);
  pen.bezierCurveTo(800, 450 + shift, 800, 40 + shift, 1290, 130 + shift);
});
const pirogueAbove = (hull, hold) => {
  const side = (w, h, colour) => shape(colour, () => {
    pen.moveTo(-w, 0);
    pen.quadraticCurveTo(0, -h, w, 0);
    pen.quadraticCurveTo(0, h, -w, 0);
  });
  side(86, 36, hull);
  side(60, 20, hold);
  rect(-4, -16, 8, 32, cotton);
  rect(-32, -14, 6, 28, cotton);
  rect(26, -14, 6, 28, cotton);
};

// pirogues: the outline of a hull, and one painted boat
const hullPath = (s) => {
  pen.moveTo(0, -230 * s);
  pen.bezierCurveTo(74 * s, -90 * s, 62 * s, 150 * s, 0, 225 * s);
  pen.bezierCurveTo(-62 * s, 150 * s, -74 * s, -90 * s, 0, -230 * s);
};
const beachedBoat = (colour, band, thread) => {
  at(14, 10, 0, () => shape('rgba(60,30,0,.25)', () => hullPath(1)));
  shape(colour, () => hullPath(1));
  clip(() => hullPath(1), () => {
    times(4, (k) => rect(-80, -170 + k * 100, 160, 26, band));
    times(4, (k) => rect(-80, -136 + k * 100, 160, 9, thread));
  });
  shape('#3a2415', () => hullPath(0.62));
  for (const b of [-70, 0, 70]) rect(-40, b, 80, 13, sand);
};

// port: one container
const container = (a, b, colour, labelled) => {
  rect(a, b, 190, 110, colour);
  times(11, (k) => rect(a + 9 + k * 16, b + 12, 6, 86, 'rgba(0,0,0,.22)'));
  rect(a, b, 190, 7, ink);
  rect(a, b + 103, 190, 7, ink);
  if (labelled) rect(a + 62, b + 34, 66, 40, colour === cotton ? ink : cotton);
};

// boutre: one row of scalloped waves
const waves = (y, r, shift, colour, edge) => {
  for (let a = shift - 2 * r; a < W + 2 * r; a += 2 * r) {
    disc(a, y + r, r + 4, colour);
    arc(a, y + r, r, PI, TURN, edge, 7);
    arc(a, y + r, r * 0.62, PI, TURN, edge, 5);
    arc(a, y + r, r * 0.26, PI, TURN, edge, 4);
  }
  rect(0, y + r, W, 140, colour);
};
const lateen = () => {
  pen.moveTo(250, 474);
  pen.lineTo(846, 34);
  pen.quadraticCurveTo(930, 270, 876, 508);
  pen.quadraticCurveTo(600, 470, 250, 474);
};
const dhowHull = () => {
  pen.moveTo(168, 500);
  pen.quadraticCurveTo(560, 590, 948, 484);
  pen.lineTo(966, 500);
  pen.quadraticCurveTo(950, 640, 880, 680);
  pen.lineTo(420, 680);
  pen.quadraticCurveTo(270, 620, 168, 500);
};
const dhowSail = () => {
  shape(cotton, lateen);
  clip(lateen, () => {
    times(9, (k) => at(k * 78, 0, 0, () => stroke(sand, 6, () => quad([250, 560, 420, 300, 330, -60]))));
    at(250, 474, -0.636, () => {
      rect(0, 26, 800, 58, laterite);
      for (let a = 20; a < 760; a += 58) { dia(a, 55, 24, 22, ochre); dia(a, 55, 10, 9, ink); }
    });
  });
  line([222, 495, 872, 15], ink, 15, 'round');
  line([566, 560, 586, 210], ink, 17);
};

// poissons: one fish to the right, 240 long, its scales by kind
const fishBody = () => {
  pen.moveTo(124, 0);
  pen.bezierCurveTo(80, -72, -40, -76, -96, -8);
  pen.lineTo(-96, 8);
  pen.bezierCurveTo(-40, 76, 80, 72, 124, 0);
};
const scales = [
  (c) => times(7, (k) => rect(-84 + k * 22, -80, 10, 160, c)),
  (c) => grid(9, 6, (i, j) => arc(-100 + i * 24 + (j % 2) * 12, -62 + j * 25, 15, -1.3, 1.3, c, 5)),
  (c) => grid(6, 5, (i, j) => dia(-84 + i * 28 + (j % 2) * 14, -56 + j * 28, 11, 12, c)),
  (c) => times(5, (k) => zig(-48 + k * 24, 15, 9, c, 7, -110, 60)),
  (c) => grid(7, 5, (i, j) => disc(-86 + i * 24 + (j % 2) * 12, -48 + j * 24, 7, c)),
];
const fish = (colour, second, kind) => {
  poly([-84, 0, -146, -54, -128, 0, -146, 54], second);
  shape(second, () => { pen.moveTo(50, -44); pen.quadraticCurveTo(0, -98, -44, -40); });
  shape(second, () => { pen.moveTo(20, 46); pen.quadraticCurveTo(-10, 84, -44, 40); });
  shape(colour, fishBody);
  clip(fishBody, () => {
    scales[kind](second);
    disc(124, 0, 70, colour);
    ring(124, 0, 70, ink, 6);
  });
  disc(86, -14, 12, cotton);
  disc(88, -14, 6, ink);
  ring(86, -14, 12, ink, 2.5);
};

// pont: one arch of the bridge is this path, upright or mirrored
const PIERS = [-150, 150, 450, 750, 1050];
const bridgeArches = (spring, top, foot) => PIERS.forEach((a) => {
  pen.moveTo(a + 26, foot);
  pen.lineTo(a + 26, spring);
  pen.ellipse(a + 150, spring, 124, Math.abs(spring - top), 0, PI, TURN, spring < top);
  pen.lineTo(a + 274, foot);
});
const bridgeTraffic = (y) => {
  slab(470, y - 46, 132, 44, 8, forest);
  times(4, (k) => rect(482 + k * 28, y - 38, 20, 17, cotton));
  disc(500, y - 2, 10, ink);
  disc(572, y - 2, 10, ink);
  slab(700, y - 30, 70, 28, 8, oxblood);
  slab(712, y - 42, 44, 22, 6, oxblood);
  rect(720, y - 37, 28, 13, cotton);
  disc(716, y - 2, 8, ink);
  disc(756, y - 2, 8, ink);
  for (const a of [250, 330, 850, 930, 1010]) {
    poly([a - 10, y, a - 6, y - 30, a + 6, y - 30, a + 10, y], [indigo, laterite, forest, oxblood, indigo][(a / 10) % 5]);
    disc(a, y - 37, 8, ink);
  }
};

draws({
  // the river between two banks of mud cloth
  fleuve() {
    rect(0, 0, W, H, bark);
    [3, 0, 2, 1, 4, 0, 3, 2, 1, 0, 4, 3].forEach((kind, i) => {
      mudCloth[kind](i * 68 - 6);
      rect(0, i * 68 + 58 - 3, W, 4, clay);
    });
    [[bark, 350], [cotton, 318], [river, 296], [indigo, 262]].forEach(([colour, width]) => fleuveBed(0, colour, width));
    [-84, -28, 28, 84].forEach((shift, i) => {
      dashed(i % 2 ? [90, 22] : [40, 26], () => fleuveBed(shift, i % 2 ? lagoon : river, i % 2 ? 12 : 9));
    });
    [[330, 520, -0.95], [700, 356, -0.35], [965, 190, -0.45]].forEach(([a, b, turn], i) => {
      at(a, b, turn, () => pirogueAbove(i === 1 ? ochre : cotton, i === 1 ? laterite : ink));
    });
  },

  // pirogues on the beach, from above
  pirogues() {
    rect(0, 0, W, H, '#e5c694');
    rect(0, 0, W, 300, reef);
    times(6, (k) => zig(30 + k * 50, 60, 12, k % 2 ? lagoon : '#2b8087', 9, -60, W + 60, k));
    poly([0, 300, 0, 336, 150, 316, 330, 346, 560, 312, 780, 344, 1000, 310, W, 336, W, 300], cotton);
    const boats = [
      [laterite, cotton, ink], [ochre, forest, cotton], [indigo, cotton, laterite], [cotton, laterite, indigo],
      [forest, ochre, ink], [oxblood, ochre, cotton], [river, cotton, laterite], [ink, ochre, laterite],
    ];
    boats.forEach((colours, i) => at(95 + i * 146, 560 - (i % 3) * 30, i % 2 ? 0.05 : -0.04, () => beachedBoat(...colours)));
  },

  // stacked containers
  port() {
    const heights = [4, 5, 3, 5, 2, 1], colours = [laterite, ochre, forest, oxblood, cotton, indigo, clay];
    rect(0, 0, W, H, lagoon);
    rect(0, 690, W, 110, indigo);
    times(3, (k) => zig(714 + k * 30, 30, 7, k % 2 ? river : lagoon, 6));
    heights.forEach((n, i) => times(n, (j) => {
      container(30 + i * 196, 570 - j * 116, colours[(i * 3 + j * 5) % 7], (i + j) % 3 === 0);
    }));
    [[1010, 60, 26, 630], [1130, 60, 20, 630], [560, 60, 640, 24]].forEach((beam) => rect(...beam, ink));
    line([1020, 70, 1140, 220, 1020, 370, 1140, 520, 1020, 680], ink, 10);
    [[700, 84, 8, 130], [650, 210, 110, 18], [0, 682, W, 12]].forEach((beam) => rect(...beam, ink));
  },

  // a dhow under its lateen sail
  boutre() {
    rect(0, 0, W, H, '#b9d3c8');
    for (let y = 14; y < 560; y += 28) rect(0, y, W, 5, '#a9c9bf');
    rings(300, 250, [[190, straw], [150, ochre], [110, laterite]]);
    scaled(950, 330, 0.24, 0.24, () => { dhowSail(); shape(bark, dhowHull); });
    waves(478, 40, 0, reef, lagoon);
    dhowSail();
    shape(bark, dhowHull);
    clip(dhowHull, () => {
      stroke(oxblood, 44, () => { pen.moveTo(150, 520); pen.quadraticCurveTo(560, 612, 970, 506); });
      dashed([22, 18], () => stroke(ochre, 16, () => { pen.moveTo(150, 520); pen.quadraticCurveTo(560, 612, 970, 506); }));
    });
    waves(600, 46, 46, '#1d6f77', lagoon);
    waves(660, 50, 0, river, cotton);
    waves(726, 54, 54, indigo, lagoon);
  },

  // a school of fish in a net
  poissons() {
    const kinds = [
      [ochre, laterite], [cotton, indigo], [laterite, oxblood], [lagoon, forest], [sand, rust], [straw, oxblood],
      [cotton, laterite], [ochre, ink], [lagoon, indigo], [laterite, ochre], [cotton, forest], [sand, oxblood],
    ];
    rect(0, 0, W, H, reef);
    times(11, (k) => zig(50 + k * 76, 60, 12, '#21737c', 8, -60, W + 60, k));
    kinds.forEach(([colour, second], i) => {
      const a = 90 + (i % 4) * 330 + (Math.floor(i / 4) % 2) * 150, b = 222 + Math.floor(i / 4) * 222;
      at(a, b, between(-0.12, 0.12), () => scaled(0, 0, 1.22, 1.22, () => fish(colour, second, i % 5)));
    });
    for (let k = -8; k < 22; k++) {
      line([k * 80, 74, k * 80 + 760, 834], linen, 3);
      line([k * 80, 74, k * 80 - 760, 834], linen, 3);
    }
    grid(17, 11, (i, j) => disc(i * 80 + (j % 2) * 40 - 40, 114 + j * 40 - 40 + 40, 5, linen));
    line([0, 74, W, 74], cotton, 10);
    for (let a = 40; a < W; a += 112) { slab(a - 34, 50, 68, 48, 24, ochre); rect(a - 8, 50, 16, 48, laterite); }
  },

  // an arched bridge over a wide river
  pont() {
    const deck = 318, water = 560;
    rect(0, 0, W, H, '#f0d7a4');
    rings(600, 250, [[230, '#efc878'], [180, straw], [130, laterite]]);
    for (let a = 0; a < W + 80; a += 62) disc(a, 402, 42 + (a % 3) * 8, forest);
    rect(0, 400, W, 400, river);
    times(4, (k) => zig(428 + k * 36, 34, 7, k % 2 ? lagoon : indigo, 6, -60, W + 60, k));
    shape(clay, () => { pen.rect(0, deck, W, water - deck); bridgeArches(500, 372, water); }, 'evenodd');
    dashed([24, 6], () => stroke(rust, 18, () => bridgeArches(500, 366, 500)));
    PIERS.forEach((a) => { rect(a - 26, 500, 52, 70, rust); poly([a - 26, 500, a, 470, a + 26, 500], rust); });
    rect(0, deck - 8, W, 14, ink);
    rect(0, deck + 6, W, 36, oxblood);
    for (let a = 0; a < W + 40; a += 50) { dia(a, deck + 24, 20, 14, ochre); dia(a, deck + 24, 8, 6, oxblood); }
    bridgeTraffic(deck - 8);
    rect(0, water, W, H - water, indigo);
    inside(0, water, W, H, () => {
      shape('#5c4c4c', () => { pen.rect(0, water, W, 160); bridgeArches(water + 50, water + 150, water); }, 'evenodd');
      times(9, (k) => zig(water + 14 + k * 28, 40, 8, [river, lagoon, river][k % 3], k % 3 === 1 ? 7 : 9, -60, W + 60, k));
    });
    at(300, 716, 0, () => scaled(0, 0, 1.5, 1.1, () => pirogueAbove(cotton, laterite)));
    at(860, 690, 0, () => scaled(0, 0, 1.2, 0.9, () => pirogueAbove(ochre, ink)));
  },
});
