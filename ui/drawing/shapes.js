// A drawing as SVG on the screen, by the same rules as in the library's picture (analyzer/overlay/drawn.py).

import { svg } from "../editor/dom.js";
import { DEGREES, distance } from "../editor/geometry.js";

let measuring = null;

// What it takes to draw on the screen: `px` is screen pixels per unit of the picture.
export class Look {
  constructor(view, data, font) {
    Object.assign(this, { view, style: data.style, font, px: data.unit_px * view.scale, photo: data.photo });
  }

  points(drawing) {
    return drawing.points.map(([x, y]) => this.view.toScreen({ x, y }));
  }

  pen(drawing) {
    const pen = this.style.pens[drawing.width];
    return Object.fromEntries(Object.entries(pen).map(([name, units]) => [name, units * this.px]));
  }

  color(drawing) {
    return this.style.colors[drawing.color];
  }

  width(text, size) {
    measuring ??= document.createElement("canvas").getContext("2d");
    measuring.font = `600 ${size}px ${this.font}`;
    return measuring.measureText(text).width;
  }
}

// SVG elements from the bottom up.
export function shapesOf(drawing, look) {
  return KINDS[drawing.kind](drawing, look);
}

const KINDS = { line: lineShapes, arrow: arrowShapes, angle: angleShapes, freehand: freehandShapes, text: textShapes };

function lineShapes(drawing, look) {
  return stroked(`M ${pairs(look.points(drawing))}`, drawing, look);
}

function freehandShapes(drawing, look) {
  return stroked(curve(look.points(drawing)), drawing, look);
}

function arrowShapes(drawing, look) {
  const [from, tip] = look.points(drawing);
  const length = distance(from, tip);
  if (length < 0.5) return [];
  const head = Math.min(look.pen(drawing).head, length);
  const along = { x: (tip.x - from.x) / length, y: (tip.y - from.y) / length };
  const at = (back, aside) => ({ x: tip.x - along.x * back - along.y * aside, y: tip.y - along.y * back + along.x * aside });
  const corners = [tip, at(head, head * 0.46), at(head * 0.8, 0), at(head, -head * 0.46)];
  const { ink, casing } = look.color(drawing);
  const edge = 2 * look.style.casing_u * look.px;
  const shaft = `M ${pairs([from, at(head * 0.75, 0)])}`;
  const [below, line] = stroked(shaft, drawing, look);
  return [
    below,
    svg("path", { d: `M ${pairs(corners)} Z`, fill: ink, stroke: casing, "stroke-width": edge, "paint-order": "stroke", "stroke-linejoin": "round" }),
    line,
  ];
}

function angleShapes(drawing, look) {
  const [first, corner, second] = look.points(drawing);
  const shapes = stroked(`M ${pairs([first, corner, second].filter(Boolean))}`, drawing, look);
  const degrees = second ? angleOf([first, corner, second]) : null;
  if (degrees === null) return shapes;
  const pen = look.pen(drawing);
  const { ink, casing } = look.color(drawing);
  const radius = Math.min(pen.arc, 0.7 * Math.min(distance(first, corner), distance(second, corner)));
  const [a, b] = [first, second].map((end) => Math.atan2(end.y - corner.y, end.x - corner.x));
  const turn = Math.sin(b - a) >= 0 ? 1 : -1;
  const on = (angle, r = radius) => ({ x: corner.x + r * Math.cos(angle), y: corner.y + r * Math.sin(angle) });
  const [from, to] = [on(a), on(b)];
  const arc = `M ${from.x} ${from.y} A ${radius} ${radius} 0 0 ${turn > 0 ? 1 : 0} ${to.x} ${to.y}`;
  for (const [color, units] of [[casing, 4.8], [ink, 2.4]]) {
    shapes.push(svg("path", { d: arc, fill: "none", stroke: color, "stroke-width": units * look.px }));
  }
  const words = [`${Math.round(degrees)}°`];
  const middle = on(a + (turn * degrees) / DEGREES / 2, radius + 0.95 * pen.letters + 8 * look.px);
  const size = sizeOf(words, pen.letters, look);
  return [...shapes, ...label(words, { left: middle.x - size.width / 2, top: middle.y - size.height / 2, ...size }, drawing, look)];
}

function textShapes(drawing, look) {
  return label(textLines(drawing.text, look.style.most_in_line), textBox(drawing, look), drawing, look);
}

// Where a text stands, in screen pixels: it begins at its point, and is moved into the photo.
export function textBox(drawing, look) {
  const [at] = look.points(drawing);
  const size = sizeOf(textLines(drawing.text, look.style.most_in_line), look.pen(drawing).letters, look);
  return { left: at.x, top: at.y - size.height / 2, ...size };
}

// The angle at the second of three points, 0 to 180 degrees; null when two are in one place.
export function angleOf([first, corner, second]) {
  if (distance(first, corner) < 1e-6 || distance(second, corner) < 1e-6) return null;
  const a = { x: first.x - corner.x, y: first.y - corner.y };
  const b = { x: second.x - corner.x, y: second.y - corner.y };
  return Math.atan2(Math.abs(a.x * b.y - a.y * b.x), a.x * b.x + a.y * b.y) * DEGREES;
}

