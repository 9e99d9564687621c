// Librairie du Grand Manguier: a mango tree that bears books on a trunk of books.

const openBook = (colour) => {
  poly([0, 6, -22, 0, -22, -24, 0, -18], cotton);
  poly([0, 6, 22, 0, 22, -24, 0, -18], linen);
  line([0, 6, 0, -18], colour, 2.5);
  line([-23, 2, 0, 9, 23, 2], colour, 4);
};
const mango = () => {
  line([0, -18, 0, -8], bark, 3);
  oval(0, 3, 11, 14, ochre, 0.35);
  oval(-3, 0, 4, 6, straw, 0.35);
};
const bookTrunk = () => [[58, laterite], [46, indigo], [54, ochre], [42, river], [50, oxblood]].forEach(([width, colour], k) => {
  const y = 82 - k * 15;
  rect(-width / 2 + (k % 2) * 4, y, width, 14, colour);
  rect(-width / 2 + (k % 2) * 4 + 5, y, 4, 14, cotton);
});

ads.grandmanguier = {
  ground: '#fbf4e6', ink: indigo, accent: laterite, accentInk: '#ffffff', edge: clay,
  face: 'Vollkorn', weight: '800', mirror: true,
  name: 'Librairie du Grand\u00a0Manguier',
  line: 'Dix mille livres à\u00a0l’ombre.',
  short: 'Dix mille livres à l’ombre.',
  note: 'Romans, manuels, albums pour les petits\u00a0: commandez, passez prendre.',
  call: 'Choisir un livre',

  scene(w, h) {
    rect(-w / 2, -h / 2, w, h, '#cfe0d6');
    rect(-w / 2, h * 0.42, w, h, straw);
    fit(w, h, () => {
      bookTrunk();
      discs([[-58, -20, 38], [58, -20, 38], [-34, -56, 38], [34, -56, 38], [0, -36, 54], [0, -8, 40]], forest);
      discs([[-52, -30, 22], [40, -62, 20], [-18, -72, 16], [66, -18, 14]], leaf);
      each([[-50, -12, laterite], [0, -52, indigo], [50, -16, oxblood], [0, 4, ochre]], (a, b, spine) => {
        at(a, b, 0, () => openBook(spine));
      });
      for (const [a, b] of [[-26, -30], [28, -34], [-74, 8], [76, 8], [-28, 18], [28, 18]]) at(a, b, 0, mango);
    }, 1);
    if (w < h * 2) return;
    for (const side of [-1, 1]) at(side * h * 0.86, h * 0.36, 0, () => scaled(0, 0, h / 190, h / 190, () => {
      rect(-24, -14, 48, 13, side < 0 ? oxblood : forest);
      rect(-20, -27, 42, 13, side < 0 ? ochre : laterite);
      at(0, -34, 0, () => openBook(indigo));
    }));
  },
};
