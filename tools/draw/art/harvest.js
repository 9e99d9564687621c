// Harvests: cocoa, coffee, cotton, millet, fruit.

// a leaf that stands on (0, 0), with its veins
const veined = (length, width, colour, vein) => {
  blade(length, width, colour);
  clip(() => lens(length, width), () => {
    line([0, 0, 0, -length], vein, 5);
    for (let k = 1; k < 9; k++) {
      line([0, -k * length * 0.1, width, -k * length * 0.1 - width * 0.8], vein, 3);
      line([0, -k * length * 0.1, -width, -k * length * 0.1 - width * 0.8], vein, 3);
    }
  });
};

// cacao: the outline of a pod, a whole one with its ribs, and one cut open
const podPath = (s) => {
  pen.moveTo(0, -s);
  pen.bezierCurveTo(s * 0.72, -s * 0.78, s * 0.6, s * 0.5, 0, s * 1.08);
  pen.bezierCurveTo(-s * 0.6, s * 0.5, -s * 0.72, -s * 0.78, 0, -s);
};
const pod = (s, colour, rib) => {
  rect(-8, -s - 34, 16, 50, bark);
  shape(colour, () => podPath(s));
  clip(() => podPath(s), () => {
    for (const k of [-1.05, -0.62, -0.2, 0.2, 0.62, 1.05]) {
      stroke(rib, 9, () => { pen.moveTo(0, -s); pen.bezierCurveTo(k * s * 0.6, -s * 0.7, k * s * 0.55, s * 0.5, 0, s * 1.08); });
    }
  });
};
const openPod = (s) => {
  rect(-10, -s - 40, 20, 60, bark);
  shape(ochre, () => podPath(s));
  shape(straw, () => podPath(s * 0.92));
  shape(oxblood, () => podPath(s * 0.82));
  for (let j = 0; j < 7; j++) {
    const y = -s * 0.52 + j * s * 0.185, half = [0.1, 0.2, 0.24, 0.24, 0.22, 0.18, 0.1][j] * s;
    for (const side of j === 6 ? [0] : [-1, 0, 1]) {
      if (side && j === 0) continue;
      oval(side * half, y + (side ? 0 : s * 0.06), s * 0.115, s * 0.088, cotton, side * 0.6);
      oval(side * half + 3, y + (side ? 3 : s * 0.06 + 3), s * 0.055, s * 0.036, sand, side * 0.6);
    }
  }
};

// cafe: one ripe cherry, and a patch of them laid close
const cherry = (a, b, r, colour) => {
  disc(a, b, r, colour);
  disc(a - r * 0.3, b - r * 0.35, r * 0.26, sand);
};
const spread = (w, h, step, r, colours, dry) => {
  for (let j = 0, y = step / 2; y < h; j++, y += step * 0.88) {
    for (let a = (j % 2 ? step : step / 2); a < w; a += step) {
      const colour = pick(colours), x = a + between(-2, 2);
      if (dry) { oval(x, y, r, r * 0.68, colour, between(-1, 1)); line([x - r * 0.6, y, x + r * 0.6, y], clay, 3); }
      else cherry(x, y, r, colour);
    }
  }
};
const dryingBed = (a, colours, dry) => {
  rect(a + 14, -700, 210, 1400, shade);
  rect(a, -700, 210, 1400, bark);
  rect(a + 10, -700, 190, 1400, dry ? clay : linen);
  inside(a + 12, -700, 186, 1400, () => {
    pen.translate(a + 12, -700);
    spread(186, 1400, 34, 14, colours, dry);
    pen.translate(-a - 12, 700);
  });
  for (let b = -690; b < 700; b += 230) rect(a - 12, b, 234, 12, bark);
};
const basket = (r) => {
  disc(14, 18, r, shade);
  [[1, rust], [0.95, straw], [0.86, ochre], [0.78, rust], [0.74, bark]].forEach(([k, colour]) => disc(0, 0, r * k, colour));
  times(40, (k) => at(0, 0, (k * TURN) / 40, () => rect(r * 0.86, -5, r * 0.09, 10, k % 2 ? laterite : rust)));
  times(52, (k) => at(0, 0, (k * TURN) / 52, () => rect(r * 0.785, -4, r * 0.07, 8, straw)));
};
const sprig = (turn) => at(0, 0, turn, () => {
  for (const k of [-0.9, 0.9]) at(0, 0, k, () => veined(150, 60, leaf, forest));
  veined(190, 70, forest, leaf);
});

