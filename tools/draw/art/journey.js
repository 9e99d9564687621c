// Journeys: rapid buses, a train, a bicycle race.

// bus: one articulated bus, 400 long, its front to the right; one car, a tin roof, a station
const coach = (a, b, colour, trim) => at(a, b, 0, () => {
  slab(-192, -34, 400, 84, 12, shade);
  for (const [x, w] of [[-200, 178], [-2, 202]]) {
    slab(x, -42, w, 84, 12, colour);
    rect(x + 10, -42, w - 24, 9, lagoon);
    rect(x + 10, 33, w - 24, 9, lagoon);
    rect(x + 16, -18, w - 40, 36, trim);
    for (let k = x + 28; k < x + w - 34; k += 26) dia(k, 0, 10, 14, colour);
  }
  times(4, (k) => rect(-24 + k * 7, -36, 4, 72, ink));
  slab(186, -36, 12, 72, 5, ink);
  slab(70, -14, 48, 28, 4, cotton);
});
const car = (a, b, colour) => {
  slab(a + 6, b + 6, 88, 44, 12, shade);
  slab(a, b, 88, 44, 12, colour);
  slab(a + 20, b + 5, 50, 34, 8, ink);
  slab(a + 30, b + 5, 28, 34, 4, colour);
};
const tinRoof = (a, b, w, h, colour, groove) => {
  rect(a + 10, b + 12, w, h, shade);
  rect(a, b, w, h, colour);
  for (let k = 8; k < w; k += 18) rect(a + k, b, 6, h, groove);
  rect(a, b + h / 2 - 4, w, 8, ink);
};
const station = (a, w) => {
  rect(a, -44, w, 88, cotton);
  rect(a, -44, w, 10, ink);
  rect(a, 34, w, 10, ink);
  for (let k = a + 40; k < a + w - 20; k += 80) { dia(k, 0, 36, 28, laterite); dia(k, 0, 20, 15, cotton); dia(k, 0, 9, 7, ink); }
};

