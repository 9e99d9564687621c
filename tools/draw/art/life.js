// Life: pitch, game, school, open-air film.

// marelle: what fills a square of the court, by kind
const courtCloth = [
  (w, h, c) => times(6, (k) => zig(-h / 2 + 12 + k * 24, 18, 8, c, 7, -w, w)),
  (w, h, c) => grid(7, 6, (i, j) => disc(-w / 2 + 12 + i * 26 + (j % 2) * 13, -h / 2 + 12 + j * 26, 6.5, c)),
  (w, h, c) => times(9, (k) => rect(-w / 2 + 6 + k * 20, -h, 9, h * 2, c)),
  (w, h, c) => grid(5, 5, (i, j) => dia(-w / 2 + 18 + i * 34, -h / 2 + 18 + j * 34, 13, 13, c)),
  (w, h, c) => { for (let r = 12; r < w; r += 24) ring(0, 0, r, c, 9); },
];
const courtSquare = (a, b, w, h, colour, thread, kind) => at(a, b, 0, () => {
  rect(-w / 2, -h / 2, w, h, colour);
  inside(-w / 2, -h / 2, w, h, () => courtCloth[kind](w, h, thread));
  frame(-w / 2, -h / 2, w, h, cotton, 13);
  disc(0, 0, 37, cotton);
});
const DIGITS = { // strokes of the numbers in a box of 2 × 4, by hand, so that no typeface is needed
  1: [0.3, 0.8, 1.1, 0, 1.1, 4],
  2: [0, 0.7, 0.5, 0, 1.5, 0, 2, 0.7, 2, 1.4, 0, 4, 2, 4],
  3: [0, 0, 2, 0, 0.9, 1.6, 1.6, 1.7, 2, 2.4, 2, 3.3, 1.4, 4, 0.5, 4, 0, 3.4],
  4: [1.4, 4, 1.4, 0, 0, 2.8, 2, 2.8],
  5: [2, 0, 0.2, 0, 0.1, 1.7, 1.3, 1.5, 2, 2.2, 2, 3.3, 1.3, 4, 0.5, 4, 0, 3.5],
  6: [1.7, 0, 0.6, 1, 0, 2.4, 0.2, 3.5, 0.8, 4, 1.5, 3.8, 2, 3, 1.7, 2.1, 1, 1.8, 0.1, 2.6],
  7: [0, 0, 2, 0, 0.8, 4],
  8: [1, 1.8, 0.2, 1.2, 0.3, 0.3, 1, 0, 1.7, 0.3, 1.8, 1.2, 1, 1.8, 0.1, 2.6, 0.2, 3.6, 1, 4, 1.8, 3.6, 1.9, 2.6, 1, 1.8],
};
const digit = (n, a, b, size, colour, width) => stroke(colour, width, () => {
  for (let i = 0; i < DIGITS[n].length; i += 2) pen.lineTo(a + (DIGITS[n][i] - 1) * size, b + (DIGITS[n][i + 1] - 2) * size);
}, 'round', 'round');
const chalkSun = (a, b) => {
  ring(a, b, 46, cotton, 8);
  times(12, (k) => at(a, b, (k * TURN) / 12, () => line([62, 0, 62 + (k % 2 ? 22 : 36), 0], cotton, 8, 'round')));
};
const chalkFlower = (a, b) => {
  times(6, (k) => at(a, b, (k * TURN) / 6, () => stroke(cotton, 8, () => lens(92, 46))));
  disc(a, b, 16, cotton);
};