// coton: an open boll of fluffy locks in its dry husk, on its stalk
const lock = (a, b, r) => {
  times(9, (k) => disc(a + r * 0.72 * Math.cos((k * TURN) / 9), b + r * 0.72 * Math.sin((k * TURN) / 9), r * 0.36, cotton));
  disc(a, b, r * 0.8, cotton);
  arc(a, b, r * 0.66, 0.2, 1.9, linen, r * 0.14);
  arc(a, b, r * 0.32, 0.1, 2, linen, r * 0.11);
};
const boll = (r) => {
  line([0, r * 0.6, 0, r * 2.4], rust, r * 0.13);
  for (const t of [-1.25, 1.25]) at(0, r * 0.86, t, () => blade(r * 1.5, r * 0.44, bark));
  each([
    [-0.56, -0.42, 0.56], [0.56, -0.42, 0.56], [0, -0.78, 0.56], [-0.6, 0.26, 0.54], [0.6, 0.26, 0.54], [0, 0.06, 0.62],
  ], (a, b, s) => lock(a * r, b * r, s * r));
  for (const [t, length] of [[-0.78, 1.24], [0.78, 1.24], [0, 0.92]]) {
    at(0, r * 0.92, t, () => { blade(r * length, r * 0.36, rust); line([0, 0, 0, -r * length * 0.8], bark, r * 0.05); });
  }
  disc(0, r * 0.9, r * 0.17, bark);
};
const bollLeaf = (r, turn) => at(0, 0, turn, () => {
  for (const k of [-0.7, 0.7, 0]) at(0, 0, k, () => blade(r * (k ? 0.8 : 1), r * 0.42, k ? forest : leaf));
  line([0, 0, 0, -r * 0.8], rind, 4);
});

// mil: one ear that tapers and leans, its grains in rows that shift by half
const ear = (a, top, length, half, lean) => {
  const middle = (y) => a + lean * (1 - y / length) ** 2;
  const reach = (y) => half * Math.min(1, Math.sqrt((y + 6) / 120), Math.sqrt((length - y + 14) / 40));
  stroke(leaf, 18, () => { pen.moveTo(a, H + 20); pen.lineTo(middle(length - 20), top + length - 20); });
  for (let y = 0; y < length; y += 13) {
    const w = reach(y), m = middle(y);
    line([m - w - 13, top + y - 7, m, top + y + 4, m + w + 13, top + y - 7], clay, 2.5);
    rect(m - w, top + y - 6, w * 2, 14, rust);
  }
  for (let j = 0, y = 0; y < length; j++, y += 13) {
    const n = Math.max(1, Math.round(reach(y) / 9)) + (j % 2), first = middle(y) - ((n - 1) / 2) * 17.5;
    times(n, (i) => disc(first + i * 17.5, top + y, 8.6, [straw, ochre, clay, straw, ochre][(i * 2 + j * 3) % 5]));
  }
};
const strap = (a, b, length, bend, colour, vein) => {
  const edge = (w) => {
    pen.moveTo(a - w, b);
    pen.quadraticCurveTo(a - w, b - length, a + bend, b - length * 0.72);
    pen.quadraticCurveTo(a + w + 10, b - length * 0.8, a + w, b);
  };
  shape(colour, () => edge(26));
  stroke(vein, 4, () => { pen.moveTo(a, b); pen.quadraticCurveTo(a, b - length * 0.92, a + bend, b - length * 0.72); });
};

// verger: one tree from above, and a basket of its fruit
const crown = (a, b, r, fruit) => {
  disc(a + 20, b + 24, r * 0.98, 'rgba(40,20,5,.42)');
  const bumps = (k, shift, colour) => times(9, (i) => {
    const t = (i * TURN) / 9 + shift;
    disc(a + r * k * Math.cos(t), b + r * k * Math.sin(t), r * 0.36, colour);
  });
  bumps(0.64, 0, rind);
  disc(a, b, r * 0.7, rind);
  bumps(0.46, 0.3, forest);
  disc(a, b, r * 0.5, forest);
  times(7, (i) => at(a, b, (i * TURN) / 7 + 0.2, () => { pen.translate(0, -r * 0.12); blade(r * 0.5, r * 0.24, leaf); }));
  times(8, (i) => {
    const t = (i * TURN) / 8 + a, k = i % 2 ? 0.78 : 0.5;
    disc(a + r * k * Math.cos(t), b + r * k * Math.sin(t), r * 0.115, fruit);
    disc(a + r * k * Math.cos(t) - r * 0.03, b + r * k * Math.sin(t) - r * 0.03, r * 0.04, cotton);
  });
};
const crate = (a, b, fruit) => {
  rect(a + 8, b + 10, 96, 72, shade);
  rect(a, b, 96, 72, rust);
  rect(a + 7, b + 7, 82, 58, bark);
  grid(4, 3, (i, j) => disc(a + 19 + i * 19.5, b + 18 + j * 18, 9.5, fruit));
};

