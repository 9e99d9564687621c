// Solaris Kossam: a milk churn kept cold by the sun.

const churn = () => {
  slab(-22, -62, 44, 14, 4, ink);
  poly([-18, -48, 18, -48, 24, -32, -24, -32], linen);
  slab(-38, -34, 76, 104, 12, cotton);
  for (const side of [-1, 1]) stroke(ink, 5, () => pen.ellipse(side * 38, -4, 12, 18, 0, 0, TURN));
  slab(-38, -34, 76, 104, 12, cotton);
  rect(-38, 0, 76, 40, river);
  times(6, (k) => at(0, 20, (k * PI) / 3, () => {
    line([0, 0, 0, 15], cotton, 4);
    line([-5, 12, 0, 7, 5, 12], cotton, 3);
  }));
  rect(-38, -12, 76, 5, linen);
  rect(-38, 48, 76, 5, linen);
};
const smallPanel = () => {
  line([0, 0, 0, 34], ink, 5);
  poly([-34, -26, 22, -26, 36, 14, -20, 14], ink);
  poly([-30, -23, 19, -23, 31, 11, -18, 11], indigo);
  for (const k of [0.33, 0.67]) line([-30 + 49 * k, -23, -18 + 49 * k, 11], lagoon, 2.5);
  line([-24, -6, 25, -6], lagoon, 2.5);
};

ads.solariskossam = {
  ground: '#d5e6df', ink: '#0d3d34', accent: '#0d3d34', accentInk: cotton, edge: lagoon, face: 'Vollkorn', weight: '800',
  name: 'Solaris Kossam',
  line: 'Le lait reste frais, même à midi.',
  short: 'Du lait frais, même à midi.',
  note: 'Le froid solaire pour les petites laiteries. Loué au mois.',
  call: 'Voir les modèles',

  scene(w, h) {
    rect(-w / 2, -h / 2, w, h, laterite);
    times(16, (k) => at(0, 0, (k * PI) / 8, () => poly([0, 0, w, -w * 0.1, w, w * 0.1], '#c1551f')));
    fit(w, h, () => {
      disc(0, 0, 92, ochre);
      disc(0, 0, 78, straw);
    });
    rect(-w / 2, h * 0.4, w, h, forest);
    fit(w, h, () => at(0, 18, 0, churn));
    const away = Math.max(w * 0.34, h * 0.36);
    for (const side of w < h * 1.3 ? [] : [-1, 1]) at(side * away, h * 0.24, 0, () => scaled(0, 0, h / 210, h / 210, smallPanel));
  },
};