// ecole: one desk with two pupils behind it, and the blackboard
const notebook = (a, b, turn) => at(a, b, turn, () => {
  rect(-24, -17, 48, 34, cotton);
  rect(-1.5, -17, 3, 34, clay);
  for (const y of [-9, -1, 7]) { rect(-20, y, 15, 3, river); rect(5, y, 15, 3, river); }
});
const pupil = (a, b, shirt, hair) => at(a, b, 0, () => {
  oval(0, 4, 40, 22, shirt);
  line([-34, 0, -26, -32], '#5a3825', 13, 'round');
  line([34, 0, 22, -32], '#5a3825', 13, 'round');
  disc(0, 0, 24, ink);
  if (hair === 0) for (let k = -2; k < 3; k++) line([k * 8, -20, k * 8, 20], rust, 2.5);
  if (hair === 1) {
    discs([[-17, -14, 11], [17, -14, 11], [-17, 14, 11], [17, 14, 11]], ink);
    discs([[-14, -11, 4], [14, -11, 4], [-14, 11, 4], [14, 11, 4]], laterite);
  }
  if (hair === 2) { disc(0, 0, 17, '#2b221a'); arc(0, 0, 24, PI * 0.9, PI * 2.1, ochre, 7); }
});
const desk = (a, b, shirts, hair) => at(a, b, 0, () => {
  rect(-106, -30, 224, 92, shade);
  slab(-90, 62, 180, 34, 4, rust);
  slab(-112, -44, 224, 74, 4, ochre);
  rect(-112, -44, 224, 12, '#b9791c');
  notebook(-54, -2, -0.08);
  notebook(54, -2, 0.1);
  line([-20, -24, -10, 12], laterite, 5);
  line([92, -22, 96, 14], indigo, 5);
  pupil(-54, 58, shirts[0], hair % 3);
  pupil(54, 58, shirts[1], (hair + 1) % 3);
});
const blackboard = (a, b, w, h) => {
  rect(a + 10, b + 12, w, h, shade);
  rect(a, b, w, h, rust);
  rect(a + 14, b + 14, w - 28, h - 28, '#12382f');
  line([a + 50, b + 118, a + 104, b + 42, a + 158, b + 118, a + 50, b + 118, a + 104, b + 42], cotton, 6);
  ring(a + 226, b + 80, 38, ochre, 6);
  frame(a + 290, b + 44, 72, 72, cotton, 6);
  [3, 5, 8].forEach((n, i) => digit(n, a + 424 + i * 92, b + 80, 17, cotton, 6));
  line([a + 458, b + 80, a + 484, b + 80], cotton, 6);
  line([a + 471, b + 67, a + 471, b + 93], cotton, 6);
  for (const y of [72, 88]) line([a + 548, b + y, a + 576, b + y], cotton, 6);
  rect(a + 30, b + h - 8, w - 60, 12, clay);
  rect(a + 80, b + h - 10, 40, 8, cotton);
  rect(a + w - 170, b + h - 14, 70, 14, oxblood);
};

// cinema: what is on the screen, a row of spectators, the projector
const filmStill = (a, b, w, h) => inside(a, b, w, h, () => {
  rect(a, b, w, h, straw);
  rings(a + w * 0.66, b + h * 0.62, [[170, '#f0c97a'], [120, ochre], [78, laterite]]);
  rect(a, b + h * 0.72, w, h, oxblood);
  rect(a, b + h * 0.72, w, 8, laterite);
  at(a, b, 0, () => {
    poly([190, h * 0.76, 208, 150, 190, 100, 236, 150, 276, 96, 262, 160, 276, h * 0.76], ink);
    each([[160, 96, 52], [226, 70, 62], [300, 92, 54], [120, 120, 30], [340, 118, 30]], (c, d, r) => oval(c, d, r, r * 0.5, ink));
  });
  scaled(a + 470, b + h * 0.86, 1.5, 1.5, () => walker(indigo));
  scaled(a + 540, b + h * 0.86, 1.1, 1.1, () => walker(forest));
});
const spectators = (y, s, shift, step) => {
  for (let a = -step + shift, i = 0; a < W + step; a += step, i++) {
    scaled(a, y, s, s, () => {
      shape([laterite, '#2f3c80', forest, oxblood, ochre, river, rust][(i * 3 + Math.round(y)) % 7], () => {
        pen.moveTo(-52, 90);
        pen.quadraticCurveTo(-50, 26, 0, 24);
        pen.quadraticCurveTo(50, 26, 52, 90);
      });
      disc(0, 0, 29, ink);
      if (i % 3 === 1) { disc(0, -26, 15, ink); arc(0, -4, 27, PI * 1.05, PI * 1.95, ochre, 8); }
      if (i % 4 === 2) arc(0, 0, 26, PI, TURN, cotton, 9);
    });
  }
};
const reel = (a, b, r, colour) => {
  disc(a, b, r, ink);
  disc(a, b, r * 0.86, colour);
  times(5, (k) => at(a, b, (k * TURN) / 5, () => disc(0, -r * 0.5, r * 0.22, ink)));
  disc(a, b, r * 0.14, ink);
};
const projector = (a, b) => {
  reel(a - 64, b - 96, 62, ochre);
  reel(a + 64, b - 96, 62, laterite);
  slab(a - 92, b - 44, 184, 130, 8, ink);
  slab(a - 80, b - 32, 160, 106, 4, oxblood);
  zig(b + 46, 16, 9, ochre, 7, a - 80, a + 84);
  rect(a - 26, b - 62, 52, 50, ink);
  disc(a, b - 38, 16, cotton);
};

