// The studio: the one hand that draws every picture of the sample newspaper, cloth and land seen from above, in one palette.
// A drawing works in its own space of 1200 × 800 and is scaled to the picture. Points are flat lists: x, y, x, y…
'use strict';

const W = 1200, H = 800;
const PI = Math.PI, TURN = 2 * Math.PI;

// The palette, named for its earths and dyes.
const ink = '#1b1611', cotton = '#f3e7d0', laterite = '#b2441b', ochre = '#dd9b2e', forest = '#0f5c46', indigo = '#1d2a5b';
const oxblood = '#6f1d22', lagoon = '#93bdb6', clay = '#c99a63', bark = '#2c1d13', sand = '#e8c9a0', river = '#3f6fa3';

// Its lighter and darker neighbours, for stripes on a colour and for what lies in shade.
const leaf = '#2f7d4f', grass = '#7c9a3c', straw = '#e9b85a', linen = '#e6dac2', rust = '#8a4f22', night = '#141c42';
const dusk = '#24336f', reef = '#17626b', rind = '#0c4535', shade = 'rgba(40,20,5,.32)';

const art = {}; // the drawings by name, 3:2
const ads = {}; // the advertisers by name
const draws = (some) => Object.assign(art, some);

let pen; // the canvas that is being drawn on
let seed; // of its chance: a picture comes out the same every time

const chance = () => ((seed = (seed * 1664525 + 1013904223) >>> 0) / 4294967296);
const between = (low, high) => low + chance() * (high - low);
const pick = (list) => list[Math.floor(chance() * list.length)];
const each = (rows, f) => rows.forEach((row, i) => f(...row, i)); // the parts of a row, then its number
const times = (n, f) => { for (let i = 0; i < n; i++) f(i); };
const grid = (columns, rows, f) => times(rows, (j) => times(columns, (i) => f(i, j)));

// trace lays a path through the points.
const trace = (points) => {
  pen.beginPath();
  for (let i = 0; i < points.length; i += 2) pen.lineTo(points[i], points[i + 1]);
};

const rect = (a, b, w, h, colour) => {
  pen.fillStyle = colour;
  pen.fillRect(a, b, w, h);
};
const poly = (points, colour) => {
  pen.fillStyle = colour;
  trace(points);
  pen.closePath();
  pen.fill();
};
const line = (points, colour, width, cap = 'butt') => {
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineCap: cap, lineJoin: 'miter' });
  trace(points);
  pen.stroke();
};
const frame = (a, b, w, h, colour, width) => {
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineJoin: 'miter' });
  pen.strokeRect(a, b, w, h);
};
const disc = (a, b, r, colour) => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(a, b, r, 0, 7);
  pen.fill();
};
const oval = (a, b, rx, ry, colour, turn = 0) => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.ellipse(a, b, rx, ry, turn, 0, TURN);
  pen.fill();
};
const ring = (a, b, r, colour, width) => arc(a, b, r, 0, 7, colour, width);
const arc = (a, b, r, from, to, colour, width) => {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineCap = 'butt';
  pen.beginPath();
  pen.arc(a, b, r, from, to);
  pen.stroke();
};

const discs = (spots, colour) => each(spots, (a, b, r) => disc(a, b, r, colour));

// rings paints discs one within the other, from [radius, colour], the widest first.
const rings = (a, b, list) => each(list, (r, colour) => disc(a, b, r, colour));

// sector fills what lies between two radii and two angles.
const sector = (a, b, inner, outer, from, to, colour) => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(a, b, outer, from, to);
  pen.arc(a, b, inner, to, from, true);
  pen.fill();
};

// slab is a rectangle with its corners rounded by r.
const slab = (a, b, w, h, r, colour) => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(a, b, w, h, r);
  pen.fill();
};

// dia is a diamond by its centre, half its width and half its height.
const dia = (a, b, w, h, colour) => poly([a, b - h, a + w, b, a, b + h, a - w, b], colour);

// gems paints diamonds one within the other, from [half width, half height, colour].
const gems = (a, b, list) => each(list, (w, h, colour) => dia(a, b, w, h, colour));

// star has n points; q is how far its valleys reach.
const star = (a, b, r, colour, n = 8, q = 0.765) => {
  const points = [];
  times(n * 2, (i) => {
    const t = (i * PI) / n + PI / n, k = i % 2 ? r * q : r;
    points.push(a + k * Math.cos(t), b + k * Math.sin(t));
  });
  poly(points, colour);
};

// zig is a level zigzag; phase 1 begins it downwards.
const zig = (y, step, swing, colour, width, from = -60, to = W + 60, phase = 0) => {
  const points = [];
  for (let a = from, i = phase; a <= to; a += step, i++) points.push(a, y + (i % 2 ? swing : -swing));
  line(points, colour, width);
};

// shape fills, and stroke draws, whatever path f lays.
const shape = (colour, f, rule = 'nonzero') => {
  pen.fillStyle = colour;
  pen.beginPath();
  f();
  pen.fill(rule);
};
const stroke = (colour, width, f, cap = 'butt', join = 'miter') => {
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineCap: cap, lineJoin: join });
  pen.beginPath();
  f();
  pen.stroke();
};

// quad and cubic lay a curved path: a point to begin at, then two or three points for each curve.
const quad = ([a, b, ...rest]) => {
  pen.moveTo(a, b);
  for (let i = 0; i < rest.length; i += 4) pen.quadraticCurveTo(...rest.slice(i, i + 4));
};
const cubic = ([a, b, ...rest]) => {
  pen.moveTo(a, b);
  for (let i = 0; i < rest.length; i += 6) pen.bezierCurveTo(...rest.slice(i, i + 6));
};

// lens is the path of a pointed oval that stands on (0, 0), as petals and leaves do; blade is one filled.
const lens = (length, width) => {
  pen.moveTo(0, 0);
  pen.quadraticCurveTo(width, -length * 0.45, 0, -length);
  pen.quadraticCurveTo(-width, -length * 0.45, 0, 0);
};
const blade = (length, width, colour) => shape(colour, () => lens(length, width));

// at draws with its origin moved and turned; clip draws only inside a path.
const at = (a, b, turn, f) => {
  pen.save();
  pen.translate(a, b);
  pen.rotate(turn);
  f();
  pen.restore();
};
const scaled = (a, b, sx, sy, f) => {
  pen.save();
  pen.translate(a, b);
  pen.scale(sx, sy);
  f();
  pen.restore();
};
const clip = (path, f) => {
  pen.save();
  pen.beginPath();
  path();
  pen.clip();
  f();
  pen.restore();
};
const inside = (a, b, w, h, f) => clip(() => pen.rect(a, b, w, h), f);

// dashed draws with a pattern of strokes and gaps.
const dashed = (pattern, f) => {
  pen.setLineDash(pattern);
  f();
  pen.setLineDash([]);
};

// canvas begins a new picture.
const canvas = (name, width, height) => {
  const sheet = document.createElement('canvas');
  Object.assign(sheet, { width, height });
  pen = sheet.getContext('2d');
  seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) >>> 0;
  return sheet;
};

// The command asks for these two: what there is to draw, and one picture as a data address.
const works = () => [
  ...Object.keys(art).map((name) => ({ name, size: '' })),
  ...Object.keys(ads).flatMap((name) => SIZES.map((size) => ({ name, size }))),
];
const picture = (name, width) => {
  const height = Math.round((width * H) / W), sheet = canvas(name, width, height);
  pen.scale(width / W, height / H);
  art[name]();
  return sheet.toDataURL();
};
