// Shared: people and trees that several drawings show.

// a person from above: shoulders in cloth, a head or its scarf
const person = (a, b, turn, cloth, head = ink) => at(a, b, turn, () => {
  slab(-19, -4, 48, 24, 12, shade);
  slab(-24, -11, 48, 24, 12, cloth);
  disc(0, -4, 11.5, head);
});

// somebody on foot in profile, a robe, a turban and a staff
const walker = (robe) => {
  poly([-13, 0, -9, -56, 9, -56, 15, 0], robe);
  disc(0, -66, 11, ink);
  disc(0, -69, 11, cotton);
  line([17, -60, 22, 0], ink, 4);
};

// a tree from above, and an acacia in profile, its foot at (a, y)
const tree = (a, b, r) => {
  disc(a + 10, b + 12, r, shade);
  disc(a, b, r, rind);
  disc(a - r * 0.12, b - r * 0.12, r * 0.74, forest);
  disc(a - r * 0.24, b - r * 0.24, r * 0.42, leaf);
};
const acacia = (a, y, s) => scaled(a, y, s, s, () => {
  line([0, 0, 0, -70, -40, -110], bark, 9);
  line([0, -60, 36, -108], bark, 9);
  oval(0, -120, 104, 22, rind);
  oval(-14, -136, 70, 18, forest);
});