draws({
  // pitch from above, with its border
  stade() {
    times(10, (i) => rect(i * 120, 0, 120, H, i % 2 ? '#1c7350' : '#166245'));
    frame(90, 120, 1300, 720, cotton, 9);
    ring(560, 470, 150, cotton, 9);
    rect(556, 120, 9, 700, cotton);
    disc(560, 470, 15, cotton);
    frame(90, 280, 190, 380, cotton, 9);
    frame(90, 370, 80, 200, cotton, 9);
    rect(0, 0, W, 76, oxblood);
    for (let a = 0; a < W + 60; a += 80) { dia(a, 38, 34, 30, ochre); dia(a, 38, 17, 15, oxblood); }
    rect(0, 76, W, 8, cotton);
    const players = [
      [700, 260, ochre], [820, 610, ochre], [400, 380, cotton], [640, 700, cotton],
      [930, 380, cotton], [980, 240, ochre], [350, 620, ochre],
    ];
    each(players, (a, b, colour) => {
      disc(a + 7, b + 9, 26, 'rgba(0,0,0,.3)');
      disc(a, b, 26, colour);
      disc(a, b, 11, colour === ochre ? laterite : indigo);
    });
  },

  // a hopscotch court, each square a cloth
  marelle() {
    rect(0, 0, W, H, laterite);
    grid(25, 17, (i, j) => disc(i * 50 + (j % 2) * 25, j * 50, 4, '#9c3914'));
    at(622, 391, -0.4, () => {
      const w = 150;
      pen.scale(1.08, 1.08);
      clip(() => pen.arc(350, 0, 160, -PI / 2, PI / 2), () => {
        rect(350, -160, 160, 320, river);
        for (let r = 30; r < 160; r += 36) ring(350, 0, r, cotton, 8);
      });
      stroke(cotton, 13, () => { pen.arc(350, 0, 160, -PI / 2, PI / 2); pen.closePath(); });
      const squares = [
        [-475, 0, indigo, river, 0], [-325, 0, forest, leaf, 1], [-175, 0, oxblood, '#93302f', 2],
        [-25, -75, ochre, '#b9791c', 3], [-25, 75, indigo, river, 4], [125, 0, bark, rust, 0],
        [275, -75, forest, leaf, 2], [275, 75, oxblood, '#93302f', 1],
      ];
      squares.forEach(([a, b, colour, thread, kind], i) => {
        courtSquare(a, b, w, w, colour, thread, kind);
        at(a, b, 0.4, () => digit(i + 1, 0, 0, 11, ink, 8));
      });
    });
    chalkSun(210, 190);
    chalkFlower(1010, 640);
    scaled(470, 190, 1.35, 1.35, () => pupil(0, 0, ochre, 1));
    scaled(800, 660, 1.35, 1.35, () => at(0, 0, PI, () => pupil(0, 0, indigo, 0)));
    scaled(640, 700, 1.35, 1.35, () => at(0, 0, PI, () => pupil(0, 0, forest, 2)));
  },

  // school desks and a blackboard, from above
  ecole() {
    rect(0, 0, W, H, clay);
    for (let j = 0; j < 9; j++) for (let i = 0; i < 13; i++) if ((i + j) % 2) rect(i * 96 - 20, j * 96 - 20, 96, 96, '#c0904f');
    blackboard(250, 22, 700, 160);
    at(150, 104, PI, () => scaled(0, 0, 1.25, 1.25, () => pupil(0, 0, laterite, 2)));
    line([196, 112, 262, 84], bark, 6);
    [206, 600, 994].forEach((a, i) => [288, 478, 668].forEach((b, j) => {
      const shirts = [[laterite, indigo], [forest, laterite], [indigo, oxblood], [river, forest]][(i + j) % 4];
      scaled(a, b, 1.22, 1.22, () => desk(0, 0, shirts, i * 2 + j));
    }));
  },

  // an outdoor screen, the beam and the backs of the spectators
  cinema() {
    rect(0, 0, W, H, night);
    times(60, () => disc(between(0, W), between(0, 420), between(2, 4), lagoon));
    rect(236, 40, 22, 520, ink);
    rect(942, 40, 22, 520, ink);
    rect(0, 470, W, 330, indigo);
    spectators(500, 0.62, 0, 62);
    spectators(552, 0.8, 34, 82);
    spectators(622, 1, 10, 106);
    poly([584, 676, 266, 424, 934, 424, 616, 676], 'rgba(243,231,208,.34)');
    rect(250, 40, 700, 400, ink);
    rect(266, 56, 668, 368, cotton);
    filmStill(282, 72, 636, 336);
    spectators(716, 1.26, 60, 136);
    projector(600, 724);
  },
});