// train: one carriage and the engine, standing on y
const wheels = (a, y, n, step) => times(n, (k) => {
  disc(a + k * step, y, 24, ink);
  ring(a + k * step, y, 14, clay, 5);
});
const carriage = (a, y, colour, trim) => {
  rect(a - 14, y - 52, 26, 14, ink);
  slab(a, y - 186, 330, 158, 10, colour);
  rect(a, y - 176, 330, 10, trim);
  rect(a, y - 74, 330, 30, trim);
  for (let k = a + 18; k < a + 330; k += 36) dia(k, y - 59, 14, 12, colour);
  [laterite, indigo, null, leaf, oxblood, river].forEach((traveller, k) => {
    rect(a + 18 + k * 51, y - 154, 38, 62, cotton);
    if (!traveller) return;
    disc(a + 37 + k * 51, y - 112, 11, ink);
    rect(a + 23 + k * 51, y - 101, 28, 9, traveller);
  });
  rect(a, y - 34, 330, 12, ink);
  wheels(a + 52, y - 22, 2, 58);
  wheels(a + 222, y - 22, 2, 58);
};
const engine = (a, y) => {
  rect(a - 14, y - 52, 26, 14, ink);
  shape(laterite, () => {
    pen.moveTo(a, y - 200);
    pen.lineTo(a + 250, y - 200);
    pen.quadraticCurveTo(a + 380, y - 180, a + 396, y - 28);
    pen.lineTo(a, y - 28);
  });
  poly([a + 262, y - 176, a + 300, y - 168, a + 348, y - 110, a + 262, y - 110], cotton);
  rect(a, y - 92, 386, 34, ochre);
  for (let k = a + 20; k < a + 370; k += 40) dia(k, y - 75, 16, 13, oxblood);
  times(6, (k) => rect(a + 20 + k * 24, y - 172, 12, 56, oxblood));
  rect(a + 184, y - 172, 54, 58, cotton);
  disc(a + 211, y - 134, 13, ink);
  disc(a + 372, y - 46, 11, cotton);
  rect(a, y - 38, 396, 14, ink);
  poly([a + 340, y - 28, a + 412, y - 28, a + 390, y, a + 340, y], ink);
  wheels(a + 56, y - 22, 3, 60);
  wheels(a + 256, y - 22, 2, 60);
};
// velo: one rider from above to the right, about 170 long, and the shadow of the bicycle seen from its side
const rider = (jersey, band, helmet, skin) => {
  slab(-88, -4.5, 62, 9, 4, ink);
  slab(28, -4.5, 62, 9, 4, ink);
  rect(-50, -3, 100, 6, ink);
  stroke(ink, 7, () => { pen.moveTo(54, -26); pen.lineTo(38, -26); pen.lineTo(38, 26); pen.lineTo(54, 26); });
  for (const s of [-1, 1]) {
    oval(-14 + s * 8, s * 15, 30, 9, skin, s * 0.1);
    line([14, s * 24, 44, s * 25], skin, 11, 'round');
  }
  const back = () => {
    pen.moveTo(-46, -13);
    pen.quadraticCurveTo(-20, -22, 16, -31);
    pen.quadraticCurveTo(34, 0, 16, 31);
    pen.quadraticCurveTo(-20, 22, -46, 13);
    pen.quadraticCurveTo(-60, 0, -46, -13);
  };
  shape(jersey, back);
  clip(back, () => { rect(-26, -40, 12, 80, band); rect(-6, -40, 6, 80, band); });
  oval(34, 0, 20, 14, helmet);
  for (const b of [-6, 0, 6]) line([20, b, 48, b * 0.7], ink, 2.5);
};
const riderShade = (colour) => {
  for (const a of [-54, 54]) {
    ring(a, 0, 31, colour, 6);
    times(4, (k) => at(a, 0, (k * PI) / 4, () => rect(-30, -1.5, 60, 3, colour)));
  }
  line([-54, 0, -10, -4, 36, -44, -26, -44, -10, -4], colour, 7);
  line([-54, 0, -26, -44, -30, -58], colour, 7);
  line([54, 0, 34, -56, 48, -62], colour, 7);
  line([-34, -62, -8, -92, 30, -88], colour, 26, 'round');
  line([22, -86, 46, -58], colour, 9);
  line([-30, -60, 4, -34, -8, 6], colour, 13);
  disc(52, -98, 17, colour);
};

