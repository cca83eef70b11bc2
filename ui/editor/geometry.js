// Plane geometry of the editor. Photo pixels: x to the right, y down, (0, 0) is the corner of the photo.

export const DEGREES = 180 / Math.PI;

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

export function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

// The vector with the camera's roll taken out. Roll: how far the content of the photo is turned clockwise.
export function levelled(vector, rollDeg) {
  const angle = rollDeg / DEGREES;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return { x: vector.x * cos + vector.y * sin, y: vector.y * cos - vector.x * sin };
}

// Pelvic tilt as the library defines it: the line from PSIS to ASIS below the horizontal, positive when the
// ASIS is lower. Null when the ASIS does not lie in front, where the library gives no value either.
export function pelvicTiltDeg(asis, psis, rollDeg, anteriorSign) {
  const line = levelled({ x: asis.x - psis.x, y: asis.y - psis.y }, rollDeg);
  const forward = line.x * anteriorSign;
  return forward > 0 ? Math.atan2(line.y, forward) * DEGREES : null;
}

// Roll that makes the line from p to q upright or level, whichever is nearer. Null for a single place.
export function rollFromLine(p, q) {
  if (distance(p, q) < 1) return null;
  const direction = Math.atan2(q.y - p.y, q.x - p.x) * DEGREES;
  const wrap = (angle) => ((angle % 180) + 180) % 180;
  const vertical = wrap(direction) - 90;
  const horizontal = wrap(direction + 90) - 90;
  const upright = Math.abs(vertical) <= Math.abs(horizontal);
  return { rollDeg: upright ? vertical : horizontal, upright };
}

// Where the photo is on the screen. `scale` is screen pixels per photo pixel, (cx, cy) the place in the photo
// that lies in the middle of the stage. The photo is shown levelled, so that upright lines look upright.
export class View {
  constructor() {
    Object.assign(this, { width: 1, height: 1, scale: 1, cx: 0, cy: 0, rollDeg: 0 });
    this.photo = { width: 1, height: 1 };
    this.body = { left: 0, top: 0, right: 1, bottom: 1 };
  }

  toScreen(point) {
    const d = levelled({ x: point.x - this.cx, y: point.y - this.cy }, this.rollDeg);
    return { x: this.width / 2 + d.x * this.scale, y: this.height / 2 + d.y * this.scale };
  }

  toPhoto(point) {
    const d = { x: (point.x - this.width / 2) / this.scale, y: (point.y - this.height / 2) / this.scale };
    const back = levelled(d, -this.rollDeg);
    return { x: this.cx + back.x, y: this.cy + back.y };
  }

  // CSS matrix for a picture of `pixels` columns that shows the whole photo.
  matrix(pixels) {
    const factor = (this.scale * this.photo.width) / pixels;
    const cos = Math.cos(this.rollDeg / DEGREES) * factor;
    const sin = Math.sin(this.rollDeg / DEGREES) * factor;
    const corner = this.toScreen({ x: 0, y: 0 });
    return `matrix(${cos}, ${-sin}, ${sin}, ${cos}, ${corner.x}, ${corner.y})`;
  }

  fitScale() {
    return Math.min(this.width / this.photo.width, this.height / this.photo.height);
  }

  // Whether the whole photo is in sight.
  get whole() {
    return this.scale <= this.fitScale() * 1.001;
  }

  // Whether the person is no larger than at first. Then a finger on the photo scrolls the page.
  get atHome() {
    return this.scale <= this.home().scale * 1.001;
  }

  // The view to begin with: the whole person.
  home() {
    return this.showing(this.body);
  }

  // A view like this one that shows `box` (left, top, right, bottom in photo pixels).
  showing(box) {
    const scale = Math.min(this.width / (box.right - box.left), this.height / (box.bottom - box.top));
    return this.limited({ scale, cx: (box.left + box.right) / 2, cy: (box.top + box.bottom) / 2 });
  }

  showingAll() {
    return this.showing({ left: 0, top: 0, right: this.photo.width, bottom: this.photo.height });
  }

  zoomed(factor, at) {
    const fixed = this.toPhoto(at);
    const scale = this.limited({ scale: this.scale * factor, cx: 0, cy: 0 }).scale;
    const d = { x: (at.x - this.width / 2) / scale, y: (at.y - this.height / 2) / scale };
    const back = levelled(d, -this.rollDeg);
    return this.limited({ scale, cx: fixed.x - back.x, cy: fixed.y - back.y });
  }

  panned(dx, dy) {
    const back = levelled({ x: dx / this.scale, y: dy / this.scale }, -this.rollDeg);
    return this.limited({ scale: this.scale, cx: this.cx - back.x, cy: this.cy - back.y });
  }

  // Keeps the photo in sight: never smaller than the stage, never lost beside it, at most eight-fold.
  limited({ scale, cx, cy }) {
    const least = this.fitScale();
    const result = { scale: clamp(scale, least, Math.max(8, 8 * least)) };
    for (const [centre, size, room] of [["cx", "width", this.width], ["cy", "height", this.height]]) {
      const half = Math.min(room / 2 / result.scale, this.photo[size] / 2);
      const wanted = centre === "cx" ? cx : cy;
      result[centre] = clamp(wanted, half, this.photo[size] - half);
    }
    return result;
  }

  set(values) {
    Object.assign(this, values);
  }
}
