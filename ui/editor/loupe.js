// A magnifier beside the finger, as the finger hides the very place that matters.

import { clamp } from "./geometry.js";

const SIZE = 136;
const GAP = 34;
const MAGNIFY = 3;

export class Loupe {
  constructor(canvas) {
    this.canvas = canvas;
    this.timer = 0;
  }

  // Shows what lies under `point` (photo pixels), and hides again after `forMs` when given.
  show(editor, point, forMs) {
    const { view, image } = editor;
    if (!image) return;
    clearTimeout(this.timer);
    if (forMs) this.timer = setTimeout(() => this.hide(), forMs);
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(SIZE * ratio)) this.canvas.width = this.canvas.height = Math.round(SIZE * ratio);
    this.canvas.hidden = false;
    const at = view.toScreen(point);
    const { left, top } = placeBeside(at, view);
    this.canvas.style.transform = `translate(${left}px, ${top}px)`;
    const context = this.canvas.getContext("2d");
    const magnified = Object.assign(Object.create(Object.getPrototypeOf(view)), view, {
      width: SIZE, height: SIZE, cx: point.x, cy: point.y, scale: view.scale * MAGNIFY,
    });
    const [a, b, c, d, e, f] = magnified.matrix(image.naturalWidth).slice(7, -1).split(",").map(Number);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#202830";
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio);
    context.drawImage(image, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    crosshair(context);
  }

  hide() {
    clearTimeout(this.timer);
    this.canvas.hidden = true;
  }
}

// Above the place; beside or below it where there is no room.
function placeBeside(at, view) {
  const half = SIZE / 2;
  const choices = [
    [at.x - half, at.y - GAP - SIZE],
    [at.x - GAP - SIZE, at.y - half],
    [at.x + GAP, at.y - half],
    [at.x - half, at.y + GAP],
  ];
  const fits = ([x, y]) => x >= 4 && y >= 4 && x + SIZE <= view.width - 4 && y + SIZE <= view.height - 4;
  const [x, y] = choices.find(fits) ?? choices[0];
  const clear = at.y - GAP - SIZE >= 4;
  return {
    left: clamp(x, 4, Math.max(4, view.width - SIZE - 4)),
    top: clear || fits([x, y]) ? clamp(y, 4, view.height - SIZE - 4) : clamp(at.y + GAP, 4, view.height - SIZE - 4),
  };
}

// Four strokes that leave the place itself free.
function crosshair(context) {
  const middle = SIZE / 2;
  for (const [width, colour] of [[4.5, "#fff"], [1.8, "#182430"]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(middle + dx * 7, middle + dy * 7);
      context.lineTo(middle + dx * 26, middle + dy * 26);
    }
    context.stroke();
  }
}
