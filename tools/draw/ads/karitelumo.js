// Savon Karité Lumo: a bar of soap, its foam, shea nuts and leaves.

const soapBar = () => {
  slab(-74, -28, 148, 86, 22, '#d9c08f');
  slab(-74, -40, 148, 84, 22, cotton);
  pen.lineJoin = 'round';
  stroke('#d9c08f', 4, () => pen.roundRect(-60, -27, 120, 58, 14));
  for (const t of [-0.9, 0, 0.9]) at(0, 22, t, () => { blade(40, 18, '#cdae74'); line([0, -3, 0, -30], cotton, 2.5); });
};
const bubble = (a, b, r) => {
  disc(a, b, r, '#fbf4e6');
  ring(a, b, r - 1.5, lagoon, 3);
  arc(a, b, r * 0.62, 3.4, 4.6, lagoon, 3);
};
const sheaNut = (a, b, turn) => at(a, b, turn, () => {
  oval(0, 0, 22, 17, rust);
  oval(-5, -5, 8, 5, clay);
  oval(10, 3, 6, 9, sand);
});

ads.karitelumo = {
  ground: ochre, ink, accent: oxblood, accentInk: cotton, edge: rust, face: 'Lato', weight: '900',
  name: 'Karité Lumo',
  line: 'Le savon qui n’a\u00a0rien\u00a0à\u00a0cacher.',
  short: 'Un savon, rien d’autre.',
  note: 'Beurre de karité, huile de coco, eau, soude. C’est tout.',
  call: 'Lire l’étiquette',

  scene(w, h) {
    rect(-w / 2, -h / 2, w, h, oxblood);
    for (let r = Math.max(w, h), k = 0; r > 20; r -= h / 9, k++) disc(0, h * 0.1, r, k % 2 ? oxblood : '#7d2529');
    fit(w, h, () => {
      each([[-1, 84, forest], [1, 84, forest], [-0.45, 96, leaf], [0.45, 96, leaf], [0, 100, forest]], (turn, length, colour) => {
        at(0, 6, turn, () => { blade(length, 34, colour); line([0, 0, 0, -length * 0.8], grass, 2.5); });
      });
      at(0, 22, -0.12, soapBar);
      each([
        [-66, 66, 20], [-36, 76, 15], [-88, 44, 12], [56, 72, 22], [84, 52, 13], [24, 80, 12], [78, -52, 12], [-72, -58, 9],
      ], bubble);
    });
    if (w < h * 2) return;
    for (const side of [-1, 1]) scaled(side * h * 0.9, h * 0.22, h / 230, h / 230, () => {
      sheaNut(0, 20, side * 0.4);
      sheaNut(side * 34, 34, -side * 0.5);
      bubble(side * 20, -50, 14);
      bubble(side * -6, -84, 8);
    });
  },
};