draws({
  // cocoa pods, one cut open, over a cloth of beans
  cacao() {
    rect(0, 0, W, H, oxblood);
    grid(17, 13, (i, j) => at(i * 76 + (j % 2) * 38 - 10, j * 66 + 4, 0.6, () => {
      oval(0, 0, 25, 16, '#8a3a2c');
      line([-16, 0, 16, 0], oxblood, 4, 'round');
    }));
    for (const [a, b, turn, s] of [[330, 330, -0.9, 330], [860, 480, 2.2, 330], [800, 250, 0.9, 300], [380, 560, -2.3, 300]]) {
      at(a, b, turn, () => veined(s, s * 0.42, forest, leaf));
    }
    at(205, 250, 0.35, () => pod(178, laterite, '#8d3010'));
    at(1000, 560, 0.3, () => pod(186, grass, leaf));
    at(1010, 185, -0.75, () => pod(150, ochre, '#b9791c'));
    at(215, 640, 1.15, () => pod(140, straw, ochre));
    at(600, 392, 0.5, () => openPod(330));
  },

  // coffee cherries on their drying beds, and a basket just brought
  cafe() {
    const ripe = [laterite, laterite, oxblood, laterite, '#c25d2c'], mixed = [laterite, oxblood, ochre, laterite, leaf];
    rect(0, 0, W, H, sand);
    grid(22, 15, (i, j) => rect(i * 60 + (j % 2) * 30, j * 56, 26, 5, '#d6b083'));
    at(600, 400, 0.3, () => {
      dryingBed(-760, mixed, false);
      dryingBed(-470, [cotton, sand, linen, straw], true);
      dryingBed(-180, ripe, false);
      dryingBed(110, [cotton, sand, linen, cotton], true);
      dryingBed(400, ripe, false);
    });
    at(600, 400, 0, () => {
      basket(236);
      clip(() => pen.arc(0, 0, 172, 0, 7), () => at(-190, -190, 0, () => spread(380, 380, 52, 27, ripe, false)));
      at(70, 90, 0, () => { sprig(-0.6); sprig(2.2); });
      for (const [a, b] of [[56, 78], [92, 70], [74, 110]]) cherry(a, b, 27, laterite);
    });
  },

  // cotton bolls on an indigo cloth
  coton() {
    rect(0, 0, W, H, indigo);
    for (let y = 20; y < H; y += 80) {
      rect(0, y, W, 26, night);
      rect(0, y + 36, W, 6, river);
      for (let a = (y / 20) % 2 ? 0 : 30; a < W; a += 60) rect(a, y + 10, 30, 6, dusk);
    }
    each([
      [250, 190, 112], [950, 190, 112], [60, 470, 104], [1140, 470, 104], [330, 640, 108], [870, 640, 108], [600, 340, 172],
    ], (a, b, r) => at(a, b, 0, () => {
      at(0, r * 1.75, 0, () => { bollLeaf(r * 0.95, -1.1); bollLeaf(r * 0.95, 1.1); });
      boll(r);
    }));
  },

  // ears of millet
  mil() {
    rect(0, 0, W, H, indigo);
    grid(21, 14, (i, j) => dia(i * 60 + (j % 2) * 30, j * 60, 9, 9, dusk));
    rings(600, 330, [[340, ochre], [312, indigo], [296, laterite], [262, '#93302f'], [200, oxblood]]);
    each([
      [100, 190, 420], [300, -210, 400], [480, 150, 470], [720, -170, 470], [900, 220, 400], [1100, -190, 420],
    ], (a, bend, length) => strap(a, 860, length, bend, forest, leaf));
    const ears = [
      [90, 240, 360, 34, -40], [220, 130, 400, 36, -50], [1110, 240, 360, 34, 40], [980, 130, 400, 36, 50],
      [350, 190, 400, 38, -30], [850, 190, 400, 38, 30], [480, 84, 470, 42, -40], [720, 84, 470, 42, 40], [600, 34, 560, 46, 0],
    ];
    ears.forEach((one) => ear(...one));
    each([
      [180, -170, 330], [380, 190, 360], [560, -190, 330], [650, 190, 330], [830, -190, 360], [1030, 170, 330],
    ], (a, bend, length) => strap(a, 860, length, bend, leaf, grass));
  },

  // rows of an orchard, from above
  verger() {
    rect(0, 0, W, H, clay);
    at(600, 400, -0.18, () => {
      for (let k = -14; k < 15; k++) rect(-800, k * 50, 1600, 20, k % 2 ? '#b98750' : sand);
      rect(-800, -40, 1600, 80, linen);
      dashed([40, 24], () => line([-800, 0, 800, 0], clay, 6));
      for (const [b, shift] of [[-390, 0], [-165, 95], [165, 40], [390, 130]]) {
        for (let i = -4; i < 5; i++) crown(i * 190 + shift - 40, b, 102, [ochre, laterite, straw][(i + 9) % 3]);
      }
      crate(-160, -36, ochre);
      crate(-40, -36, laterite);
      crate(80, -36, straw);
    });
  },
});
