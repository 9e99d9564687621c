// Thé Tassa: mint tea poured from on high.

const teapot = () => {
  stroke(cotton, 9, () => pen.ellipse(-44, -2, 24, 28, 0, 1.3, 5));
  poly([30, 8, 62, -34, 76, -30, 44, 26], cotton);
  oval(0, 4, 44, 38, river);
  rect(-16, -44, 32, 12, cotton);
  disc(0, -48, 8, laterite);
  for (const t of [-0.9, -0.3, 0.3, 0.9]) at(0, 4, t, () => dia(0, 0, 7, 20, cotton));
  rect(-34, 20, 68, 7, ochre);
};
const teaGlass = () => {
  poly([-36, -40, 36, -40, 27, 44, -27, 44], cotton);
  poly([-30, -14, 30, -14, 24, 38, -24, 38], laterite);
  poly([-33, -30, 33, -30, 30, -12, -30, -12], straw);
  for (const a of [-22, -8, 8, 22]) disc(a, -30, 9, cotton);
  poly([-22, -4, -14, -4, -11, 32, -17, 32], '#d9743f');
};
const mint = (turn) => at(0, 0, turn, () => {
  for (const k of [-0.8, 0.8, 0]) at(0, 0, k, () => { blade(46, 24, k ? leaf : grass); line([0, -4, 0, -34], forest, 2.5); });
});

ads.thetassa = {
  ground: forest, ink: cotton, accent: ochre, accentInk: ink, edge: rind, face: 'Lobster Two', weight: 'italic 700',
  name: 'Thé Tassa',
  line: 'Le troisième verre est celui de l’amitié.',
  short: 'Trois verres, une amitié.',
  note: 'Thé vert à la menthe, séché à l’ombre et roulé à la main.',
  call: 'Goûtez-le',

  scene(w, h) {
    rect(-w / 2, -h / 2, w, h, rind);
    fit(w, h, () => {
      disc(0, 0, 96, ochre);
      disc(0, 0, 84, straw);
      stroke(laterite, 6, () => { pen.moveTo(40, -40); pen.quadraticCurveTo(56, -30, 50, 20); });
      at(-34, -38, 0.42, teapot);
      at(44, 44, 0, teaGlass);
      at(-46, 82, 0, () => mint(-0.3));
    }, 0.98);
    if (w < h * 2) return;
    for (const side of [-1, 1]) {
      for (const k of [0.78, 1.16]) scaled(side * h * k, side * h * 0.1, h / 250, h / 250, () => mint(side * k));
    }
  },
};