// A text in lines of so many characters: the same lines as in the picture.
export function textLines(text, most) {
  const lines = [];
  for (const word of text.split(" ")) {
    const letters = [...word];
    const pieces = letters.length ? [] : [""];
    for (let i = 0; i < letters.length; i += most) pieces.push(letters.slice(i, i + most).join(""));
    for (const piece of pieces) {
      const last = lines.length - 1;
      if (last >= 0 && [...lines[last]].length + 1 + [...piece].length <= most) lines[last] += ` ${piece}`;
      else lines.push(piece);
    }
  }
  return lines;
}

// How far a place on the screen is from a drawing.
export function distanceTo(drawing, at, look) {
  if (drawing.kind === "text") {
    const box = inside(textBox(drawing, look), look);
    const dx = Math.max(box.left - at.x, 0, at.x - box.left - box.width);
    const dy = Math.max(box.top - at.y, 0, at.y - box.top - box.height);
    return Math.hypot(dx, dy);
  }
  const points = look.points(drawing);
  let best = Infinity;
  for (let i = 1; i < points.length; i += 1) best = Math.min(best, toSegment(at, points[i - 1], points[i]));
  return best - look.pen(drawing).line / 2;
}

// The place on the screen at which a drawing is held as a whole.
export function gripOf(drawing, look) {
  if (drawing.kind === "text") {
    const box = inside(textBox(drawing, look), look);
    return { x: box.left, y: box.top + box.height / 2 };
  }
  const points = look.points(drawing);
  if (drawing.kind === "freehand") return points[Math.floor(points.length / 2)];
  const ends = [points[0], points[1]];
  return { x: (ends[0].x + ends[1].x) / 2, y: (ends[0].y + ends[1].y) / 2 };
}

// Fewer points for a stroke: those that lie on the way between others, to a tolerance, are left out.
export function simplified(points, tolerance) {
  if (points.length < 3) return points;
  let [far, at] = [0, 0];
  const last = points.length - 1;
  for (let i = 1; i < last; i += 1) {
    const away = toSegment(points[i], points[0], points[last]);
    if (away > far) [far, at] = [away, i];
  }
  if (far <= tolerance) return [points[0], points[last]];
  return [...simplified(points.slice(0, at + 1), tolerance), ...simplified(points.slice(at), tolerance).slice(1)];
}

function toSegment(at, a, b) {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const t = length ? Math.min(Math.max(((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / length, 0), 1) : 0;
  return distance(at, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) });
}

function stroked(d, drawing, look) {
  const { ink, casing } = look.color(drawing);
  const { line } = look.pen(drawing);
  const shared = { d, fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
  return [
    svg("path", { ...shared, stroke: casing, "stroke-opacity": 0.9, "stroke-width": line + 2 * look.style.casing_u * look.px }),
    svg("path", { ...shared, stroke: ink, "stroke-width": line }),
  ];
}

function sizeOf(words, letters, look) {
  const { pad, line_height: height } = look.style;
  const wide = Math.max(...words.map((line) => look.width(line, letters)));
  return { width: wide + 2 * pad * letters, height: (height * words.length + 2 * pad) * letters };
}

function label(words, box, drawing, look) {
  const { letters } = look.pen(drawing);
  const { ink, casing } = look.color(drawing);
  const { pad, line_height: height } = look.style;
  const { left, top, width, height: high } = inside(box, look);
  const rows = words.map((line, row) =>
    svg("text", { x: left + pad * letters, y: top + (pad + 0.885 + row * height) * letters, "font-size": letters, "font-weight": 600, fill: ink }, line),
  );
  return [
    svg("rect", { x: left, y: top, width, height: high, rx: 0.3 * letters, fill: casing, "fill-opacity": 0.88, stroke: ink, "stroke-width": 1.6 * look.px }),
    ...rows,
  ];
}

function inside(box, look) {
  const low = look.view.toScreen({ x: 0, y: 0 });
  const high = look.view.toScreen({ x: look.photo.width, y: look.photo.height });
  return {
    ...box,
    left: Math.max(Math.min(box.left, high.x - box.width), low.x),
    top: Math.max(Math.min(box.top, high.y - box.height), low.y),
  };
}

function pairs(points) {
  return points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(" L ");
}

// A soft curve through all points: a Catmull-Rom spline.
function curve(points) {
  const parts = [`M ${pairs(points.slice(0, 1))}`];
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [a, b, c, d] = [points[i - 1] ?? points[i], points[i], points[i + 1], points[i + 2] ?? points[i + 1]];
    const first = { x: b.x + (c.x - a.x) / 6, y: b.y + (c.y - a.y) / 6 };
    const second = { x: c.x - (d.x - b.x) / 6, y: c.y - (d.y - b.y) / 6 };
    parts.push(`C ${[first, second, c].map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(" ")}`);
  }
  return parts.join(" ");
}
