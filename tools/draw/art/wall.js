// Walls: tiled, carved, moulded, painted.

// imigongo: one square of nested half diamonds, two colours meeting on its level middle
const imigongoSquare = (a, b, colour, other, flip) => {
  const u = 50;
  rect(a - 200, b - 200, 400, 400, other);
  for (let k = 8; k > 0; k--) {
    const s = k * u, f = flip;
    poly([a - f * s, b, a, b - s, a + f * s, b, a + f * (s - u), b, a, b - s + u, a - f * (s - u), b], k % 2 ? cotton : colour);
    poly([a - s + u, b, a, b + s - u, a + s - u, b, a + s, b, a, b + s, a - s, b], k % 2 ? colour : cotton);
  }
};

// tubali: one moulded knot, drawn dark, then pale inside
const TUBALI = '#c98d4e', TUBALI_PALE = '#edd0a0';
const tubaliKnot = (a, b, s) => {
  for (const [colour, width] of [[rust, 34], [TUBALI_PALE, 20]]) {
    Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineJoin: 'round' });
    pen.strokeRect(a - s, b - s * 0.42, s * 2, s * 0.84);
    pen.strokeRect(a - s * 0.42, b - s, s * 0.84, s * 2);
    at(a, b, PI / 4, () => pen.strokeRect(-s * 0.72, -s * 0.72, s * 1.44, s * 1.44));
  }
  disc(a, b, s * 0.2, rust);
};

// ndebele: a field with its heavy outline, and the stepped gable
const outlined = (points, colour) => {
  poly(points, colour);
  line([...points, ...points.slice(0, 4)], ink, 16);
};
const ndebeleSteps = (cx, y, w, h, n, colour) => {
  const left = [], right = [];
  for (let i = 0; i <= n; i++) {
    const a = cx - w + (i * w) / (n + 1);
    left.push(a, y - i * h, a, y - (i + 1) * h);
    right.unshift(2 * cx - a, y - (i + 1) * h, 2 * cx - a, y - i * h);
  }
  outlined([...left, ...right], colour);
};
const ndebeleGable = (cx, colours, door) => {
  ndebeleSteps(cx, 800, 270, 120, 4, colours[0]);
  ndebeleSteps(cx, 800, 190, 110, 3, colours[1]);
  ndebeleSteps(cx, 800, 110, 100, 2, colours[2]);
  outlined([cx - 38, 800, cx - 38, 650, cx + 38, 650, cx + 38, 800], door);
};

draws({
  // eight-pointed tilework
  zellige() {
    const d = 240;
    rect(0, 0, W, H, forest);
    for (let j = -1; j < 5; j++) {
      for (let i = -1; i < 7; i++) {
        const a = i * d + 120, b = j * d + 40, q = (i + j * 2 + 20) % 3;
        const outer = [indigo, laterite, ochre][q], inner = [lagoon, ochre, forest][q], joint = [ochre, lagoon, cotton][q];
        each([[131, cotton], [118, outer], [74, cotton], [62, inner], [26, cotton]], (r, colour) => star(a, b, r, colour));
        gems(a + 120, b + 120, [[62, 62, cotton], [48, 48, joint], [22, 22, ink]]);
      }
    }
  },

  // carved mud façade
  tubali() {
    rect(0, 0, W, H, TUBALI);
    times(4, (i) => times(3, (j) => tubaliKnot(i * 400, j * 400, 150)));
    times(3, (i) => times(2, (j) => tubaliKnot(200 + i * 400, 200 + j * 400, 92)));
  },

  // cow-dung relief: black, white, oxblood
  imigongo() {
    rect(0, 0, W, H, cotton);
    grid(3, 2, (i, j) => inside(i * 400, j * 400, 400, 400, () => {
      if ((i + j) % 2) imigongoSquare(i * 400 + 200, j * 400 + 200, oxblood, ink, -1);
      else imigongoSquare(i * 400 + 200, j * 400 + 200, ink, oxblood, 1);
    }));
    rect(0, 394, W, 12, cotton);
  },

  // house painting
  ndebele() {
    rect(0, 0, W, H, cotton);
    outlined([0, 0, W, 0, W, 110, 0, 110], river);
    for (let a = 0; a < W; a += 120) outlined([a, 110, a + 60, 8, a + 120, 110], (a / 120) % 2 ? ochre : laterite);
    ndebeleGable(300, [forest, ochre, cotton], ink);
    ndebeleGable(900, [laterite, cotton, river], ink);
    outlined([560, 110, 640, 110, 640, 800, 560, 800], cotton);
    for (let b = 150; b < 800; b += 108) outlined([600, b, 632, b + 40, 600, b + 80, 568, b + 40], (b / 2) % 4 ? oxblood : river);
  },
});
