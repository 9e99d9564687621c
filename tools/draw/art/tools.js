// Tools on their workbenches.

// atelier: the tools, each lying along its own upright
const hammer = () => {
  slab(-13, -40, 26, 290, 8, ochre);
  rect(-13, 150, 26, 10, rust);
  rect(-13, 172, 26, 10, rust);
  slab(-84, -82, 108, 50, 6, ink);
  poly([20, -82, 96, -70, 98, -56, 20, -34], ink);
  slab(-98, -88, 22, 62, 5, linen);
};
const saw = () => {
  const teeth = [-46, -40];
  for (let y = -40; y < 240; y += 20) teeth.push(-46 + (y + 40) * 0.12 - 12, y + 10, -46 + (y + 40) * 0.12 + 2, y + 20);
  poly([...teeth, -8, 250, 44, 250, 44, -40], linen);
  shape(laterite, () => { pen.roundRect(-60, -170, 120, 134, 30); pen.roundRect(-26, -136, 50, 66, 20); }, 'evenodd');
  disc(-40, -56, 7, ink);
  disc(38, -56, 7, ink);
};
const spanner = () => {
  slab(-16, -120, 32, 260, 6, lagoon);
  rect(-5, -80, 10, 180, '#6f9c95');
  disc(0, -146, 50, lagoon);
  poly([-20, -210, 20, -210, 20, -150, 0, -136, -20, -150], bark);
  disc(0, 156, 42, lagoon);
  star(0, 156, 26, bark, 6, 0.87);
};
const pliers = () => {
  for (const s of [-1, 1]) {
    stroke(laterite, 30, () => { pen.moveTo(s * 8, 10); pen.quadraticCurveTo(s * 66, 80, s * 40, 210); }, 'round');
    shape(linen, () => {
      quad([0, 26, s * 54, -20, s * 30, -110]);
      pen.lineTo(s * 3, -120);
      pen.lineTo(s * 3, 0);
    });
  }
  disc(0, 4, 17, ink);
  for (let y = -104; y < -40; y += 14) rect(-12, y, 24, 5, ink);
};
const shears = () => {
  for (const s of [-1, 1]) {
    at(0, 0, s * 0.16, () => { poly([-15, 30, 4, -210, 15, -30, 15, 30], s < 0 ? linen : cotton); });
    stroke(oxblood, 22, () => pen.ellipse(s * 52, 138, 38, 62, -s * 0.35, 0, TURN));
    line([s * 6, 20, s * 34, 84], oxblood, 24);
  }
  disc(0, 6, 12, ink);
};
const plane = () => {
  slab(-52, -150, 104, 310, 14, ochre);
  for (const a of [-34, -12, 10, 32]) rect(a, -150, 5, 310, '#b9791c');
  rect(-36, -60, 72, 60, ink);
  poly([-30, -50, 30, -50, 30, -16, -30, -16], linen);
  slab(-20, 20, 40, 110, 16, oxblood);
  disc(0, -106, 27, oxblood);
  disc(0, -106, 13, laterite);
};
const chisel = (handle) => {
  slab(-17, -110, 34, 130, 12, handle);
  rect(-17, -4, 34, 12, ink);
  poly([-14, 8, 14, 8, 22, 150, -22, 150], linen);
  rect(-22, 140, 44, 12, lagoon);
};
const setSquare = () => {
  rect(-90, 60, 190, 44, rust);
  rect(-90, -190, 44, 294, linen);
  for (let y = -182, k = 0; y < 50; y += 16, k++) rect(-90, y, k % 3 ? 14 : 24, 4, ink);
};
const spool = (colour, thread) => {
  slab(-44, -62, 88, 20, 4, rust);
  slab(-44, 42, 88, 20, 4, rust);
  rect(-34, -42, 68, 84, colour);
  for (let y = -38; y < 40; y += 13) line([-34, y + 6, 34, y], thread, 4);
};
const nails = (n) => times(n, (k) => {
  rect(k * 30 - 3, -34, 6, 74, linen);
  rect(k * 30 - 11, -40, 22, 8, linen);
  poly([k * 30 - 3, 40, k * 30 + 3, 40, k * 30, 50], linen);
});
const mat = (a, b, w, h, colour, seam) => {
  rect(a + 10, b + 12, w, h, shade);
  rect(a, b, w, h, colour);
  dashed([16, 10], () => frame(a + 14, b + 14, w - 28, h - 28, seam, 5));
};

draws({
  // workbenches and tools, from above
  atelier() {
    rect(0, 0, W, H, '#c0904f');
    for (let j = 0; j < 8; j++) {
      rect(0, j * 100 + 96, W, 5, rust);
      for (let i = 0; i < 5; i++) rect(((j * 190) % 300) + i * 300 - 150, j * 100 + 30, 130, 5, '#a97a3d');
    }
    mat(34, 30, 1132, 352, forest, leaf);
    mat(34, 418, 1132, 352, indigo, river);
    at(150, 205, 0.12, () => scaled(0, 0, 0.84, 0.84, plane));
    at(340, 225, -0.2, () => scaled(0, 0, 0.8, 0.8, spanner));
    at(560, 150, 0.32, () => scaled(0, 0, 0.96, 0.96, hammer));
    at(800, 180, -0.3, () => scaled(0, 0, 0.92, 0.92, pliers));
    at(960, 205, 0.08, () => scaled(0, 0, 1.15, 1.15, () => chisel(laterite)));
    at(1072, 205, -0.06, () => scaled(0, 0, 1.15, 1.15, () => chisel(ochre)));
    at(180, 612, -0.08, () => scaled(0, 0, 0.94, 0.94, setSquare));
    at(368, 592, 0.14, () => scaled(0, 0, 0.84, 0.84, shears));
    at(694, 580, 1.36, () => scaled(0, 0, 1.1, 1.1, saw));
    at(960, 530, 0.1, () => spool(laterite, ochre));
    at(1082, 540, -0.1, () => spool(cotton, clay));
    at(918, 690, 0, () => nails(8));
  },
});