draws({
  // buses of a rapid line, from above
  bus() {
    rect(0, 0, W, H, '#d9b98c');
    at(600, 400, -0.42, () => {
      [[-760, -640, 250, 190, clay, rust], [-470, -590, 210, 150, lagoon, '#7fa9a2'], [-220, -620, 260, 180, laterite, '#8d3010'],
        [80, -600, 220, 160, linen, clay], [340, -620, 240, 180, oxblood, '#521317'], [-640, 420, 230, 190, lagoon, '#7fa9a2'],
        [-370, 400, 260, 170, ochre, '#b9791c'], [-60, 430, 230, 190, clay, rust], [210, 400, 250, 170, laterite, '#8d3010'],
        [500, 420, 220, 190, linen, clay]].forEach((roof) => tinRoof(...roof));
      rect(-900, -372, 1800, 744, linen);
      rect(-900, -330, 1800, 660, '#3f352b');
      rect(-900, -176, 1800, 352, '#7d2f16');
      for (const b of [-176, 168]) rect(-900, b, 1800, 8, cotton);
      dashed([46, 34], () => { line([-900, -252, 900, -252], cotton, 6); line([-900, 252, 900, 252], cotton, 6); });
      rect(-900, -50, 1800, 100, clay);
      station(-330, 660);
      for (const a of [-452, 366]) for (const b of [-326, 172]) times(4, (k) => rect(a, b + 8 + k * 38, 86, 20, cotton));
      coach(-10, -112, ochre, oxblood);
      coach(-620, -112, cotton, forest);
      coach(640, -112, forest, ochre);
      coach(60, 112, cotton, laterite);
      coach(-640, 112, ochre, oxblood);
      coach(720, 112, ochre, indigo);
      each([
        [-290, -312, indigo], [-180, -312, cotton], [150, -312, oxblood], [220, -240, lagoon],
        [-320, 204, lagoon], [-60, 268, ochre], [260, 268, indigo], [200, 200, cotton], [-120, 204, cotton],
      ], car);
      for (let a = -700; a < 720; a += 150) { tree(a, -400, 42); tree(a + 70, 398, 42); }
    });
  },

  // a train across the plains
  train() {
    const y = 600;
    rect(0, 0, W, H, '#b9d3c8');
    for (let b = 20; b < 300; b += 30) rect((b * 7) % 200 - 60, b, 900 + (b % 4) * 90, 5, '#cfe0d6');
    for (const [a, w, h] of [[120, 240, 150], [430, 170, 90], [860, 320, 180], [1150, 160, 100]]) {
      times(4, (k) => rect(a - w / 2 + k * 18, 330 - ((k + 1) * h) / 4, w - k * 36, h, k % 2 ? '#c1551f' : laterite));
    }
    each([
      [330, 46, straw], [376, 40, ochre], [416, 50, grass], [466, 60, straw], [526, 60, leaf],
    ], (b, h, colour) => rect(0, b, W, h, colour));
    for (let a = 0; a < W; a += 44) { rect(a, 346, 24, 6, ochre); rect(a + 20, 392, 24, 6, straw); rect(a, 440, 20, 6, leaf); }
    acacia(130, 470, 1.2);
    acacia(1090, 450, 1);
    acacia(640, 424, 0.8);
    rect(0, y - 14, W, 60, rust);
    for (let a = 10; a < W; a += 46) rect(a, y + 2, 28, 18, bark);
    rect(0, y - 6, W, 10, ink);
    carriage(-150, y, forest, ochre);
    carriage(204, y, indigo, ochre);
    engine(558, y);
    rect(0, y + 40, W, 160, oxblood);
    rect(0, y + 40, W, 8, ink);
    zig(y + 82, 30, 16, ochre, 10);
    rect(0, y + 112, W, 6, cotton);
    for (let a = 20; a < W + 40; a += 80) { dia(a, y + 158, 36, 28, laterite); dia(a, y + 158, 18, 14, cotton); }
  },

  // a peloton from above, each bicycle told by its shadow
  velo() {
    const road = '#a3947f', under = '#6d604f';
    rect(0, 0, W, H, forest);
    for (let k = 0; k < 9; k++) { rect(0, k * 26 - 8, W, 12, leaf); rect(0, 690 + k * 26, W, 12, leaf); }
    rect(0, 92, W, 616, cotton);
    rect(0, 106, W, 588, road);
    dashed([70, 50], () => line([0, 400, W, 400], cotton, 8));
    const jerseys = [
      [laterite, cotton], [ochre, indigo], [cotton, forest], [river, ochre],
      [oxblood, straw], [leaf, cotton], [straw, laterite], [lagoon, indigo],
    ];
    const helmets = [cotton, laterite, ochre, straw, lagoon], skins = ['#5a3825', '#7a4c30', '#3f281b'];
    const places = [
      [840, 166], [520, 158], [190, 176], [1020, 286], [690, 296], [390, 282], [70, 306],
      [1150, 424], [860, 420], [560, 428], [230, 432], [-40, 444], [1010, 554], [700, 562], [410, 552], [90, 570],
    ];
    places.forEach(([a, b], i) => {
      scaled(a + 13, b + 21, 1.42, -0.7, () => { pen.transform(1, 0, -0.3, 1, 0, 0); riderShade(under); });
      scaled(a, b, 1.36, 1.36, () => rider(...jerseys[(i * 3) % 8], helmets[i % 5], skins[i % 3]));
    });
    for (let a = 10; a < W; a += 46) {
      const cloths = [laterite, ochre, indigo, cotton, oxblood, river];
      person(a, 66 + (a % 3) * 6, 0, cloths[(a / 2) % 6], [ink, ink, ochre][a % 3]);
      person(a + 20, 738 + (a % 4) * 5, 0, cloths[(a / 2 + 3) % 6], [ink, cotton, ink][a % 3]);
    }
  },
});
