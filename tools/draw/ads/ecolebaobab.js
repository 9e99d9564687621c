// École Numérique Baobab: a baobab whose branches are the tracks of a circuit.

const TRACKS = [ // from the trunk up and out, on the right
  [[38, 30, 58, 10, 92, 10], lagoon], [[33, 30, 33, 12, 84, -39, 84, -50], ochre],
  [[23, 30, 23, -6, 57, -40, 57, -72], cotton], [[12, 30, 12, -32, 31, -51, 31, -88], straw],
];
const tracks = () => {
  line([0, 30, 0, -62], laterite, 6);
  disc(0, -62, 9, laterite);
  disc(0, -62, 4, night);
  for (const side of [-1, 1]) TRACKS.forEach(([points, colour]) => {
    const [c, d] = points.slice(-2);
    line(points.map((v, i) => (i % 2 ? v : v * side)), colour, 6);
    disc(side * c, d, 9, colour);
    disc(side * c, d, 4, night);
  });
};

ads.ecolebaobab = {
  ground: indigo, ink: cotton, accent: straw, accentInk: ink, edge: night, face: 'Lato', weight: '900', mirror: true,
  name: 'École Numérique Baobab',
  line: 'Six mois pour apprendre à\u00a0coder.',
  short: 'Apprendre à coder en six mois.',
  note: 'Cours du soir, sur place ou à distance. Ordinateur prêté.',
  call: 'S’inscrire',

  scene(w, h) {
    rect(-w / 2, -h / 2, w, h, night);
    for (let a = -Math.ceil(w / 40) * 20; a < w / 2; a += 20) for (let b = -h / 2 + 10; b < h / 2; b += 20) disc(a, b, 1.5, dusk);
    rect(-w / 2, h * 0.42, w, h, laterite);
    fit(w, h, () => {
      tracks();
      shape(clay, () => {
        pen.moveTo(-58, 86);
        pen.quadraticCurveTo(-38, 64, -44, 14);
        pen.lineTo(44, 14);
        pen.quadraticCurveTo(38, 64, 58, 86);
      });
      for (const a of [-28, -9, 9, 28]) line([a, 20, a * 1.25, 82], rust, 4);
      rect(-27, 30, 54, 36, ink);
      line([-16, 40, -7, 48, -16, 56], straw, 5);
      line([0, 57, 14, 57], cotton, 5);
    });
  },
};
